import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
import { canFindHangs } from '../../runtime/runner/nodeFlags.ts';
import { runApp } from './support/runApp.ts';
import { sandboxPids } from './support/children.ts';
import { accessTo, startServer } from './support/server.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

function only(trace: Trace): {
  readonly outcome: string;
  readonly message: string;
  readonly line: number | undefined;
} {
  expect(trace.errors).toHaveLength(1);
  return {
    outcome: trace.outcome,
    message: trace.errors[0]?.message ?? '',
    line: trace.errors[0]?.source?.line,
  };
}

/** Whatever the last app did, the next one runs. */
async function expectNextRunWorks(): Promise<void> {
  const trace = await runApp(pool(), `export const processEvent = (event) => event`);
  expect(trace.outcome).toBe('unchanged');
}

test('an endless loop ends with the function and the line it is in', async () => {
  const code = `export function processEvent(event) {
  spin(event)
}
function spin(event) {
  let turns = 0
  while (event) {
    turns++
  }
}`;
  const { outcome, message, line } = only(await runApp(pool(), code, { timeoutSeconds: 1 }));
  expect(outcome).toBe('timed-out');
  expect(message).toMatch(
    canFindHangs()
      ? /^processEvent did not end within 1 second: it runs without a pause in spin, line [67] of index\.js\.$/
      : /^processEvent did not end within 1 second: it runs without a pause\. Its line cannot be told on (?:Windows|Node [\d.]+, but on Node 24 and newer ones)/,
  );
  expect(canFindHangs() ? [6, 7] : [undefined]).toContain(line);
  await expectNextRunWorks();
});

test('a getter that never ends, and that a pause would ask for, is told', async () => {
  const code = `export function processEvent() {
  throw Object.defineProperty(new Error('x'), 'message', { get() {
    for (;;);
  } })
}`;
  const { outcome, message, line } = only(await runApp(pool(), code, { timeoutSeconds: 1 }));
  expect([outcome, line]).toEqual(['timed-out', canFindHangs() ? 3 : undefined]);
  expect(message).toContain('it runs without a pause');
  await expectNextRunWorks();
});

test('a storm of promises is stopped too', async () => {
  const code = `export async function processEvent() { for (;;) await null }`;
  const { outcome, message } = only(await runApp(pool(), code, { timeoutSeconds: 1 }));
  expect(outcome).toBe('timed-out');
  expect(message).toContain(
    canFindHangs()
      ? 'it runs without a pause in processEvent, line 1 of index.js'
      : 'it runs without a pause.',
  );
  await expectNextRunWorks();
});

test('a loop at the top of the file, and one in setupPlugin', async () => {
  const top = only(await runApp(pool(), `for (;;) {}`, { timeoutSeconds: 1 }));
  expect(top).toMatchObject({ outcome: 'timed-out', line: canFindHangs() ? 1 : undefined });
  expect(top.message).toContain('The code at the top of the app did not end');
  const code = `export function setupPlugin() { for (;;) {} }\nexport const processEvent = (event) => event`;
  const setup = only(await runApp(pool(), code, { timeoutSeconds: 1 }));
  expect(setup).toMatchObject({ outcome: 'timed-out', line: canFindHangs() ? 1 : undefined });
  expect(setup.message).toContain('setupPlugin did not end');
});

test('where nothing tells which promise never settles, the last line that did something is named', async () => {
  const code = `export async function setupPlugin() {
  console.log('before')
}
export async function processEvent(event, { cache }) {
  await work(cache)
}
async function work(cache) {
  await cache.set('a', 1)
  console.log('so far')
  await new Promise(() => {})
}`;
  const { message, line } = only(await runApp(pool(), code));
  expect(message).toBe(
    'processEvent awaits a promise that never settles. PostHog gives up after 30 seconds. The last that it did was at index.js:9.',
  );
  expect(line).toBe(4);
  const silent = `export const setupPlugin = () => console.log('before')
export const processEvent = () => new Promise(() => {})`;
  expect(only(await runApp(pool(), silent)).message).toBe(
    'processEvent awaits a promise that never settles. PostHog gives up after 30 seconds.',
  );
});

