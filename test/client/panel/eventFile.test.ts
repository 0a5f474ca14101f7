import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../client/panel/eventFile.ts';
import { panelReport } from '../../../client/panel/eventReport.ts';

const now = new Date('2022-10-01T12:00:00.000Z');
const names = (text: string): readonly unknown[] =>
  readEvents(text, 'processEvent', now).map((event) => (event as { readonly event?: unknown }).event);

describe('events out of a file', () => {
  it.each([
    ['a list', '[{"event":"a"},{"event":"b"}]'],
    ['lines', '{"event":"a"}\n\n{"event":"b"}\n'],
    ['an answer of the API', '{"next":null,"results":[{"event":"a"},{"event":"b"}]}'],
    ['a batch', '\uFEFF{"api_key":"x","batch":[{"event":"a"},{"event":"b"}]}'],
  ])('come as %s', (_, text) => {
    expect(names(text)).toEqual(['a', 'b']);
  });

  it('get what they leave out; what is no event stays as it is', () => {
    const [first, second, third] = readEvents(
      '[{"event":"a","distinct_id":"eve"}, 7, {"x":1}]',
      'onEvent',
      now,
    );
    expect(first).toMatchObject({ event: 'a', distinct_id: 'eve', team_id: 1 });
    expect([second, third]).toEqual([7, { x: 1 }]);
  });

  it('have ids of their own, where they have none', () => {
    const list = '[{"event":"a"},{"event":"a"},{"event":"a","uuid":"mine"}]';
    const ids = ['processEvent', 'onEvent', 'composeWebhook'].map((entryPoint) =>
      readEvents(list, entryPoint, now).map((event) => (event as { readonly uuid?: unknown }).uuid),
    );
    for (const [first, second, third] of ids) {
      expect(first).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(second).not.toBe(first);
      expect(third).toBe('mine');
    }
  });

  it.each([
    ['', 'The file is no JSON: in line 1'],
    ['[]', 'The file holds no events.'],
    ['[{"event":"a"},\n{"event" "b"}]', 'The file is no JSON: in line 2, column 10, a colon is missing'],
    ['{"event":"a"}\n{"event":\n', 'The file is no JSON: in line 2, column 10, the text ends too early'],
  ])('say what is wrong with %j', (text, message) => {
    expect(() => readEvents(text, 'onEvent', now)).toThrow(message);
  });
});

it('a report has what went wrong first, each with the name of its event', () => {
  const row = { ms: 1, captured: 0, requests: 0, logs: 0, problem: null };
  const counts = {
    changed: 1,
    unchanged: 0,
    dropped: 1,
    completed: 0,
    failed: 1,
    'timed-out': 0,
    stopped: 0,
  };
  const { rows } = panelReport(
    {
      version: 1,
      entryPoint: 'processEvent',
      total: 3,
      counts,
      rows: [
        { ...row, index: 0, outcome: 'changed' },
        { ...row, index: 1, outcome: 'dropped' },
        { ...row, index: 2, outcome: 'failed', problem: { message: 'no', source: null } },
      ],
      trace: {} as never,
    },
    [{ event: 'a' }, { event: 'b' }, 7],
  );
  expect(rows.map(({ index, name }) => [index, name])).toEqual([
    [2, 'no name'],
    [1, 'b'],
    [0, 'a'],
  ]);
});
