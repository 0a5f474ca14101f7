/** Reference 2.5 to 2.10: what is tried again, webhooks, and errors. */
import { usePool } from '../support/sandboxBundle.ts';
import { day, errors, logs, old, outcome, type Row, testRows, times } from './lifecycleRows.ts';

const pool = usePool();

const found: readonly Row[] = [
  [
    '2.5 an error of setupPlugin is not tried again',
    {
      code: `export const setupPlugin = () => { console.log('setup'); throw new Error('no') }; export const onEvent = () => console.log('event')`,
      entryPoint: 'onEvent',
    },
    (trace) => [logs(trace), errors(trace)],
    [['setup'], ['Error: no']],
  ],
  [
    '2.5 a RetryError of setupPlugin is tried 5 times: waits of 5, 10, 20, 40 s',
    {
      code: `export const setupPlugin = () => { console.log('setup'); throw new RetryError('no') }; export const onEvent = () => {}`,
      entryPoint: 'onEvent',
    },
    times,
    [0, 5, 15, 35, 75],
  ],
  [
    '2.5 2021: any error is tried 10 times, in a new VM each, with waits of 3, 6, 12 … s',
    {
      profile: old,
      code: `let n = 0; export const setupPlugin = () => { console.log('setup', ++n); throw new Error('no') }; export const onEvent = () => {}`,
      entryPoint: 'onEvent',
    },
    (trace) => [times(trace), logs(trace)],
    [[0, 3, 9, 21, 45, 93, 189, 381, 765, 1533], Array(10).fill('setup 1')],
  ],
  [
    '2.5 2021: a throw at the top is tried again',
    { profile: old, code: `console.log('top'); throw new Error('no')`, entryPoint: 'onEvent' },
    ({ logs }) => logs.length,
    10,
  ],
  [
    '2.6 onEvent: once it works nothing is tried again',
    {
      code: `let n = 0; export const onEvent = () => { console.log('try'); if (++n < 2) throw new RetryError('no') }`,
      entryPoint: 'onEvent',
    },
    (trace) => [outcome(trace), times(trace)],
    ['completed', [0, 5]],
  ],
  [
    '2.6 onEvent: another error is not tried again',
    {
      code: `export const onEvent = () => { console.log('try'); throw new Error('no') }`,
      entryPoint: 'onEvent',
    },
    ({ logs }) => logs.length,
    1,
  ],
  [
    '2.6 onEvent: a RetryError is tried 5 times',
    {
      code: `export const onEvent = () => { console.log('try'); throw new RetryError('no') }`,
      entryPoint: 'onEvent',
    },
    (trace) => [times(trace), errors(trace)],
    [[0, 5, 15, 35, 75], [1, 2, 3, 4, 5].map((n) => `RetryError (attempt ${n}/5): no`)],
  ],
  [
    '2.6 2021: a RetryError of onEvent is an error like others',
    {
      profile: old,
      code: `export const onEvent = () => { console.log('try'); throw new RetryError('no') }`,
      entryPoint: 'onEvent',
    },
    (trace) => [logs(trace), errors(trace)],
    [['try'], ['RetryError: no']],
  ],
  [
    '2.6 sub-classes of RetryError count',
    {
      code: `class Mine extends RetryError {} export const onEvent = () => { console.log('try'); throw new Mine('no') }`,
      entryPoint: 'onEvent',
    },
    ({ logs }) => logs.length,
    5,
  ],
  [
    '2.6 an Error that is only named so does not',
    {
      code: `export const onEvent = () => { console.log('try'); const e = new Error('no'); e.name = 'RetryError'; throw e }`,
      entryPoint: 'onEvent',
    },
    ({ logs }) => logs.length,
    1,
  ],
  [
    '2.6 never in processEvent',
    { code: `export const processEvent = () => { console.log('try'); throw new RetryError('no') }` },
    ({ logs }) => logs.length,
    1,
  ],
  [
    '2.6 never in jobs',
    {
      code: `export const jobs = { a: () => { console.log('try'); throw new RetryError('no') } }`,
      entryPoint: 'jobs.a',
      input: null,
    },
    ({ logs }) => logs.length,
    1,
  ],
  [
    '2.6 never in schedules',
    day(`export const runEveryDay = () => { console.log('try'); throw new RetryError('no') }`),
    ({ logs }) => logs.length,
    1,
  ],
  [
    '2.8 a webhook: POST and JSON when it says nothing',
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', body: 'b' })`,
      entryPoint: 'composeWebhook',
    },
    ({ requests: [r] }) => [r?.method, r?.requestHeaders['content-type'], r?.requestBody],
    ['POST', 'application/json', 'b'],
  ],
  [
    '2.8 a webhook as it says',
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', body: 'b', method: 'PUT', headers: { 'X-A': '1' } })`,
      entryPoint: 'composeWebhook',
    },
    ({ requests: [r] }) => [r?.method, r?.requestHeaders['x-a'], r?.requestHeaders['content-type']],
    ['PUT', '1', 'text/plain;charset=UTF-8'],
  ],
  ...['GET', 'head'].map((method): Row => [
    `2.8 a webhook with a body cannot be sent by ${method}`,
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', body: '', method: '${method}' })`,
      entryPoint: 'composeWebhook',
    },
    (trace) => [outcome(trace), trace.requests.length, trace.errors[0]?.message.split('.')[0]],
    ['failed', 0, 'Request with GET/HEAD method cannot have body'],
  ]),
  [
    '2.8 a webhook by GET, without a body',
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', method: 'GET' })`,
      entryPoint: 'composeWebhook',
    },
    (trace) => [outcome(trace), trace.requests[0]?.method, trace.requests[0]?.requestBody],
    ['completed', 'GET', null],
  ],
  [
    '2.8 a body that is an object is sent as its text, and told',
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', body: { a: 1 } })`,
      entryPoint: 'composeWebhook',
    },
    ({ notices, requests: [r] }) => [r?.requestBody, notices?.[0]?.includes('JSON.stringify')],
    ['[object Object]', true],
  ],
  [
    '2.6 another try gets the same event object',
    {
      code: `export function onEvent(event) {
        event.tries = (event.tries ?? 0) + 1
        if (event.tries < 3) throw new RetryError('again')
        console.log(event.tries)
      }`,
      entryPoint: 'onEvent',
    },
    logs,
    ['3'],
  ],
  [
    '2.5 cache and storage live on when an app is loaded once more',
    {
      code: `export async function setupPlugin({ cache, storage, utils }) {
        const tries = await cache.incr('tries')
        await cache.set('short', 1, 4)
        await storage.set('last', tries)
        await cache.lpush('list', String(tries))
        if (tries < 3) throw new Error('no')
      }
      export async function onEvent(event, { cache, storage }) {
        console.log(await cache.get('tries'), await storage.get('last'), await cache.lrange('list', 0, -1))
      }`,
      entryPoint: 'onEvent',
      profile: old,
    },
    (trace) => [logs(trace), trace.notices],
    [['3 3 ["3","2","1"]'], ['The app was loaded at try 3: PostHog tries up to 10 times.']],
  ],
  [
    '2.8 the timestamp is a Date',
    {
      code: `export const composeWebhook = (event) => ({ url: 'https://example.com/', body: String(event.timestamp instanceof Date) })`,
      entryPoint: 'composeWebhook',
      input: { event: 'x', timestamp: '2022-10-01T00:00:00Z' },
    },
    ({ requests: [r] }) => r?.requestBody,
    'true',
  ],
  [
    '2.8 an answer that is no success is an error',
    {
      code: `export const composeWebhook = () => ({ url: 'https://local.posthog.invalid/api/nothing', body: '' })`,
      entryPoint: 'composeWebhook',
    },
    (trace) => [trace.requests.length, errors(trace)],
    [1, ['Error: Fetch to https://local.posthog.invalid/api/nothing failed with Not Found']],
  ],
  ...['PUT', 'DELETE', 'PATCH'].map((method): Row => [
    `2.8 a webhook by ${method}`,
    {
      code: `export const composeWebhook = () => ({ url: 'https://example.com/', body: 'b', method: '${method}' })`,
      entryPoint: 'composeWebhook',
    },
    ({ requests: [r] }) => [r?.method, r?.requestBody],
    [method, 'b'],
  ]),
  [
    '2.8 a promise is not awaited',
    {
      code: `export const composeWebhook = async () => ({ url: 'https://example.com/', body: '' })`,
      entryPoint: 'composeWebhook',
    },
    (trace) => [outcome(trace), trace.requests.length],
    ['failed', 0],
  ],
  [
    '2.9 an error is recorded with name, message and the lines of the author',
    { code: `export const onEvent = () => { throw new TypeError('no') }`, entryPoint: 'onEvent' },
    ({ errors: [e] }) => [e?.name, e?.message, e?.stack],
    ['TypeError', 'no', 'at onEvent (index.js:1:38)'],
  ],
  [
    '2.9 an unhandled rejection is recorded, and the app goes on',
    {
      code: `export const onEvent = () => { Promise.reject(new Error('lost')); console.log('on') }`,
      entryPoint: 'onEvent',
    },
    (trace) => [outcome(trace), logs(trace), trace.errors[0]?.message.endsWith('lost')],
    ['completed', ['on'], true],
  ],
  [
    '2.9 an error that is thrown as a text is recorded',
    { code: `export const onEvent = () => { throw 'just a text' }`, entryPoint: 'onEvent' },
    ({ errors: [e] }) => e?.message.includes('just a text'),
    true,
  ],
  ...['runEveryMinute', 'runEveryHour', 'runEveryDay'].map((name): Row => [
    `2.10 ${name} gets meta alone, and what it returns has no effect`,
    {
      code: `export const ${name} = (meta, more) => { console.log(typeof meta.cache, typeof more); return null }`,
      entryPoint: name,
      input: null,
    },
    (trace) => [outcome(trace), logs(trace)],
    ['completed', ['object undefined']],
  ]),
  [
    '2.10 an error of a schedule is recorded where it is a rejection, too',
    day(`export const runEveryDay = async () => { await 1; throw new TypeError('no') }`),
    (trace) => [outcome(trace), errors(trace)],
    ['failed', ['TypeError: no']],
  ],
  [
    '2.10 a schedule that the app has not is an error with its name',
    day(`export const runEveryHour = () => {}`),
    (trace) => [outcome(trace), trace.errors.map(({ message }) => message.includes('runEveryDay'))],
    ['failed', [true]],
  ],
  [
    '2.10 errors of schedules are recorded',
    day(`export const runEveryDay = () => { throw new Error('no') }`),
    errors,
    ['Error: no'],
  ],
];

testRows(found, pool);
