/** Writes a new app to the disk. Nothing that is there is ever written over. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderNameOf, type NewApp, newAppFiles } from './newAppFiles.ts';

/** Why an app cannot be made, in a sentence for the user. */
export class NewAppProblem extends Error {
  override readonly name = 'NewAppProblem';
}

/** Why the folder of an app cannot be made: nothing that is there is written over. */
export async function usedFolder(parent: string, name: string): Promise<string | undefined> {
  const folder = join(parent, folderNameOf(name));
  const there = await readdir(folder).catch(() => []);
  return there.length === 0 ? undefined : `The folder ${folder} has files already.`;
}

/**
 * @param parent folder in which the app's folder is made.
 * @returns the app's folder and its entry file.
 * @throws NewAppProblem when the folder has files already, or cannot be written.
 */
export async function writeNewApp(
  parent: string,
  app: NewApp,
): Promise<{ readonly folder: string; readonly entry: string }> {
  const folder = join(parent, folderNameOf(app.name));
  const used = await usedFolder(parent, app.name);
  if (used !== undefined) throw new NewAppProblem(`${used} Choose another name or another place.`);
  const files = Object.entries(newAppFiles(app));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { flag: 'wx' });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NewAppProblem(`The app could not be written. ${reason}`);
  }
  const entry = files.map(([path]) => path).find((path) => path.startsWith('index.')) ?? 'plugin.json';
  return { folder, entry: join(folder, entry) };
}
