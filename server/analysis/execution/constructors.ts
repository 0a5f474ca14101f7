/** The classes of the language that values belong to, and what the app gives to all values of one of them. */
import type ts from 'typescript';
import type { HeapObject, ObjectType } from './heap.ts';
import type { Machine } from './machine.ts';
import {
  joinAll,
  objectsOf,
  onlyPrimitive,
  type Simple,
  single,
  undefinedValue,
  type Value,
} from './values.ts';

/** Of which class of the language objects are that have no other. */
export const builtInTypes: Readonly<Partial<Record<ObjectType, string>>> = {
  array: 'Array',
  map: 'Map',
  set: 'Set',
  regexp: 'RegExp',
  noDate: 'Date',
};

/** Key of the cell that says of which of the language's types an error is. */
export const errorKey = '#error';
/** Key of the cell of an object that is a promise: what it will be. */
export const promiseKey = '#promise';

const classesOfPrimitives: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
};
/** What a value may be of which nothing is known. */
const allClasses = [
  'String',
  'Array',
  'Object',
  'Number',
  'Promise',
  'Map',
  'Set',
  'Date',
  'Function',
  'Error',
];

/** The class of the language that an object is of, whatever class of the app it is of as well. */
export function classOfObject(object: HeapObject): string | undefined {
  if (object.callable !== undefined) return 'Function';
  if (object.field(promiseKey) !== undefined) return 'Promise';
  const error = onlyPrimitive(object.field(errorKey) ?? undefinedValue)?.value;
  if (typeof error === 'string') return error;
  return object.type === 'object' ? 'Object' : builtInTypes[object.type];
}

/** `value.constructor`, where it is one of the language; undefined where it is not known. */
export function constructorOf(machine: Machine, simple: Simple): Value | undefined {
  if (simple.kind === 'primitive') return classNamed(machine, classesOfPrimitives[typeof simple.value]);
  if (simple.kind !== 'reference')
    return simple.kind === 'unknown' ? undefined : classNamed(machine, 'String');
  const { object } = simple;
  if (object.prototype !== undefined || object.openAs !== undefined) return undefined;
  return classNamed(machine, classOfObject(object));
}

/** `value.__proto__` of what is of no class of the app; undefined where it is not known. */
export function prototypeOfLanguage(machine: Machine, simple: Simple): Value | undefined {
  const [constructor] = objectsOf(constructorOf(machine, simple) ?? undefinedValue);
  return constructor?.field('prototype');
}

function classNamed(machine: Machine, name: string | undefined): Value | undefined {
  return name === undefined ? undefined : machine.language.globalOf(machine, name);
}

/** What the app has given to all values of the classes that one belongs to: `String.prototype.track = …`. */
export function extensionOf(
  machine: Machine,
  simple: Simple,
  name: string,
  node: ts.Node,
): Value | undefined {
  if (!machine.extensions.has(name)) return undefined;
  if (simple.kind === 'unknown') {
    const found = allClasses.flatMap(
      (one) => extensionOfClass(machine, one, single(simple), name, node) ?? [],
    );
    return found.length === 0 ? undefined : joinAll(found);
  }
  const own =
    simple.kind === 'reference'
      ? classOfObject(simple.object)
      : simple.kind === 'primitive'
        ? classesOfPrimitives[typeof simple.value]
        : 'String';
  for (const one of [own, own !== undefined && isError(own) ? 'Error' : undefined, 'Object']) {
    const found = one === undefined ? undefined : extensionOfClass(machine, one, single(simple), name, node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isError(name: string): boolean {
  return name.endsWith('Error');
}

/** The same of a promise. */
export function extensionOfPromise(
  machine: Machine,
  promise: Value,
  name: string,
  node: ts.Node,
): Value | undefined {
  if (!machine.extensions.has(name)) return undefined;
  return (
    extensionOfClass(machine, 'Promise', promise, name, node) ??
    extensionOfClass(machine, 'Object', promise, name, node)
  );
}

function extensionOfClass(
  machine: Machine,
  className: string,
  self: Value,
  name: string,
  node: ts.Node,
): Value | undefined {
  const [constructor] = objectsOf(classNamed(machine, className) ?? undefinedValue);
  const [prototype] = objectsOf(constructor?.field('prototype') ?? undefinedValue);
  const getter = prototype?.field(`get ${name}`);
  if (getter !== undefined) return machine.call(getter, { self, args: [], node, name });
  return prototype?.field(name);
}