test('a promise that never settles is found at once, not after the time limit', async () => {
  const code = `export async function processEvent() { await new Promise(() => {}) }`;
  const trace = await runApp(pool(), code, { timeoutSeconds: 30 });
  expect(only(trace).message).toBe(
    'processEvent awaits a promise that never settles. PostHog gives up after 30 seconds.',
  );
  expect(trace.outcome).toBe('timed-out');
  expect(trace.timing.totalMs).toBeLessThan(10_000);
});

/** Only Linux tells when memory becomes scarce. */
const findsGrowth = canFindHangs() && process.platform === 'linux';

test('growing memory ends the run, with the line that takes it', async () => {
  const code = `const all = []
function keep(event) {
  for (;;) all.push({ event, name: 'x' + all.length })
}
export function processEvent(event) {
  keep(event)
}`;
  const { outcome, message, line } = only(await runApp(pool(), code));
  expect(outcome).toBe('failed');
  expect(message).toBe('The app used more than 256 MB of memory, so it was stopped.');
  expect(line).toBe(findsGrowth ? 3 : 5);
  await expectNextRunWorks();
});

test.runIf(process.platform === 'linux')('memory outside of the heap ends the run too', async () => {
  const code = `export function processEvent() {\n  const all = []\n  for (;;) all.push(Buffer.alloc(1e7, 1))\n}`;
  const { outcome, message, line } = only(await runApp(pool(), code));
  expect([outcome, line]).toEqual(['failed', findsGrowth ? 3 : 1]);
  expect(message).toMatch(/^The app used more than \d+ MB of memory, so it was stopped\.$/);
});

test('a flood of logs ends the run at the limit, with all lines until then, though it never pauses', async () => {
  const trace = await runApp(
    pool(),
    `export function processEvent() { for (let i = 1; ; i++) console.log('line ' + i) }`,
  );
  expect(only(trace)).toMatchObject({
    outcome: 'failed',
    message: `The app wrote more than 10,000 log lines in one run, so it was stopped.`,
    line: 1,
  });
  expect(trace.logs.map(({ message }) => message)).toEqual(
    Array.from({ length: 10_000 }, (_, index) => `line ${index + 1}`),
  );
  await expectNextRunWorks();
});

test('what was written before a loop without end is there, however much it is', async () => {
  const code = `export function processEvent() { for (let i = 0; i < 5000; i++) console.log('x'.repeat(500)); for (;;) {} }`;
  const trace = await runApp(pool(), code, { timeoutSeconds: 4 });
  expect(trace.outcome).toBe('timed-out');
  expect(trace.logs).toHaveLength(5_000);
});

test('one huge log line is told as such', async () => {
  const trace = await runApp(
    pool(),
    `\nexport function processEvent() { console.log('x'.repeat(50 * 2 ** 20)) }`,
  );
  expect(only(trace)).toMatchObject({
    outcome: 'failed',
    message: `The app wrote more than 32 MB in one go, in log lines, requests or stored values, so it was stopped.`,
    line: 2,
  });
  await expectNextRunWorks();
});

test('a flood with pauses is counted by the runner', async () => {
  const trace = await runApp(
    pool(),
    `export async function processEvent() { for (;;) { console.log('again'); await cache() } }
     const cache = () => posthog.api.get('/api/users/@me/').catch(() => null)`,
  );
  expect(only(trace)).toMatchObject({ outcome: 'failed' });
  expect(trace.errors[0]?.message).toBe(
    'The app made more than 1,000 requests in one run, so it was stopped.',
  );
  // What it took until then is known, and what it used is not.
  expect(trace).toMatchObject({ isEnded: true });
  expect(trace.timing.callMs).toBeGreaterThan(10);
});

