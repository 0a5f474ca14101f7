/** Thefts by what the programs print, answer and leave behind: the runtime process and the command line as built. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { curlScript, httpFile } from '../../../client/panel/history/requestText.ts';
import type { RunRecord } from '../../../client/panel/history/runRecord.ts';
import { shownRun } from '../../../client/panel/history/shownRun.ts';
import { runText } from '../../../client/panel/history/runText.ts';
import { type HostAccess, runtimeMethods, type RunRequest } from '../../../protocol/runtime.ts';
import type { RecordedScenario, RecordRequest } from '../../../protocol/scenario.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { CrashOutput } from '../../../runtime/crashOutput.ts';
import { testConnection } from '../../../runtime/gate/testConnection.ts';
import { authorityPath, listenHttps, startProxy } from '../support/internet.ts';
import { type Handler, startServer } from '../support/server.ts';
import { leaksIn, personalCanary, projectCanary } from './canaries.ts';

const root = join(import.meta.dirname, '../../..');
const both = `${personalCanary} ${projectCanary}`;
let folder = '';

const echo: Handler = ({ headers, body }, response) => {
  response.setHeader('x-key', String(headers.authorization));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([headers, body, both]));
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-theft-'));
  await mkdir(join(folder, 'app'));
  await writeFile(
    join(folder, 'app/plugin.json'),
    JSON.stringify({
      name: 'App ${env:POSTHOG_PERSONAL_API_KEY}',
      main: 'index.js',
      config: [
        { key: 'a', type: 'string', default: '${env:POSTHOG_PERSONAL_API_KEY}' },
        { key: 'b', type: 'string', default: '$POSTHOG_PERSONAL_API_KEY {{POSTHOG_PERSONAL_API_KEY}}' },
        { key: 'personalApiKey', type: 'string', secret: true, default: '%POSTHOG_PERSONAL_API_KEY%' },
      ],
    }),
  );
  await writeFile(
    join(folder, 'app/index.js'),
    `export async function runEveryDay(meta) {
      await posthog.capture('x', { config: meta.config })
      const response = await posthog.api.post('/x')
      const seen = response.url + await response.text() + [...response.headers].join() + JSON.stringify(meta.config)
      console.log(seen)
      if (meta.config.fail) throw new Error(seen)
      return seen
    }
    export async function runEveryHour() { const list = []; for (;;) list.push(new Array(1e6).fill(await posthog.api.get('/x'))) }
    export async function runEveryMinute() { await posthog.api.get('/x'); while (true); }`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function accessTo(origin: string): HostAccess {
  return {
    host: { kind: 'custom', api: origin, ingestion: origin },
    projectId: '42',
    projectApiKey: projectCanary,
    personalApiKeys: { [origin]: personalCanary },
    mode: 'live',
  };
}

/** All that a child prints. */
function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  return () => text;
}

describe('the command line', () => {
  async function runCli(args: readonly string[], origin: string): Promise<string> {
    const child = spawn(
      process.execPath,
      [join(root, 'dist/cli.js'), 'run', 'app', '--host', origin, '--allow-writes', ...args],
      {
        cwd: folder,
        env: { POSTHOG_PERSONAL_API_KEY: personalCanary, POSTHOG_PROJECT_API_KEY: projectCanary },
      },
    );
    const output = outputOf(child);
    await once(child, 'close');
    return output();
  }

  it.each([
    ['as text', ['--entry', 'runEveryDay'], 'Completed'],
    ['as JSON', ['--entry', 'runEveryDay', '--json'], '"outcome": "completed"'],
    ['of an app that throws what it saw', ['--entry', 'runEveryDay', '--config', 'fail.json'], 'Failed'],
    ['of an app that runs out of memory', ['--entry', 'runEveryHour'], 'memory'],
    ['of an app that hangs', ['--entry', 'runEveryMinute', '--timeout', '1'], 'did not end within'],
  ])('%s', async (_, args, expected) => {
    await writeFile(join(folder, 'fail.json'), '{"fail": "yes"}');
    await using server = await startServer(echo);
    const output = await runCli(args, server.origin);
    expect(output).toContain(expected);
    expect(server.seen.some(({ headers }) => headers.authorization === `Bearer ${personalCanary}`)).toBe(
      true,
    );
    expect(leaksIn(output)).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual(['app', 'fail.json']);
  });

  it('does not put variables into the config of a malicious plugin.json', async () => {
    await using server = await startServer(echo);
    const output = await runCli(['--entry', 'runEveryDay', '--json'], server.origin);
    const [captured] = (JSON.parse(output) as Trace).captured;
    expect(captured?.properties['config']).toMatchObject({ a: '${env:POSTHOG_PERSONAL_API_KEY}' });
    expect(leaksIn(output)).toEqual([]);
  });

  it('keeps the keys, and the login of the proxy, out of errors of the network', async () => {
    await using host = await listenHttps((_, response) => response.end(both));
    await using proxy = await startProxy({ route: () => host.port, login: 'Basic none' });
    const child = spawn(
      process.execPath,
      [
        join(root, 'dist/cli.js'),
        'run',
        'app',
        '--entry',
        'runEveryDay',
        '--host',
        'https://posthog.test',
        '--allow-writes',
      ],
      {
        cwd: folder,
        env: {
          POSTHOG_PERSONAL_API_KEY: personalCanary,
          HTTPS_PROXY: `http://ada:${projectCanary}@127.0.0.1:${proxy.port}`,
          NODE_EXTRA_CA_CERTS: authorityPath,
        },
      },
    );
    const output = outputOf(child);
    await once(child, 'close');
    expect(output()).toContain('does not take the user and the password');
    expect(leaksIn(output())).toEqual([]);
  });
});

