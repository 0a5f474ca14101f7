/** Methods of arrays. */
import {
  iterate,
  map,
  filter,
  find,
  quantify,
  reduce,
  findIndex,
  findIndexFromBehind,
  maxItems,
} from './arrayCallbacks.ts';
import ts from 'typescript';
import { askGenerator, stopGenerator, throwInto } from '../generators.ts';
import { concat } from './concat.ts';
import type { NativeCall, NativeFunction } from '../heap.ts';
import { hole, type Items, noItems, withoutHoles } from '../items.ts';
import type { Machine } from '../machine.ts';
import { contains, containsInAny } from '../membership.ts';
import { atPlace, getNamed, newList, newObject } from '../objects.ts';
import { joined, symbolKey, toPrimitive } from '../protocols.ts';
import { indexWhere } from '../searches.ts';
import { anyItem, appended, listOf, sparseListOf } from '../sequences.ts';
import {
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  type PrimitiveValue,
  single,
  undefinedValue,
  unknown,
  type Value,
  worstOrigin,
} from '../values.ts';
import { arg, callBack, type NativeTable, safeNative } from './native.ts';

function flatMap(machine: Machine, call: NativeCall): Value {
  return flatten(machine, map(machine, call));
}

/** `list.flat(depth)`; a depth that is not known is taken for one. */
function flat(machine: Machine, call: NativeCall): Value {
  const given = onlyPrimitive(machine.resolve(arg(call, 0)))?.value;
  const depth = typeof given === 'number' ? Math.min(given, maxFlat) : 1;
  if (depth < 1) return newList(machine, listOf(machine, call.self));
  let list = flatten(machine, call.self);
  for (let level = 1; level < depth && hasList(machine, list); level += 1) list = flatten(machine, list);
  return list;
}

const maxFlat = 16;

function hasList(machine: Machine, value: Value): boolean {
  const { items, more } = listOf(machine, value);
  return [...items, ...(more === undefined ? [] : [more])].some((item) =>
    objectsOf(item).some(({ type }) => type === 'array'),
  );
}

