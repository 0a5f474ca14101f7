/** What a run says of errors: whose line, who called, what they were made of. */
import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { canFindHangs } from '../../runtime/runner/nodeFlags.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, answerJson, startServer } from './support/server.ts';

const pool = usePool();

function day(code: string, options: Parameters<typeof runApp>[2] = {}): Promise<Trace> {
  return runApp(pool(), code, { entryPoint: 'runEveryDay', input: null, ...options });
}

test('a stack names all callers that wait', async () => {
  const trace = await day(`async function c() { await null; throw new Error('deep') }
async function b() { await c() }
async function a() { await b() }
export async function runEveryDay() { await a() }`);
  expect(trace.errors[0]?.stack.split('\n')).toEqual([
    'at c (index.js:1:40)',
    'at async b (index.js:2:22)',
    'at async a (index.js:3:22)',
    'at async runEveryDay (index.js:4:39)',
  ]);
});

test('paths with blanks and brackets are places like others', async () => {
  await using app = createApp({
    source: {
      files: {
        'plugin.json': '{ "main": "my src/index.ts" }',
        'my src/index.ts': `import { help } from './(a)/hélp er'
export async function runEveryDay() {
  await posthog.capture('begun')
  help()
}`,
        'my src/(a)/hélp er.ts': `export function help() {
  console.log('here')
  throw new Error('no luck')
}`,
      },
    },
    pool: pool(),
  });
  const { captured, errors, logs } = await app.call('runEveryDay', null);
  expect(errors[0]?.stack.split('\n')).toEqual([
    'at help (my src/(a)/hélp er.ts:3:9)',
    'at runEveryDay (my src/index.ts:4:7)',
  ]);
  const places = [...captured, ...logs].map(({ cause: { source } }) => `${source?.file}:${source?.line}`);
  expect(places).toEqual(['my src/index.ts:3', 'my src/(a)/hélp er.ts:2']);
});

test('a function in the arguments of posthog.capture is not called after it', async () => {
  const trace = await day(`export async function runEveryDay() {
  await posthog.capture('x', { distinct_id: await new Promise((done) => setTimeout(done, 10)) })
}`);
  expect(trace.errors[0]?.stack.split('\n')).toEqual([
    'at <anonymous> (index.js:2:73)',
    'at runEveryDay (index.js:2:51)',
  ]);
  const hung = await day(
    `export async function runEveryDay() {
  await posthog.capture('x', { distinct_id: await new Promise(() => { for (;;) {} }) })
}`,
    { timeoutSeconds: 1 },
  );
  expect(hung.errors[0]?.message).not.toContain('posthog.capture');
  // Where no inspector is to be had, nobody knows the line.
  if (canFindHangs()) expect(hung.errors[0]?.source?.line).toBe(2);
});

test('a stack that the app reads has ten frames at most, as in the language', async () => {
  const trace = await day(`const deep = (n) => n === 0 ? new Error('x').stack : deep(n - 1)
export function runEveryDay() { return deep(50).split('\\n').length }`);
  expect(trace.result).toBe(11);
});

test('an error says what it was caused by, and that one too', async () => {
  const trace = await day(`function low() { throw new TypeError('no socket') }
function middle() { try { low() } catch (cause) { throw new Error('no answer', { cause }) } }
export function runEveryDay() { try { middle() } catch (cause) { throw new RangeError('no report', { cause }) } }`);
  const [error] = trace.errors;
  expect([error?.name, error?.message]).toEqual(['RangeError', 'no report']);
  expect(
    error?.causes?.map(({ message, name, relation, source }) => [relation, name, message, source?.line]),
  ).toEqual([
    ['cause', 'Error', 'no answer', 2],
    ['cause', 'TypeError', 'no socket', 1],
  ]);
  expect(error?.causes?.[1]?.stack.split('\n')[0]).toBe('at low (index.js:1:24)');
});

