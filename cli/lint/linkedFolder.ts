/** Folders that links lead to. */
import { lstatSync, realpathSync, statSync } from 'node:fs';

/**
 * Where a link to a folder leads: one that lies outside of another one, inside of which it is found without the link, and
 * not around it, where all else would be found.
 *
 * @param path of the link, absolute.
 * @param top absolute; without links.
 * @returns undefined for what is no such link.
 */
export function linkedFolder(path: string, top: string): string | undefined {
  try {
    if (!lstatSync(path).isSymbolicLink() || !statSync(path).isDirectory()) return undefined;
    const real = realpathSync.native(path).replaceAll('\\', '/');
    const [inner, outer] = [withSlash(real), withSlash(top)];
    return inner.startsWith(outer) || outer.startsWith(inner) ? undefined : real;
  } catch {
    return undefined; // It leads nowhere, or round.
  }
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