describe('the runtime process', () => {
  async function start(): Promise<{
    readonly child: ChildProcess;
    readonly connection: MessageConnection;
    readonly output: () => string;
  }> {
    const child = fork(join(root, 'dist/runtime.js'), [], {
      execArgv: ['--import', join(root, 'test/fixtures/crash.mjs')],
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onRequest(runtimeMethods.consent, () => true);
    connection.listen();
    return { child, connection, output: outputOf(child) };
  }

  function request(origin: string, changes: Partial<RunRequest> = {}): RunRequest {
    return {
      app: { root: join(folder, 'app'), unsaved: {} },
      entryPoint: 'runEveryDay',
      input: null,
      config: {},
      access: accessTo(origin),
      timeoutSeconds: 10,
      ...changes,
    };
  }

  it.each([
    ['a key', personalCanary],
    ['a key of before 2021, without a prefix', personalCanary.slice(4)],
  ])('that falls over an error with %s prints none of it, and says what happened', async (_, key) => {
    await using server = await startServer(echo);
    const { child, connection, output } = await start();
    const access = { ...accessTo(server.origin), personalApiKeys: { [server.origin]: key } };
    const trace = await connection.sendRequest<Trace>(runtimeMethods.run, request(server.origin, { access }));
    expect(trace.outcome).toBe('completed');
    const closed = once(child, 'close');
    child.send({ crash: key });
    await closed;
    connection.dispose();
    expect(output()).toContain('Error: could not send');
    expect(leaksIn(output() + JSON.stringify(trace))).toEqual([]);
  });

  it('leaves nothing in what is exported, kept and recorded of a run', async () => {
    await using server = await startServer(echo);
    const { child, connection } = await start();
    const asked = request(server.origin);
    const trace = await connection.sendRequest<Trace>(runtimeMethods.run, asked);
    const { access: _, entryPoint, input, ...run } = asked;
    const calls = [{ entryPoint, input, trace }];
    const recording: RecordRequest = { run, calls, attachments: {}, host: server.origin, projectId: '42' };
    const scenario = await connection.sendRequest<RecordedScenario>(runtimeMethods.recordScenario, recording);
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
    connection.dispose();
    const record: RunRecord = {
      version: 1,
      id: 'run-1',
      rootUri: 'file:///app',
      appName: 'App',
      entryPoint: asked.entryPoint,
      host: server.origin,
      startedAt: trace.timing.startedAt,
      input: null,
      trace,
    };
    expect(trace.requests).toHaveLength(2);
    const files = {
      JSON: JSON.stringify(record),
      Markdown: runText(record),
      curl: curlScript(record),
      HTTP: httpFile(record),
      scenario: scenario.text,
      view: JSON.stringify(shownRun(record, { number: 1, isPast: true, costBefore: null, fates: [] })),
    };
    expect(files.curl).toContain('$POSTHOG_PERSONAL_API_KEY');
    for (const [name, text] of Object.entries(files)) expect([name, leaksIn(text)]).toEqual([name, []]);
  });

  it('answers a request that is none without the keys in it', async () => {
    await using server = await startServer(echo);
    const { child, connection, output } = await start();
    const wrong = { ...request(server.origin), app: null, source: both };
    const answer = await connection.sendRequest(runtimeMethods.run, wrong).catch((error: unknown) => error);
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
    connection.dispose();
    expect(answer).toBeInstanceOf(Error);
    expect(leaksIn(String(answer) + output())).toEqual([]);
  });
});

it('the report that Node writes of a crash has no environment in it', () => {
  const hasEnvironment = (): boolean => 'environmentVariables' in process.report.getReport();
  process.report.excludeEnv = false;
  expect(hasEnvironment()).toBe(true);
  expect(new CrashOutput().text(new Error('x'))).toContain('Error: x');
  expect(hasEnvironment()).toBe(false);
});

describe('Test Connection', () => {
  const answer =
    (body: unknown, status = 200): Handler =>
    (_, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  it.each<[string, Handler]>([
    [
      'a project with the key as its name',
      answer({ team: { id: 42, name: both }, results: [{ id: 1, name: both }] }),
    ],
    ['the key in an error', answer({ type: 'authentication_error', detail: both }, 401)],
    ['the key in the name of a scope', answer({ type: 'x', detail: `missing scope ${both}` }, 403)],
    [
      'the key in a redirect',
      (_, response) => response.writeHead(307, { location: `/${both.replace(' ', '/')}` }).end(),
    ],
    [
      'the key in an address',
      (_, response) => response.writeHead(307, { location: `http://[${both}` }).end(),
    ],
    [
      'the key in a web page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(both),
    ],
  ])('of a host that answers with %s', async (_, handler) => {
    await using server = await startServer(handler);
    const report = await testConnection(accessTo(server.origin), AbortSignal.timeout(5_000));
    expect(leaksIn(JSON.stringify(report))).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('of a host that redirects with %d to a thief', async (status) => {
    await using other = await startServer(echo);
    await using server = await startServer((_, response) =>
      response.writeHead(status, { location: `${other.origin}/api/users/@me/` }).end(),
    );
    const access = accessTo(server.origin);
    const keys = { ...access.personalApiKeys, [other.origin]: 'phx_keyofthethief0123456789abcdefghi' };
    await testConnection({ ...access, personalApiKeys: keys }, AbortSignal.timeout(5_000));
    expect(leaksIn(JSON.stringify(other.seen))).toEqual([]);
  });
});
