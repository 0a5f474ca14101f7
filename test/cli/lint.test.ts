/** `posthog-apps lint` as a child process of the built bundle, on real folders. */
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dist, root } from '../../scripts/paths.ts';
import { clean, cli, ending, json, looping, manifest, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

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

  it('suppresses what an editor tells of the code itself', async () => {
    const cwd = await workspace({
      'jsx/plugin.json': manifest,
      'jsx/index.js':
        '// posthog-apps-ignore syntax: known\nexport const a = <div/>\nexport function onEvent() {}\n',
      'twice/plugin.json': manifest,
      'twice/index.js':
        'export function onEvent() {\n  // posthog-apps-ignore syntax: known\n  let a = 1; let a = 2\n}\n',
      'unread/plugin.json': manifest,
      'unread/index.js': '// posthog-apps-ignore syntax: known\nexport const a = = 1\n',
      'none/plugin.json': manifest,
      'none/index.js': `// posthog-apps-ignore syntax: known\n${clean}`,
    });
    const { findings } = await json(cwd);
    const all = findings.map(
      ({ file, rule, suppressed }) => `${String(file)} ${String(rule)} ${String(suppressed)}`,
    );
    expect(all).toEqual([
      'jsx/index.js posthog-apps/syntax known',
      'none/index.js posthog-apps/suppression null',
      'twice/index.js posthog-apps/syntax known',
      'unread/index.js posthog-apps/syntax known',
    ]);
  });

  it('tells no names of code that is none', async () => {
    const cwd = await workspace({
      'plugin.json': manifest,
      'index.js': 'export function onEvent(event) {\n  return a ?? b || c\n}\n',
    });
    expect((await json(cwd)).findings.map(({ rule }) => rule)).toEqual(['posthog-apps/syntax']);
  });

  it('names a plugin.json with several comments once', async () => {
    const cwd = await workspace({
      'plugin.json': '{\n  // one\n  "name": "Mine"\n  // two\n}\n',
      'index.js': clean,
    });
    const { stdout } = await cli(cwd, 'lint');
    expect(stdout.match(/^plugin\.json$/gm)).toHaveLength(1);
    expect(stdout.match(/JSON has no comments/g)).toHaveLength(2);
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

  it.each([
    ['function f() {\n  if (f) { break }\n}', 3, 12, 'Illegal break statement.'],
    [
      'export function processEvent(event) { return event }',
      2,
      17,
      "Identifier 'processEvent' has already been declared.",
    ],
    ['export { nothing }', 2, 10, "'nothing' is exported, and nothing declares it."],
    [
      "import { createHash } from 'crypto'\nconst createHash = 1",
      3,
      7,
      "Identifier 'createHash' has already been declared.",
    ],
    ['class A { get x(a) {} }', 2, 16, 'Getter must not have any formal parameters.'],
    ['function g() {}\nfunction g() {}', 3, 10, "Identifier 'g' has already been declared."],
    ['const a = 1\nconst a = 2', 3, 7, "Identifier 'a' has already been declared."],
    ['function f() {\n  return /(/\n}', 3, 10, 'Invalid regular expression: /(/: Unterminated group.'],
  ])('reports code that V8 refuses: %s', async (code, line, column, reason) => {
    const cwd = await workspace({
      'plugin.json': manifest,
      'index.js': `export function processEvent(event) { return event }\n${code}\n`,
    });
    expect((await json(cwd)).findings).toMatchObject([
      {
        rule: 'posthog-apps/syntax',
        severity: 'error',
        line,
        column,
        message: `PostHog cannot load this code: ${reason}`,
      },
    ]);
  });

  it('says of JSX what it is in TypeScript, too', async () => {
    const cwd = await workspace({
      'plugin.json': manifest,
      'index.ts': 'export function onEvent(event: object) { return (\n  <b>{event}</b>\n) }\n',
    });
    const message =
      'PostHog cannot read JSX. Build the app into plain JavaScript, and name the result as main in plugin.json.';
    expect((await json(cwd)).findings).toMatchObject([
      { rule: 'posthog-apps/syntax', line: 2, column: 3, message },
    ]);
  });

  it('reports constants and imports that get another value, as the editor does', async () => {
    const code = `import { URL } from 'url'
export const kept = 1
const { count, list } = { count: 1, list: [] }
export function processEvent(event, count) {
  count = 2
  let list = 1
  list = 2
  kept += 1
  URL = 1
  for (const item of []) item++
  ;[list, { count: event.a, kept }] = []
  kept ??= 2
  try { kept = 3 } catch {}
  return event
}
export const onEvent = () => { count = 3; list.a = 1 }
export const onSnapshot = ({ event, properties: { ...rest } }) => {
  try { [event, rest] = [] } catch ({ message }) { message = '' }
  const taken = [1].map(({ n }) => { n = 1; return n })
}
class Counter { static reset() { Counter = null } }
Counter = null
const Other = class Own { reset() { Own = null } }
`;
    const cwd = await workspace({ 'plugin.json': manifest, 'index.js': code });
    const { findings } = await json(cwd);
    const told = findings.filter(({ rule }) => rule === 'posthog-apps/syntax');
    expect(told.map(({ line, column, message }) => [line, column, message])).toEqual([
      [8, 3, 'kept is a constant, so this throws where the app comes to it. Declare it with let.'],
      [9, 3, expect.stringContaining('URL is an import, so this throws')],
      [10, 26, expect.stringContaining('item is a constant')],
      [11, 29, expect.stringContaining('kept is a constant')],
      [12, 3, expect.stringContaining('so this throws where it would give it another value')],
      [13, 9, expect.stringContaining('comes to it, and only the catch around it goes on')],
      [16, 32, expect.stringContaining('count is a constant')],
      [21, 34, expect.stringContaining('Counter is a constant inside of its class')],
      [23, 37, expect.stringContaining('Own is a constant inside of its class')],
    ]);
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

  it('shows names with control characters so that the terminal stays as it is, as the event flow does', async () => {
    const code = 'export const onEvent = () => posthog.capture("a\\x1b[2Jb")\n';
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': code });
    for (const command of ['lint', 'flow']) {
      const { stdout } = await cli(folder, command);
      expect(stdout).toContain("'a\\u001B[2Jb'");
      expect(stdout).not.toContain('\u001B');
    }
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
    [
      ['lint', 'unclear'],
      'The plugin.json in unclear may be that of another tool. For a PostHog app add "config": []',
    ],
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
      'unclear/plugin.json': '{}',
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
