/** The marks that PostHog puts on an event for each app that it went through, and where they are lost. Reference 2.4. */
import { expect, test } from 'vitest';
import type { Profile } from '../../platform/profiles.ts';
import type { Json } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { fromOutside, type PipelineApp, sendThrough } from '../../runtime/pipeline/pipeline.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const looksOn = `export function onEvent(event) { console.log(JSON.stringify(event.properties)) }`;

/** @returns the properties that the last app sees in `onEvent`. */
async function seen(
  codes: readonly string[],
  { profile = 'documented', event = 'x' }: { readonly profile?: Profile; readonly event?: string } = {},
): Promise<Json> {
  const apps = [...codes, looksOn].map((code, index) => {
    const files = { 'plugin.json': `{"name": "App ${index + 1}"}`, 'index.js': code };
    return createApp({ pool: pool(), source: { files }, profile });
  });
  await using _ = {
    [Symbol.asyncDispose]: async () => void (await Promise.all(apps.map((app) => app.dispose()))),
  };
  const inOrder: PipelineApp[] = [];
  for (const [index, app] of apps.entries()) {
    const { exports } = await app.start();
    inOrder.push({
      name: `App ${index + 1}`,
      exports,
      call: (entryPoint, input) => app.call(entryPoint, input),
    });
  }
  let found: Json = null;
  await sendThrough(inOrder, [fromOutside({ event, team_id: 1, distinct_id: 'ada', properties: { a: 1 } })], {
    limits: { maxHops: 0, maxEvents: 1 },
    profile,
    onFate: ({ steps }) => {
      found = JSON.parse(steps.at(-1)?.trace.logs[0]?.message ?? 'null') as Json;
    },
  });
  return found;
}

const changing = `export function processEvent(event) { event.properties.b = 2; return event }`;
const failing = `export function processEvent(event) { event.properties.c = 3; throw new Error('no') }`;
const copying = `export function processEvent(event) { return { ...event, properties: { ...event.properties, d: 4 } } }`;

test('each app that took the event, or failed with it, is named; what the latter had changed stays', async () => {
  expect(await seen([changing, failing])).toEqual({
    a: 1,
    b: 2,
    c: 3,
    $plugins_succeeded: ['App 1 (1)'],
    $plugins_failed: ['App 2 (2)'],
  });
});

test('the server of 2021 names those that only look on, too, with or without others', async () => {
  const profile = 'plugin-server-1.10.5';
  expect(await seen([changing], { profile })).toEqual({
    a: 1,
    b: 2,
    $plugins_succeeded: ['App 1 (1)'],
    $plugins_failed: [],
    $plugins_deferred: ['App 2 (2)'],
  });
  expect(await seen([], { profile })).toEqual({
    a: 1,
    $plugins_succeeded: [],
    $plugins_failed: [],
    $plugins_deferred: ['App 1 (1)'],
  });
});

test('what only looks on gets the event as its server gives it', async () => {
  const code = `export function onEvent(event) { console.log(JSON.stringify(Object.keys(event))) }
export function composeWebhook() { console.log('webhook'); return null }`;
  const of = async (profile: Profile): Promise<readonly (readonly string[])[]> => {
    const files = { 'plugin.json': '{"name": "App"}', 'index.js': code };
    await using app = createApp({ pool: pool(), source: { files }, profile });
    const { exports } = await app.start();
    const alone: PipelineApp = {
      name: 'App',
      exports,
      call: (entryPoint, input) => app.call(entryPoint, input),
    };
    const said: string[][] = [];
    const event = {
      event: 'x',
      team_id: 1,
      distinct_id: 'ada',
      now: '2022-10-01T12:00:00.000Z',
      site_url: 'https://a.b',
      properties: {},
    };
    await sendThrough([alone], [fromOutside(event)], {
      limits: { maxHops: 0, maxEvents: 1 },
      profile,
      onFate: ({ steps }) => said.push(...steps.map(({ trace }) => trace.logs.map(({ message }) => message))),
    });
    return said;
  };
  expect(await of('documented')).toEqual([
    ['["event","distinct_id","team_id","ip","timestamp","properties"]'],
    ['webhook'],
  ]);
  expect(await of('plugin-server-1.10.5')).toEqual([
    ['["event","team_id","distinct_id","now","site_url","properties"]'],
  ]);
});

test('where no app takes events there are none', async () => {
  expect(await seen([])).toEqual({ a: 1 });
});

test.each(['documented', 'plugin-server-1.10.5'] as const)(
  'an app that returns a copy loses them (%s)',
  async (profile) => {
    expect(await seen([changing, copying, changing], { profile })).toEqual({ a: 1, b: 2, d: 4 });
  },
);

test('the trace tells of the other object', async () => {
  const isOther = async (code: string): Promise<unknown> => {
    const files = { 'plugin.json': '{}', 'index.js': code };
    await using app = createApp({ pool: pool(), source: { files } });
    const { events } = await app.call('processEvent', { event: 'x', properties: {} });
    return events[0]?.isOtherObject;
  };
  expect([await isOther(changing), await isOther(failing), await isOther(copying)]).toEqual([
    undefined,
    undefined,
    true,
  ]);
});
