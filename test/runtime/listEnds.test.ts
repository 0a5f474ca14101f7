/** What is told when the sandbox ends in the middle of a list of events, and no event alone is to blame. */
import { expect, test } from 'vitest';
import type { EventsReport } from '../../protocol/eventsReport.ts';
import { createApp } from '../../runtime/index.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

async function run(code: string, count: number): Promise<EventsReport> {
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{}', 'index.js': code } },
  });
  const events = Array.from({ length: count }, (_, i) => ({ event: 'x', properties: { i } }));
  return await app.callMany('onEvent', events);
}

/** Some 30 MB each. */
const keep = 'kept.push(new Array(4_000_000).fill(0))';

test('memory that grows from event to event is told as that, and blames none of them', async () => {
  const { counts, rows, trace } = await run(
    `const kept = []
export function onEvent() {
  ${keep}
}`,
    12,
  );
  expect([rows.length, counts.completed, trace.outcome]).toEqual([12, 12, 'failed']);
  expect(trace.errors.map(({ message }) => message)).toEqual([
    'The app used more than 256 MB of memory, so it was stopped.',
  ]);
  const [notice = ''] = trace.notices ?? [];
  const [, events, at] =
    /^The memory of the app grew over (\d+) events and met its limit at (?:about )?event (\d+)\. No event took so much when it was run again/.exec(
      notice,
    ) ?? [];
  expect(Number(at)).toBe(Number(events) + 1);
  expect(trace.notices).toHaveLength(1);
});

test('an event that takes all memory alone is blamed for it, wherever it stands', async () => {
  const { rows, trace } = await run(
    `const kept = []
export function onEvent({ properties: { i } }) {
  if (i === 7) for (;;) ${keep}
}`,
    12,
  );
  expect(rows.map(({ outcome }) => outcome === 'completed')).toEqual(rows.map(({ index }) => index !== 7));
  expect(rows).toHaveLength(12);
  expect(trace.notices).toEqual([
    'The app was loaded anew after an event that ended it: what it kept is gone.',
  ]);
});

test('an event that has shown itself is blamed, and the others that count are named', async () => {
  const { rows, trace } = await run(
    `const kept = []
export async function onEvent({ properties: { i } }) {
  await posthog.api.get('/api/projects/@current/')
  if (i === 4) for (;;) ${keep}
}`,
    6,
  );
  expect(rows.map(({ outcome }) => outcome === 'failed')).toEqual([false, false, false, false, true, false]);
  expect(rows[4]?.problem?.message).toContain('more than 256 MB of memory');
  expect(trace.notices).toContain(
    'When event 5 met the limit of memory, the app had run 4 others since it was loaded: what it keeps of them counts, too.',
  );
});

test('an app that meets the limit again and again is not loaded without end', async () => {
  const { rows, trace } = await run(
    `const kept = []
export function onEvent() {
  for (let i = 0; i < 5; i++) ${keep}
}`,
    40,
  );
  expect(rows.every(({ outcome }) => outcome === 'completed')).toBe(true);
  expect(rows.length).toBeLessThan(40);
  expect(trace.outcome).toBe('failed');
  expect(trace.notices?.at(-1)).toBe(
    'The run ended after the app had met the limit of its memory 10 times; the events after that were not run.',
  );
});

test.each([
  [
    'the one after the first',
    'let held = false',
    'if (held) await new Promise(() => {})\n  held = true',
    [2, 4, 6],
  ],
  [
    'the fifth of an app',
    'const seen = new Set()',
    'if (seen.size === 4) await new Promise(() => {})\n  seen.add(event.properties.i)',
    [5],
  ],
])(
  'an event that waits for ever because of those before it is blamed itself: %s',
  async (_name, top, code, hanging) => {
    const { rows, trace } = await run(`${top}\nexport async function onEvent(event) {\n  ${code}\n}`, 6);
    const ended = rows.filter(({ outcome }) => outcome === 'timed-out').map(({ index }) => index + 1);
    expect(ended).toEqual(hanging);
    expect(rows).toHaveLength(6);
    expect(trace.errors.map(({ message }) => message)).toEqual(
      hanging.map(() => 'onEvent awaits a promise that never settles. PostHog gives up after 30 seconds.'),
    );
    expect(trace.notices).toEqual([
      'The app was loaded anew after an event that ended it: what it kept is gone.',
    ]);
  },
);
