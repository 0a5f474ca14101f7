/** The table of a list of events. */
import { expect, it } from 'vitest';
import { eventsText } from '../../cli/reportText.ts';
import type { EventsReport } from '../../protocol/eventsReport.ts';
import { trace } from '../panel/support/traces.ts';

const counts = {
  changed: 0,
  unchanged: 0,
  dropped: 0,
  completed: 0,
  failed: 0,
  'timed-out': 0,
  stopped: 0,
};

it('what did not arrive is told in the head and in the rows, before what went well', () => {
  const row = { outcome: 'completed', ms: 1, captured: 1, requests: 2, logs: 0, problem: null } as const;
  const report: EventsReport = {
    version: 1,
    entryPoint: 'onEvent',
    total: 2,
    counts: { ...counts, completed: 2 },
    rows: [
      { ...row, index: 0 },
      { ...row, index: 1, notArrived: { captured: 1, requests: 2 } },
    ],
    trace: trace(),
  };
  expect(eventsText(report, [{ event: 'a' }, { event: 'b' }]).split('\n')).toEqual([
    '2 events through onEvent in 13 ms: 2 completed. Something that 1 of them sends did not arrive.',
    '',
    'Events',
    '  event 2  b  completed  1 ms  did not arrive: 1 captured event, 2 requests',
    '  event 1  a  completed  1 ms',
    '',
  ]);
});

it('a list that was stopped says so first, and the event that ran is not finished', () => {
  const report: EventsReport = {
    version: 1,
    entryPoint: 'onEvent',
    total: 3,
    counts: { ...counts, completed: 1 },
    rows: [{ index: 0, outcome: 'completed', ms: 1, captured: 0, requests: 0, logs: 0, problem: null }],
    trace: { ...trace(), outcome: 'stopped' },
  };
  expect(eventsText(report, [{ event: 'a' }]).split('\n')[0]).toBe(
    'Stopped. 3 events through onEvent in 13 ms: 1 completed, 2 not finished.',
  );
});

it('what went wrong is one line of a table, as long as one reads', () => {
  const message = `first\n  second ${'x'.repeat(5000)}`;
  const source = { file: 'index.js', line: 3, column: 1 };
  const row = { index: 0, outcome: 'failed', ms: 1, captured: 0, requests: 0, logs: 0 } as const;
  const report: EventsReport = {
    version: 1,
    entryPoint: 'onEvent',
    total: 1,
    counts: { ...counts, failed: 1 },
    rows: [{ ...row, problem: { message, source } }],
    trace: trace(),
  };
  const [, , , line = '', ...rest] = eventsText(report, [{ event: 'a' }]).split('\n');
  expect(line).toMatch(
    /^ {2}event 1 {2}a {2}failed {2}1 ms {2}first second x+… \(5,?\d+ characters in all\) \(index\.js:3\)$/,
  );
  expect(line.length).toBeLessThan(300);
  expect(rest).toEqual(['']);
});
