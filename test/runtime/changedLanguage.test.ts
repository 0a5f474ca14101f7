/** Apps, or what they bundle, may change what the language gives them: PostHog's own code, of another realm, goes on. */
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const use = `
export async function setupPlugin({ cache, global }) {
  await cache.set('early', 1)
  global.isSetUp = true
}
export async function runEveryDay(meta) {
  const { cache, config, global, jobs, metrics, storage } = meta
  console.log('one', { a: 1 }, ['b'])
  await posthog.capture('seen', { n: 1, distinct_id: 'd' })
  await cache.set('k', { v: 1 })
  await cache.incr('n')
  await cache.lpush('l', ['a', 'b'])
  await storage.set('s', [1])
  await jobs.later({ x: 1 }).runNow()
  metrics.seen.increment(1)
  const response = await fetch('https://example.com/', { method: 'POST', body: 'x', headers: { 'X-A': '1' } })
  const person = await posthog.api.get('/api/projects/@current/persons', { data: { a: 1 } })
  return [global.isSetUp, await cache.get('k'), await storage.get('s'), response.status, person.ok, new URL('https://a.b/?c=d').searchParams.get('c')]
}
export const jobs = { later: ({ x }) => console.log('job', x) }
export const metrics = { seen: 'sum' }
`;

const changes: readonly (readonly [what: string, code: string])[] = [
  [
    'methods of lists',
    `for (const name of Object.getOwnPropertyNames(Array.prototype)) if (typeof Array.prototype[name] === 'function' && name !== 'constructor') Array.prototype[name] = () => 'changed'`,
  ],
  [
    'methods of texts, numbers and functions',
    `for (const owner of [String, Number]) for (const name of Object.getOwnPropertyNames(owner.prototype)) if (typeof owner.prototype[name] === 'function' && name !== 'constructor') owner.prototype[name] = () => 'changed'; for (const name of ['apply', 'bind', 'call']) Function.prototype[name] = () => 'changed'`,
  ],
  [
    'what all objects inherit',
    `for (const name of ['error', 'name', 'message', 'stack', 'id', 'kind', 'ok', 'status', 'code', 'type', 'extra']) Object.prototype[name] ??= 'changed'; Array.prototype.extra = () => 'changed'`,
  ],
  ['the iterator of lists, which is gone', 'delete Array.prototype[Symbol.iterator]'],
  [
    'what lists inherit under numbers',
    `for (const at of [0, 1, 2, 3]) { Object.prototype[at] = 'changed'; Array.prototype[at] = 'changed' }`,
  ],
  [
    'what descriptors inherit',
    `for (const name of ['get', 'set', 'value', 'writable']) Object.prototype[name] = name === 'writable' ? false : () => 'changed'`,
  ],
  [
    'the class of dates',
    `globalThis.Date = class { static now() { return 0 } toISOString() { return 'no time at all' } }`,
  ],
  [
    'methods of maps',
    `for (const name of ['get', 'set', 'has', 'delete', 'values', 'keys', 'entries']) Map.prototype[name] = () => { throw new Error('changed') }`,
  ],
];

/** Names of the language; without `Object` compiled code of the app would not load, in PostHog neither. */
const names = (runInNewContext('Object.getOwnPropertyNames(globalThis)') as readonly string[]).filter(
  (name) => !['Object', 'console', 'eval', 'undefined', 'NaN', 'Infinity'].includes(name),
);
const declared = [
  ['classes of its own by all names', names.map((name) => `class ${name} {}`).join('\n')],
  [
    'functions of its own by all names',
    names.map((name) => `function ${name}() { return 'own' }`).join('\n'),
  ],
] as const;

/** Each with what it gave before, for who knows what it does. */
const statics = [
  'Object',
  'Array',
  'Number',
  'JSON',
  'Reflect',
  'Math',
  'Promise',
  'ArrayBuffer',
  'String',
].map(
  (owner) =>
    [
      `functions of ${owner}`,
      `for (const name of Object.getOwnPropertyNames(${owner})) if (typeof ${owner}[name] === 'function') { const change = () => { throw new Error('changed ' + name) }; ${owner}[name] = change }`,
    ] as const,
);

test.each([...changes, ...statics, ...declared])('%s', async (_what, code) => {
  const trace = await runApp(pool(), `${code}\n${use}`, { entryPoint: 'runEveryDay', input: null });
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual([true, { v: 1 }, [1], 200, true, 'd']);
  expect(trace.logs.map(({ message }) => message)).toEqual(['one {"a":1} ["b"]', 'job 1']);
  expect(trace.captured[0]?.properties).toMatchObject({ n: 1, distinct_id: 'd' });
  const { timestamp } = trace.captured[0] ?? {};
  expect(Math.abs(Date.parse(String(timestamp)) - Date.now())).toBeLessThan(60_000);
  expect([trace.cache.length, trace.storage.length, trace.jobs.length, trace.metrics.length]).toEqual([
    5, 2, 1, 1,
  ]);
});

