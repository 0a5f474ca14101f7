/** `console` as PostHog gives it. Reference 4.7. */
import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

test('parts of meta are written as JSON has them', async () => {
  const code = `export function onEvent(event, meta) { console.log(meta.config, meta.cache, meta.global, [meta.jobs]) }`;
  const { errors, logs } = await runApp(pool(), code, { entryPoint: 'onEvent', config: { a: 'x' } });
  expect(logs.map(({ message }) => message)).toEqual(['{"a":"x"} {} {} [{}]']);
  expect(errors).toEqual([]);
});

test('a line that cannot be written is missed by name, with what to print in its place', async () => {
  const code = `export function onEvent(event, meta) {
  console.log(meta)
  const circle = {}
  circle.own = circle
  console.warn('a', circle).catch(() => undefined)
}
export const metrics = { seen: 'sum' }`;
  const { errors, logs, notices } = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(logs).toEqual([]);
  expect(errors.map(({ message, source }) => [message, source?.line])).toEqual([
    ['Nothing handles this rejection. Invalid metric name', 2],
  ]);
  expect(notices).toEqual([
    'console.log, index.js:2, wrote no line, as in PostHog: what it was given cannot be made a text (Invalid metric name). That is said of meta as a whole, since meta.metrics has the names of metrics alone: print a part of it, such as meta.config.',
    'console.warn, index.js:5, wrote no line, as in PostHog: what it was given cannot be made a text (Converting circular structure to JSON).',
  ]);
});
