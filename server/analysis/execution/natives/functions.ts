/** Methods of functions, and those that every value has, among them those of promises. */
import { constructorOf } from '../constructors.ts';
import { HeapObject, type NativeCall } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../objects.ts';
import { hasOwn } from '../objectTests.ts';
import { tagOf } from '../protocols.ts';
import { listOf } from '../sequences.ts';
import { hrefOf } from '../urls.ts';
import {
  isNullish,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  type Simple,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { arg, type NativeTable } from './native.ts';
import { promiseMethods } from './promises.ts';

export const functionMethods: NativeTable = {
  call: (machine, { self, args, node }) =>
    machine.call(self, { self: asReceiver(machine, self, args[0]), args: args.slice(1), node }),
  apply: (machine, call) => {
    const { items, more } = listOf(machine, arg(call, 1));
    const args = more === undefined ? items : [...items, more, more];
    return machine.call(call.self, {
      self: asReceiver(machine, call.self, call.args[0]),
      args,
      node: call.node,
    });
  },
  bind: (_machine, { self, args }) =>
    reference(
      new HeapObject('function', {
        callable: { kind: 'bound', target: self, self: args[0] ?? unknown('other'), args: args.slice(1) },
      }),
    ),
};

/** What a function is called with as `this`: for those of lists, `{ length: 1, 0: 'a' }` is a list. */
function asReceiver(machine: Machine, called: Value, self: Value | undefined): Value {
  if (self === undefined) return unknown('other');
  const [object] = objectsOf(machine.resolve(self));
  const isNative = objectsOf(called).some(({ callable }) => callable?.kind === 'native');
  if (!isNative || object?.type !== 'object' || object.openAs !== undefined || self.of.length !== 1)
    return self;
  const length = onlyPrimitive(object.field('length') ?? undefinedValue)?.value;
  if (typeof length !== 'number') return self;
  const indexes = object.keys().filter((key) => /^\d+$/.test(key) && Number(key) < length);
  return newList(machine, { items: indexes.map((key) => object.field(key) ?? undefinedValue) });
}

/** What `Object.prototype.toString` says that a value is; undefined where it is not known. */
function tagOfSimple(machine: Machine, simple: Simple): string | undefined {
  if (simple.kind === 'reference') return tagOf(machine, simple.object);
  if (simple.kind === 'primitive' && isNullish(simple)) return simple.value === null ? 'Null' : 'Undefined';
  const [constructor] = objectsOf(constructorOf(machine, simple) ?? undefinedValue);
  return constructor?.callable?.kind === 'native' ? constructor.callable.name : undefined;
}

export const anyMethods: NativeTable = {
  ...promiseMethods,
  hasOwnProperty: (machine: Machine, call: NativeCall) => hasOwn(machine, call.self, arg(call, 0)),
  toString: (machine: Machine, call: NativeCall) => {
    const [simple, another] = machine.resolve(call.self).of;
    const object = simple?.kind === 'reference' ? simple.object : undefined;
    const href = object === undefined ? undefined : hrefOf(object);
    if (href !== undefined) return href;
    const tag = simple === undefined || another !== undefined ? undefined : tagOfSimple(machine, simple);
    return tag === undefined ? unknown('other', undefined, true) : primitive(`[object ${tag}]`);
  },
  valueOf: (_machine: Machine, call: NativeCall) => call.self,
  isPrototypeOf: () => unknown('other'),
  propertyIsEnumerable: () => unknown('other'),
};
