/** Reference 2.7 and 4.8: buffers, which collect events and hand them over in batches. */
import { describe, expect, test } from 'vitest';
import { profiles } from '../../../platform/profiles.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { createApp } from '../../../runtime/index.ts';
import { runApp } from '../support/runApp.ts';
import { usePool } from '../support/sandboxBundle.ts';

const pool = usePool();

const old = 'plugin-server-1.10.5';
const newer = 'documented';

const outcome = ({ outcome }: Trace): unknown => outcome;
const logs = ({ logs }: Trace): unknown => logs.map(({ message }) => message);
const errors = ({ errors }: Trace): unknown => errors.map(({ name, message }) => `${name}: ${message}`);
const times = ({ logs }: Trace): unknown => logs.map(({ clockMs = 0 }) => clockMs / 1000);

/** An app whose buffers are fed with several events. */
async function feed(
  code: string,
  count: number,
  options: {
    readonly config?: { readonly [key: string]: string };
    readonly profile?: typeof old;
    readonly name?: string;
  } = {},
): Promise<Trace> {
  const { name = 'e', ...rest } = options;
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{"main":"index.js"}', 'index.js': code } },
    ...rest,
  });
  const events = Array.from({ length: count }, (_, n) => ({ event: `${name}${n}`, properties: {} }));
  return (await app.callMany('onEvent', events)).trace;
}

const exporter = `export const exportEvents = (events) => console.log(events.map(({ event }) => event).join())`;
/** What one of these events weighs. */
const size = JSON.stringify({ event: 'e0', properties: {} }).length;

describe('2.7 exportEvents', () => {
  test('collects events and is called when their time is up: 10 s', async () => {
    const trace = await feed(exporter, 3);
    expect([logs(trace), times(trace)]).toEqual([['e0,e1,e2'], [10]]);
  });
  test('the time is a setting, between 1 and 600 s', async () => {
    const seconds = async (value: string): Promise<unknown> =>
      times(await feed(exporter, 1, { config: { exportEventsBufferSeconds: value } }));
    expect([await seconds('30'), await seconds('0'), await seconds('9999'), await seconds('soon')]).toEqual([
      [30],
      [1],
      [600],
      [10],
    ]);
  });
  test('a batch that would grow too large is handed over first', async () => {
    const trace = await feed(exporter, 5, { config: { exportEventsBufferBytes: String(2 * size) } });
    expect([logs(trace), times(trace)]).toEqual([
      ['e0,e1', 'e2,e3', 'e4'],
      [0, 0, 10],
    ]);
  });
  test('an event that is larger than the limit is handed over at once', async () => {
    const trace = await feed(exporter, 2, { config: { exportEventsBufferBytes: '1' } });
    expect([logs(trace), times(trace)]).toEqual([
      ['e0', 'e1'],
      [0, 0],
    ]);
  });
  test('names to ignore are separated by commas and trimmed', async () => {
    expect(logs(await feed(exporter, 3, { config: { exportEventsToIgnore: 'e0 , e2' } }))).toEqual(['e1']);
  });
  test('the app’s own onEvent runs too, and has no part in failures of a batch', async () => {
    const trace = await feed(
      `export const exportEvents = () => { throw new Error('no') }; export const onEvent = ({ event }) => console.log(event)`,
      2,
    );
    expect([logs(trace), errors(trace), outcome(trace)]).toEqual([['e0', 'e1'], ['Error: no'], 'failed']);
  });
  test.each([
    [newer, [10, 16, 28, 52]],
    [old, [10, 16, 28, 52, 100, 196, 388, 772, 1540, 3076, 6148, 12_292, 24_580, 49_156, 98_308, 196_612]],
  ] as const)('a RetryError sends a batch again: %s', async (profile, expected) => {
    const trace = await feed(
      `export const exportEvents = () => { console.log('try'); throw new RetryError('no') }`,
      1,
      profile === old ? { profile } : {},
    );
    expect(times(trace)).toEqual(expected);
  });
  test.each(profiles)('settings are read by parseInt: %s', async (profile) => {
    const seconds = async (value: string): Promise<unknown> =>
      times(
        await feed(exporter, 1, {
          config: { exportEventsBufferSeconds: value },
          ...(profile === old ? { profile } : {}),
        }),
      );
    expect([await seconds('30 seconds'), await seconds('2.9'), await seconds('')]).toEqual([[30], [2], [10]]);
  });
  test('a limit below 1 byte is 1 byte', async () => {
    const trace = await feed(exporter, 2, { config: { exportEventsBufferBytes: '-5' } });
    expect([logs(trace), times(trace)]).toEqual([
      ['e0', 'e1'],
      [0, 0],
    ]);
  });
  test('an event to ignore still gets to the app’s own onEvent', async () => {
    const code = `${exporter}; export const onEvent = ({ event }) => console.log('own', event)`;
    expect(logs(await feed(code, 2, { config: { exportEventsToIgnore: 'e0' } }))).toEqual([
      'own e0',
      'own e1',
      'e1',
    ]);
  });
  test('a RetryError queues a job with the batch, its id and the number of the try', async () => {
    const { jobs } = await feed(
      `let n = 0; export const exportEvents = () => { if (++n < 3) throw new RetryError('no') }`,
      2,
    );
    const batch = ['e0', 'e1'].map((event) => expect.objectContaining({ event }));
    expect(jobs.map(({ name, payload, inMs }) => [name, payload, inMs])).toEqual([
      ['exportEventsWithRetry', { batch, batchId: expect.anything(), retriesPerformedSoFar: 1 }, 6000],
      ['exportEventsWithRetry', { batch, batchId: expect.anything(), retriesPerformedSoFar: 2 }, 12_000],
    ]);
    const ids = jobs.map(({ payload }) => (payload as { batchId: unknown }).batchId);
    expect(ids[0]).toBe(ids[1]);
  });
  test('its metrics where a batch fails', async () => {
    const counts = async (thrown: string): Promise<unknown> => {
      const { metrics } = await feed(`export const exportEvents = () => { throw new ${thrown}('no') }`, 2);
      const sums: Record<string, number> = {};
      for (const { name, value } of metrics) sums[name] = (sums[name] ?? 0) + value;
      return sums;
    };
    expect(await counts('Error')).toEqual({ events_seen: 2, undelivered_events: 2, other_errors: 1 });
    expect(await counts('RetryError')).toEqual({ events_seen: 2, undelivered_events: 2, retry_errors: 4 });
  });
  test('its metrics', async () => {
    const { metrics } = await feed(exporter, 2);
    expect(metrics.map(({ name, value }) => [name, value])).toEqual([
      ['events_seen', 2],
      ['events_delivered_successfully', 2],
    ]);
  });
  test('teardownPlugin flushes, and the app’s own runs beside it', async () => {
    await using app = createApp({
      pool: pool(),
      source: {
        files: {
          'plugin.json': '{"main":"index.js"}',
          'index.js': `${exporter}; export const teardownPlugin = () => console.log('own')`,
        },
      },
    });
    expect(logs(await app.call('teardownPlugin', null))).toEqual(['own']);
    const without = await runApp(pool(), exporter, { entryPoint: 'teardownPlugin', input: null });
    expect(outcome(without)).toBe('completed');
  });
});

