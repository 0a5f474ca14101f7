/** What TypeScript itself says of an import that PostHog refuses: that it finds no such module (errors 2307, 2580, 2591, 2792). */
import ts from 'typescript';
import { allowedImports, isOfNode } from '../../platform/imports.ts';
import type { App } from '../analysis/appFolder.ts';
import { mapsModules, projectFolder } from '../analysis/environmentFile.ts';
import { isInstalled } from '../analysis/installed.ts';
import { isFetched, mayKnowNode } from '../analysis/knownElsewhere.ts';
import type { AppService } from '../analysis/program.ts';
import type { ServerContext } from '../context.ts';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';

/** Where projects keep declarations of modules that have none of their own. */
const declarationFolders: readonly string[] = ['', 'src', 'types', 'typings', '@types', 'src/types'];

/**
 * Whether it says so of an import in a file whose types it checks.
 *
 * @param specifier what stands at the beginning of the finding: the name of a module, or something else.
 */
export function isImportTold(
  { host }: ServerContext,
  app: App,
  service: AppService,
  specifier: ts.Node | undefined,
): boolean {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return false;
  const { text: name } = specifier;
  const path = specifier.getSourceFile().fileName;
  if (!isResolved(specifier, path) || allowedImports.some((one) => one.name === name)) return false;
  const { files, program } = service.program();
  // What our program finds leads somewhere in the editor's, too.
  if (program.getTypeChecker().getSymbolAtLocation(specifier) !== undefined) return false;
  if (mapsModules(host, path)) return false;
  if (/^\.{0,2}\//.test(name)) return !/\.(?!d$|[cm]?[jt]sx?$)\w+$/.test(name);
  if (isOfNode(name)) {
    const texts = files.map(({ text }) => text);
    return !service.hasNodeTypes() && !mayKnowNode(host, app, path, texts);
  }
  const [packageName = name] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [];
  const types = `@types/${packageName.replace('@', '').replace('/', '__')}`;
  if (isInstalled(host, app.root, [packageName, types]) || isFetched(host, app, path, packageName))
    return false;
  return !isDeclared(host, app, name);
}

/** Whether a file of declarations in the project may have a module, which belongs to no program of ours. */
function isDeclared(host: Host, app: App, name: string): boolean {
  const folders = [app.root, projectFolder(host, app)].flatMap((root) =>
    declarationFolders.map((folder) => (folder === '' ? root : joinPath(root, folder))),
  );
  return [...new Set(folders)].some((folder) =>
    host
      .readDirectory(folder)
      .filter((entry) => /\.d\.[cm]?ts$/.test(entry.name))
      .some((entry) => declares(host.readFile(joinPath(folder, entry.name)) ?? '', name)),
  );
}

const modules = /\bdeclare\s+module\s*(['"])([^'"\n]+)\1/g;

/** Whether a text of declarations has a module of a name, or some by a pattern. */
function declares(text: string, name: string): boolean {
  return [...text.matchAll(modules)].some(([, , module = '']) => module === name || module.includes('*'));
}

/** Whether TypeScript looks for what a text names: `require` means something to it in JavaScript alone. */
function isResolved({ parent }: ts.StringLiteralLike, path: string): boolean {
  if (!ts.isCallExpression(parent)) return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
  return parent.expression.kind === ts.SyntaxKind.ImportKeyword || /\.[cm]?jsx?$/.test(path);
}
