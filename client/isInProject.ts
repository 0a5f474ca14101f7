/** Whether a file may belong to a project of TypeScript. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const configurations = ['tsconfig.json', 'jsconfig.json'];

/**
 * Asks synchronously, as a dozen questions take a tenth of a millisecond, while each asynchronous one waits in the queue
 * of an editor that starts.
 *
 * @param path of a file: a project is there when its folder or one above it has a configuration.
 */
export function isInProject(path: string): boolean {
  const folder = dirname(path);
  if (folder === path) return false;
  return configurations.some((name) => existsSync(join(folder, name))) || isInProject(folder);
}
