/** An app that can be called: loaded on first need, and loaded anew after a run that had to be ended. */
import { type EventsReport, mostKept } from '../../protocol/eventsReport.ts';
import type { ReturnedMessage } from '../../protocol/sandbox.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import type { AppStart, RunningApp } from '../appApi.ts';
import { Gate } from '../gate/gate.ts';
import { LocalHost } from '../localHost/localHost.ts';
import { runList, runOnce, type RunParts, runTimers } from './appRun.ts';
import { checkedInput, checkName, type GivenInput } from '../checkOptions.ts';
import type { AppSettings } from './appSettings.ts';
import { exportedIn } from './exported.ts';
import { type Batching, EventList, reportOf, usualBatching } from './eventList.ts';
import { configOf, loadMessage, type PreparedApp, prepareApp } from './prepareApp.ts';
import { callWithRetries, isRetried } from './retries.ts';
import { RunEnd } from './runEnd.ts';
import type { SandboxProcess } from './sandboxProcess.ts';
import { Session } from './session.ts';
import { SettingProblem, SetupProblem } from './setupProblem.ts';
import { takeSandbox } from './takeSandbox.ts';
import { TraceBuilder } from './traceBuilder.ts';

export interface CallManyOptions {
  /** Stops the run; the report so far is given back. */
  readonly signal?: AbortSignal;
  /** How many items of each kind the trace holds; the others are counted. By default {@link mostKept}. */
  readonly mostItems?: number;
  /** Called as events are done, with their number. */
  readonly onProgress?: (done: number) => void;
  /** How events are handed to the sandbox. Only a benchmark has a reason to change it. */
  readonly batching?: Batching;
}

interface Loaded {
  readonly session: Session;
  readonly sandbox: SandboxProcess;
  readonly prepared: PreparedApp;
}

/** A list of events ends when so many of them have ended the sandbox. */
const mostEnds = 3;
/** How often the server of 2021 loads an app whose set-up fails, with twice the wait before each (reference 2.5). */
const mostLoads = 10;
const firstLoadWaitMs = 3_000;

export class App implements RunningApp {
  readonly #settings: AppSettings;
  readonly #gate: Gate;
  #loaded: Loaded | undefined;
  #setUpAnswer: ReturnedMessage | undefined;
  #exports: readonly string[] = [];
  #generators: readonly string[] = [];
  #exportRemarks: readonly string[] = [];
  /** What {@link begin} has written, to which the next call adds. */
  #begun: TraceBuilder | undefined;
  /** What the app kept when it was unloaded, and the time on its clock. */
  #left: { readonly kept: string; readonly clockMs: number } | undefined;
  #isDisposed = false;
  /** Settles when the call before is done: an app does one thing at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(settings: AppSettings) {
    this.#settings = settings;
    const { access, profile, consent } = settings;
    const projectId = Number(access.projectId ?? 1) || 1;
    const localHost =
      settings.replay?.host ?? settings.localHost ?? new LocalHost(projectId, 'Local project');
    this.#gate = new Gate({ access, profile, consent, localHost });
  }

  /** That of plugin.json, once the app was loaded. */
  get name(): string | undefined {
    return this.#loaded?.prepared.program.manifest.name;
  }

  /** Jobs of `publicJobs` in plugin.json, once the app was loaded. */
  get publicJobs(): readonly string[] {
    return this.#loaded?.prepared.program.manifest.publicJobs ?? [];
  }

  /**
   * Loads the app and runs `setupPlugin`, before the first call would; never rejects for what the app did.
   *
   * @param signal stops that.
   */
  async start(signal?: AbortSignal): Promise<AppStart> {
    return this.#inTurn(() => this.#startWith(new TraceBuilder(this.#gate), signal));
  }