test('answers without end are stopped by what they weigh', async () => {
  const large = Buffer.alloc(9 * 2 ** 20, 'x');
  await using server = await startServer((_request, response) => response.end(large));
  const trace = await runApp(
    pool(),
    `export async function processEvent() { for (;;) await fetch('${server.origin}/large') }`,
    { access: accessTo(server), timeoutSeconds: 90 },
  );
  expect(only(trace)).toEqual({
    outcome: 'failed',
    message: 'The app sent and received more than 100 MB in one run, so it was stopped.',
    line: 1,
  });
  expect(server.seen.length).toBeLessThan(15);
  await expectNextRunWorks();
});

test('answers that are cut count with what was read of them', async () => {
  const large = Buffer.alloc(11 * 2 ** 20, 'x');
  await using server = await startServer((_request, response) => response.end(large));
  const trace = await runApp(
    pool(),
    `export async function processEvent(event) {
       for (let i = 0; i < 13; i++) await fetch('${server.origin}/large').then((answer) => answer.text()).catch(() => '')
       return event
     }`,
    { access: accessTo(server), timeoutSeconds: 90 },
  );
  expect(only(trace)).toMatchObject({
    outcome: 'failed',
    message: 'The app sent and received more than 100 MB in one run, so it was stopped.',
  });
  expect(server.seen.length).toBeLessThan(12);
});

test('a flood of notes is told as what it is', async () => {
  const trace = await runApp(
    pool(),
    `export async function processEvent(event, { cache }) {\n  while ((await cache.get('stop', null)) === null) {}\n}`,
  );
  expect(only(trace)).toMatchObject({
    outcome: 'failed',
    message: 'The app used cache and storage more than 50,000 times in one go, so it was stopped.',
    line: 2,
  });
  await expectNextRunWorks();
});

test('what an app writes between requests that it waits for is no flood', async () => {
  const trace = await runApp(
    pool(),
    `export async function runEveryDay({ cache }) {
       for (let i = 0; i < 7; i++) {
         console.log('x'.repeat(6 * 2 ** 20))
         for (let n = 0; n < 9_000; n++) await cache.incr('n')
         await fetch('https://example.com', { method: 'POST', body: 'x'.repeat(2 ** 20) })
       }
       return await cache.get('n', 0)
     }`,
    { entryPoint: 'runEveryDay', input: null, timeoutSeconds: 90 },
  );
  expect(trace.errors).toEqual([]);
  expect(trace.result).toBe(63_000);
});

test('what an app writes in all of a run is kept, and has a limit', async () => {
  const trace = await runApp(
    pool(),
    `export async function processEvent() {
  for (;;) {
    console.log('x'.repeat(9 * 2 ** 20))
    await fetch('https://example.com')
  }
}`,
  );
  expect(only(trace)).toEqual({
    outcome: 'failed',
    message:
      'The app wrote more than 100 MB in one run, in log lines, stored values or jobs, so it was stopped.',
    line: 3,
  });
  await expectNextRunWorks();
});

test('a flood of several kinds is told as that', async () => {
  const code = `export function processEvent(event, { cache }) {\n  for (let i = 0; ; i++) i % 6 ? cache.set('i', i) : console.log(i)\n}`;
  expect(only(await runApp(pool(), code))).toEqual({
    outcome: 'failed',
    message:
      'The app did more than 50,000 things in one go, such as log lines, stored values, jobs or metrics, so it was stopped.',
    line: 2,
  });
});

