/** The formats of `posthog-apps lint`. */
import Ajv from 'ajv-draft-04';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean, cli, json, looping, manifest, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

describe('lint', () => {
  it('says in text where, why and through which calls, and exits with 1', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    const { code, stdout, stderr } = await cli(folder, 'lint');
    expect(stdout).toMatch(/^index\.js\n {2}5:9 {2}warning {2}/);
    expect(stdout).toContain('event-loop: loops');
    expect(stdout).toMatch(/1\. onEvent {2}index\.js:1:\d+\n {6}2\. send {2}index\.js:2:\d+/);
    expect(stdout.trimEnd()).toMatch(/1 app: 0 errors, 1 warning\.$/);
    expect([code, stderr]).toEqual([1, '']);
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

  it('tells loops of two events with the same code apart in SARIF', async () => {
    const send = (name: string): string => `  const event = '${name}'\n  posthog.capture(event, {})\n`;
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': `export function onEvent() {\n  {\n${send('one')}  }\n  {\n${send('two')}  }\n}\n`,
    });
    const { stdout } = await cli(folder, 'lint', '--format', 'sarif');
    const [run] = (JSON.parse(stdout) as { runs: { results: { partialFingerprints: object }[] }[] }).runs;
    const prints = run?.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)) ?? [];
    expect(prints).toHaveLength(2);
    expect(new Set(prints).size).toBe(2);
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
});
