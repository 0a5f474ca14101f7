/**
 * The whole life of an app in one process, as PostHog lives it: set-up, an event, what the schedules do, and the end. What
 * the app keeps (`storage`, `cache`, `global`) lasts from one call to the next. Source: reference 2.3, 2.5, 2.7, 2.8.
 */
import { lifecycleExports } from '../../platform/lifecycle.ts';
import { givenToOnlooker, isRecording, onlookersOf, unheardWords } from '../../platform/onlookers.ts';
import { defaultProfile, type Profile } from '../../platform/profiles.ts';
import type { LifeCycleStep } from '../../protocol/runtime.ts';
import type { Json, JsonObject, Trace } from '../../protocol/trace.ts';
import type { App } from '../runner/app.ts';
import { fromOutside, sendThrough } from './pipeline.ts';

/** The exports that PostHog calls by the clock, the most frequent first. */
const schedules = lifecycleExports.flatMap(({ name }) => (name.startsWith('runEvery') ? [name] : []));

/**
 * @param exports names of what the app exports.
 * @param eventFor the export that the event is for; one that takes no event has none.
 * @param event as that export gets it; null where it takes none.
 * @param signal stops it; the steps so far are given back.
 * @param profile decides about the marks on the event.
 * @returns each call with its trace, in order; jobs that a call enqueued are in its own. It ends with a set-up that fails.
 */
export async function runLifeCycle(
  app: Pick<App, 'call' | 'name'>,
  exports: readonly string[],
  eventFor: string,
  event: Json,
  signal: AbortSignal,
  profile: Profile = defaultProfile,
): Promise<readonly LifeCycleStep[]> {
  const steps: LifeCycleStep[] = [];
  const call = async (entryPoint: string, input: Json): Promise<Trace> => {
    const trace = await app.call(entryPoint, input, signal);
    steps.push({ entryPoint, input, trace });
    return trace;
  };
  const has = (name: string): boolean => exports.includes(name);
  if (has('setupPlugin') && (await call('setupPlugin', null)).outcome !== 'completed') return steps;
  // After processEvent the event goes to what only looks on, in the shape that this gets.
  if (eventFor === 'processEvent' && isEvent(event)) {
    const limits = { maxHops: 0, maxEvents: 1 };
    const alone = {
      // Known once the app was loaded, at the latest by the first call.
      get name() {
        return app.name ?? 'app';
      },
      exports,
      call,
    };
    await sendThrough([alone], [fromOutside(event)], {
      limits,
      profile,
      signal,
      onFate: () => undefined,
    });
  } else {
    for (const [name, input] of onlookingCalls(exports, eventFor, event, profile)) {
      if (signal.aborted) return steps;
      await call(name, input);
    }
  }
  const [first] = [event].flat();
  const isUnheard = isEvent(first) && steps.every(({ entryPoint }) => entryPoint === 'setupPlugin');
  for (const name of [...schedules, 'teardownPlugin'].filter(has)) {
    if (signal.aborted) return steps;
    await call(name, null);
  }
  return isUnheard ? withNotice(steps, unheardWords(first, 'Nothing in this app')) : steps;
}

type Call = readonly [name: string, input: Json];

/** What looks on at the event, or at those of a list: a batch goes to `exportEvents` whole. */
function onlookingCalls(
  exports: readonly string[],
  eventFor: string,
  event: Json,
  profile: Profile,
): readonly Call[] {
  if (event === null) return [];
  if (eventFor === 'exportEvents') {
    const events = [event].flat();
    const batch = events.filter((one) => !isRecording(one));
    const others = events.filter(isEvent).flatMap((one) =>
      onlookersOf(exports, one, profile)
        .filter((name) => name !== eventFor)
        .map((name): Call => [name, one]),
    );
    return batch.length > 0 ? [[eventFor, batch], ...others] : others;
  }
  if (!isEvent(event)) return [[eventFor, event]];
  const names = onlookersOf(exports, event, profile);
  // What no server calls any more, such as onAction, is run all the same: the user wants to see what it does.
  const isForOther = names.length === 0 && !isRecording(event) && eventFor !== 'onSnapshot';
  return (isForOther ? [eventFor] : names).map((name) => [name, givenToOnlooker<Json>(name, event)]);
}

/** What the user is to know of the whole: it stands in the call that the life ends with. */
function withNotice(steps: readonly LifeCycleStep[], notice: string): readonly LifeCycleStep[] {
  return steps.map((step, index) =>
    index < steps.length - 1
      ? step
      : { ...step, trace: { ...step.trace, notices: [...(step.trace.notices ?? []), notice] } },
  );
}

function isEvent(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'event' in value;
}
