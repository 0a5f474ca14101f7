/** The apps that the given paths mean: those below a folder, or the one that a file or a folder belongs to. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type App, manifestName, readAppFolder } from '../../server/analysis/appFolder.ts';
import type { Files } from '../../server/analysis/files.ts';
import { exportsLifecycle } from '../../server/analysis/lifecycleFunctions.ts';
import { joinPath, nameOf, parentOf } from '../../server/uris.ts';
import { UsageError } from '../command.ts';
import { LinkedFolders } from './linkedFolders.ts';

/**
 * @throws UsageError for a path that does not exist, and for one without an app.
 */
export function findApps(files: Files, paths: readonly string[], cwd: string): readonly App[] {
  const found = new Map<string, App>();
  for (const path of paths) {
    const apps = appsAt(files, path, cwd);
    if (apps.length === 0) {
      const place = path === '.' ? 'this folder' : path;
      const hasManifest = files.exists(joinPath(resolve(cwd, path).replaceAll('\\', '/'), manifestName));
      throw new UsageError(
        hasManifest
          ? `The plugin.json in ${place} may be that of another tool. For a PostHog app add "config": [] to it, and export processEvent, onEvent or the like from index.js or the file that "main" names.`
          : `There is no PostHog app in ${place}. An app is a folder with a plugin.json and a file that exports processEvent, onEvent or the like.`,
      );
    }
    for (const app of apps) found.set(app.root, app);
  }
  return [...found.values()].toSorted((one, other) => (one.root < other.root ? -1 : 1));
}

function appsAt(files: Files, path: string, cwd: string): readonly App[] {
  const full = resolve(cwd, path).replaceAll('\\', '/');
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`There is no file or folder ${path}.`);
  const below = stats.isDirectory() ? appsBelow(files, full) : [];
  return below.length > 0 ? below : appAbove(files, full);
}

/**
 * The apps in a folder and below it, by their place.
 *
 * @param folder absolute path, with slashes.
 */
export function appsBelow(files: Files, folder: string): readonly App[] {
  const apps: App[] = [];
  const queue = [folder];
  const linked = new LinkedFolders(folder);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { isDirectory, name } of files.host.readDirectory(next)) {
      const path = joinPath(next, name);
      if (name === manifestName) {
        const app = isDirectory ? undefined : appIn(files, next);
        if (app !== undefined) apps.push(app);
      } else if (isLeftOut(name)) continue;
      else if (isDirectory || linked.isNew(path)) queue.push(path);
    }
  }
  return apps.toSorted((one, other) => (one.root < other.root ? -1 : 1));
}

/** Hidden folders and packages. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function appAbove(files: Files, path: string): readonly App[] {
  for (let folder = path; ; folder = parentOf(folder)) {
    const app = files.exists(joinPath(folder, manifestName)) ? appIn(files, folder) : undefined;
    if (app !== undefined) return [app];
    if (nameOf(folder) === 'node_modules' || folder === parentOf(folder)) return [];
  }
}

/** A manifest that cannot be read may well be an app's: that is said, rather than passed over. */
function appIn(files: Files, folder: string): App | undefined {
  return readAppFolder(files, folder, exportsLifecycle, true);
}
