import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { pageView, runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

function call(body: string, options: Partial<Parameters<typeof runApp>[2]> = {}): Promise<Trace> {
  const code = `export async function runEveryDay(meta) { ${body} }`;
  return runApp(pool(), code, { entryPoint: 'runEveryDay', input: null, ...options });
}

async function result(body: string, options: Partial<Parameters<typeof runApp>[2]> = {}): Promise<unknown> {
  const trace = await call(body, options);
  expect(trace.errors).toEqual([]);
  return trace.result;
}

test('config: defaults of plugin.json under what the user set, texts, frozen, without attachments', async () => {
  const manifest = {
    config: [
      { key: 'a', type: 'string', default: 'one' },
      { key: 'b', type: 'string' },
      { key: 'file', type: 'attachment' },
    ],
  };
  const body = `meta.config.a = 'changed'; return [meta.config, Object.isFrozen(meta.config)]`;
  expect(await result(body, { manifest, config: { b: 'two' } })).toEqual([{ a: 'one', b: 'two' }, true]);
});

test('attachments are buffers with a name and a type', async () => {
  const attachments = {
    list: { contentType: 'text/plain', fileName: 'list.txt', base64: Buffer.from('one').toString('base64') },
  };
  const body = `const { contents, ...rest } = meta.attachments.list
    return [rest, contents.toString(), Buffer.isBuffer(contents), meta.attachments.other]`;
  expect(await result(body, { attachments })).toEqual([
    { content_type: 'text/plain', file_name: 'list.txt' },
    'one',
    true,
    null,
  ]);
});

test('cache: JSON, a missing key is null whatever the default, counters, lists', async () => {
  const body = `const { cache } = meta
    await cache.set('a', { x: 1 }); await cache.set('raw', 'text', 0, { jsonSerialize: false })
    await cache.lpush('list', ['1', '2', '3', '2'])
    return [
      await cache.get('a'), await cache.get('none', 'default'), await cache.get('raw'),
      await cache.get('raw', null, { jsonSerialize: false }), await cache.incr('n'), await cache.incr('n'),
      await cache.incr('a').catch((error) => error.message),
      await cache.lrange('list', 0, -1), await cache.lrange('list', -3, -2), await cache.lrem('list', 1, '2'), await cache.llen('list'),
      await cache.lpop('list', 2), await cache.lpop('none', 1), await cache.expire('a', 0), await cache.get('a'),
      await cache.expire('none', 1), await cache.lrange('list', 'x').catch((error) => error.message),
      await cache.lpush('list', 5).catch((error) => error.message),
    ]`;
  expect(await result(body)).toEqual([
    { x: 1 },
    null,
    null,
    'text',
    1,
    2,
    'ERR value is not an integer or out of range',
    ['2', '3', '2', '1'],
    ['3', '2'],
    1,
    3,
    ['3', '2'],
    null,
    true,
    null,
    false,
    'cache.lrange expects a number for the start and end indexes',
    'cache.lpush expects a string value or an array of strings',
  ]);
});

test('the lifetime of a cached value passes on the virtual clock of jobs', async () => {
  const code = `export async function runEveryDay({ cache, jobs }) {
      await cache.set('short', 1, 60)
      await jobs.look().runIn(59, 'seconds'); await jobs.look().runIn(1, 'minute')
    }
    export const jobs = { look: async ({ cache }) => console.log(await cache.get('short')) }`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect(trace.logs.map(({ message }) => message)).toEqual(['1', 'null']);
  expect(trace.timing.totalMs).toBeLessThan(10_000);
});

test('storage keeps JSON and honours the default; the cursor counts', async () => {
  const body = `const { storage, utils: { cursor } } = meta
    await storage.set('date', new Date(0)); await storage.set('null', null)
    await storage.set('gone', 1); await storage.set('gone', undefined); await cursor.init('c', 5)
    return [await storage.get('date'), await storage.get('null', 'd'), await storage.get('gone', 'd'),
      await cursor.increment('c'), await cursor.increment('c', 0), await cursor.increment('new', 3), await storage.get('new'),
      await cursor.init('d', 'x').catch((error) => error.message)]`;
  expect(await result(body)).toEqual([
    '1970-01-01T00:00:00.000Z',
    null,
    'd',
    6,
    7,
    3,
    3,
    "The cursor's initial value must be a number!",
  ]);
});

test('jobs run after the call in the order in which they are due, with their payload as JSON', async () => {
  const code = `export async function onEvent(event, { jobs }) {
      await jobs.say({ text: 'late', at: new Date(0) }).runIn(2, 'months')
      await jobs.say({ text: 'soon' }).runIn(1, 'day'); await jobs.bare().runNow()
      console.log(await jobs.say().runIn(1, 'fortnight').catch((error) => error.message))
    }
    export const jobs = {
      say: async (payload) => { console.log(payload) },
      bare: async (meta) => { console.log(Object.keys(meta).includes('cache')) },
    }`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(trace.logs.map(({ message }) => message)).toEqual([
    'Unknown time unit: fortnights',
    'true',
    '{"text":"soon"}',
    '{"text":"late","at":"1970-01-01T00:00:00.000Z"}',
  ]);
  const day = 24 * 60 * 60 * 1000;
  expect(trace.jobs.map(({ name, inMs }) => [name, inMs / day])).toEqual([
    ['say', 420],
    ['say', 1],
    ['bare', 0],
  ]);
  expect(trace.logs[1]?.cause).toMatchObject({ entryPoint: 'jobs.bare', source: { line: 8 } });
});

test('a job that enqueues itself ends the run with a notice', async () => {
  const code = `export const jobs = { again: async (payload, { jobs }) => { await jobs.again({ n: 1 }).runIn(1, 'hour') } }`;
  const trace = await runApp(pool(), code, { entryPoint: 'jobs.again', input: { n: 0 } });
  expect(trace.jobs).toHaveLength(102);
  expect(trace.notices?.[0]).toContain(
    'The run ended after 101 jobs; 1 more did not run. A job that enqueues itself',
  );
});

test('however many jobs an event enqueues, they run', async () => {
  const code = `let done = 0
    export const jobs = { step: async () => { done += 1; if (done === 300) console.log('all of them') } }
    export async function onEvent(event, { jobs }) {
      for (let i = 0; i < 300; i += 1) await jobs.step({ i }).runIn(i, 'seconds')
    }`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(trace.logs.map(({ message }) => message)).toEqual(['all of them']);
  expect(trace.notices ?? []).toEqual([]);
});

test('metrics by their declaration', async () => {
  const code = `export const metrics = { total: 'sum', most: 'MAX' }
    export function runEveryDay({ metrics }) {
      metrics.total.increment(2); metrics.most.max(7)
      const failures = []
      for (const attempt of [() => metrics.none, () => metrics.total.increment('2')]) {
        try { attempt() } catch (error) { failures.push(error.name + ': ' + error.message) }
      }
      return [Object.keys(metrics.total), failures]
    }`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect(trace.result).toEqual([
    ['increment'],
    [
      'IllegalOperationError: Invalid metric name',
      'IllegalOperationError: Only numbers are allowed for operations on metrics',
    ],
  ]);
  expect(trace.metrics).toMatchObject([
    { name: 'total', operation: 'increment', value: 2 },
    { name: 'most', operation: 'max', value: 7 },
  ]);
});

test('console writes as PostHog does', async () => {
  const body = `const circle = {}; circle.self = circle
    console.log('a', 1, undefined, null, { b: 2 }, [3], new Map(), new Error('x')); console.warn('w')
    return [await console.log(circle).catch((error) => error.name), typeof console.table]`;
  const trace = await call(body);
  expect(trace.result).toEqual(['TypeError', 'undefined']);
  expect(trace.logs.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'log a 1 undefined null {"b":2} [3] [object Map] Error: x',
    'warn w',
  ]);
});

