/** Reference 2: exports, how they are called, what becomes of their results and errors. */
import { expect, test } from 'vitest';
import { profiles } from '../../../platform/profiles.ts';
import { createApp } from '../../../runtime/index.ts';
import { comingBack } from '../../../runtime/pipeline/pipeline.ts';
import { runApp } from '../support/runApp.ts';
import { usePool } from '../support/sandboxBundle.ts';
import {
  after,
  day,
  errors,
  event,
  logs,
  old,
  outcome,
  result,
  type Row,
  testRows,
} from './lifecycleRows.ts';

const pool = usePool();

const found: readonly Row[] = [
  [
    '4.1 a function that setupPlugin puts in the place of an exported one is not called',
    {
      code: `export let onEvent = () => console.log('first'); export const setupPlugin = () => { onEvent = exports.onEvent = () => console.log('second') }`,
      entryPoint: 'onEvent',
    },
    logs,
    ['first'],
  ],
  [
    '4.1 a job that setupPlugin adds does not exist',
    {
      code: `export const jobs = { a: (meta) => meta.jobs.b().runNow() }; export const setupPlugin = () => { jobs.b = () => console.log('b') }`,
      entryPoint: 'jobs.a',
      input: null,
    },
    (trace) => [logs(trace), trace.errors.length],
    [[], 1],
  ],
  [
    '4.1 the code at the top runs once, before setupPlugin',
    {
      code: `console.log('top'); export const setupPlugin = () => console.log('setup'); export const onEvent = () => console.log('event')`,
      entryPoint: 'onEvent',
    },
    logs,
    ['top', 'setup', 'event'],
  ],
  [
    '2.1 module.exports = null is not loaded',
    { code: `module.exports = null; function onEvent() {}`, entryPoint: 'onEvent' },
    outcome,
    'failed',
  ],
  [
    '2.1 exports win over module.exports on a name',
    {
      code: `exports.processEvent = () => ({ from: 'exports' }); module.exports = { processEvent: () => ({ from: 'module' }) }`,
    },
    result,
    { from: 'exports' },
  ],
  [
    '2.1 both are searched',
    {
      code: `exports.processEvent = () => ({ from: 'exports' }); module.exports = { onEvent: () => console.log('module') }`,
      entryPoint: 'onEvent',
    },
    logs,
    ['module'],
  ],
  [
    '2.1 a falsy export is passed over',
    { code: `exports.processEvent = null; module.exports = { processEvent: () => ({ from: 'module' }) }` },
    result,
    { from: 'module' },
  ],
  [
    '2.1 exports and module.exports are two objects',
    day(`exports.runEveryDay = () => module.exports === exports`),
    result,
    false,
  ],
  [
    '2.1 collections: earlier places win',
    {
      code: `exports.jobs = { a: () => 'exports' }; module.exports = { jobs: { a: () => 'module', b: () => 'b' } }`,
      entryPoint: 'jobs.a',
      input: null,
    },
    result,
    'exports',
  ],
  [
    '2.1 collections: later places add',
    {
      code: `exports.jobs = { a: () => 'exports' }; module.exports = { jobs: { a: () => 'module', b: () => 'b' } }`,
      entryPoint: 'jobs.b',
      input: null,
    },
    result,
    'b',
  ],
  [
    '2.2 meta is the last argument',
    {
      code: `export const processEvent = (event, meta, more) => ({ n: typeof meta.cache, more: typeof more })`,
    },
    result,
    { n: 'object', more: 'undefined' },
  ],
  [
    '2.2 meta is one object',
    {
      code: `let first; export const setupPlugin = (meta) => { first = meta }; export const processEvent = (event, meta) => ({ same: meta === first })`,
    },
    result,
    { same: true },
  ],
  [
    '2.2 the receiver is the global object',
    { code: `export function processEvent() { return { global: this === globalThis } }` },
    result,
    { global: true },
  ],
  [
    '2.2 a method that relies on this breaks',
    { code: `export default { word: 'x', processEvent() { return { word: this.word } } }` },
    result,
    {},
  ],
  [
    '2.2 a job gets its payload and meta',
    {
      code: `export const jobs = { a: (payload, meta) => [payload, typeof meta.cache] }`,
      entryPoint: 'jobs.a',
      input: { x: 1 },
    },
    result,
    [{ x: 1 }, 'object'],
  ],
  [
    '2.2 a job without payload gets meta alone',
    { code: `export const jobs = { a: (meta) => typeof meta.cache }`, entryPoint: 'jobs.a', input: null },
    result,
    'object',
  ],
  [
    '2.2 a falsy payload counts as none',
    { code: `export const jobs = { a: (meta) => typeof meta.cache }`, entryPoint: 'jobs.a', input: 0 },
    result,
    'object',
  ],
  [
    '2.2 exportEvents gets a list and meta',
    {
      code: `export const exportEvents = (events, meta) => console.log(events.length, typeof meta.cache)`,
      entryPoint: 'exportEvents',
      input: [event, event],
    },
    logs,
    ['2 object'],
  ],
  [
    '2.2 results of async functions are awaited',
    { code: `export const processEvent = async (event) => ({ later: await 1 })` },
    result,
    { later: 1 },
  ],
  ...['filterEvent', 'modifyEvent', 'onEventWithPostHogEvent'].map((name): Row => [
    `2.3 ${name} is never called when an event comes`,
    {
      code: `export const ${name} = () => console.log('called'); export const processEvent = (e) => e`,
      input: event,
    },
    (trace) => [outcome(trace), logs(trace)],
    ['unchanged', []],
  ]),
  [
    '2.3 teardownPlugin gets meta alone',
    {
      code: `export const teardownPlugin = (meta, more) => console.log(typeof meta.cache, typeof more)`,
      entryPoint: 'teardownPlugin',
      input: null,
    },
    logs,
    ['object undefined'],
  ],
  [
    '2.3 setupPlugin runs before the first event',
    {
      code: `export const setupPlugin = () => console.log('setup'); export const onEvent = () => console.log('event')`,
      entryPoint: 'onEvent',
    },
    logs,
    ['setup', 'event'],
  ],
  [
    '2.3 processEventBatch with a list of one',
    { code: `export const processEventBatch = (events) => [{ n: events.length }, { n: 9 }]` },
    result,
    { n: 1 },
  ],
  [
    '2.3 a batch that is undefined drops',
    { code: `export const processEventBatch = () => {}` },
    outcome,
    'dropped',
  ],
  ['2.3 an empty batch drops', { code: `export const processEventBatch = () => []` }, outcome, 'dropped'],
  [
    '2.3 processEvent wins over processEventBatch',
    {
      code: `export const processEventBatch = () => [{ from: 'batch' }]; export const processEvent = () => ({ from: 'one' })`,
    },
    result,
    { from: 'one' },
  ],
  [
    '2.3 the result of onEvent is ignored',
    { code: `export const onEvent = () => null`, entryPoint: 'onEvent' },
    outcome,
    'completed',
  ],
  [
    '2.3 composeWebhook: null sends nothing',
    { code: `export const composeWebhook = () => null`, entryPoint: 'composeWebhook' },
    ({ requests }) => requests.length,
    0,
  ],
  [
    '2.3 other names that begin with runEvery never run',
    {
      code: `export const runEvery5Minutes = () => console.log('ran')`,
      entryPoint: 'runEvery5Minutes',
      input: null,
    },
    ({ notices }) => notices?.some((notice) => notice.includes('never calls runEvery5Minutes')),
    true,
  ],
  [
    '2.4 a truthy result that is no event',
    { code: `export const processEvent = () => 5`, input: event },
    errors,
    [
      'IllegalOperationError: Plugin tried to change event.team_id: processEvent returned the number 5 in the place of an event. PostHog goes on with that, and cannot store it. Return the event, or null to drop it.',
    ],
  ],
  [
    '2.4 another team: an error, set back, the rest is kept',
    { code: `export const processEvent = (e) => ({ ...e, team_id: 9, more: 1 })`, input: event },
    (trace) => [errors(trace), after(trace)],
    [['IllegalOperationError: Plugin tried to change event.team_id'], { ...event, more: 1 }],
  ],
  [
    '2.4 after a throw the event goes on as it was left',
    { code: `export const processEvent = (e) => { e.properties.b = 2; throw new Error('x') }`, input: event },
    (trace) => [outcome(trace), after(trace)],
    ['failed', { ...event, properties: { a: 1, b: 2 } }],
  ],
  ...['null', 'undefined', 'false', '0', `''`].map((value): Row => [
    `2.4 ${value} drops the event`,
    { code: `export const processEvent = () => ${value}`, input: event },
    outcome,
    'dropped',
  ]),
  [
    '2.4 a dropped event is no error',
    { code: `export const processEvent = () => undefined`, input: event },
    (trace) => [outcome(trace), errors(trace)],
    ['dropped', []],
  ],
  ...["{ body: 'b' }", "{ url: 5, body: 'b' }", "{ url: '/a', body: 'b' }", '5'].map((webhook): Row => [
    `2.8 ${webhook} is no webhook`,
    { code: `export const composeWebhook = () => (${webhook})`, entryPoint: 'composeWebhook' },
    (trace) => [outcome(trace), trace.requests.length, trace.errors.length],
    ['failed', 0, 1],
  ]),
  [
    '2.3 getSettings is read after setupPlugin with meta, and PostHog ignores what else it does',
    {
      code: `export const setupPlugin = () => console.log('set up')
      export const getSettings = (meta) => { console.log(typeof meta.cache); return { handlesLargeBatches: true } }
      export const processEvent = (event) => { console.log('event'); return event }`,
      input: event,
    },
    (trace) => [outcome(trace), logs(trace)],
    ['unchanged', ['set up', 'object', 'event']],
  ],
  [
    '2.3 a getSettings that throws is an error of the app, which runs all the same',
    {
      code: `export const getSettings = () => { throw new Error('no') }
      export const processEvent = (event) => event`,
      input: event,
    },
    (trace) => [trace.events.length, trace.errors.map(({ cause, message }) => [cause.entryPoint, message])],
    [1, [['getSettings', 'no']]],
  ],
  [
    '0.3 servers of October 2021 do not read getSettings',
    {
      code: `export const getSettings = () => console.log('read')
      export const processEvent = (event) => event`,
      input: event,
      profile: 'plugin-server-1.10.5',
    },
    logs,
    [],
  ],
  [
    '2.3 onAction receives the action, the event and meta, and is not called any more',
    {
      code: `export const onAction = (action, event, meta) => console.log(action.id, event.event, typeof meta.cache)`,
      entryPoint: 'onAction',
      input: [{ id: 7 }, { event: 'x' }],
    },
    (trace) => [logs(trace), trace.notices?.[0]?.includes('does not call it any more')],
    [['7 x object'], true],
  ],
  [
    '2.3 an event alone matched some action',
    {
      code: `export const onAction = (action, event, meta) => console.log(typeof action.name, event.event, typeof meta.cache)`,
      entryPoint: 'onAction',
      input: { event: 'x' },
    },
    logs,
    ['string x object'],
  ],
];

