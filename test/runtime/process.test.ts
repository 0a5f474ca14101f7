/** The runtime process as the client starts it: the built bundle, over JSON-RPC on the child's channel. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import {
  CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type AppSource,
  type ConsentRequest,
  type FollowAnswer,
  type Followed,
  type FollowRequest,
  type LifeCycleStep,
  type RunRequest,
  runtimeMethods,
} from '../../protocol/runtime.ts';
import type { EventsReport } from '../../protocol/eventsReport.ts';
import type { Trace } from '../../protocol/trace.ts';
import { localAccess } from '../../runtime/index.ts';
import { sandboxPids } from './support/children.ts';
import { buildSandbox } from './support/sandboxBundle.ts';
import { accessTo, answerJson, startServer } from './support/server.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
  await Promise.all([
    buildSandbox(folder),
    esbuild.build({
      absWorkingDir: root,
      entryPoints: { runtime: 'runtime/main.ts' },
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22.20',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
      alias: { typescript: join(root, 'node_modules/typescript/lib/typescript.js') },
      external: [join(root, 'node_modules/typescript/lib/typescript.js')],
    }),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Runtime extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
}

function startRuntime(): Runtime {
  const child = fork(join(folder, 'runtime.js'), [], { execArgv: [] });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return {
    child,
    connection,
    async [Symbol.asyncDispose]() {
      connection.dispose();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

function request(code: string, changes: Partial<RunRequest> = {}): RunRequest {
  const app: AppSource = {
    root: join(folder, 'no-such-folder'),
    unsaved: { 'plugin.json': '{}', 'index.js': code },
  };
  return {
    app,
    entryPoint: 'onEvent',
    input: { event: 'x', properties: {} },
    config: {},
    access: localAccess,
    timeoutSeconds: 20,
    ...changes,
  };
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until no process of the list lives; the test's own time limit ends the wait. */
async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(lives)) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a run of unsaved text answers with its trace', async () => {
  await using runtime = startRuntime();
  await runtime.connection.sendNotification(runtimeMethods.warmUp, request('').app);
  const code = `export async function onEvent(event) { await posthog.capture('seen ' + event.event) }`;
  const trace = await runtime.connection.sendRequest<Trace>(runtimeMethods.run, request(code));
  expect(trace.outcome).toBe('completed');
  expect(trace.captured).toMatchObject([{ event: 'seen x', delivery: 'local' }]);
});

test('runs a list of events one by one, with a row for each', async () => {
  await using runtime = startRuntime();
  const code = `export function processEvent(event) {
  if (event.event === 'bad') throw new Error('No luck.')
  return event.event === 'gone' ? null : { ...event, seen: true }
}`;
  const events = ['good', 'bad', 'gone'].map((event) => ({ event }));
  const report = await runtime.connection.sendRequest<EventsReport>(
    runtimeMethods.runMany,
    request(code, { entryPoint: 'processEvent', input: events }),
  );
  expect(report.rows.map(({ index, outcome }) => [index, outcome])).toEqual([
    [0, 'changed'],
    [1, 'failed'],
    [2, 'dropped'],
  ]);
  expect(report.rows[1]?.problem).toEqual({
    message: 'No luck.',
    source: { file: 'index.js', line: 2, column: 36 },
  });
});

test('the client is asked before the first live write', async () => {
  await using server = await startServer(answerJson({}));
  await using runtime = startRuntime();
  const asked: ConsentRequest[] = [];
  runtime.connection.onRequest(runtimeMethods.consent, (consent: ConsentRequest) => {
    asked.push(consent);
    return false;
  });
  const code = `export const onEvent = () => posthog.capture('x')`;
  const trace = await runtime.connection.sendRequest<Trace>(
    runtimeMethods.run,
    request(code, { access: accessTo(server) }),
  );
  expect(asked).toEqual([{ origin: server.origin, projectId: '42', what: 'capture of "x"' }]);
  expect(trace.captured[0]?.delivery).toBe('refused');
  expect(server.seen).toEqual([]);
});

