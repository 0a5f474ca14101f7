/** `posthog-apps dev` as a child process, with requests as SDKs make them. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dev, withDev } from './support/dev.ts';

const files: Readonly<Record<string, string>> = {
  'one/plugin.json': '{"name": "One", "config": [{"key": "plan", "type": "string", "default": "free"}]}',
  'one/index.js': `export function processEvent(event, { config }) {
    if (event.event === 'noise') return null
    if (event.event === 'bad') throw new Error('no luck')
    event.properties.plan = config.plan
    return event
  }`,
  'two/plugin.json': '{"name": "Two"}',
  'two/index.js': `export async function onEvent(event) {
    if (event.event === 'loop') await posthog.capture('loop')
    if (event.event === 'signed up') await posthog.capture('welcome', { plan: event.properties.plan })
    if (event.event === 'welcome') console.log('back')
  }`,
};

let folder = '';
let dev: Dev;
let address = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  dev = new Dev(['--port', '0', '--max-hops', '4'], folder);
  address = await dev.prints(/PostHog listens on (http:\/\/127\.0\.0\.1:\d+)\n/);
});
afterAll(async () => {
  dev.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const event = (name: string, more: object = {}): object => ({
  event: name,
  distinct_id: 'ada',
  properties: { token: 'phc_test' },
  ...more,
});

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(address + path, { method: 'POST', body: body as BodyInit, headers });
}

describe('takes events as SDKs send them', () => {
  const json = JSON.stringify(event('signed up'));
  const batch = JSON.stringify({
    api_key: 'phc_test',
    batch: [event('other'), event('signed up')],
    sent_at: 'x',
  });
  test.each<readonly [string, string, string | Buffer, Record<string, string>]>([
    [
      'posthog-node',
      '/batch/',
      gzipSync(batch),
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ],
    [
      'posthog-js',
      '/e/?compression=gzip-js&ip=1&_=1',
      gzipSync(json),
      { 'content-type': 'text/plain', origin: 'http://localhost:3000' },
    ],
    [
      'posthog-js without compression',
      '/e/?ip=1',
      `data=${encodeURIComponent(Buffer.from(json).toString('base64'))}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['the documented endpoint', '/i/v0/e/', json, { 'content-type': 'application/json' }],
    ['the older endpoint', '/capture', json, { 'content-type': 'application/json' }],
  ])('%s', async (_, path, body, headers) => {
    const answer = await post(path, body, headers);
    expect(answer.status).toBe(200);
    const line = await dev.prints(/\d\d:\d\d:\d\d (signed up of ada: .*)\n/);
    expect(line).toMatch(/^signed up of ada: changed by One, captured "welcome" \d+ ms$/);
    await dev.prints(/↳ welcome of App Server: unchanged \d+ ms\n {9}Two log: back \(index\.js:4\)\n/);
  });

  test('and answers what they ask before', async () => {
    for (const path of ['/flags/?v=2', '/decide/?v=3']) {
      expect(await (await post(path, '{}')).json()).toMatchObject({
        featureFlags: {},
        supportedCompression: ['gzip', 'gzip-js'],
      });
    }
    const preflight = await fetch(`${address}/e/`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://app.localhost:3000',
        'access-control-request-headers': 'content-type,x-own',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://app.localhost:3000');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,x-own');
  });

  test.each<readonly [path: string, body: string | Buffer, status: number, reason: string]>([
    [
      '/e/',
      '{"event": "x", "distinct_id": "y"}',
      401,
      'API key not provided. You can find your project API key',
    ],
    ['/i/v0/e/', '{"event": "x", "distinct_id": "y"}', 401, 'event submitted without an api_key'],
    ['/e/', '{"api_key": "phx_1", "event": "x", "distinct_id": "y"}', 401, 'Provided API key is not valid'],
    ['/e/', '{"event": ', 400, 'Malformed request data: the body is no JSON'],
    [
      '/batch/',
      '{"api_key": "a", "batch": [{"event": "x"}]}',
      400,
      'Invalid payload: event submitted without a distinct_id',
    ],
    ['/capture', '', 400, 'No data found.'],
    ['/e/', Buffer.alloc(21 * 1024 * 1024), 413, 'The body is larger than 20 MB'],
    ['/ingest/e', '{}', 404, 'PostHog has nothing at this path'],
  ])('and says what is wrong with what it cannot take: %s', async (path, body, status, reason) => {
    expect((await post(path, body)).status).toBe(status);
    const line = await dev.prints(/(\d\d:\d\d:\d\d POST .*)\n/);
    expect(line).toMatch(/^\d\d:\d\d:\d\d POST /);
    expect(line.slice(9)).toContain(`POST ${path} was refused with ${status}: ${reason}`);
  });

  test('and counts what would flood the terminal', async () => {
    const sent = 300;
    await Promise.all(Array.from({ length: sent }, () => post('/e/', '{')));
    let [lines, counted] = [0, 0];
    while (lines + counted < sent) {
      const line = await dev.prints(/(POST \/e\/ was refused.*|\d+ more requests? .*)\n/);
      if (line.startsWith('POST')) lines += 1;
      else counted += Number(/^\d+/.exec(line)?.[0]);
    }
    expect(lines + counted).toBe(sent);
    expect(counted).toBeGreaterThan(lines);
  });

  const gzip = { 'content-encoding': 'gzip' };
  test.each<
    readonly [body: string | Buffer, headers: Record<string, string>, status: number, reason: string]
  >([
    [gzipSync('{}').subarray(0, 12), {}, 400, 'The body is compressed with gzip and ends too early'],
    [
      Buffer.concat([gzipSync('{}').subarray(0, 12), Buffer.alloc(20)]),
      gzip,
      400,
      'The body is compressed with gzip and is broken: ',
    ],
    [
      gzipSync(Buffer.alloc(65 * 1024 * 1024)),
      gzip,
      413,
      'The body is larger than 64 MB when it is decompressed.',
    ],
    ['{}', gzip, 400, 'The header Content-Encoding says gzip, and the body is not compressed with it.'],
    ['?', { 'content-encoding': 'br' }, 400, 'The header Content-Encoding says br. PostHog takes gzip'],
  ])(
    'and says what is wrong with a body that is compressed: case %#',
    async (body, headers, status, reason) => {
      expect((await post('/batch/', body, headers)).status).toBe(status);
      expect(await dev.prints(/(POST .*)\n/)).toContain(`was refused with ${status}: ${reason}`);
    },
  );
});

test('says in one line what became of an event', async () => {
  await post('/e/', JSON.stringify(event('noise')));
  await dev.prints(/noise of ada: dropped by One \d+ ms\n/);
  await post('/e/', JSON.stringify(event('bad')));
  await dev.prints(/bad of ada: unchanged, One failed: Error: no luck \(index\.js:3\) \d+ ms\n/);
  await post('/e/', JSON.stringify(event('two\nlines\u001B[2J')));
  await dev.prints(/two lines \[2J of ada: changed by One/);
  await post('/e/', JSON.stringify(event('turned \u202Eround')));
  await dev.prints(/turned \\u202Eround of ada: changed by One/);
});

test('events that are captured come back, and a loop ends', async () => {
  await post('/e/', JSON.stringify(event('loop')));
  await dev.prints(
    / {6}↳ loop of App Server: changed by One, captured "loop", stopped: came back 4 times, it may be a loop/,
  );
});

test('a build that writes many times is one load, which shows what the app prints', async () => {
  for (let count = 0; count < 20; count += 1) {
    await writeFile(join(folder, 'two/index.js'), `console.log('build ${count}')\n${files['two/index.js']}`);
    await writeFile(join(folder, 'two/helper.js'), `// ${count}`);
  }
  const loads =
    /Two is loaded again, since (?:index|helper)\.js changed: onEvent\n {9}Two log: build (\d+) \(index\.js:1\)\n/;
  expect(await dev.prints(loads)).toBe('19');
  await post('/e/', JSON.stringify(event('after')));
  expect(await dev.prints(/((?:.*\n)*.*after of ada)/)).not.toContain('is loaded');
});

test('an app is loaded anew when it is saved, and keeps answering when it is broken', async () => {
  await writeFile(join(folder, 'one/index.js'), 'export const processEvent = () => null');
  await dev.prints(/One is loaded again, since index\.js changed: processEvent\n/);
  await post('/e/', JSON.stringify(event('a')));
  await dev.prints(/a of ada: dropped by One/);
  await writeFile(join(folder, 'one/index.js'), 'export const processEvent = (');
  await dev.prints(/One failed: .*index\.js/);
  await post('/e/', JSON.stringify(event('b')));
  await dev.prints(/b of ada: unchanged/);
});

test('events that come before the apps are loaded wait for them', async () => {
  const early = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
  await writeFile(join(early, 'plugin.json'), '{"name": "Late"}');
  await writeFile(
    join(early, 'index.js'),
    `const end = Date.now() + 1500
while (Date.now() < end) {}
export function processEvent(event) { event.properties.late = true; return event }`,
  );
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  const late = new Dev(['--port', String(port)], early);
  try {
    const send = async (): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/e/`, { method: 'POST', body: JSON.stringify(event('soon')) });
    let answer: Response | undefined;
    while (answer === undefined) answer = await send().catch(() => undefined);
    expect(answer.status).toBe(200);
    expect(late.output).toBe('');
    await late.prints(/soon of ada: changed by Late \d+ ms\n/);
  } finally {
    late.child.kill('SIGKILL');
    await rm(early, { recursive: true, force: true });
  }
});

/** fetch sets the Host by itself. */
function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/flags/`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

test.each([
  [{ host: 'evil.example:80' }, 403],
  [{ host: '127.0.0.1.evil.example' }, 403],
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'http://localhost.evil.example' }, 403],
  [{ origin: 'null' }, 200],
  [{ host: 'localhost:99' }, 200],
  [{ host: '[::1]:99', origin: 'https://localhost' }, 200],
])('answers this computer alone: %j', async (headers, status) => {
  expect(await statusFor(headers)).toBe(status);
  if (status === 403) await dev.prints(/was refused\. (?:Use|Serve it from) localhost/);
});

test('a port that is taken, and ends that it is asked for', async () => {
  const port = new URL(address).port;
  const other = new Dev(['--port', port], folder);
  await other.prints(new RegExp(`The port ${port} is in use\\. Choose another one with --port`));
  const [code] = (await once(other.child, 'exit')) as [number];
  expect(code).toBe(2);
  const wrong = new Dev(['--max-hops', '0'], folder);
  await wrong.prints(/--max-hops takes a whole number from 1 to 100, not 0\./);
  dev.child.kill('SIGINT');
  const [end] = (await once(dev.child, 'exit')) as [number];
  expect(end).toBe(0);
});

test('a config field that one app has is the slip of nobody; one that none has is told once, without its value', async () => {
  await writeFile(
    join(folder, 'config.json'),
    '{"plan": "paid", "plna": "phx_secretOfSomebody0123456789abc"}',
  );
  const other = new Dev(['--port', '0', '--config', 'config.json'], folder);
  await other.prints(/PostHog listens on/);
  other.child.kill();
  await once(other.child, 'close');
  expect(other.output).toContain('No app has the config field plna. They have plan.\n');
  expect(other.output).not.toMatch(/secretOfSomebody/);
});

test('packages of the apps load when they are allowed to', async () => {
  const own = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
  for (const [path, text] of Object.entries({
    'plugin.json': '{"name": "Store"}',
    'index.js': `import { Pool } from 'pg'\nexport const onEvent = () => console.log(new Pool().name)`,
    'node_modules/pg/package.json': '{"name": "pg", "main": "index.js"}',
    'node_modules/pg/index.js': `exports.Pool = class { name = 'a pool' }`,
  })) {
    await mkdir(dirname(join(own, path)), { recursive: true });
    await writeFile(join(own, path), text);
  }
  const refused = new Dev(['--port', '0'], own);
  const allowed = new Dev(['--port', '0', '--allow-packages'], own);
  try {
    await refused.prints(/Store failed: .*add --allow-packages/);
    await allowed.prints(/Store is loaded: onEvent\n/);
    const url = await allowed.prints(/PostHog listens on (\S+)\n/);
    await fetch(`${url}/e/`, { method: 'POST', body: JSON.stringify(event('a')) });
    await allowed.prints(/Store log: a pool/);
  } finally {
    refused.child.kill('SIGKILL');
    allowed.child.kill('SIGKILL');
    await rm(own, { recursive: true, force: true });
  }
});

test('an app that is saved or ended is unloaded as in PostHog: teardownPlugin runs, and storage and cache last', async () => {
  const own = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
  const code = (end: string): string => `let own = 0