test('an error of several says which', async () => {
  const trace = await day(`export const runEveryDay = () => Promise.any([
  Promise.reject(new TypeError('one')),
  Promise.reject(new RangeError('two')),
])`);
  expect(
    trace.errors[0]?.causes?.map(({ name, message, relation, source }) => [
      relation,
      name,
      message,
      source?.line,
    ]),
  ).toEqual([
    ['part', 'TypeError', 'one', 2],
    ['part', 'RangeError', 'two', 3],
  ]);
});

test.each([
  ['a circle', 'const e = new Error("x"); e.cause = e; throw e'],
  ['getters that throw', 'throw Object.defineProperty(new Error("x"), "cause", { get() { throw 1 } })'],
  ['a list that is none', 'throw Object.assign(new Error("x"), { errors: { length: 1e9 }, cause: 5 })'],
])('causes that are %s do no harm', async (_title, body) => {
  const trace = await day(`export function runEveryDay() { ${body} }`);
  expect(trace.outcome).toBe('failed');
  expect(trace.errors).toHaveLength(1);
});

test.each([
  [
    'await at the top',
    'const a = 1\nexport const b = await a',
    2,
    'PostHog does not run await outside of a function',
  ],
  [
    'for await at the top',
    '\nfor await (const a of []) {}',
    2,
    'PostHog does not run await outside of a function',
  ],
  [
    'import.meta',
    'export function runEveryDay() {\n  return import.meta.url\n}',
    2,
    'PostHog cannot read import.meta',
  ],
  [
    'import of a variable',
    `export async function runEveryDay() {\n  const name = 'pg'\n  return import(name)\n}`,
    3,
    "Cannot import 'undefined'!",
  ],
  ['exports that are null', 'const a = 1\n\nmodule.exports = null', 3, 'What the app exports is null'],
  [
    'a metric of another kind',
    `export function runEveryDay() {}\n\nexport const metrics = { a: 'avg' }`,
    3,
    "Only 'sum', 'max', and 'min' are supported",
  ],
  [
    'the metric among several',
    `// metrics: see below\nconst kinds = {\n  good: 'sum',\n  'not so': "avg",\n}\nexport { kinds as metrics }`,
    4,
    'Invalid types received: avg',
  ],
])('%s is told with its line', async (_title, code, line, message) => {
  const trace = await day(code);
  expect(trace.outcome).toBe('failed');
  expect(trace.errors).toHaveLength(1);
  expect(trace.errors[0]?.message).toContain(message);
  expect(trace.errors[0]?.source).toMatchObject({ file: 'index.js', line });
});

test('awaits in functions are no awaits at the top', async () => {
  const trace = await day(`const wait = async () => { await null; for await (const a of [1]) return a }
class A { async b() { return await wait() } }
export const runEveryDay = () => new A().b()`);
  expect(trace.result).toBe(1);
});

test.each([
  ['setupPlugin', 'export function setupPlugin() { for (;;) {} }', 'setupPlugin'],
  [
    'a job',
    'export const jobs = { slow: () => new Promise(() => {}) }\nexport const runEveryDay = (meta) => meta.jobs.slow().runNow()',
    'jobs.slow',
  ],
])('%s that hangs is named as what ran', async (_title, code, entryPoint) => {
  const trace = await day(`${code}\nexport function onEvent() {}`, { timeoutSeconds: 1 });
  expect(trace.outcome).toBe('timed-out');
  expect(trace.errors.at(-1)?.cause.entryPoint).toBe(entryPoint);
});

test('a message of megabytes is cut, with its length', async () => {
  const trace = await day(`export function runEveryDay() { throw new Error('x'.repeat(3e6)) }`);
  const { message = '' } = trace.errors[0] ?? {};
  expect(message.length).toBeLessThan(5_000);
  expect(message.endsWith('(3000000 characters in all)')).toBe(true);
});

test('a no holds for all writes to a host', async () => {
  await using server = await startServer(answerJson({}));
  const questions: string[] = [];
  await using app = createApp({
    pool: pool(),
    source: {
      files: {
        'plugin.json': '{}',
        'index.js': `export async function onEvent() { for (const name of ['a', 'b', 'c']) await posthog.capture(name) }`,
      },
    },
    access: accessTo(server),
    consent: ({ what }) => {
      questions.push(what);
      return Promise.resolve(false);
    },
  });
  const { captured } = await app.call('onEvent', { event: 'x' });
  expect(captured.map(({ delivery }) => delivery)).toEqual(['refused', 'refused', 'refused']);
  expect(questions).toEqual(['capture of "a"']);
});

