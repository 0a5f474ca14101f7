/** The keys of objects: what `Object.keys`, `in` and `for…in` see. */
import ts from 'typescript';
import { conditionByCase } from './comparisons.ts';
import { keysAskedFor, openIdOf } from './copying.ts';
import { keySourceOf } from './possibleKeys.ts';
import { noFacts } from './facts.ts';
import { isKnownToBe } from './presence.ts';
import { entryPrefix, type HeapObject, type OpenObject } from './heap.ts';
import { hole, type Items } from './items.ts';
import type { KeySource, Machine } from './machine.ts';
import { getNamed } from './objects.ts';
import { isSettingName, keyOfName, settingName } from './settingNames.ts';
import {
  derived,
  joinAll,
  joinMore,
  objectsOf,
  onlyPrimitive,
  onlyUnknown,
  type Origin,
  reference,
  type Simple,
  single,
  unknown,
  type Value,
  withCondition,
  worstOrigin,
} from './values.ts';

/** Where no code is known that asks. */
export const missingNode = ts.factory.createEmptyStatement();

/** The keys of an object, as a list that may be open. */
export function keysOf(machine: Machine, value: Value, about: Value): Items {
  const trapped = trappedKeys(machine, value, about);
  if (trapped !== undefined) return trapped;
  const objects = objectsOf(machine.resolve(value));
  const isKnown =
    objects.length === value.of.length &&
    objects.every(({ openAs, items, type }) => openAs === undefined && !(type === 'array' && items.more)) &&
    objects.every((object) => object.field('*') === undefined);
  const wanted = onlyName(about);
  const [received] = objects;
  if (wanted !== undefined && isOnly(received, value) && received.absence(wanted) === 'sure')
    return { items: [], more: undefined, isSized: true };
  const present = wanted === undefined && !isKnown ? presentKeys(machine, value) : [];
  const namesOf = objects.map((object) =>
    ownNames(object, wanted).filter((name) => wanted === undefined || mayBeName(name, wanted)),
  );
  const names = [...namesOf.flat(), ...present];
  const [first, ...others] = namesOf.map((own) => new Set(own));
  // Where it is not known which of several objects it is, the keys of some of them may be there or not.
  const isShared = (name: string): boolean =>
    present.includes(name) ||
    (objects.every((object) => object.absence(name) === undefined) &&
      objects.length === value.of.length &&
      first?.has(name) === true &&
      others.every((keys) => keys.has(name)));
  const unique = [...new Set(names)];
  const items = unique.filter(isShared).map((name) => single(keyOfName(name)));
  const perhaps = unique
    .filter((name) => !isShared(name))
    .map((name) => keyThatMayLack(machine, objects, name));
  const all: Items = { items, more: undefined, isSized: true };
  const written = objects.length === 1 ? withoutLeftOut(machine, received, all) : all;
  if (isKnown && objects.length === 1 && perhaps.length === 0) return written;
  // Whether an open object has a field is as unknown as the field itself.
  const field =
    wanted === undefined ? undefined : getNamed(machine, value, wanted, machine.frame?.site ?? missingNode);
  if (field !== undefined && isOnly(received, value) && machine.received.has(received) && isLeftOut(field))
    return { items: [], more: undefined, isSized: true };
  const open = field === undefined ? anyKeyOf(machine, value, names) : derived('key', [field]);
  const unsure = written.more === undefined ? perhaps : [...perhaps, written.more];
  if (!isKnown || objects.length === 0)
    return { items: written.items, more: joinAll([...unsure, open]), isSized: true };
  if (perhaps.length === 0) return all;
  const more = unsure.reduce<Value | undefined>(joinMore, undefined);
  if (more === undefined || unsure.every(({ condition }) => condition !== undefined))
    return { items: written.items, more, isSized: true };
  const condition = { whenTrue: noFacts, whenFalse: noFacts, origin: originOfFields(objects) };
  return { items: written.items, more: withCondition(more, condition), isSized: true };
}

/** A key that may be there or not: of one object the conditions say so under which its field was written. */
function keyThatMayLack(machine: Machine, objects: readonly HeapObject[], name: string): Value {
  const key = single(keyOfName(name));
  const [object, another] = objects;
  const field = another === undefined ? object?.field(name) : undefined;
  if (field?.cases !== undefined)
    return withCondition(
      key,
      conditionByCase(field.cases, (value) => !isUndefined(value)),
    );
  const isTrueWhereWritten = field?.of.every(
    (simple) => isUndefined(simple) || machine.truth(single(simple)).can === 'true',
  );
  return isTrueWhereWritten === true ? withCondition(key, field?.condition) : key;
}

function isUndefined(simple: Simple): boolean {
  return simple.kind === 'primitive' && simple.value === undefined;
}

/** Whether a name may be the one that is asked for: one that a setting gives is not known. */
function mayBeName(name: string, wanted: string): boolean {
  return name === wanted || isSettingName(name) || isSettingName(wanted);
}

/** The names of what an object has itself: of a list its indexes come first, and who asks for it finds its length. */
function ownNames(object: HeapObject, wanted: string | undefined): readonly string[] {
  const names = object.keys().filter((name) => object.absence(name) !== 'sure');
  // The entries of a Map are none of its properties.
  if (object.type === 'map') return names.filter((name) => !name.startsWith(entryPrefix));
  const isSymbol = wanted?.startsWith('@@') === true && object.cells.has(wanted);
  if (object.type !== 'array') return isSymbol ? [...names, wanted] : names;
  const indexes = object.items.items.flatMap((item, index) => (item === hole ? [] : String(index)));
  return [...indexes, ...names, ...(wanted === 'length' ? [wanted] : [])];
}

