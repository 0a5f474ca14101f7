/**
 * Files `posthog-env.d.ts` that stand where they help nobody: an earlier version wrote them, or the configuration has
 * changed since. They are taken away when the file is written where it belongs, and only where all in them is ours.
 */
import { environmentMark } from '../../platform/postHogDeclaration.ts';
import ts from 'typescript';
import { allowedImports } from '../../platform/imports.ts';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import { type Environment, mapPathOf } from './environmentMap.ts';
import {
  appsOfProject,
  configuredFolder,
  environmentFile,
  foldersOf,
  includedFolders,
  projectFolder,
} from './environmentFile.ts';

/**
 * The paths of such files in the project of an app, with their maps.
 *
 * @param apps all that are known.
 * @param written the file where it belongs, and the map that it has.
 */
export function staleEnvironments(
  host: Host,
  app: App,
  apps: readonly App[],
  written: Pick<Environment, 'map'> & { readonly path: string },
): readonly string[] {
  const project = appsOfProject(host, app, apps);
  const mapsOf = (path: string): readonly string[] =>
    isMapOfOurs(host.readFile(mapPathOf(path))) ? [mapPathOf(path)] : [];
  const ownMap = written.map === undefined ? mapsOf(written.path) : [];
  const [configured] = foldersOf(app).map((folder) => configuredFolder(host, folder));
  if (configured === undefined) return ownMap;
  const folders = new Set([
    projectFolder(host, app),
    ...includedFolders(host, app),
    ...project.flatMap((one) => [one.root, ...foldersOf(one)]),
  ]);
  const others = [...folders]
    .filter((folder) => configuredFolder(host, folder) === configured)
    .map((folder) => joinPath(folder, environmentFile))
    .filter((path) => path !== written.path && isWhollyOurs(host.readFile(path)));
  return [...ownMap, ...others.flatMap((path) => [path, ...mapsOf(path)])];
}

function isMapOfOurs(text: string | undefined): boolean {
  return text?.startsWith(`{"version":3,"file":"${environmentFile}"`) === true;
}

const names: ReadonlySet<string> = new Set([
  'posthog',
  'RetryError',
  'google',
  'PostHogApp',
  'PostHogVm',
  'Buffer',
  'global',
  'module',
  'exports',
  'require',
  'console',
  'Console',
  'fetch',
  'URL',
  ...allowedImports.map(({ name }) => name),
]);

/** Whether we have written a text, and nobody has added a declaration of another name. */
function isWhollyOurs(text: string | undefined): boolean {
  if (text?.startsWith(environmentMark) !== true) return false;
  const { statements } = ts.createSourceFile(environmentFile, text, ts.ScriptTarget.Latest, false);
  return statements.every((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.every(
        ({ name }) => ts.isIdentifier(name) && names.has(name.text),
      );
    const isNamed =
      ts.isInterfaceDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    // Modules that stand back where a package is installed are declared by a pattern.
    return isNamed && statement.name !== undefined && isOurs(statement.name.text.replace('*', ''));
  });
}

function isOurs(name: string): boolean {
  return names.has(name) || allowedImports.some((entry) => name.startsWith(`${entry.name}/`));
}
