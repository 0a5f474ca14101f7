/**
 * Ten thousand runs of apps made by chance: good ones, and such as fail, hang and flood. Does anything grow?
 * `nice node test/bench/soak.ts [runs] [seed]`; exit code 1 where something leaks.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runtimeMemoryFlags } from '../../protocol/runtime.ts';
import { build } from '../../scripts/build.ts';
import { dist } from '../../scripts/paths.ts';
import { median } from './appText.ts';
import { type Sample, soak } from './soak/soak.ts';

/** What the last quarter may have more than the one before it, where that is no leak. */
const mostGrowth = { residentMb: 10, heapMb: 3, handles: 2 };

/**
 * Compares the last two quarters: memory that is kept for later use (compiled code, the allocator's own) comes in the
 * first half, and a leak does not end there.
 */
function grown(samples: readonly Sample[], of: keyof typeof mostGrowth): number {
  const quarter = Math.floor(samples.length / 4);
  const medianOf = (part: readonly Sample[]): number => median(part.map((sample) => sample[of]));
  return medianOf(samples.slice(-quarter)) - medianOf(samples.slice(-2 * quarter, -quarter));
}

async function main(): Promise<number> {
  const [runs = 10_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
  console.log(`${runs} runs, seed ${seed}`);
  const startedAt = performance.now();
  const { kinds, samples, surprises } = await soak({
    seed,
    runs,
    sandboxPath: join(dist, 'sandbox.js'),
    every: Math.max(1, Math.floor(runs / 40)),
    onSample: ({ runs: done, residentMb, heapMb, handles, children }) =>
      console.log(
        `${String(done).padStart(6)} runs: ${residentMb} MB resident, ${heapMb} MB heap, ${handles} handles, ${children} sandboxes`,
      ),
  });
  console.log(`Kinds: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  for (const surprise of surprises) console.log(`Surprise: ${surprise}`);
  // The pool is gone when the last one is taken.
  const running = samples.slice(0, -1);
  const growth = (['residentMb', 'heapMb', 'handles'] as const).map(
    (of) => [of, grown(running, of)] as const,
  );
  console.log(
    `From the third quarter to the last: ${growth.map(([of, more]) => `${of} ${more >= 0 ? '+' : ''}${more}`).join(', ')}.`,
  );
  const leaks = [
    ...growth.filter(([of, more]) => more > mostGrowth[of]).map(([of]) => `${of} grows`),
    ...((samples.at(-1)?.children ?? 0) > 0 ? ['processes are left'] : []),
  ];
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${leaks.length === 0 ? 'No leak' : `Leak: ${leaks.join(', ')}`}, in ${seconds} s.`);
  return leaks.length === 0 && surprises.length === 0 ? 0 : 1;
}

if (globalThis.gc === undefined) {
  await build({ production: false, only: ['sandbox', 'context', 'streams'] });
  // As the editor starts the runtime, and with the means to collect garbage before each look.
  const flags = [...runtimeMemoryFlags, '--expose-gc', '--no-warnings'];
  const { status } = spawnSync(process.execPath, [...flags, import.meta.filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  process.exitCode = await main();
}
