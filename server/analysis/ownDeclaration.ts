/** Projects that declare the global `posthog` themselves: beside that, ours would be a second one. */
import ts from 'typescript';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import {
  environmentFile,
  environmentMark,
  isCheckedWith,
  isConfigured,
  projectFolder,
} from './environmentFile.ts';

const declaresPostHog = /^\s*(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+posthog\b/m;
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
  return declaresPostHog.test(file.text) && file.statements.some(isOfModule);
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
export interface OtherPostHog {
  /** The file in which it stands. */
  readonly path: string;
  /** Whether it declares the global, or is a page that means the `posthog` of posthog-js by it. */
  readonly kind: 'declaration' | 'page';
}

/**
 * The file for which a project has another global `posthog` than ours; undefined where there is none. Beside such a
 * declaration ours would be a second one, and in such a page, which says nothing of the kind, ours would be wrong.
 *
 * @param isWritten whether the project has our declarations already: then somebody wants them in spite of a page.
 */
export function otherPostHog(host: Host, app: App, isWritten: boolean): OtherPostHog | undefined {
  if (!isConfigured(host, app)) return undefined;
  const declaring = findFile(host, app, /\.d\.[cm]?ts$/, (path, text) => {
    const isOurs = path.endsWith(`/${environmentFile}`) || text.startsWith(environmentMark);
    return !isOurs && declaresPostHog.test(text);
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

/** Why nothing is written, and what to do. */
export function refusalText(name: string, kind: OtherPostHog['kind']): string {
  return kind === 'declaration'
    ? `${name} declares posthog already, and it can be declared only once. Delete that declaration to use those of PostHog Apps.`
    : `${name} is checked together with the app, and its window.posthog is that of posthog-js. Give the app's folder a configuration of its own, and name the folder under "exclude" of the other.`;
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
