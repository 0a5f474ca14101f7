/** What came of a list of events, for the panel: what went wrong first. */
import type { EventRow, EventsReport } from '../../protocol/eventsReport.ts';
import type { PanelReport } from '../../protocol/panel.ts';
import type { Json, Outcome } from '../../protocol/trace.ts';

/** Rows beyond these are counted and not listed. */
const mostRows = 10_000;

const order: readonly Outcome[] = [
  'failed',
  'timed-out',
  'stopped',
  'dropped',
  'changed',
  'unchanged',
  'completed',
];

export function panelReport({ total, counts, rows }: EventsReport, events: readonly Json[]): PanelReport {
  const ranks = new Map(order.map((outcome, index) => [outcome, index]));
  const rank = ({ outcome }: EventRow): number => ranks.get(outcome) ?? order.length;
  return {
    total,
    counts,
    rows: rows
      .toSorted((first, second) => rank(first) - rank(second) || first.index - second.index)
      .slice(0, mostRows)
      .map((row) => ({ ...row, name: nameOf(events[row.index]) })),
  };
}

function nameOf(event: Json | undefined): string {
  const name =
    typeof event === 'object' && event !== null
      ? (event as { readonly [key: string]: Json })['event']
      : undefined;
  return typeof name === 'string' ? name.slice(0, 120) : 'no name';
}
