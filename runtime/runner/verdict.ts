/** What became of an event, from what `processEvent` returned. Reference 2.4. */
import type { Json } from '../../protocol/trace.ts';

export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [first, second] = [Object.entries(a), Object.entries(b)];
  const other = new Map<string, Json>(second);
  return (
    first.length === second.length &&
    first.every(([key, value]) => other.has(key) && isSameJson(value, other.get(key)))
  );
}
