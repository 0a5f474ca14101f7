/**
 * The trace: everything that happened in one run, as plain data. The panel, the command line, exports and
 * tests are views over it. Times are milliseconds; `at` counts from the start of the run.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A record whose shape is the app's affair. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * How a run ended.
 * - `changed`, `unchanged`, `dropped`: what became of the event (processEvent).
 * - `completed`: the export ended and its result is ignored (onEvent, schedules, jobs).
 * - `failed`: the app, or loading it, threw. `timed-out`: it did not end in time. `stopped`: the user stopped it.
 */
export type Outcome = 'changed' | 'unchanged' | 'dropped' | 'completed' | 'failed' | 'timed-out' | 'stopped';

/** A place in the author's own source: path relative to the app's folder, line and column from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What led to an item of the trace: the export that was running, and the line that asked for it if known. */
export interface Cause {
  readonly entryPoint: string;
  readonly source: SourceLocation | null;
  /** Where a list of events is run: the place of the event in it, from 0. */
  readonly event?: number;
}

interface TraceItem {
  readonly at: number;
  /** Milliseconds on the virtual clock since the start of the run, on which jobs, retries and buffers wait; absent for 0. */
  readonly clockMs?: number;
  readonly cause: Cause;
}

/** What happened to one event given to the app. */
export interface EventRecord extends TraceItem {
  readonly entryPoint: string;
  readonly before: Json;
  /** What the export returned; null when the event was dropped or the result is ignored. */
  readonly after: Json;
  readonly outcome: Outcome;
  /**
   * Of `processEvent`: it returned another object than it was given, such as a copy, on which PostHog's marks
   * (`$plugins_succeeded`) are lost. Not told of the events of a list.
   */
  readonly isOtherObject?: true;
}

export interface CapturedEvent extends TraceItem {
  readonly event: string;
  readonly distinctId: string;
  /** Null where the app gave that: PostHog sets the time only where none is given. */
  readonly timestamp: string | null;
  readonly uuid: string;
  readonly properties: JsonObject;
  /**
   * Where it went: `local` was kept by the embedded host; `sent` to the host, which took it; `rejected` by the host, which
   * was asked; `unconfirmed` was sent, and no whole answer says whether it arrived; `refused`, so that it never left. For
   * the last three the request says why.
   */
  readonly delivery: 'local' | 'sent' | 'rejected' | 'unconfirmed' | 'refused';
}

export interface RequestRecord extends TraceItem {
  /** Which helper made it: `capture`, `api` (posthog.api) or `fetch`. */
  readonly via: 'capture' | 'api' | 'fetch';
  readonly method: string;
  /** Redacted: keys and tokens are shortened. */
  readonly url: string;
  /** `local`: answered by the embedded host. `sent`: over the network. `blocked`: not sent. */
  readonly disposition: 'local' | 'sent' | 'blocked';
  readonly status: number | null;
  /**
   * Where no whole answer came: whether the host was `not-reached`, so that nothing arrived there, or the request was
   * `sent`, so that it may have. Absent where an answer came, and where nothing was tried.
   */
  readonly unanswered?: 'not-reached' | 'sent';
  readonly durationMs: number;
  readonly requestHeaders: { readonly [name: string]: string };
  readonly requestBody: string | null;
  readonly responseHeaders: { readonly [name: string]: string };
  readonly responseBody: string | null;
  readonly responseBytes: number;
  /** Whether a personal key of the user went along; absent where none did, or the app brought its own. */
  readonly usesPersonalKey?: true;
  /** Whether it is an event that the app sent by itself to a PostHog, which refused it; else absent. */
  readonly losesEvent?: true;
  /** Whether it was to write to a PostHog, and a redirect made a GET of it, so that nothing was written; else absent. */
  readonly becameGet?: true;
  /** One sentence when there is no answer, or one that is not what the app asked for. */
  readonly error: string | null;
  /** What the user can do about `error`. */
  readonly action: RequestAction | null;
}

export type RequestAction =
  /** `isOtherHost` where the app names another host than that of the run. */
  | { readonly kind: 'set-personal-key'; readonly origin: string; readonly isOtherHost?: true }
  | { readonly kind: 'set-project-key' }
  | { readonly kind: 'allow-insecure-host' }
  /** The user did not allow writing. */
  | { readonly kind: 'allow-sending' }
  /** The mode blocks all requests, or sends none. */
  | { readonly kind: 'change-mode' }
  /** Another host than the embedded one would be sent to. */
  | { readonly kind: 'select-host' }
  /** The key has no access to the project that is set. */
  | { readonly kind: 'select-project' };

export type LogLevel = 'debug' | 'log' | 'info' | 'warn' | 'error';

/** From the mildest to the worst. */
export const logLevels: readonly LogLevel[] = ['debug', 'log', 'info', 'warn', 'error'];

export function worseLevel(first: LogLevel, second: LogLevel): LogLevel {
  return logLevels.indexOf(second) > logLevels.indexOf(first) ? second : first;
}

export interface LogRecord extends TraceItem {
  readonly level: LogLevel;
  readonly message: string;
}

