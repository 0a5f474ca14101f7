/** The files of the runs of a workspace, in the folder that the editor keeps for it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RunFiles {
  /** @returns undefined when there is no such file. */
  read(id: string): Promise<string | undefined>;
  write(id: string, text: string): Promise<void>;
  delete(id: string): Promise<void>;
}

/** @param folder made when it is needed; without one (no workspace) nothing is kept. */
export function runFiles(folder: string | undefined): RunFiles {
  if (folder === undefined) return noFiles;
  const pathOf = (id: string): string => join(folder, `${id.replaceAll(/\W/g, '')}.json`);
  return {
    read: async (id) => readFile(pathOf(id), 'utf8').catch(() => undefined),
    async write(id, text): Promise<void> {
      await mkdir(folder, { recursive: true });
      await writeFile(pathOf(id), text);
    },
    delete: async (id) => rm(pathOf(id), { force: true }),
  };
}

const noFiles: RunFiles = {
  read: async () => undefined,
  write: async () => undefined,
  delete: async () => undefined,
};
