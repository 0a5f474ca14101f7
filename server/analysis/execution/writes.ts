/** What is written to objects: by a name or any, through setters and traps, to the items of a list. */
import type ts from 'typescript';
import { copiedFrom, copyOthers } from './copying.ts';
import { fieldBefore, frozenKey, type HeapObject, inherit, maxPrototypes } from './heap.ts';
import { setLength } from './listLength.ts';
import type { Machine } from './machine.ts';
import { keyNames } from './objects.ts';
import { writeAnywhere } from './possibleKeys.ts';
import { noteWritten } from './settingTables.ts';
import { isSettingName, mayBeSame } from './settingNames.ts';
import { eachTarget } from './targets.ts';
import { join, joinMore, onlyPrimitive, reference, single, type Value } from './values.ts';
/** Writes `value[key] = written`; perhaps, where it is not known which object or which key is meant. */
export function setProperty(machine: Machine, value: Value, key: Value, written: Value, node: ts.Node): void {
  const names = keyNames(machine, key);
  noteWritten(machine, value);
  const source = names === undefined ? copiedFrom(machine, key, written) : undefined;
  eachTarget(machine, machine.resolve(value), node, (object) => {
    if (source !== undefined) copyOthers(machine, object, source.openAs, source.without);
    else if (names === undefined) setUnknownField(machine, object, key, written);
    else
      for (const name of names) {
        if (object.type !== 'object' && isSettingName(name)) setUnknownField(machine, object, key, written);
        else setField(machine, object, name, written, node, names.length === 1);
      }
  });
}

export function setField(
  machine: Machine,
  object: HeapObject,
  name: string,
  written: Value,
  node: ts.Node,
  isCertain = true,
): void {
  machine.step();
  const { proxied } = object;
  if (proxied !== undefined) {
    const key = single({ kind: 'primitive', value: name });
    const trap = proxied.handler.field('set');
    if (trap === undefined) setProperty(machine, proxied.target, key, written, node);
    else {
      const args = [proxied.target, key, written, reference(object)];
      machine.call(trap, { self: reference(proxied.handler), args, node, name: `set ${name}` });
    }
    return;
  }
  if (name === '__proto__') {
    inherit(object, written);
    return;
  }
  const setter = findSetter(object, name);
  if (setter !== undefined) {
    machine.call(setter, { self: reference(object), args: [written], node, name });
    return;
  }
  if (object.type === 'array' && /^\d+$/.test(name)) {
    setItem(machine, object, Number(name), written);
    return;
  }
  if (object.type === 'array' && name === 'length') {
    setLength(machine, object, written);
    return;
  }
  if (object.methodsOf !== undefined) machine.extensions.add(name);
  if (isFrozen(object)) return;
  object.setSite(name, node);
  machine.set(object, name, isCertain ? written : join(fieldBefore(object, name), written));
  if (!isSettingName(name)) return;
  for (const other of object.keys()) {
    const field = other === name || !isSettingName(other) ? undefined : object.field(other);
    if (field !== undefined && mayBeSame(other, name)) machine.set(object, other, join(field, written));
  }
}

/** `Object.freeze(object)`: what is written to it later is lost. */
export function freeze(machine: Machine, object: HeapObject): void {
  machine.set(object, frozenKey, single({ kind: 'primitive', value: true }));
}

function isFrozen(object: HeapObject): boolean {
  const frozen = object.field(frozenKey);
  return frozen !== undefined && onlyPrimitive(frozen)?.value === true;
}

function findSetter(object: HeapObject, name: string): Value | undefined {
  let holder: HeapObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < maxPrototypes; depth += 1) {
    const setter = holder.field(`set ${name}`);
    if (setter !== undefined) return setter;
    if (holder.field(name) !== undefined) return undefined;
    holder = holder.prototype;
  }
  return undefined;
}

function setItem(machine: Machine, array: HeapObject, index: number, written: Value): void {
  const { items, more, isSized } = array.items;
  if (index > items.length || index > 256) addMore(machine, array, written);
  else machine.setItems(array, { items: items.toSpliced(index, 1, written), more, isSized });
}

/** Any field may have been written. */
function setUnknownField(machine: Machine, object: HeapObject, key: Value, written: Value): void {
  if (object.type === 'array') {
    addMore(machine, object, written);
    return;
  }
  writeAnywhere(machine, object, key, written);
}

export function addMore(machine: Machine, object: HeapObject, written: Value): void {
  const { items, more, isSized } = object.items;
  machine.setItems(object, { items, more: joinMore(more, written), isSized });
}
