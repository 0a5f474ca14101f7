/**
 * Methods of lists as they were before the app came: it may replace those of the language, and what is done for it goes
 * on all the same.
 */
const { apply } = Reflect;
const { filter, findIndex, includes, join, map, push, slice, toReversed } = Array.prototype;

export function mapList<T, U>(list: readonly T[], change: (item: T, index: number) => U): U[] {
  return apply(map, list, [change]) as U[];
}

export function filterList<T>(list: readonly T[], holds: (item: T) => boolean): T[] {
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

/** The place of the first that holds; -1 for none. */
export function placeIn<T>(list: readonly T[], holds: (item: T) => boolean): number {
  return apply(findIndex, list, [holds]);
}
