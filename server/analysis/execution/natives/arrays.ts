/** Methods of arrays. */
import { askGenerator, stopGenerator, throwInto } from '../generators.ts';
import { both, type Facts, noFacts } from '../facts.ts';
import { givesPromise } from '../functions.ts';
import type { Items, NativeCall, NativeFunction, RestOfObject } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { contains } from '../membership.ts';
import { getNamed, newList, newObject } from '../objects.ts';
import { toPrimitive } from '../protocols.ts';
import { indexWhere } from '../searches.ts';
import { anyItem, appended, keysWithFacts, listOf, restBehind } from '../sequences.ts';
import { concatenate } from '../texts.ts';
import {
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  single,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
  worstOrigin,
} from '../values.ts';
import { arg, callBack, type NativeTable } from './native.ts';

const maxItems = 64;

/** Each item in turn; what may be there or not is executed as such. */
function eachItem(
  machine: Machine,
  call: NativeCall,
  visit: (item: Value, index: Value, isCertain: boolean) => Value,
): void {
  const list = listOf(machine, call.self);
  list.items.slice(0, maxItems).forEach((item, index) => visit(item, primitive(index), true));
  const rest = [...list.items.slice(maxItems), ...(list.more === undefined ? [] : [list.more])];
  for (const item of rest) {
    const origin = item.condition?.origin ?? worstOrigin(item.of);
    machine.maybe(origin, call.node, () => visit(item, unknown('other'), false), item.condition);
  }
}

/** Calls what the method was given, with the second argument of the method as `this`. */
function visit(machine: Machine, call: NativeCall, item: Value, index: Value): Value {
  const { args, node, self } = call;
  return machine.call(arg(call, 0), { self: args[1] ?? undefinedValue, args: [item, index, self], node });
}

/** The same for a method that tests what comes back: the promise of an async function is always true. */
function test(machine: Machine, call: NativeCall, item: Value, index: Value): Value {
  const result = visit(machine, call, item, index);
  return givesPromise(arg(call, 0)) ? primitive(true) : result;
}

function iterate(machine: Machine, call: NativeCall): Value {
  eachItem(machine, call, (item, index) => visit(machine, call, item, index));
  return undefinedValue;
}

function map(machine: Machine, call: NativeCall): Value {
  const items: Value[] = [];
  let more: Value | undefined;
  eachItem(machine, call, (item, index, isCertain) => {
    const result = visit(machine, call, item, index);
    if (isCertain) items.push(result);
    else more = more === undefined ? withCondition(result, item.condition) : join(more, result);
    return result;
  });
  return newList(machine, { items, more });
}

function flatMap(machine: Machine, call: NativeCall): Value {
  return flatten(machine, map(machine, call));
}

function flatten(machine: Machine, value: Value): Value {
  const { items, more } = listOf(machine, value);
  let result: Items = { items: [], more: undefined, isSized: true };
  for (const item of items) {
    const isList = objectsOf(item).some(({ type }) => type === 'array');
    result = appended(
      result,
      isList ? listOf(machine, item) : { items: [item], more: undefined, isSized: true },
    );
  }
  if (more === undefined) return newList(machine, result);
  const inner = objectsOf(more).length > 0 ? (anyItem(listOf(machine, more)) ?? more) : more;
  return newList(machine, appended(result, { items: [], more: inner, isSized: true }));
}

/** Items of which the callback says that they stay; those of which it is not known may be there or not. */
function filter(machine: Machine, call: NativeCall): Value {
  const items: Value[] = [];
  let more: Value | undefined;
  const { isSized } = listOf(machine, call.self);
  eachItem(machine, call, (item, index, isCertain) => {
    const rest = isCertain ? undefined : restBehind(item);
    if (rest !== undefined) {
      more = filteredRest(machine, call, item, rest);
      return undefinedValue;
    }
    const truth = machine.truth(test(machine, call, item, index));
    if (truth.can === 'false') return undefinedValue;
    if (truth.can === 'true' && isCertain) items.push(item);
    else {
      const kept = withCondition(item, {
        whenTrue: truth.whenTrue,
        whenFalse: truth.whenFalse,
        origin: truth.origin,
      });
      more = more === undefined ? kept : join(more, kept);
    }
    return undefinedValue;
  });
  return newList(machine, { items, more, isSized });
}

