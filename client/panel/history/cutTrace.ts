/** Long values stay in the client: the view gets their beginning, and opens the whole as a document. */
import type { Trace } from '../../../protocol/trace.ts';
import { pointerTo } from './jsonPointer.ts';

/** Characters. A text beyond it is cut for the view. */
export const longestText = 256 * 1024;
/** What is left of it; more is not read in a panel. */
const kept = 16 * 1024;

export interface CutTrace {
  readonly trace: Trace;
  /** Whole lengths of what was cut, by JSON pointer. */
  readonly cuts: { readonly [pointer: string]: number };
}

/** The trace without its long texts; the same object when there are none. */
export function cutTrace(trace: Trace): CutTrace {
  const cuts: { [pointer: string]: number } = {};
  const cut = (value: unknown, pointer: string): unknown => {
    if (!hasLongText(value)) return value;
    if (typeof value === 'string') {
      cuts[pointer] = value.length;
      return `${value.slice(0, kept)}…`;
    }
    if (Array.isArray(value)) return value.map((item, index) => cut(item, pointerTo(pointer, String(index))));
    const entries = Object.entries(value as object);
    return Object.fromEntries(entries.map(([name, item]) => [name, cut(item, pointerTo(pointer, name))]));
  };
  return { trace: cut(trace, '') as Trace, cuts };
}

/** Without making anything: most traces have none, and may have ten thousand lines. */
function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > longestText;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasLongText);
}
