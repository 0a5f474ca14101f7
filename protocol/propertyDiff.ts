/** What an app did to an event, property by property. */
import type { Json } from './trace.ts';

export interface PropertyChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Names from the event down to the property; empty for the event as a whole. */
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Objects are compared by their properties at any depth; lists and single values as a whole. */
export function diffProperties(before: Json, after: Json): readonly PropertyChange[] {
  return compare([], before, after);
}

function compare(
  path: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
): readonly PropertyChange[] {
  if (before === undefined) return [{ kind: 'added', path, before, after }];
  if (after === undefined) return [{ kind: 'removed', path, before, after }];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => compare([...path, name], own(before, name), own(after, name)));
  }
  return isSame(before, after) ? [] : [{ kind: 'changed', path, before, after }];
}

function isSame(first: Json | undefined, second: Json | undefined): boolean {
  if (isList(first) && isList(second)) {
    return first.length === second.length && first.every((item, index) => isSame(item, second[index]));
  }
  if (isObject(first) && isObject(second)) return compare([], first, second).length === 0;
  return first === second;
}

/** A property may be called `constructor`. */
function own(value: { readonly [key: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
