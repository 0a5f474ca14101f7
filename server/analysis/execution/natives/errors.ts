/** The errors of the language. */
import type { NativeFunction } from '../heap.ts';
import { getNamed, newObject } from '../objects.ts';
import { errorKey } from '../constructors.ts';
import { isNullish, primitive, unknown } from '../values.ts';
import { arg } from './native.ts';

/** The constructor of the errors of a name. */
export function newError(name: string): NativeFunction {
  return (machine, call) => {
    const cause = getNamed(machine, arg(call, 1), 'cause', call.node);
    return newObject(machine, {
      [errorKey]: primitive(name),
      message: arg(call, 0),
      name: primitive(name),
      stack: unknown('other'),
      ...(cause.of.every(isNullish) ? {} : { cause }),
    });
  };
}
