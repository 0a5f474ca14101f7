/** One app in one sandbox: calls, and the watch over them. What the app asks for and tells is in files of its own. */
import type {
  Failure,
  FromSandbox,
  LoadedMessage,
  LoadMessage,
  ReturnedMessage,
  ToSandbox,
} from '../../protocol/sandbox.ts';
import type { EventProblem } from '../../protocol/eventsReport.ts';
import type { SourceLocation, Usage } from '../../protocol/trace.ts';
import type { Gate } from '../gate/gate.ts';
import { AppNotes } from './appNotes.ts';
import { AppRequests, stillUnderWay } from './appRequests.ts';
import type { EventList } from './eventList.ts';
import { type FailureMore, Failures } from './failures.ts';
import { sizeFlood } from './floods.ts';
import type { GeoIpDatabase } from './geoIpDatabase.ts';
import { JobQueue, type QueuedTimer } from './jobQueue.ts';
import { MemoryGuard } from './memoryGuard.ts';
import { heapLimitMb } from './nodeFlags.ts';
import { RunEnd } from './runEnd.ts';
import { describeEnd, type SandboxEnd, type SandboxProcess } from './sandboxProcess.ts';
import type { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import type { TraceBuilder } from './traceBuilder.ts';
import { Watchdog, type Watched } from './watchdog.ts';

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
  readonly #notes: AppNotes;
  readonly #requests: AppRequests;
  readonly #watchdog: Watchdog;
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
  #hasTeardown = false;
  #kept: string | undefined;
  #activity = 0;
  #usage: Usage | undefined;
  #lastId = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#failures = new Failures(options.maps, options.gate);
    this.jobs = new JobQueue(options.clockMs);
    this.#trace = options.trace;
    const run = this.#runNow(options);
    this.#notes = new AppNotes(run, this.#failures, this.jobs);
    this.#requests = new AppRequests(run);
    this.#watchdog = new Watchdog(this.#watched(options), options.timeoutSeconds);
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

  /** The run as what comes of it is to see it: its trace and its entry point change from call to call. */
  #runNow({ gate, geoIp, sandbox }: SessionOptions): ConstructorParameters<typeof AppRequests>[0] {
    const trace = (): TraceBuilder => this.#trace;
    const entryPoint = (): string => this.#entryPoint;
    const isOver = (): boolean => this.#aborter.signal.aborted;
    return {
      failures: this.#failures,
      gate,
      geoIp,
      signal: this.#aborter.signal,
      get trace() {
        return trace();
      },
      get entryPoint() {
        return entryPoint();
      },
      get isOver() {
        return isOver();
      },
      send: (message) => sandbox.send(message),
      stop: (end) => this.stop(end),
      onFinished: () => {
        this.#activity += 1;
      },
    };
  }

  #watched({ gate, maps, sandbox }: SessionOptions): Watched {
    const activity = (): number => this.#activity;
    const isOver = (): boolean => this.#aborter.signal.aborted;
    return {
      sandbox,
      gate,
      maps,
      end: this.#end.promise,
      openRequests: this.#requests.open,
      get activity() {
        return activity();
      },
      get isOver() {
        return isOver();
      },
      ping: (wakes) => this.#ping(wakes),
      place: () => this.#failures.placeOf(this.#entryPoint),
      // In a list it may be that of an event before.
      lastPlace: () => (this.#events === undefined ? this.#failures.lastSource : null),
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
    const how = { progressAt: runsSince };
    const answer = await this.#watchdog.guard(this.#loaded.promise, 'The code at the top of the app', how);
    this.#hasTeardown = answer.exports.includes('teardownPlugin');
    return answer;
  }

  /**
   * Calls an export and waits for it, and for requests that it did not wait for itself.
   *
   * @param input JSON text, or null for an export that takes none.
   * @param isAgain whether it is another try of the last call, with the same object.
   * @throws RunEnd where it hangs, floods, dies or is stopped.
   */
  async call(entryPoint: string, input: string | null, isAgain = false): Promise<ReturnedMessage> {
    const [called, told] = this.#called(entryPoint);
    const message = (id: number): ToSandbox => ({
      type: 'call',
      id,
      entryPoint,
      input,
      clockMs: this.jobs.nowMs,
      ...(isAgain ? { isAgain } : {}),
    });
    return this.#answered(called, message, told);
  }

  /** What runs, and what is told: PostHog hands over events that are held for `exportEvents` as it unloads an app. */
  #called(entryPoint: string): readonly [called: string, told: string] {
    const isBoth = entryPoint === 'teardownPlugin' && this.jobs.untilTimerMs !== undefined;
    if (!isBoth) return [entryPoint, entryPoint];
    return this.#hasTeardown
      ? [entryPoint, 'teardownPlugin or exportEvents']
      : ['exportEvents', 'exportEvents'];
  }

  /**
   * Tells the app that the time of a buffer is up, and waits as {@link call} does.
   *
   * @throws RunEnd where what follows hangs, floods, dies or is stopped.
   */
  async runTimer({ id: timer, name }: QueuedTimer): Promise<ReturnedMessage> {
    return this.#answered(name, (id) => ({ type: 'timer', id, timer, clockMs: this.jobs.nowMs }));
  }

  /** @param told what to call it where it does not end. */
  async #answered(
    entryPoint: string,
    message: (id: number) => ToSandbox,
    told = entryPoint,
  ): Promise<ReturnedMessage> {
    this.#entryPoint = entryPoint;
    this.#failures.lastSource = null;
    this.#memory.beginCall();
    this.#notes.beginCall();
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<ReturnedMessage>();
    this.#returned.set(id, resolve);
    this.#options.sandbox.send(message(id));
    const answer = await this.#watchdog.guard(promise, told, { isOpen: () => this.#returned.has(id) });
    this.#kept = answer.kept;
    await this.#settle(entryPoint);
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
    this.#notes.listStart = list.rows.length;
    const session = {
      nowMs: this.jobs.nowMs,
      send: (message: ToSandbox) => this.#options.sandbox.send(message),
      capture: (value: string) => this.#requests.capture(value),
      recordFailure: (of: string, failure: Failure, more?: FailureMore) =>
        this.recordFailure(of, failure, more),
    };
    try {
      await this.#watchdog.guard(list.run(session), entryPoint, {
        isOpen: () => list.isOpen,
        progressAt: () => list.progressAt,
      });
      this.#trace.beginEvent(undefined);
      // What the app did not wait for captures later, which comes to the list as well.
      await this.#settle(entryPoint);
    } finally {
      this.#events = undefined;
    }
    if (this.#usage !== undefined) this.#trace.used(this.#usage);
  }

  /**
   * Waits for what was not awaited. The export has ended by then, and PostHog waits for nothing more of it, so that what
   * takes too long is told and left.
   */
  async #settle(entryPoint: string): Promise<void> {
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const onWaits = (): void => {
      this.#trace.notice(stillUnderWay(entryPoint, this.#options.timeoutSeconds, this.#requests.leave()));
      leave();
    };
    const work = Promise.race([this.#settled(), left]);
    await this.#watchdog.guard(work, `What ${entryPoint} left running`, { onWaits });
  }

  /** Requests, and rejections that nobody handles, which are reported a moment later. */
  async #settled(): Promise<void> {
    let answers: number;
    do {
      await this.#requests.allAnswered();
      ({ answers } = this.#requests);
      await this.#ping();
      // An answer that went out behind the ping lets the app go on.
    } while (this.#requests.pending > 0 || this.#requests.answers !== answers);
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
        this.#notes.take(message);
        return;
      case 'ask':
        this.#events?.noticed();
        this.#requests.ask(message).catch((error: unknown) => this.#garbled(error));
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

  /** Cache and storage, where the last call was one after which PostHog may load the app again. */
  get kept(): string | undefined {
    return this.#kept;
  }

  /** Whether a batch of `exportEvents` was lost since this was asked last. */
  takeLostBatch(): boolean {
    return this.#notes.takeLostBatch();
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
        return this.#notes.flooded();
      case 'size-flood':
        return sizeFlood(this.#failures.placeOf(this.#entryPoint));
      case 'signal':
      case 'exit':
        return new RunEnd('failed', `${describeEnd(end)} Run again.`);
    }
  }
}