describe('captured events are followed', () => {
  let runtime: Runtime;
  beforeAll(() => {
    runtime = startRuntime();
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  async function ran(run: RunRequest): Promise<FollowRequest> {
    const { captured } = await runtime.connection.sendRequest<Trace>(runtimeMethods.run, run);
    return {
      runId: run.keptFor ?? '',
      apps: [{ name: 'App', run }],
      starts: captured.map((event, index) => ({ captured: event, app: 'App', index })),
      limits: { maxHops: 2, maxEvents: 10 },
    };
  }

  async function follow(request: FollowRequest, token = CancellationToken.None): Promise<Followed> {
    const answer = await runtime.connection.sendRequest<FollowAnswer>(runtimeMethods.follow, request, token);
    if ('problem' in answer) throw new Error(answer.problem);
    return answer;
  }

  test('in the app that ran, which goes with that or with the next run', async () => {
    const code = `let count = 0
export async function onEvent() { count += 1; await posthog.capture('seen', { count }) }`;
    const following = await ran(request(code, { keptFor: 'one' }));
    const countsOf = async (): Promise<readonly unknown[]> =>
      (await follow(following)).hops.map(({ properties }) => properties['count']);
    expect(await countsOf()).toEqual([1, 2]);
    // It has gone with that: another time begins with an app that is loaded anew.
    expect(await countsOf()).toEqual([1, 1]);
    await ran(request(code, { keptFor: 'two' }));
    await ran(request('export function onEvent() {}'));
    // One is ready for the run after.
    await vi.waitFor(() => expect(sandboxPids(runtime.child.pid)).toHaveLength(1), { timeout: 10_000 });
  });

  test('in the app whose whole life was run, with what it keeps', async () => {
    const code = `export function setupPlugin({ global }) { global.isReady = true }
export async function onEvent(event, { cache, global, storage }) {
  if (!global.isReady) throw new Error('not set up')
  if ((await storage.get('seen')) && (await cache.get('seen'))) return
  await storage.set('seen', true)
  await cache.set('seen', true)
  await posthog.capture('first sight')
}
export function teardownPlugin({ global }) { global.isReady = false }`;
    const run = request(code, { keptFor: 'life' });
    const life = { ...run, exports: ['setupPlugin', 'onEvent', 'teardownPlugin'] };
    const steps = await runtime.connection.sendRequest<readonly LifeCycleStep[]>(
      runtimeMethods.runLifeCycle,
      life,
    );
    const starts = steps
      .flatMap(({ trace }) => trace.captured)
      .map((captured, index) => ({ captured, app: 'App', index }));
    const limits = { maxHops: 2, maxEvents: 10 };
    const { following, hops } = await follow({ runId: 'life', apps: [{ name: 'App', run }], starts, limits });
    expect(following.end).toBe('rests');
    expect(hops.map(({ steps: [step] }) => [step?.entryPoint, step?.outcome, step?.captured])).toEqual([
      ['onEvent', 'completed', 0],
    ]);
  });

  test('unless an app cannot be loaded, which says why', async () => {
    const run = request('export function onEvent( {');
    const following = {
      runId: '',
      apps: [{ name: 'App', run }],
      starts: [],
      limits: { maxHops: 2, maxEvents: 9 },
    };
    await expect(follow(following)).rejects.toThrow(
      "App cannot be loaded: index.js cannot be read, line 1: '}' expected.",
    );
  });

  test('until that is cancelled, with what came back so far', async () => {
    const code = `export async function onEvent({ event }) {
  if (event === 'x') await posthog.capture('seen')
  else for (;;);
}`;
    const following = await ran(request(code, { keptFor: 'one' }));
    const source = new CancellationTokenSource();
    const answer = follow(following, source.token);
    source.cancel();
    expect((await answer).following.end).toBe('stopped');
  });
});

test('cancelling a run that spins answers with outcome stopped, and the next run works', async () => {
  await using runtime = startRuntime();
  await using server = await startServer(answerJson({}));
  const source = new CancellationTokenSource();
  const code = `export async function onEvent() { await fetch('${server.origin}/begun'); for (;;) {} }`;
  const running = runtime.connection.sendRequest<Trace>(
    runtimeMethods.run,
    request(code, { access: accessTo(server) }),
    source.token,
  );
  while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  source.cancel();
  expect((await running).outcome).toBe('stopped');
  const next = await runtime.connection.sendRequest<Trace>(
    runtimeMethods.run,
    request(`export function onEvent() {}`),
  );
  expect(next.outcome).toBe('completed');
});

test('when the client goes, the runtime goes and its sandboxes with it', async () => {
  const runtime = startRuntime();
  await runtime.connection.sendRequest(runtimeMethods.run, request(`export function onEvent() {}`));
  // The next sandbox is made ready behind the answer.
  const sandboxes = await vi.waitFor(() => {
    const found = sandboxPids(runtime.child.pid);
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  await runtime[Symbol.asyncDispose]();
  await untilGone(sandboxes);
});

test('when the runtime is killed, a sandbox that idles goes at once and one that spins soon after', async () => {
  await using server = await startServer(answerJson({}));
  const runtime = startRuntime();
  const code = `export async function onEvent() { await fetch('${server.origin}/begun'); for (;;) {} }`;
  runtime.connection
    .sendRequest<Trace>(runtimeMethods.run, request(code, { access: accessTo(server), timeoutSeconds: 1 }))
    .catch(() => undefined);
  await runtime.connection.sendNotification(runtimeMethods.warmUp, request('').app);
  while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const sandboxes = sandboxPids(runtime.child.pid);
  expect(sandboxes.length).toBeGreaterThan(0);
  runtime.child.kill('SIGKILL');
  await untilGone(sandboxes);
  runtime.connection.dispose();
});
