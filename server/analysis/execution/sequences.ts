/** Things that can be walked through, and copies of objects. */
import { startGenerator, startGeneratorFor } from './generators.ts';
import { entryPrefix, type HeapObject, isItems, type Items, noItems, type RestOfObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { anyKey, copyOthers, newList } from './objects.ts';
import { iterate } from './protocols.ts';
import {
  derived,
  join,
  joinAll,
  objectsOf,
  primitive,
  reference,
  type Simple,
  single,
  unknown,
  type Value,
} from './values.ts';

/** The items that `for…of`, a spread or an array method goes through. */
export function listOf(machine: Machine, value: Value): Items {
  const lists = machine.resolve(value).of.map((simple) => listOfSimple(machine, simple));
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
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

/** The same where only so many of the items are asked for: a generator goes no further. */
export function firstOf(machine: Machine, value: Value, count: number): Items {
  const [object] = value.of.length === 1 ? objectsOf(machine.resolve(value)) : [];
  if (object?.pending === undefined) return listOf(machine, value);
  startGeneratorFor(machine, object, count);
  return object.items;
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
      return object.openAs === undefined
        ? iterate(machine, object)
        : { items: [], more: unknown(object.openAs.origin), isSized: true };
  }
}

/** The known entries of a Map. */
export function mapEntries(map: HeapObject): readonly { readonly key: Value; readonly value: Value }[] {
  return [...map.cells].flatMap(([name, cell]) =>
    name.startsWith(entryPrefix) && !isItems(cell)
      ? [{ key: primitive(name.slice(entryPrefix.length)), value: cell }]
      : [],
  );
}

function anyEntry(machine: Machine, map: HeapObject): Value | undefined {
  const any = map.field(anyKey);
  return any === undefined ? undefined : newList(machine, { items: [unknown('other'), any] });
}

/** Whose entries an entry stands for. */
export function restBehind(entry: Value): RestOfObject | undefined {
  const [only] = objectsOf(entry);
  return entry.of.length === 1 ? only?.restOf : undefined;
}

/** Fields of a value that are not known, but that conditions on the way were about. */
export function keysWithFacts(machine: Machine, value: Simple): readonly string[] {
  const id =
    value.kind === 'unknown' ? value.id : value.kind === 'reference' ? value.object.openAs?.id : undefined;
  if (id === undefined) return [];
  const start = `${id}.`;
  const names = [...machine.facts.keys()].flatMap((fact) =>
    fact.startsWith(start) ? (fact.slice(start.length).split(/[.[]/, 1)[0] ?? []) : [],
  );
  return [...new Set(names)];
}

/** All items as one value; undefined when there are none. */
export function anyItem({ items, more }: Items): Value | undefined {
  const all = more === undefined ? items : [...items, more];
  return all.length === 0 ? undefined : joinAll(all);
}

/** Both lists together. The order among items and `more` is not kept, since hardly anything depends on it. */
export function appended(first: Items, second: Items): Items {
  const { more } = first;
  return {
    items: [...first.items, ...second.items],
    more: more === undefined || second.more === undefined ? (more ?? second.more) : join(more, second.more),
    isSized: first.isSized && second.isSized,
  };
}

/** Copies what an object has into a new one, as a spread does. */
export function copyFields(
  machine: Machine,
  into: HeapObject,
  from: Simple,
  except: readonly string[] = [],
): void {
  if (from.kind === 'unknown') {
    copyOthers(machine, into, from, []);
    return;
  }
  if (from.kind !== 'reference') return;
  const { object } = from;
  const missing = [...object.absent].filter((key) => isUndefined(object.field(key)));
  const left = [...missing, ...except];
  if (object.openAs !== undefined) copyOthers(machine, into, object.openAs, left);
  object.items.items.forEach((item, index) => {
    machine.set(into, String(index), item);
  });
  for (const key of [...object.keys(), anyKey]) {
    const field = object.field(key) ?? fieldByGetter(machine, object, key);
    if (field !== undefined && !left.includes(key)) machine.set(into, key, field);
  }
}

/** What a getter of the object itself gives. */
export function fieldByGetter(machine: Machine, object: HeapObject, key: string): Value | undefined {
  const getter = object.field(`get ${key}`);
  const node = machine.frame?.site ?? object.sites.get(key);
  if (getter === undefined || node === undefined) return undefined;
  return machine.call(getter, { self: reference(object), args: [], node, name: key });
}

function isUndefined(value: Value | undefined): boolean {
  return value?.of.every((simple) => simple.kind === 'primitive' && simple.value === undefined) === true;
}
