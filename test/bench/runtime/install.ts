/** vm2 and Babel, of the versions of the original, in a folder that git does not see; never a dependency of the project. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../../../scripts/npm.ts';
import { root } from '../../../scripts/paths.ts';

const packages = ['vm2@3.9.19', '@babel/standalone@7.15.8'];

/**
 * Installs them unless they are there.
 *
 * @returns the folder, or undefined where the registry does not have them: the benchmark goes on without.
 */
export async function originalFolder(): Promise<string | undefined> {
  const folder = join(root, '.cache', 'bench-vm2');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    await npm(folder, ['install', '--ignore-scripts', ...packages]);
    await writeFile(complete, '');
    return folder;
  } catch (error) {
    console.log(`The original's way is left out, since ${packages.join(' and ')} could not be installed:`);
    console.log(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
