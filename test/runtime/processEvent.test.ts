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
  [`'hello'`, 'the text "hello"'],
  ['42', 'the number 42'],
  ['true', 'true'],
  ['[event]', 'a list'],
  ['() => event', 'a function'],
  ['new Map()', 'a Map'],
  ['new Set()', 'a Set'],
  ["Buffer.from('a')", 'a Buffer'],
  ["new Error('a')", 'an Error'],
  ['/a/', 'a RegExp'],
  ['(function* () {})()', 'a generator'],
  ['new Date(0)', 'a Date'],
  [`Symbol('x')`, 'what JSON does not have, such as a function,'],
  [`'x'.repeat(200)`, `the text "${'x'.repeat(60)}… (200 characters in all)"`],
])('returning %s says what came back, and what PostHog makes of it', async (value, words) => {
  const trace = await runApp(pool(), `export const processEvent = (event) => ${value}`);
  expect(trace.errors[0]?.message).toBe(
    `Plugin tried to change event.team_id: processEvent returned ${words} in the place of an event. PostHog goes on with that, and cannot store it. Return the event, or null to drop it.`,
  );
});

test.each([
  ['{ properties: {} }', 'team_id, event and distinct_id'],
  ['(({ team_id, ...rest }) => rest)(event)', 'team_id'],
])('returning %s says what the object lacks', async (value, parts) => {
  const told = `Plugin tried to change event.team_id: processEvent returned an object without ${parts}. Return the event itself, or a copy with all of its parts: { ...event }.`;
  const code = `export const processEvent = (event) => (${value})`;
  const trace = await runApp(pool(), code);
  expect([trace.outcome, trace.errors[0]?.message]).toEqual(['failed', told]);
  await using app = createApp({ pool: pool(), source: { files: { 'plugin.json': '{}', 'index.js': code } } });
  const { rows } = await app.callMany('processEvent', [pageView]);
  expect(rows[0]?.problem?.message).toBe(told);
});

test('what an event of a list became is told by its kind, too', async () => {
  const files = { 'plugin.json': '{}', 'index.js': 'export const processEvent = () => new Map()' };
  await using app = createApp({ pool: pool(), source: { files } });
  const { rows } = await app.callMany('processEvent', [pageView, { event: 'a' }]);
  expect(rows.map(({ outcome, problem }) => [outcome, problem?.message.split(' in the place')[0]])).toEqual([
    ['failed', 'Plugin tried to change event.team_id: processEvent returned a Map'],
    ['failed', 'Plugin tried to change event.team_id: processEvent returned a Map'],
  ]);
});

test('a result that is no event is told for an event without a team, too', async () => {
  const trace = await runApp(pool(), 'export const processEvent = () => 5', { input: { event: 'a' } });
  expect([trace.outcome, trace.errors.length]).toEqual(['failed', 1]);
});

test.each(['10n', '(() => { const a = {}; a.a = a; return a })()', `'x'.repeat(20_000_000)`])(
  'what PostHog ignores may be anything: %s',
  async (value) => {
    const trace = await runApp(pool(), `export const onEvent = () => ${value}`, { entryPoint: 'onEvent' });
    expect([trace.outcome, trace.errors]).toEqual(['completed', []]);
  },
);

test('a result of too many levels is told in plain words', async () => {
  const code =
    'export function processEvent(event) { for (let i = 0; i < 20_000; i++) event.properties.o = { o: event.properties.o }; return event }';
  const { errors } = await runApp(pool(), code);
  expect(errors.map(({ message }) => message)).toEqual([
    'What processEvent returned cannot be written as JSON. It is nested too deeply, in thousands of levels.',
  ]);
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
