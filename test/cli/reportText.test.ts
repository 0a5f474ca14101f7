/** The table of a list of events. */
import { expect, it } from 'vitest';
import { eventsText } from '../../cli/reportText.ts';
import type { EventsReport } from '../../protocol/eventsReport.ts';
import { trace } from '../panel/support/traces.ts';

it('what went wrong is one line of a table, as long as one reads', () => {
  const message = `first\n  second ${'x'.repeat(5000)}`;
  const counts = {
    changed: 0,
    unchanged: 0,
    dropped: 0,
    completed: 0,
    failed: 1,
    'timed-out': 0,
    stopped: 0,
  };
  const source = { file: 'index.js', line: 3, column: 1 };
  const row = { index: 0, outcome: 'failed', ms: 1, captured: 0, requests: 0, logs: 0 } as const;
  const report: EventsReport = {
    version: 1,
    entryPoint: 'onEvent',
    total: 1,
    counts,
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
