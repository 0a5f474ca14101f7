/** A process with one contender, which does what it is told, so that all take turns in one run. */
import v8 from 'node:v8';
import vm from 'node:vm';
import type { Json } from '../../../protocol/trace.ts';
import type { Batching } from '../../../runtime/runner/eventList.ts';
import type { Contender } from './contender.ts';
import type { Way } from './inProcess.ts';

/** The one argument of this program, as JSON. */
export type Wanted =
  | { readonly kind: 'inProcess'; readonly way: Way; readonly vm2: string }
  | { readonly kind: 'bareFork' | 'ours'; readonly batching: Batching };

/** Each is answered with a number. */
export type Order =
  | { readonly kind: 'load'; readonly source: string }
  | { readonly kind: 'measure'; readonly event: Json; readonly ms: number }
  | { readonly kind: 'processorMs' | 'memory' | 'heapInUse' | 'end' };

/** Only the modules of the one that is wanted. */
async function contenderFor(wanted: Wanted): Promise<Contender> {
  switch (wanted.kind) {
    case 'inProcess':
      return (await import('./inProcess.ts')).inProcess(wanted.way, wanted.vm2);
    case 'bareFork':
      return (await import('./bareFork.ts')).bareFork(wanted.batching);
    case 'ours':
      return (await import('./ours.ts')).ours(wanted.batching);
  }
}

async function follow(contender: Contender, order: Order): Promise<number> {
  switch (order.kind) {
    case 'load':
      return contender.load(order.source);
    case 'measure':
      return contender.measure(order.event, order.ms);
    case 'processorMs':
      return contender.processorMs();
    case 'memory':
      return contender.memory();
    case 'heapInUse':
      // What is in use shows only when the rest was collected.
      v8.setFlagsFromString('--expose-gc');
      (vm.runInNewContext('gc') as () => void)();
      return process.memoryUsage().heapUsed;
    case 'end':
      await contender.end();
      return 0;
  }
}

const contender = contenderFor(JSON.parse(process.argv[2] ?? '') as Wanted);
process.on('message', (order) => {
  void contender.then((one) => follow(one, order as Order)).then((answer) => process.send?.(answer));
});
