/** The files of an app: from a folder, with unsaved texts over it, or from texts alone. */
import { readFile } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import type { AppSource } from '../../protocol/runtime.ts';

/** Reads a file of the app by its path relative to the app's folder; undefined where there is none. */
export type ReadAppFile = (path: string) => Promise<string | undefined>;

/** Files on disk, under the texts of open files. Paths that leave the folder are not read. */
export function folderFiles({ root, unsaved = {} }: AppSource): ReadAppFile {
  return async (path) => {
    const inside = posix.normalize(path);
    if (inside.startsWith('..') || posix.isAbsolute(inside)) return undefined;
    return unsaved[inside] ?? readText(resolve(root, inside));
  };
}

/** An app made of texts, for tests and other programs. */
export function textFiles(files: { readonly [path: string]: string }): ReadAppFile {
  return async (path) => files[posix.normalize(path)];
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
