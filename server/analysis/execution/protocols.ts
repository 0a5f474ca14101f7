/** What the language calls of an object on its own: to walk through it, to turn it into a text, to wait for it. */
import ts from 'typescript';
import { isAsync } from './functions.ts';
import { startGenerator } from './generators.ts';
import { classOfObject, promiseKey } from './constructors.ts';
import { anyKey, anyKeyPrefix, HeapObject } from './heap.ts';
import { type Items, noItems } from './items.ts';
import type { Machine } from './machine.ts';
import { getNamed, newList } from './objects.ts';
import { native } from './natives/native.ts';
import { concatenate } from './texts.ts';
import { jsonOfAddress } from './urls.ts';
import {
  isNullish,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  settled,
  single,
  undefinedValue,
  type Value,
} from './values.ts';

/** Keys of the well-known symbols, which are texts here: `Symbol.iterator` is `@@iterator`. */
export const wellKnownSymbols = [
  'iterator',
  'asyncIterator',
  'toPrimitive',
  'hasInstance',
  'toStringTag',
  'species',
  'dispose',
  'asyncDispose',
  'match',
  'matchAll',
  'replace',
  'search',
  'split',
] as const;

/** Under which name of a global that is none a helper of a compiler is found. */
export function helperKey(name: string): string {
  return `helper ${name}`;
}

export function symbolKey(name: (typeof wellKnownSymbols)[number]): string {
  return `@@${name}`;
}

const maxPrototypes = 32;
/** Turns of an iterator; further ones add nothing new. */
const maxTurns = 3;

const nowhere = ts.factory.createEmptyStatement();

/** Where the language calls something on its own. */
function siteOf(machine: Machine): ts.Node {
  return machine.frame?.site ?? nowhere;
}

/** A method that the app itself has written; undefined for those of the language. */
function ownMethod(object: HeapObject, name: string): Value | undefined {
  let holder: HeapObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < maxPrototypes; depth += 1) {
    const field = holder.field(name);
    if (field !== undefined)
      return objectsOf(field).some(({ callable }) => callable?.kind === 'closure') ? field : undefined;
    holder = holder.prototype;
  }
  return undefined;
}

/** Whether a value has an object of the app, which may have methods for the language to call. */
function hasPlainObject({ of }: Value): boolean {
  return of.some((simple) => simple.kind === 'reference' && simple.object.type === 'object');
}

/** What `value instanceof type` is where the app itself says so, in `static [Symbol.hasInstance]`. */
export function ownInstanceTest(machine: Machine, type: HeapObject, value: Value): Value | undefined {
  const test = ownMethod(type, symbolKey('hasInstance'));
  return test === undefined
    ? undefined
    : machine.call(test, { self: reference(type), args: [value], node: siteOf(machine) });
}

/** What `text.replace(pattern)` and its like give where the pattern itself says so, in `[Symbol.replace]`. */
export function ownPatternMethod(
  machine: Machine,
  name: string,
  self: Value,
  args: readonly Value[],
): Value | undefined {
  const [pattern] = objectsOf(args[0] ?? undefinedValue);
  const key = wellKnownSymbols.find((symbol) => symbol === name.replace(/All$/, ''));
  const method = pattern === undefined || key === undefined ? undefined : ownMethod(pattern, symbolKey(key));
  if (pattern === undefined || method === undefined) return undefined;
  return machine.call(method, {
    self: reference(pattern),
    args: [self, ...args.slice(1)],
    node: siteOf(machine),
  });
}

/**
 * The items of an object with `[Symbol.iterator]` or `[Symbol.asyncIterator]`; none where it has neither.
 *
 * @param count how many are asked for, where they are not all: the iterator is told when that is not the end.
 */
export function iterate(machine: Machine, object: HeapObject, count?: number): Items {
  const method = iteratorMethod(object);
  if (method === undefined) return noItems;
  const node = siteOf(machine);
  const iterator = machine.call(method, { self: reference(object), args: [], node });
  const lists = objectsOf(iterator).filter(({ type }) => type === 'array' || type === 'set');
  const [list] = lists;
  if (list !== undefined && iterator.of.length === 1) {
    startGenerator(machine, list);
    return list.items;
  }
  return stepThrough(machine, iterator, node, count);
}

function iteratorMethod(object: HeapObject): Value | undefined {
  return ownMethod(object, symbolKey('iterator')) ?? ownMethod(object, symbolKey('asyncIterator'));
}

/** Whether the app itself says how a value is walked through. */
export function hasOwnIterator(machine: Machine, iterable: Value): boolean {
  return objectsOf(machine.resolve(iterable)).some((object) => iteratorMethod(object) !== undefined);
}

