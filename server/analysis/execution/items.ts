/** The items of lists and sets, and what they are where several paths meet. */
import { join, joinMore, undefinedValue, type Value } from './values.ts';

/** The items of an array or a set, in order; `more` stands for any number of further ones. */
export interface Items {
  readonly items: readonly Value[];
  readonly more: Value | undefined;
  /** How many of the items stand before some of `more`: all of them, where it is undefined. */
  readonly moreAt?: number | undefined;
  /** False where the number of items is not to be relied on, as in a batch of events. */
  readonly isSized: boolean;
  /** What may as well stand in the place of each of them: another event of the batch. */
  readonly another?: Value | undefined;
  /** Which list of the incoming event is in it with all that it has. */
  readonly whole?: WholeList | undefined;
  /** Whether the event before had a shorter one in this place. */
  readonly isGrown?: boolean;
}

export interface WholeList {
  /** The id of that list. */
  readonly id: string;
  /** Whether there is one item more, at least. */
  readonly isLonger: boolean;
}

export type Cell = Value | Items;

/**
 * What stands in the place of an item that a list lacks, as in `[1, , 2]`. It reads as undefined, and methods pass it
 * over. Only `sparseListOf` and the items of the object itself have it, so that it never comes into another list.
 */
export const hole: Value = { ...undefinedValue };

export function withoutHoles(list: Items): Items {
  return list.items.includes(hole)
    ? { ...list, items: list.items.map((item) => (item === hole ? undefinedValue : item)) }
    : list;
}

export const noItems: Items = { items: [], more: undefined, isSized: true };

export function isItems(cell: Cell): cell is Items {
  return 'items' in cell;
}

export function joinCells(first: Cell | undefined, second: Cell | undefined): Cell | undefined {
  if (first === second) return first;
  if (first === undefined || second === undefined) {
    const present = first ?? second;
    if (present === undefined) return undefined;
    return isItems(present) ? joinItems(present, noItems) : join(present, undefinedValue);
  }
  if (isItems(first)) return isItems(second) ? joinItems(first, second) : first;
  return isItems(second) ? second : join(first, second);
}

export function joinItems(first: Items, second: Items): Items {
  const isSized = first.isSized && second.isSized;
  const more = joinMore(first.more, second.more);
  const whole = wholeOfBoth(first.whole, second.whole);
  const isGrown = first.isGrown === true && second.isGrown === true;
  if (first.items.length === second.items.length) {
    return {
      items: first.items.map((item, index) => join(item, second.items[index] ?? item)),
      more,
      isSized,
      whole,
      isGrown,
    };
  }
  const [longer, shorter] = first.items.length > second.items.length ? [first, second] : [second, first];
  const common = shorter.items.length;
  return {
    items: longer.items.slice(0, common).map((item, index) => join(item, shorter.items[index] ?? item)),
    more: longer.items.slice(common).reduce(joinMore, more),
    isSized,
    whole,
    isGrown,
  };
}

function wholeOfBoth(first: WholeList | undefined, second: WholeList | undefined): WholeList | undefined {
  return first === undefined || first.id !== second?.id
    ? undefined
    : { id: first.id, isLonger: first.isLonger && second.isLonger };
}
