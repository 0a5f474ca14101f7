/**
 * What the editor's own support knows without our declarations: the globals that browsers or Node have too, and packages
 * whose types it has fetched by itself. Of those our server must not tell a second time.
 */
import {
  allowedImports,
  fallbackDeclarations,
  moduleDeclarations,
  nodeDeclarations,
  nodeTypes,
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
  const isHere = isInstalled(host, app.root, [nodeTypes]);
  if (isHere && (isLoose(host, app, path) || takesNodeTypes(host, app))) return true;
  return isFetched(host, app, path, 'node');
}

/** Whether the editor has fetched the types of a package, as it does outside of projects of TypeScript. */
function isFetched(host: Host, app: App, path: string, name: string): boolean {
  if (!isLoose(host, app, path) && !isOfJavaScript(host, app)) return false;
  const types = name.replace('@', '').replace('/', '__');
  return host
    .readDirectory(host.fetchedTypes)
    .some((version) =>
      host.directoryExists(joinPath(host.fetchedTypes, `${version.name}/node_modules/@types/${types}`)),
    );
}
