/** The file that `meta.geoip` answers from, as the setting `run.geoipDatabase` names it. */
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/**
 * Its path; undefined where the setting is empty.
 *
 * @param setting relative to the workspace folder, unless it is absolute or begins with `~`.
 */
export function geoipPath(setting: string, folder: string): string | undefined {
  const path = setting.trim();
  return path === '' ? undefined : resolve(folder, path.replace(/^~(?=[\\/])/, homedir()));
}

/**
 * What is wrong with the setting, in one sentence; undefined where a folder of the workspace has the file.
 *
 * @param isFile whether there is a file with a path.
 */
export function geoipProblem(
  setting: string,
  folders: readonly string[],
  isFile: (path: string) => boolean,
): string | undefined {
  const paths = folders.flatMap((folder) => geoipPath(setting, folder) ?? []);
  const [path] = paths;
  if (path === undefined || paths.some(isFile)) return undefined;
  return `posthogApps.run.geoipDatabase: there is no file ${hideKeyShapes(path)}. Correct the path, or leave it empty; until then no app runs.`;
}
