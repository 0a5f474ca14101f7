/**
 * The contenders, each with a process of its own around it (`host.ts`): with all in one, what the first made of the heap and
 * of the compiled code would slow down those behind it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Batching } from '../../../runtime/runner/eventList.ts';
import type { Contender } from './contender.ts';
import type { Order, Wanted } from './host.ts';
import type { Way } from './inProcess.ts';
import { endOf } from './process.ts';

/** A contender, and what of the process around it is in use. */
export interface Hosted extends Contender {
  /** Bytes of the heap of the process around it, collected. */
  heapInUse(): Promise<number>;
}

/** @param vm2 folder in which vm2 and Babel are installed. */
export function inProcess(way: Way, vm2: string): Hosted {
  return hosted({ kind: 'inProcess', way, vm2 });
}

/** A forked child with JSON, and nothing around the app. */
export function bareFork(batching: Batching): Hosted {
  return hosted({ kind: 'bareFork', batching });
}

/** The sandbox of this project. */
export function ours(batching: Batching): Hosted {
  return hosted({ kind: 'ours', batching });
}

function hosted(wanted: Wanted): Hosted {
  const child = fork(join(import.meta.dirname, 'host.ts'), [JSON.stringify(wanted)], {
    // Loading of code is not what is measured.
    execArgv: ['--no-warnings', '--max-old-space-size=4096'],
  });
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error(`The process for ${wanted.kind} ended.`)),
  );
  ended.catch(() => undefined); // At the end of the benchmark nobody waits for it.
  const order = async (what: Order): Promise<number> => {
    child.send(what);
    const answer = once(child, 'message') as Promise<[number]>;
    const [value] = await Promise.race([answer, ended]);
    return value;
  };
  return {
    load: (source) => order({ kind: 'load', source }),
    measure: (event, ms) => order({ kind: 'measure', event, ms }),
    processorMs: () => order({ kind: 'processorMs' }),
    memory: () => order({ kind: 'memory' }),
    heapInUse: () => order({ kind: 'heapInUse' }),
    async end() {
      await order({ kind: 'end' });
      await endOf(child);
    },
  };
}
