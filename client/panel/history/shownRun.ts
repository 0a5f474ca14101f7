/** A run of the history as the panel shows it. */
import type { PanelCost, PanelFate, PanelRun } from '../../../protocol/panel.ts';
import { costOf } from './cost.ts';
import { cutTrace } from './cutTrace.ts';
import type { RunRecord } from './runRecord.ts';

export interface ShownRunOptions {
  /** Number of the run in this window. */
  readonly number: number;
  readonly isPast: boolean;
  /** Cost of the run of the same entry point before it, when there is one. */
  readonly costBefore: PanelCost | null;
  readonly fates: readonly (PanelFate | null)[];
}

export function shownRun(
  record: RunRecord,
  { number, isPast, costBefore, fates }: ShownRunOptions,
): PanelRun {
  const { id, startedAt, entryPoint, host } = record;
  const { trace, cuts } = cutTrace(record.trace);
  return {
    id: number,
    historyId: id,
    isPast,
    startedAt,
    entryPoint,
    host,
    trace,
    cuts,
    cost: costOf(record.trace),
    costBefore,
    fates,
    report: record.report ?? null,
  };
}
