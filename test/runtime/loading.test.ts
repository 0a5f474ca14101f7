import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createApp, localAccess } from '../../runtime/index.ts';
import type { Trace } from '../../protocol/trace.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

async function load(files: { readonly [path: string]: string }): Promise<Trace> {
  await using app = createApp({ pool: pool(), source: { files } });
  return await app.call('processEvent', { event: 'x', properties: {} });
}

function problem(trace: Trace): string {
  expect(trace.outcome).toBe('failed');
  expect(trace.errors).toHaveLength(1);
  const [error] = trace.errors;
  const source = error?.source;
  return `${error?.kind} ${source === null || source === undefined ? '' : `${source.file}:${source.line}:${source.column} `}${error?.message}`;
}

test.each(['./index.js', 'lib/../index.js', 'index.js'])('main may be written as %s', async (main) => {
  const files = {
    'plugin.json': JSON.stringify({ main }),
    'index.js': 'export function processEvent() { throw new Error("here") }',
  };
  expect(problem(await load(files))).toBe('app index.js:1:40 here');
});

test.each([
  [
    'no plugin.json',
    { 'index.js': '' },
    'setup There is no plugin.json in the folder of the app. Add one with at least a name.',
  ],
  [
    'a comma too many',
    { 'plugin.json': '{\n  "name": "x",\n  "config": [],\n}' },
    'setup plugin.json:3:15 plugin.json is not valid JSON: a comma follows the last entry in line 3. Remove it.',
  ],
  [
    'a comma too few',
    { 'plugin.json': '{ "name": "x"\n  "config": [] }' },
    'setup plugin.json:1:13 plugin.json is not valid JSON: a comma is missing in line 1. Put a comma between the two entries.',
  ],
  [
    'an empty plugin.json',
    { 'plugin.json': ' \n', 'index.js': '' },
    'setup plugin.json:1:1 plugin.json is empty. Write at least { "name": "My app" } into it.',
  ],
  [
    'a main outside of the folder',
    { 'plugin.json': '{"main": "./lib/../../other/index.js"}', 'index.js': '' },
    'setup plugin.json:1:2 "main" of plugin.json names ./lib/../../other/index.js, which is outside of the app\'s folder. PostHog gets that folder alone: put the file into it.',
  ],
  [
    'an absolute main',
    { 'plugin.json': '{"main": "C:\\\\apps\\\\index.js"}', 'index.js': '' },
    'setup plugin.json:1:2 "main" of plugin.json names C:\\apps\\index.js, which is outside of the app\'s folder. PostHog gets that folder alone: put the file into it.',
  ],
  [
    'no entry file',
    { 'plugin.json': '{}' },
    'setup plugin.json:1:1 The app has no entry file: neither index.js nor index.ts is there. Add one, or name it as "main" in plugin.json.',
  ],
  [
    'a main that is a folder',
    { 'plugin.json': '{\n  "main": "./dist"}', 'dist/index.js': '' },
    'setup plugin.json:2:3 "main" of plugin.json names ./dist, which is a folder. PostHog takes a file: name dist/index.js.',
  ],
  [
    'a main that is missing',
    { 'plugin.json': '{\n  "main": "dist/index.js"}', 'index.js': '' },
    'setup plugin.json:2:3 The file dist/index.js, which "main" of plugin.json names, does not exist. Build the app, or correct "main".',
  ],
  [
    'a plugin.json that is a list',
    { 'plugin.json': '[]', 'index.js': '' },
    'setup plugin.json:1:1 plugin.json is no object. Write at least { "name": "My app" } into it.',
  ],
  [
    'a byte order mark',
    { 'plugin.json': '\uFEFF{}', 'index.js': '' },
    'setup plugin.json:1:1 plugin.json begins with a byte order mark, which nobody sees and PostHog cannot read. Save it as UTF-8 without one.',
  ],
  [
    'code that is nested too deeply',
    { 'plugin.json': '{}', 'index.js': `export const a = ${'('.repeat(20_000)}1${')'.repeat(20_000)}` },
    'app index.js:1:1 The code of index.js is nested too deeply to be compiled. Cut its longest expression or deepest blocks into pieces of their own.',
  ],
  [
    'a syntax error in a folder with a blank',
    { 'plugin.json': '{ "main": "a b/index.js" }', 'a b/index.js': 'export const a =\n\n  }' },
    'app a b/index.js:3:3 a b/index.js cannot be read, line 3: Expression expected.',
  ],
  [
    'a syntax error',
    { 'plugin.json': '{}', 'index.js': 'export function processEvent(event) {\n  return event +\n}' },
    'app index.js:3:1 index.js cannot be read, line 3: Expression expected.',
  ],
  [
    'JSX in JavaScript',
    { 'plugin.json': '{}', 'index.js': 'export const onEvent = () => <div>hi</div>' },
    'app index.js:1:30 index.js cannot be read, line 1: PostHog cannot read JSX. Build the app into plain JavaScript, and name the result as main in plugin.json.',
  ],
  [
    'JSX in TypeScript',
    {
      'plugin.json': '{}',
      'index.ts': "const a: number = 1\nexport const onEvent = () => (\n  <div className='x'>hi {a}</div>\n)",
    },
    'app index.ts:3:3 index.ts cannot be read, line 3: PostHog cannot read JSX. Build the app into plain JavaScript, and name the result as main in plugin.json.',
  ],
  [
    'a comparison that is not finished is no JSX',
    { 'plugin.json': '{}', 'index.js': 'export const onEvent = (event) => event <' },
    'app index.js:1:42 index.js cannot be read, line 1: Expression expected.',
  ],
  [
    'an import that PostHog refuses',
    { 'plugin.json': '{}', 'index.js': `import axios from 'axios'\nexport const processEvent = () => axios` },
    `app index.js:1:19 /index.ts: Cannot import 'axios'! This package is not provided by PostHog in plugins. Use the global fetch.`,
  ],
  [
    'a require of a name that is not known',
    {
      'plugin.json': '{}',
      'index.js': `const name = 'fs'\nmodule.exports = { processEvent: () => require(name) }`,
    },
    `app index.js:2:40 /index.ts: Cannot import 'undefined'! This package is not provided by PostHog in plugins. PostHog reads the name of a package in the code: write it as a text.`,
  ],
  [
    'no such export',
    { 'plugin.json': '{}', 'index.js': 'export function onEvent() {}\nexport const jobs = { later() {} }' },
    'setup The app has no export processEvent. It exports onEvent, jobs.later.',
  ],
  [
    'an export that is no function',
    { 'plugin.json': '{}', 'index.js': 'export const processEvent = { a: 1 }' },
    'setup The export processEvent is an object, not a function. PostHog cannot call it.',
  ],
  [
    'an error at the top',
    { 'plugin.json': '{}', 'index.ts': '\nconst broken: string = null.x' },
    "app index.ts:2:29 Cannot read properties of null (reading 'x')",
  ],
])('%s is one clear message', async (_name, files, expected) => {
  expect(problem(await load(files as { [path: string]: string }))).toBe(expected);
});

