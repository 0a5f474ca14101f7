/** `list.concat(item, others)` */
import { isGrownIn, wholeIn, withWhole } from '../grownLists.ts';
import type { HeapObject, NativeCall } from '../heap.ts';
import { isText } from '../ids.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../objects.ts';
import { appended, listOf } from '../sequences.ts';
import { objectsOf, type Value } from '../values.ts';

export function concat(machine: Machine, call: NativeCall): Value {
  let result = listOf(machine, call.self);
  for (const value of call.args) {
    const isList =
      objectsOf(value).some(({ type }) => type === 'array') ||
      value.of.some(({ kind }) => kind === 'unknown');
    result = appended(
      result,
      isList ? listOf(machine, value) : { items: [value], more: undefined, isSized: true },
    );
  }
  const whole = wholeIn(machine, call.self);
  const isLonger = call.args.some((value) => isOneItem(machine, value));
  const made = newList(machine, result);
  return whole === undefined
    ? made
    : withWhole(machine, made, { ...whole, isLonger }, isGrownIn(machine, call.self));
}

/** Whether `concat` puts a value into the list as it is. */
function isOneItem(machine: Machine, value: Value): boolean {
  return machine
    .resolve(value)
    .of.every((simple) =>
      simple.kind === 'unknown'
        ? simple.id !== undefined && isText(simple.id)
        : simple.kind !== 'reference' || simple.object.type !== 'array' || hasItems(simple.object),
    );
}

function hasItems({ items: { isSized, items } }: HeapObject): boolean {
  return isSized && items.length > 0;
}
