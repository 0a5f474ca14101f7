/** `Intl`, of which formats of amounts throw where no currency is named. */
import { HeapObject, type NativeFunction } from '../heap.ts';
import { askForParts } from '../missingParts.ts';
import { getNamed } from '../objects.ts';
import { onlyString, reference, unknown, type Value } from '../values.ts';
import { arg, native } from './native.ts';

const newNumberFormat: NativeFunction = (machine, call) => {
  const option = (name: string): Value => getNamed(machine, arg(call, 1), name, call.node);
  if (onlyString(machine.resolve(option('style'))) === 'currency') askForParts(machine, option('currency'));
  return unknown('other', undefined, true);
};

/** The global `Intl`; of most of it nothing is known. */
export function intlGlobal(): Value {
  const intl = new HeapObject('object', { openAs: { id: undefined, origin: 'other' } });
  intl.cells.set('NumberFormat', native('NumberFormat', newNumberFormat));
  return reference(intl);
}