test('index.ts without main runs with a notice, several files too', async () => {
  const trace = await load({
    'plugin.json': '{}',
    'index.ts': `import { mark } from './lib/mark'\nimport type { Unknown } from 'unknown-types'\nexport const processEvent = (event: any) => mark(event)`,
    'lib/mark.ts': `import { word } from '../word.js'\nexport function mark(event: any) { return { ...event, word } }`,
    'word.js': `module.exports = { word: 'found' }`,
  });
  expect(trace.errors).toEqual([]);
  expect(trace.result).toMatchObject({ word: 'found' });
  expect(trace.notices).toHaveLength(2);
  expect(trace.notices?.[0]).toContain('PostHog loads one');
});

test.each([
  [
    'modules',
    "import { rename } from './lib'\nexport function processEvent(event) { return rename(event) }\nexport const name = 'y'",
    "import { name, processEvent } from './index'\nexport const rename = (event) => ({ ...event, event: name })\nexport const again = (event) => processEvent(event)",
  ],
  [
    'CommonJS',
    "console.log('once')\nmodule.exports = { processEvent: (event) => require('./lib').rename(event), name: 'y' }",
    "const index = require('.')\nexports.rename = (event) => ({ ...event, event: index.name })",
  ],
  [
    'CommonJS by its short name',
    "exports.name = 'y'\nexports.processEvent = (event) => require('./lib').rename(event)",
    "exports.rename = (event) => ({ ...event, event: require('./index.js').name })",
  ],
])('files import each other, as %s', async (_how, index, lib) => {
  const trace = await load({ 'plugin.json': '{}', 'index.js': index, 'lib.js': lib });
  expect(trace.errors).toEqual([]);
  expect(trace.logs.length).toBeLessThan(2);
  expect(trace.events[0]?.after).toMatchObject({ event: 'y' });
});

