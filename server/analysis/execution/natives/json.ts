/** `JSON`, and what is known of the texts that it writes. */
import { copyOthers } from '../copying.ts';
import { HeapObject, type NativeCall } from '../heap.ts';
import { keysOf } from '../keys.ts';
import type { Machine } from '../machine.ts';
import { getNamed, newList, newObject } from '../objects.ts';
import { textOfAny, toJson } from '../protocols.ts';
import { listOf } from '../sequences.ts';
import { copyOf } from '../shapes.ts';
import { isPrimitive } from '../texts.ts';
import {
  derived,
  join,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  single,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { newError } from './errors.ts';
import { arg, callBack, type NativeTable } from './native.ts';

export const jsonFunctions: NativeTable = {
  stringify: (machine, call) => {
    const value = replaced(machine, call, toJson(machine, arg(call, 0)), arg(call, 1));
    const known = onlyPrimitive(machine.resolve(value));
    return known === undefined || typeof known.value === 'bigint'
      ? single({ kind: 'json', value })
      : primitive(JSON.stringify(known.value));
  },
  parse: (machine, call) => {
    const { of } = machine.resolve(textOfAny(machine, arg(call, 0)));
    const [text] = of;
    const known = onlyPrimitive({ of, condition: undefined });
    // What is missing is the text `undefined` here, which is no JSON.
    const written = known === undefined ? undefined : String(known.value);
    const isWritten = of.length === 1 && text?.kind === 'json';
    // A text of which nothing is known may be no JSON.
    if (written === undefined && !isWritten) machine.mayThrow();
    const value = isWritten
      ? copyOf(machine, text.value)
      : written === undefined || written.length > longestParsed
        ? derived('JSON.parse', [arg(call, 0)])
        : (parsed(machine, written) ??
          machine.raise(newError('SyntaxError')(machine, { ...call, args: [unknown('other')] })));
    const reviver = arg(call, 1);
    return isFunction(reviver)
      ? join(value, callBack(machine, call, reviver, [unknown('other'), unknown('other')]))
      : value;
  },
};

/** What a list of keys or a function leaves of the fields of an object. */
function replaced(machine: Machine, call: NativeCall, value: Value, replacer: Value): Value {
  const [list] = objectsOf(replacer);
  const isList = list?.type === 'array';
  if (!isList && !isFunction(replacer)) return value;
  const [from, another] = machine.resolve(value).of;
  const openAs =
    from?.kind === 'reference' ? from.object.openAs : from?.kind === 'unknown' ? from : undefined;
  const isObject = from?.kind === 'reference' && from.object.type === 'object';
  if (another !== undefined || (!isObject && openAs === undefined)) return value;
  const into = new HeapObject('object');
  const { items, more } = isList ? listOf(machine, replacer) : keysOf(machine, value, undefinedValue);
  for (const key of items) {
    const name = String(onlyPrimitive(key)?.value);
    const field = getNamed(machine, value, name, call.node);
    machine.set(into, name, isList ? field : callBack(machine, call, replacer, [key, field]));
  }
  if (more === undefined) return reference(into);
  if (!isList) callBack(machine, call, replacer, [more, unknown('other')]);
  const left = items.map((key) => String(onlyPrimitive(key)?.value));
  const others = from?.kind === 'unknown' ? { id: from.id, origin: from.origin } : openAs;
  copyOthers(machine, into, others ?? { id: undefined, origin: 'other' }, left);
  return reference(into);
}

const longestParsed = 4000;

/** The value that a text which is known stands for; undefined for one that is no JSON. */
function parsed(machine: Machine, text: string): Value | undefined {
  if (text.length > longestParsed) return undefined;
  try {
    return valueOfJson(machine, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A value that is all known, as `JSON.parse` makes it. */
export function valueOfJson(machine: Machine, json: unknown): Value {
  if (typeof json === 'object' && json !== null) {
    const made = Array.isArray(json)
      ? newList(machine, { items: json.map((item) => valueOfJson(machine, item)) })
      : newObject(
          machine,
          Object.fromEntries(Object.entries(json).map(([key, value]) => [key, valueOfJson(machine, value)])),
        );
    for (const object of objectsOf(made)) machine.ofJson.add(object);
    return made;
  }
  return isPrimitive(json) ? primitive(json) : unknown('other');
}

/** Whether what `JSON.stringify` makes of a value surely holds a text, in one of its keys or values that are known. */
export function jsonIncludes(value: Value, wanted: string, depth = 0): boolean {
  const [simple] = value.of;
  if (value.of.length !== 1 || simple === undefined || depth > maxDepth) return false;
  if (simple.kind === 'primitive') return includesText(simple.value, wanted);
  if (simple.kind !== 'reference') return false;
  const { object } = simple;
  if (object.items.items.some((item) => jsonIncludes(item, wanted, depth + 1))) return true;
  return object.keys().some((key) => {
    const field = object.field(key);
    if (field === undefined || mayBeLeftOut(field)) return false;
    return includesText(key, wanted) || jsonIncludes(field, wanted, depth + 1);
  });
}

const maxDepth = 6;

/** What is undefined, or a function, is not written. */
function mayBeLeftOut({ of }: Value): boolean {
  return of.some(
    (simple) =>
      simple.kind === 'unknown' ||
      (simple.kind === 'primitive' && simple.value === undefined) ||
      (simple.kind === 'reference' && simple.object.callable !== undefined),
  );
}

function includesText(known: unknown, wanted: string): boolean {
  return typeof known === 'string' && JSON.stringify(known).includes(wanted);
}

function isFunction(value: Value): boolean {
  return objectsOf(value).some(({ callable }) => callable !== undefined);
}