function flatten(machine: Machine, value: Value): Value {
  const { items, more } = sparseListOf(machine, value);
  let result: Items = { items: [], more: undefined, isSized: true };
  for (const item of items) {
    if (item === hole) continue;
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

function change(machine: Machine, { self }: NativeCall, update: (items: Items) => Items): void {
  const objects = objectsOf(self);
  for (const object of objects) {
    const updated = update(object.items);
    machine.setItems(object, objects.length === 1 ? updated : { ...object.items, more: anyItem(updated) });
  }
}

/** `push` and `unshift`, which puts what it is given before all others. */
function extend(isInFront: boolean): NativeFunction {
  return (machine, call) => {
    const added: Items = { items: call.args, more: undefined, isSized: true };
    change(machine, call, (list) => {
      const all = isInFront ? appended(added, list) : appended(list, added);
      const { whole } = list;
      return all.items.length <= maxItems
        ? {
            ...all,
            whole: whole && { ...whole, isLonger: whole.isLonger || call.args.length > 0 },
            isGrown: list.isGrown === true,
          }
        : { items: [], more: anyItem(all), isSized: true };
    });
    return unknown('other', undefined, true);
  };
}

function take(fromEnd: boolean): NativeFunction {
  return (machine, call) => {
    const { items, more } = listOf(machine, call.self);
    if (more !== undefined) {
      change(machine, call, (list) => ({ ...list, whole: undefined, isGrown: false }));
      return join(anyItem({ items, more, isSized: true }) ?? undefinedValue, undefinedValue);
    }
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
  if (isWhole(call)) {
    change(machine, call, () => noItems);
    return newList(machine, list);
  }
  const all = anyItem(appended(list, { items: call.args.slice(2), more: undefined, isSized: true }));
  const isAll = onlyPrimitive(arg(call, 0))?.value === 0 && call.args.length <= 2;
  change(machine, call, () => ({ items: [], more: all, isSized: false }));
  return isAll ? newList(machine, list) : newList(machine, { items: [], more: anyItem(list) });
}

/** `list.splice(0)` and `list.splice(0, list.length)` take out all. */
function isWhole({ args, node }: NativeCall): boolean {
  if (onlyPrimitive(args[0] ?? undefinedValue)?.value !== 0 || !ts.isCallExpression(node)) return false;
  const { arguments: given, expression } = node;
  if (given.length === 1) return true;
  const [, count] = given;
  return (
    given.length === 2 &&
    count !== undefined &&
    ts.isPropertyAccessExpression(expression) &&
    count.getText() === `${expression.expression.getText()}.length`
  );
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

/** The part of a list in which `includes(item, from)` looks. */
function fromIndex(machine: Machine, list: Items, { args }: NativeCall): Items {
  if (args[1] === undefined) return list;
  const from = onlyPrimitive(machine.resolve(args[1]))?.value;
  return typeof from === 'number' && (from >= 0 || (list.more === undefined && list.isSized))
    ? { ...list, items: list.items.slice(from) }
    : { items: [], more: anyItem(list), isSized: false };
}

/** The index of an item; exact where all is known. */
function indexOf(name: 'indexOf' | 'lastIndexOf'): NativeFunction {
  return (machine, call) => {
    const all = sparseListOf(machine, call.self);
    const [wanted, ...limits] = call.args.map((value) => machine.resolve(value));
    const known = onlyPrimitive(wanted ?? undefinedValue);
    const items = all.items.map((item) => onlyPrimitive(machine.resolve(item)));
    const [from, isFromKnown] = [limits[0], limits.slice(0, 1).every(isNumber)];
    if (
      known !== undefined &&
      isFromKnown &&
      all.more === undefined &&
      items.every((item) => item !== undefined)
    ) {
      // A hole is equal to nothing.
      const values = all.items.map((item, index) => (item === hole ? Number.NaN : items[index]?.value));
      const limit = from === undefined ? [] : [Number(onlyPrimitive(from)?.value)];
      return primitive(values[name](known.value, ...(limit as [number])));
    }
    const list =
      name === 'indexOf' || from === undefined
        ? fromIndex(machine, withoutHoles(all), call)
        : { items: [], more: anyItem(all), isSized: false };
    const found = contains(machine, list, wanted ?? undefinedValue);
    return indexWhere(machine, found, [wanted ?? undefinedValue, ...list.items], call.node);
  };
}

function isNumber(value: Value): boolean {
  return typeof onlyPrimitive(value)?.value === 'number';
}

function joinText(machine: Machine, call: NativeCall): Value {
  const { items, more } = listOf(machine, call.self);
  // What is made of the letters of a name is a name again; whatever else is in the list, it is a text.
  if (
    more?.of.every((simple) => simple.kind === 'unknown' && simple.id?.includes('event.event') !== false) ===
    true
  )
    return unknown(worstOrigin(more.of));
  if (more !== undefined)
    return single({
      kind: 'text',
      parts: [{ kind: 'unknown', id: undefined, origin: worstOrigin(more.of), isTruthy: false }],
    });
  const given = machine.resolve(toPrimitive(machine, arg(call, 0), 'string'));
  const [only] = given.of;
  const isLeftOut = given.of.length === 1 && only?.kind === 'primitive' && only.value === undefined;
  return joined(machine, items, isLeftOut ? primitive(',') : given);
}

function at(machine: Machine, call: NativeCall): Value {
  const list = listOf(machine, call.self);
  const { items, more } = list;
  const index = onlyPrimitive(arg(call, 0))?.value;
  if (more === undefined && typeof index === 'number') {
    const item = items.at(index) ?? undefinedValue;
    const [written] = ts.isCallExpression(call.node) ? call.node.arguments : [];
    // An index that is counted comes to each of them.
    return written === undefined || ts.isIdentifier(written) ? item : atPlace(list, item);
  }
  return join(anyItem({ items, more, isSized: true }) ?? undefinedValue, undefinedValue);
}

function copy(machine: Machine, { self }: NativeCall): Value {
  return newList(machine, listOf(machine, self));
}

function same(_machine: Machine, { self }: NativeCall): Value {
  return self;
}

/**
 * The items in the order that a function gives them: each is put where it belongs among those before it. Where a
 * comparison is not known, two of the items are compared, any two, and it is any order.
 */
function compared(machine: Machine, call: NativeCall): Items | undefined {
  const list = listOf(machine, call.self);
  const { items, more } = list;
  const any = anyItem(list);
  if (any === undefined) return list;
  const compare = (one: Value, other: Value): Value => callBack(machine, call, arg(call, 0), [one, other]);
  if (more !== undefined && items.length < 2)
    machine.maybe(worstOrigin(any.of), call.node, () => compare(any, any));
  if (more !== undefined || !list.isSized || items.length > mostCompared) {
    if (items.length > 1) compare(any, any);
    return undefined;
  }
  const sorted: Value[] = [];
  for (const item of items) {
    let place = sorted.length;
    for (const before of sorted.toReversed()) {
      const result = onlyPrimitive(machine.resolve(compare(before, item)))?.value;
      if (typeof result !== 'number') {
        if (items.length > 2) compare(any, any);
        return undefined;
      }
      if (result <= 0) break;
      place -= 1;
    }
    sorted.splice(place, 0, item);
  }
  return { ...list, items: sorted };
}

/** Longer lists are in any order. */
const mostCompared = 8;

function reversed(list: Items): Items {
  return { ...list, items: list.items.toReversed() };
}

/** A method that goes through the list from its last item to its first. */
function fromBehind(run: NativeFunction, indexAt = 1): NativeFunction {
  return (machine, call) => {
    const list = sparseListOf(machine, call.self);
    const callback = safeNative('callback', (_machine, { args, node, self }) => {
      const index = onlyPrimitive(args[indexAt] ?? undefinedValue)?.value;
      const place = typeof index === 'number' ? primitive(list.items.length - 1 - index) : unknown('other');
      return machine.call(arg(call, 0), { self, args: args.with(indexAt, place), node });
    });
    const others = call.args.slice(1);
    return run(machine, { ...call, self: newList(machine, reversed(list)), args: [callback, ...others] });
  };
}

function sort(machine: Machine, call: NativeCall): Value {
  const sorted = inOrder(machine, call);
  change(machine, call, () => sorted);
  return call.self;
}

/** The items of a list in order: that of texts, or of a function, where all is known, any order elsewhere. */
function inOrder(machine: Machine, call: NativeCall): Items {
  const list = listOf(machine, call.self);
  const byFunction = call.args.length === 0 ? undefined : compared(machine, call);
  if (byFunction !== undefined || list.items.length <= 1) return byFunction ?? list;
  if (call.args.length === 0) for (const each of list.items) toPrimitive(machine, each, 'string');
  const known = list.items.map((item) => onlyPrimitive(machine.resolve(item)));
  const isKnown = known.every((item) => item !== undefined && item.value !== undefined);
  if (call.args.length > 0 || list.more !== undefined || !list.isSized || !isKnown)
    return { items: [], more: anyItem(list), isSized: list.isSized };
  const texts = list.items.map((item, index) => ({ item, text: String(known[index]?.value) }));
  texts.sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)));
  return { ...list, items: texts.map(({ item }) => item) };
}

function fill(machine: Machine, call: NativeCall): Value {
  const value = arg(call, 0);
  const [from, to] = [arg(call, 1), arg(call, 2)].map((limit) => onlyPrimitive(machine.resolve(limit)));
  change(machine, call, (list) => {
    const { items, more, isSized } = list;
    if (more !== undefined || !isIndex(from) || !isIndex(to))
      return { items: [], more: joinAll([value, anyItem(list) ?? value]), isSized };
    return { ...list, items: [...items].fill(value, from?.value, to?.value) };
  });
  return call.self;
}

/** Whether a limit is a number that is known, or left out. */
function isIndex(
  limit: PrimitiveValue | undefined,
): limit is PrimitiveValue & { readonly value: number | undefined } {
  return limit !== undefined && (limit.value === undefined || typeof limit.value === 'number');
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

/** A method whose list is of the class of the one that it is called on: `class Names extends Array`. */
function inKind(run: NativeFunction): NativeFunction {
  return (machine, call) => {
    const result = run(machine, call);
    const [self] = objectsOf(call.self);
    if (self?.prototype === undefined) return result;
    const own = getNamed(machine, call.self, 'constructor', call.node);
    const species = getNamed(machine, own, symbolKey('species'), call.node);
    const [made] = objectsOf(objectsOf(species).length === 0 ? own : species);
    for (const list of objectsOf(result))
      [list.prototype] = objectsOf(made?.field('prototype') ?? undefinedValue);
    return result;
  };
}

export const arrayMethods: NativeTable = {
  forEach: iterate,
  map: inKind(map),
  flatMap: inKind(flatMap),
  filter: inKind(filter),
  find,
  findLast: fromBehind(find),
  reduce,
  reduceRight: fromBehind(reduce, 2),
  push: extend(false),
  unshift: extend(true),
  slice: inKind(slice),
  splice: inKind(splice),
  concat: inKind(concat),
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
  indexOf: indexOf('indexOf'),
  lastIndexOf: indexOf('lastIndexOf'),
  findIndex,
  findLastIndex: fromBehind(findIndexFromBehind),
  sort,
  fill,
  entries,
  join: joinText,
  toString: (machine: Machine, call: NativeCall) => joinText(machine, { ...call, args: [] }),
  pop: take(true),
  shift: take(false),
  some: quantify(true),
  every: quantify(false),
  reverse: (machine, call) => {
    change(machine, call, reversed);
    return call.self;
  },
  toReversed: (machine, call) => newList(machine, reversed(listOf(machine, call.self))),
  toSorted: (machine, call) => newList(machine, inOrder(machine, call)),
  next,
  return: (machine, call) => {
    const isEnded = objectsOf(call.self).every((object) => stopGenerator(machine, object));
    const [value, done] = isEnded ? [arg(call, 0), primitive(true)] : [unknown('other'), unknown('other')];
    return newObject(machine, { value, done });
  },
  throw: (machine, call) => {
    for (const object of objectsOf(call.self)) throwInto(machine, object);
    return newObject(machine, { value: unknown('other'), done: unknown('other') });
  },
  toArray: same,
  values: copy,
  '@@iterator': copy,
  flat: inKind(flat),
  includes: (machine, call) =>
    containsInAny(machine, call.self, arg(call, 0), (list) => fromIndex(machine, list, call)),
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