test.each([
  ['a name that is declared twice', 'let seen = 1', 'const seen = 2', 7, "'seen' has already been declared"],
  ['an argument that is there twice', '', 'const f = (same, same) => same', 18, 'Duplicate parameter name'],
  ['a pattern that is none', '', 'const group = /(/', 15, 'Invalid regular expression'],
  ['a label that is not there', '', 'for (;;) { break outside }', 18, "Undefined label 'outside'"],
])('%s is shown where it stands', async (_, first, second, column, message) => {
  const code = `type Name = string\n${first}\n${second}`;
  const trace = await day(`${code}\nexport function runEveryDay() {}`, { file: 'index.ts' });
  const [error] = trace.errors;
  expect(error?.message).toContain(message);
  expect(error).toMatchObject({ name: 'SyntaxError', source: { file: 'index.ts', line: 3, column } });
  const ofFile = await day(`export function runEveryDay() { require('./lib') }`, {
    files: { 'lib.ts': code },
  });
  expect(ofFile.errors[0]?.message).toContain(message);
  expect(ofFile.errors[0]).toMatchObject({
    name: 'SyntaxError',
    source: { file: 'lib.ts', line: 3, column },
  });
});

test('an app that catches what keeps a file from being loaded reads its own lines, and no more', async () => {
  const files = { 'lib.js': 'const a = 1\nconst a = 2' };
  const trace = await day(
    `export function runEveryDay() {
  const seen = []
  const load = (depth) => {
    try { if (depth > 0) load(depth - 1); else require('./lib') } catch (error) { seen.push(error) }
    try { require('./lib') } catch (error) { seen.push(error) }
  }
  load(0)
  const [{ stack }] = seen
  const deep = () => { try { deep() } catch {} try { require('./lib') } catch (error) { seen.push(error) } }
  deep()
  return [stack, seen.every((error) => error instanceof Error)]
}`,
    { files },
  );
  expect(trace.result).toEqual([
    "SyntaxError: Identifier 'a' has already been declared\n    at lib.js:2:7",
    true,
  ]);
});

test('what is thrown at the top and cannot be asked what it is, is told as that', async () => {
  const trace = await day(`export function runEveryDay() {}
throw new Proxy({}, { getPrototypeOf() { throw 1 } })`);
  expect(trace.errors).toMatchObject([{ message: 'The app threw a value that cannot be read: a value: 1' }]);
});

/** The code throws `error`; its getter stands in line 3. */
const thrower = (part: string, body: string): string =>
  `export function runEveryDay() {
  const error = Object.defineProperty(new Error('text'), '${part}', { get() {
    ${body} } })
  throw error
}`;

test.each([
  ['message', 'The app threw an error, and its message cannot be read: TypeError: no', 2],
  ['name', 'text (its name cannot be read: TypeError: no)', 2],
  ['stack', 'text (its stack cannot be read: TypeError: no)', 3],
  ['cause', 'text (its cause cannot be read: TypeError: no)', 2],
])('an error whose %s throws is told with what that throws, and where', async (part, message, line) => {
  const { errors } = await day(thrower(part, "throw new TypeError('no')"));
  expect(errors).toMatchObject([
    {
      message,
      source: { file: 'index.js', line },
      causes: [{ name: 'TypeError', message: 'no', source: { file: 'index.js', line: 3, column: 11 } }],
    },
  ]);
});

test.each(['message', 'name', 'stack', 'cause'])(
  'an error whose %s never ends is told with the place of that',
  async (part) => {
    const { errors } = await day(thrower(part, 'for (;;) {}'), { timeoutSeconds: 0.3 });
    const where = canFindHangs() ? { file: 'index.js', line: 3 } : null;
    expect(errors).toMatchObject([{ name: 'TimeoutError', source: where }]);
  },
);

