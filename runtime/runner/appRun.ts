/** One run of a loaded app: its calls, and then what it is to do later, until nothing is due. */
import { jobsExport, lifecycleExport } from '../../platform/lifecycle.ts';
import type { Profile } from '../../platform/profiles.ts';
import type { ReturnedMessage } from '../../protocol/sandbox.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import type { GivenInput } from '../checkOptions.ts';
import type { Gate } from '../gate/gate.ts';
import type { EventList } from './eventList.ts';
import { type QueuedJob, retryJob } from './jobQueue.ts';
import { callOnce, callWithRetries, waitAfter } from './retries.ts';
import { RunEnd } from './runEnd.ts';
import type { Session } from './session.ts';
import type { TraceBuilder } from './traceBuilder.ts';
import { judge, recordOf } from './verdict.ts';
import { sendWebhook } from './webhook.ts';

/** So many more jobs may run than waited when the first of them began: jobs may enqueue jobs without end. */
const mostJobs = 100;
/** Of the jobs that wait when the first of them begins, so many run in any case. */
const mostWaiting = 10_000;

export interface RunParts {
  readonly session: Session;
  readonly gate: Gate;
  readonly profile: Profile;
  readonly trace: TraceBuilder;
  /** Names of events that the app's config keeps from `exportEvents`. */
  readonly ignored: readonly string[];
  /** Jobs that PostHog's page starts. */
  readonly publicJobs: readonly string[];
  /** Names of what can be called. */
  readonly exports: readonly string[];
  /** Those of them whose code a call does not run. */
  readonly generators: readonly string[];
  /** What PostHog does not find of the app, or cannot call. */
  readonly exportRemarks: readonly string[];
  /** Whether batches of `exportEvents` that are not full wait for {@link runTimers}. */
  readonly holdsBatches: boolean;
}

interface Call extends RunParts {
  readonly entryPoint: string;
  /** The answer of `setupPlugin`, where that is what is called: it ran when the app was loaded. */
  readonly setUpAnswer: ReturnedMessage | undefined;
}

/**
 * Calls an export, and runs the jobs and buffers that follow from it.
 *
 * @throws RunEnd where the app hangs, floods, dies or is stopped.
 */
export async function runOnce(call: Call, given: GivenInput): Promise<Trace> {
  const { entryPoint, gate, profile, session, trace } = call;
  const input = given.value ?? payloadOfPage(call);
  const startedAt = trace.nowMs;
  noteWhatNeverHappens(call, entryPoint, [input]);
  let answer = call.setUpAnswer;
  try {
    answer ??= await callWithRetries(session, profile, entryPoint, inputText(entryPoint, input, given.text));
  } catch (error) {
    if (error instanceof RunEnd) recordUnfinished(trace, entryPoint, input, error);
    throw error;
  } finally {
    // Of a call that is ended, it is the time until then.
    trace.spent('callMs', startedAt);
  }
  const value = answer.result === null ? null : (JSON.parse(answer.result) as Json);
  const judgement = judge(entryPoint, input, answer, value);
  if (judgement.failure !== null) session.recordFailure(entryPoint, judgement.failure);
  const record = recordOf(entryPoint, input, judgement);
  const isOther = entryPoint === 'processEvent' && answer.isOtherObject === true;
  if (record !== undefined) {
    trace.event({ entryPoint, source: null }, isOther ? { ...record, isOtherObject: true } : record);
  }
  const result = answer.failure === null ? value : null;
  let isSent = true;
  if (entryPoint === 'composeWebhook' && judgement.outcome === 'completed' && !answer.isFalsy) {
    isSent = (await sendWebhook(gate, result, trace, session.placeOf(entryPoint))) === undefined;
  }
  const isDelivered = await runLater(call);
  return trace.finish(isDelivered && isSent ? judgement.outcome : 'failed', result);
}

/** What PostHog's page gives to a public job whose form was left empty (reference 3.7); null for any other call. */
function payloadOfPage({ entryPoint, publicJobs }: Call): Json {
  return publicJobs.some((name) => entryPoint === `${jobsExport}.${name}`) ? { $operation: 'start' } : null;
}

