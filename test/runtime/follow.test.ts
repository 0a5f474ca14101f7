/** Captured events that go through real apps again, hop by hop. */
import { expect, test } from 'vitest';
import { describeFollowing, hopLines } from '../../protocol/followWords.ts';
import type { ConsentRequest, HostAccess } from '../../protocol/runtime.ts';
import type { Trace } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { follow, type FollowOptions } from '../../runtime/pipeline/follow.ts';
import type { PipelineApp } from '../../runtime/pipeline/pipeline.ts';
import { pageView } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, answerJson, projectKey, startServer } from './support/server.ts';

const pool = usePool();

interface Options extends Partial<FollowOptions> {
  readonly maxHops?: number;
  readonly maxEvents?: number;
  readonly timeoutSeconds?: number;
  readonly access?: HostAccess;
  readonly consent?: (request: ConsentRequest) => Promise<boolean>;
  /** A call for an event that came back has begun. */
  readonly onCall?: () => void;
}

/** Runs `onEvent` of the first app with a page view, and feeds what it captured back through all of them. */
async function followed(codes: readonly string[], options: Options = {}): Promise<Trace> {
  const { access, consent, maxEvents = 1_000, maxHops = 10, onCall, timeoutSeconds = 30, ...rest } = options;
  const onHost = {
    ...(access === undefined ? {} : { access }),
    ...(consent === undefined ? {} : { consent }),
  };
  const apps = codes.map((code, index) => {
    const files = { 'plugin.json': `{"name": "App ${index + 1}"}`, 'index.js': code };
    return createApp({ pool: pool(), source: { files }, timeoutSeconds, ...onHost });
  });
  await using _ = {
    [Symbol.asyncDispose]: async () => void (await Promise.all(apps.map((app) => app.dispose()))),
  };
  const trace = await apps[0]?.call('onEvent', pageView);
  if (trace === undefined) throw new Error('There is no app.');
  const inOrder = [];
  for (const [index, app] of apps.entries()) {
    const { exports } = await app.start();
    const call: PipelineApp['call'] = (entryPoint, input) => {
      const called = app.call(entryPoint, input, rest.signal);
      onCall?.();
      return called;
    };
    inOrder.push({ name: `App ${index + 1}`, exports, call });
  }
  const starts = trace.captured.map((captured, index) => ({ captured, app: 'App 1', index }));
  const limits = { maxHops, maxEvents };
  return { ...trace, ...(await follow(inOrder, starts, { limits, teamId: 1, ...rest })) };
}

function saidOf(trace: Trace): readonly string[] {
  const words = describeFollowing(trace);
  return [words?.title ?? '', words?.sentence ?? '', ...hopLines(trace)];
}

test('events that an app sends to its own project by requests come back, too', async () => {
  const trace = await followed([
    `const post = (body) => fetch('https://app.posthog.com/e/', { method: 'POST', body: JSON.stringify(body) })
export async function onEvent(event) {
  if (event.event !== '$pageview') return
  const api_key = 'local'
  await post({ api_key, event: 'by fetch', distinct_id: 'ada', properties: { token: 'local', plan: 'free' } })
  await post({ api_key, batch: [{ event: 'first of a batch', properties: { distinct_id: 'bob' } }, { event: 'second', distinct_id: 7, timestamp: '2022-10-01' }] })
  await posthog.api.post('/capture/', { data: { api_key, event: 'by api.post', distinct_id: 'ada' } })
  await post({ api_key: 'phc_of_another_project', event: 'elsewhere', distinct_id: 'ada' })
  await post({ api_key, event: '', distinct_id: 'ada' })
  for (const wrong of [[null], { api_key, batch: 5 }, { api_key, batch: [null] }]) {
    const { status } = await post(wrong)
    if (status !== 400) throw new Error('The host took ' + JSON.stringify(wrong))
  }
  await post({ api_key, event: 'without properties', distinct_id: 'ada', properties: null })
}
export function composeWebhook(event) {
  if (event.event !== 'second') return null
  return { url: 'https://app.posthog.com/e/', body: JSON.stringify({ api_key: 'local', event: 'by webhook', distinct_id: 'ada' }) }
}`,
  ]);
  expect(trace.captured.map(({ event, distinctId, properties }) => [event, distinctId, properties])).toEqual([
    ['by fetch', 'ada', { plan: 'free' }],
    ['first of a batch', 'bob', {}],
    ['second', '7', {}],
    ['by api.post', 'ada', {}],
    ['without properties', 'ada', {}],
  ]);
  expect(trace.errors).toEqual([]);
  expect(trace.captured[2]).toMatchObject({
    timestamp: '2022-10-01',
    delivery: 'local',
    cause: { entryPoint: 'onEvent', source: { file: 'index.js', line: 1 } },
  });
  expect(trace.hops.map(({ event, hop }) => [event, hop])).toEqual([
    ['by fetch', 1],
    ['first of a batch', 1],
    ['second', 1],
    ['by api.post', 1],
    ['without properties', 1],
    ['by webhook', 2],
  ]);
});

