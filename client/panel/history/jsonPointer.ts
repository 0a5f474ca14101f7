/** Parts of a trace by their address, as in RFC 6901. */
import type { Json } from '../../../protocol/trace.ts';

/** @returns undefined when there is nothing at that place. */
export function valueAt(value: unknown, pointer: string): Json | undefined {
  let found: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as { readonly [name: string]: unknown })[name];
  }
  return found as Json | undefined;
}

/** One step further. */
export function pointerTo(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
