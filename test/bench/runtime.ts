/**
 * The runtime beside other ways to run an app, in one run and turn by turn: the original's (vm2 with Babel, in the
 * process), `node:vm`, a plain call, a forked child with nothing but JSON.
 *
 * `nice node test/bench/runtime.ts [rates] [times] [minute]` prints tables of medians; it tests nothing. Without names it
 * does the first two. Behind `rates`, names of apps (see `workloads.ts`) leave out the others.
 */
import { build } from '../../scripts/build.ts';
import { originalFolder } from './runtime/install.ts';
import { minute } from './runtime/minute.ts';
import { rates } from './runtime/rates.ts';
import { times } from './runtime/times.ts';

const wanted = process.argv.slice(2);
// What is measured is what the sources are now.
await build({ production: false, only: ['runtime', 'sandbox', 'context', 'streams'] });
const vm2 = await originalFolder();
const startedAt = performance.now();
if (wanted.length === 0 || wanted.includes('rates')) await rates(vm2, wanted);
if (wanted.length === 0 || wanted.includes('times')) await times(vm2);
if (wanted.includes('minute')) await minute(vm2);
console.log(`\nIt took ${((performance.now() - startedAt) / 1000).toFixed(0)} s on Node ${process.version}.`);