/** The name that a key is. */
export function onlyName(key: Value): string | undefined {
  const known = onlyPrimitive(key)?.value;
  return known === undefined ? settingName(key) : String(known);
}

/** Fields that are not known, but that conditions on the way say to be there. */
function presentKeys(machine: Machine, value: Value): readonly string[] {
  const [simple] = machine.resolve(value).of;
  if (simple === undefined || value.of.length !== 1) return [];
  const id = openIdOf(simple);
  if (id === undefined) return [];
  return keysAskedFor(machine, simple).filter((name) => isKnownToBe(machine, `${id}.${name}`));
}

/** Which of several objects it is depends, as a rule, on what their fields come from. */
function originOfFields(objects: readonly HeapObject[]): Origin {
  const unknowns = objects
    .flatMap((object) => object.keys().map((key) => object.field(key)))
    .flatMap((field) => field?.of.filter(({ kind }) => kind === 'unknown') ?? []);
  return unknowns.length === 0 ? 'other' : worstOrigin(unknowns);
}

/** In an event that came back, a field that may be undefined may as well be missing. */
function withoutLeftOut(machine: Machine, object: HeapObject | undefined, keys: Items): Items {
  if (object === undefined || !machine.received.has(object)) return keys;
  const isCertain = (key: Value): boolean => {
    const field = object.field(onlyName(key) ?? '');
    return field?.of.every((simple) => !mayBeUndefined(machine, simple)) === true;
  };
  const written = keys.items.filter((key) => {
    const field = object.field(onlyName(key) ?? '');
    return field === undefined || !isLeftOut(field);
  });
  const perhaps = written.filter((key) => !isCertain(key));
  if (perhaps.length === 0) return { ...keys, items: written };
  return { items: written.filter(isCertain), more: joinAll(perhaps), isSized: false };
}

function isLeftOut({ of }: Value): boolean {
  return of.every(isUndefined);
}

function isOnly(object: HeapObject | undefined, { of }: Value): object is HeapObject {
  return object !== undefined && of.length === 1;
}

function mayBeUndefined(machine: Machine, simple: Simple): boolean {
  return simple.kind === 'unknown'
    ? !simple.isTruthy && simple.origin === 'event' && !isKnownToBe(machine, simple.id)
    : isUndefined(simple);
}

/** The keys that a `Proxy` tells, or whether it tells that it has one. */
function trappedKeys(machine: Machine, value: Value, about: Value): Items | undefined {
  const [object] = objectsOf(machine.resolve(value));
  const proxied = value.of.length === 1 ? object?.proxied : undefined;
  if (proxied === undefined) return undefined;
  const isAboutOne = onlyPrimitive(about)?.value !== undefined;
  const trap = proxied.handler.field(isAboutOne ? 'has' : 'ownKeys');
  if (trap === undefined) return keysOf(machine, proxied.target, about);
  const answer = machine.call(trap, {
    self: reference(proxied.handler),
    args: isAboutOne ? [proxied.target, about] : [proxied.target],
    node: machine.frame?.site ?? missingNode,
  });
  if (!isAboutOne) return objectsOf(answer)[0]?.items ?? { items: [], more: unknown('other'), isSized: true };
  const { can } = machine.truth(answer);
  if (can === 'false') return { items: [], more: undefined, isSized: true };
  return can === 'true'
    ? { items: [about], more: undefined, isSized: true }
    : { items: [], more: unknown('other'), isSized: true };
}

/** The object that a key is one of, where it is any that is not known of it. */
export function openKey(
  machine: Machine,
  key: Value,
): { readonly key: Value; readonly of: OpenObject } | undefined {
  const asked = onlyUnknown(key);
  const source = asked === undefined ? undefined : keySourceOf(machine, asked);
  return source === undefined ? undefined : { key, of: source.openAs };
}

/** A key of an object of which not all are known: any but those. */
function anyKeyOf(machine: Machine, value: Value, known: readonly string[]): Value {
  const [simple] = machine.resolve(value).of;
  const openAs =
    simple?.kind === 'reference' ? simple.object.openAs : simple?.kind === 'unknown' ? simple : undefined;
  if (value.of.length !== 1 || openAs?.id === undefined) {
    const key = { kind: 'unknown' as const, id: undefined, origin: 'other' as const, isTruthy: false };
    if (value.of.length === 1) machine.namesBeside.set(key, known);
    return single(key);
  }
  const id = idOfKey(machine, { openAs: { id: openAs.id, origin: openAs.origin }, known });
  return unknown(openAs.origin, id, true);
}

/** Two objects of the same origin have the same key that is not known only where the same ones are known of both. */
function idOfKey({ keySources }: Machine, source: KeySource): string {
  const plain = `keyof ${source.openAs.id ?? ''}`;
  let id = plain;
  for (let count = 2; ; count += 1) {
    const same = keySources.get(id);
    if (same === undefined) keySources.set(id, source);
    if (same === undefined || isSameList(same.known, source.known)) return id;
    id = `${plain}#${count}`;
  }
}

function isSameList(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((name, index) => name === second[index]);
}
