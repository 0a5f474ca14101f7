/** What a run does and PostHog does not, or not as the app means it: a notice or an error says so. */
import { expect, test } from 'vitest';
import { createApp } from '../../runtime/index.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

test.each([
  ["runAt('tomorrow')", true],
  ['runAt(undefined)', true],
  ["runIn('a', 'days')", true],
  ["runIn(Infinity, 'days')", true],
  ['runAt(new Date(0))', false],
  ["runAt('2030-01-01')", false],
  ["runIn(-5, 'minutes')", false],
])('a time that is none is told: %s', async (call, isTold) => {
  const code = `export const onEvent = (event, { jobs }) => jobs.later({}).${call}
export const jobs = { later() {} }`;
  const { jobs, notices } = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(Object.keys(jobs[0] ?? {})).not.toContain('hasNoTime');
  expect(notices).toEqual(
    isTold
      ? [
          'The time of the job later is none: PostHog cannot queue the job, and never runs it. Here it ran at once. Give runAt a valid Date, and runIn a number.',
        ]
      : [],
  );
});

test('a generator is told, in a call, in a list and as a job', async () => {
  const code = `export function* onEvent() { throw new Error('never') }
export async function* processEvent() {}
export const jobs = { *later() {}, now() {} }
export const runEveryDay = ({ jobs }) => jobs.later({}).runNow()`;
  const told = (name: string): string =>
    `${name} is a generator (function*): PostHog calls it as any function, which runs none of its code. Take the star away.`;
  const source = { files: { 'plugin.json': '{}', 'index.js': code } };
  await using app = createApp({ pool: pool(), source });
  expect((await app.call('onEvent', { event: 'x' })).notices).toEqual([told('onEvent')]);
  expect((await app.call('processEvent', { event: 'x' })).notices).toEqual([told('processEvent')]);
  expect((await app.callMany('onEvent', [{ event: 'x' }])).trace.notices).toEqual([told('onEvent')]);
  expect((await app.call('runEveryDay', null)).notices).toEqual([told('jobs.later')]);
  expect((await app.call('jobs.now', null)).notices).toEqual([]);
});

test.each([
  ["{ url: 'https://example.com/a', headers: { 'a b': '1' } }", 'a b is not a legal HTTP header name'],
  ["{ url: 'https://example.com/a', headers: { a: '1\\n2' } }", '1\n2 is not a legal HTTP header value'],
  ['() => 1', 'composeWebhook must return an object with a url and a body, or null.'],
])('a webhook that cannot be sent: %s', async (webhook, message) => {
  const code = `export const composeWebhook = () => (${webhook})`;
  const trace = await runApp(pool(), code, { entryPoint: 'composeWebhook' });
  expect([trace.outcome, trace.requests.length, trace.errors[0]?.message]).toEqual(['failed', 0, message]);
  const source = { files: { 'plugin.json': '{}', 'index.js': code } };
  await using app = createApp({ pool: pool(), source });
  const { rows } = await app.callMany('composeWebhook', [{ event: 'x' }]);
  expect(rows[0]?.problem?.message).toBe(message);
});

test.each([
  'const processEvent = (event) => event',
  'export default function processEvent(event) { return event }',
  'export const other = 1\nasync function processEvent(event) { return event }',
])('a function that is not exported is named: %s', async (code) => {
  const { errors } = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(errors[0]?.message).toBe(
    'The app has no export onEvent, and none that PostHog calls by its name, but it has a function processEvent that is not exported by that name. Write export in front of it, without default.',
  );
});

const noObject =
  'is a function or a class, and PostHog looks for functions in an object: it finds none there. Export each function by its name.';

test.each([
  [
    'export const processEvent = 5',
    'The export processEvent is a number, not a function. PostHog cannot call it.',
  ],
  [
    'export const processEvent = { f() {} }',
    'The export processEvent is an object, not a function. PostHog cannot call it.',
  ],
  [
    'export const processEvent = null',
    'The export processEvent is null, so PostHog finds no function there. Export a function.',
  ],
  ['module.exports = function processEvent() {}', `module.exports ${noObject}`],
  ['export default class { processEvent() {} }', `The default export ${noObject}`],
  ['export const jobs = 5', 'The export jobs is a number, not an object. PostHog finds no job there.'],
])('an export that PostHog cannot call is told: %s', async (code, told) => {
  const alone = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(alone.errors.map(({ message }) => message)).toEqual([
    `The app has no export onEvent, and none that PostHog calls by its name. ${told}`,
  ]);
  // Beside another, which runs.
  const both = await runApp(pool(), `${code}; exports.onEvent = () => {}`, { entryPoint: 'onEvent' });
  expect([both.outcome, both.notices]).toEqual(['completed', [told]]);
});

test('a generator that sets up is told', async () => {
  const code = 'export function* setupPlugin() {}; export const onEvent = () => {}';
  const { notices } = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(notices).toEqual([expect.stringMatching(/^setupPlugin is a generator/)]);
});

test('what takes more memory than the engine can give is told as that', async () => {
  const code = "export const onEvent = () => { 'abc'.repeat(1e8).split('').sort() }";
  const { errors } = await runApp(pool(), code, { entryPoint: 'onEvent' });
  expect(errors[0]?.message).toMatch(/^The app used more than \d+ MB of memory, so it was stopped\.$/);
});