test('a live host that takes an event of the own project sends it back, and no other host does', async () => {
  await using server = await startServer(answerJson({ status: 1 }));
  await using other = await startServer(answerJson({ status: 1 }));
  const send = (to: string, key: string): string =>
    `await fetch('${to}/e/', { method: 'POST', body: JSON.stringify({ api_key: '${key}', event: 'sent', distinct_id: 'ada' }) })`;
  const trace = await followed(
    [
      `export async function onEvent(event) {
  if (event.event === 'sent') return
  ${send(server.origin, projectKey)}
  ${send(server.origin, 'phc_other')}
  ${send(server.origin, 'local')}
  ${send(other.origin, projectKey)}
}`,
    ],
    { access: accessTo(server), consent: () => Promise.resolve(true) },
  );
  expect(trace.captured).toMatchObject([{ event: 'sent', delivery: 'sent', cause: { source: { line: 3 } } }]);
  expect(trace.hops.map(({ event }) => event)).toEqual(['sent']);
});

test('an app that captures for each event is stopped, and its chain is drawn once', async () => {
  const trace = await followed([`export async function onEvent() {\n  await posthog.capture('seen')\n}`]);
  expect(saidOf(trace)).toEqual([
    'Stopped: it loops',
    '10 events came back in 10 hops, which is the limit, and would go on.',
    'seen of App Server (index.js:2): onEvent: completed, captured 1 event',
    '  ↻ seen again, 9 times (index.js:2)',
  ]);
  expect(trace.hops.map(({ hop, cause, heldBack }) => [hop, cause.hop ?? cause.captured, heldBack])).toEqual([
    [1, 0, undefined],
    ...Array.from({ length: 8 }, (_, index) => [index + 2, index, undefined]),
    [10, 8, 1],
  ]);
  expect(trace.hops[3]).toMatchObject({
    event: 'seen',
    delivery: 'local',
    cause: { app: 'App 1', entryPoint: 'onEvent', source: { file: 'index.js', line: 2 } },
    properties: { $lib: 'posthog-plugin-server' },
  });
});

test('one that leaves its own event alone comes to rest', async () => {
  const code = `export const processEvent = (event) => (event.event === 'seen' ? null : event)
export async function onEvent(event) { await posthog.capture('seen') }`;
  expect(saidOf(await followed([code]))).toEqual([
    'Comes to rest',
    '1 event came back in 1 hop; then nothing was captured any more.',
    'seen of App Server (index.js:2): processEvent: dropped',
  ]);
});

test('what the app keeps lasts from the run to the last hop', async () => {
  const code = `export async function onEvent(event, { storage }) {
  const count = await storage.get('count', 0)
  await storage.set('count', count + 1)
  if (count < 3) await posthog.capture('seen')
}`;
  const trace = await followed([code]);
  expect(trace.hops).toHaveLength(3);
  expect(trace.following?.end).toBe('rests');
});

test('events go through several apps in order; a chain over two of them is marked', async () => {
  const ping = `export async function onEvent({ event }) { if (event !== 'ping') await posthog.capture('ping') }`;
  const pong = `export const processEvent = (event) => ({ ...event, properties: { of: event.event } })
export async function onEvent({ event, properties }) {
  if (event === 'ping') await posthog.capture('pong ' + properties.of)
}`;
  expect(saidOf(await followed([ping, pong], { maxHops: 5 }))).toEqual([
    'Stopped: it loops',
    '5 events came back in 5 hops, which is the limit, and would go on.',
    'ping of App Server (App 1, index.js:1): App 2 processEvent: changed; App 1 onEvent: completed; App 2 onEvent: completed, captured 1 event',
    '  pong ping of App Server (App 2, index.js:3): App 2 processEvent: changed; App 1 onEvent: completed, captured 1 event; App 2 onEvent: completed',
    '    ↻ ping again, 2 times (App 1, index.js:1)',
  ]);
});

