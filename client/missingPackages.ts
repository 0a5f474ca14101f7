/** Packages that PostHog provides to apps, but that are not installed where an app is written. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  allModuleDeclarations,
  allowedImports,
  fallbackDeclarations,
  moduleDeclarations,
  nodeTypes,
  packageFolders,
} from '../platform/imports.ts';

/** Declarations to open for some files, relative to globals.d.ts. */
export interface MissingPackages {
  /** Of packages that not all of the files find installed. Where only some do, those that stand back for them. */
  readonly modules: readonly string[];
  /**
   * Whether a file finds the types of Node. The editor's own support may know them then, or may not: since TypeScript 6
   * it takes none by itself.
   */
  readonly hasNodeTypes: boolean;
}

/**
 * Asks synchronously: mostly there is no `node_modules` at all, and asynchronous questions wait in the queue of an editor
 * that starts.
 *
 * @param paths files of apps.
 */
export function missingPackages(paths: readonly string[]): MissingPackages {
  const folders = [...new Set(paths.map((path) => dirname(path)))].map(packagesAbove);
  const findersOf = (names: readonly string[]): 'all' | 'some' | 'none' => {
    const count = folders.filter((above) => names.some((name) => existsIn(above, name))).length;
    if (count === 0) return 'none';
    return count === folders.length ? 'all' : 'some';
  };
  const found = allowedImports.map((entry) => ({ entry, by: findersOf(packageFolders(entry)) }));
  return {
    modules: found.every(({ by }) => by === 'none')
      ? [allModuleDeclarations]
      : found.flatMap(({ entry, by }) => {
          if (by === 'none') return moduleDeclarations(entry.name);
          return by === 'some' || entry.origin === 'node' ? fallbackDeclarations(entry.name) : [];
        }),
    hasNodeTypes: findersOf([nodeTypes]) !== 'none',
  };
}

function existsIn(folders: readonly string[], name: string): boolean {
  return folders.some((folder) => existsSync(join(folder, name)));
}

/** The folders `node_modules` that are there, in a folder and above it. */
function packagesAbove(folder: string): readonly string[] {
  const here = join(folder, 'node_modules');
  const parent = dirname(folder);
  return [...(existsSync(here) ? [here] : []), ...(parent === folder ? [] : packagesAbove(parent))];
}
