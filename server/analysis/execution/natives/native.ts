/** How functions of the language itself are written. */
import { HeapObject, type NativeCall, type NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { reference, undefinedValue, unknown, type Value } from '../values.ts';

export type NativeTable = Readonly<Record<string, NativeFunction>>;

export function native(name: string, run: NativeFunction): Value {
  return reference(new HeapObject('function', { callable: { kind: 'native', name, run } }));
}

/** A native that never throws, whatever it is given. */
export function safeNative(name: string, run: NativeFunction): Value {
  return reference(new HeapObject('function', { callable: { kind: 'native', name, run, isSafe: true } }));
}

export function arg({ args }: NativeCall, index: number): Value {
  return args[index] ?? undefinedValue;
}

/** Calls a function that was passed to a native. */
export function callBack(
  machine: Machine,
  { node }: NativeCall,
  callback: Value,
  args: readonly Value[],
): Value {
  return machine.call(callback, { self: undefinedValue, args, node });
}

/** A native of which only the result matters, and that is not known. */
export const something: NativeFunction = () => unknown('other');

/** What a native gives to all that it cannot tell apart. */
export const somethingTruthy: NativeFunction = () => unknown('other', undefined, true);
