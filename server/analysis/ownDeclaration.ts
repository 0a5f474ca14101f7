/** Projects that declare the global `posthog` themselves: beside that, ours would be a second one. */
import ts from 'typescript';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import { environmentFile, environmentMark, isConfigured, projectFolder } from './environmentFile.ts';

const declaresPostHog = /^\s*(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+posthog\b/m;
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

/** The path of a declaration file of the project that declares `posthog`, and is none of ours; undefined for none. */
export function ownDeclaration(host: Host, app: App): string | undefined {
  if (!isConfigured(host, app)) return undefined;
  let files = 0;
  let folders = 0;
  const inFolder = (folder: string, depth: number): string | undefined => {
    const entries = host.readDirectory(folder);
    for (const { isDirectory, name } of entries) {
      if (isDirectory || !name.endsWith('.d.ts') || name === environmentFile || ++files > mostFiles) continue;
      const path = joinPath(folder, name);
      const text = host.readFile(path) ?? '';
      if (declaresPostHog.test(text) && !text.startsWith(environmentMark)) return path;
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
