/** Runs many apps made by chance, one after another as a person would, and watches what they leave behind. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createApp } from '../../../runtime/index.ts';
import { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import { randomFrom } from '../../server/rules/eventLoop/randomApps.ts';
import { randomApp } from './randomApps.ts';

export interface Sample {
  readonly runs: number;
  readonly residentMb: number;
  readonly heapMb: number;
  /** Open files and sockets. */
  readonly handles: number;
  readonly children: number;
}

export interface SoakResult {
  readonly kinds: ReadonlyMap<string, number>;
  /** Runs that ended otherwise than their kind has to. */
  readonly surprises: readonly string[];
  readonly samples: readonly Sample[];
}

export interface SoakOptions {
  readonly seed: number;
  readonly runs: number;
  readonly sandboxPath: string;
  /** Runs between two samples. */
  readonly every: number;
  readonly onSample?: (sample: Sample) => void;
}

/** Each app is run up to so often, in one sandbox while it lasts. */
const mostCalls = 16;
/** Of apps that hang; the others end by themselves, however busy the computer is. */
const hangSeconds = 0.3;

export async function soak({ seed, runs, sandboxPath, every, onSample }: SoakOptions): Promise<SoakResult> {
  const random = randomFrom(seed);
  const pool = new SandboxPool(sandboxPath);
  const kinds = new Map<string, number>();
  const surprises: string[] = [];
  const samples: Sample[] = [];
  const sample = (done: number): void => {
    const taken = sampleNow(done);
    samples.push(taken);
    onSample?.(taken);
  };
  let done = 0;
  let next = 0;
  while (done < runs) {
    const { kind, outcomes, source } = randomApp(random);
    const app = createApp({
      pool,
      timeoutSeconds: outcomes.includes('timed-out') ? hangSeconds : 60,
      source: { files: { 'plugin.json': '{"name": "By chance"}', 'index.js': source } },
    });
    pool.warmUp();
    // A run that ends its sandbox costs a new one: once is enough.
    const calls = kind === 'good' || kind === 'dropping' ? 1 + Math.floor(random() * mostCalls) : 1;
    for (let call = 0; call < calls && done < runs; call += 1, done += 1) {
      const { outcome, errors } = await app.call('processEvent', { event: `event ${done}`, properties: {} });
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (!outcomes.includes(outcome))
        surprises.push(`run ${done}, ${kind}: ${outcome} ${errors.map(({ message }) => message).join('; ')}`);
    }
    await app.dispose();
    if (done >= next) {
      sample(done);
      next += every;
    }
  }
  await pool.dispose();
  sample(done);
  return { kinds, surprises, samples };
}

/** What is in use shows only when the rest was collected, where the program allows it (`--expose-gc`). */
function sampleNow(runs: number): Sample {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    runs,
    residentMb: Math.round(rss / 2 ** 20),
    heapMb: Math.round(heapUsed / 2 ** 20),
    handles: readdirSync('/proc/self/fd').length,
    children: childrenOf(process.pid),
  };
}

/** Sandboxes that live, without the program that counts them. */
function childrenOf(parent: number): number {
  const table = execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .filter((line) => line.trim().startsWith(`${parent} `) && line.includes('sandbox.js')).length;
}
