/** A minute at full rate: does the rate fall, does memory grow? */
import { type Hosted, inProcess, ours } from './contenders.ts';
import { printTable, rounded } from './table.ts';
import { apps, events } from './workloads.ts';

const sliceMs = 5_000;
const slices = 12;

export async function minute(vm2: string | undefined): Promise<void> {
  const contenders: readonly (readonly [string, Hosted])[] = [
    ['ours', ours({ eventsPerMessage: 100, messagesInFlight: 2 })],
    ...(vm2 === undefined ? [] : [['vm2', inProcess('vm2', vm2)] as const]),
  ];
  const rows: string[][] = [
    ['', ...Array.from({ length: slices }, (_, i) => `${((i + 1) * sliceMs) / 1000} s`)],
  ];
  for (const [name, contender] of contenders) {
    await contender.load(apps.capture);
    const rates: string[] = [];
    const sizes: string[] = [];
    const own: string[] = [];
    for (let slice = 0; slice < slices; slice += 1) {
      rates.push(rounded(await contender.measure(events.full, sliceMs)));
      sizes.push(rounded((await contender.memory()) / 2 ** 20));
      own.push(rounded((await contender.heapInUse()) / 2 ** 20));
    }
    rows.push([`${name}: events a second`, ...rates], [`${name}: MB of the app's process`, ...sizes]);
    if (name === 'ours') rows.push(['ours: MB in use where it is run from, collected', ...own]);
    await contender.end();
  }
  printTable('A minute at full rate: full page views, one capture each', rows);
}
