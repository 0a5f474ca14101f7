/** The classes of the language that values belong to. */
import type { HeapObject, ObjectType } from './heap.ts';
import type { Machine } from './machine.ts';
import type { Value } from './values.ts';

/** Of which class of the language objects are that have no other. */
export const builtInTypes: Readonly<Partial<Record<ObjectType, string>>> = {
  array: 'Array',
  map: 'Map',
  set: 'Set',
  regexp: 'RegExp',
  noDate: 'Date',
};

/** `value.constructor` of an object without a class of the app; undefined where it is not known. */
export function constructorOf(machine: Machine, object: HeapObject): Value | undefined {
  if (object.prototype !== undefined || object.openAs !== undefined) return undefined;
  if (object.callable !== undefined) return machine.language.globalOf(machine, 'Function');
  const name = object.type === 'object' ? 'Object' : builtInTypes[object.type];
  return name === undefined ? undefined : machine.language.globalOf(machine, name);
}

/** `'a'.constructor` is `String`. */
export function constructorOfPrimitive(machine: Machine, value: unknown): Value | undefined {
  const names: Readonly<Record<string, string>> = { string: 'String', number: 'Number', boolean: 'Boolean' };
  const name = names[typeof value];
  return name === undefined ? undefined : machine.language.globalOf(machine, name);
}
