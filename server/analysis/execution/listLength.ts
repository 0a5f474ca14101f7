/** `list.length = 3` */
import type { HeapObject } from './heap.ts';
import { noItems } from './items.ts';
import type { Machine } from './machine.ts';
import { joinMore, onlyPrimitive, undefinedValue, type Value } from './values.ts';

/** Cuts a list off, or makes it longer, as a write to its `length` does. */
export function setLength(machine: Machine, array: HeapObject, written: Value): void {
  const { items, more } = array.items;
  const length = onlyPrimitive(machine.resolve(written))?.value;
  if (length === 0) machine.setItems(array, noItems);
  else if (typeof length === 'number' && more === undefined && length <= items.length)
    machine.setItems(array, { ...array.items, items: items.slice(0, length) });
  else {
    // How much of it is left is not known; a list that is made longer has nothing in its new places.
    const isLonger = typeof length === 'number' && length > items.length && more === undefined;
    const all = [...items, ...(isLonger ? [undefinedValue] : [])];
    machine.setItems(array, { items: [], more: all.reduce(joinMore, more), isSized: false });
  }
}
