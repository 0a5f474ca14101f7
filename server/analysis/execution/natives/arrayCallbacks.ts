/** Methods of arrays that call what they are given for each item. */
import { keysAskedFor } from '../copying.ts';
import { both, type Facts, noFacts } from '../facts.ts';
import { givesPromise } from '../functions.ts';
import { anyKey, type HeapObject, type NativeCall, type NativeFunction, type RestOfObject } from '../heap.ts';
import { hole } from '../items.ts';
import type { Machine } from '../machine.ts';
import { getNamed, newList } from '../objects.ts';
import { indexWhere } from '../searches.ts';
import { listOf, sparseListOf, withoutRests } from '../sequences.ts';
import {
  type Case,
  join,
  objectsOf,
  onlyPrimitive,
  type Origin,
  primitive,
  single,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
  worse,
  worstOrigin,
  joinMore,
} from '../values.ts';
import { newError } from './errors.ts';
import { arg, callBack } from './native.ts';

/** Items that are looked at one by one. */
export const maxItems = 64;

/** Each item in turn; what may be there or not is executed as such. */
function eachItem(
  machine: Machine,
  call: NativeCall,
  visit: (item: Value, index: Value, isCertain: boolean) => Value,
  { items } = sparseListOf(machine, call.self),
): void {
  items.slice(0, maxItems).forEach((item, index) => {
    if (item !== hole) visit(item, primitive(index), true);
  });
  eachRest(machine, call, (item, index) => visit(item, index, false));
}