/**
 * What is left of the entries of an object of which not all are known: those that conditions were about are asked for
 * one by one, as in `Object.entries(event.properties).filter(([key]) => key !== 'seen')`.
 */
function filteredRest(machine: Machine, call: NativeCall, item: Value, rest: RestOfObject): Value {
  const { value, without } = rest;
  const dropped = keysWithFacts(machine, value).filter((key) => {
    const entry = newList(machine, {
      items: [primitive(key), getNamed(machine, single(value), key, call.node)],
    });
    const result = callBack(machine, call, arg(call, 0), [entry, unknown('other'), call.self]);
    return machine.truth(result).can === 'false';
  });
  machine.maybe('other', call.node, () =>
    callBack(machine, call, arg(call, 0), [item, unknown('other'), call.self]),
  );
  const left = newList(machine, listOf(machine, item));
  for (const object of objectsOf(left)) object.restOf = { value, without: [...without, ...dropped] };
  return left;
}

function find(machine: Machine, call: NativeCall): Value {
  let found: Value | undefined;
  let isCertain = false;
  eachItem(machine, call, (item, index, isThere) => {
    if (isCertain) return undefinedValue;
    const truth = machine.truth(test(machine, call, item, index));
    if (truth.can === 'false') return undefinedValue;
    isCertain = truth.can === 'true' && isThere;
    found = found === undefined ? item : join(found, item);
    return undefinedValue;
  });
  if (found === undefined) return undefinedValue;
  return isCertain ? found : join(found, undefinedValue);
}

/** `some` and `every`: the truth of the callback's results together, with what follows from it for one item. */
function quantify(isSome: boolean): NativeFunction {
  return (machine, call) => {
    const results: Value[] = [];
    let isUncertain = false;
    eachItem(machine, call, (item, index, isThere) => {
      const result = test(machine, call, item, index);
      results.push(result);
      if (!isThere) isUncertain = true;
      return result;
    });
    const truths = results.map((result) => machine.truth(result));
    const deciding = isSome ? 'true' : 'false';
    if (!isUncertain && truths.some(({ can }) => can === deciding)) return primitive(isSome);
    if (truths.every(({ can }) => can !== deciding && can !== 'both')) return primitive(!isSome);
    const [only] = results;
    if (results.length === 1 && only !== undefined && !isUncertain) return only;
    return combine(machine, results, isSome);
  };
}

/** `a || b || …` or `a && b && …`, where not all of them are known. */
function combine(machine: Machine, results: readonly Value[], isSome: boolean): Value {
  const truths = results.map((result) => machine.truth(result)).filter(({ can }) => can === 'both');
  const origin = worstOrigin(results.flatMap(({ of }) => of));
  const together = truths
    .map(({ whenTrue, whenFalse }) => (isSome ? whenFalse : whenTrue))
    .reduce(
      (known: Facts | undefined, facts) => (known === undefined ? undefined : both(known, facts)),
      noFacts,
    );
  const all = together ?? noFacts;
  const condition = isSome
    ? { whenTrue: noFacts, whenFalse: all, origin }
    : { whenTrue: all, whenFalse: noFacts, origin };
  return withCondition(unknown(origin), condition);
}

function reduce(machine: Machine, call: NativeCall): Value {
  const list = listOf(machine, call.self);
  const hasStart = call.args.length > 1;
  let result = hasStart ? arg(call, 1) : (list.items[0] ?? list.more ?? undefinedValue);
  const items = hasStart ? list.items : list.items.slice(1);
  for (const item of items.slice(0, maxItems)) {
    result = callBack(machine, call, arg(call, 0), [result, item, unknown('other'), call.self]);
  }
  const { more } = list;
  if (more === undefined) return result;
  const before = result;
  return machine.maybe(worstOrigin(more.of), call.node, () => {
    result = callBack(machine, call, arg(call, 0), [before, more, unknown('other'), call.self]);
    return result;
  }) === undefined
    ? before
    : join(before, result);
}

