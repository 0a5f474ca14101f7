/** Reading of properties, and objects that are made; `writes.ts` has what is written to them. */
import ts from 'typescript';
import { constructorOf, extensionOf, extensionOfPromise, prototypeOfLanguage } from './constructors.ts';
import { longestOf } from './cuts.ts';
import {
  anyKey,
  anyKeyNames,
  anyKeySource,
  anyKeyPrefix,
  entryPrefix,
  frozenKey,
  HeapObject,
  maxPrototypes,
  mayHave,
  placeKey,
  type ObjectOptions,
  type ObjectType,
  type OpenObject,
  type Proxied,
} from './heap.ts';
import { hole, isItems, type Items } from './items.ts';
import { isRandomItem } from './chance.ts';
import { descriptionOf, isSymbol } from './symbols.ts';
import { functionProperty } from './functionMembers.ts';
import type { Machine } from './machine.ts';
import type { MethodOwner } from './language.ts';
import { grownLength } from './grownLists.ts';
import { canBeKey, prefixesOfOthers } from './possibleKeys.ts';
import { lacksBySetting } from './settingTables.ts';
import { isSettingName, mayBeSame, settingName } from './settingNames.ts';
import { casesByName, tableCases, tableCondition } from './tables.ts';
import { textMethod } from './textMethods.ts';
import {
  derived,
  isNullish,
  join,
  joinAll,
  onlyUnknown,
  reference,
  type Simple,
  single,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
} from './values.ts';

/** Reads `value[key]` of every alternative. */
export function getProperty(machine: Machine, value: Value, key: Value, node: ts.Node): Value {
  if (value.isPromise === true) return memberOfPromise(machine, value, onlyKey(key), node);
  const keys = keyNames(machine, key);
  if (keys === undefined || keys.some(isSettingName)) return getUnknownProperty(machine, value, key, node);
  const { of } = machine.resolve(value);
  const results = of.flatMap((simple) =>
    isNullish(simple) && of.length > 1
      ? []
      : keys.map((name) =>
          lacksBySetting(machine, simple, name, node)
            ? undefinedValue
            : getOfSimple(machine, simple, name, node),
        ),
  );
  if (results.length === 0) return undefinedValue;
  const asked = keys.length > 1 && of.length === 1 ? onlyUnknown(key) : undefined;
  const cases =
    asked === undefined
      ? undefined
      : casesByName(
          asked,
          keys.map((name, index) => [name, results[index]]),
        );
  return cases === undefined ? joinAll(results) : { ...joinAll(results), cases };
}

function onlyKey({ of: [only, another] }: Value): string | undefined {
  return only?.kind === 'primitive' && another === undefined ? String(only.value) : undefined;
}

/** A promise that nobody awaited has none of the members of what it will be. */
function memberOfPromise(machine: Machine, promise: Value, name = '', node: ts.Node): Value {
  const method =
    extensionOfPromise(machine, promise, name, node) ??
    (promiseMethods.has(name) ? methodOfAny(machine, name) : undefined);
  if (method === undefined) machine.promisesTested.add(node);
  return method ?? undefinedValue;
}

export function getNamed(machine: Machine, value: Value, name: string, node: ts.Node): Value {
  if (value.isPromise === true) return memberOfPromise(machine, value, name, node);
  const { of } = machine.resolve(value);
  const [only] = of;
  if (only !== undefined && of.length === 1) return getOfSimple(machine, only, name, node);
  const results = of.flatMap((simple) => (isNullish(simple) ? [] : getOfSimple(machine, simple, name, node)));
  return results.length === 0 ? undefinedValue : joinAll(results);
}

