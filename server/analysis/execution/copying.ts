/** What is copied from one object into another, also where not all of its fields are known. */
import { anyKey, anyKeyNames, fieldBefore, HeapObject, mayHave, openedKey, type OpenObject } from './heap.ts';
import { hole } from './items.ts';
import type { Fact } from './facts.ts';
import type { Machine } from './machine.ts';
import { isKnownToLack } from './presence.ts';
import { keySourceOf, prefixesOfOthers, shortestOf, writeAnywhere } from './possibleKeys.ts';
import {
  join,
  joinAll,
  onlyUnknown,
  reference,
  type Simple,
  undefinedValue,
  unknown,
  type Value,
} from './values.ts';

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
  const before = new Map([...object.absent].map((key) => [key, into.field(key)]));
  if (object.openAs !== undefined) copyOthers(machine, into, object.openAs, left);
  object.items.items.forEach((item, index) => {
    if (item !== hole) machine.set(into, String(index), item);
  });
  const symbols = [...object.cells.keys()].filter((key) => key.startsWith('@@'));
  copyAnyField(machine, into, object);
  for (const key of [...object.keys(), ...symbols]) {
    const field = object.field(key) ?? fieldByGetter(machine, object, key);
    if (field === undefined || left.includes(key)) continue;
    // On this path it may well be there: `if (Object.keys(changes).length === 0) return`.
    const mayLack = object.absence(key) === 'possible';
    if (mayLack && mayBeUndefined(machine.resolve(field))) {
      const own = before.get(key);
      if (own === undefined) into.setAbsent(key);
      machine.set(into, key, join(own ?? undefinedValue, presentPart(field)));
    } else machine.set(into, key, mayLack ? presentPart(field) : field);
  }
}

function mayBeUndefined({ of }: Value): boolean {
  return of.some((simple) => simple.kind === 'primitive' && simple.value === undefined);
}

/** Copies what was written under names that are not known; what `from` has under a name that is known has it already. */
function copyAnyField(machine: Machine, into: HeapObject, from: HeapObject): void {
  const field = from.field(anyKey);
  if (field !== undefined)
    writeAnywhere(machine, into, from.field(anyKeyNames), field, prefixesOfOthers(from));
}

/** What a field is where it is there. */
function presentPart({ of }: Value): Value {
  return {
    of: of.filter((simple) => simple.kind !== 'primitive' || simple.value !== undefined),
    condition: undefined,
  };
}

/** Copies what one of several has, as a spread and `Object.assign` do: what only some of them have may be as it was. */
export function copyAny(machine: Machine, into: HeapObject, from: readonly Simple[]): void {
  const [only] = from;
  if (only !== undefined && from.length === 1) {
    copyFields(machine, into, only);
    return;
  }
  const copies = from.map((simple) => {
    const copy = new HeapObject('object');
    copyFields(machine, copy, simple);
    return copy;
  });
  const written = new Map(
    namesOf([into, ...copies]).map((key) => [key, joinAll(copies.map((copy) => fieldOver(copy, into, key)))]),
  );
  for (const copy of copies) if (copy.openAs !== undefined) copyOthers(machine, into, copy.openAs, []);
  for (const [key, value] of written) {
    if (into.openAs !== undefined && isUndefined(value)) into.setAbsent(key);
    machine.set(into, key, value);
  }
  for (const copy of copies) copyAnyField(machine, into, copy);
}

/** The names of all fields of some objects, symbols as well. */
function namesOf(objects: readonly HeapObject[]): readonly string[] {
  const names = objects.flatMap((object) => [
    ...object.keys().filter((key) => object.field(key) !== undefined),
    ...[...object.cells.keys()].filter((key) => key.startsWith('@@')),
  ]);
  return [...new Set(names)];
}

/** What a field is where a copy is laid over an object. */
function fieldOver({ absent, cells, openAs }: HeapObject, object: HeapObject, key: string): Value {
  const cell = cells.get(key);
  const own = cell === undefined || 'items' in cell ? undefined : cell;
  const isAbsent = absent.has(key) && isUndefined(own);
  if (own !== undefined && !isAbsent) return own;
  const before = fieldBefore(object, key);
  if (isAbsent || openAs === undefined || !mayHave(openAs, key)) return before;
  const { id, origin } = openAs;
  const over = unknown(origin, id === undefined ? undefined : `${id}.${key}`);
  return object.field(key) === undefined ? over : join(before, over);
}

