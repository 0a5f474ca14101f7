/** Which files of the folder are the app: what its entry file reaches. Tests, build scripts and pages beside it are not. */
import ts from 'typescript';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { findLifecycleFunctions, type LifecycleFunction } from '../../analysis/lifecycleFunctions.ts';
import { joinFolder } from '../../analysis/modulePaths.ts';

export interface AppCode {
  readonly files: readonly ts.SourceFile[];
  readonly lifecycle: readonly LifecycleFunction[];
  /** Whether PostHog loads something else that is made of these files. */
  readonly isBuilt: boolean;
}

export function appCode(app: AppProgram): AppCode {
  const entry = app.files.find(({ fileName }) => fileName === app.entryFile);
  const isBuilt = entry === undefined || isMadeByBuild(entry, app.root) || !isNamed(entry, app);
  const starts = isBuilt ? app.files.filter((file) => isStart(file, app.root)) : [entry];
  const files = reachableFrom(starts, app.program);
  return { files, lifecycle: files.flatMap(findLifecycleFunctions), isBuilt };
}

/** A file that the output of a build may be made of. */
function isStart(file: ts.SourceFile, root: string): boolean {
  if (isMadeByBuild(file, root) || /(^|\/)__tests__\/|\.(test|spec)\.[cm]?[jt]sx?$/.test(file.fileName))
    return false;
  return findLifecycleFunctions(file).some(({ isExported }) => isExported);
}

function isMadeByBuild({ fileName, text }: ts.SourceFile, root: string): boolean {
  const path = fileName.slice(root.length).replace(/^\//, '');
  return isBuildFolder(path) || /^\/\/# sourceMappingURL=/m.test(text) || isMinified(text);
}

function isBuildFolder(path: string): boolean {
  return /^(dist|build|out|lib|bundle)\//.test(path);
}

/** Code that nobody wrote has lines that nobody reads. */
function isMinified(text: string): boolean {
  return text.length > 5000 && text.length / text.split('\n').length > 300;
}

/** Whether `main` names this very file. For a build the analysis takes the source it is made of. */
function isNamed({ fileName }: ts.SourceFile, { manifest: { main }, root }: AppProgram): boolean {
  if (main === undefined) return true;
  const path = fileName.slice(root.length).replace(/^\//, '');
  return path === main.replace(/^(\.?\/)+/, '');
}

function reachableFrom(starts: readonly ts.SourceFile[], program: ts.Program): readonly ts.SourceFile[] {
  const found = new Set(starts);
  for (const file of found) {
    for (const specifier of importedBy(file)) {
      const target = joinFolder(program, specifier, file.fileName);
      if (target !== undefined) found.add(target);
    }
  }
  return [...found];
}

const required = /\b(?:require|import)\s*\(\s*(['"`])([^'"`\n]+)\1\s*\)/g;

function importedBy(file: ts.SourceFile): readonly string[] {
  const declared = file.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier !== undefined &&
    ts.isStringLiteral(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : [],
  );
  return [...declared, ...[...file.text.matchAll(required)].map(([, , specifier]) => specifier ?? '')];
}
