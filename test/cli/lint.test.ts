/** `posthog-apps lint` as a child process of the built bundle, on real folders. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { afterEach, describe, expect, it } from 'vitest';
import { dist, root } from '../../scripts/paths.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lint é folder '));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(cwd: string, ...args: readonly string[]): Promise<Result> {
  const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], { cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

interface JsonReport {
  readonly version: number;
  readonly apps: readonly { readonly root: string; readonly name: string }[];
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

async function json(cwd: string, ...args: readonly string[]): Promise<JsonReport> {
  return JSON.parse((await cli(cwd, 'lint', '--format', 'json', ...args)).stdout) as JsonReport;
}

const manifest = '{ "name": "Mine", "config": [] }';
const looping = `export async function onEvent(event) {
  await send(event)
}
async function send(event) {
  await posthog.capture('again', { distinct_id: event.distinct_id })
}
`;
const ending = `export async function onEvent(event) {
  if (event.event !== '$pageview') return
  await posthog.capture('seen')
}
`;
const clean = 'export function onEvent() {}\n';

describe('lint', () => {
  it('judges the other apps when one cannot be judged, and says why', async () => {
    const cwd = await workspace({
      'deep/plugin.json': manifest,
      'deep/index.js': `export const onEvent = () => ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
      'list/plugin.json': `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      'mine/plugin.json': manifest,
      'mine/index.js': looping,
    });
    const { findings, problems } = await json(cwd);
    expect(findings).toEqual([expect.objectContaining({ file: 'mine/index.js' })]);
    expect(problems).toEqual([
      expect.objectContaining({
        file: 'deep/index.js',
        message: expect.stringContaining('nested too deeply'),
      }),
      expect.objectContaining({ file: 'list/plugin.json', line: 1, column: 1 }),
    ]);
    const { code, stdout } = await cli(cwd, 'lint');
    expect(code).toBe(1);
    expect(stdout).toContain('cannot be judged');
  });

  it('tells where a plugin.json is broken', async () => {
    const cwd = await workspace({
      'plugin.json': '{\n  "name": "Mine",\n  "config": [],\n}\n',
      'index.js': clean,
    });
    expect((await json(cwd)).problems).toEqual([
      expect.objectContaining({ file: 'plugin.json', line: 3, column: 15 }),
    ]);
    expect((await cli(cwd, 'lint')).stdout).toContain('3:15');
    expect((await cli(cwd, 'lint', '--format', 'github')).stdout).toContain('line=3,col=15');
  });

  it('tells what two apps share once', async () => {
    const cwd = await workspace({
      'a/plugin.json': manifest,
      'a/index.js': "export function onEvent() { fetch('https://a.example') }\n",
      'b/plugin.json': manifest,
      'b/index.js': "export * from '../a/index.js'\n",
    });
    const { findings } = await json(cwd);
    expect(findings.filter(({ rule }) => rule === 'posthog-apps/floating-request')).toHaveLength(1);
  });

  it('reports code that cannot be read, where it ends', async () => {
    const cwd = await workspace({
      'plugin.json': manifest,
      'index.js': 'export function processEvent(event) {\n  return event\n',
      'types/plugin.json': manifest,
      'types/index.js': 'export function processEvent(event: any) { return event as any }\n',
    });
    const { findings } = await json(cwd);
    expect(findings).toEqual([
      expect.objectContaining({ rule: 'posthog-apps/syntax', severity: 'error', file: 'index.js', line: 3 }),
    ]);
    expect((await cli(cwd, 'lint')).code).toBe(1);
  });

  it('says in text where, why and through which calls, and exits with 1', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    const { code, stdout, stderr } = await cli(folder, 'lint');
    expect(stdout).toMatch(/^index\.js\n {2}5:9 {2}warning {2}/);
    expect(stdout).toContain('event-loop: loops');
    expect(stdout).toMatch(/1\. onEvent {2}index\.js:1:\d+\n {6}2\. send {2}index\.js:2:\d+/);
    expect(stdout.trimEnd()).toMatch(/1 app: 0 errors, 1 warning\.$/);
    expect([code, stderr]).toEqual([1, '']);
  });

  it('exits with 0 for apps without mistakes, and for loops that end', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': ending });
    for (const level of ['information', 'warning']) {
      const { code, stdout } = await cli(folder, 'lint', '--ending-loops', level);
      expect(code).toBe(0);
      expect(stdout).toContain('1 app: 0 errors, 0 warnings, 1 loop that ends.');
    }
    expect((await cli(folder, 'lint', '--ending-loops', 'hidden')).code).toBe(0);
    expect((await json(folder)).findings).toMatchObject([{ grade: 'ends', severity: 'information' }]);
    expect((await json(folder, '--ending-loops', 'hidden')).findings).toEqual([]);
  });

  it('writes JSON with every field', async () => {
    const folder = await workspace({ 'my app/plugin.json': manifest, 'my app/index.js': looping });
    const report = await json(folder);
    expect(report.version).toBe(1);
    expect(report.apps).toEqual([{ root: 'my app', name: 'Mine' }]);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toEqual({
      rule: 'posthog-apps/event-loop',
      grade: 'loops',
      severity: 'warning',
      file: 'my app/index.js',
      line: 5,
      column: 9,
      endLine: 5,
      endColumn: expect.any(Number) as number,
      message: expect.stringContaining('again') as string,
      help: 'docs/rules/event-loop.md',
      entryPoints: ['onEvent'],
      chain: [
        { function: 'onEvent', file: 'my app/index.js', line: 1, column: expect.any(Number) as number },
        { function: 'send', file: 'my app/index.js', line: 2, column: expect.any(Number) as number },
        {
          function: 'posthog.capture',
          file: 'my app/index.js',
          line: 5,
          column: expect.any(Number) as number,
        },
      ],
      guard: null,
      witness: expect.objectContaining({ event: expect.any(String) as string }) as object,
      suppressed: null,
    });
    expect(report.problems).toEqual([]);
  });

  it('writes SARIF that keeps to its schema, with code flows and suppressions', async () => {
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': `${looping}export function runEveryDay() {\n  // posthog-apps-ignore console-method: a test\n  console.table([])\n}\n`,
    });
    const { stdout } = await cli(folder, 'lint', '--format', 'sarif');
    const log = JSON.parse(stdout) as { readonly runs: readonly { readonly results: readonly object[] }[] };
    const schema = createRequire(import.meta.url).resolve(
      '@microsoft/sarif-matcher-utils/lib/schemas/sarif-2.1.0-rtm.5.json',
    );
    const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
      JSON.parse(await readFile(schema, 'utf8')) as object,
    );
    validate(log);
    expect(validate.errors).toBeNull();
    expect(log.runs[0]?.results).toMatchObject([
      { ruleId: 'posthog-apps/event-loop', codeFlows: [{ threadFlows: [{ locations: [{}, {}, {}] }] }] },
      {
        ruleId: 'posthog-apps/console-method',
        suppressions: [{ kind: 'inSource', justification: 'a test' }],
      },
    ]);
  });

  it('has the text of each rule in SARIF, and nothing of this computer', async () => {
    const folder = await workspace({ 'app/plugin.json': manifest, 'app/index.js': looping });
    const { stdout } = await cli(folder, 'lint', '--format', 'sarif');
    const log = JSON.parse(stdout) as {
      readonly runs: readonly {
        readonly tool: {
          readonly driver: {
            readonly rules: readonly {
              readonly id: string;
              readonly help: { readonly text: string; readonly markdown: string };
            }[];
          };
        };
      }[];
    };
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    expect(rules.filter(({ help }) => help.text.length < 100 || help.markdown.length < 100)).toEqual([]);
    const help = rules.find(({ id }) => id === 'posthog-apps/event-loop')?.help;
    expect(help?.markdown).toMatch(/^# event-loop\n/);
    expect(help?.markdown).toContain('## Wrong\n\n```js\nexport async function onEvent(event) {\n');
    expect(help?.text).toMatch(/^event-loop\n/);
    expect(help?.text).toContain('Wrong\n\nexport async function onEvent(event) {\n');
    expect(help?.text).not.toContain('```');
    expect(stdout).not.toContain('](../');
    expect(stdout).not.toContain('file:');
  });

  it('writes lines for GitHub, and JUnit', async () => {
    const folder = await workspace({
      'a,b/plugin.json': manifest,
      'a,b/index.js': looping,
      'c/plugin.json': manifest,
      'c/index.js': clean,
    });
    const github = await cli(folder, 'lint', '--format', 'github');
    expect(github.stdout).toMatch(
      /^::warning file=a%2Cb\/index\.js,line=5,col=9,endLine=5,endColumn=\d+,title=posthog-apps\/event-loop::/,
    );
    const junit = await cli(folder, 'lint', '--format', 'junit');
    expect(junit.stdout).toContain('<testsuite name="Mine" tests="1" failures="1">');
    expect(junit.stdout).toContain('<testcase classname="c" name="no findings"/>');
    expect([github.code, junit.code]).toEqual([1, 1]);
  });

  it('writes into a file where that is wished', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    const { stdout } = await cli(folder, 'lint', '--format', 'json', '--output', 'report.json');
    expect(stdout).toBe('');
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect((await cli(folder, 'lint', '--output', 'no/report.json')).code).toBe(2);
  });

  it('finds the apps below folders, and the app of a file, in packages never', async () => {
    const folder = await workspace({
      'one/plugin.json': manifest,
      'one/index.js': clean,
      'one/inner/plugin.json': '{ "name": "Inner", "config": [] }',
      'one/inner/index.js': clean,
      'node_modules/two/plugin.json': manifest,
      'node_modules/two/index.js': looping,
      '.hidden/plugin.json': manifest,
      'grafana/plugin.json': '{ "id": "x", "type": "panel" }',
    });
    await symlink(folder, join(folder, 'one/again'), 'dir');
    expect((await json(folder)).apps.map(({ root: path }) => path)).toEqual(['one', 'one/inner']);
    expect((await json(folder, 'one/inner/index.js')).apps).toEqual([{ root: 'one/inner', name: 'Inner' }]);
    expect((await json(join(folder, 'one/inner'), '..')).apps.map(({ root: path }) => path)).toEqual([
      '..',
      '.',
    ]);
  });

  it('says what cannot be read, and goes on', async () => {
    const folder = await workspace({ 'plugin.json': '{ "config": [], }', 'index.js': looping });
    const report = await json(folder);
    expect(report.problems).toMatchObject([
      { file: 'plugin.json', message: expect.stringContaining('comma') as string },
    ]);
    expect(report.findings).toHaveLength(1);
    expect((await cli(folder, 'lint')).code).toBe(1);
  });

  it.each([
    [['lint', 'nowhere'], 'There is no file or folder nowhere.'],
    [['lint', 'empty'], 'There is no PostHog app in empty.'],
    [['lint', '--format', 'xml'], '--format is one of text, json, sarif, github, junit, not xml.'],
    [['lint', '--rule', 'nothing=off'], 'There is no rule nothing.'],
    [['lint', '--rule', 'event-loop=loud'], 'The level of a rule is one of'],
    [['lint', '--wrong'], 'There is no option --wrong.'],
    [['lint', '--write-baseline'], 'Name the file of the baseline'],
    [['lint', '--baseline', 'missing.json'], 'cannot be read'],
    [['lint', '--baseline', 'list.json'], 'list.json is no baseline'],
    [['nothing'], 'There is no command nothing.'],
  ])('%j is a misuse: %s', async (args, message) => {
    const folder = await workspace({
      'app/plugin.json': manifest,
      'app/index.js': clean,
      'empty/file.txt': '',
      'list.json': '[]',
    });
    const { code, stdout, stderr } = await cli(folder, ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('takes the levels of rules', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    expect((await cli(folder, 'lint', '--rule', 'event-loop=information')).code).toBe(0);
    expect((await json(folder, '--rule', 'posthog-apps/event-loop=error')).findings[0]?.['severity']).toBe(
      'error',
    );
    expect((await json(folder, '--rule', 'event-loop=off')).findings).toEqual([]);
  });

  it('mends what is safe to mend, and keeps byte order mark and line ends', async () => {
    const before =
      '\uFEFFexport const runEveryDay = () => {\r\n  console.table([])\r\n  posthog.capture("a", { distinctId: "b" })\r\n}\r\n';
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': before });
    const { code, stderr } = await cli(folder, 'lint', '--fix');
    expect([code, stderr]).toEqual([0, 'Changed 2 places.\n']);
    expect(await readFile(join(folder, 'index.js'), 'utf8')).toBe(
      '\uFEFFexport const runEveryDay = () => {\r\n  console.log([])\r\n  posthog.capture("a", { distinct_id: "b" })\r\n}\r\n',
    );
  });

  it('knows the findings of a baseline again when lines move, and says when they are gone', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    expect((await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline')).code).toBe(0);
    await writeFile(join(folder, 'index.js'), `// a line above\n\n${looping}`);
    const again = await cli(folder, 'lint', '--baseline', 'known.json');
    expect([again.code, again.stdout.trimEnd()]).toEqual([0, '1 app: 0 errors, 0 warnings, 1 suppressed.']);
    await writeFile(
      join(folder, 'index.js'),
      `${looping}export function runEveryDay() { console.table([]) }\n`,
    );
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).code).toBe(1);
    await writeFile(join(folder, 'index.js'), clean);
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).stderr).toContain(
      'One known finding is gone',
    );
    await cli(folder, 'lint', '--baseline', 'known.json', '--prune-baseline');
    expect(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8'))).toEqual({
      version: 1,
      findings: [],
    });
  });

  it('does not take another loop with the same code, or a certain one, for one that is known', async () => {
    const loop = (name: string, guard = ''): string =>
      `export async function onEvent(event, { storage }) {\n${guard}  await posthog.capture(${name})\n}\n`;
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': loop("'scored'") });
    const run = async (code: string, ...args: readonly string[]): Promise<number | null> => {
      await writeFile(join(folder, 'index.js'), code);
      return (await cli(folder, 'lint', '--baseline', 'known.json', ...args)).code;
    };
    expect(await run(loop("'scored'"), '--write-baseline')).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8'))).toMatchObject({
      findings: [{ code: 'posthog.capture', subject: 'scored', grade: 'loops', count: 1 }],
    });
    expect(await run(loop("'invoiced'"))).toBe(1);
    const flag = "  if (await storage.get('done')) return\n";
    expect(await run(loop('`${event.event}`', flag), '--write-baseline')).toBe(0);
    expect(await run(`// moved\n${loop('`${event.event}`', flag)}`)).toBe(0);
    expect(await run(loop('`${event.event}`'))).toBe(1);
  });

  it('reads baselines that say nothing of events', async () => {
    const entry = { rule: 'posthog-apps/event-loop', file: 'index.js', code: 'posthog.capture', count: 1 };
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': looping,
      'known.json': JSON.stringify({ version: 1, findings: [entry] }),
    });
    expect(await cli(folder, 'lint', '--baseline', 'known.json')).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps the entries of a baseline for warnings, and not for remarks about the same code before them', async () => {
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': `export async function onEvent(event) {
  if (event.event === 'a') await posthog.capture('b')
  await posthog.capture('c')
}
`,
    });
    await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline');
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).code).toBe(0);
  });

  it('leaves what a baseline says of apps that are not looked at', async () => {
    const folder = await workspace({
      'one/plugin.json': manifest,
      'one/index.js': looping,
      'two/plugin.json': manifest,
      'two/index.js': looping,
    });
    await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline');
    const files = async (): Promise<readonly string[]> => {
      const { findings } = JSON.parse(await readFile(join(folder, 'known.json'), 'utf8')) as {
        readonly findings: readonly { readonly file: string }[];
      };
      return findings.map(({ file }) => file);
    };
    expect((await cli(folder, 'lint', 'one', '--baseline', 'known.json')).stderr).toBe('');
    await writeFile(join(folder, 'one/index.js'), clean);
    await cli(folder, 'lint', 'one', '--baseline', 'known.json', '--prune-baseline');
    expect(await files()).toEqual(['two/index.js']);
    await rm(join(folder, 'two'), { recursive: true });
    await cli(folder, 'lint', '--baseline', 'known.json', '--prune-baseline');
    expect(await files()).toEqual([]);
  });

  it('ends quietly when nobody reads on', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    const child = spawn(process.execPath, [join(dist, 'cli.js'), 'lint'], { cwd: folder });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, errors]).toEqual([1, '']);
  });

  it('finds in the examples what the editor shows there', async () => {
    const report = await json(root, 'examples');
    expect(report.findings.map(({ file, grade, rule }) => [file, rule, grade])).toEqual([
      ['examples/first-visit/index.js', 'posthog-apps/event-loop', 'ends'],
      ['examples/signup-enricher/index.js', 'posthog-apps/event-loop', 'loops'],
    ]);
  });
});

describe('types', () => {
  it('writes the definitions, and leaves them alone when they are up to date', async () => {
    const folder = await workspace({
      'plugin.json': '{ "config": [{ "key": "url", "type": "string" }] }',
      'index.js': clean,
    });
    expect(await cli(folder, 'types')).toMatchObject({ code: 0, stdout: 'posthog-env.d.ts\n' });
    const text = await readFile(join(folder, 'posthog-env.d.ts'), 'utf8');
    expect(text).toContain('declare var posthog: PostHogApp.PostHog;');
    expect(text).toContain('readonly url: string;');
    expect((await cli(folder, 'types')).stdout).toBe('posthog-env.d.ts is up to date\n');
  });

  it('writes nothing beside a declaration of the project itself', async () => {
    const folder = await workspace({
      'plugin.json': '{ "config": [] }',
      'index.js': clean,
      'tsconfig.json': '{}',
      'types/globals.d.ts': 'declare const posthog: { capture(name: string): void }\n',
    });
    const { code, stdout, stderr } = await cli(folder, 'types');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('types/globals.d.ts declares posthog already');
    await expect(readFile(join(folder, 'posthog-env.d.ts'), 'utf8')).rejects.toThrow();
  });

  it('writes them where the compiler looks', async () => {
    const folder = await workspace({
      'plugin.json': '{ "main": "src/index.js" }',
      'src/index.js': clean,
      'tsconfig.json': '{ "include": ["src"] }',
    });
    const path = join('src', 'posthog-env.d.ts');
    expect((await cli(folder, 'types')).stdout).toBe(`${path}\n`);
    // Where an earlier version put it.
    await copyFile(join(folder, path), join(folder, 'posthog-env.d.ts'));
    expect((await cli(folder, 'types')).stdout).toBe(
      `${path} is up to date\nposthog-env.d.ts is deleted: the project does not need it there\n`,
    );
    await expect(readFile(join(folder, 'posthog-env.d.ts'))).rejects.toThrow('ENOENT');
  });
});

describe('flow', () => {
  const ping = `exports.onEvent = (event) => event.event === 'pong' && posthog.capture('ping')`;
  const pong = `exports.onEvent = (event) => event.event === 'ping' && posthog.capture('pong')`;
  const manifest = '{ "config": [] }';

  it('prints the loop of two apps, and ends with 1', async () => {
    const folder = await workspace({
      'ping/plugin.json': manifest,
      'ping/index.js': ping,
      'pong/plugin.json': manifest,
      'pong/index.js': pong,
    });
    const { code, stdout } = await cli(folder, 'flow');
    expect(code).toBe(1);
    expect(stdout).toContain("     → 'pong', captured by pong, onEvent (pong/index.js:1)\n");
    const json = await cli(folder, 'flow', 'ping', '--json');
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      apps: [{ name: 'ping', root: 'ping' }],
      version: 1,
      edges: [{ file: 'ping/index.js', line: 1, column: 56 }],
      loops: [],
    });
  });

  it('is told by lint as well, at both calls, and fails where they are meant to run together', async () => {
    const folder = await workspace({
      'ping/plugin.json': manifest,
      'ping/index.js': ping,
      'pong/plugin.json': manifest,
      'pong/index.js': pong,
    });
    const findings = [
      {
        file: 'ping/index.js',
        grade: 'loops',
        severity: 'information',
        message: expect.stringContaining('pong') as unknown,
      },
      {
        file: 'pong/index.js',
        grade: 'loops',
        severity: 'information',
        message: expect.stringContaining('ping') as unknown,
      },
    ];
    expect((await json(folder)).findings).toMatchObject(findings);
    expect((await cli(folder, 'lint')).code).toBe(0);
    expect((await cli(folder, 'lint', '--loops-between-apps', 'warning')).code).toBe(1);
    expect((await json(folder, '--loops-between-apps', 'hidden')).findings).toMatchObject([
      { grade: 'ends' },
      { grade: 'ends' },
    ]);
    expect((await json(join(folder, 'ping'))).findings).toMatchObject([{ grade: 'ends' }]);
  });

  it('says that more than 20 apps were not looked at together', async () => {
    const apps = Array.from({ length: 21 }, (_, index) => [
      [`app${index}/plugin.json`, manifest],
      [`app${index}/index.js`, index === 0 ? ping : pong],
    ]).flat() as [string, string][];
    const folder = await workspace(Object.fromEntries(apps));
    expect((await cli(folder, 'lint')).stderr).toBe(
      'Loops between apps were not looked for: 21 apps send events, and up to 20 are looked at together.\n',
    );
    expect((await cli(folder, 'lint', '--loops-between-apps', 'hidden')).stderr).toBe('');
  });

  it('says what is wrong with a path', async () => {
    const folder = await workspace({});
    expect(await cli(folder, 'flow', 'nowhere')).toMatchObject({ code: 2 });
  });
});
