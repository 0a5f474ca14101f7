/** The whole life of an app, call by call, in one process. */
import { expect, test } from 'vitest';
import type { Json } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { runLifeCycle } from '../../runtime/pipeline/lifeCycle.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();
const running = new AbortController().signal;

async function live(code: string, exports: readonly string[], eventFor: string, event: Json) {
  const files = { 'plugin.json': '{"name": "Test app"}', 'index.js': code };
  await using app = createApp({ pool: pool(), source: { files } });
  // The app is disposed of when this returns.
  return await runLifeCycle(app, exports, eventFor, event, running);
}

const event = { event: 'x', distinct_id: 'ada', team_id: 1, now: '2022-10-01T12:00:00.000Z', properties: {} };

test('goes from set-up to the end in order, and what the app keeps lasts', async () => {
  const code = `export async function setupPlugin({ storage }) { await storage.set('count', 1) }
export const jobs = { later: () => console.log('job') }
export async function processEvent(event, { jobs }) {
  await jobs.later({}).runIn(1, 'hours')
  return { ...event, properties: { seen: true } }
}
export function onEvent(event) { console.log('saw ' + event.properties.seen + event.ip) }
export async function runEveryDay(meta) { console.log('day') }
export async function runEveryMinute({ storage }) { console.log(await storage.get('count') + 1) }
export function teardownPlugin() { console.log('bye') }`;
  const exports = [
    'onEvent',
    'processEvent',
    'teardownPlugin',
    'runEveryDay',
    'runEveryMinute',
    'setupPlugin',
    'jobs.later',
  ];
  const steps = await live(code, exports, 'processEvent', event);
  expect(
    steps.map(({ entryPoint, trace }) => [
      entryPoint,
      trace.outcome,
      ...trace.logs.map((log) => log.message),
    ]),
  ).toEqual([
    ['setupPlugin', 'completed'],
    ['processEvent', 'changed', 'job'],
    ['onEvent', 'completed', 'saw truenull'],
    ['runEveryMinute', 'completed', '2'],
    ['runEveryDay', 'completed', 'day'],
    ['teardownPlugin', 'completed', 'bye'],
  ]);
  expect(steps[2]?.input).toMatchObject({ event: 'x', properties: { seen: true } });
});

test('ends with a set-up that fails, and with a dropped event goes on to the schedules', async () => {
  const failing = "export function setupPlugin() { throw new Error('no') }\nexport function runEveryDay() {}";
  const [setUp, ...more] = await live(failing, ['setupPlugin', 'runEveryDay'], 'setupPlugin', null);
  expect([setUp?.trace.outcome, more]).toEqual(['failed', []]);
  const dropping =
    'export function processEvent() {}\nexport function onEvent() {}\nexport function runEveryDay() {}';
  const dropped = await live(dropping, ['processEvent', 'onEvent', 'runEveryDay'], 'processEvent', event);
  expect(dropped.map(({ entryPoint }) => entryPoint)).toEqual(['processEvent', 'runEveryDay']);
});

test('an app without processEvent gets the event where it takes it', async () => {
  const code = 'export function exportEvents(events) { console.log(events.length) }';
  const steps = await live(code, ['exportEvents'], 'exportEvents', [event, event]);
  expect(steps.map(({ entryPoint, trace }) => [entryPoint, trace.logs[0]?.message])).toEqual([
    ['exportEvents', '2'],
  ]);
});

test('everything that looks on at the event gets it, and is named by what runs', async () => {
  const code = `export function exportEvents(events) { fetch('https://a.test/' + events.length) }
export function composeWebhook(event) { console.log('hook for ' + event.event); return null }
export function onSnapshot() { console.log('recorded') }`;
  const exports = ['exportEvents', 'composeWebhook', 'onSnapshot'];
  const called = async (input: Json, eventFor = 'exportEvents') =>
    (await live(code, exports, eventFor, input)).map(({ entryPoint, trace }) => [
      entryPoint,
      ...trace.requests.map(({ cause, url }) => `${cause.entryPoint} ${url}`),
      ...trace.logs.map(({ message }) => message),
    ]);
  const whole = [
    ['exportEvents', 'exportEvents https://a.test/1'],
    ['composeWebhook', 'hook for x'],
  ];
  expect(await called(event)).toEqual(whole);
  expect(await called([event])).toEqual(whole);
  const recording = { ...event, event: '$snapshot' };
  expect(await called(recording)).toEqual([['onSnapshot', 'recorded']]);
  expect(await called([event, recording, event])).toEqual([
    ['exportEvents', 'exportEvents https://a.test/2'],
    ['composeWebhook', 'hook for x'],
    ['onSnapshot', 'recorded'],
    ['composeWebhook', 'hook for x'],
  ]);
  const own = `${code}\nexport function onEvent() { console.log('own') }`;
  const steps = await live(own, [...exports, 'onEvent'], 'onEvent', event);
  expect(steps.map(({ trace }) => trace.logs.map(({ message }) => message))).toEqual([
    ['own'],
    ['hook for x'],
  ]);
  expect(steps[0]?.trace.requests.map(({ cause }) => cause.entryPoint)).toEqual(['exportEvents']);
});

test('behind processEvent, exportEvents gets a list, and is named by itself too', async () => {
  const code = `export function processEvent(event) { return event }
export function exportEvents(events) { console.log(events[0].event + events.length) }`;
  const steps = await live(code, ['processEvent', 'exportEvents'], 'processEvent', event);
  expect(steps.map(({ entryPoint, trace }) => [entryPoint, trace.logs[0]?.message])).toEqual([
    ['processEvent', undefined],
    ['exportEvents', 'x1'],
  ]);
});

test.each([
  ['exportEvents', [{ ...event, event: '$snapshot' }]],
  ['onEvent', { ...event, event: '$snapshot' }],
  ['processEvent', { ...event, event: '$snapshot' }],
  ['onSnapshot', event],
])('an event that %s does not get runs nothing, and the end says so in one sentence', async (name, input) => {
  const code = `export function ${name}() { console.log('ran') }\nexport function teardownPlugin() {}`;
  const steps = await live(code, [name, 'teardownPlugin'], name, input);
  expect(steps.map(({ entryPoint, trace }) => [entryPoint, trace.notices])).toEqual([
    ['teardownPlugin', [expect.stringMatching(/^Nothing in this app handles .*\$snapshot events[^.]*\.$/)]],
  ]);
  expect(await live(code, [name], name, input)).toEqual([]);
});

test('what exportEventsToIgnore names does not get to exportEvents, and the run says why', async () => {
  const code = 'export function exportEvents(events) { console.log(events.length) }';
  const files = {
    'plugin.json': '{"name": "Test app", "config": [{ "key": "exportEventsToIgnore", "default": "y, x" }]}',
    'index.js': code,
  };
  await using app = createApp({ pool: pool(), source: { files } });
  const [step] = await runLifeCycle(app, ['exportEvents'], 'exportEvents', [event], running);
  expect([step?.entryPoint, step?.trace.logs, step?.trace.notices]).toEqual([
    'exportEvents',
    [],
    ['The setting exportEventsToIgnore names x: PostHog hands no such event to exportEvents.'],
  ]);
  const two = await app.call('exportEvents', [event, { ...event, event: 'z' }]);
  expect(two.logs.map(({ message }) => message)).toEqual(['1']);
});
