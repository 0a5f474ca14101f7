/** Packages in `node_modules`. */
import type { Host } from '../host.ts';
import { joinPath, parentOf } from '../uris.ts';

/** Whether one of these packages is there, in a folder or above it. */
export function isInstalled(host: Host, root: string, names: readonly string[]): boolean {
  for (let folder = root; ; folder = parentOf(folder)) {
    const packages = joinPath(folder, 'node_modules');
    if (names.some((name) => host.directoryExists(joinPath(packages, name)))) return true;
    if (folder === parentOf(folder)) return false;
  }
}
