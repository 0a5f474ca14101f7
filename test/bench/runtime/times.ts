/** Time to the first result, after an edit, by the size of the source; and memory for each further app. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { type AppSource, type RunRequest, runtimeMethods } from '../../../protocol/runtime.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { localAccess } from '../../../runtime/index.ts';
import { dist } from '../../../scripts/paths.ts';
import { median } from '../appText.ts';
import { bareFork, inProcess } from './contenders.ts';
import { printTable, rounded } from './table.ts';
import { apps, sourceOf } from './workloads.ts';

const rounds = 7;
const one = { eventsPerMessage: 1, messagesInFlight: 1 };

interface Runtime {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
}

/** As the client starts it. */
function startRuntime(compileCache: string): Runtime {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const child = fork(join(dist, 'runtime.js'), [], { execArgv: [], env });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return { child, connection };
}

async function end({ child, connection }: Runtime): Promise<void> {
  const gone = once(child, 'exit');
  connection.dispose();
  child.kill();
  await gone;
}

function appOf(source: string): AppSource {
  return { root: '/no-such-folder', unsaved: { 'plugin.json': '{}', 'index.js': source } };
}

async function run({ connection }: Runtime, source: string): Promise<number> {
  const request: RunRequest = {
    app: appOf(source),
    entryPoint: 'processEvent',
    input: { event: 'first', properties: {} },
    config: {},
    access: localAccess,
    timeoutSeconds: 30,
  };
  const startedAt = performance.now();
  const trace = await connection.sendRequest<Trace>(runtimeMethods.run, request);
  if (trace.outcome !== 'unchanged') throw new Error(JSON.stringify(trace.errors));
  return performance.now() - startedAt;
}

/** A person looks at the result and types: the next sandbox is made ready meanwhile. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

export async function times(vm2: string | undefined): Promise<void> {
  const cache = await mkdtemp(join(tmpdir(), 'posthog-apps-bench-'));
  const found = new Map<string, number[]>();
  const note = (name: string, ms: number): void => void found.set(name, [...(found.get(name) ?? []), ms]);
  for (let round = 0; round < rounds; round += 1) {
    await firstResults(cache, round, note, vm2);
  }
  await rm(cache, { recursive: true, force: true });
  const of = (name: string): number => median(found.get(name) ?? []);
  const bare = of('bare fork, load, first event');
  printTable('Time to the first result (medians)', [
    ['', 'ms', 'to the bare fork'],
    ...[...found.keys()].map((name) => [name, rounded(of(name)), rounded(of(name) / bare)]),
  ]);
  await bySize(vm2);
}

async function firstResults(
  cache: string,
  round: number,
  note: (name: string, ms: number) => void,
  vm2: string | undefined,
): Promise<void> {
  const bare = bareFork(one);
  note('bare fork, load, first event', await bare.load(apps.trivial));
  await bare.end();
  if (vm2 !== undefined) {
    const startedAt = performance.now();
    const original = inProcess('vm2', vm2);
    await original.load(apps.trivial);
    note('vm2: from nothing, process included', performance.now() - startedAt);
    note('vm2: next app', await original.load(`${apps.trivial}// ${round}`));
    await original.end();
  }
  // The first start ever has nothing kept from an earlier one.
  const names = [
    ['ours: from nothing, first start ever', join(cache, `never-${round}`)],
    ['ours: from nothing, started before', join(cache, 'kept')],
  ] as const;
  for (const [name, folder] of names) {
    const startedAt = performance.now();
    const runtime = startRuntime(folder);
    await run(runtime, apps.trivial);
    if (round > 0 || folder !== names[1][1]) note(name, performance.now() - startedAt);
    await pause();
    await end(runtime);
  }
  const runtime = startRuntime(join(cache, 'kept'));
  await runtime.connection.sendNotification(runtimeMethods.warmUp, appOf(apps.trivial));
  await pause();
  await pause();
  note('ours: warm runtime process', await run(runtime, apps.trivial));
  for (let edit = 0; edit < 4; edit += 1) {
    await pause();
    note('ours: run again after an edit', await run(runtime, `${apps.trivial}// ${edit}`));
  }
  note('ours: run again at once, no sandbox ready', await run(runtime, `${apps.trivial}// at once`));
  await end(runtime);
}

async function bySize(vm2: string | undefined): Promise<void> {
  const rows: string[][] = [
    ['kB', 'bare fork, compiled before', 'vm2', 'ours, new source', 'ours, run again'],
  ];
  const runtime = startRuntime(await mkdtemp(join(tmpdir(), 'posthog-apps-bench-')));
  await runtime.connection.sendNotification(runtimeMethods.warmUp, appOf(apps.trivial));
  const original = vm2 === undefined ? undefined : inProcess('vm2', vm2);
  await original?.load(apps.trivial);
  const bare = bareFork(one);
  await pause();
  for (const kilobytes of [0, 10, 100, 300]) {
    const found: Record<'bare' | 'vm2' | 'fresh' | 'again', number[]> = {
      bare: [],
      vm2: [],
      fresh: [],
      again: [],
    };
    for (let round = 0; round < 5; round += 1) {
      const source = `${sourceOf(kilobytes)}// ${round}`;
      found.bare.push(await bare.load(source));
      if (original !== undefined) found.vm2.push(await original.load(source));
      await pause();
      found.fresh.push(await run(runtime, source));
      await pause();
      found.again.push(await run(runtime, source));
    }
    rows.push([
      `${kilobytes}`,
      ...[found.bare, found.vm2, found.fresh, found.again].map((list) => rounded(median(list))),
    ]);
  }
  await bare.end();
  await original?.end();
  await end(runtime);
  printTable('Set-up and first event by the size of the source, in ms (medians)', rows);
}
