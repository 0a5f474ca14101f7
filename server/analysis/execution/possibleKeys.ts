/** Which names a key can be of which not all is known: what it cannot be stays as it is when something is written there. */
import { hasPrefix } from './facts.ts';
import { anyKey, anyKeyNames, anyKeyPrefix, anyKeySource, type HeapObject } from './heap.ts';
import type { KeySource, Machine } from './machine.ts';
import {
  join,
  joinAll,
  primitive,
  type Simple,
  single,
  type TextValue,
  unknown,
  type UnknownValue,
  type Value,
} from './values.ts';

/** Whose keys a key is one of that is not known; undefined for all others. */
export function keySourceOf({ keySources }: Machine, key: Simple): KeySource | undefined {
  return key.kind === 'unknown' && key.id !== undefined ? keySources.get(key.id) : undefined;
}

/**
 * Writes a field of which only some is known how it is called: any that it can be may have been written. A setting is
 * taken not to name one that the app writes out. docs/loop-analysis.md states this assumption.
 *
 * @param key undefined where nothing is known, not even which of the others it may be.
 * @param prefixes what its name begins with, whichever it is.
 */
export function writeAnywhere(
  machine: Machine,
  object: HeapObject,
  key: Value | undefined,
  written: Value,
  prefixes = key === undefined ? [''] : prefixesOf(machine.resolve(key)),
): void {
  const before = object.field(anyKey) === undefined ? [] : prefixesOfOthers(object);
  if (key !== undefined && !isSetting(key)) {
    for (const name of object.keys()) {
      const old = object.field(name);
      if (old !== undefined && canBeKey(machine, key, name)) machine.set(object, name, join(old, written));
    }
  }
  const names = key === undefined || isSetting(key) ? undefined : keyHere(machine, key);
  for (const [cell, value] of [[anyKey, written] as const, [anyKeyNames, names] as const]) {
    const old = object.field(cell);
    if (value !== undefined) machine.set(object, cell, old === undefined ? value : join(old, value));
  }
  noteKey(machine, object, key);
  const all = shortestOf([...before, ...prefixes]).map((prefix) => primitive(prefix));
  machine.set(object, anyKeyPrefix, joinAll(all));
}

/** Notes under which key something was written of which not all is known; undefined where nothing is known of it. */
export function noteKey(machine: Machine, table: HeapObject, key: Value | undefined): void {
  const old = table.field(anyKeySource);
  const added = key === undefined ? unknown('other') : machine.resolve(key);
  machine.set(table, anyKeySource, old === undefined ? added : join(old, added));
}

/** A key with what conditions on the way say of it, which may not hold any more where what was written under it is copied. */
function keyHere(machine: Machine, key: Value): Value | undefined {
  const { of } = machine.resolve(key);
  // A recursion that makes properties flat puts something in front of the keys, as far as it is known what.
  const isLengthened = of.some((simple) => simple.kind === 'text');
  const told = isLengthened ? of.filter((simple) => !isAnyKey(simple)) : of;
  return told.length === 0
    ? undefined
    : joinAll(told.map((simple) => single(simpleKeyHere(machine, simple))));
}

/** Whether nothing is known of a key, not even what it is made of. */
function isAnyKey(simple: Simple): boolean {
  const parts = simple.kind === 'text' ? simple.parts : [simple];
  return parts.every(
    (part) =>
      typeof part !== 'string' &&
      part.kind === 'unknown' &&
      (part.id === undefined || part.id.startsWith('text ')),
  );
}

function simpleKeyHere(machine: Machine, simple: Simple): Simple {
  if (simple.kind !== 'unknown') return simple;
  const fact = simple.id === undefined ? undefined : machine.facts.get(simple.id);
  const others = keySourceOf(machine, simple)?.known ?? machine.namesBeside.get(simple) ?? [];
  const excluded = [...new Set([...others, ...(fact?.noneOf.map(String) ?? [])])].toSorted();
  const { origin } = simple;
  const id = `key other than ${JSON.stringify(excluded)}`;
  const key: UnknownValue = { kind: 'unknown', id, origin, isTruthy: false };
  machine.namesBeside.set(key, excluded);
  return fact?.prefix === undefined ? key : { kind: 'text', parts: [fact.prefix, key] };
}

/** What the names of the fields of an object begin with that are not written out; an empty text where they may be any. */
export function prefixesOfOthers(object: HeapObject): readonly string[] {
  const { of } = object.field(anyKeyPrefix) ?? primitive('');
  // On a path on which there are none of these fields, there is nothing known of them.
  return shortestOf(of.flatMap((simple) => startOf(simple) ?? []));
}

/** What a key begins with, in each of its alternatives. */
export function prefixesOf({ of }: Value): readonly string[] {
  return shortestOf(of.map((simple) => startOf(simple) ?? ''));
}

/** More beginnings than that are told by what all of them begin with. */
const mostPrefixes = 8;

/** The same beginnings without those that have another one at their start. */
export function shortestOf(prefixes: readonly string[]): readonly string[] {
  const sorted = [...new Set(prefixes)].toSorted();
  const shortest = sorted.filter(
    (prefix) => !sorted.some((other) => other !== prefix && prefix.startsWith(other)),
  );
  if (shortest.length === 0) return [''];
  return shortest.length > mostPrefixes ? [commonStart(shortest)] : shortest;
}

function startOf(simple: Simple): string | undefined {
  if (simple.kind === 'primitive' && typeof simple.value === 'string') return simple.value;
  const start = simple.kind === 'text' ? simple.parts[0] : undefined;
  return typeof start === 'string' ? start : undefined;
}

function commonStart([first = '', ...others]: readonly string[]): string {
  let { length } = first;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length);
}

function isSetting({ of }: Value): boolean {
  return of.every((simple) => simple.kind === 'unknown' && simple.origin === 'config');
}

export function canBeKey(machine: Machine, key: Value, name: string): boolean {
  return machine.resolve(key).of.some((simple) => canBe(machine, simple, name));
}

function canBe(machine: Machine, simple: Simple, name: string): boolean {
  switch (simple.kind) {
    case 'primitive':
      return String(simple.value) === name;
    case 'unknown': {
      const fact = simple.id === undefined ? undefined : machine.facts.get(simple.id);
      const isExcluded = fact?.noneOf.includes(name) === true || !hasPrefix(name, fact?.prefix);
      // A key that is any of an object is none of those that are known of it.
      const others = keySourceOf(machine, simple)?.known ?? machine.namesBeside.get(simple);
      return !isExcluded && others?.includes(name) !== true;
    }
    case 'text':
      return canBeText(machine, simple, name);
    case 'reference':
    case 'json':
      return true;
  }
}

/** Whether a name has what is known of a text, and lets the rest be what it is in the place of that. */
function canBeText(machine: Machine, { parts }: TextValue, name: string): boolean {
  const open = parts.filter((part) => typeof part !== 'string');
  const pattern = parts.map((part) =>
    typeof part === 'string'
      ? part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
      : String.raw`([\s\S]*)`,
  );
  const match = new RegExp(`^${pattern.join('')}$`).exec(name);
  if (match === null) return false;
  const [only, another] = open;
  return only === undefined || another !== undefined || canBe(machine, only, match[1] ?? '');
}
