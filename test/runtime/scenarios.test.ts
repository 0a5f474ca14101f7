/** Scenarios through the real sandbox: recorded of a run, run again, failing, updated. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  mostRecordedEvents,
  type RecordedCall,
  type RecordedScenario,
  type Scenario,
  type ScenarioRequest,
  type ScenarioResult,
} from '../../protocol/scenario.ts';
import type { Json } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { runLifeCycle } from '../../runtime/pipeline/lifeCycle.ts';
import { recordScenario } from '../../runtime/scenarios/recordScenario.ts';
import { runScenario } from '../../runtime/scenarios/runScenario.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, answerJson, startServer } from './support/server.ts';

const pool = usePool();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-scenarios-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let apps = 0;

/** Writes an app and gives its folder. */
async function writeApp(code: string, config: readonly object[] = []): Promise<string> {
  const root = join(folder, `app-${++apps}`);
  await mkdir(root);
  await writeFile(join(root, 'plugin.json'), JSON.stringify({ name: 'App', main: 'index.js', config }));
  await writeFile(join(root, 'index.js'), code);
  return root;
}

function run(
  root: string,
  scenario: object | string,
  more: Partial<ScenarioRequest> = {},
): Promise<ScenarioResult> {
  const text = typeof scenario === 'string' ? scenario : JSON.stringify(scenario, null, 2);
  return runScenario(
    { app: { root, unsaved: {} }, text, environment: {}, timeoutSeconds: 5, ...more },
    { pool: pool() },
  );
}

function record(root: string, calls: readonly RecordedCall[]): Promise<RecordedScenario> {
  const run = { app: { root, unsaved: {} }, config: {}, timeoutSeconds: 5 };
  return recordScenario({ run, calls, host: 'local', projectId: null, attachments: {} }, { pool: pool() });
}

const clock = '2022-10-01T12:00:00.000Z';

function scenario(
  expectation: object,
  more: Partial<Scenario> & { readonly input?: Json; readonly call?: string } = {},
): object {
  const { call = 'onEvent', input = { event: 'sign up', properties: {} }, ...rest } = more;
  return { version: 1, clock, steps: [{ call, input, expect: expectation }], ...rest };
}

test('a run that is recorded passes at once, without the network, the key and the secret', async () => {
  const root = await writeApp(
    `export async function onEvent(event, { config }) {
      const answer = await fetch(config.service + '/score?key=' + config.token + '&at=' + Date.now())
      const { score } = await answer.json()
      const people = await posthog.api.get('/api/projects/@current/persons')
      await posthog.capture('scored', { score, people: (await people.json()).count, id: Math.random() })
    }`,
    [
      { key: 'service', type: 'string' },
      { key: 'token', type: 'string', secret: true },
    ],
  );
  const server = await startServer((request, response) =>
    answerJson(request.url.startsWith('/score') ? { score: 7 } : { count: 3, results: [] })(
      request,
      response,
    ),
  );
  const access = accessTo(server);
  const config = { service: server.origin, token: 'very secret token' };
  const input = { event: 'sign up', distinct_id: 'ada', properties: {} };
  await using app = createApp({
    source: { root, unsaved: {} },
    pool: pool(),
    access,
    config,
    consent: async () => true,
  });
  const trace = await app.call('onEvent', input);
  expect(trace.captured[0]).toMatchObject({ event: 'scored', delivery: 'sent' });
  await server[Symbol.asyncDispose]();

  const recorded = await recordScenario(
    {
      run: { app: { root, unsaved: {} }, config, timeoutSeconds: 5 },
      calls: [{ entryPoint: 'onEvent', input, trace }],
      host: server.origin,
      projectId: '42',
      attachments: {},
    },
    { pool: pool() },
  );
  expect(recorded.text).not.toMatch(/very|phx_|phc_p/);
  expect(recorded.remarks).toEqual([expect.stringContaining('POSTHOG_APPS_SECRET_TOKEN')]);
  const saved = JSON.parse(recorded.text) as Scenario;
  expect(saved.requests).toMatchObject([
    { method: 'GET', answer: { body: { score: 7 } } },
    { method: 'GET', url: `${server.origin}/api/projects/42/persons`, answer: { body: { count: 3 } } },
  ]);
  expect(saved.steps[0]?.expect.captured).toMatchObject([
    { event: 'scored', properties: { score: 7, people: 3 } },
  ]);
  expect(await run(root, recorded.text)).toMatchObject({ status: 'passed', failures: [] });
  const environment = { POSTHOG_APPS_SECRET_TOKEN: 'another secret token' };
  expect(await run(root, recorded.text, { environment })).toMatchObject({ status: 'passed' });
});

