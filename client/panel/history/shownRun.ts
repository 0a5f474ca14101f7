/** A run of the history as the panel shows it. */
import type { PanelCost, PanelFate, PanelRun, PanelRunInput } from '../../../protocol/panel.ts';
import { summarizeInput } from '../../../protocol/runWords.ts';
import { inputKindOf } from '../entryPoints.ts';
import { costOf } from './cost.ts';
import { cutTrace } from './cutTrace.ts';
import { inputName } from './inputName.ts';
import type { RunRecord } from './runRecord.ts';

export interface ShownRunOptions {
  /** Number of the run in this window. */
  readonly number: number;
  readonly isPast: boolean;
  /** Cost of the last run before it that can be compared with it, when there is one. */
  readonly costBefore: PanelCost | null;
  readonly fates: readonly (PanelFate | null)[];
}

/** Characters of the input that the panel shows. */
const longestInput = 20_000;

/** A run that is on. */
export function startedRun(id: number, entryPoint: string, host: string, startedAt: string): PanelRun {
  return {
    id,
    historyId: null,
    isPast: false,
    startedAt,
    entryPoint,
    host,
    trace: null,
    cuts: {},
    cost: null,
    costBefore: null,
    fates: [],
    report: null,
    input: null,
  };
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
    input: inputKindOf(entryPoint) === null ? null : inputOf(record),
  };
}

function inputOf({ input, from }: RunRecord): PanelRunInput {
  const text = JSON.stringify(input, null, 2);
  const isCut = text.length > longestInput;
  const summary = from === undefined ? summarizeInput(input) : inputName({ input, from });
  return { summary, text: isCut ? `${text.slice(0, longestInput)}…` : text };
}
