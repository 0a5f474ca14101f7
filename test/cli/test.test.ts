/** `posthog-apps test`, once as a child process and else in this one, which is quicker. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CommandIo, UsageError } from '../../cli/command.ts';
import { lineDiff } from '../../cli/test/lineDiff.ts';
import { testCommand } from '../../cli/test/test.ts';
import { dist } from '../../scripts/paths.ts';

let folder = '';
const clock = '2022-10-01T12:00:00.000Z';

const files: Readonly<Record<string, string>> = {
  'apps/one/plugin.json': '{"name": "One", "config": [{"key": "token", "type": "string", "secret": true}]}',
  'apps/one/index.js': `export const processEvent = (event, { config }) => {
    console.log(config.token)
    return { ...event, properties: { plan: 'free' } }
  }`,
  'apps/one/scenarios/good.scenario.json': scenario({ outcome: 'changed' }),
  'apps/one/scenarios/wrong.scenario.json': scenario({
    result: { event: 'a', properties: { plan: 'pro' } },
  }),
  'apps/two/plugin.json': '{"name": "Two"}',
  'apps/two/index.js': 'export function processEvent(event) { return event }',
  'apps/two/same.scenario.json': scenario({ outcome: 'unchanged' }),
  'apps/node_modules/x/x.scenario.json': '{}',
  'elsewhere/lost.scenario.json': scenario({}),
};

function scenario(expected: object): string {
  const step = { call: 'processEvent', input: { event: 'a', properties: {} }, expect: expected };
  return `${JSON.stringify({ version: 1, clock, secrets: ['token'], steps: [step] }, null, 2)}\n`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-test-'));
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[]): Promise<Result> {
  const output = { stdout: '', stderr: '' };
  const io: CommandIo = {
    cwd: folder,
    env: {},
    bundles: dist,
    isTerminal: false,
    isColored: false,
    write: (text) => (output.stdout += text),
    drained: () => Promise.resolve(),
    writeError: (text) => (output.stderr += text),
  };
  try {
    return { code: await testCommand.run(args, io), ...output };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, stdout: output.stdout, stderr: error.message };
  }
}

function runProcess(args: readonly string[], env: Record<string, string>): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(dist, 'bin.js'), 'test', ...args],
      { cwd: folder, env },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test('runs all scenarios of all apps, and shows what differs', async () => {
  const { code, stdout } = await run(['apps']);
  expect(stdout.replaceAll(/\d+ ms/g, 'N ms')).toBe(`apps/one
  ✓ good (N ms)
  ✗ wrong (N ms)
      apps/one/scenarios/wrong.scenario.json:18:13
      processEvent came out differently: result.properties.plan is "free"; expected was "pro"
          …
              "event": "a",
              "properties": {
        -       "plan": "pro"
        +       "plan": "free"
              }
            }
          …

apps/two
  ✓ same (N ms)

2 passed, 1 failed
`);
  expect(code).toBe(1);
});

test('takes single files, and passes with 0', async () => {
  const { code, stdout } = await run(['apps/two', 'apps/one/scenarios/good.scenario.json']);
  expect(stdout).toContain('2 passed\n');
  expect(code).toBe(0);
});

test('prints one object with --json, and takes secrets from the environment', async () => {
  const { code, stdout } = await runProcess(['apps/one', '--json'], {
    POSTHOG_APPS_SECRET_TOKEN: 'from outside',
  });
  const { version, scenarios } = JSON.parse(stdout) as {
    readonly version: number;
    readonly scenarios: readonly Record<string, unknown>[];
  };
  expect(version).toBe(1);
  expect(scenarios).toMatchObject([
    { file: 'apps/one/scenarios/good.scenario.json', app: 'apps/one', name: 'good', status: 'passed' },
    { status: 'failed', failures: [{ line: 18, expected: { result: { event: 'a' } }, source: null }] },
  ]);
  expect(JSON.stringify(scenarios)).not.toContain('from outside');
  expect(code).toBe(1);
});

test('writes JUnit', async () => {
  await run(['apps', '--junit', 'report.xml']);
  const xml = await readFile(join(folder, 'report.xml'), 'utf8');
  expect(xml).toContain('<testsuite name="apps/one" tests="2" failures="1">');
  expect(xml).toMatch(
    /<testcase classname="apps\/one\/scenarios\/wrong.scenario.json" name="wrong" time="[\d.]+">/,
  );
  expect(xml).toContain('+       &quot;plan&quot;: &quot;free&quot;');
});

test('updates what must come out, and then all pass', async () => {
  const { code, stdout } = await run(['apps/one', '--update']);
  expect(stdout).toMatch(/✓ wrong \(\d+ ms\) updated/);
  expect(code).toBe(0);
  const text = await readFile(join(folder, 'apps/one/scenarios/wrong.scenario.json'), 'utf8');
  expect(text).toBe(files['apps/one/scenarios/wrong.scenario.json']?.replace('"pro"', '"free"'));
  expect((await run(['apps/one'])).code).toBe(0);
});

test('updates nothing where the app cannot be loaded', async () => {
  await rm(join(folder, 'apps/one/index.js'));
  const { code, stdout } = await run(['apps/one', '--update']);
  expect(stdout).toContain('✗ wrong');
  expect(stdout).toContain('The app could not be loaded, so the scenario was not updated. ');
  expect(stdout).not.toContain('updated\n');
  expect(stdout).toContain('0 passed, 2 could not be run');
  expect(code).toBe(1);
  for (const name of ['good', 'wrong']) {
    const path = `apps/one/scenarios/${name}.scenario.json`;
    expect(await readFile(join(folder, path), 'utf8')).toBe(files[path]);
  }
});

test('says what is wrong with a scenario, and where', async () => {
  await writeFile(join(folder, 'apps/two/same.scenario.json'), '{\n "version": 1,\n');
  const { code, stdout } = await run(['apps/two', 'elsewhere']);
  expect(stdout).toContain('apps/two/same.scenario.json:3:1\n      The scenario is no JSON: in line 3,');
  expect(stdout).toContain('The scenario lies in no app.');
  expect(stdout).toContain('0 passed, 2 could not be run');
  expect(code).toBe(1);
});

test.each([
  [['nowhere'], 'There is no file or folder nowhere.'],
  [
    ['apps/two/index.js'],
    'apps/two/index.js is no scenario. The name of a scenario ends with .scenario.json.',
  ],
  [['apps/node_modules'], 'There is no scenario in apps/node_modules or below it. Save'],
  [['apps', '--junit', 'no/where.xml'], 'no/where.xml cannot be written.'],
  [['apps', '--fast'], 'There is no option --fast.'],
  [['apps', '--timeout', 'soon'], '--timeout takes a number of seconds, not soon.'],
  [['apps', '--timeout', '1e9'], '--timeout takes at most 604800 seconds, not 1e9.'],
])('wrong use ends with 2: %j', async (args, message) => {
  if (args[0] === 'apps/node_modules') await rm(join(folder, 'apps/node_modules/x/x.scenario.json'));
  const { code, stderr } = await run(args);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test('a scenario of the examples passes from anywhere', async () => {
  await cp(join(import.meta.dirname, '../../examples'), join(folder, 'examples'), { recursive: true });
  const { code, stdout } = await run(['examples']);
  expect(stdout).toMatch(/[1-9] passed\n$/);
  expect(code).toBe(0);
});

test('a diff shows changed lines with two around them', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].join('\n');
  expect(lineDiff(before, before.replace('d', 'D\nE')).map(({ sign, text }) => sign + text)).toEqual([
    ' …',
    ' b',
    ' c',
    '-d',
    '+D',
    '+E',
    ' e',
    ' f',
    ' …',
  ]);
  expect(lineDiff('a\nb', 'b\na').map(({ sign, text }) => sign + text)).toEqual(['-a', ' b', '+a']);
});
