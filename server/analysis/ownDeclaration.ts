/**
 * What keeps our declarations out of a project: one that declares the global `posthog` itself, beside which ours would be a
 * second one, and a configuration that does not take the file in.
 */
import ts from 'typescript';
import { environmentMark, postHogDeclaration } from '../../platform/postHogDeclaration.ts';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import {
  environmentFile,
  isCheckedWith,
  isConfigured,
  isLoose,
  projectFolder,
  whatLeavesOut,
} from './environmentFile.ts';

/** Where a page keeps posthog-js. A cast around the object, which no declaration can disturb, is none. */
const usesOfWindow = /\b(?:window|self|globalThis)\??\.posthog\b/;
const foreign: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'out', '.git']);
/** Projects keep such files near their top. */
const deepest = 4;
const mostFiles = 200;
const mostFolders = 500;

/**
 * Whether a file declares a `posthog` of its own, for itself alone: then that the editor's own support knows the name there
 * says nothing of the rest of what PostHog has.
 */
export function declaresForItself(file: ts.SourceFile): boolean {
  return postHogDeclaration.test(file.text) && file.statements.some(isOfModule);
}

/** What makes a module of a file, outside of which nobody sees its names. */
function isOfModule(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    (ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true)
  );
}

/** What keeps our declarations out of a project. */
export interface Obstacle {
  /** The file in which it stands. */
  readonly path: string;
  /**
   * Whether it declares the global, is a page that means the `posthog` of posthog-js by it, or is the configuration, whose
   * entry of that name leaves our file out.
   */
  readonly kind: 'declaration' | 'page' | 'include' | 'files' | 'exclude';
}

/**
 * The configuration that takes the code of an app, and our file not; undefined where it takes both, and for code that is in
 * no project.
 *
 * @param target where the file is, or would be written.
 * @param near the code.
 */
export function leavingOut(host: Host, app: App, target: string, near: string): Obstacle | undefined {
  if (isLoose(host, app, near)) return undefined;
  const found = whatLeavesOut(host, target, near);
  return found === undefined ? undefined : { path: found.path, kind: found.entry };
}

/**
 * The file for which a project has another global `posthog` than ours; undefined where there is none. Beside such a
 * declaration ours would be a second one, and in such a page, which says nothing of the kind, ours would be wrong.
 *
 * @param isWritten whether the project has our declarations already: then somebody wants them in spite of a page.
 */
export function otherPostHog(host: Host, app: App, isWritten: boolean): Obstacle | undefined {
  if (!isConfigured(host, app)) return undefined;
  const declaring = findFile(host, app, /\.d\.[cm]?ts$/, (path, text) => {
    const isOurs = path.endsWith(`/${environmentFile}`) || text.startsWith(environmentMark);
    return !isOurs && postHogDeclaration.test(text);
  });
  if (declaring !== undefined) return { path: declaring, kind: 'declaration' };
  if (isWritten) return undefined;
  const page = findFile(
    host,
    app,
    /(?<!\.d)\.[cm]?[jt]sx?$/,
    (path, text) => usesOfWindow.test(text) && isCheckedWith(host, app, { path, text }),
  );
  return page === undefined ? undefined : { path: page, kind: 'page' };
}

/**
 * Why the project does not know our declarations, and what to do.
 *
 * @param name of the file that keeps them out.
 * @param file the path of ours, from the folder of the project.
 */
export function refusalText(name: string, kind: Obstacle['kind'], file: string): string {
  switch (kind) {
    case 'declaration':
      return `${name} declares posthog already, and it can be declared only once. Delete that declaration to use those of PostHog Apps. Where a page needs it, give the app's folder a configuration of its own, and name the folder under "exclude" of the other.`;
    case 'page':
      return `${name} is checked together with the app, and its window.posthog is that of posthog-js. Give the app's folder a configuration of its own, and name the folder under "exclude" of the other.`;
    case 'exclude':
      return `"exclude" of ${name} leaves ${file} out, so the project does not know what it declares. Add "${file}" to "files".`;
    default:
      return `"${kind}" of ${name} does not take ${file} in, so the project does not know what it declares. Add "${file}" to "${kind}".`;
  }
}

function findFile(
  host: Host,
  app: App,
  names: RegExp,
  isWanted: (path: string, text: string) => boolean,
): string | undefined {
  let files = 0;
  let folders = 0;
  const inFolder = (folder: string, depth: number): string | undefined => {
    const entries = host.readDirectory(folder);
    for (const { isDirectory, name } of entries) {
      if (isDirectory || !names.test(name) || ++files > mostFiles) continue;
      const path = joinPath(folder, name);
      if (isWanted(path, host.readFile(path) ?? '')) return path;
    }
    if (depth === deepest || ++folders > mostFolders) return undefined;
    for (const { isDirectory, name } of entries) {
      const found =
        isDirectory && !foreign.has(name) ? inFolder(joinPath(folder, name), depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return inFolder(projectFolder(host, app), 0);
}
