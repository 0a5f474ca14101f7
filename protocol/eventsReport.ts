/** What came of a list of events: a row for each, and a trace of bounded size. */
import type { Outcome, SourceLocation, Trace } from './trace.ts';

export interface EventRow {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly outcome: Outcome;
  /** How long the app took for it. */
  readonly ms: number;
  readonly captured: number;
  /** Captured events are not among them. */
  readonly requests: number;
  readonly logs: number;
  /**
   * How many of these did not arrive, where some did not; the trace says why. `unconfirmed`, absent for none, is how many
   * of the captured ones were sent and not answered, so that they may have arrived all the same.
   */
  readonly notArrived?: {
    readonly captured: number;
    readonly requests: number;
    readonly unconfirmed?: number;
  };
  /** Why it failed, with the author's line where it is known. */
  readonly problem: EventProblem | null;
}

export interface EventProblem {
  readonly message: string;
  readonly source: SourceLocation | null;
}

export interface EventsReport {
  readonly version: 1;
  readonly entryPoint: string;
  /** How many events were given. Without a row are those that the app was not called for: see the trace. */
  readonly total: number;
  readonly counts: { readonly [outcome in Outcome]: number };
  /** In the order of the events. */
  readonly rows: readonly EventRow[];
  /**
   * What the app did, its set-up and jobs included. Each list holds its first {@link mostKept} items, `events` these and
   * as many that went wrong; the `cause` of an item says to which event it belongs. Its outcome is `failed` as soon as
   * one event failed or timed out.
   */
  readonly trace: Trace;
}

/** Items of each kind that the trace of a list of events keeps, unless its caller asks for more. */
export const mostKept = 200;

/** In the order in which a list of events is read. */
export const worstFirst: readonly Outcome[] = [
  'failed',
  'timed-out',
  'stopped',
  'dropped',
  'changed',
  'unchanged',
  'completed',
];

/** The place of a row among others, as a number: what went wrong, then that of which something did not arrive. */
export function rankOf({ notArrived, outcome }: Pick<EventRow, 'notArrived' | 'outcome'>): number {
  const rank = worstFirst.indexOf(outcome);
  const afterBad = worstFirst.indexOf('stopped') + 0.5;
  return notArrived === undefined ? rank : Math.min(rank, afterBad);
}