  /** Calls that were not awaited follow each other all the same. */
  async #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.#isDisposed) throw new Error('The app was disposed.');
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      return await act();
    } finally {
      resolve();
    }
  }

  async #startWith(trace: TraceBuilder, signal?: AbortSignal): Promise<AppStart> {
    using _ = this.#stopOn(signal);
    try {
      const { prepared } = await this.#load(trace, signal);
      for (const notice of prepared.notices) trace.notice(notice);
      return { exports: this.#exports, trace: trace.finish('completed', null) };
    } catch (error) {
      return { exports: [], trace: await this.#failed(error, 'load', trace) };
    }
  }

  /**
   * The same as the beginning of the next call, for who decides by the exports what to call: what happened meanwhile is
   * part of the trace of that call.
   */
  async begin(signal?: AbortSignal): Promise<AppStart> {
    return this.#inTurn(async () => {
      const trace = new TraceBuilder(this.#gate);
      const start = await this.#startWith(trace, signal);
      this.#begun = start.trace.outcome === 'completed' ? trace : undefined;
      return start;
    });
  }

  /**
   * Calls a lifecycle export or `jobs.<name>`, with `setupPlugin` before the first, and the jobs it enqueued after it.
   *
   * @param input the event, the payload, or null.
   * @param signal stops the run; the trace so far is given back.
   * @returns the trace; never rejects for what the app, its set-up or the network did.
   * @throws TypeError for an input that JSON cannot hold.
   */
  async call(entryPoint: string, input: Json, signal?: AbortSignal): Promise<Trace> {
    checkName(entryPoint);
    const given = checkedInput(input);
    return this.#inTurn(() => this.#call(entryPoint, given, signal));
  }

  async #call(entryPoint: string, input: GivenInput, signal?: AbortSignal): Promise<Trace> {
    const trace = this.#takeTrace();
    using _ = this.#stopOn(signal);
    try {
      if (entryPoint === 'setupPlugin') await this.#unload();
      const { session, prepared } = await this.#load(trace, signal);
      for (const notice of prepared.notices) trace.notice(notice);
      // It ran when the app was loaded for this call.
      const setUpAnswer = entryPoint === 'setupPlugin' ? this.#setUpAnswer : undefined;
      return await runOnce({ ...this.#run(session, trace, prepared), entryPoint, setUpAnswer }, input);
    } catch (error) {
      return await this.#failed(error, entryPoint, trace);
    }
  }

  /**
   * Calls an export for each event of a list, one after another, with `setupPlugin` before the first and the jobs they
   * enqueued after the last. An event that ends the sandbox (it hangs, or takes all memory) costs what the app kept in
   * it; the next events find a new one.
   *
   * @param entryPoint an export that takes an event, such as `processEvent` or `onEvent`.
   * @returns a row for each event, and a trace of bounded size; never rejects for what the app did.
   */
  async callMany(
    entryPoint: string,
    events: readonly Json[],
    options: CallManyOptions = {},
  ): Promise<EventsReport> {
    checkName(entryPoint);
    if (!Array.isArray(events)) throw new TypeError('callMany takes a list of events.');
    return this.#inTurn(() => this.#callMany(entryPoint, events, options));
  }

  async #callMany(
    entryPoint: string,
    events: readonly Json[],
    { signal, mostItems = mostKept, onProgress = () => undefined, batching = usualBatching }: CallManyOptions,
  ): Promise<EventsReport> {
    const trace = this.#takeTrace();
    trace.keepAtMost(mostItems);
    const { isLocal } = this.#gate;
    const list = new EventList({
      entryPoint,
      inputs: events,
      trace,
      isLocal,
      isRetried: isRetried(entryPoint, this.#settings.profile),
      batching,
      mostKept: mostItems,
      onProgress,
    });
    using _ = this.#stopOn(signal);
    try {
      let ends = 0;
      while (ends < mostEnds) {
        const { session, prepared } = await this.#load(trace, signal);
        for (const notice of prepared.notices) trace.notice(notice);
        try {
          return reportOf(list, events.length, await runList(this.#run(session, trace, prepared), list));
        } catch (error) {
          if (!(error instanceof RunEnd) || error.outcome === 'stopped') throw error;
          await this.#unload();
          trace.lostUsage();
          const record = (): void => recordEnd(error, entryPoint, trace);
          if (!list.isOpen) {
            record();
            break;
          }
          if (list.ended(error, record)) {
            ends += 1;
            if (!list.isOpen) break;
            trace.notice(`The app was loaded anew after an event that ended it: what it kept is gone.`);
          } else if (list.ends.areTooMany) break;
        }
      }
      trace.beginEvent(undefined);
      list.ends.tell(trace);
      if (ends === mostEnds && list.isOpen) {
        trace.notice(`The run ended after ${mostEnds} events that ended the app; the others were not run.`);
      }
      return reportOf(list, events.length, trace.finish('failed', null));
    } catch (error) {
      return reportOf(list, events.length, await this.#failed(error, entryPoint, trace));
    }
  }

  /** How long PostHog waits until it hands over the events that are held for `exportEvents`; undefined for none. */
  get untilBatchMs(): number | undefined {
    return this.#loaded?.session.jobs.untilTimerMs;
  }

  /**
   * Hands over the events that are held for `exportEvents`, as PostHog does when the time of its buffer is up.
   *
   * @returns what came of it; undefined where none are held.
   */
  async handOverBatch(): Promise<Trace | undefined> {
    return this.#inTurn(async () => {
      const loaded = this.#loaded;
      if (loaded?.session.jobs.untilTimerMs === undefined) return undefined;
      const trace = this.#takeTrace();
      loaded.session.trace = trace;
      try {
        return await runTimers(this.#run(loaded.session, trace, loaded.prepared));
      } catch (error) {
        return await this.#failed(error, 'exportEvents', trace);
      }
    });
  }

  /**
   * Unloads an app whose last call was `teardownPlugin`, as PostHog does: the next call loads it and sets it up anew, with
   * the cache and the storage that it had.
   */
  async unloadAfterTeardown(): Promise<void> {
    return this.#inTurn(() => this.#leave());
  }

  /**
   * Unloads the app as PostHog does before it loads a new version: `teardownPlugin` runs and the last batch of
   * `exportEvents` is sent; the next call loads it from its files, with the cache and the storage that it had. An app
   * that was not set up is not called (reference 2.3).
   *
   * @returns what came of it; undefined where there was nothing to call, or nothing to tell.
   */
  async unload(): Promise<Trace | undefined> {
    return this.#inTurn(async () => {
      if (this.#loaded === undefined) return undefined;
      const [hasOwn, hasBatches] = ['teardownPlugin', 'exportEvents'].map((name) =>
        this.#exports.includes(name),
      );
      // What it keeps comes with the answer, even where there is no such export.
      const trace = await this.#call('teardownPlugin', { value: null, text: null });
      await this.#leave();
      const isBatchTold = hasBatches === true && (trace.errors.length > 0 || exportedIn(trace) > 0);
      return hasOwn === true || isBatchTold ? trace : undefined;
    });
  }

  async #leave(): Promise<void> {
    const session = this.#loaded?.session;
    if (session?.kept === undefined) return;
    this.#left = { kept: session.kept, clockMs: session.jobs.nowMs };
    await this.#unload();
  }

  /** Ends the sandbox; it is gone when the promise resolves. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#unload();
    if (this.#settings.ownsPool) await this.#settings.pool.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** Stops what runs when the signal says so, until it is disposed. */
  #stopOn(signal: AbortSignal | undefined): Disposable {
    const stop = (): void => this.#loaded?.session.stop(new RunEnd('stopped', 'You stopped the run.'));
    signal?.addEventListener('abort', stop);
    return { [Symbol.dispose]: () => signal?.removeEventListener('abort', stop) };
  }

  #takeTrace(): TraceBuilder {
    const trace = this.#begun ?? new TraceBuilder(this.#gate);
    this.#begun = undefined;
    return trace;
  }

  async #load(trace: TraceBuilder, signal: AbortSignal | undefined): Promise<Loaded> {
    // While the call waited for its turn.
    if (this.#isDisposed) throw new RunEnd('stopped', 'The app was disposed.');
    // A signal that was given before tells nobody who only listens now.
    throwIfStopped(signal);
    if (this.#loaded !== undefined) {
      this.#loaded.session.trace = trace;
      return this.#loaded;
    }
    const startedAt = trace.nowMs;
    const { debugging, pool } = this.#settings;
    // A process is ready by the time the app is read; few apps need another.
    const early = debugging === undefined ? pool.take() : undefined;
    let sandbox: SandboxProcess | undefined;
    let prepared: PreparedApp;
    try {
      prepared = await prepareApp(this.#settings, this.#gate);
      sandbox = await early;
    } catch (error) {
      const taken = await early?.catch(() => undefined);
      if (taken !== undefined) await pool.release(taken);
      throw error;
    }
    const packagesRoot = prepared.packages.root;
    if (sandbox !== undefined && packagesRoot !== undefined) {
      await pool.release(sandbox);
      sandbox = undefined;
    }
    sandbox ??= await takeSandbox(this.#settings, packagesRoot, signal);
    trace.spent('loadMs', startedAt);
    if (debugging !== undefined) {
      trace.notice('The app ran under the debugger: without a time limit, and the times count its pauses.');
    }
    if (!sandbox.hasPermissionModel) {
      trace.notice('This Node.js has no permission model, so the app is less isolated than usual.');
    }
    const left = this.#left;
    this.#left = undefined;
    let loaded = this.#start(prepared, sandbox, trace, left?.clockMs ?? 0);
    let kept = left?.kept;
    for (let tries = 1; ; tries += 1) {
      throwIfStopped(signal);
      const result = await this.#bringUp(loaded, trace, kept);
      // Redis and Postgres do not forget when an app is loaded once more.
      kept = this.#setUpAnswer?.kept ?? kept;
      if (result === 'up') {
        this.#left = undefined;
        if (tries > 1)
          trace.notice(`The app was loaded at try ${tries}: PostHog tries up to ${mostLoads} times.`);
        return loaded;
      }
      if (kept !== undefined) this.#left = { kept, clockMs: loaded.session.jobs.nowMs };
      const isTriedAgain = this.#settings.profile === 'plugin-server-1.10.5' && debugging === undefined;
      if (result === 'broken' || !isTriedAgain) {
        if (result === 'not-set-up') trace.notice('setupPlugin failed, so PostHog does not start the app.');
        throw new Failed();
      }
      if (tries === mostLoads) {
        trace.notice(`The app could not be loaded in ${mostLoads} tries, so PostHog disables it.`);
        throw new Failed();
      }
      const clockMs = loaded.session.jobs.nowMs + firstLoadWaitMs * 2 ** (tries - 1);
      await this.#unload();
      const next = await takeSandbox(this.#settings, packagesRoot, signal);
      loaded = this.#start(prepared, next, trace, clockMs);
    }
  }

  #start(prepared: PreparedApp, sandbox: SandboxProcess, trace: TraceBuilder, clockMs: number): Loaded {
    const { debugging, timeoutSeconds: limit } = this.#settings;
    const timeoutSeconds = debugging === undefined ? limit : Infinity;
    const { geoIp, program } = prepared;
    const { maps } = program;
    const session = new Session({ sandbox, gate: this.#gate, maps, geoIp, timeoutSeconds, trace, clockMs });
    this.#loaded = { session, sandbox, prepared };
    return this.#loaded;
  }

  /** @returns `broken` where another try cannot help; why is in the trace. */
  async #bringUp(
    { prepared, sandbox, session }: Loaded,
    trace: TraceBuilder,
    kept: string | undefined,
  ): Promise<'up' | 'not-loaded' | 'not-set-up' | 'broken'> {
    const startedAt = trace.nowMs;
    const answer = await session.load(loadMessage(prepared, this.#settings, sandbox.isGuarded, kept));
    trace.spent('loadMs', startedAt);
    if (answer.failure !== null) {
      session.recordFailure('load', answer.failure);
      return answer.failure.isSetup ? 'broken' : 'not-loaded';
    }
    this.#exports = answer.exports;
    this.#generators = answer.generators ?? [];
    this.#exportRemarks = answer.exportRemarks ?? [];
    if (answer.exports.includes('setupPlugin') && !(await this.#setUp(session, trace))) return 'not-set-up';
    await this.#readSettings(session);
    return 'up';
  }

  async #setUp(session: Session, trace: TraceBuilder): Promise<boolean> {
    const startedAt = trace.nowMs;
    const answer = await callWithRetries(session, this.#settings.profile, 'setupPlugin', null);
    this.#setUpAnswer = answer;
    trace.spent('setupMs', startedAt);
    return answer.failure === null;
  }

  /** Read once; what it throws keeps nothing from running. */
  async #readSettings(session: Session): Promise<void> {
    if (!this.#exports.includes('getSettings') || this.#settings.profile !== 'documented') return;
    const { failure } = await session.call('getSettings', null);
    if (failure !== null) session.recordFailure('getSettings', failure);
  }

  #run(session: Session, trace: TraceBuilder, { program }: PreparedApp): RunParts {
    const { exportEventsToIgnore: names = '' } = configOf(program.manifest, this.#settings);
    const ignored = names.split(',').map((name) => name.trim());
    const { publicJobs } = program.manifest;
    const { profile } = this.#settings;
    return {
      session,
      trace,
      gate: this.#gate,
      profile,
      ignored,
      publicJobs,
      exports: this.#exports,
      generators: this.#generators,
      exportRemarks: this.#exportRemarks,
      holdsBatches: this.#settings.holdsBatches,
    };
  }

  /** Nothing is left of a run that had to be ended; the next one starts afresh. */
  async #failed(error: unknown, entryPoint: string, trace: TraceBuilder): Promise<Trace> {
    await this.#unload();
    // What ends in whatever way when the process is taken away has been stopped.
    if (this.#isDisposed) return trace.finish('stopped', null);
    if (error instanceof Failed) return trace.finish('failed', null);
    if (error instanceof SetupProblem) {
      trace.error(
        'load',
        { name: error instanceof SettingProblem ? error.name : 'Error', message: error.message, stack: '' },
        error.source,
        error.kind,
      );
      return trace.finish('failed', null);
    }
    if (error instanceof RunEnd) {
      recordEnd(error, entryPoint, trace);
      trace.ended();
      return trace.finish(error.outcome, null);
    }
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    trace.error(entryPoint, { name, message: `The runner failed: ${message}`, stack }, null, 'internal');
    return trace.finish('failed', null);
  }

  async #unload(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    this.#setUpAnswer = undefined;
    if (loaded === undefined) return;
    loaded.session.dispose();
    await this.#settings.pool.release(loaded.sandbox);
  }
}

function recordEnd(
  { name, message, outcome, source, entryPoint: ended }: RunEnd,
  entryPoint: string,
  trace: TraceBuilder,
): void {
  if (outcome !== 'stopped') trace.error(ended ?? entryPoint, { name, message, stack: '' }, source, 'app');
}

/** The errors are in the trace already. */
class Failed extends Error {}

function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new RunEnd('stopped', 'You stopped the run.');
}
