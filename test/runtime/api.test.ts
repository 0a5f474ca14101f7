/** The documented entry (docs/runtime.md), as a plain program imports it from the built bundle. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { accessTo, answerJson, personalKey, projectKey, startServer } from './support/server.ts';

const api = join(import.meta.dirname, '../../dist/api.js');
let folder = '';

beforeAll(async () => {
  expect(inject('serverBuildError')).toBe('');
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-api-'));
  await mkdir(join(folder, 'app'));
  await writeFile(
    join(folder, 'app/plugin.json'),
    '{ "name": "From a folder", "main": "index.ts", "config": [{ "key": "word", "type": "string", "default": "hello" }] }',
  );
  await writeFile(
    join(folder, 'app/index.ts'),
    `export async function onEvent(event: PluginEvent, { attachments, config, jobs }: PluginMeta) {
  console.log(config.word, attachments.list?.contents.toString())
  await posthog.capture('seen ' + event.event)
  await jobs.later({ n: 1 }).runIn(1, 'hour')
}
export const jobs = { later: async (payload) => console.log('job', payload) }
export const runEveryDay = async () => (await posthog.api.get('/api/projects/@current')).status`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program that prints one JSON value. */
async function program(body: string, ...args: readonly string[]): Promise<unknown> {
  const path = join(folder, `program-${Math.random()}.mjs`);
  const imports = `import { createApp, localAccess, SandboxPool } from ${JSON.stringify(api)}\nconst [folder, argument] = process.argv.slice(2)\n`;
  await writeFile(path, `${imports}${body}`);
  const { stdout } = await promisify(execFile)(process.execPath, [path, folder, ...args]);
  return JSON.parse(stdout);
}

test('an app from texts: events, a list of them, jobs and schedules with arguments', async () => {
  const result = await program(`
    const app = createApp({ source: { files: {
      'plugin.json': JSON.stringify({ name: 'Texts', main: 'index.js' }),
      'index.js': \`export const processEvent = (event) => (event.event === 'drop' ? null : { ...event, seen: true })
        export const jobs = { double: ({ n }) => n * 2 }
        export const runEveryHour = () => 'hour'\`,
    } } })
    const one = await app.call('processEvent', { event: 'one' })
    const many = await app.callMany('processEvent', [{ event: 'one' }, { event: 'drop' }])
    const job = await app.call('jobs.double', { n: 21 })
    const hour = await app.call('runEveryHour', null)
    await app.dispose()
    console.log(JSON.stringify([one.version, one.outcome, one.result, many.counts.changed, many.counts.dropped, job.result, hour.result]))`);
  expect(result).toEqual([1, 'changed', { event: 'one', seen: true }, 1, 1, 42, 'hour']);
});

test('an app from a folder: config, attachments, host, keys and profile', async () => {
  await using server = await startServer(answerJson({ status: 1 }));
  const access = accessTo(server);
  const result = await program(
    `const app = createApp({
      source: { root: folder + '/app', unsaved: {} },
      config: { word: 'given' },
      attachments: { list: { contentType: 'text/plain', fileName: 'list.txt', base64: btoa('one') } },
      access: JSON.parse(argument), profile: 'plugin-server-1.10.5', timeoutSeconds: 20,
      consent: async ({ origin, what }) => { asked.push(what); return true },
    })
    const trace = await app.call('onEvent', { event: 'signup', properties: {} })
    const day = await app.call('runEveryDay', null)
    await app.dispose()
    console.log(JSON.stringify({ asked, trace, day }))`.replace(/^/, 'const asked = []\n'),
    JSON.stringify(access),
  );
  expect(result).toMatchObject({
    asked: ['capture of "seen signup"'],
    trace: {
      outcome: 'completed',
      captured: [{ event: 'seen signup', distinctId: 'From a folder', delivery: 'sent' }],
      logs: [
        { message: 'given one', cause: { entryPoint: 'onEvent', source: { file: 'index.ts', line: 2 } } },
        { message: 'job {"n":1}', clockMs: 3_600_000, cause: { entryPoint: 'jobs.later' } },
      ],
      jobs: [{ name: 'later', inMs: 3_600_000 }],
      errors: [],
    },
    day: { result: 200 },
  });
  expect(server.seen.map(({ method, headers }) => [method, headers.authorization])).toEqual([
    ['POST', undefined],
    ['GET', `Bearer ${personalKey}`],
  ]);
  expect(JSON.stringify(result)).not.toContain(personalKey);
  expect(JSON.stringify(result)).not.toContain(projectKey);
});

