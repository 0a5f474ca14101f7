/** Map and Set, and their weak relatives. */
import type ts from 'typescript';
import {
  anyKey,
  entryKeyPrefix,
  entryPrefix,
  HeapObject,
  type NativeCall,
  type NativeFunction,
  objectEntry,
} from '../heap.ts';
import type { Items } from '../items.ts';
import type { Machine } from '../machine.ts';
import { contains, containsInAny, whicheverOf } from '../membership.ts';
import { getNamed, newList } from '../objects.ts';
import { eachTarget } from '../targets.ts';
import { equals } from '../equality.ts';
import { canBeKey, noteKey } from '../possibleKeys.ts';
import { anyItem, appended, listOf, mapEntries } from '../sequences.ts';
import { isNamedByNoSetting, settingsIn } from '../settingTables.ts';
import { casesByName, missingCase } from '../tables.ts';
import {
  type Case,
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyUnknown,
  reference,
  single,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
  worstOrigin,
} from '../values.ts';
import { arg, callBack, type NativeTable } from './native.ts';
import { addMore } from '../writes.ts';

export function newSet(machine: Machine, call: NativeCall): Value {
  const items = call.args.length === 0 ? { items: [] } : listOf(machine, arg(call, 0));
  return newList(machine, { ...items, items: distinct(items.items) }, 'set');
}

/** Without values that are there before: a set has each once. */
function distinct(items: readonly Value[]): readonly Value[] {
  return items.filter((item, index) => {
    const known = onlyPrimitive(item);
    return (
      known === undefined ||
      items.findIndex((other) => {
        const before = onlyPrimitive(other);
        return before !== undefined && [before.value].includes(known.value);
      }) === index
    );
  });
}

export function newMap(machine: Machine, call: NativeCall): Value {
  const map = new HeapObject('map');
  if (call.args.length > 0) {
    const { items, more } = listOf(machine, arg(call, 0));
    for (const entry of more === undefined ? items : [...items, more]) {
      const [key, value] = pairOf(machine, entry, call.node);
      put(machine, map, key, value);
    }
  }
  return reference(map);
}

/** The key and the value of an entry, also of one that a setting was cut into: `line.split('=')`. */
export function pairOf(machine: Machine, entry: Value, node: ts.Node): readonly [key: Value, value: Value] {
  const { items } = listOf(machine, entry);
  const at = (index: 0 | 1): Value =>
    items[index] ?? settingAt(machine, entry, index, node) ?? unknown('other');
  return [at(0), at(1)];
}

function settingAt(machine: Machine, entry: Value, index: number, node: ts.Node): Value | undefined {
  const item = getNamed(machine, entry, String(index), node);
  return worstOrigin(item.of) === 'config' ? item : undefined;
}

