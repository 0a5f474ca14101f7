/** What `posthog-apps run` says first, and its exit code. */
import { expect, it } from 'vitest';
import { cli, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

async function runApp(
  code: string,
  args: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<readonly [code: number | null, firstLine: string]> {
  const folder = await workspace({ 'plugin.json': '{"name": "Mine"}', 'index.js': code, ...files });
  const { code: exitCode, stderr, stdout } = await cli(folder, 'run', ...args);
  return [exitCode, (stdout + stderr).split('\n')[0] ?? ''];
}

const later = "export const jobs = { later() { throw new Error('boom') } }";
const list = { 'list.json': '[{"event": "a"}, {"event": "b"}]' };

it.each([
  [
    'a job',
    `export const onEvent = (event, { jobs }) => jobs.later({}).runIn(1, 'hour')\n${later}`,
    [],
    'Failed in jobs.later. The call itself completed.',
  ],
  [
    'a job of an event that was changed',
    `export const processEvent = (event, { jobs }) => { jobs.later({}).runNow(); return { ...event, event: 'x' } }\n${later}`,
    [],
    'Failed in jobs.later. The event was changed.',
  ],
  [
    'a schedule',
    "export const runEveryDay = () => { throw new Error('boom') }",
    ['--entry', 'runEveryDay'],
    'Failed in runEveryDay.',
  ],
  [
    'a batch that is exported later',
    "export const onEvent = () => {}\nexport const exportEvents = () => { throw new Error('boom') }",
    [],
    'Failed in exportEvents.',
  ],
  [
    'the last try of a batch',
    "export const onEvent = () => {}\nexport const exportEvents = () => { throw new RetryError('busy') }",
    [],
    'Failed in jobs.exportEventsWithRetry.',
  ],
  [
    'a promise that nobody awaits',
    "export const onEvent = () => { void Promise.reject(new Error('boom')) }",
    [],
    'Failed in onEvent: nothing handles a rejection. The call itself completed.',
  ],
  [
    'a job after a list of events',
    `export const onEvent = (event, { jobs }) => { if (event.event === 'b') jobs.later({}).runNow() }\n${later}`,
    ['--event', 'list.json'],
    expect.stringMatching(/^Failed in jobs\.later\. 2 events through onEvent in .*: 2 completed\.$/),
  ],
  [
    'a captured event on its way back',
    "export const onEvent = ({ event }) => { if (event === 'again') throw new Error('boom'); posthog.capture('again') }",
    ['--follow'],
    'Failed in onEvent of a captured event. The call itself completed.',
  ],
] as const)('%s that fails is what is said first', async (_, code, args, first) => {
  expect(await runApp(code, args, list)).toEqual([1, first]);
});

it('what was tried again and went well is no failure', async () => {
  const retried =
    "let tries = 0\nexport const onEvent = () => { if (++tries < 3) throw new RetryError('busy') }";
  expect(await runApp(retried)).toEqual([0, 'Completed.']);
  const folder = await workspace({ 'plugin.json': '{"name": "Mine"}', 'index.js': retried });
  const { stdout } = await cli(folder, 'run');
  expect(stdout).toMatch(/RetryError \(attempt 1\/5\): busy \(index\.js:2:\d+\) \[PostHog tries again\]\n/);
  expect(stdout).toMatch(/RetryError \(attempt 2\/5\): busy .*\[after 5 s, PostHog tries again\]\n/);
});

const quiet = 'export const onEvent = () => {}';

it.each([
  [['--entry', 'nope'], 'The app has no export nope. It exports onEvent. Say with --entry what to call.'],
  [
    ['--entry', 'jobs.nope'],
    'The app has no export jobs.nope. It exports onEvent. Say with --entry what to call.',
  ],
  [
    ['--geoip-database', 'none.mmdb'],
    expect.stringMatching(
      /^--geoip-database: The GeoIP database .*none\.mmdb cannot be read\. Correct its path/,
    ),
  ],
  [
    ['--geoip-database', '.'],
    expect.stringMatching(/^--geoip-database: The GeoIP database .* cannot be read\./),
  ],
  [
    ['--geoip-database', 'bad.mmdb'],
    expect.stringMatching(
      /^--geoip-database: .*bad\.mmdb is no GeoIP database\. Take a file that ends in \.mmdb/,
    ),
  ],
  [['--event', '.'], 'The file . cannot be read. It is a folder: name a file in it.'],
  [['--event', 'none.json'], 'The file none.json cannot be read. There is none: correct the path.'],
  [['--event', 'bad.mmdb'], expect.stringMatching(/^bad\.mmdb is not valid JSON: /)],
  [['index.js'], 'index.js is a file. Name the folder of the app, which has its plugin.json.'],
  [['nowhere'], 'There is no folder nowhere.'],
] as const)('%j is wrong use', async (args, first) => {
  expect(await runApp(quiet, args, { 'bad.mmdb': 'not a database' })).toEqual([2, first]);
});

it('a public job that the code lacks is the fault of the app', async () => {
  const files = { 'plugin.json': '{"name": "Mine", "publicJobs": {"clear": {}}}' };
  expect(await runApp(quiet, ['--entry', 'jobs.clear'], files)).toEqual([1, 'Failed in jobs.clear.']);
});

it('an app that exports nothing is the fault of the app', async () => {
  expect((await runApp('export default class Mine { onEvent() {} }', ['--entry', 'onEvent']))[0]).toBe(1);
});

it('a job whose time is none is told as due now', async () => {
  const folder = await workspace({
    'plugin.json': '{"name": "Mine"}',
    'index.js':
      "export const onEvent = (event, { jobs }) => jobs.a({}).runAt('soon')\nexport const jobs = { a() {} }",
  });
  expect((await cli(folder, 'run')).stdout).toContain('\n  a now [onEvent, index.js:1] {}\n');
});

it('dev refuses a GeoIP database that is none before it listens', async () => {
  const folder = await workspace({ 'plugin.json': '{"name": "Mine"}', 'index.js': quiet, 'bad.mmdb': 'x' });
  const { code, stderr, stdout } = await cli(folder, 'dev', '--port', '0', '--geoip-database', 'bad.mmdb');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^--geoip-database: .*bad\.mmdb is no GeoIP database\./);
});
