/**
 * Sends events through several apps as PostHog does: each `processEvent` in order, then what only looks on; captured
 * events come back at the start. Reference 1.1, 2.3, 2.4, 6.
 */
import type { Json, JsonObject, Trace } from '../../protocol/trace.ts';
import type { AppStart } from '../appApi.ts';

/** An app in the pipeline. */
export interface PipelineApp {
  readonly name: string;
  /** Names of what it exports; empty while it cannot be loaded. */
  readonly exports: AppStart['exports'];
  call(entryPoint: string, input: Json): Promise<Trace>;
}

/** What became of one event. */
export interface Fate {
  readonly event: string;
  readonly distinctId: string;
  /** 0 for an event from outside; one more for each time that an app captured it. */
  readonly hop: number;
  /** What happened to the event in each app, in order. */
  readonly steps: readonly FateStep[];
  readonly milliseconds: number;
  /** Whether what it led apps to capture was not sent on, because it may go on for ever. */
  readonly isStopped: boolean;
}

export interface FateStep {
  readonly app: string;
  readonly entryPoint: string;
  readonly trace: Trace;
}

interface PipelineEvent {
  readonly fields: JsonObject;
  readonly hop: number;
}

/** @param maxHops how often captured events come back. */
export async function sendThrough(
  apps: readonly PipelineApp[],
  event: JsonObject,
  maxHops: number,
  onFate: (fate: Fate) => void,
): Promise<void> {
  const waiting: PipelineEvent[] = [{ fields: event, hop: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { fields, hop } = next;
    const startedAt = performance.now();
    const steps = await stepsOf(apps, fields);
    const captured = steps.flatMap(({ trace }) => trace.captured);
    const isStopped = captured.length > 0 && hop >= maxHops;
    if (!isStopped)
      waiting.push(...captured.map((event) => ({ fields: comingBack(event, fields), hop: hop + 1 })));
    onFate({
      event: textOf(fields['event']),
      distinctId: textOf(fields['distinct_id']),
      hop,
      steps,
      milliseconds: Math.round(performance.now() - startedAt),
      isStopped,
    });
  }
}

async function stepsOf(apps: readonly PipelineApp[], event: JsonObject): Promise<readonly FateStep[]> {
  const steps: FateStep[] = [];
  const call = async (app: PipelineApp, entryPoint: string, input: Json): Promise<Trace> => {
    const trace = await app.call(entryPoint, input);
    steps.push({ app: app.name, entryPoint, trace });
    return trace;
  };
  const isSnapshot = event['event'] === '$snapshot';
  let current = event;
  for (const app of isSnapshot ? [] : apps) {
    const name = ['processEvent', 'processEventBatch'].find((candidate) => app.exports.includes(candidate));
    if (name === undefined) continue;
    // The server calls the old form with one event, as if it were the new one.
    const { events, outcome } = await call(app, 'processEvent', current);
    if (outcome === 'dropped') return steps;
    const after = outcome === 'changed' ? events[0]?.after : undefined;
    // An app that fails leaves the event as it was.
    if (typeof after === 'object' && after !== null && !Array.isArray(after)) current = after as JsonObject;
  }
  const processed = processedEvent(current);
  for (const app of apps) {
    for (const name of isSnapshot ? ['onSnapshot'] : onlookersOf(app)) {
      if (isSnapshot && !app.exports.includes(name)) continue;
      await call(app, name, processed);
    }
  }
  return steps;
}

/** `exportEvents` gets its batches by way of `onEvent`. */
function onlookersOf({ exports }: PipelineApp): readonly string[] {
  return [
    ...(exports.includes('onEvent') || exports.includes('exportEvents') ? ['onEvent'] : []),
    ...(exports.includes('composeWebhook') ? ['composeWebhook'] : []),
  ];
}

/** As apps get it that only look on (reference 6.2). */
function processedEvent({
  uuid,
  event,
  distinct_id,
  team_id,
  timestamp,
  now,
  properties,
  ...others
}: JsonObject): JsonObject {
  const { $set, $set_once } = others;
  const own = typeof properties === 'object' && properties !== null ? (properties as JsonObject) : {};
  return {
    ...present({ uuid, event, distinct_id, team_id }),
    ip: null,
    timestamp: timestamp ?? now ?? null,
    properties: { ...own, ...present({ $set, $set_once }) },
    ...present({ $set, $set_once }),
  };
}

function present(fields: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A captured event as it arrives at the start again. */
function comingBack(
  { event, distinctId, timestamp, uuid, properties }: Trace['captured'][number],
  { team_id, site_url, ip }: JsonObject,
): JsonObject {
  const fields = present({ team_id, site_url, ip });
  const now = new Date().toISOString();
  return { ...fields, event, distinct_id: distinctId, timestamp, now, uuid, properties };
}