/** What may be in the list beside the items that are looked at one by one. */
function eachRest(machine: Machine, call: NativeCall, visit: (item: Value, index: Value) => Value): void {
  const list = listOf(machine, call.self);
  const rest = [...list.items.slice(maxItems), ...(list.more === undefined ? [] : [list.more])];
  for (const item of rest) {
    const origin = item.condition?.origin ?? worstOrigin(item.of);
    machine.maybe(origin, call.node, () => visit(item, unknown('other')), item.condition);
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

export function iterate(machine: Machine, call: NativeCall): Value {
  eachItem(machine, call, (item, index) => visit(machine, call, item, index));
  return undefinedValue;
}

export function map(machine: Machine, call: NativeCall): Value {
  const items = sparseListOf(machine, call.self).items.slice(0, maxItems);
  let more: Value | undefined;
  eachItem(machine, call, (item, index, isCertain) => {
    const result = visit(machine, call, item, index);
    const place = isCertain ? onlyPrimitive(index)?.value : undefined;
    if (typeof place === 'number') items[place] = result;
    else more = joinMore(more, withCondition(result, item.condition));
    return result;
  });
  return newList(machine, { items, more });
}

/** Items of which the callback says that they stay; those of which it is not known may be there or not. */
export function filter(machine: Machine, call: NativeCall): Value {
  const items: Value[] = [];
  let more: Value | undefined;
  const { isSized, moreAt: restAt = maxItems } = listOf(machine, call.self);
  let moreAt = 0;
  const visit = (item: Value, index: Value, isCertain: boolean): void => {
    const truth = machine.truth(test(machine, call, item, index));
    if (truth.can === 'false') return;
    if (truth.can === 'true' && isCertain) {
      items.push(item);
      if (Number(onlyPrimitive(index)?.value) < restAt) moreAt = items.length;
      return;
    }
    if (isCertain) moreAt = items.length;
    const { whenTrue, whenFalse, origin } = truth;
    more = joinMore(more, withCondition(item, { whenTrue, whenFalse, origin }));
  };
  eachItem(machine, call, (item, index, isCertain) => {
    const { others, rests } = isCertain ? { others: item, rests: [] } : withoutRests(item);
    for (const { entry, rest } of rests) more = joinMore(more, filteredRest(machine, call, entry, rest));
    if (others !== undefined) visit(others, index, isCertain);
    return undefinedValue;
  });
  return newList(machine, { items, more, moreAt, isSized });
}

/**
 * What is left of the entries of an object of which not all are known: those that conditions were about are asked for
 * one by one, as in `Object.entries(event.properties).filter(([key]) => key !== 'seen')`.
 */
function filteredRest(machine: Machine, call: NativeCall, item: Value, rest: RestOfObject): Value {
  const { value, without } = rest;
  const dropped: string[] = [];
  const perhaps: string[] = [];
  for (const key of keysAskedFor(machine, value)) {
    const entry = newList(machine, {
      items: [primitive(key), getNamed(machine, single(value), key, call.node)],
    });
    const result = callBack(machine, call, arg(call, 0), [entry, unknown('other'), call.self]);
    const { can } = machine.truth(result);
    if (can !== 'true') (can === 'false' ? dropped : perhaps).push(key);
  }
  machine.maybe('other', call.node, () =>
    callBack(machine, call, arg(call, 0), [item, unknown('other'), call.self]),
  );
  const left = newList(machine, listOf(machine, item));
  for (const object of objectsOf(left))
    object.restOf = {
      value,
      without: [...without, ...dropped],
      perhaps: [...rest.perhaps, ...perhaps],
    };
  return left;
}

export function find(machine: Machine, call: NativeCall): Value {
  let found: Value | undefined;
  let isCertain = false;
  const cases: Case[] = [];
  let isOfCases = true;
  // What is known where none of the items before was the one.
  let before: Facts | undefined = noFacts;
  let origin: Origin = 'event';
  eachItem(
    machine,
    call,
    (item, index, isThere) => {
      if (isCertain) return undefinedValue;
      const truth = machine.truth(test(machine, call, item, index));
      if (truth.can === 'false') return undefinedValue;
      isCertain = truth.can === 'true' && isThere;
      found = found === undefined ? item : join(found, item);
      origin = worse(origin, truth.origin);
      const facts = before === undefined ? undefined : both(before, truth.whenTrue);
      const [value, another] = item.of;
      if (value?.kind !== 'reference' || another !== undefined || !isThere) isOfCases = false;
      else if (facts !== undefined) cases.push({ value, facts, origin });
      before = before === undefined ? undefined : both(before, truth.whenFalse);
      return undefinedValue;
    },
    listOf(machine, call.self),
  );
  if (found === undefined) return undefinedValue;
  if (isCertain) return isOfCases ? { ...found, cases } : found;
  const value = join(found, undefinedValue);
  if (!isOfCases || before === undefined || before.size === 0) return value;
  const missing = { kind: 'primitive' as const, value: undefined };
  return { ...value, cases: [...cases, { value: missing, facts: before, origin }] };
}

/**
 * `some` and `every`: the truth of the callback's results together, with what follows from it for one item. What follows
 * the item that decides is not looked at.
 *
 * @param tellDecided is told which item decides; undefined where one before it may.
 */
export function quantify(
  isSome: boolean,
  list = sparseListOf,
  tellDecided?: (index: number | undefined) => void,
): NativeFunction {
  return (machine, call) => {
    const { items, more } = list(machine, call.self);
    const [first] = items;
    if (items.length === 1 && first !== undefined && first !== hole && more === undefined) {
      const result = test(machine, call, first, primitive(0));
      const { can } = machine.truth(result);
      if (can !== 'both') tellDecided?.(0);
      return can === 'both' ? result : primitive(can === 'true');
    }
    const decided = (): Value => primitive(isSome);
    const from = (index: number): Value => {
      const item = items[index];
      if (item === undefined || index >= maxItems) return quantifyRest(machine, call, isSome);
      if (item === hole) return from(index + 1);
      const truth = machine.truth(test(machine, call, item, primitive(index)));
      const next = (): Value => from(index + 1);
      const isDecided = truth.can === (isSome ? 'true' : 'false');
      if (isDecided || truth.can === 'both') tellDecided?.(isDecided ? index : undefined);
      if (truth.can !== 'both') return isDecided ? decided() : next();
      const [onTrue, onFalse] = isSome ? [decided, next] : [next, decided];
      return machine.fork(truth, call.node, onTrue, onFalse) ?? machine.unwind();
    };
    return from(0);
  };
}

/** The same for what may be in the list beside the items that are looked at one by one. */
function quantifyRest(machine: Machine, call: NativeCall, isSome: boolean): Value {
  const results: Value[] = [];
  eachRest(machine, call, (item, index) => {
    const result = test(machine, call, item, index);
    results.push(result);
    return result;
  });
  const known = isSome ? 'false' : 'true';
  return results.every((result) => machine.truth(result).can === known)
    ? primitive(!isSome)
    : combine(machine, results, isSome);
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
  // Of one item that stands for all of a list, one of them is meant.
  const [only, another] = truths;
  const ofOne = another === undefined ? (only?.whenTrue ?? noFacts) : noFacts;
  const condition = isSome
    ? { whenTrue: ofOne, whenFalse: all, origin }
    : { whenTrue: all, whenFalse: noFacts, origin };
  return withCondition(unknown(origin), condition);
}

export function reduce(machine: Machine, call: NativeCall): Value {
  const list = sparseListOf(machine, call.self);
  const hasStart = call.args.length > 1;
  let started = hasStart ? arg(call, 1) : undefined;
  for (const [index, item] of list.items.slice(0, maxItems).entries()) {
    if (item === hole) continue;
    const args = [started ?? item, item, primitive(index), call.self];
    started = started === undefined ? item : callBack(machine, call, arg(call, 0), args);
  }
  const { more } = list;
  if (started === undefined && more === undefined && isKnownList(machine, call.self))
    machine.raise(newError('TypeError')(machine, { ...call, args: [primitive(reduceOfNothing)] }));
  let result = started ?? more ?? undefinedValue;
  if (more === undefined) return result;
  const before = result;
  return machine.maybe(worstOrigin(more.of), call.node, () => {
    result = callBack(machine, call, arg(call, 0), [before, more, unknown('other'), call.self]);
    return result;
  }) === undefined
    ? before
    : (copiesOf(before, result) ?? join(before, result));
}

const reduceOfNothing = 'Reduce of empty array with no initial value';

/** Whether a value is one list, of which the number of items is known. */
function isKnownList(machine: Machine, value: Value): boolean {
  const { of } = machine.resolve(value);
  const [list] = objectsOf(value);
  return of.length === 1 && list?.type === 'array' && list.items.more === undefined && list.items.isSized;
}

/**
 * Where each turn makes a copy of what there was with one of the entries of an open object more, or leaves that out: the
 * copies, which stand for all of the entries as those in a loop do. Undefined for others.
 */
function copiesOf(before: Value, result: Value): Value | undefined {
  const [old] = objectsOf(before);
  if (old === undefined || before.of.length !== 1) return undefined;
  const copies = objectsOf(result).filter((object) => object !== old);
  const areCopies = copies.length > 0 && copies.every((copy) => isCopyWithMore(copy, old));
  if (!areCopies || objectsOf(result).length < result.of.length) return undefined;
  return { of: copies.map((object) => ({ kind: 'reference', object })), condition: undefined };
}

function isCopyWithMore(copy: HeapObject, old: HeapObject): boolean {
  if (copy.type !== 'object' || old.type !== 'object' || copy.openAs?.id === undefined) return false;
  if (old.openAs !== undefined || copy.field(anyKey) !== undefined) return false;
  return [...new Set([...copy.keys(), ...old.keys()])].every((key) => {
    const field = copy.field(key);
    return field === old.field(key) || (copy.absent.has(key) && old.field(key) === undefined);
  });
}

export function findIndex(machine: Machine, call: NativeCall): Value {
  return indexOfItem(machine, call, (index) => index);
}

/** @param call has the list from its last item to its first. */
export function findIndexFromBehind(machine: Machine, call: NativeCall): Value {
  const { items } = listOf(machine, call.self);
  return indexOfItem(machine, call, (index) => items.length - 1 - index);
}

function indexOfItem(machine: Machine, call: NativeCall, placeOf: (index: number) => number): Value {
  const { isSized, more } = listOf(machine, call.self);
  const deciding: (number | undefined)[] = [];
  const found = quantify(true, listOf, (index) => void deciding.push(index))(machine, call);
  const [first] = deciding;
  const isKnown =
    isSized && more === undefined && first !== undefined && onlyPrimitive(found)?.value === true;
  return isKnown ? primitive(placeOf(first)) : indexWhere(machine, found, [], call.node);
}
