/** The contenders: each has the app loaded in processes of its own, and tells how many events a second it does. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Json } from '../../../protocol/trace.ts';
import { createApp } from '../../../runtime/index.ts';
import type { Batching } from '../../../runtime/runner/eventList.ts';
import { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import { dist } from '../../../scripts/paths.ts';
import type { Order, Way } from './inProcessHost.ts';

export interface Contender {
  /** Milliseconds until the first event was done. */
  load(source: string): Promise<number>;
  /** Events a second, over about so many milliseconds. */
  measure(event: Json, ms: number): Promise<number>;
  /** Milliseconds of processor time so far, of this process and that of the app; of the latter alone where it does all. */
  processorMs(): number;
  /** Resident bytes of the process that the app is in. */
  memory(): Promise<number>;
  end(): Promise<void>;
}

export function residentBytes(pid: number | undefined): number {
  const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
  return Number(pages) * 4096;
}

/** Milliseconds of processor time of a process: of its threads, which the system counts in nanoseconds. */
function processorMsOf(pid: number | undefined): number {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).reduce(
    (sum, thread) =>
      sum + Number(readFileSync(join(threads, thread, 'schedstat'), 'utf8').split(' ')[0]) / 1e6,
    0,
  );
}

function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @param vm2 folder in which vm2 and Babel are installed. */
export function inProcess(way: Way, vm2: string): Contender {
  const child = fork(join(import.meta.dirname, 'inProcessHost.ts'), [way], {
    // Loading of code is not what is measured, and vm2 needs none of it.
    execArgv: ['--no-warnings', '--max-old-space-size=4096'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The process for ${way} ended.`)));
  ended.catch(() => undefined); // At the end of the benchmark nobody waits for it.
  const order = async (what: Order): Promise<number> => {
    child.send(what);
    const answer = once(child, 'message') as Promise<[number]>;
    const [value] = await Promise.race([answer, ended]);
    return value;
  };
  return {
    load: (source) => order({ kind: 'load', source, vm2 }),
    measure: (event, ms) => order({ kind: 'measure', event: JSON.stringify(event), ms }),
    processorMs: () => processorMsOf(child.pid),
    memory: () => order({ kind: 'memory' }),
    end: () => endOf(child),
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export function compiled(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
}

/** A forked child with JSON, and nothing around the app. */
export function bareFork({ eventsPerMessage, messagesInFlight }: Batching): Contender {
  let child: ChildProcess | undefined;
  const exchange = async (event: Json, ms: number): Promise<number> => {
    const process = child;
    if (process === undefined) throw new Error('Nothing is loaded.');
    const startedAt = performance.now();
    const message = { events: Array.from({ length: eventsPerMessage }, () => event) };
    let open = 0;
    let done = 0;
    return new Promise((resolve) => {
      const receive = (): void => {
        open -= 1;
        done += eventsPerMessage;
        const passed = performance.now() - startedAt;
        if (passed < ms) push();
        else if (open === 0) {
          process.off('message', receive);
          resolve((done / passed) * 1000);
        }
      };
      const push = (): void => {
        open += 1;
        process.send(message);
      };
      process.on('message', receive);
      for (let i = 0; i < messagesInFlight; i += 1) push();
    });
  };
  const end = async (): Promise<void> => {
    if (child !== undefined) await endOf(child);
  };
  return {
    async load(source) {
      await end();
      const code = compiled(source);
      const startedAt = performance.now();
      child = fork(join(import.meta.dirname, 'bareChild.cjs'), [], { execArgv: [] });
      child.send({ code });
      child.send({ events: [{ event: 'first', properties: {} }] });
      await once(child, 'message');
      return performance.now() - startedAt;
    },
    measure: exchange,
    processorMs: () => ownProcessorMs() + processorMsOf(child?.pid),
    memory: () => Promise.resolve(residentBytes(child?.pid)),
    end,
  };
}

/** The sandbox of this project. */
export function ours(batching: Batching): Contender {
  const pool = new SandboxPool(join(dist, 'sandbox.js'));
  let app: ReturnType<typeof createApp> | undefined;
  const call = async (events: readonly Json[]): Promise<void> => {
    const report = await app?.callMany('processEvent', events, { batching });
    if (report?.rows.length !== events.length || report.trace.outcome !== 'completed')
      throw new Error(`The list failed: ${JSON.stringify(report?.trace.errors)}`);
  };
  return {
    async load(source) {
      await app?.dispose();
      const startedAt = performance.now();
      app = createApp({ pool, source: { files: { 'plugin.json': '{}', 'index.js': source } } });
      const { errors, outcome } = await app.call('processEvent', { event: 'first', properties: {} });
      if (outcome === 'failed') throw new Error(`The app failed: ${JSON.stringify(errors)}`);
      return performance.now() - startedAt;
    },
    async measure(event, ms) {
      const startedAt = performance.now();
      // The same length for all: the trace of a list keeps its first events whole, whatever the batching.
      const size = 10_000;
      let done = 0;
      while (performance.now() - startedAt < ms) {
        await call(Array.from({ length: size }, () => event));
        done += size;
      }
      return (done / (performance.now() - startedAt)) * 1000;
    },
    processorMs: () => ownProcessorMs() + processorMsOf(pool.usedPids[0]),
    memory: () => Promise.resolve(residentBytes(pool.usedPids[0])),
    async end() {
      await app?.dispose();
      await pool.dispose();
    },
  };
}
