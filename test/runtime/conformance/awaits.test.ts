/** Reference 4.5: guards around awaits, loops and calls, as far as they are followed; the rest is in docs/profiles.md. */
import { describe, expect, test } from 'vitest';
import { runApp } from '../support/runApp.ts';
import { usePool } from '../support/sandboxBundle.ts';

const pool = usePool();

const header = `let calls = 0
  const f = (value = 1) => { calls += 1; return Promise.resolve(value) }
  const getClient = () => { calls += 1; return { send: async () => 1 } }
  class Made { constructor() { calls += 1; this.then = undefined } }`;

/** An expression, and how often it calls. */
const rows: readonly (readonly [expression: string, doubled: number])[] = [
  ['await f(1)', 1],
  ['await (await f({ json: async () => 1 })).json()', 2],
  ['await f().then((value) => value)', 2],
  ['await (null ?? f())', 2],
  ['await (calls < 0 ? 0 : f())', 2],
  ['await getClient().send()', 2],
  ['await new Made()', 1],
  ['f().then((value) => value)', 1],
  ['f()?.then((value) => value)', 1],
];

const code = (expression: string): string => `${header}
  export async function runEveryDay() { ${expression}; return calls }`;

describe.each(rows)('4.5 %s', (expression, doubled) => {
  const options = { entryPoint: 'runEveryDay', input: null };
  test('is evaluated once', async () => {
    const trace = await runApp(pool(), code(expression), { ...options, profile: 'plugin-server-1.10.5' });
    expect(trace.result).toBe(1);
  });
  test(`calls ${doubled} times where awaits are doubled`, async () => {
    const doubledAwaits = { doubledAwaits: true, profile: 'plugin-server-1.10.5' } as const;
    const trace = await runApp(pool(), code(expression), { ...options, ...doubledAwaits });
    expect([trace.errors, trace.result]).toEqual([[], doubled]);
  });
});

test('4.5 only the server of 2021 doubles awaits, and lines stay those of the author', async () => {
  const options = { entryPoint: 'runEveryDay', input: null, doubledAwaits: true } as const;
  expect((await runApp(pool(), code('await (null ?? f())'), options)).result).toBe(1);
  const throwing = `export async function runEveryDay() {\n  await 1\n  await fails()\n}\nfunction fails() {\n  throw new Error('x')\n}`;
  const trace = await runApp(pool(), throwing, { ...options, profile: 'plugin-server-1.10.5' });
  expect(trace.errors[0]?.stack).toBe('at fails (index.js:6:9)\nat runEveryDay (index.js:3:9)');
});

test('4.5 the guards cannot be disabled by the app', async () => {
  const trace = await runApp(
    pool(),
    `export function runEveryDay() { __asyncGuard = 1; return typeof __asyncGuard }`,
    {
      entryPoint: 'runEveryDay',
      input: null,
    },
  );
  expect(trace.result).toBe('function');
});