/** A loop that is left before its end lets an iterator of the app know. */
export function closeIterator(machine: Machine, iterable: Value): void {
  for (const object of objectsOf(machine.resolve(iterable))) {
    const method = iteratorMethod(object);
    const node = siteOf(machine);
    if (method === undefined) continue;
    const iterator = machine.call(method, { self: reference(object), args: [], node });
    const [made] = objectsOf(iterator);
    const close = made === undefined ? undefined : ownMethod(made, 'return');
    if (close !== undefined)
      machine.maybe('other', node, () => machine.call(close, { self: iterator, args: [], node }));
  }
}

/** What `using` and `await using` call at the end. */
export function dispose(machine: Machine, resource: Value): void {
  for (const object of objectsOf(machine.resolve(resource))) {
    const method = ownMethod(object, symbolKey('asyncDispose')) ?? ownMethod(object, symbolKey('dispose'));
    if (method !== undefined)
      machine.call(method, { self: reference(object), args: [], node: siteOf(machine) });
  }
}

function stepThrough(machine: Machine, iterator: Value, node: ts.Node, count = maxTurns + 1): Items {
  const items: Value[] = [];
  const next = getNamed(machine, iterator, 'next', node);
  for (let turn = 0; turn < Math.min(maxTurns, count); turn += 1) {
    const step = machine.call(next, { self: iterator, args: [], node });
    const { can } = machine.truth(getNamed(machine, step, 'done', node));
    if (can === 'true') return { items, more: undefined, isSized: true };
    const value = getNamed(machine, step, 'value', node);
    if (can === 'both') return { items: [], more: joinAll([...items, value]), isSized: false };
    items.push(value);
  }
  if (count > maxTurns) return { items, more: joinAll(items), isSized: false };
  for (const made of objectsOf(iterator)) {
    const close = ownMethod(made, 'return');
    if (close !== undefined) machine.call(close, { self: iterator, args: [], node });
  }
  return { items, more: undefined, isSized: true };
}

function isNoDate({ of }: Value): boolean {
  const [simple] = of;
  return of.length === 1 && simple?.kind === 'reference' && simple.object.type === 'noDate';
}

/** What an object becomes in a text or beside an operator, where it says so itself. */
export function toPrimitive(machine: Machine, value: Value, hint: 'string' | 'number' | 'default'): Value {
  if (value.isPromise === true) return primitive('[object Promise]');
  if (isNoDate(value)) return primitive(hint === 'number' ? Number.NaN : 'Invalid Date');
  if (!hasPlainObject(value)) return value;
  const names = hint === 'string' ? ['toString', 'valueOf'] : ['valueOf', 'toString'];
  const result = converted(machine, value, [symbolKey('toPrimitive'), ...names], [primitive(hint)]);
  if (result === value) for (const object of objectsOf(value)) tagOf(machine, object);
  return result;
}

/** The items of a list as one text, in which those that are missing leave nothing. */
export function joined(machine: Machine, items: readonly Value[], separator: Value): Value {
  const texts = items.map((item): Value => {
    const { of } = machine.resolve(toPrimitive(machine, item, 'string'));
    return joinAll(of.map((simple) => (isNullish(simple) ? primitive('') : single(simple))));
  });
  return concatenate(texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text])));
}

/** `Array` in `[object Array]`, which an object may say itself; undefined where it is not known. */
export function tagOf(machine: Machine, object: HeapObject): string | undefined {
  const tag = getNamed(machine, reference(object), symbolKey('toStringTag'), siteOf(machine));
  const own = onlyPrimitive(tag)?.value;
  if (typeof own === 'string') return own;
  if (own !== undefined || tag.of.length !== 1 || object.pending !== undefined) return undefined;
  const { callable } = object;
  if (callable?.kind === 'closure' && isAsync(callable.node)) return 'AsyncFunction';
  return classOfObject(object)?.replace(/^.+(?=Error$)/, '');
}

/** What `JSON.stringify` takes of a value: what `toJSON` and getters give, in all that it holds. */
export function toJson(machine: Machine, value: Value, depth = 0): Value {
  if (isNoDate(value)) return primitive(null);
  // It has no fields of its own.
  if (value.isPromise === true) return reference(new HeapObject('object'));
  if (depth > maxJsonDepth) return value;
  if (isList(value)) return listToJson(machine, value, depth);
  if (!hasPlainObject(value)) return value;
  const own = converted(machine, value, ['toJSON'], []);
  let isChanged = own !== value;
  const results = own.of.map((simple): Value => {
    if (simple.kind !== 'reference' || simple.object.type !== 'object') return single(simple);
    const { object } = simple;
    const address = jsonOfAddress(object);
    if (address !== undefined) {
      isChanged = true;
      return address;
    }
    const keys = object.keys();
    if (keys.length > maxJsonKeys) return single(simple);
    const fields = new Map<string, Value>();
    for (const key of keys) {
      const field = object.field(key);
      const known = field ?? getNamed(machine, single(simple), key, siteOf(machine));
      const inner = toJson(machine, known, depth + 1);
      if (inner !== field) fields.set(key, inner);
    }
    if (fields.size === 0) return single(simple);
    isChanged = true;
    const copy = new HeapObject('object', object.openAs === undefined ? {} : { openAs: object.openAs });
    for (const key of [...keys, anyKey, anyKeyPrefix])
      machine.set(copy, key, fields.get(key) ?? object.field(key));
    return reference(copy);
  });
  return isChanged ? joinAll(results) : value;
}

