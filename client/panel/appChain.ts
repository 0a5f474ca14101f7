/**
 * One event through several apps in order, as PostHog does it: what one app's processEvent returns is what the next one
 * gets; then every onEvent gets what is left. Source: reference 2.4.
 */
import { completeEvent } from '../../platform/sampleEvents.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { Json } from '../../protocol/trace.ts';
import type { RunRecord } from './history/runRecord.ts';

/** The entry point whose input the event of a chain is, for the first of its apps. */
export const chainEntryPoint = 'processEvent';

/** Runs one app; null when the run did not take place. */
export type RunStep = (app: AppInfo, entryPoint: string, input: Json) => Promise<RunRecord | null>;

/**
 * @param event as processEvent gets it.
 * @param now for what onEvent gets besides.
 * @returns the runs, in order; fewer than asked for when the event was dropped or a run was stopped or did not take place.
 */
export async function runChain(
  apps: readonly AppInfo[],
  event: Json,
  run: RunStep,
  now: Date,
): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  let current = event;
  for (const app of apps.filter((one) => has(one, 'processEvent'))) {
    const record = await run(app, 'processEvent', current);
    if (record === null) return records;
    records.push(record);
    const { outcome, events } = record.trace;
    if (outcome === 'dropped' || outcome === 'stopped') return records;
    // After an error PostHog goes on with the event as it was.
    if (outcome === 'changed') current = events[0]?.after ?? current;
  }
  const stored = asStored(current, now);
  for (const app of apps.filter((one) => has(one, 'onEvent'))) {
    const record = await run(app, 'onEvent', stored);
    if (record === null) return records;
    records.push(record);
    if (record.trace.outcome === 'stopped') return records;
  }
  return records;
}

/** Whether an app can take part. */
export function isOfChain(app: AppInfo): boolean {
  return has(app, 'processEvent') || has(app, 'onEvent');
}

function has({ entryPoints }: AppInfo, wanted: string): boolean {
  return entryPoints.some(({ name }) => name === wanted);
}

/** The event in the shape that onEvent gets. */
function asStored(event: Json, now: Date): Json {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  const {
    event: name,
    distinct_id,
    properties,
    timestamp,
    uuid,
    $set,
    $set_once,
  } = event as {
    readonly [key: string]: Json;
  };
  if (typeof name !== 'string') return event;
  const known = Object.entries({ distinct_id, properties, timestamp, uuid, $set, $set_once });
  const given = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  return completeEvent('onEvent', { ...given, event: name }, now) as Json;
}
