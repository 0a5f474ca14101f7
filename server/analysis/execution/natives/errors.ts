/** The errors of the language. */
import type { NativeFunction } from '../heap.ts';
import { getNamed, newObject } from '../objects.ts';
import { errorKey } from '../constructors.ts';
import { isNullish, objectsOf, primitive, undefinedValue, unknown } from '../values.ts';
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