test('a secret that the run did not have has no stand-in in its test', async () => {
  const root = await writeApp(
    `export function onEvent(event, { config }) { if (!config.token) throw new Error('no token') }`,
    [{ key: 'token', type: 'string', secret: true }],
  );
  const input = { event: 'sign up', distinct_id: 'ada', properties: {} };
  const source = { root, unsaved: {} };
  await using app = createApp({ source, pool: pool(), config: {} });
  const trace = await app.call('onEvent', input);
  expect(trace.outcome).toBe('failed');
  const recorded = await record(root, [{ entryPoint: 'onEvent', input, trace }]);
  const saved = JSON.parse(recorded.text) as Scenario;
  expect(saved.secrets).toBeUndefined();
  expect(saved.steps[0]?.expect.outcome).toBe('failed');
});

test('a run of a list is recorded with a step for each event, as it came out', async () => {
  const root = await writeApp(`export function composeWebhook(event) {
  if (event.event === 'none') return null
  return { url: 'https://hooks.example.com/?who=' + event.distinct_id, body: event.uuid }
}`);
  const input = ['sign up', 'none', 'sign in'].map((event, index) => ({
    event,
    uuid: `id ${index}`,
    distinct_id: `d${index}`,
    properties: {},
  }));
  await using app = createApp({ source: { root, unsaved: {} }, pool: pool() });
  const { trace } = await app.callMany('composeWebhook', input);
  const recorded = await record(root, [{ entryPoint: 'composeWebhook', input, trace }]);
  expect(recorded.remarks).toEqual([]);
  const saved = JSON.parse(recorded.text) as Scenario;
  expect(
    saved.steps.map(({ call, input: given, expect: { outcome, result } }) => [call, given, outcome, result]),
  ).toEqual([
    ['composeWebhook', input[0], 'completed', { url: 'https://hooks.example.com/?who=d0', body: 'id 0' }],
    ['composeWebhook', input[1], 'completed', null],
    ['composeWebhook', input[2], 'completed', { url: 'https://hooks.example.com/?who=d2', body: 'id 2' }],
  ]);
  expect(saved.requests?.map(({ url }) => url)).toEqual([
    'https://hooks.example.com/?who=d0',
    'https://hooks.example.com/?who=d2',
  ]);
  expect(await run(root, recorded.text)).toMatchObject({ status: 'passed', failures: [] });
});

test('of a long list the first events are recorded, with what they ask for, and a remark says so', async () => {
  const root = await writeApp(
    "export async function onEvent({ event }) { await fetch('https://hooks.example.com/' + event) }",
  );
  const input = Array.from({ length: mostRecordedEvents + 2 }, (_, index) => ({ event: `e${index}` }));
  await using app = createApp({ source: { root, unsaved: {} }, pool: pool() });
  const { trace } = await app.callMany('onEvent', input);
  const recorded = await record(root, [{ entryPoint: 'onEvent', input, trace }]);
  expect(recorded.remarks).toEqual([
    `The test has the first ${mostRecordedEvents} events of the list. The others are not part of it.`,
  ]);
  const saved = JSON.parse(recorded.text) as Scenario;
  expect([saved.steps.length, saved.requests?.length]).toEqual([mostRecordedEvents, mostRecordedEvents]);
  expect(await run(root, recorded.text)).toMatchObject({ status: 'passed', failures: [] });
});