test('several apps and configurations side by side share nothing', async () => {
  const result = await program(`
    const pool = new SandboxPool()
    const code = \`Object.prototype.left = (Object.prototype.left ?? 0) + 1; Buffer.from('').constructor.left = 1
      let count = 0; globalThis.shared = (globalThis.shared ?? 0) + 1
      export const runEveryDay = async ({ cache, config, global, storage }) => {
        global.n = (global.n ?? 0) + 1
        return [config.name, ++count, global.n, ({}).left, shared, await storage.get('n', 'none'), (await storage.set('n', config.name), await cache.incr('c'))]
      }\`
    const make = (name) => createApp({ pool, config: { name }, source: { files: { 'plugin.json': '{"main":"index.js"}', 'index.js': code } } })
    const apps = ['a', 'b', 'c'].map(make)
    const first = await Promise.all(apps.map((app) => app.call('runEveryDay', null)))
    const second = await Promise.all(apps.map((app) => app.call('runEveryDay', null)))
    for (const app of apps) await app.dispose()
    await pool.dispose()
    console.log(JSON.stringify([first, second].map((traces) => traces.map(({ result }) => result))))`);
  const names = ['a', 'b', 'c'];
  expect(result).toEqual([
    names.map((name) => [name, 1, 1, 1, 1, 'none', 1]),
    names.map((name) => [name, 2, 2, 1, 1, name, 2]),
  ]);
});

test('a pool has the next sandbox ready by itself', async () => {
  const result = await program(`
    // What has ended is counted until the turn after the next.
    const turn = () => new Promise(setImmediate)
    const processes = async () => {
      await turn()
      await turn()
      return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
    }
    const pool = new SandboxPool()
    const counts = [await processes()]
    for (const edit of [1, 2]) {
      const app = createApp({ pool, source: { files: { 'plugin.json': '{}', 'index.js': 'export const runEveryDay = () => ' + edit } } })
      await app.call('runEveryDay', null)
      counts.push(await processes())
      await app.dispose()
      counts.push(await processes())
    }
    await pool.dispose()
    console.log(JSON.stringify([...counts, await processes()]))`);
  expect(result).toEqual([1, 2, 1, 2, 1, 0]);
});

test('a program ends when its apps are disposed, and one that was disposed says so', async () => {
  const result = await program(`
    const app = createApp({ source: { files: { 'plugin.json': '{}', 'index.js': 'export const onEvent = () => 1' } }, access: localAccess })
    await app.call('onEvent', {})
    await app.dispose()
    console.log(JSON.stringify(await app.call('onEvent', {}).catch((error) => error.message)))`);
  expect(result).toBe('The app was disposed.');
});

test('calls that are not awaited follow each other, each with its own signal', async () => {
  const result = await program(`
    const code = 'export const runEveryDay = ({ cache }) => cache.incr("n"); export const runEveryHour = () => { for (;;); }'
    const app = createApp({ source: { files: { 'plugin.json': '{}', 'index.js': code } } })
    const stop = new AbortController()
    const counted = ['runEveryDay', 'runEveryDay'].map((name) => app.call(name, null))
    const endless = app.call('runEveryHour', null, stop.signal)
    const never = app.call('runEveryDay', null, stop.signal)
    const [first, second] = await Promise.all(counted)
    stop.abort()
    const outcomes = (await Promise.all([endless, never])).map(({ outcome }) => outcome)
    await app.dispose()
    console.log(JSON.stringify([first.result, second.result, ...outcomes]))`);
  expect(result).toEqual([1, 2, 'stopped', 'stopped']);
});

test('what is disposed while it works has been stopped, from its start on', async () => {
  const result = await program(`
    const code = 'export const runEveryHour = () => { for (;;); }'
    const outcomes = []
    for (const isBegun of [false, true]) {
      const app = createApp({ source: { files: { 'plugin.json': '{}', 'index.js': code } } })
      if (isBegun) await app.start()
      const call = app.call('runEveryHour', null)
      await new Promise((resolve) => setImmediate(resolve))
      const waiting = [app.call('runEveryHour', null), app.callMany('onEvent', [{}]).then(({ trace }) => trace)]
      await app.dispose()
      for (const { outcome, errors } of await Promise.all([call, ...waiting])) outcomes.push([outcome, errors.length])
    }
    console.log(JSON.stringify(outcomes))`);
  expect(result).toEqual(Array.from({ length: 6 }, () => ['stopped', 0]));
});

test('an input is what JSON can hold, or nothing', async () => {
  const result = await program(`
    const app = createApp({ source: { root: folder + '/app' } })
    const nothing = await app.call('runEveryDay', undefined)
    const told = (error) => error.name + ': ' + error.message
    const refused = await app.call('onEvent', { properties: { n: 1n } }).catch(told)
    const unnamed = [await app.call(5, {}).catch(told), await app.callMany('', []).catch(told)]
    const code = await app.call('runEveryDay', () => 1)
    await app.dispose()
    console.log(JSON.stringify([nothing.outcome, nothing.result, refused, ...unnamed, code.outcome]))`);
  expect(result).toEqual([
    'completed',
    200,
    'TypeError: The input cannot be written as JSON: Do not know how to serialize a BigInt.',
    "TypeError: The name of what is called is a text, such as 'onEvent' or 'jobs.later', not number.",
    "TypeError: The name of what is called is a text, such as 'onEvent' or 'jobs.later', not an empty one.",
    'completed',
  ]);
});

