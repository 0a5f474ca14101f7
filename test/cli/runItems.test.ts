/** How much of a list of events `posthog-apps run` tells. */
import { expect, it } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { writeJson } from '../../cli/writeJson.ts';
import { cli, type Result, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();
const count = 450;
const code = `export async function processEvent(event, { cache, jobs }) {
  console.log(event.event)
  await posthog.capture('seen')
  await cache.set('last', event.event)
  await jobs.later({}).runNow()
  return { ...event, event: 'renamed' }
}
export const jobs = { later() {} }`;

async function runList(...args: readonly string[]): Promise<Result> {
  const events = Array.from({ length: count }, (_, index) => ({ event: String(index), team_id: 1 }));
  const folder = await workspace({
    'plugin.json': '{"name": "Mine"}',
    'index.js': code,
    'list.json': JSON.stringify(events),
  });
  return cli(folder, 'run', '--event', 'list.json', '--entry', 'processEvent', ...args);
}

const lists = ['events', 'captured', 'requests', 'logs', 'cache', 'jobs'] as const;

it('--json tells all of it', async () => {
  const { stdout } = await runList('--json');
  const trace = JSON.parse(stdout) as Trace;
  expect(lists.map((name) => trace[name].length)).toEqual(lists.map(() => count));
  expect(trace.notices).toEqual([]);
  expect(trace.events.at(-1)).toMatchObject({ after: { event: 'renamed' }, cause: { event: count - 1 } });
});

it('--max-items says how much, and what was left out is counted', async () => {
  const { stdout } = await runList('--json', '--max-items', '300');
  const trace = JSON.parse(stdout) as Trace;
  expect(lists.map((name) => trace[name].length)).toEqual(lists.map(() => 300));
  expect(trace.notices?.[0]).toContain('Only the first 300 of each kind are listed: there were 150 more');
  expect((await runList('--max-items', '0')).stderr).toContain(
    '--max-items takes a whole number from 1, not 0.',
  );
});

it('the text tells the first 200, and how to have more', async () => {
  const { stdout } = await runList();
  expect(stdout.match(/^ {2}log: /gm)).toHaveLength(200);
  expect(stdout).toContain('Only the first 200 of each kind are listed: there were 250 more');
  expect(stdout).toContain('--json lists more, and --max-items says how many.');
});

it.each([
  [{}],
  [{ a: 1, list: [], none: undefined, text: 'é\n"', object: { b: [{ c: null }], d: [] } }],
  [{ list: [1, [2, { a: [] }], { b: { c: 'x' } }, 'y\n'], last: true }],
])('what is written in pieces is what JSON.stringify gives: %j', async (value) => {
  let written = '';
  const io = { write: (text: string) => void (written += text), drained: () => Promise.resolve() };
  await writeJson(value, io);
  expect(written).toBe(`${JSON.stringify(value, null, 2)}\n`);
});
