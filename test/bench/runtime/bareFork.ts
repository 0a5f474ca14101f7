import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Json } from '../../../protocol/trace.ts';
import type { Batching } from '../../../runtime/runner/eventList.ts';
import type { Contender } from './contender.ts';
import { compiled, endOf, ownProcessorMs, processorMsOf, residentBytes } from './process.ts';

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
    processorMs: () => Promise.resolve(ownProcessorMs() + processorMsOf(child?.pid)),
    memory: () => Promise.resolve(residentBytes(child?.pid)),
    end,
  };
}
