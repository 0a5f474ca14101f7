import { join } from 'node:path';
import type { Json } from '../../../protocol/trace.ts';
import { createApp } from '../../../runtime/index.ts';
import type { Batching } from '../../../runtime/runner/eventList.ts';
import { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import { dist } from '../../../scripts/paths.ts';
import type { Contender } from './contender.ts';
import { ownProcessorMs, processorMsOf, residentBytes } from './process.ts';

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
    processorMs: () => Promise.resolve(ownProcessorMs() + processorMsOf(pool.usedPids[0])),
    memory: () => Promise.resolve(residentBytes(pool.usedPids[0])),
    async end() {
      await app?.dispose();
      await pool.dispose();
    },
  };
}
