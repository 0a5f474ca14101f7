/** Apps, or what they bundle, may change what the language gives them: PostHog's own code, of another realm, goes on. */
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
  ['the iterator of lists, which is gone', 'delete Array.prototype[Symbol.iterator]'],
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

test.each(changes)('%s', async (_what, code) => {
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
