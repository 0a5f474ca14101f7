/** Whether a list has a value, and what is known when it does. */
import { differentFrom, either, equalTo, type Primitive } from './facts.ts';
import type { Items } from './items.ts';
import type { Machine } from './machine.ts';
import { equals } from './equality.ts';
import { listOf } from './sequences.ts';
import {
  derived,
  joinAll,
  primitive,
  single,
  type Value,
  withCondition,
  worse,
  worstOrigin,
} from './values.ts';

export function contains(machine: Machine, { items, more }: Items, wanted: Value): Value {
  const value = machine.resolve(wanted);
  const candidates = more === undefined ? items : [...items, more];
  const isNaN = Number.isNaN(primitiveOf(value)?.value);
  const results = candidates.map((item) =>
    isNaN && Number.isNaN(primitiveOf(machine.resolve(item))?.value)
      ? 'true'
      : machine.truth(equals(machine, item, value, false)).can,
  );
  const isFound = results.slice(0, items.length).includes('true') && value.of.length === 1;
  if (isFound && items.some((item, index) => results[index] === 'true' && item.of.length === 1))
    return primitive(true);
  if (results.every((can) => can === 'false')) return primitive(false);
  const all = candidates.map((item) => machine.resolve(item));
  const origin = worstOrigin([...value.of, ...all.flatMap(({ of }) => of)]);
  const result = derived('in', [value, ...all]);
  const [simple] = value.of;
  if (value.of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) return result;
  const known = items.map((item) => primitiveOf(machine.resolve(item)));
  const primitives = known.flatMap((entry) => (entry === undefined ? [] : [entry.value]));
  if (primitives.length === 0) return result;
  const isComplete = primitives.length === items.length && more === undefined;
  return withCondition(result, {
    whenTrue: isComplete ? equalTo(simple.id, primitives) : new Map(),
    whenFalse: differentFrom(simple.id, primitives),
    origin,
  });
}

/**
 * The same of a value that may be one of several lists.
 *
 * @param partOf what of each list counts.
 */
export function containsInAny(
  machine: Machine,
  lists: Value,
  wanted: Value,
  partOf: (list: Items) => Items = (list) => list,
): Value {
  const { of } = machine.resolve(lists);
  return whicheverOf(of.map((list) => contains(machine, partOf(listOf(machine, single(list))), wanted)));
}

/** The answers of several objects, any of which may be the one that is asked. */
export function whicheverOf(answers: readonly Value[]): Value {
  const [only] = answers;
  if (only !== undefined && answers.length === 1) return only;
  const value = joinAll(answers);
  const conditions = answers.flatMap(({ condition }) => condition ?? []);
  if (conditions.length < answers.length) return value;
  return withCondition(value, {
    whenTrue: conditions.map(({ whenTrue }) => whenTrue).reduce(either),
    whenFalse: conditions.map(({ whenFalse }) => whenFalse).reduce(either),
    origin: conditions.map(({ origin }) => origin).reduce(worse),
  });
}

function primitiveOf({ of }: Value): { readonly value: Primitive } | undefined {
  const [simple] = of;
  return of.length === 1 && simple?.kind === 'primitive' ? simple : undefined;
}
