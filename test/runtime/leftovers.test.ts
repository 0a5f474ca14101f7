/** Nothing of a run outlives whoever started it: looked up in the table of processes. */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RuntimeProcess } from '../../client/runtimeProcess.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import { localAccess } from '../../runtime/index.ts';
import { OrphanGuard } from '../../runtime/runner/orphanGuard.ts';
import { SandboxProcess } from '../../runtime/runner/sandboxProcess.ts';
import { dist } from '../../scripts/paths.ts';
import { sandboxPids } from './support/children.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const spinning = `export function onEvent() { for (;;) {} }`;

function request(code: string, timeoutSeconds: number): RunRequest {
  return {
    app: { root: join(folder, 'no-such-folder'), unsaved: { 'plugin.json': '{}', 'index.js': code } },
    entryPoint: 'onEvent',
    input: { event: 'x', properties: {} },
    config: {},
    access: localAccess,
    timeoutSeconds,
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

/** Waits until none of them lives; the test's own time limit ends the wait. */
async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(lives)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits until a process below `parent` works hard: it spins. */
async function untilSpinning(parent: number | undefined): Promise<readonly number[]> {
  for (;;) {
    const pids = sandboxPids(parent);
    const busy = pids.filter((pid) => processorSeconds(pid) > 0.4);
    if (busy.length > 0) return pids;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The table of processes tells their processor time finely enough on Linux alone. */
const onLinux = test.runIf(process.platform === 'linux');

function startRuntime(): RuntimeProcess {
  return new RuntimeProcess({
    program: join(dist, 'runtime.js'),
    whyOff: () => null,
    consent: () => Promise.resolve(false),
    allowPackages: () => Promise.resolve(false),
    attachDebugger: () => Promise.resolve(false),
    log: () => undefined,
  });
}

onLinux('a reload of the window: the client goes in the middle of a run that spins', async () => {
  const runtime = startRuntime();
  const running = runtime.run(request(spinning, 30), new AbortController().signal).catch(() => 'ended');
  const sandboxes = await untilSpinning(runtime.pid);
  const pid = runtime.pid ?? 0;
  runtime.dispose();
  await untilGone([...sandboxes, pid]);
  expect(await running).toBe('ended');
});

onLinux('stopping a run that spins ends its sandbox', async () => {
  const runtime = startRuntime();
  const aborter = new AbortController();
  const running = runtime.run(request(spinning, 30), aborter.signal);
  const sandboxes = await untilSpinning(runtime.pid);
  aborter.abort();
  expect((await running).outcome).toBe('stopped');
  await untilGone(sandboxes);
  runtime.dispose();
});

onLinux('a crash of the editor host takes the runtime and a sandbox that spins with it', async () => {
  const host = join(folder, 'host.mjs');
  await writeFile(
    host,
    `import { fork } from 'node:child_process'
const runtime = fork(${JSON.stringify(join(dist, 'runtime.js'))}, [], { execArgv: [] })
process.send({ pid: runtime.pid })
runtime.send(${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'posthogApps/run', params: request(spinning, 30) })})
setInterval(() => {}, 1000)`,
  );
  const child = fork(host, [], { execArgv: [] });
  const [{ pid }] = (await once(child, 'message')) as [{ readonly pid: number }];
  const sandboxes = await untilSpinning(pid);
  child.kill('SIGKILL');
  await untilGone([pid, ...sandboxes]);
});

onLinux(
  'a runtime that is killed takes a sandbox that spins with it, long before the limit of the run',
  async () => {
    const runtime = fork(join(dist, 'runtime.js'), [], { execArgv: [] });
    runtime.send({ jsonrpc: '2.0', id: 1, method: 'posthogApps/run', params: request(spinning, 3_600) });
    const sandboxes = await untilSpinning(runtime.pid);
    runtime.kill('SIGKILL');
    await untilGone(sandboxes);
  },
);

test.skipIf(process.platform === 'win32')('a process that has ended is no longer guarded', async () => {
  const guard = new OrphanGuard();
  const [first, second] = [spawn('sleep', ['60']), spawn('sleep', ['60'])];
  expect([first, second].map(({ pid = 0 }) => guard.add(pid))).toEqual([true, true]);
  guard.remove(second.pid ?? 0);
  const ended = once(first, 'exit');
  guard.end();
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(second.exitCode).toBe(null);
  expect(second.kill()).toBe(true);
});

onLinux('Ctrl+C on the command line stops a run that spins, and shows what it has', async () => {
  await writeFile(join(folder, 'plugin.json'), '{"main": "index.js"}');
  await writeFile(join(folder, 'index.js'), spinning);
  const command = spawn(process.execPath, [join(dist, 'cli.js'), 'run', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  command.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const sandboxes = await untilSpinning(command.pid);
  command.kill('SIGINT');
  const [code] = (await once(command, 'close')) as [number];
  expect([code, output]).toEqual([1, 'Stopped.\n']);
  await untilGone(sandboxes);
});

/** Where the open descriptors of a process lead. */
function openIn(pid: number): readonly string[] {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors).map((name) => readlinkSync(join(descriptors, name)));
}

/** The sandbox, and the shell that guards it. */
function childrenOf(pid: number | undefined): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

onLinux(
  'what the command line was started with, open and unmarked, is open in no process of it',
  async () => {
    await writeFile(join(folder, 'plugin.json'), '{"main": "index.js"}');
    await writeFile(join(folder, 'index.js'), spinning);
    const secret = join(folder, 'secret');
    await writeFile(secret, 'of the one who started it');
    const file = openSync(secret, 'r');
    // Node marks the first sixteen by itself.
    const none = Array.from({ length: 14 }, () => 'ignore' as const);
    const command = spawn(process.execPath, [join(dist, 'cli.js'), 'run', folder], {
      stdio: ['ignore', 'ignore', 'inherit', ...none, file, 'ignore', 'ignore', file],
    });
    closeSync(file);
    await untilSpinning(command.pid);
    const open = childrenOf(command.pid).map(openIn);
    expect(openIn(command.pid ?? 0).filter((path) => path === secret)).toHaveLength(2);
    command.kill('SIGINT');
    await once(command, 'close');
    expect(open).toHaveLength(2);
    expect(open.flat()).not.toContain(secret);
  },
);

// Windows has no such groups.
test.skipIf(process.platform === 'win32')(
  'Ctrl+C in a terminal does not reach a sandbox, however early: it is in a group of its own',
  async () => {
    const sandbox = new SandboxProcess(join(dist, 'sandbox.js'));
    const group = execFileSync('ps', ['-o', 'pgid=', '-p', String(sandbox.pid)], { encoding: 'utf8' });
    expect(Number(group)).toBe(sandbox.pid);
    await sandbox.kill();
  },
);