test('RetryError is tried again in the waits of PostHog, without waiting', async () => {
  const code = `export async function onEvent(event, { global }) {
      global.n = (global.n ?? 0) + 1
      console.log('try ' + global.n)
      if (global.n < 3) throw new RetryError('later')
    }`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(trace.outcome).toBe('completed');
  expect(trace.logs).toHaveLength(3);
  expect(trace.timing.totalMs).toBeLessThan(5_000);
  const always = `import { RetryError } from '@posthog/plugin-scaffold'
    export const onEvent = () => { console.log('try'); throw new RetryError('never') }`;
  const failing = await runApp(pool(), always, { entryPoint: 'onEvent' });
  expect([failing.outcome, failing.logs.length]).toEqual(['failed', 5]);
  const old = await runApp(pool(), always, { entryPoint: 'onEvent', profile: 'plugin-server-1.10.5' });
  expect([old.outcome, old.logs.length]).toEqual(['failed', 1]);
});

test('the embedded host answers with the standard text of each status', async () => {
  const code = `const text = async (method, path, body) => {
  const { status, statusText } = await fetch('https://app.posthog.com' + path, { method, body })
  return status + ' ' + statusText
}
export const runEveryDay = async () => [
  await text('POST', '/i/v0/e/', '{"event":"a"}'), await text('POST', '/e/', ''), await text('PUT', '/api/users/@me/', '{}'),
  await text('GET', '/api/nothing/'), await text('POST', '/e/', '{"token":"k","event":"a","distinct_id":"d"}'),
]`;
  expect((await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null })).result).toEqual([
    '401 Unauthorized',
    '400 Bad Request',
    '405 Method Not Allowed',
    '404 Not Found',
    '200 OK',
  ]);
});