/** Of `into[key] = from[key]`, where the key is any that is not known of `from`: what is copied, and what is not. */
export function copiedFrom(
  machine: Machine,
  key: Value,
  written: Value,
): { readonly openAs: OpenObject; readonly without: readonly string[] } | undefined {
  const asked = onlyUnknown(key);
  const source = asked === undefined ? undefined : keySourceOf(machine, asked);
  if (asked === undefined || source === undefined) return undefined;
  const field = `[] ${source.openAs.id ?? ''} ${asked.id}`;
  if (!written.of.some((one) => one.kind === 'unknown' && one.id === field)) return undefined;
  if (written.of.length > 1 || isChosenByValue(machine, field)) {
    const openAs = { id: undefined, origin: 'other' as const };
    return { openAs, without: source.known };
  }
  const fact = machine.facts.get(asked.id);
  const excluded = fact?.noneOf.map(String) ?? [];
  const openAs = fact?.prefix === undefined ? source.openAs : { ...source.openAs, prefixes: [fact.prefix] };
  return { openAs, without: [...source.known, ...excluded] };
}

/** Whether a field is copied for what it is: `if (typeof from[key] === 'string')`. That it is there says nothing more. */
function isChosenByValue({ facts }: Machine, field: string): boolean {
  return [...facts].some(([id, { oneOf, noneOf, truthy }]) => {
    if (!id.includes(field)) return false;
    const isOnlyThere =
      oneOf === undefined &&
      truthy === undefined &&
      noneOf.every((value) => (value ?? undefined) === undefined);
    return id !== field || !isOnlyThere;
  });
}

/** Fields that are not known lie over those that were there before, but for some that are not among them. */
export function copyOthers(
  machine: Machine,
  into: HeapObject,
  others: OpenObject,
  without: readonly string[],
): void {
  const { id, origin } = others;
  for (const key of into.keys()) {
    if (!mayHave(others, key)) continue;
    const field = into.field(key);
    const own = id === undefined ? undefined : `${id}.${key}`;
    const over = unknown(origin, own);
    if (own !== undefined && isKnownToLack(machine, own)) continue;
    if (field !== undefined && !without.includes(key)) machine.set(into, key, join(field, over));
  }
  const { openAs } = into;
  const isSame = openAs === undefined || (openAs.id === id && id !== undefined);
  into.openAs = !isSame
    ? { id: undefined, origin: 'other' }
    : others.prefixes === undefined || (openAs !== undefined && openAs.prefixes === undefined)
      ? { id, origin }
      : { id, origin, prefixes: shortestOf([...(openAs?.prefixes ?? []), ...others.prefixes]) };
  // Where it was open before, it may have had them already.
  if (openAs !== undefined) return;
  machine.set(into, openedKey, undefinedValue);
  for (const key of without) {
    if (into.field(key) !== undefined) continue;
    into.setAbsent(key);
    machine.set(into, key, undefinedValue);
  }
}

/** What the fields of a value begin with that are not known. */
export function openIdOf(value: Simple): string | undefined {
  return value.kind === 'unknown'
    ? value.id
    : value.kind === 'reference'
      ? value.object.openAs?.id
      : undefined;
}

/** Fields of a value that are not known, but that the code asked for on the way. */
export function keysAskedFor(machine: Machine, value: Simple): readonly string[] {
  const id = openIdOf(value);
  if (id === undefined) return [];
  // What is known of something that was made of a field names the field as well: `Number(event.properties.amount)`.
  const names = [...machine.facts.keys()].flatMap((fact) =>
    fact
      .split(`${id}.`)
      .slice(1)
      .flatMap((rest) => /^[\w$]+/.exec(rest) ?? []),
  );
  const asked = [...machine.facts].flatMap(([about, fact]) => asOneOfKeys(about, fact, id));
  return [...new Set([...names, ...asked, ...(machine.fieldsAskedFor.get(id) ?? [])])].slice(0, maxKeys);
}

/** `Object.keys(event.properties).includes('amount')`, or `.some((key) => key === 'amount')`. */
function asOneOfKeys(about: string, { oneOf }: Fact, id: string): readonly string[] {
  const [, name, of] = /^(?:in "([^"]+)" )?keyof ([^ #]+)(?:#\d+)?$/.exec(about) ?? [];
  if (of !== id) return [];
  return name === undefined ? (oneOf ?? []).map(String) : [name];
}

const maxKeys = 48;

function isUndefined(value: Value | undefined): boolean {
  return value?.of.every((simple) => simple.kind === 'primitive' && simple.value === undefined) === true;
}

/** What a getter of the object itself gives. */
export function fieldByGetter(machine: Machine, object: HeapObject, key: string): Value | undefined {
  const getter = object.field(`get ${key}`);
  const node = machine.frame?.site ?? object.sites.get(key);
  if (getter === undefined || node === undefined) return undefined;
  return machine.call(getter, { self: reference(object), args: [], node, name: key });
}
