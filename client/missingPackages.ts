/** Packages that PostHog provides to apps, but that are not installed where an app is written. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  allModuleDeclarations,
  allowedImports,
  moduleDeclarations,
  nodeDeclarations,
  nodeTypes,
  packageFolders,
} from '../platform/imports.ts';

/**
 * Asks synchronously: mostly there is no `node_modules` at all, and asynchronous questions wait in the queue of an editor
 * that starts.
 *
 * @param paths files of apps.
 * @returns declarations of the packages that none of them finds installed, relative to globals.d.ts.
 */
export function missingPackages(paths: readonly string[]): readonly string[] {
  const folders = new Set([...new Set(paths.map((path) => dirname(path)))].flatMap(packagesAbove));
  const isInstalled = (name: string): boolean =>
    [...folders].some((folder) => existsSync(join(folder, name)));
  const missing = allowedImports.filter((entry) => !packageFolders(entry).some(isInstalled));
  return [
    ...(isInstalled(nodeTypes) ? [] : [nodeDeclarations]),
    ...(missing.length === allowedImports.length
      ? [allModuleDeclarations]
      : missing.map(({ name }) => moduleDeclarations(name))),
  ];
}

/** The folders `node_modules` that are there, in a folder and above it. */
function packagesAbove(folder: string): readonly string[] {
  const here = join(folder, 'node_modules');
  const parent = dirname(folder);
  return [...(existsSync(here) ? [here] : []), ...(parent === folder ? [] : packagesAbove(parent))];
}
