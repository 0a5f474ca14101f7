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
    if (typeof value === 'string') {
      if (value.length <= longestText) return value;
      cuts[pointer] = value.length;
      return `${value.slice(0, kept)}…`;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item, index) => cut(item, pointerTo(pointer, String(index))));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const entries = Object.entries(value);
    const next = entries.map(([name, item]) => [name, cut(item, pointerTo(pointer, name))] as const);
    return next.every(([, item], index) => item === entries[index]?.[1]) ? value : Object.fromEntries(next);
  };
  return { trace: cut(trace, '') as Trace, cuts };
}
