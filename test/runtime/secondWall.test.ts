/**
 * The wall behind the app's context: what code could do that had got hold of Node's own realm in the sandbox process. It
 * is started with the sandbox's flags and locked down like it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { sandboxFlagSets } from '../../runtime/runner/nodeFlags.ts';
import { answerJson, startServer } from './support/server.ts';

const root = join(import.meta.dirname, '../..');

/** Each is tried after the lock-down. `process` and `require` are there, as for the worst of all ways out. */
const attempts: Readonly<Record<string, string>> = {
  connect: `net.connect(port, '127.0.0.1')`,
  createConnection: `net.createConnection(port, '127.0.0.1')`,
  socket: `new net.Socket().connect(port, '127.0.0.1')`,
  listen: `net.createServer().listen(0)`,
  tls: `tls.connect(port, '127.0.0.1')`,
  datagram: `dgram.createSocket('udp4').send('x', port, '127.0.0.1')`,
  lookup: `dns.lookup('localhost', () => {})`,
  promisedLookup: `dns.promises.lookup('localhost')`,
  resolve: `new dns.Resolver().resolve4('localhost', () => {})`,
  http: `http.get('http://127.0.0.1:' + port)`,
  https: `https.get('https://127.0.0.1:' + port)`,
  fetch: `await fetch('http://127.0.0.1:' + port)`,
  webSocket: `await new Promise((resolve, reject) => { const socket = new WebSocket('ws://127.0.0.1:' + port); socket.onopen = resolve; socket.onerror = () => reject(new Error('refused')) })`,
  kill: `process.kill(process.ppid, 0)`,
  rawKill: `process._kill(process.ppid, 0)`,
  binding: `process.binding('fs')`,
  linkedBinding: `process._linkedBinding('fs')`,
  dlopen: `process.dlopen({ exports: {} }, '/lib/x.so')`,
  addOn: `module.require(folder + '/addon.node')`,
  read: `fs.readFileSync('/etc/hosts')`,
  readOther: `fs.readFileSync(folder + '/secret.txt')`,
  list: `fs.readdirSync('/')`,
  write: `fs.writeFileSync(folder + '/left.txt', '')`,
  spawn: `childProcess.spawnSync('true')`,
  fork: `childProcess.fork(folder + '/wall.cjs')`,
  exec: `process.execve('/bin/true', ['true'], {})`,
  worker: `new worker.Worker('1', { eval: true })`,
  report: `process.report.writeReport(folder + '/report.json') && fs.writeFileSync(folder + '/report.json', '')`,
  heapSnapshot: `v8.writeHeapSnapshot(folder + '/heap.heapsnapshot')`,
  heapSnapshotAtLimit: `v8.setHeapSnapshotNearHeapLimit(1)`,
  engineFlags: `v8.setFlagsFromString('--trace-turbo')`,
  fatalReport: `process.report.reportOnFatalError = true`,
  traceEvents: `traceEvents.createTracing({ categories: ['node'] }).enable()`,
  database: `new (module.require('node:sqlite').DatabaseSync)(folder + '/left.db').exec('create table a (b)')`,
  realPath: `fs.realpathSync.native('/etc/hosts')`,
  promisedRealPath: `await fs.promises.realpath('/etc/hosts')`,
  inspectorSession: `new inspector.Session().connect()`,
  environmentFile: `process.loadEnvFile('/etc/environment')`,
  inspectorPort: `inspector.open(0, '127.0.0.1')`,
  builtin: `process.getBuiltinModule('fs')`,
  priority: `os.setPriority(process.ppid, os.getPriority(process.ppid))`,
  user: `process.setuid(process.getuid())`,
  group: `process.setgid(process.getgid())`,
  abort: `process.abort()`,
  chdir: `process.chdir('/')`,
  makeCode: `Function('return 1')()`,
  evaluate: `(0, eval)('1')`,
  changeObject: `'use strict'; Object.prototype.toString = 1`,
  changePromise: `'use strict'; Promise.prototype.then = 1`,
};

test('nothing is to be had in the realm of Node', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
  const names = ['os', 'net', 'tls', 'dgram', 'dns', 'http', 'https', 'fs', 'v8', 'inspector'];
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      resolveDir: join(root, 'runtime/sandbox'),
      loader: 'js',
      contents: `
import { lockDown } from './lockDown.ts'
${names.map((name) => `import ${name} from 'node:${name}'`).join('\n')}
import childProcess from 'node:child_process'
import traceEvents from 'node:trace_events'
import worker from 'node:worker_threads'
const send = process.send.bind(process)
const folder = __dirname
const port = Number(process.argv[2])
lockDown(false)
const attempts = {${Object.entries(attempts)
        .map(([name, code]) => `${name}: async () => { ${code.replace("'use strict'; ", '')} }`)
        .join(',\n')}}
const report = {}
const run = async () => {
  for (const name of Object.keys(attempts)) {
    report[name] = 'allowed'
    try { await attempts[name]() } catch { report[name] = 'refused' }
  }
  send({ report, environment: Object.keys(process.env) }, () => process.exit())
}
process.on('unhandledRejection', () => {})
process.on('uncaughtException', () => {})
void run()`,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    banner: { js: '"use strict";' },
    outfile: join(folder, 'wall.cjs'),
    logLevel: 'error',
  });
  const before = await readdir(folder);
  await using server = await startServer(answerJson({}));
  const child = fork(join(folder, 'wall.cjs'), [new URL(server.origin).port], {
    execArgv: [...(sandboxFlagSets(join(folder, 'wall.cjs'))[0] ?? [])],
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => [{ ended: code }]);
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [object];
  const left = (await readdir(folder)).filter((name) => !before.includes(name));
  await rm(folder, { recursive: true, force: true });
  const refused = Object.fromEntries(Object.keys(attempts).map((name) => [name, 'refused']));
  expect(message).toEqual({ report: refused, environment: [] });
  expect(left).toEqual([]);
  expect(server.seen).toEqual([]);
});
