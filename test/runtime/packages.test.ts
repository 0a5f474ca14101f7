/** Packages of the app's own node_modules: only where the user allows them, and with the walls that are left. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { createApp, type CreateAppOptions } from '../../runtime/index.ts';
import { usePool } from './support/sandboxBundle.ts';
import { startServer, answerJson } from './support/server.ts';

const pool = usePool();
let root = '';

const files: Readonly<Record<string, string>> = {
  'plugin.json': '{ "name": "With packages", "main": "index.js" }',
  'secret.txt': 'not for packages',
  'node_modules/pg/package.json': '{ "name": "pg", "main": "lib/index.js" }',
  'node_modules/pg/lib/index.js': `
    const net = require('net'), tls = require('tls'), http = require('http'), fs = require('fs')
    const helper = require('helper')
    const attempt = (run) => { try { run(); return 'done' } catch (error) { return error.code || error.message } }
    class Client {
      constructor(port) { this.port = port; this.socket = new net.Socket() }
      connect() {
        return new Promise((resolve, reject) => {
          this.socket.once('connect', resolve); this.socket.once('error', reject)
          this.socket.connect(this.port, '127.0.0.1')
        })
      }
    }
    // As packages made classes of errors before there were classes.
    function OldError(message) { this.name = 'OldError'; this.message = message }
    OldError.prototype = Object.create(Error.prototype)
    OldError.prototype.constructor = OldError
    const later = (value) => new Promise((resolve) => setTimeout(resolve, 20, value))
    const get = (port) => new Promise((resolve, reject) => {
      http.get({ host: '127.0.0.1', port }, resolve).on('error', reject)
    })
    const secure = (port) => new Promise((resolve, reject) => {
      tls.connect({ host: '127.0.0.1', port }, resolve).on('error', reject)
    })
    const walls = (folder) => ({
      read: attempt(() => fs.readFileSync(folder + '/secret.txt')),
      write: attempt(() => fs.writeFileSync(folder + '/node_modules/pg/new.txt', '')),
      start: attempt(() => require('child_process').spawnSync('ls')),
      worker: attempt(() => new (require('worker_threads').Worker)('1', { eval: true })),
      listen: attempt(() => net.createServer().listen(0)),
      kill: attempt(() => process.kill(1, 0)),
      environment: Object.keys(process.env).filter((name) => name !== 'ELECTRON_RUN_AS_NODE'),
    })
    const importing = async (name, use) => {
      try { use(await import(name)); return 'done' } catch (error) { return error.code || error.message }
    }
    const unasked = async (folder) => ({
      database: attempt(() => new (require('node:sqlite').DatabaseSync)(folder + '/left.db').exec('create table a (b)')),
      attached: attempt(() => new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:').exec("attach '" + folder + "/left.db' as a")),
      imported: await importing('node:sqlite', ({ DatabaseSync }) => new DatabaseSync(folder + '/left.db')),
      traces: attempt(() => require('trace_events').createTracing({ categories: ['node'] }).enable()),
      importedTraces: await importing('node:trace_events', ({ createTracing }) => createTracing({ categories: ['node'] }).enable()),
      snapshot: attempt(() => require('v8').setHeapSnapshotNearHeapLimit(1)),
      flags: await importing('node:v8', ({ setFlagsFromString }) => setFlagsFromString('--trace-turbo')),
      report: attempt(() => { process.report.reportOnFatalError = true }),
      realPath: attempt(() => fs.realpathSync.native(folder + '/secret.txt')),
      session: await importing('node:inspector/promises', ({ Session }) => new Session().connect()),
      names: await importing('node:dns', ({ lookup }) => lookup('localhost', () => {})),
    })
    module.exports = { Client, unasked, later, get, secure, walls, OldError, helped: helper(), made: new Function('return 1')() }`,
  'node_modules/helper/package.json': '{ "name": "helper" }',
  'node_modules/helper/index.js': `module.exports = () => Object.assign(Object.create({ toString() { return 'own' } }), { toString: 1 }).toString`,
  'node_modules/faker/package.json': '{ "name": "faker" }',
  'node_modules/faker/index.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.name = 'faked'; exports.default = 'default'`,
  'node_modules/generic-pool/package.json': '{ "name": "generic-pool" }',
  'node_modules/generic-pool/index.js': `throw new Error('broken inside')`,
  'node_modules/jsonwebtoken/package.json': '{ "name": "jsonwebtoken" }',
  'node_modules/jsonwebtoken/index.js': `setImmediate(() => { throw new Error('thrown later') }); exports.wait = () => new Promise((resolve) => setTimeout(resolve, 30))`,
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'posthog-apps-packages-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
});

afterAll(() => rm(root, { recursive: true, force: true }));

const allowed = { allowPackages: () => Promise.resolve(true) };

async function run(code: string, options: Partial<CreateAppOptions> = allowed): Promise<Trace> {
  await using app = createApp({ pool: pool(), source: { root, unsaved: { 'index.js': code } }, ...options });
  return await app.call('runEveryDay', null);
}

const app = (body: string): string =>
  `import pg, { Client } from 'pg'\nconst used = [pg, Client]\nexport async function runEveryDay() { ${body} }`;

test('they work, with timers, promises and code made of texts', async () => {
  const trace = await run(app(`return [await pg.later('later'), pg.helped, pg.made, typeof Client]`));
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual(['later', 1, 1, 'function']);
});

test('the trace says that such a run is not isolated as others are', async () => {
  expect((await run(app('return 1'))).notices).toEqual([
    'The app ran with pg of its node_modules, so it was not isolated as other apps are.',
  ]);
});

test('import x is the whole module, also of one that was compiled from a module', async () => {
  const trace = await run(
    `import faker from 'faker'; import { name } from 'faker'\nexport const runEveryDay = () => [faker.name, faker.default, name]`,
  );
  expect(trace.result).toEqual(['faked', 'default', 'faked']);
});

test('connections of every kind are refused, with a reason that the app can catch', async () => {
  await using server = await startServer(answerJson({}));
  const port = new URL(server.origin).port;
  const trace = await run(
    app(`const reason = (promise) => promise.then(() => 'connected', (error) => error.message)
      return [await reason(new Client(${port}).connect()), await reason(pg.get(${port})), await reason(pg.secure(${port}))]`),
  );
  const message = `Packages open no connections in a local run (127.0.0.1:${port}). PostHog lets them.`;
  expect(trace.result).toEqual([message, message, message]);
  expect(server.seen).toEqual([]);
});

test('their errors are errors to the app, and only such values are', async () => {
  const trace = await run(
    app(`const caught = await new Client(1).connect().catch((error) => error)
      return [caught, caught, {}, { message: 'x' }, null, new TypeError('x'), new TypeError('x')].map((value, index) => value instanceof [Error, TypeError, Error, Error, Error, TypeError, RangeError][index])`),
  );
  expect(trace.result).toEqual([true, false, false, false, false, true, false]);
});

test('files, processes, workers, servers, signals and the environment stay closed', async () => {
  const trace = await run(app(`return pg.walls(${JSON.stringify(root)})`));
  expect(trace.result).toEqual({
    read: 'ERR_ACCESS_DENIED',
    write: 'ERR_ACCESS_DENIED',
    start: 'ERR_ACCESS_DENIED',
    worker: 'ERR_ACCESS_DENIED',
    listen: 'This is not available in the sandbox of an app.',
    kill: 'This is not available in the sandbox of an app.',
    environment: [],
  });
});

test('what in Node touches files without asking its permission model is closed, also by import', async () => {
  const { result } = await run(app(`return pg.unasked(${JSON.stringify(root)})`));
  expect(Object.entries(result as object).filter(([, answer]) => answer === 'done')).toEqual([]);
  expect(Object.keys(result as object)).toHaveLength(11);
  expect(await readdir(root)).not.toContain('left.db');
});

test('a question comes first, with the packages that are there, and a no is told', async () => {
  const asked: string[][] = [];
  const trace = await run(app('return 1'), {
    allowPackages: async (names) => {
      asked.push([...names]);
      return false;
    },
  });
  expect(asked).toEqual([['pg']]);
  expect([trace.outcome, trace.errors[0]?.kind]).toEqual(['failed', 'setup']);
  expect(trace.errors[0]?.message).toMatch(
    /^The app imports 'pg' from its node_modules, which was not allowed/,
  );
});

test('without an answer they do not run; apps without packages are not asked about', async () => {
  expect((await run(app('return 1'), {})).outcome).toBe('failed');
  const asked: string[] = [];
  const allowPackages = async (names: readonly string[]): Promise<boolean> => asked.push(...names) > 0;
  const trace = await run(`export const runEveryDay = () => 1`, { allowPackages });
  expect([trace.result, asked, trace.notices]).toEqual([1, [], []]);
});

test('what is not installed is told with the way to install it, and nobody is asked', async () => {
  const trace = await run(`import AWS from 'aws-sdk'\nexport const runEveryDay = () => AWS`);
  expect(trace.errors[0]?.message).toBe(
    `The app imports 'aws-sdk', which PostHog provides. A local run takes it from the app's own node_modules: run npm install --save-dev aws-sdk in the folder of the app.`,
  );
});

test('a package that cannot be loaded is told', async () => {
  const trace = await run(`import * as pools from 'generic-pool'\nexport const runEveryDay = () => pools`);
  expect(trace.errors[0]?.message).toBe(
    `The package generic-pool of the app's node_modules cannot be loaded: broken inside`,
  );
});

test('what a package throws later is an error of the run, which goes on', async () => {
  const trace = await run(
    `import * as jwt from 'jsonwebtoken'\nexport async function runEveryDay() { await jwt.wait(); return 'on' }`,
  );
  expect([trace.result, trace.errors[0]?.message]).toEqual([
    'on',
    'Nothing handles this rejection. thrown later',
  ]);
});

test('the google of 2021 is made of packages too', async () => {
  const code = `export const runEveryDay = () => google.cloud.bigquery`;
  const trace = await run(code, { ...allowed, profile: 'plugin-server-1.10.5' });
  expect(trace.errors[0]?.message).toContain(
    `The app imports '@google-cloud/bigquery', which PostHog provides.`,
  );
});

test('code that runs without a pause is ended here too', async () => {
  const trace = await run(app('while (true) {}'), { ...allowed, timeoutSeconds: 1 });
  expect(trace.outcome).toBe('timed-out');
});

test('an error whose class a package made by hand is an Error', async () => {
  const trace = await run(
    `import { OldError } from 'pg'\nexport const runEveryDay = () => [new OldError('x') instanceof Error, new OldError('x') instanceof TypeError, Object.create({}) instanceof Error]`,
  );
  expect(trace.result).toEqual([true, false, false]);
});
