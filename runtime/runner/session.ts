/** One app in one sandbox: calls, the requests and notes that come of them, and the watch over both. */
import type { HostPair } from '../../platform/hosts.ts';
import { jobsExport } from '../../platform/lifecycle.ts';
import {
  type AskMessage,
  type AskedPlace,
  type AskedRequest,
  type Failure,
  type FromSandbox,
  type HandedOverCapture,
  type JobNote,
  type LoadedMessage,
  type LoadMessage,
  type LogNote,
  type MetricNote,
  mostFloodMessages,
  type NoteMessage,
  type ReturnedMessage,
  type StoreNote,
  type TimerNote,
  type ToSandbox,
} from '../../protocol/sandbox.ts';
import { unhandledRejection } from '../../protocol/runWords.ts';
import type { EventProblem } from '../../protocol/eventsReport.ts';
import type { Cause, Json, SourceLocation, Usage } from '../../protocol/trace.ts';
import { handedOver } from '../gate/captureSender.ts';
import type { Gate, GateAnswer } from '../gate/gate.ts';
import type { EventList } from './eventList.ts';
import { type FailureMore, Failures } from './failures.ts';
import type { GeoIpDatabase } from './geoIpDatabase.ts';
import {
  logFlood,
  mostLogLines,
  mostRejections,
  mostRequests,
  mostTrafficMb,
  mostWrittenMb,
  noteFlood,
  rejectionFlood,
  requestFlood,
  sizeFlood,
  storeFlood,
  trafficFlood,
  writtenFlood,
} from './floods.ts';
import { JobQueue, type QueuedTimer, retryJob } from './jobQueue.ts';
import { MemoryGuard } from './memoryGuard.ts';
import { heapLimitMb } from './nodeFlags.ts';
import { RunEnd } from './runEnd.ts';
import { describeEnd, type SandboxEnd, type SandboxProcess } from './sandboxProcess.ts';
import type { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import type { TraceBuilder } from './traceBuilder.ts';
import { Watchdog, type Watched } from './watchdog.ts';

/** Where a batch of `exportEvents` comes again. */
const retryEntryPoint = `${jobsExport}.${retryJob}`;

interface SessionOptions {
  readonly sandbox: SandboxProcess;
  readonly gate: Gate;
  readonly maps: SourceMaps;
  readonly geoIp: GeoIpDatabase | undefined;
  readonly timeoutSeconds: number;
  readonly trace: TraceBuilder;
  /** What the virtual clock shows at first. */
  readonly clockMs: number;
}

export class Session {
  readonly jobs: JobQueue;
  readonly #options: SessionOptions;
  readonly #failures: Failures;
  readonly #watchdog: Watchdog;
  #hasLostBatch = false;
  readonly #aborter = new AbortController();
  readonly #pongs = new Map<number, () => void>();
  readonly #memory: MemoryGuard;
  #end = Promise.withResolvers<never>();
  /** While the app is loaded: when its own code began or went on; undefined while one of its files is compiled. */
  #runsSince: number | undefined;
  #loaded = Promise.withResolvers<LoadedMessage>();
  #returned = new Map<number, (message: ReturnedMessage) => void>();
  #trace: TraceBuilder;
  #events: EventList | undefined;
  #entryPoint = 'setupPlugin';
  #kept: string | undefined;
  #pendingRequests = new Map<number, () => string>();
  #allAnswered = Promise.withResolvers<void>();
  /** How many requests were answered. */
  #answers = 0;
  #activity = 0;
  #usage: Usage | undefined;
  #lastId = 0;
  #lastCapture = 0;
  #rejections = 0;
  /** Of the call that runs, to tell a flood of them. */
  #stores: { count: number; cause: Cause | undefined } = { count: 0, cause: undefined };

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#failures = new Failures(options.maps, options.gate);
    this.#watchdog = new Watchdog(this.#watched(options), options.timeoutSeconds);
    this.jobs = new JobQueue(options.clockMs);
    this.#trace = options.trace;
    this.#trace.useClock(() => this.jobs.nowMs, 0);
    this.#end.promise.catch(() => undefined);
    options.sandbox.listen({
      onMessage: (message) => this.#understand(() => this.#receive(message)),
      onEnd: (end) => this.stop(this.#endOf(end)),
    });
    this.#memory = new MemoryGuard({
      sandbox: options.sandbox,
      maps: options.maps,
      stop: (end) => this.stop(end),
      place: () => this.#failures.placeOf(this.#entryPoint),
    });
  }

  #watched({ gate, maps, sandbox }: SessionOptions): Watched {
    const activity = (): number => this.#activity;
    const isOver = (): boolean => this.#aborter.signal.aborted;
    return {
      sandbox,
      gate,
      maps,
      end: this.#end.promise,
      openRequests: this.#pendingRequests,
      get activity() {
        return activity();
      },
      get isOver() {
        return isOver();
      },
      ping: (wakes) => this.#ping(wakes),
      place: () => this.#failures.placeOf(this.#entryPoint),
      stop: (end) => this.stop(end),
    };
  }

  /** Later items go to this trace. */
  set trace(trace: TraceBuilder) {
    this.#trace = trace;
    this.#trace.useClock(() => this.jobs.nowMs, this.jobs.nowMs);
  }

  /** Ends whatever runs. Nothing can be called afterwards. */
  stop(end: RunEnd): void {
    end.entryPoint ??= this.#entryPoint;
    this.#end.reject(end);
    this.#aborter.abort();
  }

  dispose(): void {
    this.#memory[Symbol.dispose]();
    this.stop(new RunEnd('stopped', 'The run was stopped.'));
  }

  /** @throws RunEnd where the app's top-level code hangs, floods or dies. */
  async load(message: LoadMessage): Promise<LoadedMessage> {
    this.#entryPoint = 'load';
    const code = [message.entry, ...message.files].map((file) => file.code).join('\n');
    this.#watchdog.expect(code);
    this.#options.sandbox.send(message);
    const runsSince = (): number => this.#runsSince ?? performance.now();
    return this.#watchdog.guard(this.#loaded.promise, 'The code at the top of the app', undefined, runsSince);
  }

  /**
   * Calls an export and waits for it, and for requests that it did not wait for itself.
   *
   * @param input JSON text, or null for an export that takes none.
   * @param isAgain whether it is another try of the last call, with the same object.
   * @throws RunEnd where it hangs, floods, dies or is stopped.
   */
  async call(entryPoint: string, input: string | null, isAgain = false): Promise<ReturnedMessage> {
    return this.#answered(entryPoint, (id) => ({
      type: 'call',
      id,
      entryPoint,
      input,
      clockMs: this.jobs.nowMs,
      ...(isAgain ? { isAgain } : {}),
    }));
  }

  /**
   * Tells the app that the time of a buffer is up, and waits as {@link call} does.
   *
   * @throws RunEnd where what follows hangs, floods, dies or is stopped.
   */
  async runTimer({ id: timer, name }: QueuedTimer): Promise<ReturnedMessage> {
    return this.#answered(name, (id) => ({ type: 'timer', id, timer, clockMs: this.jobs.nowMs }));
  }

  async #answered(entryPoint: string, message: (id: number) => ToSandbox): Promise<ReturnedMessage> {
    this.#entryPoint = entryPoint;
    this.#memory.beginCall();
    this.#stores = { count: 0, cause: undefined };
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<ReturnedMessage>();
    this.#returned.set(id, resolve);
    this.#options.sandbox.send(message(id));
    const answer = await this.#watchdog.guard(promise, entryPoint, () => this.#returned.has(id));
    this.#kept = answer.kept;
    await this.#watchdog.guard(this.#settle(), entryPoint);
    if (this.#usage !== undefined) this.#trace.used(this.#usage);
    return answer;
  }

  /**
   * Hands over the events of a list that are not done yet, and waits for their verdicts.
   *
   * @throws RunEnd where one of them hangs, floods or dies; the list knows which, or has to be run again to know.
   */
  async events(list: EventList): Promise<void> {
    const { entryPoint } = list;
    this.#entryPoint = entryPoint;
    this.#memory.beginCall();
    this.#events = list;
    const session = {
      nowMs: this.jobs.nowMs,
      send: (message: ToSandbox) => this.#options.sandbox.send(message),
      capture: (value: string) => this.#capture(value),
      recordFailure: (of: string, failure: Failure, more?: FailureMore) =>
        this.recordFailure(of, failure, more),
    };
    try {
      await this.#watchdog.guard(
        list.run(session),
        entryPoint,
        () => list.isOpen,
        () => list.progressAt,
      );
      this.#trace.beginEvent(undefined);
      // What the app did not wait for captures later, which comes to the list as well.
      await this.#watchdog.guard(this.#settle(), entryPoint);
    } finally {
      this.#events = undefined;
    }
    if (this.#usage !== undefined) this.#trace.used(this.#usage);
  }

  /** What was not awaited: requests, and rejections that nobody handles, which are reported a moment later. */
  async #settle(): Promise<void> {
    let answers: number;
    do {
      while (this.#pendingRequests.size > 0) await this.#allAnswered.promise;
      answers = this.#answers;
      await this.#ping();
      // An answer that went out behind the ping lets the app go on.
    } while (this.#pendingRequests.size > 0 || this.#answers !== answers);
  }

  #ping(wakes = false): Promise<void> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#pongs.set(id, resolve);
      this.#options.sandbox.send({ type: 'ping', id, wakes });
    });
  }

  /** The app shares a process with what tells of it, and may have changed what that is told with. */
  #understand(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#garbled(error);
    }
  }

  #garbled(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.stop(
      new RunEnd(
        'failed',
        `What came out of the app's process cannot be read: ${reason}. Does the app change Object.prototype, such as its toJSON?`,
      ),
    );
  }

  #receive(message: FromSandbox): void {
    if (message.type !== 'pong') this.#activity += 1;
    switch (message.type) {
      case 'pong':
        this.#usage = message.usage;
        this.#pongs.get(message.id)?.();
        this.#pongs.delete(message.id);
        return;
      case 'loaded':
        this.#failures.places = message.places;
        this.#loaded.resolve(message);
        return;
      case 'returned':
        this.#returned.get(message.id)?.(message);
        this.#returned.delete(message.id);
        return;
      case 'note':
        this.#events?.noticed();
        this.#note(message);
        return;
      case 'ask':
        this.#events?.noticed();
        this.#ask(message).catch((error: unknown) => this.#garbled(error));
        return;
      case 'items':
        this.#events?.take(message);
        return;
      case 'several':
        for (const each of message.messages) this.#receive(each);
        return;
      case 'spun':
        this.stop(new RunEnd('timed-out', `${this.#entryPoint} runs without a pause.`));
        return;
      case 'phase':
        this.#runsSince = message.isOfApp ? performance.now() : undefined;
        return;
      case 'ready':
        return;
      default:
        throw new TypeError('it is no message of ours');
    }
  }

  async #ask(message: AskMessage): Promise<void> {
    if (this.#aborter.signal.aborted) return;
    const cause = this.#failures.causeOf(this.#entryPoint, message.stack);
    if (this.#trace.requestCount >= mostRequests) {
      this.stop(requestFlood(cause.source));
      return;
    }
    const asked = JSON.parse(message.request) as AskedRequest | AskedPlace;
    if (asked.via === 'geoip') {
      const place = this.#options.geoIp?.locate(asked.ip) ?? null;
      this.#answer(message.id, true, JSON.stringify(place));
      return;
    }
    const answer = await this.#perform(message.id, asked, cause);
    const value = JSON.stringify(answer.ok ? answer.value : answer.failure);
    const cut = answer.ok ? (answer.cutBytes ?? 0) : 0;
    if (this.#trace.addTraffic(message.request.length + value.length + cut) > mostTrafficMb * 2 ** 20) {
      this.stop(trafficFlood(cause.source));
      return;
    }
    this.#answer(message.id, answer.ok, value);
    this.#finished(message.id);
  }

  #answer(id: number, ok: boolean, value: string): void {
    this.#answers += 1;
    this.#options.sandbox.send({ type: 'answer', id, ok, value });
  }

  /** @param id stands for the request until it is {@link #finished}. */
  #perform(id: number, asked: AskedRequest, cause: Cause): Promise<GateAnswer> {
    const { gate } = this.#options;
    this.#pendingRequests.set(id, () => gate.redact(nameOf(asked, gate.host)));
    return gate.perform(asked, cause, this.#trace, this.#aborter.signal);
  }

  #finished(id: number): void {
    this.#pendingRequests.delete(id);
    this.#activity += 1;
    if (this.#pendingRequests.size === 0) {
      this.#allAnswered.resolve();
      this.#allAnswered = Promise.withResolvers();
    }
  }

  /** A captured event that nobody waits for: its request is written like any other while the trace has room. */
  #capture(value: string): void {
    if (this.#aborter.signal.aborted) return;
    if (this.#trace.hasAllCaptures) {
      this.#trace.countCapture();
      this.#options.gate.keepCapture(value);
      return;
    }
    const captured = JSON.parse(value) as HandedOverCapture;
    const [, , , , stack = ''] = captured;
    const request = handedOver(captured);
    const cause = this.#failures.causeOf(this.#entryPoint, stack);
    if (this.#options.gate.captureHere(request, cause, this.#trace)) return;
    // The app numbers its own requests from 1.
    this.#lastCapture -= 1;
    const id = this.#lastCapture;
    void this.#perform(id, request, cause).then(() => this.#finished(id));
  }

  #note(message: NoteMessage): void {
    const cause = this.#failures.causeOf(this.#entryPoint, message.stack);
    if (this.#trace.addWritten(message.value.length) > mostWrittenMb * 2 ** 20) {
      this.stop(writtenFlood(cause.source));
      return;
    }
    const value: unknown = JSON.parse(message.value);
    switch (message.kind) {
      case 'log':
        this.#log(cause, value as LogNote);
        return;
      case 'storage':
      case 'cache':
        this.#stores = { count: this.#stores.count + 1, cause };
        this.#trace.store(message.kind, cause, value as StoreNote & { readonly value: Json });
        return;
      case 'job':
        this.jobs.add(value as JobNote);
        this.#trace.job(cause, value as JobNote & { readonly payload: Json });
        return;
      case 'timer':
        this.jobs.time(value as TimerNote);
        return;
      case 'metric':
        this.#trace.metric(cause, value as MetricNote);
        return;
      case 'error':
        this.#reject(value as Failure);
        return;
      case 'failure':
        this.#recordBatch(value as Failure);
        return;
    }
  }

  #log(cause: Cause, { level, message }: LogNote): void {
    if (this.#aborter.signal.aborted) return;
    if (this.#trace.logCount >= mostLogLines) {
      this.stop(logFlood(cause.source));
      return;
    }
    this.#trace.log(cause, level, message);
  }

  /** A batch of `exportEvents` failed, and comes again after a RetryError. Any other error is the end of it. */
  #recordBatch(failure: Failure): void {
    const { isRetry } = failure;
    const entryPoint = this.#entryPoint === retryEntryPoint ? retryEntryPoint : 'exportEvents';
    this.recordFailure(entryPoint, failure, { isTriedAgain: isRetry });
    if (!isRetry) this.#hasLostBatch = true;
  }

  #reject(failure: Failure): void {
    if (this.#aborter.signal.aborted) return;
    this.#rejections += 1;
    const { source } = this.recordFailure(this.#entryPoint, failure, {
      prefix: `${unhandledRejection} `,
    });
    if (this.#rejections >= mostRejections) this.stop(rejectionFlood(source));
  }

  /** The process ended itself, since too much came at once of what is not counted here. */
  #flooded(): RunEnd {
    const { cause, count } = this.#stores;
    if (count >= mostFloodMessages) return storeFlood(cause?.source ?? null);
    return noteFlood(cause?.source ?? this.#failures.placeOf(this.#entryPoint));
  }

  /** Cache and storage, where the last call was one after which PostHog may load the app again. */
  get kept(): string | undefined {
    return this.#kept;
  }

  /** Whether a batch of `exportEvents` was lost since this was asked last. */
  takeLostBatch(): boolean {
    const hasLost = this.#hasLostBatch;
    this.#hasLostBatch = false;
    return hasLost;
  }

  /** Where the function is that PostHog calls by that name. */
  placeOf(entryPoint: string): SourceLocation | null {
    return this.#failures.placeOf(entryPoint);
  }

  /** Writes an error of the app, with its own lines. */
  recordFailure(entryPoint: string, failure: Failure, more: FailureMore = {}): EventProblem {
    return this.#failures.record(this.#trace, entryPoint, failure, more);
  }

  #endOf(end: SandboxEnd): RunEnd {
    switch (end.kind) {
      case 'out-of-memory':
        return this.#memory.ended(heapLimitMb);
      case 'flood':
        return this.#flooded();
      case 'size-flood':
        return sizeFlood(this.#failures.placeOf(this.#entryPoint));
      case 'signal':
      case 'exit':
        return new RunEnd('failed', `${describeEnd(end)} Run again.`);
    }
  }
}

/** A request in words, with where it goes. */
function nameOf(asked: AskedRequest, host: HostPair): string {
  switch (asked.via) {
    case 'capture':
      return `the capture of ${JSON.stringify(asked.event)} at ${new URL(host.ingestion).host}`;
    case 'api':
      return `${asked.method} ${(asked.host ?? host.api).replace(/\/$/, '')}/${asked.path}`;
    case 'fetch':
      return `${asked.method} ${asked.url}`;
  }
}