describe('4.8 createBuffer', () => {
  const buffered = (options: string, add = 'buffer.add(event.event)'): string =>
    `import { createBuffer } from '@posthog/plugin-contrib'
     const buffer = createBuffer({ ${options} onFlush: (list) => console.log(list.join()) })
     export const onEvent = (event) => { ${add} }`;
  test('is flushed after 60 s', async () => {
    const trace = await feed(buffered(''), 3);
    expect([logs(trace), times(trace)]).toEqual([['e0,e1,e2'], [60]]);
  });
  test('is flushed at 10 points', async () => {
    const trace = await feed(buffered(''), 11);
    expect([logs(trace), times(trace)]).toEqual([
      ['e0,e1,e2,e3,e4,e5,e6,e7,e8,e9', 'e10'],
      [0, 60],
    ]);
  });
  test('by its own limit, time and points', async () => {
    const trace = await feed(buffered('limit: 5, timeoutSeconds: 2,', 'buffer.add(event.event, 3)'), 3);
    expect([logs(trace), times(trace)]).toEqual([
      ['e0', 'e1', 'e2'],
      [0, 0, 2],
    ]);
  });
  test('flush hands over at once, and its time no longer counts', async () => {
    const trace = await feed(buffered('', 'buffer.add(event.event); buffer.flush()'), 2);
    expect([logs(trace), times(trace), trace.timing.totalMs < 30_000]).toEqual([['e0', 'e1'], [0, 0], true]);
  });
});

test('the job that PostHog gives to apps with exportEvents is no error where there is no history', async () => {
  const code = `export const exportEvents = () => {}
export async function runEveryMinute({ jobs }) { await jobs['Export historical events']({}).runNow() }`;
  const trace = await runApp(pool(), code, { entryPoint: 'runEveryMinute', input: null });
  expect(trace).toMatchObject({ outcome: 'completed', errors: [] });
  expect(trace.notices).toContain(
    'PostHog gives the app the job Export historical events. Here there is no history, so it did nothing.',
  );
  const without = await runApp(pool(), code.replace('exportEvents', 'exported'), {
    entryPoint: 'runEveryMinute',
    input: null,
  });
  expect(without.errors[0]?.message).toContain('The app has no export jobs.Export historical events');
});
