/**
 * Methods of lists as they were before the app came: it may replace those of the language, and what is done for it goes
 * on all the same.
 */
const { apply } = Reflect;
const { keys } = Object;
const { concat, filter, findIndex, forEach, includes, join, map, push, slice, toReversed, toSorted } =
  Array.prototype;

export function mapList<T, U>(list: readonly T[], change: (item: T, index: number) => U): U[] {
  return apply(map, list, [change]) as U[];
}

export function filterList<T>(list: readonly T[], holds: (item: T, index: number) => boolean): T[] {
  return apply(filter, list, [holds]) as T[];
}

export function joinList(list: readonly unknown[], between: string): string {
  return apply(join, list, [between]);
}

export function listHas(list: readonly unknown[], item: unknown): boolean {
  return apply(includes, list, [item]);
}

export function addTo<T>(list: T[], item: T): void {
  apply(push, list, [item]);
}

export function partOf<T>(list: readonly T[], start: number, end?: number): T[] {
  return apply(slice, list, [start, end]) as T[];
}

export function backwards<T>(list: readonly T[]): T[] {
  return apply(toReversed, list, []) as T[];
}

/** For what `for` would go through by the iterator of lists, which the app may take away. */
export function forAll<T>(list: readonly T[], act: (item: T) => void): void {
  apply(forEach, list, [act]);
}

/** Goes through the own properties of an object. */
export function forEntries<T>(
  of: { readonly [name: string]: T },
  act: (name: string, value: T) => void,
): void {
  forAll(keys(of), (name) => act(name, of[name] as T));
}

/** The lists one after the other. */
export function joined<T>(first: readonly T[], second: readonly T[]): T[] {
  return apply(concat, first, [second]) as T[];
}

export function sorted<T>(list: readonly T[], compare: (one: T, other: T) => number): T[] {
  return apply(toSorted, list, [compare]) as T[];
}

/** The place of the first that holds; -1 for none. */
export function placeIn<T>(list: readonly T[], holds: (item: T) => boolean): number {
  return apply(findIndex, list, [holds]);
}

/** What stands at a place; undefined beyond the end, where the language looks at what all lists inherit. */
export function itemAt<T>(list: readonly T[], index: number): T | undefined {
  return index < list.length ? list[index] : undefined;
}
