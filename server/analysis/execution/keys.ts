/** The keys of objects: what `Object.keys`, `in` and `for…in` see. */
import ts from 'typescript';
import type { HeapObject, Items } from './heap.ts';
import type { Machine } from './machine.ts';
import { getNamed } from './objects.ts';
import {
  derived,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  type Simple,
  unknown,
  type Value,
} from './values.ts';

const missingNode = ts.factory.createEmptyStatement();

/** The keys of an object, as a list that may be open. */
export function keysOf(machine: Machine, value: Value, about: Value): Items {
  const trapped = trappedKeys(machine, value, about);
  if (trapped !== undefined) return trapped;
  const objects = objectsOf(machine.resolve(value));
  const isKnown =
    objects.length === value.of.length &&
    objects.every(({ openAs }) => openAs === undefined) &&
    objects.every((object) => object.field('*') === undefined);
  const wanted = onlyPrimitive(about);
  const names = objects.flatMap((object) => object.keys());
  const items = [...new Set(names)].map((name) => primitive(name));
  if (isKnown && objects.length === 1)
    return withoutLeftOut(machine, objects[0], { items, more: undefined, isSized: true });
  // Whether an open object has a field is as unknown as the field itself.
  const field =
    wanted?.value === undefined
      ? undefined
      : getNamed(machine, value, String(wanted.value), machine.frame?.site ?? missingNode);
  const more = field === undefined ? anyKeyOf(machine, value, names) : derived('key', [field]);
  return { items, more, isSized: true };
}

/** In an event that came back, a field that may be undefined may as well be missing. */
function withoutLeftOut(machine: Machine, object: HeapObject | undefined, keys: Items): Items {
  if (object === undefined || !machine.received.has(object)) return keys;
  const isCertain = (key: Value): boolean => {
    const field = object.field(String(onlyPrimitive(key)?.value));
    return field?.of.every((simple) => !mayBeUndefined(simple)) === true;
  };
  const perhaps = keys.items.filter((key) => !isCertain(key));
  if (perhaps.length === 0) return keys;
  return { items: keys.items.filter(isCertain), more: joinAll(perhaps), isSized: false };
}

function mayBeUndefined(simple: Simple): boolean {
  return simple.kind === 'unknown'
    ? !simple.isTruthy && simple.origin === 'event'
    : simple.kind === 'primitive' && simple.value === undefined;
}

/** The keys that a `Proxy` tells, or whether it tells that it has one. */
function trappedKeys(machine: Machine, value: Value, about: Value): Items | undefined {
  const [object] = objectsOf(machine.resolve(value));
  const proxied = value.of.length === 1 ? object?.proxied : undefined;
  if (proxied === undefined) return undefined;
  const isAboutOne = onlyPrimitive(about)?.value !== undefined;
  const trap = proxied.handler.field(isAboutOne ? 'has' : 'ownKeys');
  if (trap === undefined) return keysOf(machine, proxied.target, about);
  const answer = machine.call(trap, {
    self: reference(proxied.handler),
    args: isAboutOne ? [proxied.target, about] : [proxied.target],
    node: machine.frame?.site ?? missingNode,
  });
  if (!isAboutOne) return objectsOf(answer)[0]?.items ?? { items: [], more: unknown('other'), isSized: true };
  const { can } = machine.truth(answer);
  if (can === 'false') return { items: [], more: undefined, isSized: true };
  return can === 'true'
    ? { items: [about], more: undefined, isSized: true }
    : { items: [], more: unknown('other'), isSized: true };
}

/** A key of an object of which not all are known: any but those. */
function anyKeyOf(machine: Machine, value: Value, known: readonly string[]): Value {
  const [simple] = machine.resolve(value).of;
  const openAs =
    simple?.kind === 'reference' ? simple.object.openAs : simple?.kind === 'unknown' ? simple : undefined;
  if (value.of.length !== 1 || openAs?.id === undefined) return unknown('other');
  const id = `keyof ${openAs.id}`;
  machine.keySources.set(id, { openAs: { id: openAs.id, origin: openAs.origin }, known });
  return unknown(openAs.origin, id, true);
}
