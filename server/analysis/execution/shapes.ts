/** Captured events as plain data: taken out of the execution that made them, and put into the next one. */
import type { Facts } from './facts.ts';
import { anyKey, HeapObject, mayHave, type OpenObject } from './heap.ts';
import type { WholeList } from './items.ts';
import type { Machine } from './machine.ts';
import { mayBeNoNumber, numberOrNull } from './noNumbers.ts';
import { prefixesOfOthers } from './possibleKeys.ts';
import { isSymbol } from './symbols.ts';
import { isSettingName, keyOfName, settingName } from './settingNames.ts';
import { keyOf, reference, type Simple, single, type Value } from './values.ts';

export type Shape =
  | { readonly kind: 'simple'; readonly simple: Simple }
  | { readonly kind: 'any'; readonly of: readonly Shape[] }
  | { readonly kind: 'json'; readonly value: Shape }
  | {
      readonly kind: 'list';
      readonly items: readonly Shape[];
      readonly more: Shape | undefined;
      readonly whole?: WholeList | undefined;
      readonly isGrown?: boolean;
    }
  | {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, Shape>;
      readonly openAs: OpenObject | undefined;
    };

const maxDepth = 6;
const maxFields = 200;
const somethingElse: Shape = {
  kind: 'simple',
  simple: { kind: 'unknown', id: undefined, origin: 'other', isTruthy: true },
};
const nothing: Shape = { kind: 'simple', simple: { kind: 'primitive', value: undefined } };

const emptyObject: ObjectShape = { kind: 'object', fields: new Map(), openAs: undefined };

/** NaN, in JSON. */
const noNumber: Shape = { kind: 'simple', simple: { kind: 'primitive', value: null } };

/** What JSON makes of a value that is no object: it has neither symbols nor numbers that are none. */
function inJson(simple: Simple): Simple {
  if (simple.kind !== 'primitive') return simple;
  const { value } = simple;
  if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'primitive', value: null };
  // It has no -0, either.
  if (value === 0) return { kind: 'primitive', value: 0 };
  return isSymbol(simple) ? { kind: 'primitive', value: undefined } : simple;
}

/** A copy of a value with all it holds, with what is known on the present path, as it goes out in JSON. */
export function shapeOf(machine: Machine, value: Value, depth = 0): Shape {
  const { isPromise, of } = machine.resolve(value);
  if (isPromise === true) return emptyObject;
  const shapes = of.flatMap((simple) => {
    const shape = shapeOfSimple(machine, simple, depth);
    return mayBeNoNumber(machine, simple) ? [shape, noNumber] : [shape];
  });
  const [only] = shapes;
  return only !== undefined && shapes.length === 1 ? only : { kind: 'any', of: shapes };
}

function shapeOfSimple(machine: Machine, simple: Simple, depth: number): Shape {
  if (simple.kind === 'json') return { kind: 'json', value: shapeOf(machine, simple.value, depth + 1) };
  if (simple.kind !== 'reference') return { kind: 'simple', simple: inJson(simple) };
  const { object } = simple;
  if (depth > maxDepth) return somethingElse;
  if (object.callable !== undefined) return nothing;
  if (object.type === 'array') {
    const { items, more } = object.items;
    return {
      kind: 'list',
      items: items.slice(0, maxFields).map((item) => orNull(shapeOf(machine, item, depth + 1))),
      more: more === undefined ? undefined : shapeOf(machine, more, depth + 1),
      whole: object.items.whole,
      isGrown: object.items.isGrown === true,
    };
  }
  if (object.type === 'set' || object.type === 'map') return emptyObject;
  if (object.type !== 'object') return somethingElse;
  const fields = new Map<string, Shape>();
  for (const key of object.keys().slice(0, maxFields)) {
    const field = object.field(key);
    if (field !== undefined) fields.set(key, shapeOf(machine, field, depth + 1));
  }
  if (object.field(anyKey) === undefined) return { kind: 'object', fields, openAs: object.openAs };
  const prefixes = object.openAs === undefined ? prefixesOfOthers(object) : [''];
  return { kind: 'object', fields, openAs: { id: undefined, origin: 'other', prefixes } };
}

/** In a list, JSON has null for what it leaves out elsewhere. */
function orNull(shape: Shape): Shape {
  return isUndefined(shape) ? { kind: 'simple', simple: { kind: 'primitive', value: null } } : shape;
}

