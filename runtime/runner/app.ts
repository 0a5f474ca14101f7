/** An app that can be called: loaded on first need, and loaded anew after a run that had to be ended. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest } from '../../platform/manifest.ts';
import type { Profile } from '../../platform/profiles.ts';
import { type EventsReport, mostKept } from '../../protocol/eventsReport.ts';
import type { ConsentRequest, HostAccess } from '../../protocol/runtime.ts';
import type {
  AttachmentContent,
  CompiledFile,
  LoadMessage,
  ReturnedMessage,
} from '../../protocol/sandbox.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import { Gate } from '../gate/gate.ts';
import { type EmbeddedHost, LocalHost } from '../localHost/localHost.ts';
import type { ReadAppFile } from './appFiles.ts';
import { runList, runOnce, type RunParts } from './appRun.ts';
import { type Batching, EventList, reportOf, usualBatching } from './eventList.ts';
import { type GeoIpDatabase, openGeoIpDatabase } from './geoIpDatabase.ts';
import { type AppProgram, loadProgram } from './program.ts';
import { callWithRetries } from './retries.ts';
import { RunEnd } from './runEnd.ts';
import type { SandboxPool } from './sandboxPool.ts';
import type { SandboxProcess } from './sandboxProcess.ts';
import { Session } from './session.ts';
import { SetupProblem } from './setupProblem.ts';
import { TraceBuilder } from './traceBuilder.ts';

export interface AppSettings {
  readonly read: ReadAppFile;
  /** Values of config fields; a field without one has its default from plugin.json. */
  readonly config: { readonly [key: string]: string };
  readonly attachments: { readonly [key: string]: AttachmentContent };
  readonly access: HostAccess;
  readonly profile: Profile;
  readonly timeoutSeconds: number;
  readonly consent: (request: ConsentRequest) => Promise<boolean>;
  /** Attaches a debugger; the app runs without a time limit then. */
  readonly debugging: Debugging | undefined;
  readonly replay: Replay | undefined;
  /** Whether awaits are evaluated twice, as the servers of 2021 did. */
  readonly doublesAwaits: boolean;
  /** Path of the database for `meta.geoip`. */
  readonly geoipDatabase: string | undefined;
  readonly pool: SandboxPool;
  /** Whether the pool is this app's alone and ends with it. */
  readonly ownsPool: boolean;
}

/** What makes runs come out the same each time. */
export interface Replay {
  /** Time of the first call. */
  readonly startedAt: Date;
  /** Answers in the place of the embedded PostHog. */
  readonly host: EmbeddedHost;
}

export interface Debugging {
  /** Absolute path of the app's folder, where the debugger finds the author's files. */
  readonly root: string;
  /** @returns whether a debugger has attached to the address of the inspector. */
  readonly attach: (address: string) => Promise<boolean>;
}

export interface CallManyOptions {
  /** Stops the run; the report so far is given back. */
  readonly signal?: AbortSignal;
  /** Called as events are done, with their number. */
  readonly onProgress?: (done: number) => void;
  /** How events are handed to the sandbox. Only a benchmark has a reason to change it. */
  readonly batching?: Batching;
}

interface Loaded {
  readonly session: Session;
  readonly sandbox: SandboxProcess;
  readonly program: AppProgram;
}

/** The longest that Node can wait: 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** A list of events ends when so many of them have ended the sandbox. */
const mostEnds = 3;
/** How often the server of 2021 loads an app whose set-up fails, with twice the wait before each (reference 2.5). */
const mostLoads = 10;
const firstLoadWaitMs = 3_000;

export class App {
  readonly #settings: AppSettings;
  readonly #gate: Gate;
  #loaded: Loaded | undefined;
  #setUpAnswer: ReturnedMessage | undefined;
  #geoIp: GeoIpDatabase | undefined;
  #isDisposed = false;

  constructor(settings: AppSettings) {
    this.#settings = settings;
    const { access, profile, consent } = settings;
    const projectId = Number(access.projectId ?? 1) || 1;
    const localHost = settings.replay?.host ?? new LocalHost(projectId, 'Local project');
    this.#gate = new Gate({ access, profile, consent, localHost });
  }

