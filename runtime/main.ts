/**
 * The runtime process: runs apps for the client that started it, over JSON-RPC on the child's own channel. It ends
 * when the client goes, and its sandboxes with it.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-jsonrpc/node';
import { defaultProfile } from '../platform/profiles.ts';
import {
  type AppSource,
  type ConsentRequest,
  type DebuggerRequest,
  type FollowAnswer,
  type FollowProgress,
  type FollowRequest,
  type HostAccess,
  type LifeCycleRequest,
  type LifeCycleStep,
  type RunRequest,
  type PackagesRequest,
  runtimeMethods,
} from '../protocol/runtime.ts';
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { RecordRequest, ScenarioRequest, ScenarioResult } from '../protocol/scenario.ts';
import type { Json, Trace } from '../protocol/trace.ts';
import { CrashOutput } from './crashOutput.ts';
import { listProjects } from './gate/projects.ts';
import { realEvents } from './gate/realEvents.ts';
import { testConnection } from './gate/testConnection.ts';
import { createApp } from './index.ts';
import type { App } from './runner/app.ts';
import { folderFiles } from './runner/appFiles.ts';
import { loadProgram } from './runner/program.ts';
import { SandboxPool } from './runner/sandboxPool.ts';
import { loadTypeScript } from './runner/transpile.ts';
import { followWith } from './pipeline/followWith.ts';
import { KeptApps } from './pipeline/keptApps.ts';
import { runLifeCycle } from './pipeline/lifeCycle.ts';
import { recordScenario } from './scenarios/recordScenario.ts';
import { runScenario } from './scenarios/runScenario.ts';

const pool = new SandboxPool(join(__dirname, 'sandbox.js'));
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

const crash = new CrashOutput();

const afterAnswerMs = 5;
const progressEveryMs = 100;
const kept = new KeptApps();

/** Asks the client for a debugger. */
function attacherOf(of: DebuggerRequest['of']): (address: string) => Promise<boolean> {
  return (address) => {
    const request: DebuggerRequest = { address, of };
    return connection.sendRequest<boolean>(runtimeMethods.attachDebugger, request);
  };
}

function signalOf(token: CancellationToken): AbortSignal {
  const aborter = new AbortController();
  // A token that was cancelled before tells nobody of it.
  if (token.isCancellationRequested) aborter.abort();
  token.onCancellationRequested(() => aborter.abort());
  return aborter.signal;
}

async function runOneScenario(request: ScenarioRequest, token: CancellationToken): Promise<ScenarioResult> {
  try {
    const signal = signalOf(token);
    return await runScenario(request, {
      pool,
      attachDebugger: attacherOf('scenario'),
      allowPackages: packagesAskerOf(request.app),
      signal,
    });
  } finally {
    setTimeout(() => pool.warmUp(), afterAnswerMs);
  }
}

async function run(request: RunRequest, token: CancellationToken): Promise<Trace> {
  const call = (app: App): Promise<Trace> => app.call(request.entryPoint, request.input, signalOf(token));
  return withApp(request, call, hasCaptured);
}

async function runMany(request: RunRequest, token: CancellationToken): Promise<EventsReport> {
  const events = Array.isArray(request.input) ? (request.input as readonly Json[]) : [request.input];
  const call = (app: App): Promise<EventsReport> =>
    app.callMany(request.entryPoint, events, { signal: signalOf(token) });
  return withApp(request, call, ({ trace }) => hasCaptured(trace));
}

/** Whether there is something to follow, in an app that is still as the run left it. */
function hasCaptured({ captured, usage }: Trace): boolean {
  return captured.length > 0 && usage !== undefined;
}

async function runWhole(
  request: LifeCycleRequest,
  token: CancellationToken,
): Promise<readonly LifeCycleStep[]> {
  const { entryPoint, exports, input, profile } = request;
  const live = async (app: App): Promise<readonly LifeCycleStep[]> => {
    const steps = await runLifeCycle(app, exports, entryPoint, input, signalOf(token), profile);
    // The captured events come to an app that runs again.
    if (haveCaptured(steps)) await app.unloadAfterTeardown();
    return steps;
  };
  return withApp(request, live, haveCaptured);
}

/** The same for the calls of a life: what one of them kept is there as long as none after it ended the app. */
function haveCaptured(steps: readonly LifeCycleStep[]): boolean {
  return steps.some(({ trace }) => trace.captured.length > 0) && steps.at(-1)?.trace.usage !== undefined;
}

