/**
 * Ten thousand runs of apps made by chance: good ones, and such as fail, hang and flood. Does anything grow?
 * `nice node --expose-gc test/bench/soak.ts [runs] [seed]` after `npm run build`; exit code 1 where something leaks.
 */
import { join } from 'node:path';
import { dist } from '../../scripts/paths.ts';
import { median } from './appText.ts';
import { soak } from './soak/soak.ts';

const [runs = 10_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
console.log(`${runs} runs, seed ${seed}`);
const startedAt = performance.now();
const { kinds, samples, surprises } = await soak({
  seed,
  runs,
  sandboxPath: join(dist, 'sandbox.js'),
  every: Math.max(1, Math.floor(runs / 20)),
  onSample: ({ runs, residentMb, heapMb, handles, children }) =>
    console.log(
      `${String(runs).padStart(6)} runs: ${residentMb} MB resident, ${heapMb} MB heap, ${handles} handles, ${children} sandboxes`,
    ),
});
console.log(`Kinds: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
for (const surprise of surprises) console.log(`Surprise: ${surprise}`);

/** The first fifth is for the compiler and the caches. */
const settled = samples.slice(Math.ceil(samples.length / 5), -1);
const half = Math.floor(settled.length / 2);
const grown = (of: (sample: (typeof samples)[number]) => number): number =>
  median(settled.slice(half).map(of)) - median(settled.slice(0, half).map(of));
const last = samples.at(-1);
const leaks = [
  grown(({ residentMb }) => residentMb) > 30 ? 'memory grows' : '',
  grown(({ handles }) => handles) > 2 ? 'handles grow' : '',
  (last?.children ?? 0) > 0 ? 'processes are left' : '',
].filter((text) => text !== '');
console.log(
  `From the first half to the second: ${grown(({ residentMb }) => residentMb)} MB resident, ${grown(({ heapMb }) => heapMb)} MB heap, ${grown(({ handles }) => handles)} handles.`,
);
console.log(
  `${leaks.length === 0 ? 'No leak' : `Leak: ${leaks.join(', ')}`}, in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`,
);
process.exitCode = leaks.length === 0 && surprises.length === 0 ? 0 : 1;