/** The value that a shape was taken of, new in this execution. */
export function build(machine: Machine, shape: Shape): Value {
  switch (shape.kind) {
    case 'simple':
      return single(shape.simple);
    case 'json':
      return single({ kind: 'json', value: build(machine, shape.value) });
    case 'any':
      return numberOrNull({
        of: shape.of.flatMap((each) => [...build(machine, each).of]),
        condition: undefined,
      });
    case 'list': {
      const object = new HeapObject('array');
      const more = shape.more === undefined ? undefined : build(machine, shape.more);
      machine.setItems(object, {
        items: shape.items.map((item) => build(machine, item)),
        more,
        isSized: true,
        whole: shape.whole,
        isGrown: shape.isGrown === true,
      });
      return reference(object);
    }
    case 'object': {
      const object = new HeapObject('object', shape.openAs === undefined ? {} : { openAs: shape.openAs });
      for (const [key, field] of shape.fields) {
        // On its way the event becomes JSON, which has no undefined.
        const isLeftOut = shape.openAs === undefined && isUndefined(field);
        if (isLeftOut) continue;
        machine.set(object, key, build(machine, field));
        if (mayBeUndefined(field)) object.setAbsent(key);
      }
      return reference(object);
    }
  }
}

/** What `JSON.parse(JSON.stringify(value))` gives: a copy with all it holds. */
export function copyOf(machine: Machine, value: Value): Value {
  const copy = build(machine, shapeOf(machine, value));
  const [from] = value.of;
  const [to] = copy.of;
  const isReceived = from?.kind === 'reference' && machine.received.has(from.object);
  if (isReceived && to?.kind === 'reference') machine.received.add(to.object);
  return copy;
}

type ObjectShape = Extract<Shape, { readonly kind: 'object' }>;

/** One object for several of which it is not known which it is: each field is what it is in any of them. */
export function asOneObject(shape: Shape): Shape {
  if (shape.kind !== 'any') return shape;
  const objects = shape.of.flatMap((each): ObjectShape[] =>
    each.kind === 'object' ? [each] : isUndefined(each) ? [emptyObject] : [],
  );
  if (objects.length < shape.of.length) return shape;
  const names = new Set(objects.flatMap(({ fields }) => [...fields.keys()]));
  const fields = [...names].map((name) => [name, fieldOfAny(objects, name)] as const);
  return { kind: 'object', fields: new Map(fields), openAs: openOfAny(objects) };
}

function fieldOfAny(objects: readonly ObjectShape[], name: string): Shape {
  const all = objects.flatMap((object) => alternativesOf(fieldOf(object, name)));
  const values = [...new Map(all.map((value) => [keyOfShape(value), value])).values()];
  const [only] = values;
  return only !== undefined && values.length === 1 ? only : { kind: 'any', of: values };
}

/** What is not known of several objects, if that is the same of all of them; else nothing is known of it. */
function openOfAny(objects: readonly ObjectShape[]): OpenObject | undefined {
  const [first, ...others] = objects.map(({ openAs }) => openAs);
  const isSame = others.every(
    (openAs) =>
      openAs?.id === first?.id &&
      openAs?.origin === first?.origin &&
      prefixesIn(openAs) === prefixesIn(first),
  );
  return isSame ? first : { id: undefined, origin: 'other' };
}

/** Equal for the same beginnings of names. */
function prefixesIn(openAs: OpenObject | undefined): string {
  return openAs?.prefixes?.join(' ') ?? '';
}

/** Whether a shape is nothing but undefined, which JSON leaves out. */
export function isUndefined(shape: Shape): boolean {
  return shape.kind === 'simple' && shape.simple.kind === 'primitive' && shape.simple.value === undefined;
}

/** Whether a shape may be undefined, as far as that is known. */
export function mayBeUndefined(shape: Shape): boolean {
  return shape.kind === 'any' ? shape.of.some(mayBeUndefined) : isUndefined(shape);
}

/** Shapes never change, and each is asked for its key by every app that may get it. */
const keys = new WeakMap<Shape, string>();

/** Equal for shapes that are the same. */
export function keyOfShape(shape: Shape): string {
  if (shape.kind === 'simple') return keyOf(shape.simple);
  const known = keys.get(shape);
  if (known !== undefined) return known;
  const key = keyOfParts(shape);
  keys.set(shape, key);
  return key;
}

function keyOfParts(shape: Exclude<Shape, { readonly kind: 'simple' }>): string {
  switch (shape.kind) {
    case 'json':
      return `json(${keyOfShape(shape.value)})`;
    case 'any':
      return `(${shape.of.map(keyOfShape).join('|')})`;
    case 'list':
      return `[${shape.items.map(keyOfShape).join(',')};${shape.more === undefined ? '' : keyOfShape(shape.more)}]${shape.isGrown === true ? '+' : ''}${shape.whole?.id ?? ''}`;
    case 'object': {
      const fields = [...shape.fields].map(([key, field]) => `${key}:${keyOfShape(field)}`).toSorted();
      const open =
        shape.openAs === undefined
          ? ''
          : `...${shape.openAs.origin} ${shape.openAs.id ?? ''} ${prefixesIn(shape.openAs)}`;
      return `{${fields.join(',')}${open}}`;
    }
  }
}