test('events that multiply are stopped by their number', async () => {
  const code = `export async function onEvent() {
  await posthog.capture('one')
  await posthog.capture('two')
}`;
  const trace = await followed([code], { maxEvents: 100 });
  expect(trace.hops).toHaveLength(100);
  expect(saidOf(trace).slice(0, 2)).toEqual([
    'Stopped: it loops',
    '100 events came back in 6 hops. 100 events are the limit: each may lead to several.',
  ]);
  // Six rows stand for a hundred events.
  expect(
    saidOf(trace)
      .slice(2)
      .map((line) => line.replace(/\(.*/, '').trim()),
  ).toEqual([
    'one of App Server',
    '↻ one again, 16 times',
    'two of App Server',
    '↻ one again, 15 times',
    '↻ two again, 15 times',
    'two of App Server',
    '↻ two again, 9 times',
    'one of App Server',
    '↻ one again, 9 times',
    '↻ two again, 9 times',
  ]);
});

test('a limit that is reached without a repetition is no loop', async () => {
  const code = `export async function onEvent({ event }) {
  if (event === '$pageview') await posthog.capture('a')
  if (event === 'a') await posthog.capture('b')
  if (event === 'b') await posthog.capture('c')
}`;
  expect(saidOf(await followed([code], { maxHops: 2 })).slice(0, 2)).toEqual([
    'Stopped after 2 hops',
    '2 events came back in 2 hops, which is the limit. None has repeated so far.',
  ]);
});

test('names that grow are a loop too', async () => {
  const code = `export async function onEvent({ event }) { await posthog.capture(event + '!') }`;
  const [title, , ...lines] = saidOf(await followed([code], { maxHops: 3 }));
  expect(title).toBe('Stopped: it loops');
  expect(lines).toHaveLength(3);
});

test('an app that fails says so, and the others get the event all the same', async () => {
  const failing = `export async function processEvent(event) {
  if (event.event === 'seen') throw new TypeError('no plan')
  return event
}
export async function onEvent({ event }) { if (event !== 'seen') await posthog.capture('seen') }`;
  const trace = await followed([failing, `export function onEvent() {}`]);
  expect(hopLines(trace)).toEqual([
    'seen of App Server (App 1, index.js:5): App 1 processEvent: failed; TypeError: no plan; App 1 onEvent: completed; App 2 onEvent: completed',
  ]);
  expect(describeFollowing(trace)).toMatchObject({ title: 'Comes to rest, with errors', tone: 'warn' });
  expect(trace.hops[0]?.steps[0]?.errors[0]).toMatchObject({ source: { file: 'index.js', line: 2 } });
});

test('calls that do not end are not tried for each event', async () => {
  const code = `export async function onEvent({ event }) {
  if (event !== 'seen') { for (let n = 0; n < 8; n++) await posthog.capture('seen') }
  else for (;;);
}`;
  const trace = await followed([code], { timeoutSeconds: 0.2 });
  expect(trace.hops).toHaveLength(3);
  expect(describeFollowing(trace)?.title).toBe('Stopped: calls did not end');
});

test('it stops when the user says so, and gives what it has', async () => {
  const stop = new AbortController();
  const code = `export async function onEvent() { await posthog.capture('seen') }`;
  const trace = await followed([code], {
    maxHops: 100,
    signal: stop.signal,
    onProgress: (events) => {
      if (events === 4) stop.abort();
    },
  });
  expect(trace.hops).toHaveLength(4);
  expect(describeFollowing(trace)?.sentence).toBe('You stopped it: 4 events came back in 4 hops.');
});

test('it stops in the midst of a call', async () => {
  const stop = new AbortController();
  const code = `export async function onEvent({ event }) {
  if (event === '$pageview') await posthog.capture('seen')
  else await new Promise(() => undefined)
}`;
  const trace = await followed([code], { signal: stop.signal, onCall: () => stop.abort() });
  expect(trace.following?.end).toBe('stopped');
  expect(trace.hops[0]?.steps[0]?.outcome).toBe('stopped');
});

test('what is not sent on the way is counted, with its reason', async () => {
  await using server = await startServer(answerJson({ status: 'Ok' }));
  const asked: string[] = [];
  const code = `export async function onEvent({ event }) {
  if (event === '$pageview') await posthog.capture('a')
  if (event === 'a') { await posthog.capture('b'); await posthog.api.get('/c') }
}`;
  const trace = await followed([code], {
    access: accessTo(server),
    consent: ({ what }) => {
      asked.push(what);
      return Promise.resolve(false);
    },
  });
  expect(asked).toHaveLength(1);
  expect(trace.hops.map(({ event, delivery }) => [event, delivery])).toEqual([
    ['a', 'refused'],
    ['b', 'refused'],
  ]);
  const reason = `You have not allowed writing to ${new URL(server.origin).host}, so this was not sent.`;
  expect(trace.hops[0]?.steps[0]).toMatchObject({ captured: 1, requests: 1, notSent: { count: 1, reason } });
  expect(trace.hops[1]?.steps[0]?.notSent).toBeUndefined();
});

test('properties are left out where they are very large together, and everything else is kept', async () => {
  const code = `export async function onEvent() { await posthog.capture('big', { text: 'x'.repeat(300_000) }) }`;
  const { hops } = await followed([code], { maxHops: 5 });
  expect(hops.map(({ isCut, properties }) => [isCut ?? false, Object.keys(properties).length > 0])).toEqual([
    [false, true],
    [false, true],
    [false, true],
    [true, false],
    [true, false],
  ]);
});