test('an import of a JSON file is its value', async () => {
  const trace = await load({
    'plugin.json': '{}',
    'index.ts': `import data, { word } from './lib/data.json'\nimport * as all from './lib/data.json'\nconst list = require('./list.json')\nexport const processEvent = (event: any) => ({ ...event, found: [data.word, word, all.word, list[1], Object.keys(data)] })`,
    'lib/data.json': '\uFEFF{ "word": "found", "__proto__": 1 }',
    'list.json': '[1, 2]',
  });
  expect(trace.errors).toEqual([]);
  expect(trace.result).toMatchObject({ found: ['found', 'found', 'found', 2, ['word', '__proto__']] });
});

test('a JSON file that is broken names its place', async () => {
  const trace = await load({
    'plugin.json': '{}',
    'index.js': `import data from './data.json'\nexport const processEvent = () => data`,
    'data.json': '{\n  "a": oops\n}',
  });
  expect(problem(trace)).toMatch(
    /^setup data\.json:2:8 data\.json is not valid JSON: invalid symbol in line 2\./,
  );
});

test('an error in another file names that file', async () => {
  const trace = await load({
    'plugin.json': '{}',
    'index.ts': `import { fail } from './fail'\nexport const processEvent = () => fail()`,
    'fail.ts': `interface A {}\n\nexport function fail(): never {\n  throw new Error('here')\n}`,
  });
  expect(problem(trace)).toBe('app fail.ts:4:9 here');
  expect(trace.errors[0]?.stack).toBe('at fail (fail.ts:4:9)\nat processEvent (index.ts:2:39)');
});

test.each([
  ['toString', 'The app has no export toString.'],
  ['jobs.toString', 'The app has no export jobs.toString.'],
])('what every object has is no export: %s', async (entryPoint, message) => {
  const trace = await runApp(pool(), 'export function onEvent() {}', { entryPoint });
  expect(trace.errors[0]?.message).toBe(`${message} It exports onEvent.`);
});

/** Reference 2.1: where PostHog finds exports, and where it does not. */
test.each([
  ['export function', `export function processEvent(e) { return e }`, true],
  ['export const', `export const processEvent = (e) => e`, true],
  ['export list', `const processEvent = (e) => e; export { processEvent }`, true],
  ['default object', `export default { processEvent: (e) => e }`, true],
  ['module.exports', `module.exports = { processEvent: (e) => e }`, true],
  ['exports.x', `exports.processEvent = (e) => e`, true],
  ['exports =', `exports = { processEvent: (e) => e }`, true],
  ['a plain function', `function processEvent(e) { return e }`, true],
  ['a plain var', `var processEvent = (e) => e`, true],
  ['a plain const', `const processEvent = (e) => e`, false],
  ['a default function', `export default function processEvent(e) { return e }`, false],
  ['a function beside an export', `export const other = 1; function processEvent(e) { return e }`, false],
  ['module.exports = null', `module.exports = null`, false],
])('%s', async (_name, code, isFound) => {
  const trace = await runApp(pool(), code);
  expect(trace.outcome).toBe(isFound ? 'unchanged' : 'failed');
});

