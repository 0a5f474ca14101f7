/**
 * What the editor's own support knows without our declarations: the globals that browsers or Node have too, and packages
 * whose types it has fetched by itself. Of those our server must not tell a second time.
 */
import {
  allowedImports,
  fallbackDeclarations,
  isOfNode,
  moduleDeclarations,
  nodeDeclarations,
  nodeTypes,
  specifiersIn,
  vmDeclarations,
} from '../../platform/imports.ts';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import { isLoose, isOfJavaScript, takesBrowserTypes, takesNodeTypes } from './environmentFile.ts';
import { isInstalled } from './installed.ts';

/**
 * Whether others have what one of our files declares.
 *
 * @param fileName of a file in {@link Host.assets}' declarations.
 * @param path of the file of the app in which it is used.
 */
export function isKnownElsewhere(host: Host, app: App, path: string, fileName: string): boolean {
  const name = fileName.slice(host.assets.declarations.length + 1);
  if (name === vmDeclarations)
    return isLoose(host, app, path) || takesBrowserTypes(host, app) || hasNodeTypes(host, app, path);
  if (name === nodeDeclarations) return hasNodeTypes(host, app, path);
  const entry = allowedImports.find((one) =>
    [moduleDeclarations(one.name), fallbackDeclarations(one.name)].includes(name),
  );
  if (entry === undefined) return false;
  return isFetched(host, app, path, entry.origin === 'node' ? 'node' : entry.name);
}

function hasNodeTypes(host: Host, app: App, path: string): boolean {
  return hasInstalledNodeTypes(host, app, path) || isFetched(host, app, path, 'node');
}

function hasInstalledNodeTypes(host: Host, app: App, path: string): boolean {
  const isHere = isInstalled(host, app.root, [nodeTypes]);
  return isHere && (isLoose(host, app, path) || takesNodeTypes(host, app));
}

/**
 * Whether others may know what Node has. The types that the editor has fetched it takes only where the code imports
 * something of Node, or a package whose types it has fetched, too, and which may bring them along.
 *
 * @param path of the file of the app in which it is used.
 * @param texts of all files of the app.
 */
export function mayKnowNode(host: Host, app: App, path: string, texts: readonly string[]): boolean {
  if (hasInstalledNodeTypes(host, app, path)) return true;
  return (
    isFetched(host, app, path, 'node') &&
    texts.some((text) =>
      specifiersIn(text).some((name) => isOfNode(name) || isFetched(host, app, path, name)),
    )
  );
}

/**
 * Whether the editor has fetched the types of a package, and takes them in a file: it does so for JavaScript outside of
 * projects of TypeScript.
 */
export function isFetched(host: Host, app: App, path: string, name: string): boolean {
  const isTaken = isOfJavaScript(host, app) || (isLoose(host, app, path) && /\.[cm]?jsx?$/.test(path));
  if (!isTaken) return false;
  const types = name.replace('@', '').replace('/', '__');
  return host
    .readDirectory(host.fetchedTypes)
    .some((version) =>
      host.directoryExists(joinPath(host.fetchedTypes, `${version.name}/node_modules/@types/${types}`)),
    );
}
