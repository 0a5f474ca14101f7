/** Ways to hang, flood or kill the sandbox, beside those of watchdog.test.ts: each ends with one message, and the next run works. */
import { expect, test } from 'vitest';
import { canFindHangs } from '../../runtime/runner/nodeFlags.ts';
import { sandboxPids } from './support/children.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const spins = /^processEvent did not end within 0\.5 seconds: it runs without a pause/;
const memory = /^The app used more than \d+ MB of memory, so it was stopped\.$/;

interface Case {
  readonly name: string;
  /** The body of processEvent, from line 2. */
  readonly code: string;
  readonly outcome: 'timed-out' | 'failed';
  readonly message: RegExp;
  /** The author's line, where it can be known. */
  readonly line?: number;
}

const cases: readonly Case[] = [
  {
    name: 'a storm of microtasks without await',
    // Without a chain of promises that grows: on a quick computer the limit of memory would come first.
    code: 'const again = () => { Promise.resolve().then(again) }\n  again()\n  return new Promise(() => undefined)',
    outcome: 'timed-out',
    message: spins,
  },
  {
    name: 'a pattern that backtracks without end',
    code: `return /^(a+)+$/.test('a'.repeat(40) + 'b')`,
    outcome: 'timed-out',
    message: spins,
    line: 2,
  },
  {
    name: 'an endless generator that is spread out',
    code: 'function* all() { for (let i = 0; ; i++) yield i % 2 }\n  for (const one of all()) event.one = one',
    outcome: 'timed-out',
    message: spins,
  },
  {
    name: 'a toJSON that never ends',
    code: 'return { toJSON() { for (;;) {} } }',
    outcome: 'timed-out',
    message: spins,
    line: 2,
  },
  {
    name: 'a getter that never ends',
    code: 'event.team_id = 1\n  return new Proxy(event, { get() { for (;;) {} } })',
    outcome: 'timed-out',
    message: spins,
    line: 3,
  },
  {
    name: 'a wait that blocks the process',
    code: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)\n  return event',
    outcome: 'timed-out',
    message: spins,
  },
  {
    name: 'huge numbers',
    code: 'const n = 3n ** 300_000n\n  for (;;) event.n = String((n * n) % 7n)',
    outcome: 'timed-out',
    message: spins,
  },
  {
    name: 'a text that doubles',
    code: `let text = 'x'\n  const kept = []\n  for (;;) { text += text; kept.push(text.split('')) }`,
    outcome: 'failed',
    message: /^(The app used more than|Invalid string length|Invalid array length)/,
  },
  {
    name: 'a huge result',
    code: `return { ...event, all: Array.from({ length: 17 }, () => 'x'.repeat(1024 * 1024)) }`,
    outcome: 'failed',
    message: /^processEvent returned more than \d+ MB/,
    line: 1,
  },
  {
    name: 'a huge log line',
    code: `console.log('x'.repeat(200 * 1024 * 1024))\n  return event`,
    outcome: 'failed',
    message: /^The app (wrote|used) more than/,
  },
  {
    name: 'a rejection at each turn',
    code: `for (let i = 0; i < 100_000; i++) Promise.reject(new Error('lost ' + i))\n  return event`,
    outcome: 'failed',
    message: /^The app left more than 100 rejections that nobody handles in one run/,
  },
  {
    name: 'recursion without end',
    code: 'const dive = (n) => dive(n + 1) + 1\n  return dive(0)',
    outcome: 'failed',
    message: /^Maximum call stack size exceeded$/,
    line: 2,
  },
  {
    name: 'an attempt to exit',
    code: 'process.exit(0)',
    outcome: 'failed',
    message: /^process is not defined$/,
    line: 2,
  },
];

test.each(cases)('$name', async ({ code, outcome, message, line }) => {
  const source = `export async function processEvent(event) {\n  ${code}\n}`;
  const trace = await runApp(pool(), source, { timeoutSeconds: outcome === 'failed' ? 20 : 0.5 });
  expect(trace.errors.at(-1)?.message).toMatch(message);
  if (message === spins) expect(trace.errors).toHaveLength(1);
  expect(trace.outcome).toBe(outcome);
  if (line !== undefined && (canFindHangs() || outcome === 'failed'))
    expect(trace.errors[0]?.source?.line).toBe(line);
  const next = await runApp(pool(), `export const processEvent = (event) => event`);
  expect(next.outcome).toBe('unchanged');
});

test('memory that belongs to WebAssembly counts too', async () => {
  const code = `const all = []\n  for (;;) { const one = new WebAssembly.Memory({ initial: 1600 }); new Uint8Array(one.buffer).fill(1); all.push(one) }`;
  const source = `export function processEvent(event) {\n  ${code}\n}`;
  const trace = await runApp(pool(), source);
  expect(trace.outcome).toBe('failed');
  expect(trace.errors[0]?.message).toMatch(process.platform === 'linux' ? memory : /./);
});

test('no process is left of any of this', () => {
  expect(sandboxPids()).toEqual([]);
});
