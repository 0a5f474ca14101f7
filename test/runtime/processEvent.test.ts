import { expect, test } from 'vitest';
import { createApp } from '../../runtime/index.ts';
import { pageView, runApp } from './support/runApp.ts';
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

test('another team is set back, and the other changes are kept', async () => {
  const code = `export const processEvent = (event) => ({ ...event, team_id: 99, event: 'renamed' })`;
  const trace = await runApp(pool(), code);
  expect(trace.outcome).toBe('failed');
  expect(trace.errors[0]).toMatchObject({
    name: 'IllegalOperationError',
    message: 'Plugin tried to change event.team_id',
  });
  expect(trace.events[0]?.after).toMatchObject({ team_id: 1, event: 'renamed' });
});

test.each([
  [`'hello'`, 'the string "hello"'],
  ['42', 'the number 42'],
  ['[event]', 'a list'],
])('returning %s says what came back', async (value, words) => {
  const trace = await runApp(pool(), `export const processEvent = (event) => ${value}`);
  expect(trace.errors[0]?.message).toBe(
    `Plugin tried to change event.team_id: it returned ${words}, which is no event`,
  );
});

test('setupPlugin runs once when it is what is called', async () => {
  const code = `export const setupPlugin = () => { console.log('set up') }
    export const onEvent = () => {}`;
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{ "main": "index.js" }', 'index.js': code } },
  });
  for (const entryPoint of ['setupPlugin', 'onEvent', 'setupPlugin']) {
    const trace = await app.call(entryPoint, entryPoint === 'onEvent' ? pageView : null);
    expect(trace.outcome).toBe('completed');
    expect(trace.logs).toHaveLength(entryPoint === 'setupPlugin' ? 1 : 0);
  }
});