test.each([
  ['throws null', 'function helper() {}\nexport function processEvent() { throw null }', 2],
  ['returns itself', '\n\nexport const processEvent = (event) => { event.self = event; return event }', 3],
  [
    'returns what JSON lacks',
    'export default {\n  processEvent(event) { return { ...event, count: 1n } },\n}',
    2,
  ],
  [
    'waits for ever',
    'const wait = () => new Promise(() => {})\n\nmodule.exports.processEvent = async () => {\n  await wait() }',
    3,
  ],
  [
    'moves to another team',
    '// first line\nexport async function processEvent(event) { event.team_id = 7; return event }',
    2,
  ],
])('an app that %s is told with the line of its function', async (_title, code, line) => {
  const trace = await runApp(pool(), code);
  expect(trace.errors.map(({ source }) => source?.line)).toEqual([line]);
});

test('a bound function has no line, and no wrong one', async () => {
  const trace = await runApp(pool(), `export const processEvent = function () { throw null }.bind(null)`);
  expect(trace.errors[0]?.source).toBeNull();
});

test('a job that waits for ever is told with its own line', async () => {
  const code = `export const jobs = {\n  send: async () => { await new Promise(() => {}) },\n}\nexport function processEvent(event, { jobs }) { jobs.send({}).runNow(); return event }`;
  const trace = await runApp(pool(), code);
  expect(trace.errors.map(({ source }) => source?.line)).toEqual([2]);
});

test('throw null says what was thrown', async () => {
  const { outcome, message } = only(await runApp(pool(), `export function processEvent() { throw null }`));
  expect(outcome).toBe('failed');
  expect(message).toBe("The app threw null, which is no Error. Throw new Error('...') to see the line.");
});

test('an object with a message, which is no Error, says why there is no line', async () => {
  const code = `export function processEvent() { throw { code: 500, message: 'Server said no' } }`;
  expect(only(await runApp(pool(), code)).message).toBe(
    "Server said no (the app threw an object that is no Error: throw new Error('...') to see the line)",
  );
});

test('an error in setupPlugin fails the run, and says that PostHog would not start the app', async () => {
  const code = `export function setupPlugin() {\n  throw new Error('no key')\n}\nexport const processEvent = (event) => event`;
  const trace = await runApp(pool(), code);
  expect(only(trace)).toEqual({ outcome: 'failed', message: 'no key', line: 2 });
  expect(trace.notices).toEqual(['setupPlugin failed, so PostHog does not start the app.']);
});

test('a rejection that nobody handles is an error of the run', async () => {
  const code = `export function processEvent(event) {\n  void Promise.reject(new Error('lost'))\n  return event\n}`;
  const trace = await runApp(pool(), code);
  expect(only(trace)).toMatchObject({ message: 'Nothing handles this rejection. lost', line: 2 });
});

/** Fetches from the host, so that a test knows that the app is in the middle of its call. */
const fetching = (host: string): string =>
  `export async function processEvent(event) { console.log('begun'); await fetch('${host}/wait'); return event }`;

test('a sandbox that is killed ends the run, and the next run works', async () => {
  const spare = new Set(sandboxPids());
  await using server = await startServer(() => {
    for (const pid of sandboxPids().filter((candidate) => !spare.has(candidate)))
      process.kill(pid, 'SIGKILL');
  });
  const trace = await runApp(pool(), fetching(server.origin), { access: accessTo(server) });
  expect(only(trace)).toMatchObject({
    outcome: 'failed',
    message: 'The process that ran the app was ended from outside (SIGKILL). Run again.',
  });
  await expectNextRunWorks();
});

test('stopping gives back the trace so far', async () => {
  const aborter = new AbortController();
  await using server = await startServer(() => aborter.abort());
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{}', 'index.js': fetching(server.origin) } },
    access: accessTo(server),
  });
  const trace = await app.call('processEvent', {}, aborter.signal);
  expect(trace.outcome).toBe('stopped');
  expect(trace.errors).toEqual([]);
  expect(trace.logs).toMatchObject([{ message: 'begun' }]);
  expect(trace.requests).toMatchObject([{ url: `${server.origin}/wait`, status: null }]);
});

test('no process is left of any of this', () => {
  expect(sandboxPids()).toEqual([]);
});