/** @param isKept whether the app is kept for following, by what came of the work. */
async function withApp<T>(
  request: RunRequest,
  work: (app: App) => Promise<T>,
  isKept: (result: T) => boolean = () => false,
): Promise<T> {
  const { access, keptFor } = request;
  crash.hide(access);
  kept.releaseOthers(keptFor);
  let app: App | undefined;
  try {
    app = appOf(request);
    const result = await work(app);
    if (keptFor !== undefined && isKept(result)) {
      kept.keep(keptFor, request.app.root, app);
      app = undefined;
    }
    return result;
  } catch (error) {
    throw crash.message(error);
  } finally {
    afterAnswer(app === undefined ? [] : [app]);
  }
}

async function followRun(request: FollowRequest, token: CancellationToken): Promise<FollowAnswer> {
  const apps: App[] = [];
  try {
    for (const { run } of request.apps) {
      crash.hide(run.access);
      apps.push(kept.take(request.runId, run.app.root) ?? appOf(run));
    }
    const signal = signalOf(token);
    return await followWith(request, apps, signal, progressOf(request.runId));
  } catch (error) {
    throw crash.message(error);
  } finally {
    afterAnswer(apps);
  }
}

/** Tells the client how far it is, now and then. */
function progressOf(runId: string): (events: number, hop: number) => void {
  let last = performance.now();
  return (events, hop) => {
    if (performance.now() - last < progressEveryMs) return;
    last = performance.now();
    const progress: FollowProgress = { runId, events, hop };
    void connection.sendNotification(runtimeMethods.followProgress, progress);
  };
}

/** The answer leaves first: starting a process keeps this one busy for some milliseconds. */
function afterAnswer(apps: readonly App[]): void {
  setTimeout(() => {
    for (const app of apps) void app.dispose();
    pool.warmUp();
    keepCompiled();
  }, afterAnswerMs);
}

/** Asks the client whether packages of the app's own `node_modules` may run. */
function packagesAskerOf({ root }: AppSource): (names: readonly string[]) => Promise<boolean> {
  return (names) => {
    const request: PackagesRequest = { root, names };
    return connection.sendRequest<boolean>(runtimeMethods.packages, request);
  };
}

function appOf({ access, app, config, isDebugged, timeoutSeconds, ...others }: RunRequest): App {
  return createApp({
    source: app,
    pool,
    config,
    access,
    timeoutSeconds,
    allowPackages: packagesAskerOf(app),
    consent: (consent: ConsentRequest) => connection.sendRequest<boolean>(runtimeMethods.consent, consent),
    ...(isDebugged === true ? { attachDebugger: attacherOf('run') } : {}),
    ...(others.doubledAwaits === undefined ? {} : { doubledAwaits: others.doubledAwaits }),
    ...(others.geoipDatabase === undefined ? {} : { geoipDatabase: others.geoipDatabase }),
    ...(others.profile === undefined ? {} : { profile: others.profile }),
    ...(others.attachments === undefined ? {} : { attachments: others.attachments }),
  });
}

let isKept = false;

/**
 * The client may give the process a folder in NODE_COMPILE_CACHE: then TypeScript is compiled once for all starts. It is
 * written after the first run, since editors end processes without warning.
 */
function keepCompiled(): void {
  if (!isKept) flushCompileCache();
  isKept = true;
}

async function end(): Promise<void> {
  await pool.dispose();
  process.exit(0);
}

connection.onRequest(runtimeMethods.run, run);
connection.onRequest(runtimeMethods.runMany, runMany);
connection.onRequest(runtimeMethods.runLifeCycle, runWhole);
connection.onRequest(runtimeMethods.follow, followRun);
connection.onRequest(runtimeMethods.runScenario, runOneScenario);
connection.onRequest(runtimeMethods.recordScenario, (request: RecordRequest) =>
  recordScenario(request, { pool, allowPackages: packagesAskerOf(request.run.app) }),
);
connection.onRequest(runtimeMethods.testConnection, (access: HostAccess) => {
  crash.hide(access);
  return testConnection(access, new AbortController().signal);
});
connection.onRequest(runtimeMethods.realEvents, (access: HostAccess) => {
  crash.hide(access);
  return realEvents(access, new AbortController().signal);
});
connection.onRequest(runtimeMethods.listProjects, (access: HostAccess) => {
  crash.hide(access);
  return listProjects(access, new AbortController().signal);
});
connection.onNotification(runtimeMethods.warmUp, (app: AppSource) => {
  pool.warmUp();
  void loadTypeScript();
  // What the app's first run compiles is compiled now. What is wrong with it is told when it runs.
  loadProgram(folderFiles(app), { doublesAwaits: false, folder: app.root, profile: defaultProfile }).catch(
    () => undefined,
  );
});
process.on('uncaughtException', (error) => crash.end(error));
connection.onClose(() => void end());
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
connection.listen();
