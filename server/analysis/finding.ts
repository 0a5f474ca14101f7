/** What a rule reports, free of any editor protocol. Offsets are UTF-16 units in the file's text. */
import type { JsonObject } from '../../protocol/trace.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Grades of the loop analysis (see docs/loop-analysis.md). */
export type Grade = 'loops' | 'may-loop' | 'ends';

export interface Span {
  /** File name as in the program. */
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/** One step of a chain of calls, from the entry point to the sink. */
export interface ChainStep {
  /** Name for people: `onEvent`, `Tracker.send`, `(callback of map)`. */
  readonly function: string;
  readonly span: Span;
  /** The place in a file that the app does not have: the way of a loop leads through other apps. */
  readonly elsewhere?: { readonly line: number; readonly character: number };
}

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  /** Whether it surely does what the author meant, so that it may be applied without being looked at. */
  readonly isSafe?: boolean;
  /** Whether it only says that the finding does not count. Such a fix is never the preferred one. */
  readonly isIgnoring?: boolean;
  readonly changes: readonly TextChange[];
}

/** A condition, as its code says it. */
export interface Quoted {
  readonly text: string;
  readonly span: Span;
}

export interface Finding {
  /** Such as `posthog-apps/event-loop`. */
  readonly rule: string;
  readonly grade: Grade | null;
  readonly severity: Severity;
  readonly span: Span;
  /** Other places of the same mistake, which goes with what mends this one. */
  readonly also?: readonly Span[];
  readonly message: string;
  /** What it is about where other findings have the same code: the event of a loop. */
  readonly subject?: string;
  readonly entryPoints: readonly string[];
  readonly chain: readonly ChainStep[];
  /** What follows the chain until it is there again, where a loop leads over several calls. */
  readonly round?: readonly ChainStep[];
  readonly guard: Quoted | null;
  /** A condition that looks like a guard, but does not stop the loop. */
  readonly passed?: Quoted;
  /** An event that drives the finding; null when the rule has none. */
  readonly witness: JsonObject | null;
  readonly fixes: readonly Fix[];
}

/** A finding that is about one place alone, with no event and no way to it. */
export function plainFinding(
  told: Pick<Finding, 'rule' | 'severity' | 'span' | 'message'> & Partial<Pick<Finding, 'also' | 'fixes'>>,
): Finding {
  return { grade: null, entryPoints: [], chain: [], guard: null, witness: null, fixes: [], ...told };
}
