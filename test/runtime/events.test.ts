/** A list of events through one app. */
import { describe, expect, test } from 'vitest';
import { mostKept } from '../../protocol/eventsReport.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import { type CreateAppOptions, createApp } from '../../runtime/index.ts';
import { sandboxPids } from './support/children.ts';
import { accessTo, answerJson, startServer } from './support/server.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

type Options = Omit<CreateAppOptions, 'source' | 'pool'>;

function appOf(code: string, options: Options = {}): ReturnType<typeof createApp> {
  const files = { 'plugin.json': '{"name": "Test app"}', 'index.js': code };
  return createApp({ ...options, pool: pool(), source: { files } });
}

function numbered(count: number): readonly Json[] {
  return Array.from({ length: count }, (_, i) => ({ event: 'x', team_id: 1, properties: { i } }));
}

const nothing = { changed: 0, unchanged: 0, dropped: 0, completed: 0, failed: 0, 'timed-out': 0, stopped: 0 };

test('an event whose name cannot be read costs no other its row', async () => {
  await using app = appOf('export const onEvent = () => {}');
  const broken = {
    get event(): string {
      throw new Error('no name');
    },
  };
  const { rows } = await app.callMany('onEvent', [{ event: 'a' }, broken, { event: 'b' }]);
  expect(rows.map(({ outcome, problem }) => [outcome, problem?.message])).toEqual([
    ['completed', undefined],
    ['failed', 'Event 2 of the list cannot be written as JSON: no name.'],
    ['completed', undefined],
  ]);
});

test('a row says how much of what its event sends did not arrive', async () => {
  await using server = await startServer(({ url }, response) =>
    response.writeHead(url === '/hook' ? 200 : 401, { 'content-type': 'application/json' }).end('{}'),
  );
  const code = `export async function onEvent({ properties: { i } }) {
      if (i > 0) posthog.capture('x')
      if (i === 2) await posthog.api.get('/api/x/')
      if (i === 2) await posthog.capture('y')
    }
    export const composeWebhook = ({ properties: { i } }) =>
      i === 0 ? null : { url: ${JSON.stringify(server.origin)} + (i === 1 ? '/hook' : '/gone'), body: '{}' }`;
  const access = accessTo(server);
  await using app = appOf(code, { access, consent: () => Promise.resolve(true) });
  const rowsOf = async (entryPoint: string, mostItems: number): Promise<unknown> => {
    const { rows } = await app.callMany(entryPoint, numbered(3), { mostItems });
    return rows.map(({ outcome, notArrived }) => [outcome, notArrived]);
  };
  const expected = [
    ['completed', undefined],
    ['completed', { captured: 1, requests: 0 }],
    ['completed', { captured: 2, requests: 1 }],
  ];
  expect(await rowsOf('onEvent', 100)).toEqual(expected);
  // Also of what the trace has no room for.
  expect(await rowsOf('onEvent', 1)).toEqual(expected);
  expect(await rowsOf('composeWebhook', 100)).toEqual([
    ['completed', undefined],
    ['completed', undefined],
    ['completed', { captured: 0, requests: 1 }],
  ]);
});

test('each event has its outcome, as it would have in a call of its own', async () => {
  const code = `export function processEvent(event) {
  const { i } = event.properties
  if (i === 0) return event
  if (i === 1) return { ...event, seen: true }
  if (i === 2) return null
  if (i === 3) throw new Error('three')
  if (i === 4) return { properties: event.properties, team_id: event.team_id, event: event.event }
  if (i === 5) return { ...event, team_id: 2 }
  if (i === 6) return [event]
  if (i === 7) return { ...event, self: 1n }
  return undefined
}`;
  await using app = appOf(code);
  const events = numbered(9);
  const report = await app.callMany('processEvent', events);
  const single: string[] = [];
  for (const event of events) single.push((await app.call('processEvent', event)).outcome);
  expect(report.rows.map(({ outcome }) => outcome)).toEqual(single);
  expect(single).toEqual(
    'unchanged changed dropped failed unchanged failed failed failed dropped'.split(' '),
  );
  expect(report.counts).toEqual({ ...nothing, unchanged: 2, changed: 1, dropped: 2, failed: 4 });
  expect(report.rows[3]?.problem).toEqual({
    message: 'three',
    source: { file: 'index.js', line: 6, column: 22 },
  });
  expect(report.trace.outcome).toBe('failed');
  expect(report.trace.events[1]).toMatchObject({
    after: { seen: true },
    outcome: 'changed',
    cause: { event: 1 },
  });
});

