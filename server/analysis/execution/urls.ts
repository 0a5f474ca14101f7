/** Addresses: objects of `URL`, by their `href`. */
import type { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { onlyString, primitive, type Simple, undefinedValue, unknown, type Value } from './values.ts';

export const urlPieces = ['pathname', 'hostname', 'host', 'origin', 'protocol', 'search', 'hash'] as const;

/** Methods of parameters that change the address. */
const changes: ReadonlySet<string> = new Set(['set', 'append', 'delete', 'sort']);

const addresses = new WeakSet<HeapObject>();

/** Tells that an object is one that `new URL` has made. */
export function noteAddress(object: HeapObject): void {
  addresses.add(object);
}

/** What an address becomes in JSON: its text; undefined for other objects. */
export function jsonOfAddress(object: HeapObject): Value | undefined {
  return addresses.has(object) ? hrefOf(object) : undefined;
}

/** The text of an address; undefined for an object that is none. */
export function hrefOf(object: HeapObject): Value | undefined {
  return object.field('href');
}

/**
 * Changes an address.
 *
 * @param change undefined where it is not known what is written: then nothing is known of the address any more.
 */
export function changeHref(
  machine: Machine,
  object: HeapObject,
  change: ((url: URL) => void) | undefined,
): void {
  const known = onlyString(machine.resolve(object.field('href') ?? undefinedValue));
  if (known === undefined || change === undefined || !URL.canParse(known)) {
    machine.set(object, 'href', unknown('other', undefined, true));
    machine.set(object, 'search', unknown('other'));
    return;
  }
  const url = new URL(known);
  change(url);
  machine.set(object, 'href', primitive(url.href));
  for (const name of urlPieces) machine.set(object, name, primitive(url[name]));
}

/** What a method of the parameters of an address that is not known does to it. */
export function changeByParams(machine: Machine, method: string, self: readonly Simple[]): void {
  if (!changes.has(method)) return;
  for (const simple of self) {
    const url = machine.urlsOfParams.get(simple);
    if (url !== undefined) changeHref(machine, url, undefined);
  }
}
