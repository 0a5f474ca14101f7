/** `posthog-apps run --json`, from the built bundle: other tools build on this object. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { geoIpDatabase } from '../runtime/support/mmdb.ts';

const program = join(import.meta.dirname, '../../dist/cli.js');
let folder = '';

const app = `export const metrics = { seen: 'sum' }
export async function onEvent(event, { attachments, cache, geoip, jobs, metrics, storage }) {
  console.log(attachments.list?.contents.toString(), (await geoip.locate('81.2.69.1'))?.country.isoCode)
  await posthog.capture('seen ' + event.event)
  await fetch('https://example.com/hook', { method: 'POST', body: 'x' })
  await storage.set('last', event.event)
  await cache.incr('count')
  await jobs.later({ of: event.event }).runIn(1, 'minute')
  metrics.seen.increment(1)
  if (event.event === 'bad') throw new Error('bad event')
}
export const jobs = { later() { throw new TypeError('in a job') } }
export const processEvent = (event) => (event.event === 'bad' ? null : { ...event, event: 'renamed' })
export const exportEvents = (events) => console.log(events.length)`;

beforeAll(async () => {
  expect(inject('serverBuildError')).toBe('');
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-json-'));
  await mkdir(join(folder, 'app/node_modules/pg'), { recursive: true });
  await mkdir(join(folder, 'loop'));
  await mkdir(join(folder, 'packaged/node_modules/pg'), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    'app/plugin.json': '{ "name": "App", "main": "index.js" }',
    'app/index.js': app,
    'event.json': '{ "event": "signup", "properties": {} }',
    'events.json': '[{ "event": "signup" }, { "event": "bad" }]',
    'events.jsonl': '{ "event": "signup" }\n{ "event": "bad" }\n',
    'list.txt': 'attached',
    'loop/plugin.json': '{ "name": "Looper" }',
    'loop/index.js': `export async function onEvent() {\n  await posthog.capture('seen')\n}`,
    'packaged/plugin.json': '{ "name": "Packaged" }',
    'packaged/index.js': `import pg from 'pg'\nexport const processEvent = (event) => ({ ...event, pg })`,
    'packaged/node_modules/pg/package.json': '{}',
    'packaged/node_modules/pg/index.js': 'module.exports = 7',
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  await writeFile(join(folder, 'city.mmdb'), geoIpDatabase({ '81.2.69': { country: { iso_code: 'GB' } } }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, 'run', ...args], { cwd: folder, env: {} });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const keys =
  'version outcome result events captured requests logs storage cache jobs metrics errors hops timing'.split(
    ' ',
  );

test('one object with version 1, and lists in which each item has its cause', async () => {
  const { code, stdout, stderr } = await run(
    'app',
    '--event',
    'event.json',
    '--attachment',
    'list=list.txt',
    '--geoip-database',
    'city.mmdb',
    '--json',
  );
  expect(stderr).toBe('');
  const trace = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(trace)).toEqual(expect.arrayContaining(keys));
  expect([trace['version'], trace['outcome'], trace['result'], code]).toEqual([1, 'completed', null, 1]);
  const lists = keys.filter((key) => Array.isArray(trace[key]));
  expect(lists).toEqual(keys.slice(3, -1));
  const at = (line: number): object => ({ entryPoint: 'onEvent', source: { file: 'index.js', line } });
  expect(trace).toMatchObject({
    events: [
      {
        entryPoint: 'onEvent',
        before: { event: 'signup' },
        outcome: 'completed',
        cause: { entryPoint: 'onEvent' },
      },
    ],
    captured: [{ event: 'seen signup', delivery: 'local', cause: at(4) }],
    requests: [
      { via: 'capture', method: 'POST', status: 200, cause: at(4) },
      { via: 'fetch', url: 'https://example.com/hook', requestBody: 'x', disposition: 'local', cause: at(5) },
    ],
    storage: [{ operation: 'set', key: 'last', value: 'signup', cause: at(6) }],
    cache: [{ operation: 'incr', key: 'count', value: 1, cause: at(7) }],
    jobs: [{ name: 'later', payload: { of: 'signup' }, inMs: 60_000, cause: at(8) }],
    logs: [
      { level: 'log', message: 'attached GB', cause: at(3) },
      { message: '1', clockMs: 10_000, cause: { entryPoint: 'exportEvents', source: { line: 14 } } },
    ],
    errors: [
      {
        name: 'TypeError',
        message: 'in a job',
        kind: 'app',
        clockMs: 60_000,
        cause: { entryPoint: 'jobs.later', source: { line: 12 } },
      },
    ],
    hops: [],
    timing: {
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      totalMs: expect.any(Number),
      loadMs: expect.any(Number),
    },
  });
  const metrics = trace['metrics'] as readonly { readonly name: string; readonly cause: unknown }[];
  expect(metrics.map(({ name }) => name)).toEqual(['seen', 'events_seen', 'events_delivered_successfully']);
  for (const list of lists) {
    for (const item of trace[list] as readonly object[]) expect(item).toHaveProperty('cause.entryPoint');
  }
});

test.each(['events.json', 'events.jsonl'])(
  'a list of events (%s): what came of each beside the same object',
  async (file) => {
    const { code, stdout } = await run('app', '--event', file, '--entry', 'processEvent', '--json');
    const trace = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(trace)).toEqual(expect.arrayContaining(keys));
    expect(code).toBe(0);
    expect(trace).toMatchObject({
      total: 2,
      counts: { changed: 1, dropped: 1, failed: 0 },
      rows: [
        { index: 0, outcome: 'changed' },
        { index: 1, outcome: 'dropped' },
      ],
      events: [
        { after: { event: 'renamed' }, cause: { event: 0 } },
        { after: null, cause: { event: 1 } },
      ],
    });
  },
);

test('a list of events as text', async () => {
  const { code, stdout } = await run('app', '--event', 'events.json');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^Failed in jobs\.later\. 2 events through onEvent in [\d.]+ m?s: 1 failed, 1 completed\.\n\nEvents\n/,
  );
  expect(stdout).toMatch(
    /^ {2}event 2 {2}bad {5}failed +[\d.]+ ms {2}bad event \(index\.js:\d+\)\n {2}event 1 {2}signup {2}completed +[\d.]+ ms$/m,
  );
  expect(stdout).toContain('log: 2 [exportEvents, index.js:14, after 10 s]');
});

test('--follow feeds captured events back: each fate in order with its cause', async () => {
  const { code, stdout, stderr } = await run('loop', '--follow', '--max-hops', '3', '--json');
  expect([code, stderr]).toEqual([1, '']);
  const trace = JSON.parse(stdout) as Record<string, unknown>;
  const source = { file: 'index.js', line: 2, column: 17 };
  const cause = { entryPoint: 'onEvent', source, app: 'Looper' };
  const fate = (hop: number, from: object): object => ({
    event: 'seen',
    hop,
    cause: { ...cause, ...from },
    steps: [{ app: 'Looper', entryPoint: 'onEvent', outcome: 'completed', captured: 1, errors: [] }],
  });
  expect(trace).toMatchObject({
    version: 1,
    outcome: 'completed',
    captured: [{ event: 'seen' }],
    hops: [fate(1, { captured: 0 }), fate(2, { hop: 0 }), { ...fate(3, { hop: 1 }), heldBack: 1 }],
    following: { end: 'hops', maxHops: 3, maxEvents: 1000 },
  });
});

test('--follow as text, with the chain drawn once; an app that captures nothing is at rest', async () => {
  const { code, stdout } = await run('loop', '--follow');
  expect(code).toBe(1);
  expect(stdout.startsWith('Stopped: it loops.\n')).toBe(true);
  expect(stdout).toContain(`
Fed back as PostHog does
  Stopped: it loops. 10 events came back in 10 hops, which is the limit, and would go on.
  seen of App Server (index.js:2): onEvent: completed, captured 1 event
    ↻ seen again, 9 times (index.js:2)
`);
  const quiet = await run('packaged', '--entry', 'processEvent', '--allow-packages', '--follow', '--json');
  expect(quiet.code).toBe(0);
  expect(JSON.parse(quiet.stdout)).toMatchObject({ hops: [], following: { end: 'rests' } });
});

test('packages of the app run when they are allowed', async () => {
  const refused = await run('packaged', '--entry', 'processEvent');
  expect(refused.stdout).toContain('on the command line, add --allow-packages');
  const { code, stdout } = await run('packaged', '--entry', 'processEvent', '--allow-packages', '--json');
  expect([code, (JSON.parse(stdout) as { readonly result: unknown }).result]).toMatchObject([0, { pg: 7 }]);
});

test.each([
  [['--attachment', 'list'], '--attachment takes the key of a field and a file: key=file, not list.'],
  [['--attachment', 'list=none.txt'], 'The file none.txt cannot be read. There is none: correct the path.'],
  [['--follow', '--max-hops', '101'], '--max-hops takes a whole number from 1 to 100, not 101.'],
  [['--follow', '--max-hops', '2.5'], '--max-hops takes a whole number from 1 to 100, not 2.5.'],
  [
    ['--max-hops', '3'],
    '--max-hops says how often captured events come back. They do with --follow: add it.',
  ],
])('%s is refused', async (args, message) => {
  const { code, stderr } = await run('app', ...args);
  expect([code, stderr.split('\n')[0]]).toEqual([2, message]);
});
