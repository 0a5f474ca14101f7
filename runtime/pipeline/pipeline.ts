/**
 * Sends events through several apps as PostHog does: each `processEvent` in order, then what only looks on; captured
 * events come back at the start. Reference 1.1, 2.3, 2.4, 6.
 */
import type { CapturedEvent, Following, Json, JsonObject, Trace } from '../../protocol/trace.ts';
import { marked, markOf } from '../../platform/eventMarks.ts';
import { givenToOnlooker, isRecording, onlookersOf } from '../../platform/onlookers.ts';
import { defaultProfile, type Profile } from '../../platform/profiles.ts';
import type { AppStart } from '../appApi.ts';

/** An app in the pipeline. */
export interface PipelineApp {
  readonly name: string;
  /** What tells it from another app of its name; its name when absent. */
  readonly label?: string;
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
  /** Null for an event from outside. */
  readonly origin: Origin | null;
  /** What happened to the event in each app, in order. */
  readonly steps: readonly FateStep[];
  readonly milliseconds: number;
  /** How many of the events that it led to were not sent on. */
  readonly heldBack: number;
  /** The limit that kept them back. */
  readonly limit: 'hops' | 'events' | null;
}

/** Where an event comes from that was captured. */
export interface Origin {
  readonly captured: CapturedEvent;
  /** Name of the app that captured it. */
  readonly app: string;
  /** Place, among the fates, of the event that the app captured it for; null where that was before. */
  readonly of: number | null;
}

export interface FateStep {
  readonly app: string;
  readonly entryPoint: string;
  readonly trace: Trace;
}

export interface PipelineEvent {
  readonly fields: JsonObject;
  readonly hop: number;
  readonly origin: Origin | null;
}

export interface PipelineLimits {
  /** How often captured events come back. */
  readonly maxHops: number;
  /** How many events come in altogether: each may lead to several. */
  readonly maxEvents: number;
}

/** Calls that end the app, as those do that hang: each may take as long as a call is allowed to. */
const mostEnds = 3;

export interface PipelineOptions {
  readonly limits: PipelineLimits;
  /** `documented` when absent. */
  readonly profile?: Profile;
  /** Stops before the next call. */
  readonly signal?: AbortSignal;
  readonly onFate: (fate: Fate) => void;
}

/**
 * Sends events through the apps, and then what the apps captured, until nothing is captured any more or a limit is reached.
 *
 * @returns how it ended.
 */
export async function sendThrough(
  apps: readonly PipelineApp[],
  events: readonly PipelineEvent[],
  { limits, onFate, profile = defaultProfile, signal }: PipelineOptions,
): Promise<Following['end']> {
  const waiting = events.slice(0, limits.maxEvents);
  let end: Following['end'] = waiting.length < events.length ? 'events' : 'rests';
  let ends = 0;
  // What comes in while it goes on is gone through, too.
  for (const [index, { fields, hop, origin }] of waiting.entries()) {
    if (isAborted(signal)) return 'stopped';
    const startedAt = performance.now();
    const steps = await stepsOf(apps, fields, profile, signal);
    const captured = steps.flatMap(({ app, trace }) => trace.captured.map((event) => ({ app, event })));
    const isLastHop = hop >= limits.maxHops;
    const room = isLastHop ? 0 : limits.maxEvents - waiting.length;
    const back = captured.slice(0, room);
    const heldBack = captured.length - back.length;
    const limit = heldBack === 0 ? null : isLastHop ? 'hops' : 'events';
    if (limit !== null && end !== 'events') end = limit;
    for (const { app, event } of back) {
      const origin = { captured: event, app, of: index };
      waiting.push({ fields: comingBack(event, fields), hop: hop + 1, origin });
    }
    onFate({
      event: textOf(fields['event']),
      distinctId: textOf(fields['distinct_id']),
      hop,
      origin,
      steps,
      milliseconds: Math.round(performance.now() - startedAt),
      heldBack,
      limit,
    });
    // A call that is stopped may end in another way, as its process does.
    if (isAborted(signal) || steps.some(({ trace }) => trace.outcome === 'stopped')) return 'stopped';
    ends += steps.filter(({ trace }) => isEnded(trace)).length;
    if (ends >= mostEnds) return 'ended';
  }
  return end;
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** An app whose process had to be ended did not tell what it used. */
function isEnded({ outcome, usage }: Trace): boolean {
  return outcome === 'timed-out' || (outcome === 'failed' && usage === undefined);
}

async function stepsOf(
  apps: readonly PipelineApp[],
  event: JsonObject,
  profile: Profile,
  signal: AbortSignal | undefined,
): Promise<readonly FateStep[]> {
  const steps: FateStep[] = [];
  const call = async (app: PipelineApp, entryPoint: string, input: Json): Promise<Trace> => {
    const trace = await app.call(entryPoint, input);
    steps.push({ app: app.label ?? app.name, entryPoint, trace });
    return trace;
  };
  const isSnapshot = isRecording(event);
  const succeeded: string[] = [];
  const failed: string[] = [];
  let current = event;
  let isFirstObject = true;
  for (const [index, app] of isSnapshot ? [] : apps.entries()) {
    const name = ['processEvent', 'processEventBatch'].find((candidate) => app.exports.includes(candidate));
    if (name === undefined) continue;
    // The server calls the old form with one event, as if it were the new one.
    const trace = await call(app, 'processEvent', current);
    // What jobs of the call came to is no matter of the event's.
    const { after, isOtherObject, outcome } = trace.events[0] ?? { outcome: trace.outcome };
    if (outcome === 'dropped' || signal?.aborted === true) return steps;
    const isTaken = outcome === 'changed' || outcome === 'unchanged';
    (isTaken ? succeeded : failed).push(markOf(app.name, index));
    // Of an app that failed this is what it had done to the event by then.
    if (typeof after !== 'object' || after === null || Array.isArray(after)) continue;
    current = after as JsonObject;
    isFirstObject &&= isOtherObject !== true;
  }
  const deferred = apps.flatMap((app, index) => (looksOn(app) ? [markOf(app.name, index)] : []));
  const isMarked = isFirstObject && !isSnapshot;
  const left = isMarked ? marked(current, { succeeded, failed, deferred }, profile) : current;
  // The server of 2021 gives what only looks on the same event (reference 6.1).
  const isOld = profile === 'plugin-server-1.10.5';
  const seen = isOld ? left : processedEvent(left);
  for (const app of apps) {
    for (const name of onlookersOf(app.exports, seen, profile)) {
      if (signal?.aborted === true) return steps;
      await call(app, name, givenToOnlooker<Json>(name, seen));
    }
  }
  return steps;
}

function looksOn({ exports }: PipelineApp): boolean {
  return ['onEvent', 'onSnapshot', 'exportEvents'].some((name) => exports.includes(name));
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

/** An event from outside. */
export function fromOutside(fields: JsonObject): PipelineEvent {
  return { fields, hop: 0, origin: null };
}

/**
 * A captured event as it arrives at the start again (reference 1.1.2): the time at which it was captured counts as that at
 * which it was sent, and neither address is known.
 *
 * @param of the event that it was captured for.
 */
export function comingBack(
  { event, distinctId, timestamp, uuid, properties }: CapturedEvent,
  { team_id }: JsonObject,
): JsonObject {
  const times = { now: timestamp, sent_at: timestamp, timestamp };
  return {
    distinct_id: distinctId,
    ip: null,
    site_url: null,
    team_id: team_id ?? 1,
    ...times,
    uuid,
    event,
    properties,
  };
}
