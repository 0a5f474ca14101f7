/** Addresses: an object of `URL` by its `href`, with the path that the app may have given it since. */
import type { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { concatenate } from './texts.ts';
import { onlyString, primitive, unknown, type Value } from './values.ts';

/** The text of an address; undefined for an object that is none. */
export function hrefOf(machine: Machine, object: HeapObject): Value | undefined {
  const href = object.field('href');
  const pathname = object.field('pathname');
  if (href === undefined || pathname === undefined) return href;
  const path = onlyString(machine.resolve(pathname));
  const known = onlyString(machine.resolve(href));
  if (path === undefined) return href;
  if (known === undefined) return concatenate([unknown('other', undefined, true), primitive(path)]);
  if (!URL.canParse(known)) return href;
  const url = new URL(known);
  url.pathname = path;
  return primitive(url.href);
}