/** Names that a key can have; undefined when they are not known. */
export function keyNames(machine: Machine, key: Value): readonly string[] | undefined {
  const names: string[] = [];
  const resolved = machine.resolve(key);
  for (const simple of resolved.of) {
    const name = simple.kind === 'primitive' ? String(simple.value) : settingName(resolved);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

function getOfSimple(machine: Machine, simple: Simple, name: string, node: ts.Node): Value {
  if (simple.kind === 'reference') return getOfObject(machine, simple.object, name, node);
  const extension = isNullish(simple) ? undefined : extensionOf(machine, simple, name, node);
  if (extension !== undefined) return extension;
  switch (simple.kind) {
    case 'primitive':
      return getOfPrimitive(machine, simple, name);
    case 'text':
    case 'json':
      return (
        (simple.kind === 'text' && /^\d+$/.test(name)
          ? textMethod(simple, 'at', [Number(name)])
          : undefined) ??
        machine.language.methodOf('string', name) ??
        methodOfAny(machine, name) ??
        (name === 'length' ? lengthOf(simple) : derived(`.${name}`, [single(simple)]))
      );
    case 'unknown':
      return getOfUnknown(machine, simple, name);
  }
}

/** A text that is made longer with each event comes to any limit. */
function lengthOf(text: Simple): Value {
  const length = derived('.length', [single(text)]);
  const isGrowing =
    text.kind === 'text' && text.parts.some((part) => typeof part === 'string') && text.parts.length > 1;
  if (!isGrowing) return length;
  const most = text.parts.reduce<number | undefined>((sum, part) => {
    const longest =
      typeof part === 'string' ? part.length : part.id === undefined ? undefined : longestOf(part.id);
    return sum === undefined || longest === undefined ? undefined : sum + longest;
  }, 0);
  if (most !== undefined) return derived(`at most ${most}`, [single(text)]);
  return {
    of: length.of.map((simple) =>
      simple.kind === 'unknown' && simple.origin === 'event' ? { ...simple, origin: 'counter' } : simple,
    ),
    condition: undefined,
  };
}

function getOfPrimitive(machine: Machine, simple: Simple, name: string): Value {
  if (simple.kind !== 'primitive') return undefinedValue;
  const { value } = simple;
  if (value === null || value === undefined) {
    // A promise is what it will be, and most are fulfilled with nothing: `send().then(next)`.
    return (promiseMethods.has(name) ? methodOfAny(machine, name) : undefined) ?? undefinedValue;
  }
  if (typeof value === 'string') {
    if (isSymbol(simple)) return ofSymbol(descriptionOf(simple), name);
    if (name === 'length') return single({ kind: 'primitive', value: value.length });
    const character = /^\d+$/.test(name) ? value[Number(name)] : undefined;
    if (character !== undefined) return single({ kind: 'primitive', value: character });
  }
  const owner: MethodOwner = typeof value === 'string' ? 'string' : 'number';
  return (
    machine.language.methodOf(owner, name) ??
    methodOfAny(machine, name) ??
    nativeMember(machine, simple, name) ??
    // Not all that they have is known here, and symbols have other names.
    (name in new Object(value) || name.startsWith('@@') ? undefinedValue : missingProperty)
  );
}

function ofSymbol(description: string | undefined, name: string): Value {
  return name === 'description' && description !== undefined
    ? single({ kind: 'primitive', value: description })
    : unknown('other');
}

/** `value.constructor` and `value.__proto__`, where they are of the language. */
function nativeMember(machine: Machine, simple: Simple, name: string): Value | undefined {
  if (name === 'constructor') return constructorOf(machine, simple);
  return name === '__proto__' ? prototypeOfLanguage(machine, simple) : undefined;
}

const promiseMethods: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);
const methodsOfUnknown: ReadonlySet<string> = new Set([...promiseMethods, 'hasOwnProperty']);

/** Fields of unknown values are named after them: `event.properties.email`. */
function getOfUnknown(machine: Machine, simple: Simple, name: string): Value {
  if (simple.kind !== 'unknown') return undefinedValue;
  if (name === 'length' && simple.hexDigits !== undefined)
    return single({ kind: 'primitive', value: simple.hexDigits });
  const method = methodsOfUnknown.has(name) ? methodOfAny(machine, name) : undefined;
  return method ?? fieldOfUnknown(machine, simple, name);
}

/** Reads a field of an object, through getters and prototypes. */
export function getOfObject(machine: Machine, object: HeapObject, name: string, node: ts.Node): Value {
  machine.step();
  if (object.proxied !== undefined) return throughHandler(machine, object, object.proxied, name, node);
  let holder: HeapObject | undefined = object;
  let isBare = false;
  for (let depth = 0; holder !== undefined && depth < maxPrototypes; depth += 1) {
    const own = ownProperty(machine, holder, object, name, node);
    if (own !== undefined) return own;
    ({ isBare } = holder);
    holder = holder.prototype;
  }
  const inherited =
    isBare && !promiseMethods.has(name) ? undefined : fromLanguage(machine, object, name, node);
  return inherited ?? notInherited(machine, object, name);
}

/** What objects of a type have from the language itself. */
function fromLanguage(machine: Machine, object: HeapObject, name: string, node: ts.Node): Value | undefined {
  const self = { kind: 'reference', object } as const;
  const method =
    extensionOf(machine, self, name, node) ??
    machine.language.methodOf(object.type, name) ??
    methodOfAny(machine, name);
  if (method !== undefined) return method;
  if (object.type === 'map' && name === 'size') return sizeOfMap(object);
  return name === '__proto__' && object.prototype !== undefined
    ? reference(object.prototype)
    : nativeMember(machine, self, name);
}

/** A member that is neither an own one nor inherited, as far as is known. */
function notInherited(machine: Machine, object: HeapObject, name: string): Value {
  const { openAs } = object;
  const any = underAnyName(machine, object, name);
  if (object.type === 'regexp') return ofPattern(object, name);
  if (openAs === undefined && any === undefined)
    return machine.received.has(object) || machine.ofJson.has(object) ? missingProperty : undefinedValue;
  if (openAs === undefined) return join(any ?? undefinedValue, undefinedValue);
  if (!mayHave(openAs, name)) return machine.received.has(object) ? missingProperty : undefinedValue;
  return fieldOfUnknown(machine, openAs, name);
}

/** What may be under a name that the code does not write out: of a table, too, what settings name. */
function underAnyName(machine: Machine, object: HeapObject, name: string): Value | undefined {
  const any = mayHave({ prefixes: prefixesOfOthers(object) }, name) ? object.field(anyKey) : undefined;
  if (object.type !== 'object' || machine.received.has(object)) return any;
  const fields = object.keys().flatMap((key) => (isSettingName(key) ? (object.field(key) ?? []) : []));
  return fields.length === 0 ? any : joinAll([...fields, ...(any === undefined ? [] : [any])]);
}

function fieldOfUnknown(machine: Machine, { id, origin }: OpenObject, name: string): Value {
  if (id === undefined || id.length > longestId) return unknown(origin);
  const asked = machine.fieldsAskedFor.get(id);
  if (asked === undefined) machine.fieldsAskedFor.set(id, new Set([name]));
  else asked.add(name);
  return unknown(origin, `${id}.${name}`);
}

const longestId = 120;

function ofPattern({ flags, pattern }: HeapObject, name: string): Value {
  if (name === placeKey) return single({ kind: 'primitive', value: 0 });
  if (name === 'flags') return single({ kind: 'primitive', value: flags });
  return name === 'source' && pattern !== undefined && !flags.includes('y')
    ? single({ kind: 'primitive', value: pattern.source })
    : unknown('other');
}

function sizeOfMap(map: HeapObject): Value {
  if (map.field(anyKey) !== undefined) return unknown('state');
  const count = [...map.cells.keys()].filter((key) => key.startsWith(entryPrefix)).length;
  return single({ kind: 'primitive', value: count });
}

/** What a captured event lacks, when it comes back, and what a text or a number lacks: to go on from there throws. */
export const missingProperty: Value = single({ kind: 'primitive', value: undefined });

/** A property of a `Proxy`: its handler answers, or what it stands for. */
function throughHandler(
  machine: Machine,
  object: HeapObject,
  { handler, target }: Proxied,
  name: string,
  node: ts.Node,
): Value {
  const trap = handler.field('get');
  if (trap === undefined) return getNamed(machine, target, name, node);
  const args = [target, single({ kind: 'primitive', value: name }), reference(object)];
  return machine.call(trap, { self: reference(handler), args, node, name: `get ${name}` });
}

function methodOfAny(machine: Machine, name: string): Value | undefined {
  return machine.language.methodOf('any', name);
}

function ownProperty(
  machine: Machine,
  holder: HeapObject,
  self: HeapObject,
  name: string,
  node: ts.Node,
): Value | undefined {
  const field = holder.field(name);
  if (field !== undefined && !holder.hasGetters) return field;
  const getter = holder.field(`get ${name}`);
  if (getter !== undefined) return machine.call(getter, { self: reference(self), args: [], node, name });
  if (field !== undefined) return field;
  if (holder.callable?.kind === 'closure' || holder.callable?.kind === 'class') {
    const own = functionProperty(machine, holder, holder.callable.node, name);
    if (own !== undefined) return own;
  }
  if (holder.type !== 'array' && holder.type !== 'set') return undefined;
  return itemProperty(holder, name, node);
}

function itemProperty(object: HeapObject, name: string, node: ts.Node): Value | undefined {
  const { items, more, isSized } = object.items;
  if (name === (object.type === 'set' ? 'size' : 'length')) {
    if (more === undefined && (isSized || items.length === 0))
      return single({ kind: 'primitive', value: items.length });
    if (more !== undefined && object.items.isGrown === true) return grownLength(object.items);
    const length = unknown(more?.condition?.origin ?? 'other', undefined, items.length > 0);
    return items.length === 0 ? withCondition(length, more?.condition) : length;
  }
  if (object.type === 'set' || !/^\d+$/.test(name)) return undefined;
  if (more !== undefined) return joinAll([...items, more, undefinedValue]);
  const found = items[Number(name)];
  const item = found === undefined || found === hole ? undefinedValue : found;
  // An index that is counted comes to each of them.
  const isCounted = ts.isElementAccessExpression(node) && !ts.isNumericLiteral(node.argumentExpression);
  return isCounted ? item : atPlace(object.items, item);
}

/** What stands at a place of a list: in a batch it may as well be another event. */
export function atPlace({ another, isSized }: Items, item: Value): Value {
  return isSized ? item : join(item, another ?? unknown('other', undefined, true));
}

/** A field whose name is not known: any of them. */
function getUnknownProperty(machine: Machine, value: Value, key: Value, node: ts.Node): Value {
  const name = settingName(machine.resolve(key));
  const results = machine.resolve(value).of.map((simple) => {
    if (isNullish(simple)) return undefinedValue;
    if (simple.kind !== 'reference')
      return name !== undefined && simple.kind === 'unknown'
        ? fieldOfUnknown(machine, simple, name)
        : derived('[]', [single(simple), key]);
    const { object } = simple;
    const named = name === undefined ? undefined : namedBySetting(machine, object, name);
    if (named !== undefined) return named;
    const values = valuesUnder(machine, object, key);
    if (object.openAs !== undefined)
      return joinAll([...values, derived('[]', [unknown(object.openAs.origin, object.openAs.id), key])]);
    if (object.type === 'array' && isRandomItem(node, object.items)) return joinAll(values);
    const found = withCondition(joinAll([...values, undefinedValue]), tableCondition(machine, object, key));
    const cases = tableCases(object, key);
    return cases === undefined ? found : { ...found, cases };
  });
  const [only] = results;
  return only !== undefined && results.length === 1 ? only : joinAll(results);
}

/**
 * The field that a setting names. Of an event it is taken to be none of those that the app writes out, but for what
 * other settings name; undefined where it may be any field.
 */
function namedBySetting(machine: Machine, object: HeapObject, name: string): Value | undefined {
  const { openAs } = object;
  const other = openAs === undefined ? undefinedValue : fieldOfUnknown(machine, openAs, name);
  const own = object.field(name);
  if (own !== undefined) return own;
  if (!machine.received.has(object) && openAs?.id?.startsWith('event.') !== true) return undefined;
  const others = object.keys().filter((key) => isSettingName(key) && mayBeSame(key, name));
  const fields = [...others, anyKey].flatMap((key) => object.field(key) ?? []);
  return joinAll([...fields, other]);
}

/** The values that an object has under names which a key can be. */
function valuesUnder(machine: Machine, object: HeapObject, key: Value): readonly Value[] {
  if (object.type !== 'object') return allValues(object);
  return [...object.cells].flatMap(([name, cell]) => {
    if (isItems(cell) || hidden.has(name) || /^[gs]et /.test(name)) return [];
    return name === anyKey || name.startsWith('@@') || canBeKey(machine, key, name) ? [cell] : [];
  });
}

/** Every value that an object holds. */
export function allValues(object: HeapObject): readonly Value[] {
  const values: Value[] = [];
  for (const [key, cell] of object.cells) {
    if (isItems(cell)) values.push(...cell.items, ...(cell.more === undefined ? [] : [cell.more]));
    else if (!/^[gs]et /.test(key) && !hidden.has(key)) values.push(cell);
  }
  return values;
}

/** Cells that are there for us. */
const hidden: ReadonlySet<string> = new Set([frozenKey, anyKeyNames, anyKeyPrefix, anyKeySource]);

export function newObject(
  machine: Machine,
  fields: Readonly<Record<string, Value>>,
  options: ObjectOptions = {},
): Value {
  const object = new HeapObject('object', options);
  for (const [name, value] of Object.entries(fields)) machine.set(object, name, value);
  return reference(object);
}

export function newList(machine: Machine, list: Partial<Items>, type: ObjectType = 'array'): Value {
  const object = new HeapObject(type);
  machine.setItems(object, {
    items: list.items ?? [],
    more: list.more,
    moreAt: list.moreAt,
    isSized: list.isSized ?? true,
    another: list.another,
  });
  return reference(object);
}
