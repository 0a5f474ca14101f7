/** Collects what happens in a run, in order, each item with its time and what led to it. */
import { cutText } from '../../protocol/cutText.ts';
import type { EventRow } from '../../protocol/eventsReport.ts';
import {
  type CapturedEvent,
  type Cause,
  type EventRecord,
  type JobRecord,
  type Json,
  type LogRecord,
  type MetricRecord,
  type Outcome,
  type PrintedLine,
  type RequestRecord,
  type RunError,
  type SourceLocation,
  type StoreOperation,
  type Trace,
  type Usage,
  worseLevel,
} from '../../protocol/trace.ts';
import { isLostCapture, isLostRequest } from '../../protocol/runWords.ts';
import type { GateRecorder } from '../gate/gateRecorder.ts';
import type { Gate } from '../gate/gate.ts';
import type { Redactor } from '../gate/redact.ts';
import { KeptBodies, mostOfBodies } from './keptBodies.ts';

type Stamp = Pick<LogRecord, 'at' | 'clockMs' | 'cause'>;
type WithoutStamp<T> = Omit<T, keyof Stamp>;

type Lost = Required<NonNullable<EventRow['notArrived']>>;

/** Characters of what a line printed last. */
const longestPrinted = 2_000;

/** Nobody reads a longer message of an error, and a terminal would show nothing else. */
const mostOfMessage = 4_000;

const bodiesCut = `Bodies of this run are longer than ${mostOfBodies / 2 ** 20} million characters together: only the beginning of the later ones is kept.`;

/** A message as it is shown. */
export function shownMessage(message: string): string {
  return cutText(message, mostOfMessage);
}

export class TraceBuilder implements GateRecorder {
  readonly #startedAt = new Date();
  readonly #userMs: () => number;
  readonly #start: number;
  readonly #redactor: Redactor;
  #most: number;
  readonly #events: EventRecord[] = [];
  readonly #captured: CapturedEvent[] = [];
  readonly #requests: RequestRecord[] = [];
  readonly #logs: LogRecord[] = [];
  readonly #storage: StoreOperation[] = [];
  readonly #cache: StoreOperation[] = [];
  readonly #jobs: JobRecord[] = [];
  readonly #metrics: MetricRecord[] = [];
  readonly #errors: RunError[] = [];
  readonly #notices: string[] = [];
  readonly #bodies = new KeptBodies(() => this.notice(bodiesCut));
  #usage: Usage | undefined;
  #isEnded = false;
  #isUsageLost = false;
  #clock = (): number => 0;
  readonly #times = { loadMs: 0, setupMs: 0, callMs: 0 };

  /** What did not arrive, by the place of its event in a list. */
  readonly #lost = new Map<number, Lost>();
  /** How many of each kind were left out; those of captured events are many, so that they are counted apart. */
  readonly #leftOut = new Map<string, number>();
  #uncounted = 0;
  readonly #counts = { captured: 0, requests: 0, logs: 0 };
  /** Requests, those of captured events among them. */
  #requestCount = 0;
  #traffic = 0;
  #written = 0;
  #event: number | undefined;
  /** By place: apps print from few lines, and often from the same. */
  readonly #printed = new Map<string, PrintedLine>();

  /**
   * @param gate takes keys and secrets out of what the app wrote, and knows the time that the user took to answer.
   * @param most items of each kind that are kept; the others are counted. For lists of events.
   */
  constructor(gate: Pick<Gate, 'redactor' | 'userMs'>, most = Infinity) {
    this.#redactor = gate.redactor;
    this.#userMs = () => gate.userMs;
    this.#most = most;
    this.#start = performance.now() - gate.userMs;
  }

  /** The run turned out to be one of a list of events: see the constructor. */
  keepAtMost(most: number): void {
    this.#most = most;
  }

  /**
   * Items get the time on the virtual clock from here on.
   *
   * @param now reads the clock.
   * @param start what it showed when the run began.
   */
  useClock(now: () => number, start: number): void {
    this.#clock = () => now() - start;
  }

  get logCount(): number {
    return this.#counts.logs;
  }

  /** Of all requests; {@link counts} tells captured events apart. */
  get requestCount(): number {
    return this.#requestCount;
  }

  /**
   * Counts what a request sent and received.
   *
   * @returns how much that is altogether, of what {@link requestCount} counts.
   */
  addTraffic(characters: number): number {
    this.#traffic += characters;
    return this.#traffic;
  }

  /**
   * Counts what the app had written down: log lines, values, jobs.
   *
   * @returns the characters of all of it.
   */
  addWritten(characters: number): number {
    this.#written += characters;
    return this.#written;
  }

  /** What came of the event that is worked on; of the whole run where it is a single call. */
  get counts(): { readonly captured: number; readonly requests: number; readonly logs: number } {
    return this.#counts;
  }