test('events that are not shown are judged by what JSON makes of them, as in a call of its own', async () => {
  const ways = [
    'return event',
    'return { ...event, properties: { ...event.properties } }',
    'event.properties.list[1].b = 3; return event',
    'delete event.properties.title; return event',
    'event.properties.seen = true; return event',
    'event.properties.gone = undefined; return event',
    'event.properties.n = -0; return event',
    'event.properties.none = NaN; return event',
    'event.properties = { ...event.properties, toJSON: () => ({}) }; return event',
    'event.properties = Object.create(event.properties); return event',
    'const { title, ...rest } = event.properties; return { ...event, properties: { ...rest, title } }',
    'const { title, ...rest } = event.properties; return { ...event, properties: { ...rest, name: title } }',
    'event.properties.at = new Date(0); return event',
    'Object.defineProperty(event.properties, "title", { enumerable: false }); return event',
    'return new Proxy(event, { get: (of, key) => (key === "event" ? "other" : of[key]) })',
    'return { ...event, get event() { throw new Error("no") } }',
    'event.self = event; return event',
    'event.properties.big = 1n; return event',
    'event.properties.list.push(4); return event',
    'event.properties.list.length = 1; return event',
    'event.properties.list.more = 1; return event',
    'delete event.team_id; return event',
    'event.team_id = 2; event.properties.title = "b"; return event',
    'event.properties.title = "x".repeat(17 * 2 ** 20); return event',
  ];
  // These stay for the events that follow, and have processes of their own.
  const lasting = [
    'Object.prototype.added = 1; return event',
    'event.properties.added = 1; return event',
    'Object.prototype.added = 2; return event',
    'delete Object.prototype.added; return event',
    'Array.prototype.toJSON = () => 1; return event',
  ];
  const outcomes = async (of: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const code = `const ways = [${of.map((way) => `(event) => { ${way} }`).join(',')}]
export function processEvent(event) {
  const way = ways[event.properties.way]
  return way === undefined ? event : way(event)
}`;
    const eventOf = (way: number): Json => ({
      event: 'x',
      team_id: 1,
      properties: { way, title: 'a', n: 0, none: null, list: [1, { b: 2 }, 'c'] },
    });
    await using listed = appOf(code);
    await using called = appOf(code);
    const filler = Array.from({ length: mostKept }, () => eventOf(-1));
    const events = of.map((_, way) => eventOf(way));
    const { rows } = await listed.callMany('processEvent', [...filler, ...events]);
    const found: (readonly string[])[] = [];
    for (const [way, body] of of.entries()) {
      const { outcome } = await called.call('processEvent', eventOf(way));
      found.push([body, rows[mostKept + way]?.outcome ?? '', outcome]);
    }
    return found;
  };
  const found = [...(await outcomes(ways)), ...(await outcomes(lasting))];
  expect(found.filter(([, inList, alone]) => inList !== alone)).toEqual([]);
  expect(new Set(found.map(([, inList]) => inList))).toEqual(new Set(['changed', 'unchanged', 'failed']));
});

