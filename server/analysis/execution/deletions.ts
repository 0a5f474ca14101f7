/** `delete object.key`, and the same by a function. */
import type ts from 'typescript';
import type { Machine } from './machine.ts';
import { hole } from './items.ts';
import { keyNames } from './objects.ts';
import { eachTarget } from './targets.ts';
import { primitive, reference, undefinedValue, type Value } from './values.ts';

/** Deletes a property; one whose name is not known stays. */
export function deleteProperty(machine: Machine, target: Value, key: Value, node: ts.Node): void {
  const [field, another] = keyNames(machine, key) ?? [];
  if (field === undefined || another !== undefined) return;
  eachTarget(machine, machine.resolve(target), node, (object) => {
    const trap = object.proxied?.handler.field('deleteProperty');
    if (object.proxied !== undefined && trap !== undefined) {
      const { handler, target: behind } = object.proxied;
      machine.call(trap, { self: reference(handler), args: [behind, primitive(field)], node });
      return;
    }
    const item = object.type === 'array' ? object.items.items[Number(field)] : undefined;
    if (item !== undefined) {
      machine.setItems(object, { ...object.items, items: object.items.items.with(Number(field), hole) });
      return;
    }
    machine.set(object, field, object.openAs === undefined ? undefined : undefinedValue);
    if (object.openAs !== undefined) object.setAbsent(field);
  });
}