  /** Whether further captured events are counted alone. */
  get hasAllCaptures(): boolean {
    return this.#captured.length >= this.#most && this.#requests.length >= this.#most;
  }

  /** What follows comes of the event at this place of a list; undefined after the last. */
  beginEvent(index: number | undefined): void {
    this.#event = index;
    const counts = this.#counts;
    counts.captured = 0;
    counts.requests = 0;
    this.#requestCount = 0;
    this.#traffic = 0;
    this.#written = 0;
    counts.logs = 0;
  }

  /** A captured event that is not kept: see {@link hasAllCaptures}. */
  countCapture(): void {
    this.#counts.captured += 1;
    this.#requestCount += 1;
    this.#uncounted += 1;
  }

  startRequest(
    cause: Cause,
    unfinished: WithoutStamp<RequestRecord>,
  ): (record: WithoutStamp<RequestRecord>) => void {
    this.#requestCount += 1;
    if (unfinished.via !== 'capture') this.#counts.requests += 1;
    const stamp = this.#stamp(cause);
    // A captured event is counted as such.
    const count = (record: WithoutStamp<RequestRecord>): void => {
      if (record.via !== 'capture' && isLostRequest(record)) this.#countLost('requests', stamp.cause.event);
    };
    if (!this.#hasRoom(this.#requests, 'requests')) return count;
    const requestBody = this.#bodies.keep(unfinished.requestBody);
    const finish = reserve(this.#requests, stamp, { ...unfinished, requestBody });
    return (record) => {
      count(record);
      finish({ ...record, requestBody, responseBody: this.#bodies.keep(record.responseBody) });
    };
  }

  startCapture(
    cause: Cause,
    unfinished: WithoutStamp<CapturedEvent>,
  ): (record: WithoutStamp<CapturedEvent>) => void {
    this.#counts.captured += 1;
    const stamp = this.#stamp(cause);
    let before: WithoutStamp<CapturedEvent> | undefined;
    // What is on its way may still arrive.
    const count = (record: WithoutStamp<CapturedEvent>): void => {
      this.#countCapture(before, stamp.cause.event, -1);
      this.#countCapture(record, stamp.cause.event, 1);
      before = record;
    };
    if (!this.#hasRoom(this.#captured, 'captured events')) return count;
    const finish = reserve(this.#captured, stamp, unfinished);
    return (record) => {
      count(record);
      finish(record);
    };
  }

  /** The webhook of the event that is worked on did not arrive; the others are seen by their requests. */
  countLostWebhook(): void {
    const isCounted = this.#event !== undefined && (this.#lost.get(this.#event)?.requests ?? 0) > 0;
    if (!isCounted) this.#countLost('requests', this.#event);
  }

  #countCapture(
    record: WithoutStamp<CapturedEvent> | undefined,
    event: number | undefined,
    by: number,
  ): void {
    if (record === undefined || !isLostCapture(record)) return;
    this.#countLost('captured', event, by);
    if (record.delivery === 'unconfirmed') this.#countLost('unconfirmed', event, by);
  }

  #countLost(kind: keyof Lost, event: number | undefined, by = 1): void {
    if (event === undefined) return;
    const lost = this.#lost.get(event) ?? { captured: 0, requests: 0, unconfirmed: 0 };
    const now = { ...lost, [kind]: lost[kind] + by };
    if (now.captured + now.requests > 0) this.#lost.set(event, now);
    else this.#lost.delete(event);
  }

  /** What did not arrive, by the place of its event in a list. */
  get lost(): ReadonlyMap<number, Lost> {
    return this.#lost;
  }

  log(cause: Cause, level: LogRecord['level'], message: string): void {
    this.#counts.logs += 1;
    const record = { ...this.#stamp(cause), level, message: this.#redactor.text(message) };
    if (this.#most !== Infinity) this.#countPrinted(record);
    if (this.#hasRoom(this.#logs, 'log lines')) this.#logs.push(record);
  }

  #countPrinted({ cause: { source }, level, message }: LogRecord): void {
    if (source === null) return;
    const place = `${source.line} ${source.file}`;
    const before = this.#printed.get(place);
    this.#printed.set(place, {
      source,
      count: (before?.count ?? 0) + 1,
      level: worseLevel(before?.level ?? level, level),
      last: message.slice(0, longestPrinted),
    });
  }

  store(kind: 'storage' | 'cache', cause: Cause, operation: WithoutStamp<StoreOperation>): void {
    const list = kind === 'storage' ? this.#storage : this.#cache;
    if (this.#hasRoom(list, `operations on ${kind}`)) list.push({ ...this.#stamp(cause), ...operation });
  }

  job(cause: Cause, job: WithoutStamp<JobRecord>): void {
    if (this.#hasRoom(this.#jobs, 'jobs')) this.#jobs.push({ ...this.#stamp(cause), ...job });
  }

  metric(cause: Cause, metric: WithoutStamp<MetricRecord>): void {
    if (this.#hasRoom(this.#metrics, 'metrics')) this.#metrics.push({ ...this.#stamp(cause), ...metric });
  }

  event(cause: Cause, record: WithoutStamp<EventRecord>): void {
    this.#events.push({ ...this.#stamp(cause), ...record });
  }

  error(
    entryPoint: string,
    { causes = [], message, name, stack }: Pick<RunError, 'name' | 'message' | 'stack' | 'causes'>,
    source: SourceLocation | null,
    kind: RunError['kind'],
    {
      isLate = false,
      isTriedAgain = false,
      event,
    }: { readonly isLate?: boolean; readonly isTriedAgain?: boolean; readonly event?: number } = {},
  ): void {
    if (!this.#hasRoom(this.#errors, 'errors')) return;
    const clean = (of: Pick<RunError, 'name' | 'message' | 'stack'>): typeof of => ({
      name: this.#redactor.text(of.name),
      message: shownMessage(this.#redactor.text(of.message)),
      stack: this.#redactor.text(of.stack),
    });
    this.#errors.push({
      ...this.#stamp({ entryPoint, source, ...(event === undefined ? {} : { event }) }, !isLate),
      ...clean({ name, message, stack }),
      source,
      ...(causes.length === 0 ? {} : { causes: causes.map((cause) => ({ ...cause, ...clean(cause) })) }),
      kind,
      ...(isTriedAgain ? { isTriedAgain } : {}),
    });
  }

  notice(text: string): void {
    if (!this.#notices.includes(text)) this.#notices.push(text);
  }

  /** Adds the time that passed since `since` (of {@link nowMs}). */
  spent(phase: 'loadMs' | 'setupMs' | 'callMs', since: number): void {
    this.#times[phase] = rounded(this.#times[phase] + this.nowMs - since);
  }

  /** Adds what a call used. */
  used({ cpuMs, memoryBytes }: Usage): void {
    const { cpuMs: before, memoryBytes: most } = this.#usage ?? { cpuMs: 0, memoryBytes: 0 };
    this.#usage = { cpuMs: rounded(before + cpuMs), memoryBytes: Math.max(most, memoryBytes) };
  }

  /** The app was ended in the middle of a list and did not tell what it had used: the sum would be that of the rest. */
  lostUsage(): void {
    this.#isUsageLost = true;
  }

  /** The app was ended before it had answered. */
  ended(): void {
    this.#isEnded = true;
  }

  finish(outcome: Outcome, result: Json): Trace {
    this.#leaveOut('captured events', this.#uncounted);
    this.#leaveOut('requests', this.#uncounted);
    this.#uncounted = 0;
    if (this.#leftOut.size > 0) {
      const list = [...this.#leftOut].map(([what, count]) => `${count} more ${what}`).join(', ');
      this.notice(`Only the first ${this.#most} of each kind are listed: there were ${list}.`);
    }
    return {
      version: 1,
      outcome,
      ...this.#redactor.data({
        result,
        events: [...this.#events],
        captured: [...this.#captured],
        storage: [...this.#storage],
        cache: [...this.#cache],
        jobs: [...this.#jobs],
        metrics: [...this.#metrics],
        notices: [...this.#notices],
      }),
      requests: [...this.#requests],
      logs: [...this.#logs],
      errors: [...this.#errors],
      hops: [],
      timing: { startedAt: this.#startedAt.toISOString(), totalMs: this.nowMs, ...this.#times },
      ...(this.#usage === undefined || this.#isUsageLost ? {} : { usage: this.#usage }),
      ...(this.#isEnded ? { isEnded: true } : {}),
      ...(this.#leftOut.has('log lines') ? { printed: [...this.#printed.values()] } : {}),
    };
  }

  #stamp(cause: Cause, isOfEvent = true): Stamp {
    const of = isOfEvent ? this.#event : undefined;
    const clockMs = this.#clock();
    return {
      at: this.nowMs,
      ...(clockMs === 0 ? {} : { clockMs }),
      cause: of === undefined || cause.event !== undefined ? cause : { ...cause, event: of },
    };
  }

  #hasRoom(list: readonly unknown[], what: string): boolean {
    if (list.length < this.#most) return true;
    this.#leaveOut(what);
    return false;
  }

  #leaveOut(what: string, count = 1): void {
    if (count > 0) this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + count);
  }

  /** Milliseconds since the run began, without those that the user took to answer a question: they are not the app's. */
  get nowMs(): number {
    return rounded(performance.now() - this.#userMs() - this.#start);
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** Keeps a place in the list, so that rows stand in the order in which things began. */
function reserve<T extends Stamp>(
  list: T[],
  stamp: Stamp,
  unfinished: WithoutStamp<T>,
): (record: WithoutStamp<T>) => void {
  const index = list.push({ ...stamp, ...unfinished } as T) - 1;
  return (record) => {
    list[index] = { ...stamp, ...record } as T;
  };
}
