/**
 * Starts the runtime process when the first run needs it, talks to it over JSON-RPC on the channel of the child, and
 * starts a new one after it ended.
 */
import { type ChildProcess, fork } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import {
  type AppSource,
  type ConnectionReport,
  type ConsentRequest,
  type EventList,
  type DebuggerRequest,
  type FollowAnswer,
  type FollowProgress,
  type FollowRequest,
  type HostAccess,
  type LifeCycleRequest,
  type LifeCycleStep,
  type PackagesRequest,
  type ProjectList,
  runtimeMemoryFlags,
  runtimeMethods,
  type RunRequest,
} from '../protocol/runtime.ts';
import type {
  RecordedScenario,
  RecordRequest,
  ScenarioRequest,
  ScenarioResult,
} from '../protocol/scenario.ts';
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { Trace } from '../protocol/trace.ts';

export interface RuntimeProcessOptions {
  /** Absolute path of the runtime's bundle. */
  readonly program: string;
  /** Why nothing may run or be sent now, in a sentence; null where it may. Asked wherever the process is needed. */
  readonly whyOff: () => string | null;
  readonly consent: (request: ConsentRequest) => Promise<boolean>;
  /** Whether packages of an app's own node_modules may run. */
  readonly allowPackages: (request: PackagesRequest) => Promise<boolean>;
  /** Attaches a debugger to an app that waits for one. */
  readonly attachDebugger: (request: DebuggerRequest) => Promise<boolean>;
  /** Folder for what Node.js compiles, so that the next start is quicker. */
  readonly compileCache?: string;
  /** Takes what the process prints, for the output. */
  readonly log: (text: string) => void;
}

/** The runtime process ended by itself. */
export class RuntimeEnded extends Error {
  override readonly name = 'RuntimeEnded';

  constructor(how: string) {
    super(`The process that runs apps ended (${how}). Run again; the output has the details.`);
  }
}

/** Nothing may run or be sent now; the message says why. */
export class RuntimeOff extends Error {
  override readonly name = 'RuntimeOff';
}

interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Rejects with RuntimeEnded when the process goes. */
  readonly ended: Promise<never>;
}

