/** The built command line as a child process. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { buildSandbox } from '../runtime/support/sandboxBundle.ts';
import { answerJson, personalKey, projectKey, startServer } from '../runtime/support/server.ts';

const root = join(import.meta.dirname, '../..');
const typescript = join(root, 'node_modules/typescript/lib/typescript.js');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-cli-'));
  await Promise.all([
    buildSandbox(folder),
    esbuild.build({
      absWorkingDir: root,
      entryPoints: { cli: 'cli/main.ts' },
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22.20',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
      alias: { typescript },
      external: [typescript],
    }),
  ]);
  await mkdir(join(folder, 'app'));
  await writeFile(
    join(folder, 'app/plugin.json'),
    '{"name": "App", "main": "index.js", "config": [{"key": "word", "type": "choice", "choices": ["hello"]}, {"key": "list", "type": "attachment"}]}',
  );
  await writeFile(
    join(folder, 'app/index.js'),
    `export async function onEvent(event, { config }) {
  console.log(config.word)
  await posthog.capture('seen ' + event.event)
}
export const processEvent = (event) => ({ ...event, event: 'changed' })
export function runEveryDay() { throw new Error('no day') }`,
  );
  const others = {
    schedules: 'export function runEveryHour() {}\nexport function runEveryDay() {}',
    batch:
      "export function processEventBatch(events) {\n  console.log(events.length)\n  return events.filter(({ event }) => event !== 'noise').map((event) => ({ ...event, seen: true }))\n}",
    made: 'class App { processEvent(event) { event.seen = true; return event } }\nexport default new App()',
    only: "export function setupPlugin() { console.log('set up') }\nexport function runEveryDay() { console.log('day') }",
    retried:
      "let tries = 0\nexport const exportEvents = () => { if (++tries < 3) throw new RetryError('busy') }\nexport const onSnapshot = () => { if (++tries < 3) throw new RetryError('busy') }",
    lost: "export const exportEvents = () => { throw new RetryError('busy') }",
    loud: "export const onEvent = () => console.log('\\u001B[2J\\u0007one\\r\\n\\ttwo \\u202E')",
    brief: "export const onEvent = (event, { cache }) => cache.set('warm', 1, 90)",
    shapes:
      "const tell = (value) => console.log('storage' in value ? 'storage' : Object.keys(value).join(' '))\nexport const onEvent = tell\nexport const processEvent = tell\nexport const jobs = { 'Clear storage': tell, hidden: tell }",
    asks: "export const onEvent = async () => { for (const path of ['a', 'b', 'c']) await fetch('https://api.example.com/' + path) }",
    weekly: 'export function runEveryWeek() {}',
    outside: "import { word } from '../app/index.js'\nexport const onEvent = () => word",
    delays:
      "export const onEvent = (event, { jobs }) => jobs.later({}).runIn(1, 'hour')\nexport const jobs = { later: () => console.log('later') }",
  };
  for (const [name, code] of Object.entries(others)) {
    await mkdir(join(folder, name));
    await writeFile(
      join(folder, name, 'plugin.json'),
      '{"name": "App", "publicJobs": {"Clear storage": {}}}',
    );
    await writeFile(join(folder, name, 'index.js'), code);
  }
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'event.json'), '{"event": "signup", "properties": {}}');
  await writeFile(join(folder, 'config.json'), '{"word": "hello"}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  const child = spawn(process.execPath, [join(folder, 'cli.js'), ...args], { cwd: folder, env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

test('text: the outcome, what was captured and logged, with lines', async () => {
  const { code, stdout, stderr } = await run([
    'run',
    'app',
    '--event',
    'event.json',
    '--config',
    'config.json',
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toBe(`Completed.

Captured events
  seen signup for App Server (kept here) [onEvent, index.js:3] {}

Requests
  POST https://local.posthog.invalid/i/v0/e/ 200 [onEvent, index.js:3]

Logs
  log: hello [onEvent, index.js:2]
`);
});

test('values that plugin.json knows nothing of are told', async () => {
  await writeFile(join(folder, 'odd.json'), '{"word": "bye", "words": "x", "list": "y"}');
  const { stdout } = await run(['run', 'app', '--config', 'odd.json', '--attachment', 'lists=event.json']);
  expect(stdout.slice(stdout.indexOf('Notices'))).toBe(`Notices
  The value of word is none of its choices, which are hello.
  A value was given for the config field words, which plugin.json does not have. It has word, list.
  The field list takes a file, which is given as an attachment, and not as a value of config.
  A value was given for the attachment field lists, which plugin.json does not have. It has list.
`);
});

test('JSON: one object with every list', async () => {
  const { code, stdout } = await run([
    'run',
    'app',
    '--event',
    'event.json',
    '--entry',
    'processEvent',
    '--json',
  ]);
  const trace = JSON.parse(stdout) as Trace;
  expect(code).toBe(0);
  expect(Object.keys(trace)).toEqual(
    expect.arrayContaining(
      'version outcome result events captured requests logs storage cache jobs metrics errors hops timing'.split(
        ' ',
      ),
    ),
  );
  expect([trace.version, trace.outcome]).toEqual([1, 'changed']);
});

test('an app that fails has exit code 1, wrong use has 2', async () => {
  const failed = await run(['run', 'app', '--entry', 'runEveryDay']);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('Error: no day (index.js:6:');
  for (const [args, message] of [
    [['run', 'nowhere'], 'There is no folder nowhere.'],
    [['run', 'app', '--event', ''], '--event takes the name of a file, and it is empty.'],
    [['run', 'app', '--config', ''], '--config takes the name of a file, and it is empty.'],
    [['run', 'app', '--event', 'none.json'], 'The file none.json cannot be read.'],
    [['run', 'app', '--mode', 'fast'], 'There is no mode fast.'],
    [
      ['run', 'app', '--project-id', 'my-shop'],
      '--project-id takes the number in the address of the project',
    ],
    [['run', 'app', '--host', 'no host'], '--host: The host "no host" is not an address.'],
    [
      ['run', 'app', '--host', 'http://ada:phx_short@posthog.example.com'],
      '--host: The host has a user name or a password before posthog.example.com, which are not sent.',
    ],
    [
      ['run', 'app', '--host', 'https://us.posthog.com/project/12'],
      'Write https://us.posthog.com, and 12 as the id of the project.',
    ],
    [['run', 'app', '--allow-insecure-host', '*'], '--allow-insecure-host: "*" is no name of a host.'],
    [['walk'], 'There is no command walk.'],
    [['run'], 'The current folder is no PostHog app: there is no plugin.json in it.'],
    [['run', 'empty'], 'The folder empty is no PostHog app: there is no plugin.json in it.'],
    [['run', 'app', '--events', 'event.json'], 'There is no option --events. Did you mean --event?'],
    [['run', 'app', '--geo', 'x.mmdb'], 'Did you mean --geoip-database?'],
    [['run', 'app', '--entry', ''], '--entry takes the name of an export.'],
    [['run', 'schedules'], 'Say with --entry what to call: runEveryHour, runEveryDay.'],
  ] as const) {
    const result = await run(args);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain(message);
    // The sentence does not scroll away.
    expect(result.stderr.split('\n').length).toBeLessThan(16);
  }
});

test('without --entry it is onEvent, else processEvent, else the only export', async () => {
  const first = await run(['run', 'only']);
  expect([first.code, first.stdout]).toEqual([
    0,
    `Completed.

Logs
  log: set up [setupPlugin, index.js:1]
  log: day [runEveryDay, index.js:2]

Notices
  No --entry was given, so runEveryDay was called.
`,
  ]);
  const second = await run(['run', 'schedules', '--entry', 'runEveryMinute']);
  expect(second.code).toBe(2);
  expect(second.stderr).toContain(
    'The app has no export runEveryMinute. It exports runEveryHour, runEveryDay. Say with --entry what to call.',
  );
});

test('what went well when it was tried again went well', async () => {
  const codeOf = async (...args: readonly string[]): Promise<number | null> => (await run(args)).code;
  expect(await codeOf('run', 'retried', '--entry', 'exportEvents')).toBe(0);
  expect(await codeOf('run', 'retried', '--entry', 'onSnapshot')).toBe(0);
  expect(await codeOf('run', 'lost', '--entry', 'exportEvents')).toBe(1);
});

test('a value of the cache is told with its time, and an empty host is no host', async () => {
  const { stdout } = await run(['run', 'brief']);
  expect(stdout).toContain('set warm for 1 min 30 s [onEvent');
  const empty = await run(['run', 'brief', '--host', '']);
  expect([empty.code, empty.stderr.split('\n')[0]]).toEqual([
    2,
    '--host is empty. Take local, us, eu, or an address such as https://posthog.example.com.',
  ]);
});

test('what holds for many requests is said once', async () => {
  const { stdout } = await run(['run', 'asks']);
  expect(stdout.match(/GET https:\/\/api\.example\.com\/[abc] not sent/g)).toHaveLength(3);
  expect(stdout.match(/api\.example\.com was not called/g)).toHaveLength(1);
});

test('without an event an app gets one of the shape that it has there, and a public job what the page gives', async () => {
  const keys = async (...more: readonly string[]): Promise<string> => {
    const { stdout } = await run(['run', 'shapes', ...more]);
    return /log: (.*) \[/.exec(stdout)?.[1] ?? stdout;
  };
  expect(await keys()).toBe('uuid event distinct_id team_id ip timestamp properties');
  const older = 'uuid event distinct_id team_id ip site_url now sent_at timestamp properties';
  expect(await keys('--profile', 'plugin-server-1.10.5')).toBe(older);
  expect(await keys('--entry', 'processEvent')).toBe(older);
  expect(await keys('--entry', 'jobs.Clear storage')).toBe('$operation');
  expect(await keys('--entry', 'jobs.hidden')).toBe('storage');
});

test('what an app prints leaves the terminal as it is', async () => {
  const { stdout } = await run(['run', 'loud']);
  expect(stdout).toContain('log: \\u001B[2J\\u0007one\\u000D\n    \ttwo \\u202E [onEvent');
});

test('where there is nothing to call, or a file lies outside, it is said what PostHog takes', async () => {
  const weekly = await run(['run', 'weekly']);
  expect(weekly.stdout).toContain(
    'The app has no export onEvent, and none that PostHog calls by its name, such as onEvent or runEveryDay.\n',
  );
  const outside = await run(['run', 'outside']);
  expect(outside.stdout).toContain(
    "The app imports '../app/index.js', which is not in its folder. PostHog has nothing but that: move the file into it, or bundle the app.",
  );
});

test.each([
  [['--timeout', '-5'], '--timeout needs a value. One that begins with a dash is written as --timeout=-….'],
  [['--timeout'], '--timeout needs a value. One that begins with a dash is written as --timeout=-….'],
  [['--timeout', '1e9'], '--timeout takes at most 604800 seconds, not 1e9.'],
  [['--json=yes'], '--json takes no value.'],
] as const)('%j is refused in one sentence', async (args, sentence) => {
  const { code, stderr } = await run(['run', 'app', ...args]);
  expect([code, stderr.split('\n')[0]]).toEqual([2, sentence]);
});

test('doubled awaits without the profile that has them are told', async () => {
  const { stdout } = await run(['run', 'schedules', '--entry', 'runEveryDay', '--doubled-awaits']);
  expect(stdout).toContain('--doubled-awaits has no effect without --profile plugin-server-1.10.5.');
});

test('the old form gets each event as a batch of its own', async () => {
  const one = await run(['run', 'batch']);
  expect(one.stdout).toContain('log: 1 [processEventBatch, index.js:2]');
  expect([one.code, one.stdout.split('\n')[0]]).toEqual([0, 'The event was changed.']);
  await writeFile(join(folder, 'noise.json'), '[{"event": "a", "team_id": 1}, {"event": "noise"}]');
  const named = await run([
    'run',
    'batch',
    '--event',
    'noise.json',
    '--entry',
    'processEventBatch',
    '--json',
  ]);
  expect(JSON.parse(named.stdout)).toMatchObject({
    counts: { changed: 1, dropped: 1, failed: 0 },
    logs: [{ message: '1' }, { message: '1' }],
  });
});

test('methods of a class are exports of an object made of it', async () => {
  const { code, stdout } = await run(['run', 'made']);
  expect(stdout).toContain('No --entry was given, so processEvent was called.');
  expect(code).toBe(0);
});

test('a list names its events, and says times as people do', async () => {
  await writeFile(join(folder, 'list.json'), '[{"event": "a"}, {"event": "second one"}, {}]');
  const { stdout } = await run(['run', 'delays', '--event', 'list.json']);
  expect(stdout.replaceAll(/(?:< )?[\d.]+ m?s\b/g, 'TIME').replaceAll(/ +TIME/g, ' TIME'))
    .toBe(`3 events through onEvent in TIME: 3 completed.

Events
  event 1  a           completed TIME
  event 2  second one  completed TIME
  event 3              completed TIME

Jobs
  later in 1 h [onEvent, event 1, index.js:1] {}
  later in 1 h [onEvent, event 2, index.js:1] {}
  later in 1 h [onEvent, event 3, index.js:1] {}

Logs
  log: later [jobs.later, index.js:2, after 1 h]
  log: later [jobs.later, index.js:2, after 1 h]
  log: later [jobs.later, index.js:2, after 1 h]
`);
});

test.each([
  [['--personal-api-key', 'not-even-a-prefix'], 'POSTHOG_PERSONAL_API_KEY'],
  [['--project-api-key=x'], 'POSTHOG_PROJECT_API_KEY'],
  [['--token', 'x'], 'POSTHOG_PERSONAL_API_KEY'],
  [['--host', `https://${personalKey}@posthog.example.com`], 'POSTHOG_PERSONAL_API_KEY'],
  [[`--event=${personalKey}`], 'POSTHOG_PERSONAL_API_KEY'],
  [[personalKey], 'POSTHOG_PERSONAL_API_KEY'],
  [['--project-id', projectKey], 'POSTHOG_PROJECT_API_KEY'],
] as const)('a key as an argument is refused, and not repeated: %j', async (args, variable) => {
  const { code, stdout, stderr } = await run(['run', 'app', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`environment variable ${variable}`);
  expect(stderr).not.toMatch(/keyofthetests|prefix/);
});

test('a key of another kind in a variable is refused, and not repeated', async () => {
  const args = ['run', 'app', '--host', 'https://posthog.example.com'];
  const swapped = await run(args, { POSTHOG_PERSONAL_API_KEY: projectKey });
  expect(swapped.stderr).toContain('variable POSTHOG_PERSONAL_API_KEY is a project API key');
  const other = await run(args, { POSTHOG_PROJECT_API_KEY: personalKey });
  expect(other.stderr).toContain('variable POSTHOG_PROJECT_API_KEY is a personal API key');
  expect(swapped.stderr + other.stderr).not.toContain('keyofthetests');
});

test('what cannot be a key is refused, with the name of its variable', async () => {
  const args = ['run', 'app', '--host', 'https://posthog.example.com'];
  const hello = await run(args, { POSTHOG_PERSONAL_API_KEY: 'hello' });
  expect([hello.code, hello.stdout]).toEqual([2, '']);
  expect(hello.stderr).toContain(
    'The value of the environment variable POSTHOG_PERSONAL_API_KEY is no personal API key: one begins with phx_.',
  );
  const short = await run(args, { POSTHOG_PROJECT_API_KEY: 'phc_x' });
  expect(short.stderr).toContain('variable POSTHOG_PROJECT_API_KEY is too short for a project API key.');
});

test('what is refused names the option or the variable that mends it', async () => {
  const args = ['run', 'app', '--event', 'event.json', '--host', 'https://posthog.example.com'];
  const withKey = { POSTHOG_PROJECT_API_KEY: projectKey };
  expect((await run(args)).stdout).toContain('Put it into the environment variable POSTHOG_PROJECT_API_KEY.');
  const refused = (await run(args, withKey)).stdout;
  expect(refused).toContain('The option for that is --allow-writes.');
  expect((await run([...args, '--mode', 'block'], withKey)).stdout).toContain(
    'The option for that is --mode.',
  );
  expect(refused).toMatch(/^Completed, but not all requests were accepted\.\n/);
});

test.each([
  [
    'lines.jsonl',
    '{"event": "a"}\n\n{"event": oops}\n',
    `lines.jsonl, line 3, is not valid JSON: Unexpected`,
  ],
  ['first.jsonl', '{"event": oops}\n{"event": "a"}', 'first.jsonl, line 1, is not valid JSON: Unexpected'],
  ['broken.json', '{\n  "event": oops\n}', 'broken.json is not valid JSON: Unexpected'],
])('%s that is broken is told with its line', async (name, text, expected) => {
  await writeFile(join(folder, name), text);
  const { code, stderr } = await run(['run', 'app', '--event', name]);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});

test('a file of events may begin with a byte order mark', async () => {
  await writeFile(join(folder, 'mark.jsonl'), '\uFEFF{"event": "a"}\r\n{"event": "b"}\r\n');
  const { stdout } = await run(['run', 'app', '--event', 'mark.jsonl']);
  expect(stdout).toContain('2 events through onEvent');
});

test('a key that the host refuses is named with its variable, and the run is no success', async () => {
  await mkdir(join(folder, 'asking'));
  await writeFile(join(folder, 'asking/plugin.json'), '{"name": "Asking"}');
  await writeFile(
    join(folder, 'asking/index.js'),
    `export const runEveryDay = async () => (await posthog.api.get('/api/x')).status
    export const runEveryHour = async () =>
      (await posthog.api.get('/api/x', { projectApiKey: 'phc_own', personalApiKey: 'phx_own' })).status`,
  );
  await using server = await startServer(answerJson({ detail: 'Invalid Personal API key.' }, 401));
  const env = { POSTHOG_PROJECT_API_KEY: projectKey, POSTHOG_PERSONAL_API_KEY: personalKey };
  const refused = await run(['run', 'asking', '--entry', 'runEveryDay', '--host', server.origin], env);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(/^Completed, but not all requests were accepted\.\n/);
  expect(refused.stdout).toContain(
    'refused the personal API key in POSTHOG_PERSONAL_API_KEY (401). Make a new one there, and put it into the environment variable POSTHOG_PERSONAL_API_KEY.\n',
  );
  // What an app makes of its own keys is its own affair.
  const own = await run(['run', 'asking', '--entry', 'runEveryHour', '--host', server.origin], env);
  expect(own.code).toBe(0);
  expect(own.stdout).toContain(
    'refused the personal API key that the app itself passed (401). Your own keys were not used.\n',
  );
});

test('a call to another host than that of --host is told what gives it a key', async () => {
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(join(folder, 'elsewhere/plugin.json'), '{"name": "Elsewhere"}');
  await writeFile(
    join(folder, 'elsewhere/index.js'),
    "export const onEvent = () => posthog.api.get('/api/x', { host: 'https://eu.posthog.com' })",
  );
  const args = ['run', 'elsewhere', '--host', 'https://posthog.example.com'];
  const { stdout } = await run(args, { POSTHOG_PERSONAL_API_KEY: personalKey });
  expect(stdout).toContain(
    'There is no personal API key for eu.posthog.com, so the call was not sent. Keys of other hosts never go there. Run with --host https://eu.posthog.com and its keys, or let the app pass both keys: projectApiKey and personalApiKey.\n',
  );
});

test('keys come from the environment, and writing needs a yes', async () => {
  await using server = await startServer(answerJson({ status: 'Ok' }));
  const env = { POSTHOG_PROJECT_API_KEY: projectKey, POSTHOG_PERSONAL_API_KEY: personalKey };
  const args = ['run', 'app', '--event', 'event.json', '--host', server.origin, '--json'];
  const refused = JSON.parse((await run(args, env)).stdout) as Trace;
  expect(refused.captured[0]?.delivery).toBe('refused');
  expect(server.seen).toEqual([]);
  const { stdout } = await run([...args, '--allow-writes'], env);
  expect((JSON.parse(stdout) as Trace).captured[0]?.delivery).toBe('sent');
  expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ api_key: projectKey, event: 'seen signup' });
  expect(stdout).not.toContain(projectKey);
});