/** How often a line of the source printed, where the trace holds only the first of what it printed. */
export interface PrintedLine {
  readonly source: SourceLocation;
  readonly count: number;
  /** The worst one. */
  readonly level: LogLevel;
  /** What it printed last. */
  readonly last: string;
}

export interface StoreOperation extends TraceItem {
  /** Such as `get`, `set`, `incr`. */
  readonly operation: string;
  readonly key: string;
  readonly value: Json;
  /** How long the value is kept; absent where it stays. */
  readonly ttlSeconds?: number;
}

export interface JobRecord extends TraceItem {
  readonly name: string;
  readonly payload: Json;
  /** Delay on the virtual clock. */
  readonly inMs: number;
}

export interface MetricRecord extends TraceItem {
  readonly name: string;
  readonly operation: 'increment' | 'max' | 'min';
  readonly value: number;
}

export interface ErrorCause {
  readonly relation: 'cause' | 'part';
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly source: SourceLocation | null;
}

export interface RunError extends TraceItem {
  readonly name: string;
  readonly message: string;
  /** Stack of the author's own frames, one a line, mapped to the source. */
  readonly stack: string;
  readonly source: SourceLocation | null;
  /** What it was made of: its `cause`, and that one's, or the errors of an AggregateError; absent for none. */
  readonly causes?: readonly ErrorCause[];
  /** Whose fault: the app's code, the set-up (manifest, host, key), or ours. */
  readonly kind: 'app' | 'setup' | 'internal';
  /** Of a try after which PostHog tries again; absent for any other. */
  readonly isTriedAgain?: true;
}

export interface Timing {
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly totalMs: number;
  /** Time to have a sandbox with the app loaded; near zero when it was ready. */
  readonly loadMs: number;
  readonly setupMs: number;
  readonly callMs: number;
}

/** What the app's process used in the run; an app that was ended did not tell. */
export interface Usage {
  /** Time on the processor, loading not counted. */
  readonly cpuMs: number;
  /** Memory of the app's process when the run ended. */
  readonly memoryBytes: number;
}

/** What led to an event that came back. */
export interface HopCause extends Cause {
  /** Name of the app that captured it. */
  readonly app: string;
  /** Place in `hops` of the event that the app captured it for; absent for one that the run itself captured. */
  readonly hop?: number;
  /** Place in `captured`, for one that the run itself captured. */
  readonly captured?: number;
}

/** What one app did with an event that came back. */
export interface HopStep {
  readonly app: string;
  readonly entryPoint: string;
  readonly outcome: Outcome;
  /** How many events it captured for it. */
  readonly captured: number;
  /** Captured events are not among them. */
  readonly requests: number;
  /** The first of them. */
  readonly errors: readonly RunError[];
  /** What it wanted to send and what did not leave, captured events too; absent where all did. */
  readonly notSent?: NotSent;
  readonly ms: number;
}

export interface NotSent {
  /** How many requests. */
  readonly count: number;
  /** Why the first of them was not sent, in a sentence. */
  readonly reason: string;
}

/** A captured event that was fed back through the apps, and what became of it. `at` counts from the start of that. */
export interface Hop extends CapturedEvent {
  readonly cause: HopCause;
  /** 1 for an event that the run itself captured; one more for each time that an app captured it. */
  readonly hop: number;
  /** What happened to the event in each app, in order. */
  readonly steps: readonly HopStep[];
  /** How many of the events that it led to were not sent on, because a limit was reached; absent for none. */
  readonly heldBack?: number;
  /** Whether its properties are left out, where those of all hops together are very large. */
  readonly isCut?: true;
}

/** How it ended when captured events were fed back. */
export interface Following {
  /**
   * - `rests`: nothing was captured any more. `hops`, `events`: a limit was reached.
   * - `ended`: apps had to be ended too often, such as for not ending in time. `stopped`: the user stopped it.
   */
  readonly end: 'rests' | 'hops' | 'events' | 'ended' | 'stopped';
  readonly maxHops: number;
  readonly maxEvents: number;
}

export interface Trace {
  readonly version: 1;
  readonly outcome: Outcome;
  readonly result: Json;
  readonly events: readonly EventRecord[];
  readonly captured: readonly CapturedEvent[];
  readonly requests: readonly RequestRecord[];
  readonly logs: readonly LogRecord[];
  readonly storage: readonly StoreOperation[];
  readonly cache: readonly StoreOperation[];
  readonly jobs: readonly JobRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly errors: readonly RunError[];
  /** Captured events that were fed back through the apps, in the order in which they came back. */
  readonly hops: readonly Hop[];
  /** Absent where captured events were not fed back. */
  readonly following?: Following;
  readonly timing: Timing;
  readonly usage?: Usage;
  /** For a list of events of which not all logs are kept. */
  readonly printed?: readonly PrintedLine[];
  /** The app was ended before it had answered, as at a limit: it did not tell what the call used. */
  readonly isEnded?: true;
  /** Remarks on the run as a whole, one or two sentences each: what differs here from PostHog. */
  readonly notices?: readonly string[];
}