/** Ids of the unknown values in a shape. */
export function idsIn(shape: Shape, ids: Set<string> = new Set()): Set<string> {
  switch (shape.kind) {
    case 'simple': {
      const pieces = shape.simple.kind === 'text' ? shape.simple.parts : [shape.simple];
      for (const piece of pieces)
        if (typeof piece !== 'string' && piece.kind === 'unknown' && piece.id !== undefined)
          ids.add(piece.id);
      break;
    }
    case 'json':
      idsIn(shape.value, ids);
      break;
    case 'any':
      for (const each of shape.of) idsIn(each, ids);
      break;
    case 'list':
      for (const item of shape.items) idsIn(item, ids);
      if (shape.more !== undefined) idsIn(shape.more, ids);
      break;
    case 'object':
      for (const [key, field] of shape.fields) {
        if (isSettingName(key)) idsIn({ kind: 'simple', simple: keyOfName(key) }, ids);
        idsIn(field, ids);
      }
      if (shape.openAs?.id !== undefined) ids.add(shape.openAs.id);
      break;
  }
  return ids;
}

/** A copy in which unknown values of those ids are any unknown values; the shape itself where it has none of them. */
export function withoutOwnIds(shape: Shape, isOwn: (id: string) => boolean): Shape {
  return withIds(shape, (id) => (isOwn(id) ? undefined : id));
}

/**
 * A copy in which unknown values have other ids; the shape itself where all of them stay as they are.
 *
 * @param idFor gives the id that a value has in place of its own; undefined where it is any unknown value.
 */
export function withIds(shape: Shape, idFor: (id: string) => string | undefined): Shape {
  if ([...idsIn(shape)].every((id) => idFor(id) === id)) return shape;
  const changed = (inner: Shape): Shape => withIds(inner, idFor);
  const changedId = (id: string | undefined): string | undefined => (id === undefined ? id : idFor(id));
  switch (shape.kind) {
    case 'simple':
      return { kind: 'simple', simple: withChangedId(shape.simple, changedId) };
    case 'json':
      return { kind: 'json', value: changed(shape.value) };
    case 'any':
      return { kind: 'any', of: shape.of.map(changed) };
    case 'list':
      return {
        kind: 'list',
        items: shape.items.map(changed),
        more: shape.more === undefined ? undefined : changed(shape.more),
      };
    case 'object': {
      let { openAs } = shape;
      openAs &&= { ...openAs, id: changedId(openAs.id) };
      const fields = new Map<string, Shape>();
      for (const [key, field] of shape.fields) {
        const name = isSettingName(key) ? settingName(single(withChangedId(keyOfName(key), changedId))) : key;
        if (name !== undefined) fields.set(name, changed(field));
        // Elsewhere nobody knows which property it is.
        if (name !== key) openAs = { id: undefined, origin: 'other' };
      }
      return { kind: 'object', fields, openAs };
    }
  }
}

function withChangedId(simple: Simple, changedId: (id: string | undefined) => string | undefined): Simple {
  if (simple.kind === 'unknown') return { ...simple, id: changedId(simple.id) };
  if (simple.kind !== 'text') return simple;
  const parts = simple.parts.map((part) =>
    typeof part === 'string' ? part : { ...part, id: changedId(part.id) },
  );
  return { kind: 'text', parts };
}

/** A setting was looked for in a text that is known, such as the name of the event: it stays what it is. */
const settingInText = /^\.(?:startsWith|endsWith|includes) "(?:[^"\\]|\\.)*" (?!.*\bevent\.).*\bconfig\./;

/** The facts that say something about a shape. */
export function relevantFacts(facts: Facts, shape: Shape): Facts {
  const ids = [...idsIn(shape)];
  return new Map(
    [...facts].filter(([id]) => ids.some((known) => id.includes(known)) || settingInText.test(id)),
  );
}

/** The alternatives of a name, each for itself. */
export function alternativesOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'any' ? shape.of : [shape];
}

/** The shape with a text in place of each number, truth and null that it may be. */
export function asText(shape: Shape): Shape {
  if (shape.kind === 'any') return { kind: 'any', of: shape.of.map(asText) };
  if (shape.kind !== 'simple' || shape.simple.kind !== 'primitive') return shape;
  const { value } = shape.simple;
  const isText = value === undefined || typeof value === 'string';
  return isText ? shape : { kind: 'simple', simple: { kind: 'primitive', value: String(value) } };
}

export function fieldOf(shape: Shape, name: string): Shape {
  if (shape.kind !== 'object')
    return shape.kind === 'simple' && shape.simple.kind === 'primitive' ? nothing : somethingElse;
  const field = shape.fields.get(name);
  if (field !== undefined) return field;
  if (shape.openAs === undefined || !mayHave(shape.openAs, name)) return nothing;
  const { id, origin } = shape.openAs;
  return {
    kind: 'simple',
    simple: { kind: 'unknown', id: id === undefined ? undefined : `${id}.${name}`, origin, isTruthy: false },
  };
}

export function nameText(shape: Shape): string | undefined {
  return shape.kind === 'simple' &&
    shape.simple.kind === 'primitive' &&
    typeof shape.simple.value === 'string'
    ? shape.simple.value
    : undefined;
}
