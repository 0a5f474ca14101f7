/**
 * The Node.js inside the oldest editor that the extension supports (`engines.vscode`), for the tests of the runtime:
 * a sandbox that holds on one Node.js may leak on another. Installed once, below .cache/.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm.ts';
import { root } from './paths.ts';

/** VS Code 1.106 runs on it. */
const version = '22.20.0';

/**
 * Installs that Node.js if it is missing.
 *
 * @returns the path of its program.
 * @throws Error with the last lines of npm when the registry cannot be reached.
 */
export async function ensureFloorNode(): Promise<string> {
  const folder = join(root, '.cache', `node-${version}`);
  const isWindows = process.platform === 'win32';
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return program;
  console.log(`Installing Node.js ${version} for the tests of the runtime …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, ['install', '--ignore-scripts', `${name}@${version}`]);
  await writeFile(complete, '');
  return program;
}