export async function onEvent(event, { cache, global, storage }) {
  const stored = await storage.get('count', 0)
  await storage.set('count', stored + 1)
  console.log(stored, await cache.incr('count'), own++, global.count)
  global.count = 1
}
export async function teardownPlugin(meta) { ${end} }`;
  await writeFile(join(own, 'plugin.json'), '{"name": "Ends"}');
  await writeFile(join(own, 'index.js'), code("await posthog.capture('bye'); console.log('end')"));
  const ends = new Dev(['--port', '0'], own);
  try {
    const url = await ends.prints(/PostHog listens on (\S+)\n/);
    const send = (): Promise<Response> =>
      fetch(`${url}/e/`, { method: 'POST', body: JSON.stringify(event('a')) });
    await send();
    await ends.prints(/Ends log: 0 1 0 undefined/);
    await writeFile(join(own, 'index.js'), code("throw new Error('no end')"));
    await ends.prints(
      /\d\d:\d\d:\d\d Ends is unloaded: teardownPlugin ran, captured "bye"\n {9}Ends log: end \(index\.js:8\)\n/,
    );
    await ends.prints(/Ends is loaded again/);
    // What it captured when it was unloaded comes back.
    await ends.prints(/↳ bye of App Server: .*\n {9}Ends log: 1 2 0 undefined/);
    await send();
    await ends.prints(/Ends log: 2 3 1 1/);
    await writeFile(join(own, 'index.js'), 'export const = 1');
    await ends.prints(/Ends is unloaded: Ends failed: Error: no end \(index\.js:8\)\n/);
    await ends.prints(/Ends failed: .*index\.js/);
    await writeFile(join(own, 'index.js'), code("console.log('last')"));
    await ends.prints(/Ends is loaded again/);
    await send();
    await ends.prints(/Ends log: 3 4 0 undefined/);
    ends.interrupt();
    await ends.prints(/Ends is unloaded: teardownPlugin ran\n {9}Ends log: last/);
    expect(await once(ends.child, 'exit')).toEqual([0, null]);
  } finally {
    ends.child.kill('SIGKILL');
    await rm(own, { recursive: true, force: true });
  }
});

test('files that are saved by renaming others are noticed, each time, and so is what is written in place after that', async () => {
  const code = (version: number): string => `export const onEvent = () => console.log('version ${version}')`;
  await withDev({ 'plugin.json': '{"name": "Saved"}', 'index.js': code(0) }, [], async (saved, own) => {
    const url = await saved.prints(/PostHog listens on (\S+)\n/);
    for (let version = 1; version <= 4; version += 1) {
      const name = version === 4 ? 'index.js' : `index.js.${version}.tmp`;
      await writeFile(join(own, name), code(version));
      if (version !== 4) await rename(join(own, name), join(own, 'index.js'));
      await saved.prints(/Saved is loaded again, since index\.js changed/);
      await fetch(`${url}/e/`, { method: 'POST', body: JSON.stringify(event('a')) });
      await saved.prints(new RegExp(`Saved log: version ${version}`));
    }
  });
});
