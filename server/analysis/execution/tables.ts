/** Objects that are read by a key which is not known, such as `prices[event.event]`. */
import { mostChoices } from './choices.ts';
import { differentFrom, equalTo, type Facts, noFacts, type Primitive } from './facts.ts';
import { anyKey, type HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { isSettingName } from './settingNames.ts';
import { type Case, type KnownUnknown, onlyUnknown, type Value } from './values.ts';

/** `table[event.event]` is truthy exactly for the names in the table. */
export function tableCondition(machine: Machine, object: HeapObject, key: Value): Value['condition'] {
  const simple = onlyUnknown(key);
  if (simple === undefined || object.type === 'array') return undefined;
  const truthy: string[] = [];
  for (const name of object.keys()) {
    const field = object.field(name);
    const can = field === undefined ? 'both' : machine.truth(field).can;
    if (can === 'both' || isSettingName(name)) return undefined;
    if (can === 'true') truthy.push(name);
  }
  const whenTrue: Facts = truthy.length === 0 ? noFacts : equalTo(simple.id, truthy);
  return { whenTrue, whenFalse: differentFrom(simple.id, truthy), origin: simple.origin };
}

/** Larger tables of texts and numbers are one of their values, whichever the key. */
const maxTableCases = 8;

/** Which key of a table leads to which of its values. */
export function tableCases(object: HeapObject, key: Value): readonly Case[] | undefined {
  const simple = onlyUnknown(key);
  if (simple === undefined || object.type !== 'object' || object.hasGetters) return undefined;
  if (object.field(anyKey) !== undefined) return undefined;
  const names = object.keys();
  const cases = casesByName(
    simple,
    names.map((name) => [name, object.field(name)]),
  );
  return cases === undefined ? undefined : [...cases, missingCase(simple, names)];
}

/** The same for a Map, and for tables of which it is known already that they have the key. */
export function casesByName(
  { id, origin }: KnownUnknown,
  entries: readonly (readonly [name: Primitive, value: Value | undefined])[],
): readonly Case[] | undefined {
  if (entries.length === 0 || entries.length > mostChoices) return undefined;
  const cases: Case[] = [];
  for (const [name, field] of entries) {
    const [value, another] = field?.of ?? [];
    if (value === undefined || another !== undefined || isSettingName(String(name))) return undefined;
    if (value.kind !== 'primitive' && value.kind !== 'reference') return undefined;
    cases.push({ value, facts: equalTo(id, [name]), origin });
  }
  const isOfTexts = cases.every(({ value }) => value.kind === 'primitive');
  return isOfTexts && cases.length > maxTableCases ? undefined : cases;
}

/** What a table gives for all keys that it does not have. */
export function missingCase({ id, origin }: KnownUnknown, names: readonly Primitive[]): Case {
  return { value: { kind: 'primitive', value: undefined }, facts: differentFrom(id, names), origin };
}