/** The event stands in the trace as those of a list do, where the app ended over it. */
function recordUnfinished(trace: TraceBuilder, entryPoint: string, input: Json, { outcome }: RunEnd): void {
  const record = recordOf(entryPoint, input, { outcome, after: null, failure: null });
  if (record !== undefined && outcome !== 'stopped') trace.event({ entryPoint, source: null }, record);
}

/**
 * Calls an export for the events of a list that are not done yet. Events that PostHog tries again follow the others, as
 * they do there: the wait is longer than the list.
 *
 * @throws RunEnd where the app hangs, floods, dies or is stopped.
 */
export async function runList(parts: RunParts, list: EventList): Promise<Trace> {
  const { trace } = parts;
  const startedAt = trace.nowMs;
  try {
    await runEvents(parts, list);
  } finally {
    // Of a list that an event ends, it is the time until then.
    trace.spent('callMs', startedAt);
  }
  const hasEnded = list.ends.tell(trace);
  const isDelivered = await runLater(parts);
  const isBad = hasEnded || list.rows.some(({ outcome }) => outcome === 'failed' || outcome === 'timed-out');
  return trace.finish(isBad || !isDelivered ? 'failed' : 'completed', null);
}

/** The events, then the webhooks that they returned and the tries that follow. */
async function runEvents(parts: RunParts, list: EventList): Promise<void> {
  const { gate, session, trace } = parts;
  const { entryPoint } = list;
  const isDone = session.events(list);
  // While the app is at the first events: a look at each takes a while, too.
  noteWhatNeverHappens(parts, entryPoint, list.inputs);
  await isDone;
  const source = session.placeOf(entryPoint);
  for (const { index, webhook } of list.webhooks) {
    trace.beginEvent(index);
    const problem = await sendWebhook(gate, webhook, trace, source);
    list.addRequests(index, trace.counts.requests);
    if (problem !== undefined) list.replace(index, 'failed', { message: problem, source });
  }
  await retryEvents(parts, list);
  trace.beginEvent(undefined);
}

/** The events wait together: each is tried again so long after its own failure. */
async function retryEvents({ profile, session, trace }: RunParts, list: EventList): Promise<void> {
  const { entryPoint } = list;
  let waiting = list.retries.splice(0);
  for (let tries = 1; waiting.length > 0; tries += 1) {
    session.jobs.advance(waitAfter(tries));
    const left: number[] = [];
    for (const index of waiting) {
      trace.beginEvent(index);
      const text = inputText(entryPoint, list.inputs[index] ?? null);
      const { answer, isTriedAgain } = await callOnce(session, profile, entryPoint, text, tries);
      if (isTriedAgain) left.push(index);
      else list.replace(index, answer.failure === null ? 'completed' : 'failed');
    }
    waiting = left;
  }
}

function noteGenerator({ generators, trace }: LaterParts, name: string): void {
  if (!generators.includes(name)) return;
  trace.notice(
    `${name} is a generator (function*): PostHog calls it as any function, which runs none of its code. Take the star away.`,
  );
}

/** A run may call what PostHog would not. */
function noteWhatNeverHappens(parts: RunParts, entryPoint: string, inputs: readonly Json[]): void {
  const { exportRemarks, ignored, profile, trace } = parts;
  for (const remark of exportRemarks) trace.notice(remark);
  // Those that run before the first call, too.
  for (const name of ['setupPlugin', 'getSettings', entryPoint]) noteGenerator(parts, name);
  const isJob = entryPoint.startsWith(`${jobsExport}.`);
  const kind = lifecycleExport(entryPoint);
  if (!isJob && kind === undefined) trace.notice(`PostHog never calls ${entryPoint}.`);
  if (kind?.isNewer === true && profile === 'plugin-server-1.10.5') {
    trace.notice(`PostHog of October 2021 does not call ${entryPoint}.`);
  }
  if (entryPoint === 'onAction' && profile === 'documented') {
    trace.notice('PostHog called onAction from November 2021 to June 2022, and does not call it any more.');
  }
  const left =
    entryPoint === 'exportEvents'
      ? inputs
          .flat()
          .flatMap(eventName)
          .filter((name) => ignored.includes(name))
      : [];
  for (const name of new Set(left)) {
    trace.notice(
      `The setting exportEventsToIgnore names ${name}: PostHog hands no such event to exportEvents.`,
    );
  }
  if (kind?.input !== 'event') return;
  const isForSnapshots = entryPoint === 'onSnapshot';
  if (!inputs.some((input) => isSnapshot(input) !== isForSnapshots)) return;
  trace.notice(
    isForSnapshots
      ? 'PostHog calls onSnapshot for $snapshot events only.'
      : `PostHog does not call ${entryPoint} for $snapshot events.`,
  );
}