test('the trace shows a value that becomes undefined as deleted', async () => {
  const code = `export const runEveryDay = async ({ storage }) => { await storage.set('d', 1); await storage.set('d', undefined) }`;
  const { storage } = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect(storage).toMatchObject([
    { operation: 'set', key: 'd', value: 1 },
    { operation: 'del', key: 'd', value: null },
  ]);
});

test('composeWebhook: the event has a Date, the webhook is sent, a promise is refused', async () => {
  const code = `export const composeWebhook = (event) => ({ url: 'https://example.com/hook', body: String(event.timestamp instanceof Date) })`;
  const trace = await runApp(pool(), code, {
    entryPoint: 'composeWebhook',
    input: { event: 'x', timestamp: '2022-10-01T00:00:00Z', properties: {} },
  });
  expect(trace.requests).toMatchObject([
    { method: 'POST', url: 'https://example.com/hook', requestBody: 'true', disposition: 'local' },
  ]);
  const late = await runApp(pool(), `export const composeWebhook = async () => null`, {
    entryPoint: 'composeWebhook',
  });
  expect(late.errors[0]?.message).toContain('PostHog does not wait for it');
});

test('the light packages work with nothing installed', async () => {
  const code = `
    import crypto, { createHmac } from 'crypto'
    import * as zlib from 'zlib'
    import { URL as Address, URLSearchParams } from 'url'
    import fetch from 'node-fetch'
    import { PassThrough } from 'stream'
    import { createBuffer } from '@posthog/plugin-contrib'
    export function runEveryDay() {
      const flushed = []
      const buffer = createBuffer({ limit: 2, onFlush: (list) => { flushed.push(list); console.log(list.join()) } })
      for (const n of [1, 2, 3]) buffer.add(n)
      const stream = new PassThrough(); const seen = []; stream.on('data', (chunk) => seen.push(String(chunk))); stream.end('s')
      return [
        crypto.createHash('sha256').update('x').digest('hex'), createHmac('sha1', 'k').update('x').digest('base64url'),
        zlib.gunzipSync(zlib.gzipSync('packed')).toString(), new Address('/a', 'https://b.c').href,
        new URLSearchParams({ a: 'b c' }).toString(), typeof fetch.Headers, seen, crypto.randomBytes(8).length,
      ]
    }`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  const { createHash, createHmac } = await import('node:crypto');
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual([
    createHash('sha256').update('x').digest('hex'),
    createHmac('sha1', 'k').update('x').digest('base64url'),
    'packed',
    'https://b.c/a',
    'a=b+c',
    'function',
    ['s'],
    8,
  ]);
  expect(trace.logs.map(({ message }) => message)).toEqual(['1,2', '3']);
});

test('a package that PostHog has and that is not installed says so', async () => {
  const trace = await runApp(pool(), `import { Client } from 'pg'\nexport const processEvent = () => Client`);
  expect(trace.errors[0]?.message).toContain(
    `The app imports 'pg', which PostHog provides. A local run takes it from the app's own node_modules`,
  );
});

