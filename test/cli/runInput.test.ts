/** What `posthog-apps run` makes of odd input: told in one sentence, or shown in part. */
import { expect, it } from 'vitest';
import { cli, type Result, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

async function run(
  code: string,
  files: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Result> {
  const folder = await workspace({ 'plugin.json': '{"name": "Mine"}', 'index.js': code, ...files });
  return cli(folder, 'run', ...args);
}

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

it.each([2_500, 4_200, 5_000])('an event that is nested too deeply is wrong use: %i', async (levels) => {
  const code = 'export const onEvent = () => {}';
  const { code: exitCode, stderr } = await run(code, { 'e.json': nested(levels) }, '--event', 'e.json');
  expect([exitCode, stderr.split('\n')[0]]).toEqual([
    2,
    'e.json is no event for an app. The input cannot be written as JSON: it is nested too deeply, in thousands of levels.',
  ]);
});

it('a change deep inside is told', async () => {
  const code = `export const processEvent = (event) => {
  let inner = event
  while (typeof inner.a === 'object') inner = inner.a
  inner.a = 2
  return event
}`;
  const { code: exitCode, stdout } = await run(
    code,
    { 'e.json': nested(1_500) },
    '--entry',
    'processEvent',
    '--event',
    'e.json',
  );
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/\n {2}a\.a(?:\.a)+: \{"a":/)]);
});

it('a mistake in a list of lines names one line', async () => {
  const { code, stderr } = await run(
    'export const onEvent = () => {}',
    { 'e.ndjson': '{"event":"a"}\n{"event":"b" nope\n' },
    '--event',
    'e.ndjson',
  );
  expect([code, stderr.split('\n')[0]]).toEqual([
    2,
    "e.ndjson, line 2, is not valid JSON: Expected ',' or '}' after property value in column 14",
  ]);
});

it.each(['__proto__', 'constructor', 'toString'])('what every object has is no export: %s', async (name) => {
  const code = 'class App { onEvent() {} }\nexport default new App()';
  const { code: exitCode, stderr } = await run(code, {}, '--entry', name);
  expect([exitCode, stderr.split('\n')[0]]).toEqual([
    2,
    `The app has no export ${name}. It exports onEvent. Say with --entry what to call.`,
  ]);
});

it('the text shows the beginning of a long value, and how long it is', async () => {
  const code =
    "export const processEvent = (event) => { console.log('l'.repeat(9_000)); event.properties = { long: 'x'.repeat(5_000) }; return event }";
  const files = { 'e.json': '{"event": "a", "properties": {}}' };
  const { stdout } = await run(code, files, '--entry', 'processEvent', '--event', 'e.json');
  expect(stdout).toMatch(/\n {2}properties\.long: added "x{1999}… \(5002 characters in all\)\n/);
  expect(stdout).toMatch(/\n {2}log: l{2000}… \(9000 characters in all\) \[processEvent/);
});

it.each([
  ['5', 'e.json holds 5, which is no event. An event is an object, such as {"event": "$pageview"'],
  ['"x"', 'e.json holds "x", which is no event.'],
  ['null', 'e.json holds null, which is no event.'],
  [
    '{"next": null, "results": [{"event": "a"}]}',
    'e.json holds an object with a list in its "results", and no event. Write that list alone into the file.',
  ],
  [
    '{"api_key": "k", "batch": [{"event": "a"}]}',
    'e.json holds an object with a list in its "batch", and no event. Write that list alone into the file.',
  ],
  ['[]', 'e.json holds an empty list, so there is no event to run.'],
  ['[{"event": "a"}, null]', 'e.json is a list of events, and number 2 of it is none: null.'],
  ['{"event": "a"}\n7\n', 'e.json is a list of events, and number 2 of it is none: 7.'],
])('what is no event is wrong use: %s', async (text, message) => {
  const code = 'export const onEvent = () => {}';
  const { code: exitCode, stderr } = await run(code, { 'e.json': text }, '--event', 'e.json');
  expect([exitCode, stderr.slice(0, message.length)]).toEqual([2, message]);
});

it.each([
  ['jobs.later', '5'],
  ['jobs.later', '[]'],
  ['onEvent', '{}'],
  ['onAction', '[[{"id": 1}, {"event": "a"}]]'],
  ['exportEvents', '[{"event": "a"}]'],
])('%s takes %s', async (entry, text) => {
  const code = `export const onEvent = () => {}
export const onAction = () => {}
export const exportEvents = () => {}
export const jobs = { later: () => {} }`;
  const args = ['--entry', entry, '--event', 'e.json'];
  expect((await run(code, { 'e.json': text }, ...args)).code).toBe(0);
});

it('thousands of jobs are shown in part and counted, and none is lost in the JSON', async () => {
  const code = `export const onEvent = async (event, { jobs }) => {
  for (let i = 0; i < 2_000; i++) await jobs.later(i).runNow()
}
export const jobs = { later: () => {} }`;
  const { stdout } = await run(code, {});
  const [, lines = ''] = /\nJobs\n((?: {2}.*\n)+)/.exec(stdout) ?? [];
  expect(lines.trimEnd().split('\n')).toHaveLength(201);
  expect(lines).toContain('\n  … and 1,800 more lines; --json has them all\n');
  const { jobs } = JSON.parse((await run(code, {}, '--json')).stdout) as { readonly jobs: readonly object[] };
  expect(jobs).toHaveLength(2_000);
});

it('a second --entry is wrong use', async () => {
  const args = ['--entry', 'onEvent', '--entry', 'processEvent'];
  const { code, stderr } = await run('export function onEvent() {}', {}, ...args);
  expect([code, stderr.split('\n')[0]]).toEqual([2, '--entry takes one export. Run again for the other.']);
});

it('a second --event is wrong use, and not taken in the place of the first', async () => {
  const files = { 'a.json': '{"event": "a"}', 'b.json': '{"event": "b"}' };
  const args = ['--event', 'a.json', '--event', 'b.json'];
  const { code, stderr } = await run('export function onEvent() {}', files, ...args);
  expect([code, stderr.split('\n')[0]]).toEqual([
    2,
    '--event takes one file. Several events are a list in one file: they are run one by one.',
  ]);
});