function isList({ of }: Value): boolean {
  const [simple] = of;
  return of.length === 1 && simple?.kind === 'reference' && simple.object.type === 'array';
}

function listToJson(machine: Machine, value: Value, depth: number): Value {
  const [list] = objectsOf(value);
  if (list === undefined || list.pending !== undefined || list.items.items.length > maxJsonKeys) return value;
  const { items, more, isSized } = list.items;
  const written = items.map((item) => toJson(machine, item, depth + 1));
  const others = more === undefined ? undefined : toJson(machine, more, depth + 1);
  const isChanged = others !== more || written.some((item, index) => item !== items[index]);
  return isChanged ? newList(machine, { items: written, more: others, isSized }) : value;
}

const maxJsonDepth = 4;
const maxJsonKeys = 60;

function converted(machine: Machine, value: Value, names: readonly string[], args: readonly Value[]): Value {
  let isChanged = false;
  const results = value.of.map((simple): Value => {
    if (simple.kind !== 'reference' || simple.object.type !== 'object') return single(simple);
    for (const name of names) {
      const method = ownMethod(simple.object, name);
      if (method === undefined) continue;
      isChanged = true;
      return machine.call(method, { self: single(simple), args, node: siteOf(machine), name });
    }
    return single(simple);
  });
  return isChanged ? joinAll(results) : value;
}

/** What an object that is a promise will be, unless it has a `then` of its own; the value itself where it is none. */
export function promiseWithin(value: Value): Value {
  const promises = value.of.flatMap((simple) => {
    const object = simple.kind === 'reference' && simple.object.type === 'object' ? simple.object : undefined;
    const promise = object?.field(promiseKey);
    return object === undefined || promise === undefined || ownMethod(object, 'then') !== undefined
      ? []
      : { simple, promise };
  });
  if (promises.length === 0) return value;
  const others = value.of.filter((simple) => !promises.some((one) => one.simple === simple));
  return joinAll([...promises.map(({ promise }) => promise), ...others.map((simple) => single(simple))]);
}

/** What `await` gives: of an object with a `then` of its own, what that calls back with. */
export function awaited(machine: Machine, promise: Value): Value {
  const value = settled(promiseWithin(promise));
  if (!hasPlainObject(value)) return value;
  let isChanged = false;
  const results = value.of.map((simple): Value => {
    if (simple.kind !== 'reference' || simple.object.type !== 'object') return single(simple);
    const then = ownMethod(simple.object, 'then');
    if (then === undefined) return single(simple);
    isChanged = true;
    return settledBy(machine, (resolve, reject) => {
      machine.call(then, {
        self: single(simple),
        args: [resolve, reject],
        node: siteOf(machine),
        name: 'then',
      });
    });
  });
  return isChanged ? joinAll(results) : value;
}

/** Runs what may call `resolve`, and gives what it called it with; undefined when it has not. */
export function settledBy(
  machine: Machine,
  run: (resolve: Value, reject: Value) => void,
  otherwise: Value = undefinedValue,
): Value {
  const cell = new HeapObject('object');
  const resolve = native('resolve', (_machine, { args }) => {
    const old = cell.field('value');
    const value = args[0] ?? undefinedValue;
    machine.set(cell, 'value', old === undefined ? value : joinAll([old, value]));
    return undefinedValue;
  });
  run(
    resolve,
    native('reject', () => undefinedValue),
  );
  return cell.field('value') ?? otherwise;
}

/** The text that functions of the language take a value for where they ask for one: of `['a']` it is `a`. */
export function textOfAny(machine: Machine, given: Value): Value {
  const [object] = objectsOf(machine.resolve(given));
  if (object === undefined || given.of.length !== 1) return toPrimitive(machine, given, 'string');
  if (object.type === 'array' && object.items.more === undefined)
    return joined(machine, object.items.items, primitive(','));
  if (machine.ofJson.has(object)) return primitive('[object Object]');
  return jsonOfAddress(object) ?? toPrimitive(machine, given, 'string');
}