test('code runs sloppy, this is undefined in modules, and URL can be changed', async () => {
  const code = `export function runEveryDay() {
    undeclared = 1
    const url = new URL('https://a.b/c?x=1#h'); url.searchParams.append('y', '2'); url.pathname = '/d'
    return [undeclared, (function () { return this === globalThis })(), url.href, JSON.stringify({ url }), url.searchParams.get('x')]
  }`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect(trace.result).toEqual([
    1,
    true,
    'https://a.b/d?x=1&y=2#h',
    '{"url":"https://a.b/d?x=1&y=2#h"}',
    '1',
  ]);
});

test('exportEvents receives what comes to onEvent, but for names to ignore', async () => {
  const code = `export const exportEvents = (events) => { console.log('batch ' + events.map((e) => e.event).join()) }
    export const onEvent = (event) => { console.log('own ' + event.event) }`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(trace.logs.map(({ message }) => message)).toEqual(['own $pageview', 'batch $pageview']);
  const ignored = await runApp(pool(), code, {
    entryPoint: 'onEvent',
    config: { exportEventsToIgnore: 'other, $pageview' },
  });
  expect(ignored.logs.map(({ message }) => message)).toEqual(['own $pageview']);
});

const flaky = `export const exportEvents = (events, { global, config }) => {
  global.tries = (global.tries ?? 0) + 1
  console.log('try ' + global.tries + ' of ' + events.length)
  if (global.tries <= Number(config.failures)) throw new RetryError('later')
}
export const onEvent = (event) => { console.log('own') }`;

test('a batch that fails with a RetryError comes again as a job, without the app’s own onEvent', async () => {
  const trace = await runApp(pool(), flaky, { entryPoint: 'onEvent', config: { failures: '2' } });
  expect(trace.logs.map(({ message }) => message)).toEqual(['own', 'try 1 of 1', 'try 2 of 1', 'try 3 of 1']);
  expect(trace.outcome).toBe('completed');
  expect(trace.jobs.map(({ name, inMs }) => [name, inMs])).toEqual([
    ['exportEventsWithRetry', 6000],
    ['exportEventsWithRetry', 12_000],
  ]);
  expect(trace.errors.map(({ name, cause }) => [name, cause.entryPoint])).toEqual([
    ['RetryError', 'exportEvents'],
    ['RetryError', 'jobs.exportEventsWithRetry'],
  ]);
  expect(trace.metrics.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'events_seen 1',
    'retry_errors 1',
    'retry_errors 1',
    'events_delivered_successfully 1',
  ]);
});

test.each([
  ['documented', 4],
  ['plugin-server-1.10.5', 16],
] as const)('with %s a batch is tried %i times', async (profile, tries) => {
  const trace = await runApp(pool(), flaky, {
    entryPoint: 'exportEvents',
    profile,
    config: { failures: '99' },
    input: [pageView, pageView],
  });
  expect(trace.logs).toHaveLength(tries);
  expect(trace.outcome).toBe('failed');
});

test('a batch that fails otherwise is dropped, and fails the run', async () => {
  const code = `export const exportEvents = () => { throw new Error('refused') }`;
  const direct = await runApp(pool(), code, { entryPoint: 'exportEvents' });
  expect([direct.outcome, direct.errors[0]?.message]).toEqual(['failed', 'refused']);
  const behind = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect([behind.outcome, behind.errors[0]?.message, behind.jobs.length]).toEqual(['failed', 'refused', 0]);
});

test('what a secret field holds is nowhere in the trace, and the app has it', async () => {
  const trace = await runApp(
    pool(),
    `export async function processEvent(event, { config, storage, cache, jobs }) {
       event.properties.long = config.token.length
       event.properties.token = config.token
       await storage.set('token', config.token)
       await cache.set('token', [config.token])
       await posthog.capture('seen ' + config.token, { token: config.token })
       await jobs.later({ token: config.token }).runIn(1, 'hours')
       console.log(config.token)
       return event
     }
     export const jobs = { later() {} }`,
    {
      manifest: { config: [{ key: 'token', type: 'string', secret: true }] },
      config: { token: 'correct horse' },
    },
  );
  expect(trace.outcome).toBe('changed');
  expect(trace.events[0]?.after).toMatchObject({ properties: { long: 13, token: '••••••' } });
  expect(trace.captured[0]).toMatchObject({ event: 'seen ••••••', properties: { token: '••••••' } });
  expect(JSON.stringify(trace)).not.toContain('correct horse');
});