test('the whole life of an app is recorded call by call', async () => {
  const root = await writeApp(`export async function setupPlugin({ storage }) { await storage.set('n', 1) }
export function processEvent(event) { return { ...event, properties: { ...event.properties, plan: 'x' } } }
export async function exportEvents(events) { await fetch('https://hooks.example.com/' + events.length) }
export async function runEveryDay({ storage }) { posthog.capture('day', { n: await storage.get('n') }) }`);
  const event = { event: 'sign up', distinct_id: 'ada', team_id: 1, now: clock, properties: {} };
  await using app = createApp({ source: { root, unsaved: {} }, pool: pool() });
  const exports = ['setupPlugin', 'processEvent', 'exportEvents', 'runEveryDay'];
  const steps = await runLifeCycle(app, exports, 'processEvent', event, new AbortController().signal);
  const recorded = await record(root, steps);
  expect(recorded.remarks).toEqual([]);
  const saved = JSON.parse(recorded.text) as Scenario;
  expect(saved.steps.map((step) => [step.call, step.expect.outcome])).toEqual([
    ['setupPlugin', 'completed'],
    ['processEvent', 'changed'],
    ['exportEvents', 'completed'],
    ['runEveryDay', 'completed'],
  ]);
  expect(saved.steps[2]?.input).toMatchObject([{ event: 'sign up', properties: { plan: 'x' } }]);
  expect(saved.steps[3]?.expect.captured).toMatchObject([{ event: 'day', properties: { n: 1 } }]);
  expect(saved.requests).toHaveLength(1);
  expect(await run(root, recorded.text)).toMatchObject({ status: 'passed', failures: [] });
});

test('time, chance and ids come out the same each time', async () => {
  const root = await writeApp(`import crypto from 'crypto'
    export async function onEvent(event, { jobs }) {
      console.log(new Date().toString(), Date.now(), Math.random(), crypto.randomUUID(), crypto.randomBytes(4).toString('hex'))
      console.log(new Date(2022, 0, 1).toISOString(), new Date() instanceof Date, new Date().constructor === Date)
      await jobs.later().runIn(2, 'hours')
    }
    export const jobs = { later() { console.log(new Date().toISOString()) } }`);
  const first = await run(root, scenario({}));
  const second = await run(root, scenario({}));
  expect(first.logs).toEqual(second.logs);
  expect(first.logs[0]).toContain(
    'Sat Oct 01 2022 12:00:00 GMT+0000 (Coordinated Universal Time) 1664625600000',
  );
  expect(first.logs[1]).toContain('2022-01-01T00:00:00.000Z true true');
  expect(first.logs[2]).toContain('2022-10-01T14:00:00.000Z');
});

describe('a scenario that fails', () => {
  test('names what differs, where it stands in the file, and shows both sides', async () => {
    const root = await writeApp(`export const processEvent = (event) =>
      ({ ...event, properties: { plan: 'free', id: 'b5c0ad8c-0000-4000-8000-000000000000' } })`);
    const result = { event: 'sign up', properties: { id: '<uuid>', plan: 'pro' } };
    const { status, failures } = await run(
      root,
      scenario({ outcome: 'changed', result }, { call: 'processEvent' }),
    );
    expect(status).toBe('failed');
    expect(failures).toHaveLength(1);
    expect(failures[0]?.message).toBe(
      'processEvent came out differently: result.properties.plan is "free"; expected was "pro"',
    );
    expect(failures[0]?.line).toBe(17);
    const { expected = '', actual = '' } = failures[0]?.difference ?? {};
    const changed = expected.split('\n').filter((line, index) => line !== actual.split('\n')[index]);
    expect(changed).toEqual(['      "plan": "pro"']);
  });

  test('says which line of the app threw, also when nothing is expected of the outcome', async () => {
    const root = await writeApp(`export function onEvent() {\n  throw new Error('no')\n}`);
    const { failures } = await run(root, scenario({}));
    expect(failures[0]?.message).toContain('errors[0] is there and was not expected: "Error: no"');
    expect(failures[0]?.source).toMatchObject({ file: 'index.js', line: 2 });
    const expected = await run(root, scenario({ outcome: 'failed', errors: ['Error: no'] }));
    expect(expected.status).toBe('passed');
  });

  test('says what was asked for and is not recorded, and what is recorded and was not asked for', async () => {
    const root = await writeApp(`export async function onEvent() {
      await fetch('https://example.com/new', { method: 'POST', body: '{"a":1}' }).catch(() => undefined)
    }`);
    const exchange = { method: 'GET', url: 'https://example.com/old', answer: {} };
    const { failures } = await run(
      root,
      scenario({}, { requests: [exchange, { ...exchange, optional: true }] }),
    );
    expect(failures.map(({ message }) => message)).toEqual([
      'The app asked for POST https://example.com/new with the body {"a":1}, and the scenario has no answer for it. Add one to "requests", or update the scenario.',
      'The app did not ask for GET https://example.com/old, which the scenario has recorded. Take it out, make it optional, or update the scenario.',
    ]);
  });
});

