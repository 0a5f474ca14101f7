/** What came out of a call in the words of a scenario file. */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { Expectation, ExpectedCapture } from '../../protocol/scenario.ts';
import type { CapturedEvent, Json, JsonObject, Trace } from '../../protocol/trace.ts';

/** What every captured event has, and says nothing about the app (reference 1.1). */
const ofLibrary = ['$lib', '$lib_version', 'distinct_id'];

/**
 * What a new scenario expects of such a call: what becomes of the event, what is captured, enqueued and counted, and
 * errors. Logs are left out, since few people mean to fix their words.
 *
 * @param startedAt time of the first call: events that are captured then need no time.
 */
export function expectationOf(trace: Trace, call: string, startedAt: string): Expectation {
  const keys: (keyof Expectation)[] = ['outcome'];
  if (trace.outcome === 'changed' || lifecycleExport(call)?.result === 'webhook') keys.push('result');
  keys.push('captured');
  for (const key of ['jobs', 'metrics', 'errors'] as const) if (trace[key].length > 0) keys.push(key);
  const captured = trace.captured.map((event) => captureOf(event, startedAt));
  return pick(keys, { ...actualOf(trace), captured });
}

/** The same parts as the given expectation has, with what came out. */
export function actualFor(expected: Expectation, trace: Trace): Expectation {
  const actual = actualOf(trace);
  const captured = trace.captured.map((event, index) => captureFor(expected.captured?.[index], event));
  const jobs = actual.jobs.map((job, index) => memberwise(expected.jobs?.[index], job));
  const metrics = actual.metrics.map((metric, index) => memberwise(expected.metrics?.[index], metric));
  const keys = Object.keys(expected) as (keyof Expectation)[];
  // A call that fails is never passed over, whatever the file leaves out.
  if (trace.errors.length > 0 && !keys.includes('errors') && !isFailure(expected.outcome))
    keys.push('errors');
  return pick(keys, { ...actual, captured, jobs, metrics });
}

function isFailure(outcome: Expectation['outcome']): boolean {
  return outcome === 'failed' || outcome === 'timed-out' || outcome === 'stopped';
}

function actualOf({ outcome, result, captured, jobs, metrics, logs, errors }: Trace): Required<Expectation> {
  return {
    outcome,
    result,
    captured: captured.map(({ event }) => ({ event })),
    jobs: jobs.map(({ name, payload, inMs }) => ({ name, payload, inMs })),
    metrics: metrics.map(({ name, operation, value }) => ({ name, operation, value })),
    logs: logs.map(({ level, message }) => `${level}: ${message}`),
    errors: errors.map(({ name, message }) => `${name}: ${message}`),
  };
}

function captureOf(captured: CapturedEvent, startedAt: string): ExpectedCapture {
  const { event, distinctId, timestamp } = captured;
  const properties = own(captured, {});
  return {
    event,
    distinctId,
    ...(timestamp === startedAt ? {} : { timestamp }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}

function captureFor(expected: ExpectedCapture | undefined, captured: CapturedEvent): ExpectedCapture {
  const { event, distinctId, timestamp } = captured;
  const properties = own(captured, expected?.properties ?? {});
  // An event that nobody expected is shown as it would be written down.
  return memberwise(expected, { event, distinctId, timestamp, properties });
}

/** The properties that the app gave, and those of the library that the file names. */
function own({ properties }: CapturedEvent, expected: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !ofLibrary.includes(name) || Object.hasOwn(expected, name)),
  );
}

/** Only the members that the expected one has; all where there is none. */
function memberwise<T extends object>(expected: T | undefined, actual: T): T {
  if (expected === undefined) return actual;
  return Object.fromEntries(Object.entries(actual).filter(([name]) => Object.hasOwn(expected, name))) as T;
}

function pick(keys: readonly (keyof Expectation)[], from: Required<Expectation>): Expectation {
  return Object.fromEntries(keys.map((key): [string, Json] => [key, from[key] as Json]));
}