function change(machine: Machine, { self }: NativeCall, update: (items: Items) => Items): void {
  const objects = objectsOf(self);
  for (const object of objects) {
    const updated = update(object.items);
    machine.setItems(object, objects.length === 1 ? updated : { ...object.items, more: anyItem(updated) });
  }
}

function push(machine: Machine, call: NativeCall): Value {
  const added: Items = { items: call.args, more: undefined, isSized: true };
  change(machine, call, (items) => {
    const all = appended(items, added);
    return all.items.length <= maxItems ? all : { items: [], more: anyItem(all), isSized: true };
  });
  return unknown('other', undefined, true);
}

function take(fromEnd: boolean): NativeFunction {
  return (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    if (more !== undefined)
      return join(anyItem({ items, more, isSized: true }) ?? undefinedValue, undefinedValue);
    const taken = (fromEnd ? items.at(-1) : items[0]) ?? undefinedValue;
    change(machine, call, (list) => ({
      ...list,
      items: fromEnd ? list.items.slice(0, -1) : list.items.slice(1),
    }));
    return taken;
  };
}

function slice(machine: Machine, call: NativeCall): Value {
  const list = listOf(machine, call.self);
  const from = onlyPrimitive(arg(call, 0))?.value;
  const to = onlyPrimitive(arg(call, 1))?.value;
  const isKnown =
    list.more === undefined &&
    (from === undefined || typeof from === 'number') &&
    (to === undefined || typeof to === 'number');
  if (isKnown) return newList(machine, { ...list, items: list.items.slice(from, to) });
  return newList(machine, { items: [], more: anyItem(list) });
}

function splice(machine: Machine, call: NativeCall): Value {
  const list = listOf(machine, call.self);
  const exact = spliceKnown(machine, list, call);
  if (exact !== undefined) return exact;
  const all = anyItem(appended(list, { items: call.args.slice(2), more: undefined, isSized: true }));
  const isAll = onlyPrimitive(arg(call, 0))?.value === 0 && call.args.length <= 2;
  change(machine, call, () => ({ items: [], more: all, isSized: false }));
  return isAll ? newList(machine, list) : newList(machine, { items: [], more: anyItem(list) });
}

/** Where all is known, exactly what is taken out and put in. */
function spliceKnown(machine: Machine, { items, more, isSized }: Items, call: NativeCall): Value | undefined {
  const [start, count] = [call.args[0], call.args[1]].map((value) =>
    value === undefined ? undefined : onlyPrimitive(machine.resolve(value))?.value,
  );
  if (more !== undefined || !isSized || typeof start !== 'number') return undefined;
  if (call.args.length > 1 && typeof count !== 'number') return undefined;
  const kept = [...items];
  const taken =
    typeof count === 'number' ? kept.splice(start, count, ...call.args.slice(2)) : kept.splice(start);
  change(machine, call, () => ({ items: kept, more: undefined, isSized: true }));
  return newList(machine, { items: taken });
}

function concat(machine: Machine, call: NativeCall): Value {
  let result = listOf(machine, call.self);
  for (const value of call.args) {
    const isList =
      objectsOf(value).some(({ type }) => type === 'array') ||
      value.of.some(({ kind }) => kind === 'unknown');
    result = appended(
      result,
      isList ? listOf(machine, value) : { items: [value], more: undefined, isSized: true },
    );
  }
  return newList(machine, result);
}

/** The part of a list in which `includes(item, from)` looks; the items before it are left out and leave no gap. */
function fromIndex(machine: Machine, list: Items, { args }: NativeCall): Items {
  if (args[1] === undefined) return list;
  const from = onlyPrimitive(machine.resolve(args[1]))?.value;
  return typeof from === 'number'
    ? { ...list, items: list.items.map((item, index) => (index < from ? hole : item)) }
    : { items: [], more: anyItem(list), isSized: false };
}

