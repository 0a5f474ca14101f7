/** Packages that PostHog provides to apps, but that are not installed where an app is written. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  allModuleDeclarations,
  allowedImports,
  moduleDeclarations,
  packageFolders,
} from '../platform/imports.ts';

/**
 * @param paths files of apps.
 * @returns declarations of the packages that none of them finds installed, relative to globals.d.ts.
 */
export async function missingPackages(paths: readonly string[]): Promise<readonly string[]> {
  const folders = new Set(paths.map((path) => dirname(path)));
  const missing: string[] = [];
  for (const entry of allowedImports) {
    const found = await Promise.all([...folders].map((folder) => isInstalled(folder, packageFolders(entry))));
    if (!found.includes(true)) missing.push(moduleDeclarations(entry.name));
  }
  return missing.length === allowedImports.length ? [allModuleDeclarations] : missing;
}

async function isInstalled(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const isThere = await access(join(folder, 'node_modules', name)).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  const parent = dirname(folder);
  return parent !== folder && isInstalled(parent, names);
}