test('what an app keeps lives on from event to event, and jobs run after the last', async () => {
  const code = `export const jobs = { done: (payload) => console.log('job ' + payload.i) }
export async function processEvent(event, { global, cache, jobs }) {
  global.count = (global.count ?? 0) + 1
  await cache.incr('seen')
  if (event.properties.i === 1) await jobs.done({ i: 1 }).runIn(1, 'hours')
  return { ...event, count: global.count, seen: await cache.get('seen') }
}`;
  await using app = appOf(code);
  const { trace } = await app.callMany('processEvent', numbered(3));
  expect(trace.events.map(({ after }) => after)).toMatchObject([
    { count: 1, seen: 1 },
    { count: 2, seen: 2 },
    { count: 3, seen: 3 },
  ]);
  expect(trace.logs).toMatchObject([{ message: 'job 1' }]);
  expect(trace.jobs[0]?.cause.event).toBe(1);
});

test('an app that changes what all objects are as JSON does not garble what is told of it', async () => {
  await using app = appOf(`Object.prototype.toJSON = function () { return this[0] === 'seen' ? {} : this }
export async function processEvent(event) {
  await posthog.capture('seen')
  return event
}`);
  const { rows, trace } = await app.callMany('processEvent', numbered(1));
  expect(rows[0]?.outcome).toBe('unchanged');
  expect(trace.captured).toMatchObject([{ event: 'seen' }]);
  expect(trace.errors).toEqual([]);
});

test('a later list through the same app tells the lines of its captures, too', async () => {
  const code = `export async function processEvent(event) {
  await posthog.capture('seen')
  return event
}`;
  await using app = appOf(code);
  await app.callMany('processEvent', numbered(mostKept));
  const { trace } = await app.callMany('processEvent', numbered(1));
  expect(trace.captured[0]?.cause.source?.line).toBe(2);
});

test('captures, requests and logs belong to their event, and the trace keeps the first of them', async () => {
  const code = `export async function processEvent(event) {
  console.log('at ' + event.properties.i)
  await posthog.capture('seen')
  if (event.properties.i === 2) await fetch('https://example.com/')
  return event
}`;
  const count = mostKept + 50;
  await using app = appOf(code);
  const { rows, trace } = await app.callMany('processEvent', numbered(count));
  expect(rows).toHaveLength(count);
  expect(rows.filter(({ captured, logs }) => captured === 1 && logs === 1)).toHaveLength(count);
  expect(rows.map(({ requests }) => requests).slice(0, 4)).toEqual([0, 0, 1, 0]);
  expect([trace.captured.length, trace.logs.length, trace.events.length]).toEqual([
    mostKept,
    mostKept,
    mostKept,
  ]);
  expect(trace.captured[7]).toMatchObject({ event: 'seen', delivery: 'local', cause: { event: 7 } });
  expect(trace.captured[7]?.cause.source?.line).toBe(3);
  expect(trace.notices?.at(-1)).toBe(
    `Only the first ${mostKept} of each kind are listed: there were 51 more requests, 50 more log lines, 50 more captured events.`,
  );
  expect(trace.printed).toEqual([
    { source: { file: 'index.js', line: 2, column: 11 }, count, level: 'log', last: `at ${count - 1}` },
  ]);
});

test('the webhook of an event is a request of its row', async () => {
  await using app = appOf(
    `export const composeWebhook = ({ properties: { i } }) => i === 1 ? null : { url: 'https://example.com/hook', body: 'x' }`,
  );
  const { rows } = await app.callMany('composeWebhook', numbered(3));
  expect(rows.map(({ requests }) => requests)).toEqual([1, 0, 1]);
});

test('a list tells what it used, without what the set-up before it took', async () => {
  const code = `function work(ms) { const end = Date.now() + ms; while (Date.now() < end); }
export function setupPlugin() { work(300) }
export function processEvent(event) { work(2); return event }`;
  await using app = appOf(code);
  await app.start();
  const { trace } = await app.callMany('processEvent', numbered(40));
  expect(trace.usage?.cpuMs).toBeGreaterThan(10);
  expect(trace.usage?.cpuMs).toBeLessThan(250);
  expect(trace.usage?.memoryBytes).toBeGreaterThan(1_000_000);
});

