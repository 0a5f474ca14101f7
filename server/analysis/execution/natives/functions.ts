/** Methods of functions, and those that every value has, among them those of promises. */
import { HeapObject, type NativeCall } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { keysOf } from '../keys.ts';
import { contains } from '../membership.ts';
import { newList } from '../objects.ts';
import { inPromise, whenFulfilled } from '../promises.ts';
import { listOf } from '../sequences.ts';
import { concatenate } from '../texts.ts';
import { hrefOf } from '../urls.ts';
import {
  asPromise,
  join,
  objectsOf,
  onlyPrimitive,
  reference,
  settled,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { arg, callBack, type NativeTable } from './native.ts';

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

/** Promises are what they will be: `then` is a call with the value itself. */
function then(machine: Machine, promised: NativeCall): Value {
  const call = { ...promised, self: settled(promised.self) };
  const [onFulfilled] = call.args;
  const goOn = (): Value =>
    onFulfilled === undefined || isAbsent(onFulfilled)
      ? call.self
      : callBack(machine, call, onFulfilled, [call.self]);
  const result = whenFulfilled(machine, call.node, promised.self, () => inPromise(machine, call.node, goOn));
  const rejected = call.args[1];
  return asPromise(rejected === undefined ? result : join(result, afterError(machine, call, rejected)));
}

function afterError(machine: Machine, call: NativeCall, handler: Value): Value {
  return (
    machine.maybe('error', call.node, () => callBack(machine, call, handler, [unknown('error')])) ??
    unknown('error')
  );
}

function isAbsent({ of }: Value): boolean {
  return of.every(({ kind }) => kind === 'primitive');
}

export const anyMethods: NativeTable = {
  // oxlint-disable-next-line unicorn/no-thenable -- the methods that promises have; the table itself is never awaited
  then,
  catch: (machine: Machine, call: NativeCall) => {
    const [handler] = call.args;
    const self = settled(call.self);
    return asPromise(handler === undefined ? self : join(self, afterError(machine, call, handler)));
  },
  finally: (machine: Machine, call: NativeCall) => {
    callBack(machine, call, arg(call, 0), []);
    return asPromise(settled(call.self));
  },
  hasOwnProperty: (machine: Machine, call: NativeCall) =>
    contains(machine, keysOf(machine, call.self, arg(call, 0)), arg(call, 0)),
  toString: (machine: Machine, call: NativeCall) => {
    const [object] = objectsOf(call.self);
    return (
      (object === undefined ? undefined : hrefOf(machine, object)) ??
      (object === undefined ? concatenate([machine.resolve(call.self)]) : unknown('other', undefined, true))
    );
  },
  valueOf: (_machine: Machine, call: NativeCall) => call.self,
  isPrototypeOf: () => unknown('other'),
  propertyIsEnumerable: () => unknown('other'),
};