const packages = `
import crypto from 'crypto'
import { PassThrough } from 'stream'
import { gzipSync, gunzipSync, deflate } from 'zlib'
import url, { URLSearchParams } from 'url'
import { createBuffer } from '@posthog/plugin-contrib'
import { Headers } from 'node-fetch'
import * as helper from './helper'
CHANGE
export async function runEveryDay() {
  const key = crypto.createHash('sha256').update('a').update('b').digest()
  const sealed = crypto.createCipheriv('aes-256-cbc', key, key.slice(0, 16))
  sealed.update('text', 'utf8')
  const hidden = sealed.final('hex')
  const stream = new PassThrough()
  const seen = []
  stream.on('data', (chunk) => { seen[seen.length] = String(chunk) })
  stream.once('end', () => { seen[seen.length] = 'end' })
  stream.write('x')
  stream.end('y')
  const query = new URLSearchParams('b=2&a=1&b=3')
  query.sort()
  query.set('a', 'x')
  query.append('c', '4')
  const names = []
  new URLSearchParams(query).forEach((value, name) => { names[names.length] = name + value })
  const headers = new Headers({ B: '1', a: '2' })
  headers.append('b', '3')
  const listed = []
  headers.forEach((value, name) => { listed[listed.length] = name + value })
  const flushed = []
  const buffer = createBuffer({ limit: 2, onFlush: (objects) => { flushed[flushed.length] = objects.length } })
  buffer.add(1); buffer.add(2); buffer.add(3)
  await buffer.flush()
  const parsed = url.parse('https://a.b/c?d=e', true)
  return [
    key.slice(0, 4).toString('hex'), hidden.length, crypto.createHmac('sha1', 'k').update('v').digest('base64').length,
    crypto.pbkdf2Sync('p', 's', 1, 8, 'sha1').toString('hex').length, crypto.randomBytes(4).length, crypto.randomInt(1) === 0,
    crypto.timingSafeEqual(key, key), gunzipSync(gzipSync('zip')).toString(), seen, query.toString(), names, listed, flushed,
    parsed.pathname, parsed.query.d, typeof helper.help, Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(),
  ]
}
`;

function usePackages(change: string): ReturnType<typeof runApp> {
  return runApp(pool(), packages.replace('CHANGE', change), {
    entryPoint: 'runEveryDay',
    input: null,
    files: { 'helper.js': 'export const help = () => 1' },
  });
}

test.each([
  ['lists', 'Array'],
  ['all objects', 'Object'],
])('a toJSON that %s inherit changes what the app writes alone', async (_what, owner) => {
  const code = `${owner}.prototype.toJSON = function () { return 'a' }
export async function setupPlugin({ cache }) { await cache.set('early', 'text') }
export async function runEveryDay({ cache, storage }) {
  console.log('text')
  await posthog.capture('seen')
  await storage.set('given', [{ event: 'a' }])
  const response = await fetch('https://example.com/', { headers: { 'X-A': '1' } })
  return [response.status, await cache.get('early')].join()
}`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect([trace.errors, trace.outcome, trace.result]).toEqual([[], 'completed', '200,text']);
  expect(trace.logs.map(({ message }) => message)).toEqual(['text']);
  expect(trace.captured.map(({ event }) => event)).toEqual(['seen']);
  expect(trace.storage.map(({ value }) => value)).toEqual(['a']);
  expect(trace.requests[1]?.requestHeaders).toMatchObject({ 'x-a': '1' });
});

test('packages give the same, whatever the app has changed', async () => {
  const { errors, result } = await usePackages('');
  expect(errors).toEqual([]);
  expect(result).toHaveLength(17);
  for (const [what, change] of [...changes, ...statics]) {
    const trace = await usePackages(change);
    expect([what, trace.errors.map(({ message, stack }) => [message, stack])]).toEqual([what, []]);
    expect([what, trace.result]).toEqual([what, result]);
  }
});

test('response.body, whose streams are compiled when it is first asked for, gives the same, whatever the app has changed', async () => {
  const code = `export async function runEveryDay() {
  const response = await fetch('https://example.com/')
  const order = []
  const later = (async () => { await null; order[order.length] = 'later' })()
  const { body } = response
  order[order.length] = 'at once'
  await later
  let text = ''
  for await (const chunk of body) text += chunk
  return [text, order[0], order[1]]
}`;
  for (const [what, change] of [['nothing', ''] as const, ...changes, ...statics, ...declared]) {
    const trace = await runApp(pool(), `${change}\n${code}`, { entryPoint: 'runEveryDay', input: null });
    expect([what, trace.errors.map(({ message, stack }) => [message, stack])]).toEqual([what, []]);
    expect([what, trace.result]).toEqual([what, ['{}', 'at once', 'later']]);
  }
});

/** Puts itself around each function of the language, static ones and methods, and looks at whatever comes by. */
const spies = `
const { apply, getPrototypeOf } = Reflect
const { prototype } = Object
const strange = []
const look = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
  let last = value
  for (let next = getPrototypeOf(last); next !== null; next = getPrototypeOf(next)) last = next
  if (last !== prototype && last !== value && !(last instanceof Object)) strange[strange.length] = typeof value
  if (typeof value === 'function' && value.constructor !== Function && getPrototypeOf(value) === null) strange[strange.length] = 'function'
}
for (const owner of [Object, Array, Number, JSON, Reflect, Math, Promise, ArrayBuffer, String, Array.prototype, String.prototype, Map.prototype, Set.prototype, WeakMap.prototype, Promise.prototype, RegExp.prototype, Function.prototype, Date.prototype, Error.prototype, Symbol.prototype])
  for (const name of Object.getOwnPropertyNames(owner)) {
    const { value: real, configurable } = Object.getOwnPropertyDescriptor(owner, name)
    if (typeof real !== 'function' || !configurable || name === 'constructor') continue
    owner[name] = function () {
      look(this)
      for (let at = 0; at < arguments.length; at += 1) look(arguments[at])
      const result = apply(real, this, arguments)
      look(result)
      return result
    }
  }
const global = globalThis
global.strangers = () => strange
`;

test('nothing of another realm comes by where functions of the language are replaced', async () => {
  const { result } = await usePackages('');
  const { errors, result: withSpies } = await usePackages(spies);
  expect(errors).toEqual([]);
  expect(withSpies).toEqual(result);
  const code = `${spies}\n${use.replaceAll('return [', 'return [strangers(), ')}`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual([[], true, { v: 1 }, [1], 200, true, 'd']);
});
