/** What the trace says about the processor and the memory of a run. */
import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

test('the time on the processor is that of the call, and the memory that of the process', async () => {
  const busy = 'for (const start = Date.now(); Date.now() - start < 80; );';
  const trace = await runApp(pool(), `export function processEvent(event) { ${busy} return event }`);
  expect(trace.usage?.cpuMs).toBeGreaterThan(20);
  expect(trace.usage?.memoryBytes).toBeGreaterThan(10_000_000);
  const idle = await runApp(pool(), 'export function processEvent(event) { return event }');
  expect(idle.usage?.cpuMs).toBeLessThan(trace.usage?.cpuMs ?? 0);
});