  /**
   * Calls a lifecycle export or `jobs.<name>`, with `setupPlugin` before the first, and the jobs it enqueued after it.
   *
   * @param input the event, the payload, or null.
   * @param signal stops the run; the trace so far is given back.
   * @returns the trace; never rejects for what the app, its set-up or the network did.
   */
  async call(entryPoint: string, input: Json, signal?: AbortSignal): Promise<Trace> {
    if (this.#isDisposed) throw new Error('The app was disposed.');
    const trace = new TraceBuilder(this.#gate.redactor);
    const stop = (): void => this.#loaded?.session.stop(new RunEnd('stopped', 'You stopped the run.'));
    signal?.addEventListener('abort', stop);
    const userMs = this.#gate.userMs;
    try {
      if (entryPoint === 'setupPlugin') await this.#unload();
      const { session, program } = await this.#load(trace, signal);
      for (const notice of program.notices) trace.notice(notice);
      // It ran when the app was loaded for this call.
      const setUpAnswer = entryPoint === 'setupPlugin' ? this.#setUpAnswer : undefined;
      const ended = await runOnce({ ...this.#run(session, trace), entryPoint, setUpAnswer }, input);
      return withoutUserTime(ended, this.#gate.userMs - userMs);
    } catch (error) {
      const failed = await this.#failed(error, entryPoint, trace);
      return withoutUserTime(failed, this.#gate.userMs - userMs);
    } finally {
      signal?.removeEventListener('abort', stop);
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
    { signal, onProgress = () => undefined, batching = usualBatching }: CallManyOptions = {},
  ): Promise<EventsReport> {
    if (this.#isDisposed) throw new Error('The app was disposed.');
    const trace = new TraceBuilder(this.#gate.redactor, mostKept);
    const { isLocal } = this.#gate;
    const list = new EventList({ entryPoint, inputs: events, trace, isLocal, batching, onProgress });
    const stop = (): void => this.#loaded?.session.stop(new RunEnd('stopped', 'You stopped the run.'));
    signal?.addEventListener('abort', stop);
    try {
      for (let ends = 0; ends < mostEnds;) {
        const { session, program } = await this.#load(trace, signal);
        for (const notice of program.notices) trace.notice(notice);
        try {
          return reportOf(list, events.length, await runList(this.#run(session, trace), list));
        } catch (error) {
          if (!(error instanceof RunEnd) || error.outcome === 'stopped') throw error;
          await this.#unload();
          if (!list.isOpen || list.ended(error)) {
            ends += 1;
            recordEnd(error, entryPoint, trace);
            if (!list.isOpen) break;
            trace.notice(`The app was loaded anew after an event that ended it: what it kept is gone.`);
          }
        }
      }
      if (list.isOpen) {
        trace.notice(`The run ended after ${mostEnds} events that ended the app; the others were not run.`);
      }
      return reportOf(list, events.length, trace.finish('failed', null));
    } catch (error) {
      return reportOf(list, events.length, await this.#failed(error, entryPoint, trace));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
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

  async #load(trace: TraceBuilder, signal: AbortSignal | undefined): Promise<Loaded> {
    if (this.#loaded !== undefined) {
      this.#loaded.session.trace = trace;
      return this.#loaded;
    }
    const startedAt = performance.now();
    const { debugging } = this.#settings;
    const taking =
      debugging === undefined ? this.#settings.pool.take() : this.#takeDebugged(debugging, signal);
    const { doublesAwaits, geoipDatabase, profile, read } = this.#settings;
    let program: AppProgram;
    try {
      program = await loadProgram(read, profile, { doublesAwaits });
      if (geoipDatabase !== undefined) this.#geoIp = await openGeoIpDatabase(geoipDatabase);
    } catch (error) {
      const taken = await taking.catch(() => undefined);
      if (taken !== undefined) await this.#settings.pool.release(taken);
      throw error;
    }
    this.#gate.hide(secretsOf(program.manifest, this.#settings.config));
    const sandbox = await taking;
    trace.spent('loadMs', startedAt);
    if (debugging !== undefined) {
      trace.notice('The app ran under the debugger: without a time limit, and the times count its pauses.');
    }
    if (!sandbox.hasPermissionModel) {
      trace.notice('This Node has no permission model, so the app runs with one wall less around it.');
    }
    let loaded = this.#start(program, sandbox, trace, 0);
    for (let tries = 1; ; tries += 1) {
      if (signal?.aborted === true) throw new RunEnd('stopped', 'You stopped the run.');
      const result = await this.#bringUp(loaded, trace);
      if (result === 'up') {
        if (tries > 1)
          trace.notice(`The app was loaded at try ${tries}: PostHog tries up to ${mostLoads} times.`);
        return loaded;
      }
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
      loaded = this.#start(program, await this.#settings.pool.take(), trace, clockMs);
    }
  }

  #start(program: AppProgram, sandbox: SandboxProcess, trace: TraceBuilder, clockMs: number): Loaded {
    const { debugging, timeoutSeconds: limit } = this.#settings;
    const timeoutSeconds = debugging === undefined ? limit : Infinity;
    const { maps } = program;
    const gate = this.#gate;
    const geoIp = this.#geoIp;
    const session = new Session({ sandbox, gate, maps, geoIp, timeoutSeconds, trace, clockMs });
    this.#loaded = { session, sandbox, program };
    return this.#loaded;
  }

  /** @returns `broken` where another try cannot help; why is in the trace. */
  async #bringUp(
    { program, session }: Loaded,
    trace: TraceBuilder,
  ): Promise<'up' | 'not-loaded' | 'not-set-up' | 'broken'> {
    const startedAt = performance.now();
    const answer = await session.load(this.#loadMessage(program));
    trace.spent('loadMs', startedAt);
    if (answer.failure !== null) {
      session.recordFailure('load', answer.failure);
      return answer.failure.isSetup ? 'broken' : 'not-loaded';
    }
    if (!answer.exports.includes('setupPlugin')) return 'up';
    return (await this.#setUp(session, trace)) ? 'up' : 'not-set-up';
  }

  /** A sandbox with a debugger attached, which was told where to break before anything runs. */
  async #takeDebugged({ attach }: Debugging, signal: AbortSignal | undefined): Promise<SandboxProcess> {
    const { pool } = this.#settings;
    const sandbox = pool.startDebugged();
    const stop = (): void => void sandbox.kill();
    signal?.addEventListener('abort', stop);
    try {
      if (!(await attach(await sandbox.inspectorAddress))) {
        throw new RunEnd('failed', 'The debugger could not attach to the app. Run it again.');
      }
      await sandbox.ready;
      return sandbox;
    } catch (error) {
      await pool.release(sandbox);
      if (signal?.aborted === true) throw new RunEnd('stopped', 'You stopped the run.');
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async #setUp(session: Session, trace: TraceBuilder): Promise<boolean> {
    const startedAt = performance.now();
    const answer = await callWithRetries(session, this.#settings.profile, 'setupPlugin', null);
    this.#setUpAnswer = answer;
    trace.spent('setupMs', startedAt);
    return answer.failure === null;
  }

  #loadMessage({ manifest, entry, files, maps }: AppProgram): LoadMessage {
    const { access, attachments, debugging, profile, replay, timeoutSeconds } = this.#settings;
    const prepared = (file: CompiledFile): CompiledFile =>
      debugging === undefined
        ? file
        : {
            ...file,
            code: maps.withMap(file.path, file.code, pathToFileURL(join(debugging.root, file.path)).href),
          };
    return {
      type: 'load',
      entry: prepared(entry),
      files: files.map(prepared),
      pluginName: manifest.name ?? null,
      pluginId: 1,
      teamId: Number(access.projectId ?? 1) || 1,
      profile,
      config: { ...defaultsOf(manifest), ...this.#settings.config },
      attachments,
      hasGeoIp: this.#geoIp !== undefined,
      // Later than the runner's own limit, which finds the line: this one is for when the runner is gone.
      longestSpinMs: debugging === undefined ? timeoutSeconds * 1000 + 5_000 : longestTimerMs,
      ...(replay === undefined ? {} : { fixedStart: replay.startedAt.getTime() }),
    };
  }

  #run(session: Session, trace: TraceBuilder): RunParts {
    return { session, trace, gate: this.#gate, profile: this.#settings.profile };
  }

  /** Nothing is left of a run that had to be ended; the next one starts afresh. */
  async #failed(error: unknown, entryPoint: string, trace: TraceBuilder): Promise<Trace> {
    await this.#unload();
    if (error instanceof Failed) return trace.finish('failed', null);
    if (error instanceof SetupProblem) {
      trace.error('load', { name: 'Error', message: error.message, stack: '' }, error.source, error.kind);
      return trace.finish('failed', null);
    }
    if (error instanceof RunEnd) {
      recordEnd(error, entryPoint, trace);
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
  { name, message, outcome, source }: RunEnd,
  entryPoint: string,
  trace: TraceBuilder,
): void {
  if (outcome !== 'stopped') trace.error(entryPoint, { name, message, stack: '' }, source, 'app');
}

/** The time that the user took to answer a question is not the app's. */
function withoutUserTime(trace: Trace, userMs: number): Trace {
  const { callMs, totalMs } = trace.timing;
  const less = (ms: number): number => Math.max(0, Math.round((ms - userMs) * 100) / 100);
  return userMs === 0
    ? trace
    : { ...trace, timing: { ...trace.timing, totalMs: less(totalMs), callMs: less(callMs) } };
}

/** The errors are in the trace already. */
class Failed extends Error {}

function defaultsOf(manifest: Manifest): { readonly [key: string]: string } {
  // Attachments are no part of config (reference 3.1).
  const fields = manifest.config.filter((field) => field.type !== 'attachment');
  return Object.fromEntries(fields.map((field) => [field.key, field.default ?? '']));
}

function secretsOf({ config }: Manifest, values: { readonly [key: string]: string }): readonly string[] {
  return config.flatMap((field) => (field.secret === true ? (values[field.key] ?? field.default ?? '') : []));
}
