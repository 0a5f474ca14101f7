/** The errors of the language. */
import type { NativeCall, NativeFunction } from '../heap.ts';
import { getNamed, newObject } from '../objects.ts';
import { errorKey } from '../constructors.ts';
import type { Machine } from '../machine.ts';
import {
  isNullish,
  objectsOf,
  onlyPrimitive,
  primitive,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { arg } from './native.ts';

/** The constructor of the errors of a name. */
export function newError(name: string): NativeFunction {
  return (machine, call) => {
    const cause = getNamed(machine, arg(call, 1), 'cause', call.node);
    const isOfMany = name === 'AggregateError';
    const message = isOfMany ? arg(call, 1) : arg(call, 0);
    const error = newObject(machine, {
      [errorKey]: primitive(name),
      message: message === undefinedValue ? primitive('') : message,
      ...(isOfMany ? { errors: arg(call, 0) } : {}),
      name: primitive(name),
      stack: unknown('other'),
      ...(cause.of.every(isNullish) ? {} : { cause }),
    });
    for (const object of objectsOf(error)) for (const key of object.keys()) object.hide(key);
    return error;
  };
}

/** Does what the language does with values that are known; what that throws is thrown in the app. */
export function asLanguageDoes<T>(machine: Machine, call: NativeCall, run: () => T): T {
  try {
    return run();
  } catch (error) {
    return raiseError(machine, call, error instanceof Error ? error : new TypeError(String(error)));
  }
}

function raiseError(machine: Machine, call: NativeCall, { message, name }: Error): never {
  return machine.raise(newError(name)(machine, { ...call, args: [primitive(message)] }));
}

/**
 * What a function throws for a number out of its range, such as the count of `repeat`; where the number is not known, it
 * may do so, unless it is a length.
 *
 * @param isAllowed whether the function takes a number.
 */
export function askForRange(
  machine: Machine,
  call: NativeCall,
  given: Value,
  isAllowed: (number: number) => boolean,
): void {
  const value = machine.resolve(given);
  const known = onlyPrimitive(value)?.value;
  const isKnown = onlyPrimitive(value) !== undefined && typeof known !== 'bigint';
  if (isKnown && !isAllowed(Number(known))) raiseError(machine, call, new RangeError('Out of range'));
  const isLength = value.of.every((simple) => simple.kind === 'unknown' && simple.id?.endsWith('.length'));
  if (!isKnown && !isLength) machine.mayThrow();
}
