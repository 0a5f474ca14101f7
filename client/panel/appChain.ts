/**
 * One event through several apps in order, as PostHog does it: what one app's processEvent returns is what the next one
 * gets; then what is left goes to every app that only looks on. Source: reference 2.3, 2.4, 2.7.
 */
import { marked, markOf } from '../../platform/eventMarks.ts';
import { givenToOnlooker, isRecording, onlookersOf, unheardWords } from '../../platform/onlookers.ts';
import type { Profile } from '../../platform/profiles.ts';
import { completeEvent } from '../../platform/completeEvent.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import type { RunRecord } from './history/runRecord.ts';

/** The entry point whose input the event of a chain is, for the first of its apps. */
export const chainEntryPoint = 'processEvent';

/** Runs one app; null when the run did not take place. */
export type RunStep = (app: AppInfo, entryPoint: string, input: Json) => Promise<RunRecord | null>;

/**
 * @param event as processEvent gets it.
 * @param profile of the server: what it marks the event with, and in which shape onEvent gets it.
 * @param now for what onEvent gets besides.
 * @returns the runs, in order; fewer than asked for when the event was dropped or a run was stopped or did not take place.
 */
export async function runChain(
  apps: readonly AppInfo[],
  event: Json,
  run: RunStep,
  profile: Profile,
  now: Date,
): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  const succeeded: string[] = [];
  const failed: string[] = [];
  let current = event;
  let isFirstObject = true;
  const isSnapshot = isRecording(event);
  for (const [index, app] of isSnapshot ? [] : apps.entries()) {
    if (!has(app, 'processEvent')) continue;
    const record = await run(app, 'processEvent', current);
    if (record === null) return records;
    records.push(record);
    const { events } = record.trace;
    // What jobs of the call came to is no matter of the event's.
    const { after = null, isOtherObject, outcome } = events[0] ?? { outcome: record.trace.outcome };
    if (outcome === 'dropped' || record.trace.outcome === 'stopped') return records;
    const isTaken = outcome === 'changed' || outcome === 'unchanged';
    (isTaken ? succeeded : failed).push(markOf(app.name, index));
    // Of an app that failed this is what it had done to the event by then.
    current = after ?? current;
    isFirstObject &&= isOtherObject !== true;
  }
  const deferred = apps.flatMap((app, index) => (looksOn(app) ? [markOf(app.name, index)] : []));
  const marks = { succeeded, failed, deferred };
  const left =
    isFirstObject && !isSnapshot && isObject(current) ? marked<Json>(current, marks, profile) : current;
  const stored = profile === 'plugin-server-1.10.5' ? left : asStored(left, now);
  for (const app of apps) {
    const exports = app.entryPoints.map(({ name }) => name);
    for (const name of onlookersOf(exports, stored, profile)) {
      const record = await run(app, name, givenToOnlooker<Json>(name, stored));
      if (record === null) return records;
      records.push(record);
      if (record.trace.outcome === 'stopped') return records;
    }
  }
  return records;
}

/** Whether an app can take part. */
export function isOfChain(app: AppInfo): boolean {
  return ['processEvent', 'onEvent', 'onSnapshot', 'exportEvents', 'composeWebhook'].some((name) =>
    has(app, name),
  );
}

/** PostHog hands the event to none of the apps, or to nothing of the one. */
export class NothingCalled extends Error {
  override readonly name = 'NothingCalled';

  /** @param who does not get it, as the subject of a sentence. */
  constructor(event: Json, who: string) {
    const way = isRecording(event)
      ? 'Choose another event.'
      : 'Choose one of these, or an app with another export.';
    super(`${unheardWords(event, who)} ${way}`);
  }
}

function looksOn(app: AppInfo): boolean {
  return ['onEvent', 'onSnapshot', 'exportEvents'].some((name) => has(app, name));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has({ entryPoints }: AppInfo, wanted: string): boolean {
  return entryPoints.some(({ name }) => name === wanted);
}

/** The event in the shape that onEvent gets. */
function asStored(event: Json, now: Date): Json {
  if (!isObject(event)) return event;
  const { event: name, distinct_id, properties, timestamp, uuid, $set, $set_once } = event;
  if (typeof name !== 'string') return event;
  const known = Object.entries({ distinct_id, properties, timestamp, uuid, $set, $set_once });
  const given = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  return completeEvent('onEvent', { ...given, event: name }, now) as Json;
}