function eventName(input: Json): readonly string[] {
  try {
    const isObject = typeof input === 'object' && input !== null && 'event' in input;
    return isObject && typeof input['event'] === 'string' ? [input['event']] : [];
  } catch {
    return []; // A getter of the program that threw, which the row of the event tells.
  }
}

function isSnapshot(input: Json): boolean {
  return eventName(input)[0] === '$snapshot';
}

/** @param known its JSON text, where that is written already. */
function inputText(entryPoint: string, input: Json, known: string | null = null): string | null {
  if (lifecycleExport(entryPoint)?.input === 'none') return null;
  return known ?? (input === null ? null : JSON.stringify(input));
}

/** A job that PostHog gives to apps with `exportEvents` (reference 2.7). */
const historyJob = 'Export historical events';

type LaterParts = Pick<RunParts, 'exports' | 'generators' | 'holdsBatches' | 'session' | 'trace'>;

/**
 * Hands over batches that were held, and runs what follows from that.
 *
 * @throws RunEnd where the app hangs, floods, dies or is stopped.
 */
export async function runTimers(parts: LaterParts): Promise<Trace> {
  const { trace } = parts;
  const startedAt = trace.nowMs;
  let isDelivered: boolean;
  try {
    isDelivered = await runLater({ ...parts, holdsBatches: false });
  } finally {
    trace.spent('callMs', startedAt);
  }
  return trace.finish(isDelivered ? 'completed' : 'failed', null);
}

/** @returns false when a batch of `exportEvents` was given up. */
async function runLater(parts: LaterParts): Promise<boolean> {
  const { holdsBatches, session, trace } = parts;
  const waiting = session.jobs.length;
  const most = Math.min(waiting, mostWaiting) + mostJobs;
  let isDelivered = true;
  for (let count = 0; session.jobs.length > 0; count += 1) {
    if (count === most) {
      trace.notice(endedAfter(most, session.jobs.length, most + session.jobs.length > waiting));
      session.jobs.clear();
      break;
    }
    const next = holdsBatches ? session.jobs.nextJob() : session.jobs.next();
    if (next === undefined) break;
    if (next.kind === 'job') {
      isDelivered = (await runJob(parts, next)) && isDelivered;
      continue;
    }
    const { failure } = await session.runTimer(next);
    if (failure !== null) session.recordFailure(next.name, failure);
  }
  return !session.takeLostBatch() && isDelivered;
}

/** @param isFedByJobs whether jobs have enqueued jobs. */
function endedAfter(most: number, left: number, isFedByJobs: boolean): string {
  const ended = `The run ended after ${most.toLocaleString('en')} jobs; ${left.toLocaleString('en')} more did not run.`;
  if (!isFedByJobs) return ended;
  return `${ended} A job that enqueues itself each time runs in PostHog without end. One that waits for a time does not end here alone: Date shows the real time, and nothing waits until a job is due.`;
}

/** @returns false where it was a batch of `exportEvents`, and its last try. */
async function runJob(parts: LaterParts, job: QueuedJob): Promise<boolean> {
  const { exports, session, trace } = parts;
  const name = `${jobsExport}.${job.name}`;
  noteGenerator(parts, name);
  if (job.name === historyJob && exports.includes('exportEvents') && !exports.includes(name)) {
    trace.notice(`PostHog gives the app the job ${historyJob}. Here there is no history, so it did nothing.`);
    return true;
  }
  const answer = await session.call(name, job.payload === null ? null : JSON.stringify(job.payload));
  if (answer.failure === null) return true;
  session.recordFailure(name, answer.failure);
  return job.name !== retryJob;
}