test('a list in which an event ended the app does not tell a part of what it used as the whole', async () => {
  const code = `export function processEvent(event) {
  if (event.properties.i === 1) for (;;) {}
  return event
}`;
  await using app = appOf(code, { timeoutSeconds: 1 });
  const { rows, trace } = await app.callMany('processEvent', numbered(3));
  expect(rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'timed-out', 'unchanged']);
  expect(trace.usage).toBeUndefined();
  // Its time is that of the whole list.
  expect(trace.timing.callMs).toBeGreaterThan(900);
});

test('what an event became is in the trace for each event that is shown, whatever became of the others', async () => {
  const code = `export function processEvent(event) {
  const { i } = event.properties
  if (i % 7 === 3) throw new Error('seven')
  if (i === 90 && !globalThis.spared) for (;;) {}
  return { ...event, seen: i }
}`;
  await using app = appOf(code, { timeoutSeconds: 1 });
  const { counts, trace } = await app.callMany('processEvent', numbered(2 * mostKept));
  expect(counts.changed).toBe(2 * mostKept - 1 - counts.failed);
  const changed = trace.events.filter(({ outcome }) => outcome === 'changed');
  expect(changed.map(({ after }) => after)).toEqual(
    changed.map(({ cause }) => expect.objectContaining({ seen: cause.event })),
  );
  expect(trace.events.filter(({ cause }) => (cause.event ?? 0) < mostKept)).toHaveLength(mostKept);
});

test('events that are handed over one by one come to the same', async () => {
  const code = `export async function processEvent(event) {
  const { i } = event.properties
  if (i % 5 === 1) await posthog.capture('seen', { text: 'a b' })
  if (i % 5 === 2) return null
  if (i % 5 === 3) throw new Error('three of five')
  return i % 5 === 4 ? { ...event, seen: true } : event
}`;
  const of = async (eventsPerMessage: number): Promise<unknown> => {
    await using app = appOf(code);
    const batching = { eventsPerMessage, messagesInFlight: 1 };
    const { rows, trace } = await app.callMany('processEvent', numbered(20), { batching });
    return [
      rows.map(({ outcome, captured, problem }) => [outcome, captured, problem]),
      trace.captured.map(({ event, properties, cause }) => [event, properties, cause.event]),
      trace.events.map(({ after }) => after),
    ];
  };
  expect(await of(1)).toEqual(await of(100));
});

test('what an event leaves running is blamed on that event, not on the next', async () => {
  const code = `export async function onEvent(event) {
  if (event.properties.i === 5) Promise.resolve().then(async () => {
    for (let i = 0; i < 1000; i += 1) await null
    while (true);
  })
}`;
  await using app = appOf(code, { timeoutSeconds: 1 });
  const { counts, rows } = await app.callMany('onEvent', numbered(20));
  expect(counts).toEqual({ ...nothing, completed: 19, 'timed-out': 1 });
  expect(rows[5]?.outcome).toBe('timed-out');
});

test('an end that comes after the verdict of the event that led to it is told', async () => {
  // Verdicts that are older than this leave before the next event begins, that of the event with the flood as well.
  const code = `export async function onEvent(event) {
  const { i } = event.properties
  if (i === 5) { const flood = () => Promise.resolve().then(flood); flood() }
  for (const end = Date.now() + 15; Date.now() < end;);
}`;
  await using app = appOf(code);
  const { counts, trace } = await app.callMany('onEvent', numbered(40));
  expect(counts.completed).toBeGreaterThanOrEqual(39);
  expect(trace.outcome).toBe('failed');
  expect(trace.errors[0]?.message).toContain('more than 256 MB of memory');
});

test('an event that hangs is found among its neighbours, and the others are run', async () => {
  const code = `export async function processEvent(event) {
  if (event.properties.i === 150) for (;;) {}
  await posthog.capture('seen')
  return { ...event, team_id: 1 }
}`;
  await using app = appOf(code, { timeoutSeconds: 1 });
  const { rows, counts, trace } = await app.callMany('processEvent', numbered(300));
  expect(counts).toEqual({ ...nothing, unchanged: 299, 'timed-out': 1 });
  expect(rows[150]?.problem?.message).toContain('processEvent did not end within 1 second');
  expect(trace.errors.map(({ cause }) => cause.event)).toEqual([150]);
  expect(trace.notices?.[0]).toBe(
    'The app was loaded anew after an event that ended it: what it kept is gone.',
  );
});