/** Equal to nothing. */
const hole = primitive(Number.NaN);

/** The index of an item; exact where all is known. */
function indexOf(machine: Machine, call: NativeCall): Value {
  const list = fromIndex(machine, listOf(machine, call.self), call);
  const wanted = machine.resolve(arg(call, 0));
  const known = onlyPrimitive(wanted);
  const items = list.items.map((item) => onlyPrimitive(machine.resolve(item)));
  if (known !== undefined && list.more === undefined && items.every((item) => item !== undefined))
    return primitive(items.findIndex((item) => item?.value === known.value));
  return indexWhere(machine, contains(machine, list, wanted), [wanted, ...list.items], call.node);
}

function findIndex(machine: Machine, call: NativeCall): Value {
  return indexWhere(machine, quantify(true)(machine, call), [], call.node);
}

function joinText(machine: Machine, call: NativeCall): Value {
  const { items, more } = listOf(machine, call.self);
  if (more !== undefined) return unknown(worstOrigin(more.of));
  const separator = call.args.length === 0 ? primitive(',') : arg(call, 0);
  return concatenate(
    items
      .flatMap((item, index) => (index === 0 ? [item] : [separator, item]))
      .map((item) => machine.resolve(toPrimitive(machine, item, 'string'))),
  );
}

function at(machine: Machine, call: NativeCall): Value {
  const { items, more } = listOf(machine, call.self);
  const index = onlyPrimitive(arg(call, 0))?.value;
  if (more === undefined && typeof index === 'number') return items.at(index) ?? undefinedValue;
  return join(anyItem({ items, more, isSized: true }) ?? undefinedValue, undefinedValue);
}

function copy(machine: Machine, { self }: NativeCall): Value {
  return newList(machine, listOf(machine, self));
}

function same(_machine: Machine, { self }: NativeCall): Value {
  return self;
}

/** Two of the items are compared, any two; there is nothing to compare in a list of one. */
function compareItems(machine: Machine, call: NativeCall): void {
  const list = listOf(machine, call.self);
  const item = anyItem(list);
  if (item === undefined) return;
  if (call.args.length === 0) {
    if (list.items.length > 1) for (const each of list.items) toPrimitive(machine, each, 'string');
    return;
  }
  const compare = (): Value => callBack(machine, call, arg(call, 0), [item, item]);
  if (list.items.length > 1) compare();
  else if (list.more !== undefined) machine.maybe(worstOrigin(item.of), call.node, compare);
}

function reversed(list: Items): Items {
  return { ...list, items: list.items.toReversed() };
}

function sort(machine: Machine, call: NativeCall): Value {
  compareItems(machine, call);
  const sorted = inOrder(machine, call);
  change(machine, call, () => sorted);
  return call.self;
}

/** The items of a list in order: that of texts where all are known, any order elsewhere. */
function inOrder(machine: Machine, call: NativeCall): Items {
  const list = listOf(machine, call.self);
  if (list.items.length <= 1) return list;
  const known = list.items.map((item) => onlyPrimitive(machine.resolve(item)));
  const isKnown = known.every((item) => item !== undefined && item.value !== undefined);
  if (call.args.length > 0 || list.more !== undefined || !list.isSized || !isKnown)
    return { items: [], more: anyItem(list), isSized: list.isSized };
  const texts = list.items.map((item, index) => ({ item, text: String(known[index]?.value) }));
  texts.sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)));
  return { ...list, items: texts.map(({ item }) => item) };
}

function fill(machine: Machine, call: NativeCall): Value {
  change(machine, call, () => ({ items: [], more: arg(call, 0), isSized: true }));
  return call.self;
}

function entries(machine: Machine, call: NativeCall): Value {
  const { items, more } = listOf(machine, call.self);
  return newList(machine, {
    items: items.map((item, index) => newList(machine, { items: [primitive(index), item] })),
    more: more === undefined ? undefined : newList(machine, { items: [unknown('other'), more] }),
  });
}