testRows(found, pool);

/** How an app may be written, and which of its functions PostHog finds. */
const styles: readonly (readonly [style: string, code: string, isFound: boolean])[] = [
  ['export function', `export function onEvent() { console.log('called') }`, true],
  ['export const', `export const onEvent = () => console.log('called')`, true],
  ['export { x }', `const onEvent = () => console.log('called'); export { onEvent }`, true],
  ['export { x as y }', `const mine = () => console.log('called'); export { mine as onEvent }`, true],
  ['export default of an object', `export default { onEvent: () => console.log('called') }`, true],
  [
    'export default of an instance, by what it inherits',
    `export default new (class { onEvent() { console.log('called') } })()`,
    true,
  ],
  ['module.exports =', `module.exports = { onEvent: () => console.log('called') }`, true],
  ['module.exports.x =', `module.exports.onEvent = () => console.log('called')`, true],
  ['exports.x =', `exports.onEvent = () => console.log('called')`, true],
  ['exports =', `exports = { onEvent: () => console.log('called') }`, true],
  ['a function without any export', `function onEvent() { console.log('called') }`, true],
  ['a var without any export', `var onEvent = () => console.log('called')`, true],
  ['a const without any export', `const onEvent = () => console.log('called')`, false],
  ['a let without any export', `let onEvent = () => console.log('called')`, false],
  ['export default of a function', `export default function onEvent() { console.log('called') }`, false],
  [
    'a function beside export default of another',
    `export default function other() {} function onEvent() { console.log('called') }`,
    false,
  ],
  [
    'export default of a class',
    `export default class { static onEvent() { console.log('called') } onEvent() { console.log('called') } }`,
    false,
  ],
  [
    'a function beside an export of another',
    `export const teardownPlugin = () => {}; function onEvent() { console.log('called') }`,
    false,
  ],
  [
    'a function that setupPlugin exports, when all were collected',
    `exports.setupPlugin = () => { exports.onEvent = () => console.log('called') }`,
    false,
  ],
];

