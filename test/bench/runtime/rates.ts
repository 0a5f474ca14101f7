/** Events a second through `processEvent`. */
import { median } from '../appText.ts';
import type { Contender } from './contender.ts';
import { bareFork, inProcess, ours } from './contenders.ts';
import { printTable, rounded } from './table.ts';
import { type AppName, apps, type EventName, events } from './workloads.ts';

/** Odd, and many: where the system puts two processes on one core, both are quicker, and it moves them about. */
const rounds = 9;
const roundMs = 200;
/** The first round is for the compiler: one event at a time needs longer until all of the code is compiled. */
const warmUpMs = 1_000;

const one = { eventsPerMessage: 1, messagesInFlight: 1 };
const many = { eventsPerMessage: 1, messagesInFlight: 64 };
const hundred = { eventsPerMessage: 100, messagesInFlight: 8 };

/** @param wanted names of apps; all where it names none. */
export async function rates(vm2: string | undefined, wanted: readonly string[]): Promise<void> {
  const contenders: readonly (readonly [name: string, contender: Contender])[] = [
    ['call', inProcess('call', '')],
    ['node:vm', inProcess('vm', '')],
    ...(vm2 === undefined ? [] : [['vm2', inProcess('vm2', vm2)] as const]),
    // Those that are compared one behind the other: the machine is the same for both.
    ['fork 1', bareFork(one)],
    ['ours 1', ours(one)],
    ['fork 64', bareFork(many)],
    ['ours 64', ours(many)],
    ['fork 100', bareFork(hundred)],
    ['ours 100', ours(hundred)],
  ];
  const names = contenders.map(([name]) => name);
  const speeds: string[][] = [['app, event', ...names]];
  const costs: string[][] = [['app, event', ...names, 'fork 100 to ours']];
  const ratios: string[][] = [
    ['app, event', 'to fork 1', 'to fork 64', 'to fork 100', 'to vm2', 'fork 100 to vm2'],
  ];
  const appNames = Object.keys(apps) as AppName[];
  const some = appNames.filter((name) => wanted.includes(name));
  for (const app of some.length === 0 ? appNames : some) {
    for (const [, contender] of contenders) await contender.load(apps[app]);
    for (const event of Object.keys(events) as EventName[]) {
      const found = new Map<string, number[]>(names.map((name) => [name, []]));
      const cost = new Map<string, number[]>(names.map((name) => [name, []]));
      for (let round = 0; round <= rounds; round += 1) {
        for (const [name, contender] of contenders) {
          const before = await contender.processorMs();
          const startedAt = performance.now();
          const rate = await contender.measure(events[event], round === 0 ? warmUpMs : roundMs);
          const done = (rate * (performance.now() - startedAt)) / 1000;
          const used = (await contender.processorMs()) - before;
          if (round === 0) continue;
          found.get(name)?.push(rate);
          cost.get(name)?.push((used * 1000) / done);
        }
      }
      const of = (name: string): number => median(found.get(name) ?? []);
      // Of each round, not of the medians, since the rounds differ more than the contenders.
      const ratio = (name: string, other: string): number =>
        median((found.get(name) ?? []).map((rate, round) => rate / (found.get(other)?.[round] ?? NaN)));
      const costOf = (name: string): number => median(cost.get(name) ?? []);
      const label = `${app}, ${event}`;
      costs.push([
        label,
        ...names.map((name) => rounded(costOf(name))),
        rounded(costOf('fork 100') / costOf('ours 100')),
      ]);
      speeds.push([label, ...names.map((name) => rounded(of(name)))]);
      ratios.push([
        label,
        rounded(ratio('ours 1', 'fork 1')),
        rounded(ratio('ours 64', 'fork 64')),
        rounded(ratio('ours 100', 'fork 100')),
        rounded(ratio('ours 100', 'vm2')),
        rounded(ratio('fork 100', 'vm2')),
      ]);
    }
  }
  const memory: string[][] = [['', ...names]];
  const bytes: string[] = [];
  for (const [, contender] of contenders) bytes.push(rounded((await contender.memory()) / 2 ** 20));
  memory.push(['MB', ...bytes]);
  for (const [, contender] of contenders) await contender.end();
  printTable(
    'Events a second (medians; 1: one in flight, 64: one each and 64 in flight, 100: a hundred a message)',
    speeds,
  );
  printTable('Microseconds of processor time for an event, of all processes that take part', costs);
  printTable('Ours to the others, with the same batching (medians of the ratios of each round)', ratios);
  printTable('Resident memory of the process that the app is in, after all of this', memory);
}