/** What the process needs of the editor's environment. Keys that live in variables stay behind. */
const passedVariables =
  /^(PATH|HOME|USERPROFILE|SYSTEMROOT|WINDIR|TEMP|TMP|TMPDIR|LANG|LC_ALL|TZ|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i;

export class RuntimeProcess {
  readonly #options: RuntimeProcessOptions;
  #running: Running | undefined;
  /** Who is told how far following is, by the id of the run. */
  readonly #followers = new Map<string, (progress: FollowProgress) => void>();

  constructor(options: RuntimeProcessOptions) {
    this.#options = options;
  }

  /** Id of the process while there is one. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /**
   * Runs an app.
   *
   * @param signal stops the run, which still answers with the trace so far.
   * @throws RuntimeEnded when the process goes before it answers.
   */
  run(request: RunRequest, signal: AbortSignal): Promise<Trace> {
    return this.#ask<Trace>(runtimeMethods.run, request, signal);
  }

  /** The same for a list of events, one after the other. */
  runMany(request: RunRequest, signal: AbortSignal): Promise<EventsReport> {
    return this.#ask<EventsReport>(runtimeMethods.runMany, request, signal);
  }

  /** The whole life of an app, call by call. */
  runLifeCycle(request: LifeCycleRequest, signal: AbortSignal): Promise<readonly LifeCycleStep[]> {
    return this.#ask<readonly LifeCycleStep[]>(runtimeMethods.runLifeCycle, request, signal);
  }

  /**
   * Feeds captured events back through apps.
   *
   * @param signal stops it, which still answers with the hops so far.
   * @param onProgress called now and then.
   * @throws RuntimeEnded when the process goes before it answers; an error of its own where an app cannot be loaded.
   */
  async follow(
    request: FollowRequest,
    signal: AbortSignal,
    onProgress: (progress: FollowProgress) => void,
  ): Promise<FollowAnswer> {
    this.#followers.set(request.runId, onProgress);
    try {
      return await this.#ask<FollowAnswer>(runtimeMethods.follow, request, signal);
    } finally {
      this.#followers.delete(request.runId);
    }
  }

  /**
   * Runs a saved scenario.
   *
   * @param signal stops the run.
   * @throws RuntimeEnded when the process goes before it answers.
   */
  runScenario(request: ScenarioRequest, signal: AbortSignal): Promise<ScenarioResult> {
    return this.#ask<ScenarioResult>(runtimeMethods.runScenario, request, signal);
  }

  /**
   * Makes a scenario of a run.
   *
   * @throws RuntimeEnded when the process goes before it answers.
   */
  recordScenario(request: RecordRequest, signal: AbortSignal): Promise<RecordedScenario> {
    return this.#ask<RecordedScenario>(runtimeMethods.recordScenario, request, signal);
  }

  /** Asks for something that can be stopped. */
  async #ask<T>(method: string, request: object, signal: AbortSignal): Promise<T> {
    const { connection, ended } = this.#start();
    const source = new CancellationTokenSource();
    const stop = (): void => source.cancel();
    signal.addEventListener('abort', stop);
    try {
      const answer = connection.sendRequest<T>(method, request, source.token);
      return await Promise.race([answer, ended]);
    } catch (error) {
      // A connection that closes under the request says so in its own words, before the process is known to have ended.
      if (this.#running?.connection === connection) throw error;
      return await ended;
    } finally {
      signal.removeEventListener('abort', stop);
      source.dispose();
    }
  }

  /**
   * Asks the host of runs for the projects of its personal key.
   *
   * @throws RuntimeEnded when the process goes before it answers.
   */
  async listProjects(access: HostAccess): Promise<ProjectList> {
    const { connection, ended } = this.#start();
    const answer = connection.sendRequest<ProjectList>(runtimeMethods.listProjects, access);
    return Promise.race([answer, ended]);
  }

  /**
   * Asks the host of runs for the last events of its project.
   *
   * @throws RuntimeEnded when the process goes before it answers.
   */
  async realEvents(access: HostAccess): Promise<EventList> {
    const { connection, ended } = this.#start();
    const answer = connection.sendRequest<EventList>(runtimeMethods.realEvents, access);
    return Promise.race([answer, ended]);
  }

  /**
   * Asks the host of runs whether it can be used.
   *
   * @throws RuntimeEnded when the process goes before it answers.
   */
  async testConnection(access: HostAccess): Promise<ConnectionReport> {
    const { connection, ended } = this.#start();
    const answer = connection.sendRequest<ConnectionReport>(runtimeMethods.testConnection, access);
    return Promise.race([answer, ended]);
  }

  /** Prepares for a run of this app, so that it is quick. */
  async warmUp(app: AppSource): Promise<void> {
    await this.#start().connection.sendNotification(runtimeMethods.warmUp, app);
  }

  /** Ends the process; it ends its own children when its channel closes. */
  dispose(): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    running.connection.dispose();
    if (running.child.connected) running.child.disconnect();
    running.child.kill();
  }

  /** @throws RuntimeOff */
  #start(): Running {
    const why = this.#options.whyOff();
    if (why !== null) throw new RuntimeOff(why);
    if (this.#running !== undefined) return this.#running;
    const child = fork(this.#options.program, [], {
      execArgv: process.allowedNodeEnvironmentFlags.has('--max-semi-space-size')
        ? [...runtimeMemoryFlags]
        : [],
      env: runtimeEnvironment(this.#options.compileCache),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#options.log(text));
    }
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onRequest(runtimeMethods.consent, (request: ConsentRequest) => this.#options.consent(request));
    connection.onRequest(runtimeMethods.packages, (request: PackagesRequest) =>
      this.#options.allowPackages(request),
    );
    connection.onRequest(runtimeMethods.attachDebugger, (request: DebuggerRequest) =>
      this.#options.attachDebugger(request),
    );
    connection.onNotification(runtimeMethods.followProgress, (progress: FollowProgress) =>
      this.#followers.get(progress.runId)?.(progress),
    );
    connection.onError(([error]) => this.#options.log(`${String(error)}\n`));
    const ended = new Promise<never>((_, reject) => {
      const end = (how: string): void => {
        if (this.#running?.child === child) this.#running = undefined;
        connection.dispose();
        reject(new RuntimeEnded(how));
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
    // Nobody may be waiting for a run when it ends: the next run starts a new one.
    ended.catch((error: unknown) => this.#options.log(`${String(error)}\n`));
    connection.listen();
    this.#running = { child, connection, ended };
    return this.#running;
  }
}

function runtimeEnvironment(compileCache: string | undefined): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => passedVariables.test(name));
  return {
    ...Object.fromEntries(passed),
    ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }),
    // On the desktop the editor's executable is Electron, which runs as plain Node when told so.
    ...('electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
  };
}
