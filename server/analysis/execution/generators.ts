/** Generators: lists of what their body yields, which is executed when somebody asks for the first of it. */
import { HeapObject, noItems } from './heap.ts';
import type { Machine } from './machine.ts';
import { objectsOf, onlyPrimitive, primitive, reference, type Value } from './values.ts';

/** Key of the cell that says whether the body was executed. */
const startedKey = '#started';

/** @param run executes the body, and gives a list of what it yields. */
export function makeGenerator(run: (machine: Machine) => Value): Value {
  const object = new HeapObject('array');
  object.pending = run;
  return reference(object);
}

/** Executes the body, unless that was done on this path or there is none. */
export function startGenerator(machine: Machine, object: HeapObject): void {
  const { pending } = object;
  if (pending === undefined || wasStarted(object)) return;
  machine.set(object, startedKey, primitive(true));
  const lists = objectsOf(pending(machine));
  const [list] = lists;
  if (list === undefined) return;
  machine.setItems(object, list.items);
  object.returned = list.returned;
}

/** `generator.return()`: a body that has not begun never does. */
export function stopGenerator(machine: Machine, object: HeapObject): void {
  if (object.pending === undefined || wasStarted(object)) return;
  machine.set(object, startedKey, primitive(true));
  machine.setItems(object, noItems);
}

function wasStarted(object: HeapObject): boolean {
  const started = object.field(startedKey);
  return started !== undefined && onlyPrimitive(started)?.value === true;
}
