import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

test('a property that processEvent adds makes the event changed', async () => {
  const trace = await runApp(
    pool(),
    `export function processEvent(event) { event.properties.seen = true; return event }`,
  );
  expect(trace.errors).toEqual([]);
  expect(trace.outcome).toBe('changed');
  expect(trace.result).toMatchObject({ properties: { seen: true } });
  expect(trace.events).toMatchObject([{ entryPoint: 'processEvent', outcome: 'changed' }]);
});

test('the same event back makes it unchanged', async () => {
  const trace = await runApp(pool(), `export const processEvent = (event) => ({ ...event })`);
  expect(trace.outcome).toBe('unchanged');
});

test.each(['null', 'undefined', 'false', '0', `''`])('%s drops the event', async (value) => {
  const trace = await runApp(pool(), `export const processEvent = async () => ${value}`);
  expect(trace.outcome).toBe('dropped');
  expect(trace.events[0]?.after).toBeNull();
});

test('processEventBatch stands in for processEvent', async () => {
  const trace = await runApp(
    pool(),
    `export function processEventBatch(events) { return events.map((event) => ({ ...event, event: 'other' })) }`,
  );
  expect(trace.outcome).toBe('changed');
  expect(trace.result).toMatchObject({ event: 'other' });
});

test('a changed team is refused, and the rest of the change stays', async () => {
  const trace = await runApp(
    pool(),
    `export const processEvent = (event) => ({ ...event, team_id: 7, more: 1 })`,
  );
  expect(trace.outcome).toBe('failed');
  expect(trace.errors).toMatchObject([
    { name: 'IllegalOperationError', message: 'Plugin tried to change event.team_id' },
  ]);
});

test('an error names the line of the author', async () => {
  const trace = await runApp(
    pool(),
    `interface Shape { a: string }

export function processEvent(event: Shape) {
  return helper(event)
}
function helper(event: any) {
  throw new TypeError('no ' + event.event)
}`,
    { file: 'index.ts' },
  );
  expect(trace.outcome).toBe('failed');
  expect(trace.errors).toMatchObject([
    {
      name: 'TypeError',
      message: 'no $pageview',
      kind: 'app',
      source: { file: 'index.ts', line: 7, column: 9 },
      stack: 'at helper (index.ts:7:9)\nat processEvent (index.ts:4:10)',
    },
  ]);
});
