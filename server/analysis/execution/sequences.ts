/** Things that can be walked through, and copies of objects. */
import { startGenerator, startGeneratorFor } from './generators.ts';
import { anyKey, entryKeyPrefix, entryPrefix, type HeapObject, type RestOfObject } from './heap.ts';
import { isItems, type Items, noItems, withoutHoles } from './items.ts';
import type { Machine } from './machine.ts';
import { newList } from './objects.ts';
import { iterate } from './protocols.ts';
import {
  derived,
  joinAll,
  objectsOf,
  onlyString,
  primitive,
  type Simple,
  single,
  unknown,
  type Value,
  joinMore,
} from './values.ts';

/** The items that `for…of`, a spread or an array method goes through. */
export function listOf(machine: Machine, value: Value): Items {
  return withoutHoles(sparseListOf(machine, value));
}

/** A text as the object with its characters; other values as they are. */
export function boxed(machine: Machine, value: Value): Value {
  return onlyString(value) === undefined ? value : newList(machine, listOf(machine, value));
}

/** The same with the holes of a list, for the methods that pass them over. */
export function sparseListOf(machine: Machine, value: Value): Items {
  const lists = machine.resolve(value).of.map((simple) => listOfSimple(machine, simple));
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  // Several lists of the same length, as pairs are, keep what stands where.
  if (only !== undefined && lists.every((list) => isFixed(list) && list.items.length === only.items.length))
    return {
      ...only,
      items: only.items.map((_item, index) => joinAll(lists.flatMap(({ items }) => items[index] ?? []))),
    };
  const more = lists.flatMap(({ items, more }) => [...items, ...(more === undefined ? [] : [more])]);
  return { items: [], more: more.length === 0 ? undefined : joinAll(more), isSized: true };
}

function listOfSimple(machine: Machine, simple: Simple): Items {
  switch (simple.kind) {
    case 'primitive':
      if (typeof simple.value !== 'string' || simple.value.length > 64) return noItems;
      return {
        items: Array.from(simple.value).map((character) => primitive(character)),
        more: undefined,
        isSized: true,
      };
    case 'text':
    case 'json':
      return { items: [], more: unknown('other'), isSized: true };
    case 'unknown':
      return { items: [], more: elementOf(simple), isSized: true };
    case 'reference':
      return listOfObject(machine, simple.object);
  }
}

function isFixed({ more, isSized }: Items): boolean {
  return more === undefined && isSized;
}

/** The same where only so many of the items are asked for: a generator goes no further. */
export function firstOf(machine: Machine, value: Value, count: number): Items {
  const [object] = value.of.length === 1 ? objectsOf(machine.resolve(value)) : [];
  if (object?.type === 'object' && object.openAs === undefined) return iterate(machine, object, count);
  if (object?.pending === undefined) return listOf(machine, value);
  startGeneratorFor(machine, object, count, true);
  return withoutHoles(object.items);
}

/** Any one element of a list of which nothing is known. */
export function elementOf(simple: Simple): Value {
  return derived('[*]', [single(simple)]);
}

function listOfObject(machine: Machine, object: HeapObject): Items {
  switch (object.type) {
    case 'array':
      startGenerator(machine, object);
      return object.items;
    case 'set':
      return object.items;
    case 'map':
      return {
        items: mapEntries(object).map(({ key, value }) => newList(machine, { items: [key, value] })),
        more: anyEntry(machine, object),
        isSized: true,
      };
    case 'opaque':
      return { items: [], more: unknown('other'), isSized: true };
    case 'object':
    case 'function':
    case 'regexp':
    case 'noDate':
      return object.openAs === undefined
        ? iterate(machine, object)
        : { items: [], more: unknown(object.openAs.origin), isSized: true };
  }
}

/** The known entries of a Map. */
export function mapEntries(map: HeapObject): readonly { readonly key: Value; readonly value: Value }[] {
  return [...map.cells].flatMap(([name, cell]) =>
    name.startsWith(entryPrefix) && !isItems(cell)
      ? [{ key: entryKey(map, name.slice(entryPrefix.length)), value: cell }]
      : [],
  );
}

function entryKey(map: HeapObject, name: string): Value {
  return map.field(`${entryKeyPrefix}${name}`) ?? primitive(name);
}

function anyEntry(machine: Machine, map: HeapObject): Value | undefined {
  const any = map.field(anyKey);
  return any === undefined ? undefined : newList(machine, { items: [unknown('other'), any] });
}

/** Of what an entry may be: those that stand for all that is not known of an object, and the others. */
export function withoutRests(entry: Value): {
  readonly rests: readonly { readonly entry: Value; readonly rest: RestOfObject }[];
  readonly others: Value | undefined;
} {
  const restOf = (simple: Simple): RestOfObject | undefined =>
    simple.kind === 'reference' ? simple.object.restOf : undefined;
  const rests = entry.of.flatMap((simple) => {
    const rest = restOf(simple);
    return rest === undefined ? [] : { entry: single(simple), rest };
  });
  if (rests.length === 0) return { rests, others: entry };
  const others = entry.of.filter((simple) => restOf(simple) === undefined);
  return {
    rests,
    others: others.length === 0 ? undefined : { of: others, condition: entry.condition },
  };
}

/** All items as one value; undefined when there are none. */
export function anyItem({ items, more }: Items): Value | undefined {
  const all = more === undefined ? items : [...items, more];
  return all.length === 0 ? undefined : joinAll(all);
}

/** Both lists together. Of the order among items and `more` it is kept which of the items others may follow. */
export function appended(first: Items, second: Items): Items {
  const { more } = first;
  return {
    items: [...first.items, ...second.items],
    more: joinMore(more, second.more),
    moreAt: moreBehind(first, second),
    isSized: first.isSized && second.isSized,
  };
}

/** How many items of both lists stand before some of what else is in them. */
export function moreBehind(first: Omit<Items, 'isSized'>, second: Items): number | undefined {
  return second.more === undefined
    ? first.moreAt
    : first.items.length + (second.moreAt ?? second.items.length);
}