test('answers come in the order of the file, with status, headers and errors', async () => {
  const root = await writeApp(`export async function onEvent() {
    const first = await fetch('https://example.com/')
    console.log(first.status, first.headers.get('retry-after'), await first.text())
    await fetch('https://example.com/').catch((error) => console.log(error.message))
  }`);
  const request = { method: 'GET', url: 'https://example.com/' };
  const requests = [
    { ...request, answer: { status: 429, headers: { 'retry-after': '5' }, body: 'slow down' } },
    { ...request, answer: { error: 'example.com refused the connection.' } },
  ];
  const logs = ['log: 429 5 slow down', expect.stringContaining('refused the connection')];
  const result = await run(root, scenario({}, { requests }));
  expect(result.logs.map((line) => line.replace(/ \(index.*/, ''))).toEqual(logs);
  expect(result.status).toBe('passed');
});

test('steps run in order through one app, which keeps its storage', async () => {
  const root = await writeApp(`export async function onEvent(event, { storage }) {
    if (await storage.get('seen')) return
    await storage.set('seen', true)
    await posthog.capture('first')
  }`);
  const step = (captured: readonly object[]): object => ({
    call: 'onEvent',
    input: { event: 'a' },
    expect: { captured },
  });
  const good = { version: 1, clock, steps: [step([{ event: 'first' }]), step([])] };
  expect((await run(root, good)).status).toBe('passed');
  const { failures } = await run(root, { ...good, steps: [step([]), step([])] });
  expect(failures[0]?.message).toMatch(/^Step 1, onEvent, came out differently: captured\[0] is there/);
});

test('an update writes what comes out, and leaves the rest as it was written', async () => {
  const root = await writeApp(`export async function onEvent(event) {
    await (await fetch('https://example.com/b?id=' + event.id)).json()
    await posthog.capture('new name', { at: new Date(), id: event.id })
  }`);
  const text = `{ "version": 1, "clock": "${clock}",
  "steps": [
    { "call": "onEvent",   "input": { "event": "a", "id": 5 },
      "expect": { "captured": [ { "event": "old name", "properties": { "at": "<time>", "id": 5 } } ] } }
  ],
  "requests": [
    { "method": "GET", "url": "https://example.com/b?id=4", "answer": { "body": { "kept": true } } }
  ]
}`;
  const { status, updated } = await run(root, text, { isUpdated: true });
  expect(status).toBe('passed');
  expect(updated).toContain('{ "call": "onEvent",   "input": { "event": "a", "id": 5 },');
  const { steps, requests } = JSON.parse(updated ?? '') as Scenario;
  expect(steps[0]?.expect).toEqual({
    captured: [{ event: 'new name', properties: { at: '<time>', id: 5 } }],
  });
  expect(requests).toEqual([
    { method: 'GET', url: 'https://example.com/b?id=5', answer: { body: { kept: true } } },
  ]);
  expect((await run(root, updated ?? '')).status).toBe('passed');
  expect((await run(root, updated ?? '', { isUpdated: true })).updated).toBeNull();
});

test.each<readonly [object | string, string, number]>([
  ['', 'The scenario is empty.', 1],
  ['{ "version": 1,\n}', 'The scenario is no JSON: in line 2, property name expected.', 2],
  ['[]', 'The scenario must be an object.', 1],
  [{ version: 2 }, 'version must be 1.', 2],
  [{ version: 1, clock }, 'The scenario needs "steps".', 1],
  [{ version: 1, clock: 'now', steps: [] }, 'clock must be a time such as', 3],
  [{ version: 1, clock, steps: [] }, 'steps must hold at least one step.', 4],
  [scenario({ outcom: 'failed' }), 'steps[0].expect has no "outcom". It may have outcome, result,', 12],
  [scenario({}, { call: 'onevent' }), 'PostHog calls no "onevent". Write an export such as onEvent', 6],
  [scenario({}, { attachments: { file: '../../secret' } }), 'is outside of the app', 15],
  [scenario({}, { attachments: { file: 'no.csv' } }), 'The attachment no.csv cannot be read.', 15],
  [scenario({}, { host: 'x y' }), 'The host "x y" is not an address.', 14],
])('a scenario that is wrong says so: %j', async (wrong, message, line) => {
  const root = await writeApp('export function onEvent() {}');
  const result = await run(root, wrong);
  expect(result.status).toBe('broken');
  expect(result.failures[0]?.message).toContain(message);
  expect(result.failures[0]?.line).toBe(line);
});