const positionKey = '#position';

/** A generator, a list of what it yields, is stepped through: what it is given may be called. */
function next(machine: Machine, call: NativeCall): Value {
  for (const given of call.args) {
    if (objectsOf(given).every(({ callable }) => callable === undefined)) continue;
    machine.maybe('other', call.node, () => callBack(machine, call, given, [unknown('other')]));
  }
  const [list] = objectsOf(call.self);
  if (list !== undefined) askGenerator(machine, list);
  const { items, more, isSized } = list?.pending === undefined ? listOf(machine, call.self) : list.items;
  const returned = list?.returned ?? undefinedValue;
  const position = list === undefined ? undefined : onlyPrimitive(list.field(positionKey) ?? primitive(0));
  if (list !== undefined && isSized && more === undefined && typeof position?.value === 'number') {
    machine.set(list, positionKey, primitive(position.value + 1));
    const item = items[position.value];
    return newObject(machine, { value: item ?? returned, done: primitive(item === undefined) });
  }
  const any = anyItem({ items, more, isSized }) ?? undefinedValue;
  return newObject(machine, { value: joinAll([any, returned]), done: unknown('other') });
}

export const arrayMethods: NativeTable = {
  forEach: iterate,
  map,
  flatMap,
  filter,
  find,
  findLast: (machine, call) =>
    find(machine, { ...call, self: newList(machine, reversed(listOf(machine, call.self))) }),
  reduce,
  reduceRight: (machine, call) =>
    reduce(machine, { ...call, self: newList(machine, reversed(listOf(machine, call.self))) }),
  push,
  unshift: push,
  slice,
  splice,
  concat,
  toSpliced: (machine, call) => {
    const copied = copy(machine, call);
    splice(machine, { ...call, self: copied });
    return copied;
  },
  with: (machine, call) => {
    const { items, more, isSized } = listOf(machine, call.self);
    const index = onlyPrimitive(arg(call, 0))?.value;
    const isKnown = typeof index === 'number' && more === undefined && isSized;
    const place = isKnown && index < 0 ? items.length + index : index;
    const replaced = items.map((item, at) =>
      isKnown ? (at === place ? arg(call, 1) : item) : join(item, arg(call, 1)),
    );
    return newList(machine, {
      items: replaced,
      more: more === undefined ? undefined : join(more, arg(call, 1)),
      isSized,
    });
  },
  at,
  indexOf,
  lastIndexOf: indexOf,
  findIndex,
  findLastIndex: findIndex,
  sort,
  fill,
  entries,
  join: joinText,
  pop: take(true),
  shift: take(false),
  some: quantify(true),
  every: quantify(false),
  reverse: (machine, call) => {
    change(machine, call, reversed);
    return call.self;
  },
  toReversed: (machine, call) => newList(machine, reversed(listOf(machine, call.self))),
  toSorted: (machine, call) => {
    compareItems(machine, call);
    return newList(machine, inOrder(machine, call));
  },
  next,
  return: (machine, call) => {
    for (const object of objectsOf(call.self)) stopGenerator(machine, object);
    return next(machine, call);
  },
  throw: (machine, call) => {
    for (const object of objectsOf(call.self)) throwInto(machine, object);
    return newObject(machine, { value: unknown('other'), done: unknown('other') });
  },
  toArray: same,
  values: copy,
  '@@iterator': copy,
  flat: (machine, call) => flatten(machine, call.self),
  includes: (machine, call) =>
    contains(machine, fromIndex(machine, listOf(machine, call.self), call), arg(call, 0)),
  keys: (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    return newList(machine, {
      items: items.map((_, index) => primitive(index)),
      more: more === undefined ? undefined : unknown('other'),
    });
  },
};

/** The list that an iterable object stands for, as an array of its own. */
export function arrayOf(machine: Machine, value: Value): Value {
  return newList(machine, listOf(machine, value));
}