test('a stack that the app reads itself names the lines as they were written', async () => {
  const trace = await runApp(
    pool(),
    `interface Kind { readonly a: string }
import { fail } from './fail'
enum E { A }

export async function runEveryDay() {
  const seen: (string | undefined)[] = []
  try { fail() } catch (error) { seen.push((error as Error).stack) }
  try { eval('throw new Error("of eval")') } catch (error) { seen.push((error as Error).stack) }
  try {
    await fetch('https://refused.invalid')
  } catch (error) { seen.push((error as Error).stack) }
  const own = new Error('own')
  own.stack = 'Error: own\\n    at mine (somewhere:1:1)'
  seen.push(own.stack)
  const wrapped = new Error('wrapped')
  try { fail() } catch (error) { wrapped.stack = (error as Error).stack }
  return [...seen, wrapped.stack]
}`,
    {
      entryPoint: 'runEveryDay',
      input: null,
      file: 'index.ts',
      files: { 'fail.ts': `type A = 1\n\n\nexport function fail(): never {\n  throw new TypeError('no')\n}` },
      access: { ...localAccess, mode: 'block' },
    },
  );
  expect(trace.errors).toEqual([]);
  const failed = 'TypeError: no\n    at fail (fail.ts:5:9)\n    at runEveryDay (index.ts:';
  expect(trace.result).toEqual([
    `${failed}7:13)`,
    'Error: of eval\n    at eval (eval at runEveryDay (index.ts:8:9), <anonymous>:1:7)\n    at runEveryDay (index.ts:8:9)',
    expect.stringMatching(/^Error: Requests are blocked.*\n {4}at runEveryDay \(index\.ts:10:11\)$/),
    'Error: own\n    at mine (somewhere:1:1)',
    `${failed}16:13)`,
  ]);
});

test.each([
  ['as it is', 'throw caught'],
  [
    'as the stack of another error',
    'throw Object.assign(new Error(caught.message), { stack: caught.stack })',
  ],
])('an error whose stack the app has read keeps its line: thrown %s', async (_title, rethrow) => {
  const code = `enum E { A }
export function onEvent() {
  try {
    null.x
  } catch (caught) {
    console.log(caught.stack)
    ${rethrow}
  }
}`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent', file: 'index.ts' });
  expect(trace.errors[0]).toMatchObject({
    source: { file: 'index.ts', line: 4 },
    stack: expect.stringMatching(/^at onEvent \(index\.ts:4:\d+\)$/) as unknown,
  });
  expect(trace.logs[0]?.message).toContain('at onEvent (index.ts:4:');
});

test.each([
  ['/dev/zero', 'setup index.js is not a file. Put a file with the code in its place.'],
  ['index.js', /^setup index\.js cannot be read: ELOOP: .*\.$/],
])('what has no end is not read: a link to %s', async (target, expected) => {
  const root = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'plugin.json'), '{}');
  await symlink(target, join(root, 'index.js'));
  await using app = createApp({ pool: pool(), source: { root } });
  const told = problem(await app.call('onEvent', { event: 'x' }));
  if (typeof expected === 'string') expect(told).toBe(expected);
  else expect(told).toMatch(expected);
});

test('an app whose code at the top changes what all objects are as JSON is told at once', async () => {
  const trace = await load({
    'plugin.json': '{}',
    'index.js': 'Object.prototype.toJSON = () => 5\nexport function processEvent(event) { return event }',
  });
  expect(problem(trace)).toBe(
    'app index.js:2:1 Plugin tried to change event.team_id: processEvent returned the number 5 in the place of an event. PostHog goes on with that, and cannot store it. Return the event, or null to drop it.',
  );
});

test('the time limit of the app counts from where its own code begins, not what it takes to read it', async () => {
  const data = JSON.stringify('x'.repeat(20_000_000));
  const files = {
    'plugin.json': '{}',
    'data.js': `export const data = ${data}`,
    'index.js': `import { data } from './data.js'\nexport const onEvent = () => console.log(data.length)`,
  };
  await using app = createApp({ pool: pool(), source: { files }, timeoutSeconds: 0.2 });
  const { errors, timing } = await app.call('onEvent', {});
  expect(errors).toEqual([]);
  // It was read and compiled for longer than the limit.
  expect(timing.loadMs).toBeGreaterThan(200);
  const endless = { ...files, 'index.js': `${files['index.js']}\nwhile (true) {}` };
  await using other = createApp({ pool: pool(), source: { files: endless }, timeoutSeconds: 0.2 });
  const { errors: ends } = await other.call('onEvent', {});
  expect(ends[0]?.message).toMatch(/^The code at the top of the app did not end within 0\.2 seconds/);
});