test.each(profiles.flatMap((profile) => styles.map((style) => [...style, profile] as const)))(
  '2.1 %s',
  async (_style, code, isFound, profile) => {
    const trace = await runApp(pool(), code, { entryPoint: 'onEvent', profile });
    expect(logs(trace)).toEqual(isFound ? ['called'] : []);
    expect(outcome(trace)).toBe(isFound ? 'completed' : 'failed');
  },
);

test('2.4 what crosses the border to PostHog: by profile', async () => {
  const code = `export const processEvent = (e) => ({ ...e, properties: { at: new Date(0), bytes: Buffer.from('a'), map: new Map(), f() {}, own: new (class { x = 1 })() } })`;
  const copied = await runApp(pool(), code, { input: event, profile: old });
  expect(after(copied)).toEqual({
    ...event,
    properties: { at: {}, bytes: expect.objectContaining({ 0: 97 }), map: {}, f: {}, own: { x: 1 } },
  });
  const asJson = await runApp(pool(), code, { input: event });
  expect(after(asJson)).toMatchObject({ properties: { at: '1970-01-01T00:00:00.000Z' } });
});

test('11.4 several events: one trace, with a row and a record for each', async () => {
  await using app = createApp({
    pool: pool(),
    source: {
      files: {
        'plugin.json': '{}',
        'index.js': `export const processEvent = (e) => (e.event === 'b' ? null : e)`,
      },
    },
  });
  const { rows, trace } = await app.callMany('processEvent', [{ event: 'a' }, { event: 'b' }]);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'dropped']);
  expect(trace.events.map(({ after }) => after)).toEqual([{ event: 'a' }, null]);
});

test.each(profiles)('1.1.2 a captured event as it comes back: %s', async (profile) => {
  const code = `export const onEvent = () => posthog.capture('back', { distinct_id: 5, timestamp: 'then', a: 1 })`;
  const { captured } = await runApp(pool(), code, { entryPoint: 'onEvent', profile });
  const [first] = captured;
  expect(first && comingBack(first, { team_id: 7 })).toEqual({
    distinct_id: '5',
    ip: null,
    site_url: null,
    team_id: 7,
    now: 'then',
    sent_at: 'then',
    timestamp: 'then',
    uuid: first?.uuid,
    event: 'back',
    properties: { $lib: 'posthog-plugin-server', $lib_version: '1.10.5', distinct_id: 5, a: 1 },
  });
});
