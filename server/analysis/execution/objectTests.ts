/** What `in` and `instanceof` ask of an object. */
import ts from 'typescript';
import { builtInTypes, errorKey, promiseKey } from './constructors.ts';
import type { HeapObject } from './heap.ts';
import type { Items } from './items.ts';
import { keysOf } from './keys.ts';
import type { Machine } from './machine.ts';
import { contains } from './membership.ts';
import { getNamed } from './objects.ts';
import { askForClass, askForKey } from './missingParts.ts';
import { negate } from './operators.ts';
import { ownInstanceTest } from './protocols.ts';
import type { Scope } from './scope.ts';
import { boxed } from './sequences.ts';
import {
  derived,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  undefinedValue,
  unknown,
  type Value,
} from './values.ts';

/** `key in object` */
export function evaluateIn(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  if (ts.isPrivateIdentifier(node.left))
    return hasPrivate(machine.resolve(machine.evaluate(node.right, scope)), node.left.text);
  const key = machine.resolve(machine.evaluate(node.left, scope));
  const given = machine.evaluate(node.right, scope);
  askForKey(machine, given);
  const object = machine.resolve(given);
  return has(machine, object, key, node);
}

/** Whether an object has a property of its own. */
export function hasOwn(machine: Machine, object: Value, given: Value): Value {
  const key = asKey(machine, given);
  return contains(machine, keysOf(machine, boxed(machine, object), key), key);
}

/** Keys are texts, also those of lists. */
function asKey(machine: Machine, key: Value): Value {
  const known = onlyPrimitive(machine.resolve(key));
  return typeof known?.value === 'number' ? primitive(String(known.value)) : key;
}

/** Methods that are here for promises and generators, which are other values for us. */
const ofOthers: ReadonlySet<string> = new Set([
  'then',
  'catch',
  'finally',
  'next',
  'return',
  'throw',
  'toArray',
]);

/** Whether an object has a property, or inherits it, also from the language. */
export function has(machine: Machine, object: Value, given: Value, node: ts.Node): Value {
  const key = asKey(machine, given);
  const own = contains(machine, withInherited(keysOf(machine, object, key), object), key);
  const name = onlyPrimitive(key)?.value;
  if (machine.truth(own).can !== 'false' || typeof name !== 'string' || ofOthers.has(name)) return own;
  const isProxy = objectsOf(object).some(({ proxied }) => proxied !== undefined);
  return isProxy || objectsOf(getNamed(machine, object, name, node)).length === 0 ? own : primitive(true);
}

/** `#brand in object` */
function hasPrivate({ of }: Value, name: string): Value {
  const [simple] = of;
  if (of.length !== 1 || simple?.kind !== 'reference' || simple.object.openAs !== undefined)
    return unknown('other');
  let holder: HeapObject | undefined = simple.object;
  for (let depth = 0; holder !== undefined && depth < 32; depth += 1) {
    if (holder.cells.has(name)) return primitive(true);
    holder = holder.prototype;
  }
  return primitive(false);
}

/** `in` and `for…in` also see what an object inherits. */
export function withInherited(keys: Items, { of }: Value): Items {
  const [simple] = of;
  if (of.length !== 1 || simple?.kind !== 'reference') return keys;
  const inherited: Value[] = [];
  let holder = simple.object.prototype;
  for (let depth = 0; holder !== undefined && depth < 32; depth += 1) {
    inherited.push(...holder.keys().map((name) => primitive(name)));
    holder = holder.prototype;
  }
  return inherited.length === 0 ? keys : { ...keys, items: [...keys.items, ...inherited] };
}

/** `value instanceof type` */
export function evaluateInstanceOf(machine: Machine, value: Value, type: Value, node: ts.Node): Value {
  const [object] = objectsOf(machine.resolve(value));
  const [constructor] = objectsOf(type);
  const tested = constructor === undefined ? undefined : ownInstanceTest(machine, constructor, value);
  if (tested !== undefined) return negate(machine, negate(machine, tested));
  askForClass(machine, type);
  const asked = constructor?.callable?.kind === 'native' ? constructor.callable.name : undefined;
  const isPromise =
    value.isPromise === true || (value.of.length === 1 && object?.field(promiseKey) !== undefined);
  if (isPromise && (asked === 'Promise' || asked === 'Object')) return primitive(true);
  if (asked === 'Object' && value.of.every((one) => one.kind === 'reference' && !one.object.isBare))
    return primitive(true);
  // `this` of a function that is called without `new`.
  if (value.of.every(({ kind }) => kind === 'primitive')) return primitive(false);
  if (object === undefined || constructor === undefined || value.of.length !== 1)
    return derived('instanceof', [value]);
  const error = onlyPrimitive(object.field(errorKey) ?? undefinedValue)?.value;
  if (typeof error === 'string' && constructor.callable?.kind === 'native')
    return primitive(constructor.callable.name === 'Error' || constructor.callable.name === error);
  const isOwn = constructor.callable?.kind === 'closure';
  const [wanted] = objectsOf(
    (isOwn ? getNamed(machine, reference(constructor), 'prototype', node) : constructor.field('prototype')) ??
      undefinedValue,
  );
  let holder = object.prototype;
  for (let depth = 0; holder !== undefined && depth < 32; depth += 1) {
    if (holder === wanted) return primitive(true);
    if (holder.openAs !== undefined) return unknown('other');
    holder = holder.prototype;
  }
  const builtIn = builtInTypes[object.type];
  if (builtIn !== undefined && constructor.callable?.kind === 'native' && object.prototype === undefined)
    return primitive([builtIn, 'Object'].includes(constructor.callable.name));
  // Of the other classes of the language it is not known what is theirs, and whatever it is may be that of a promise.
  return asked === 'Promise' ||
    wanted === undefined ||
    object.type !== 'object' ||
    object.openAs !== undefined
    ? unknown('other')
    : primitive(false);
}
