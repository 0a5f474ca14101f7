/** Objects that are read by a key which is not known, such as `prices[event.event]`. */
import { differentFrom, equalTo, type Facts, noFacts } from './facts.ts';
import { anyKey, type HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import type { Case, Value } from './values.ts';

/** `table[event.event]` is truthy exactly for the names in the table. */
export function tableCondition(machine: Machine, object: HeapObject, key: Value): Value['condition'] {
  const [simple] = key.of;
  if (key.of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) return undefined;
  if (object.type === 'array') return undefined;
  const truthy: string[] = [];
  for (const name of object.keys()) {
    const field = object.field(name);
    const can = field === undefined ? 'both' : machine.truth(field).can;
    if (can === 'both') return undefined;
    if (can === 'true') truthy.push(name);
  }
  const whenTrue: Facts = truthy.length === 0 ? noFacts : equalTo(simple.id, truthy);
  return { whenTrue, whenFalse: differentFrom(simple.id, truthy), origin: simple.origin };
}

/** Larger tables are one of their values, whichever the key. */
const maxTableCases = 8;

/** Which key of a table of texts and numbers leads to which of its values. */
export function tableCases(object: HeapObject, key: Value): readonly Case[] | undefined {
  const [simple] = key.of;
  if (key.of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) return undefined;
  const names = object.keys();
  if (object.type !== 'object' || object.hasGetters || names.length > maxTableCases) return undefined;
  const { id, origin } = simple;
  const cases: Case[] = [];
  for (const name of names) {
    const [value, another] = object.field(name)?.of ?? [];
    if (value?.kind !== 'primitive' || another !== undefined) return undefined;
    cases.push({ value, facts: equalTo(id, [name]), origin });
  }
  if (object.field(anyKey) !== undefined || cases.length === 0) return undefined;
  const missing = { kind: 'primitive' as const, value: undefined };
  return [...cases, { value: missing, facts: differentFrom(id, names), origin }];
}