test('options that cannot be say what to write', async () => {
  const source = "{ files: { 'plugin.json': '{}', 'index.js': '' } }";
  const host = (api: string): string =>
    `access: { ...localAccess, host: { kind: 'custom', api: '${api}', ingestion: 'https://a.example' } }`;
  const cases: readonly (readonly [options: string, message: string])[] = [
    [
      `source: ${source}, timoutSeconds: 5`,
      'createApp has no option timoutSeconds. Did you mean timeoutSeconds?',
    ],
    [
      `source: ${source}, zzz: 5`,
      'createApp has no option zzz. It has source, config, attachments, access, profile, doubledAwaits, timeoutSeconds, geoipDatabase, consent, allowPackages, attachDebugger, pool.',
    ],
    [`source: ${source}, pool: {}`, 'pool is a SandboxPool, which new SandboxPool() makes, not an object.'],
    [
      `source: ${source}, geoipDatabase: 5`,
      "geoipDatabase is the path of an .mmdb file, such as '/path/to/GeoLite2-City.mmdb', not a number. Leave it out for none.",
    ],
    [`source: ${source}, doubledAwaits: 'yes'`, 'doubledAwaits is true or false, not a string.'],
    [
      `source: ${source}, attachments: null`,
      'attachments is an object with the files of the fields by key, not null.',
    ],
    [
      `source: ${source}, ${host('nope')}`,
      'access.host.api is an address such as https://posthog.example.com, not nope.',
    ],
    [
      `source: ${source}, ${host('https://a.example/')}`,
      'access.host.api is an address without a path. Write https://a.example, not a.example/.',
    ],
    [
      `source: ${source}, access: { ...localAccess, projectAPIKey: 'phc_x' }`,
      'access has no option projectAPIKey. Did you mean projectApiKey?',
    ],
    [
      `source: ${source}, access: { ...localAccess, personalApiKeys: { 'a.example': 'phx_x' } }`,
      'A name in access.personalApiKeys is an address such as https://posthog.example.com, not a.example.',
    ],
    [
      "source: { files: { 'plugin.json': {}, 'index.js': '' } }",
      "The file plugin.json of the source is a text, not an object. Give what is in it, such as await readFile(path, 'utf8').",
    ],
    [
      "source: { root: '/a', files: {} }",
      "The source of an app is a folder or texts, not both: { root: '/path/to/app' } or { files: { 'plugin.json': '{}', 'index.js': '…' } }.",
    ],
    [
      `source: ${source}, access: { ...localAccess, personalApiKeys: { 'https://a.example': undefined } }`,
      'The key for https://a.example in access.personalApiKeys is a text, not undefined. Is its environment variable set?',
    ],
  ];
  const result = await program(`
    const seen = []
    for (const options of [${cases.map(([options]) => `{ ${options} }`).join(', ')}]) {
      try { createApp(options); seen.push('none') } catch (error) { seen.push(error.name === 'TypeError' ? error.message : error) }
    }
    console.log(JSON.stringify(seen))`);
  expect(result).toEqual(cases.map(([, message]) => message));
});

test('what cannot be an app is refused with what to write', async () => {
  const files =
    "{ files: { 'plugin.json': '{}', 'index.js': 'export const onEvent = (e, { config }) => typeof config.n + config.n; export const runEveryDay = ({ config }) => config.n + typeof config.n' } }";
  const result = await program(`
    const seen = []
    for (const options of [undefined, {}, { source: 5 }, { source: { root: 5 } }, { source: ${files}, profile: 'foo' }, { source: ${files}, timeoutSeconds: 'x' }, { source: ${files}, attachments: { list: { contents: 'x' } } }, { source: ${files}, attachments: { list: null } }, { source: ${files}, access: null }, { source: ${files}, access: { ...localAccess, host: 'https://a.example' } }, { source: ${files}, timeoutSeconds: '5' }, { source: ${files}, consent: true }, { source: ${files}, config: [1] }]) {
      try { createApp(options); seen.push('no error') } catch (error) { seen.push(error.name + ': ' + error.message.slice(0, 40)) }
    }
    const app = createApp({ source: ${files}, config: { n: 5 } })
    seen.push((await app.call('runEveryDay', null)).result)
    await app.dispose()
    console.log(JSON.stringify(seen))`);
  const source = "TypeError: createApp needs a source: { root: '/path";
  expect(result).toEqual([
    source,
    source,
    source,
    source,
    'TypeError: There is no profile foo. Take documented',
    'TypeError: timeoutSeconds is a number of seconds, n',
    'TypeError: The attachment list needs contentType, f',
    'TypeError: The attachment list needs contentType, f',
    "TypeError: access needs host: { kind: 'custom', api",
    "TypeError: access needs host: { kind: 'custom', api",
    'TypeError: timeoutSeconds is a number of seconds, n',
    'TypeError: consent is a function that gives a promi',
    'TypeError: config is an object with the values of t',
    '5string',
  ]);
});
