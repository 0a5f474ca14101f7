/** What came of a list of events, for the panel: what went wrong first. */
import { type EventsReport, rankOf } from '../../protocol/eventsReport.ts';
import type { PanelReport } from '../../protocol/panel.ts';
import type { Json } from '../../protocol/trace.ts';

/** Rows beyond these are counted and not listed. */
const mostRows = 10_000;

export function panelReport({ total, counts, rows }: EventsReport, events: readonly Json[]): PanelReport {
  return {
    total,
    counts,
    rows: rows
      .toSorted((first, second) => rankOf(first) - rankOf(second) || first.index - second.index)
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