test('what an event did is written once, though the sandbox died of a later one', async () => {
  const code = `export async function processEvent(event) {
  console.log(String(event.properties.i))
  if (event.properties.i === 3) await posthog.api.get('/api/users/@me/')
  if (event.properties.i === 5) for (;;) {}
  return event
}`;
  await using app = appOf(code, { timeoutSeconds: 0.5 });
  const { rows, trace } = await app.callMany('processEvent', numbered(8));
  expect(trace.logs.map(({ message }) => message)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  expect(trace.requests).toHaveLength(1);
  expect(rows[5]).toMatchObject({ outcome: 'timed-out', logs: 1 });
});

test('an app that dies of every event is given up', async () => {
  await using app = appOf(`export const processEvent = () => new Promise(() => {})`);
  const { rows, total, trace } = await app.callMany('processEvent', numbered(10));
  expect([rows.length, total, trace.outcome]).toEqual([3, 10, 'failed']);
  expect(trace.notices).toContain(
    'The run ended after 3 events that ended the app; the others were not run.',
  );
});

test('an endless loop of captures in one event is counted, with its line', async () => {
  await using app = appOf(
    `export async function processEvent(event) {\n  for (;;) await posthog.capture('again')\n}`,
  );
  const { rows } = await app.callMany('processEvent', numbered(1));
  expect(rows[0]?.problem).toMatchObject({
    message: 'The app made more than 1,000 requests in one run, so it was stopped.',
    source: { line: 2 },
  });
});

test('a RetryError of onEvent is tried again after the others', async () => {
  const code = `export function onEvent(event, { global }) {
  console.log('try ' + event.properties.i)
  if (event.properties.i === 0 && !global.failed) { global.failed = true; throw new RetryError('later') }
}`;
  await using app = appOf(code);
  const { counts, trace } = await app.callMany('onEvent', numbered(3));
  expect(counts).toEqual({ ...nothing, completed: 3 });
  expect(trace.logs.map(({ message }) => message)).toEqual(['try 0', 'try 1', 'try 2', 'try 0']);
  expect(trace.errors.map(({ name }) => name)).toEqual(['RetryError (attempt 1/5)']);
});

test('events that are tried again wait together', async () => {
  const code = `export function onEvent({ properties: { i } }, { global }) {
  console.log(i)
  global[i] = (global[i] ?? 0) + 1
  if (i > 0 && global[i] <= i) throw new RetryError('later')
}`;
  await using app = appOf(code);
  const { counts, trace } = await app.callMany('onEvent', numbered(3));
  expect(counts).toEqual({ ...nothing, completed: 3 });
  expect(trace.logs.map(({ clockMs = 0, message }) => [message, clockMs])).toEqual([
    ['0', 0],
    ['1', 0],
    ['2', 0],
    ['1', 5000],
    ['2', 5000],
    ['2', 15_000],
  ]);
});

test('exportEvents receives the events of a list as one batch', async () => {
  const code = `export function exportEvents(events) { console.log(String(events.length)) }`;
  await using app = appOf(code);
  const { trace } = await app.callMany('onEvent', numbered(30));
  expect(trace.logs.map(({ message }) => message)).toEqual(['30']);
});

test('live captures are sent, each before its event is done', async () => {
  await using server = await startServer(answerJson({ status: 'Ok' }));
  await using app = appOf(
    `export async function processEvent(event) { await posthog.capture('seen ' + event.properties.i); return event }`,
    { access: accessTo(server), consent: () => Promise.resolve(true) },
  );
  const { trace } = await app.callMany('processEvent', numbered(3));
  expect(trace.captured.map(({ delivery }) => delivery)).toEqual(['sent', 'sent', 'sent']);
  expect(server.seen.map(({ body }) => (JSON.parse(body) as { readonly event: string }).event)).toEqual([
    'seen 0',
    'seen 1',
    'seen 2',
  ]);
});

test('stopping gives back the rows so far', async () => {
  const aborter = new AbortController();
  await using app = appOf(
    `export async function processEvent(event) { await fetch('https://example.com/'); return event }`,
  );
  const { rows, trace } = await app.callMany('processEvent', numbered(500), {
    signal: aborter.signal,
    onProgress: () => aborter.abort(),
  });
  expect(trace.outcome).toBe('stopped');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(500);
});

test('a set-up that fails gives no rows, and says why', async () => {
  await using app = appOf(
    `export function setupPlugin() { throw new Error('no key') }\nexport const processEvent = (event) => event`,
  );
  const { rows, trace } = await app.callMany('processEvent', numbered(2));
  expect(rows).toEqual([]);
  expect(trace.errors.map(({ message }) => message)).toEqual(['no key']);
});

test('an empty list is done at once', async () => {
  await using app = appOf(`export const processEvent = (event) => event`);
  const { rows, trace } = await app.callMany('processEvent', []);
  expect([rows.length, trace.outcome]).toEqual([0, 'completed']);
});

test('no process is left of any of this', () => {
  expect(sandboxPids()).toEqual([]);
});

test.each([[3], [250], [1]])(
  'an event that cannot be written costs no other its row: the last of %d',
  async (count) => {
    await using app = appOf('export const processEvent = (event) => ({ ...event, seen: true })');
    const circle: Record<string, unknown> = { event: 'x' };
    circle['self'] = circle;
    const big: unknown = { event: 'x', properties: { n: 1n } };
    const bad = [big, circle] as readonly Json[];
    const events = [...bad, ...numbered(count - 1), ...bad];
    const { rows, counts, trace } = await app.callMany('processEvent', events);
    expect(rows.map(({ index }) => index)).toEqual(events.map((_, index) => index));
    expect(counts).toEqual({ ...nothing, changed: count - 1, failed: 4 });
    expect(rows.at(-2)?.problem?.message).toBe(
      `Event ${count + 2} of the list cannot be written as JSON: Do not know how to serialize a BigInt.`,
    );
    expect(rows.at(-1)?.problem?.message).toMatch(/: Converting circular structure to JSON\.$/);
    expect(trace.errors.map(({ cause }) => cause.event)).toEqual([0, 1, count + 1, count + 2]);
  },
);

describe.each(['local', 'real'] as const)(
  'what an app captures and does not wait for, with a %s host,',
  (kind) => {
    const late = `async function later(name) {
    await fetch(base + '/slow')
    await posthog.capture(name)
    await fetch(base + '/slow')
    void posthog.capture(name)
  }
  const base = 'BASE'
  export function onEvent(event) { void later(event.event) }
  export function runEveryDay() { void later('day') }`;

    test('arrives, of a list as of one call, and counts as no event that there is not', async () => {
      await using server = await startServer(answerJson({ status: 'Ok' }));
      const options =
        kind === 'local' ? {} : { access: accessTo(server), consent: () => Promise.resolve(true) };
      await using app = appOf(late.replace('BASE', server.origin), options);
      const day = await app.call('runEveryDay', null);
      const { trace, rows } = await app.callMany('onEvent', [{ event: 'a' }, { event: 'b' }]);
      const of = ({ captured }: Trace): unknown =>
        captured.map(({ event, delivery }) => `${event} ${delivery}`).toSorted();
      const delivery = kind === 'local' ? 'local' : 'sent';
      expect(of(day)).toEqual(Array(2).fill(`day ${delivery}`));
      expect(of(trace)).toEqual(['a', 'a', 'b', 'b'].map((name) => `${name} ${delivery}`));
      expect(rows).toHaveLength(2);
      for (const { cause } of trace.captured) expect(cause.event ?? 0).toBeLessThan(2);
      expect([...day.errors, ...trace.errors]).toEqual([]);
    });
  },
);
