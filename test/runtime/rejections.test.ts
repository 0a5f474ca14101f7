/** Which event of a list a rejection is of that nobody handles. */
import { expect, test } from 'vitest';
import { createApp } from '../../runtime/index.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();
/** Node 24 and newer ones say whose promise it is. */
const isTold = Number(process.versions.node.split('.')[0]) >= 24;

/** What the trace says of rejections after `count` events, as the event's place and the message. */
async function rejections(code: string, count: number): Promise<readonly (readonly unknown[])[]> {
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{ "name": "Test app" }', 'index.js': code } },
  });
  const events = Array.from({ length: count }, (_, i) => ({ event: 'e', properties: { i } }));
  const { trace } = await app.callMany('onEvent', events);
  return trace.errors.map(({ cause, message }) => [cause.event, message]);
}

const lost = 'Nothing handles this rejection. lost';

test('a rejection is of its own event, however late it comes', async () => {
  const code = `
async function wait(turns, i) { while (turns-- > 0) await null; throw new Error('lost') }
let kept
export async function onEvent({ properties: { i } }) {
  if (i === 3) Promise.reject(new Error('lost'))
  if (i === 5) wait(200, i)
  if (i === 7) kept = new Promise(() => undefined)
  if (i === 9) await wait(3).catch(() => undefined)
  if (i === 11) posthog.api.get('/api/projects/1/').then(() => { throw new Error('lost') })
  if (i === 13) fetch('https://example.com').then((answer) => answer.json()).then(() => wait(1))
  await kept?.constructor.resolve()
}`;
  const found = await rejections(code, 500);
  const messages = found.map(([, message]) => String(message).replace(/It came of .*? \d+ to \d+\. /, ''));
  expect(messages).toEqual([lost, lost, lost, lost]);
  const own = found.flatMap(([event, message]) => (message === lost ? [event] : []));
  expect(new Set(own)).toEqual(new Set(isTold ? [3, 5, 11, 13] : []));
});

test('of many events the first is told as one of a few, and the others as themselves', async () => {
  const code = `
export const onEvent = ({ properties: { i } }) => { if (i === 4000 || i === 20000) Promise.reject(new Error('lost')) }`;
  const found = await rejections(code, 20_001);
  expect(found.map(([event]) => event)).toEqual([undefined, isTold ? 20_000 : undefined]);
  const [, first = '0', last = '0'] =
    /^Nothing handles this rejection\. It came of one of the events (\d+) to (\d+)\. lost$/.exec(
      String(found[0]?.[1]),
    ) ?? [];
  // Of which the first has the number 1.
  expect(Number(first)).toBeLessThanOrEqual(4001);
  expect(Number(last)).toBeGreaterThanOrEqual(4001);
  if (isTold) expect(Number(last) - Number(first)).toBeLessThan(32);
});

test('what a job leaves after a list is of no event', async () => {
  const code = `
export const jobs = { later() { Promise.reject(new Error('lost')) } }
export async function onEvent(event, { jobs }) { if (event.properties.i === 2) await jobs.later().runNow() }`;
  expect(await rejections(code, 10)).toEqual([[undefined, lost]]);
});

test('what an event left is its own, also when a job comes after the list', async () => {
  const code = `
let release
const wait = new Promise((resolve) => { release = resolve })
export const jobs = { later() { release() } }
export async function onEvent({ properties: { i } }, { jobs }) {
  if (i === 2) (async () => { await wait; throw new Error('lost') })()
  if (i === 4) await jobs.later().runNow()
}`;
  expect(await rejections(code, 10)).toEqual([[isTold ? 2 : undefined, lost]]);
});

test('events after one that ended the app keep their numbers', async () => {
  const code = `
export function onEvent({ properties: { i } }) {
  if (i === 4) for (const list = []; ; ) list.push(Array(1e5).fill(i))
  if (i === 6) Promise.reject(new Error('lost'))
}`;
  const found = await rejections(code, 10);
  const [event, message] = found.at(-1) ?? [];
  expect(String(message)).toMatch(/^Nothing handles this rejection\. (?:It came of .*)?lost$/);
  expect(event).toBe(isTold ? 6 : undefined);
});
