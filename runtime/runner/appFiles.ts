/** The files of an app: from a folder, with unsaved texts over it, or from texts alone. */
import { readFile, stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import type { AppSource } from '../../protocol/runtime.ts';
import { SetupProblem } from './setupProblem.ts';

/**
 * Reads a file of the app by its path relative to the app's folder; undefined where there is none. Rejects with a
 * SetupProblem for one that is there and cannot be read.
 */
export type ReadAppFile = (path: string) => Promise<string | undefined>;

/** Files on disk, under the texts of open files. Paths that leave the folder are not read. */
export function folderFiles({ root, unsaved = {} }: AppSource): ReadAppFile {
  return async (path) => {
    const inside = posix.normalize(path);
    if (inside.startsWith('..') || posix.isAbsolute(inside)) return undefined;
    return unsaved[inside] ?? readText(inside, resolve(root, inside));
  };
}

/** An app made of texts, for tests and other programs. */
export function textFiles(files: { readonly [path: string]: string }): ReadAppFile {
  return async (path) => files[posix.normalize(path)];
}

async function readText(path: string, location: string): Promise<string | undefined> {
  try {
    const entry = await stat(location);
    if (entry.isDirectory()) return undefined;
    // A pipe would be waited for without an end.
    if (!entry.isFile())
      throw new SetupProblem(`${path} is not a file. Put a file with the code in its place.`);
    return await readFile(location, 'utf8');
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SetupProblem(`${path} cannot be read: ${message.replace(/, \w+ '.*$/s, '')}.`);
  }
}