/** Under which names a Map has what belongs to a key: objects are keys by what they are. */
function entryNames(machine: Machine, key: Value): readonly string[] | undefined {
  const names = machine.resolve(key).of.map((simple) => {
    if (simple.kind === 'reference') return objectEntry(simple.object);
    if (simple.kind !== 'primitive') return undefined;
    return typeof simple.value === 'string'
      ? simple.value
      : `#${typeof simple.value} ${String(simple.value)}`;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

function put(machine: Machine, map: HeapObject, key: Value, value: Value): void {
  const names = entryNames(machine, key);
  machine.resolve(key).of.forEach((simple, index) => {
    const name = names?.[index];
    if (name?.startsWith('#') === true) machine.set(map, `${entryKeyPrefix}${name}`, single(simple));
  });
  const field = names?.length === 1 ? `${entryPrefix}${names[0]}` : anyKey;
  if (field === anyKey) noteKey(machine, map, key);
  const old = field === anyKey ? map.field(field) : undefined;
  machine.set(map, field, old === undefined ? value : join(old, value));
}

function get(machine: Machine, call: NativeCall): Value {
  const key = machine.resolve(arg(call, 0));
  const names = entryNames(machine, key);
  const results = objectsOf(call.self).map((map) => {
    const any = map.field(anyKey);
    const whenMissing = any === undefined ? undefinedValue : join(any, undefinedValue);
    if (names !== undefined) {
      const found = names.map(
        (name) =>
          map.field(`${entryPrefix}${name}`) ??
          (isNamedByNoSetting(machine, map, name) ? undefinedValue : whenMissing),
      );
      const asked = names.length > 1 ? onlyUnknown(arg(call, 0)) : undefined;
      const cases =
        asked === undefined
          ? undefined
          : casesByName(
              asked,
              key.of.map((name, index) => [onlyPrimitive(single(name))?.value, found[index]]),
            );
      return cases === undefined ? joinAll(found) : { ...joinAll(found), cases };
    }
    // The value is there exactly when the key is one of those in the map.
    const { condition } = has(machine, { ...call, args: [key] });
    const value = withCondition(joinAll([...valuesUnder(machine, map, key), undefinedValue]), condition);
    const cases = any === undefined ? entryCases(map, key) : undefined;
    return cases === undefined ? value : { ...value, cases };
  });
  return whicheverOf(
    objectsOf(call.self).length < call.self.of.length ? [...results, undefinedValue] : results,
  );
}

/** The values that a Map has under keys which a key can be. */
function valuesUnder(machine: Machine, map: HeapObject, key: Value): readonly Value[] {
  const any = map.field(anyKey);
  const entries = mapEntries(map).filter((entry) => {
    const name = onlyPrimitive(entry.key)?.value;
    return typeof name !== 'string' || canBeKey(machine, key, name);
  });
  return [...entries.map(({ value }) => value), ...(any === undefined ? [] : [any])];
}

/** Which key of a Map leads to which of its values. */
function entryCases(map: HeapObject, key: Value): readonly Case[] | undefined {
  const asked = onlyUnknown(key);
  if (asked === undefined) return undefined;
  const entries = mapEntries(map).map((entry) => [onlyPrimitive(entry.key)?.value, entry.value] as const);
  const cases = casesByName(asked, entries);
  return cases === undefined
    ? undefined
    : [
        ...cases,
        missingCase(
          asked,
          entries.map(([name]) => name),
        ),
      ];
}

function has(machine: Machine, call: NativeCall): Value {
  const [map] = objectsOf(call.self);
  if (map === undefined) return unknown('other');
  const items = mapEntries(map).map(({ key }) => key);
  const more = map.field(anyKey) === undefined ? undefined : (settingsIn(map) ?? unknown('state'));
  return contains(machine, { items, more, isSized: true }, arg(call, 0));
}

function forEachEntry(machine: Machine, call: NativeCall): Value {
  const { items, more } = listOf(machine, call.self);
  for (const item of items) {
    const [key, value] = listOf(machine, item).items;
    callBack(machine, call, arg(call, 0), [value ?? undefinedValue, key ?? undefinedValue]);
  }
  if (more !== undefined) {
    const [key, value] = listOf(machine, more).items;
    machine.maybe('state', call.node, () =>
      callBack(machine, call, arg(call, 0), [value ?? undefinedValue, key ?? undefinedValue]),
    );
  }
  return undefinedValue;
}

/** Keys (0) or values (1) of a Map. */
function column(index: 0 | 1): NativeFunction {
  return (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    const pick = (entry: Value): Value => listOf(machine, entry).items[index] ?? unknown('other');
    return newList(machine, { items: items.map(pick), more: more === undefined ? undefined : pick(more) });
  };
}

function add(machine: Machine, call: NativeCall): Value {
  const value = arg(call, 0);
  eachTarget(machine, call.self, call.node, (set) => {
    const { items } = set.items;
    if (items.length > 64) addMore(machine, set, value);
    else {
      const all = appended(set.items, { items: [value], more: undefined, isSized: true });
      machine.setItems(set, { ...all, items: distinct(all.items) });
    }
  });
  return call.self;
}

function clear(machine: Machine, call: NativeCall): Value {
  eachTarget(machine, call.self, call.node, (object) => {
    if (object.type === 'set') machine.setItems(object, { items: [], more: undefined, isSized: true });
    else
      for (const key of object.cells.keys())
        if (key.startsWith(entryPrefix) || key === anyKey) machine.set(object, key, undefined);
  });
  return undefinedValue;
}

/** After it, an item may be there or not, unless it is known which of them is meant. */
function remove(machine: Machine, call: NativeCall): Value {
  eachTarget(machine, call.self, call.node, (object) => {
    if (object.type === 'set')
      machine.setItems(
        object,
        withoutItem(machine, object.items, arg(call, 0)) ?? {
          items: [],
          more: anyItem(object.items),
          isSized: false,
        },
      );
    else {
      const names = entryNames(machine, arg(call, 0));
      if (names?.length === 1) machine.set(object, `${entryPrefix}${names[0]}`, undefined);
    }
  });
  return unknown('state');
}

/** What is left of the items of a set; undefined where it is not known whether each of them is the one. */
function withoutItem(machine: Machine, list: Items, removed: Value): Items | undefined {
  const { items, more, isSized } = list;
  if (more !== undefined || !isSized) return undefined;
  const wanted = onlyFunction(removed);
  const answers = items.map((item) => {
    const known = onlyFunction(item);
    if (wanted !== undefined && known !== undefined) return String(known === wanted);
    return machine.truth(equals(machine, item, removed, false)).can;
  });
  return answers.includes('both')
    ? undefined
    : { ...list, items: items.filter((_item, index) => answers[index] === 'false') };
}

/** A function that was made once is another than all others. */
function onlyFunction(value: Value): HeapObject | undefined {
  const [object] = value.of.length === 1 ? objectsOf(value) : [];
  return object?.callable === undefined ? undefined : object;
}

export const mapMethods: NativeTable = {
  get,
  has,
  clear,
  delete: remove,
  forEach: forEachEntry,
  keys: column(0),
  values: column(1),
  set: (machine, call) => {
    eachTarget(machine, call.self, call.node, (map) => put(machine, map, arg(call, 0), arg(call, 1)));
    return call.self;
  },
  entries: (machine, call) => newList(machine, listOf(machine, call.self)),
  '@@iterator': (machine, call) => newList(machine, listOf(machine, call.self)),
};

export const setMethods: NativeTable = {
  add,
  clear,
  delete: remove,
  has: (machine, call) => containsInAny(machine, call.self, arg(call, 0)),
  forEach: (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    for (const item of items) callBack(machine, call, arg(call, 0), [item, item]);
    if (more !== undefined)
      machine.maybe('state', call.node, () => callBack(machine, call, arg(call, 0), [more, more]));
    return undefinedValue;
  },
  values: (machine, call) => newList(machine, listOf(machine, call.self)),
  keys: (machine, call) => newList(machine, listOf(machine, call.self)),
  '@@iterator': (machine, call) => newList(machine, listOf(machine, call.self)),
  entries: (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    const pair = (item: Value): Value => newList(machine, { items: [item, item] });
    return newList(machine, { items: items.map(pair), more: more === undefined ? undefined : pair(more) });
  },
};