test.each(['onEvent', 'composeWebhook', 'processEvent'])(
  'an event over which %s hangs, in what it threw, is in the trace',
  async (entryPoint) => {
    const code = `export function ${entryPoint}() {\n  throw {\n    get message() { for (;;) {} } } }`;
    const input = { event: 'x', properties: {} };
    const trace = await runApp(pool(), code, { entryPoint, input, timeoutSeconds: 1 });
    expect(trace.events).toMatchObject([{ entryPoint, before: input, after: null, outcome: 'timed-out' }]);
    if (canFindHangs()) expect(trace.errors[0]?.source?.line).toBe(3);
  },
);

test.each([
  ['two arguments of one name', 'export function runEveryDay(a, a) {}', 32, 'Duplicate parameter name'],
  [
    'arguments that are set',
    'export function runEveryDay() { arguments = 1 }',
    33,
    'Unexpected eval or arguments',
  ],
  [
    'a name that is reserved',
    'let static = 1\nmodule.exports = { runEveryDay() {} }',
    5,
    'strict mode reserved word',
  ],
])('what only a module refuses is told with its place: %s', async (_, code, column, message) => {
  const trace = await day(`\n${code}`);
  const [error] = trace.errors;
  expect([trace.outcome, error?.kind]).toEqual(['failed', 'app']);
  expect(error?.message).toMatch(/^index\.js cannot be read, line 2: .*[^.]\. PostHog reads apps as modules/);
  expect(error?.message).toContain(message);
  expect(error?.source).toEqual({ file: 'index.js', line: 2, column });
});

test('an app runs sloppy all the same', async () => {
  const trace = await day(`export function runEveryDay() { notDeclared = 5; return notDeclared }`);
  expect(trace.result).toBe(5);
});

test('a function with an endless name is told by the beginning of it', async () => {
  const trace = await day(`const made = { ['n'.repeat(5000)]() { throw new Error('deep') } }
export function runEveryDay() { for (const name in made) made[name]() }`);
  expect(trace.errors[0]?.stack.split('\n')).toEqual([
    expect.stringMatching(/^at (?:Object\.)?n{100,}… \(index\.js:1:45\)$/),
    'at runEveryDay (index.js:2:68)',
  ]);
});

const long = "'x'.repeat(50_000_000)";

test.each([
  ['a message', `throw new Error(${long})`],
  ['a message of a rejection', `void Promise.reject(new Error(${long}))`],
  ['a name', `throw Object.assign(new Error('short'), { name: ${long} })`],
  ['a cause', `throw new Error('short', { cause: new Error(${long}) })`],
  ['a text', `throw ${long}`],
  ['an object', `throw { a: ${long} }`],
])('%s of 50 million characters is cut where it came about, and its length told', async (_, code) => {
  const { errors } = await day(`export function runEveryDay() { ${code} }`);
  const text = JSON.stringify(errors);
  expect(text).toMatch(/… \(500000\d\d characters in all\)/);
  expect(text.length).toBeLessThan(20_000);
  expect(errors[0]?.source).toMatchObject({ file: 'index.js', line: 1 });
});

test('a cause that is no error is told, and one that is its own cause once', async () => {
  const told = async (code: string): Promise<unknown> => {
    const { errors } = await day(`export function runEveryDay() { ${code} }`);
    return errors[0]?.causes?.map(({ message, name, relation }) => [relation, name, message]);
  };
  expect(await told("throw new Error('x', { cause: 'too late' })")).toEqual([
    ['cause', 'a value', 'the text "too late"'],
  ]);
  expect(await told("throw new AggregateError([new Error('one'), 2, null])")).toEqual([
    ['part', 'Error', 'one'],
    ['part', 'a value', '2'],
    ['part', 'a value', 'null'],
  ]);
  expect(await told("const a = {}; a.a = a; throw new Error('x', { cause: a })")).toEqual([
    ['cause', 'a value', 'an object that cannot be shown'],
  ]);
  expect(
    await told("const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a"),
  ).toEqual([['cause', 'Error', 'b']]);
});
