/** The global `posthog`. Reference 1; where the documentation speaks, the profile `documented` follows it. */
import { genericPerson } from '../../../platform/profiles.ts';
import type { AskedCapture, LoadMessage } from '../../../protocol/sandbox.ts';
import { createApi } from './api.ts';
import { askCapture } from './asking.ts';
import { timeNow } from './clock.ts';
import { readOnly } from './readOnly.ts';

// The app may replace it.
const { apply } = Reflect;
const { hasOwn } = Object;

export function createPosthog(app: LoadMessage): object {
  const textOfNow = clockText();
  const capture = async (event: string, properties: Record<string, unknown> = {}): Promise<void> => {
    const { timestamp = textOfNow(), distinct_id = defaultDistinctId(app) } = properties;
    // Copied as own properties are; the gate makes of it what is sent.
    const own = { ...properties };
    const answer = askCapture({
      via: 'capture',
      event,
      distinctId: distinct_id,
      timestamp,
      properties: own,
      ...takenAway(own),
    });
    if (answer !== undefined) await answer;
  };
  return readOnly({ capture, api: createApi(app.profile) });
}

/** Properties of the app come last, also those that are undefined: then the event has none of that name (reference 1.1). */
function takenAway(own: Record<string, unknown>): Pick<AskedCapture, 'takenAway'> {
  const isTaken = (name: string): boolean => hasOwn(own, name) && own[name] === undefined;
  const lib = isTaken('$lib');
  const version = isTaken('$lib_version');
  if (!lib && !version) return {};
  return { takenAway: lib && version ? ['$lib', '$lib_version'] : [lib ? '$lib' : '$lib_version'] };
}

/**
 * Tells the time as PostHog's own code does, which sees no class that the app puts in the place of `Date`.
 *
 * @returns a function that gives the time in ISO 8601. Many events are captured within a millisecond, and its text costs
 * more than the rest of a capture.
 */
function clockText(): () => string {
  const OwnDate = Date;
  const { toISOString } = OwnDate.prototype;
  let lastNow = NaN;
  let lastText = '';
  return () => {
    const ms = timeNow();
    if (ms !== lastNow) lastText = apply(toISOString, new OwnDate(ms), []);
    lastNow = ms;
    return lastText;
  };
}

/** The documentation names a generic person; the server took the name of the app (reference 1.1.3). */
function defaultDistinctId({ profile, pluginName, pluginId }: LoadMessage): string {
  if (profile === 'documented') return genericPerson;
  return pluginName || `plugin-id-${pluginId}`;
}
