/** What came of a list of events, as text: the sums, then a table with what went wrong first. */
import type { EventRow, EventsReport } from '../protocol/eventsReport.ts';
import type { Outcome } from '../protocol/trace.ts';

/** Longer tables are cut: nobody reads them, and `--json` has all. */
const mostRows = 50;

const order: readonly Outcome[] = [
  'failed',
  'timed-out',
  'stopped',
  'dropped',
  'changed',
  'unchanged',
  'completed',
];

/** The head of the report, without what the app did meanwhile. */
export function eventsText({ counts, entryPoint, rows, total, trace }: EventsReport): string {
  const sums = order
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  const missing = total - rows.length;
  const parts = [...sums, ...(missing > 0 ? [`${missing} not run`] : [])];
  const seconds = (trace.timing.callMs / 1000).toFixed(1);
  const sum = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  const head = `${total} ${total === 1 ? 'event' : 'events'} through ${entryPoint} in ${seconds} s${sum}.\n`;
  if (rows.length === 0) return head;
  const sorted = rows.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  const lines = table(sorted.slice(0, mostRows));
  if (rows.length > mostRows) lines.push(`${rows.length - mostRows} more; --json lists them all`);
  return `${head}\nEvents\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function table(rows: readonly EventRow[]): string[] {
  const cells = rows.map(({ index, ms, outcome, problem }) => [
    `event ${index + 1}`,
    outcome,
    `${ms.toFixed(ms < 10 ? 2 : 0)} ms`,
    problem === null ? '' : problem.message + placeOf(problem.source),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map(([event = '', outcome = '', ms = '', problem = '']) =>
    [event.padEnd(widths[0] ?? 0), outcome.padEnd(widths[1] ?? 0), ms.padStart(widths[2] ?? 0), problem]
      .join('  ')
      .trimEnd(),
  );
}

function placeOf(source: { readonly file: string; readonly line: number } | null): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}
