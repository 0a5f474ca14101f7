/** Which files of the folder are the app: what its entry file reaches. Tests, build scripts and pages beside it are not. */
import ts from 'typescript';
import { jobsExport, lifecycleExport, metricsExport } from '../../../platform/lifecycle.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { findLifecycleFunctions, type LifecycleFunction } from '../../analysis/lifecycleFunctions.ts';
import { joinFolder } from '../../analysis/modulePaths.ts';
import { type ExportedValue, type ExportPlace, ExportReader, type Members } from './appExports.ts';
import { type NoFunction, noFunctionsIn } from './noFunctions.ts';

export interface AppFunction extends LifecycleFunction {
  /** Where PostHog finds it; of two with one name it takes the first. */
  readonly place: ExportPlace;
}

/** An object that is exported under a name of its own, into which PostHog does not look. */
export interface ExportedObject {
  readonly name: string;
  readonly value: ts.Node;
  /** What PostHog would call, were it exported by itself. */
  readonly members: readonly string[];
}

export interface AppCode {
  readonly files: readonly ts.SourceFile[];
  /** What PostHog calls: the exports of the entry file, and what stands there under such a name without being exported. */
  readonly lifecycle: readonly AppFunction[];
  /** The members of what the app exports as `jobs` or `metrics`; none when it exports no such thing. */
  readonly collection: (name: string) => Members;
  /** The functions and other values that the app exports; undefined when there may be others. */
  readonly exported: () => ReadonlySet<ts.Node> | undefined;
  readonly exportedObjects: () => readonly ExportedObject[];
  /** What has the name of a function or collection of PostHog, and is none. */
  readonly noFunctions: () => readonly NoFunction[];
  /** Whether PostHog loads something else that is made of these files. */
  readonly isBuilt: boolean;
  /** That other thing, where it is among the files of the app. */
  readonly made: ts.SourceFile | undefined;
}

const known = new WeakMap<AppProgram, AppCode>();

export function appCode(app: AppProgram): AppCode {
  let code = known.get(app);
  if (code === undefined) {
    code = readAppCode(app);
    known.set(app, code);
  }
  return code;
}

function readAppCode(app: AppProgram): AppCode {
  // Nodes know what they are in only when they are bound, which the checker does first of all.
  const checker = app.program.getTypeChecker();
  const entry = app.files.find(({ fileName }) => fileName === app.entryFile);
  const isBuilt = entry === undefined || isMadeByBuild(entry, app) || !isNamed(entry, app);
  const starts = isBuilt ? startsOfBuild(app, entry) : [entry];
  const files = reachableFrom(starts, app.program);
  const exports = new ExportReader((specifier, from) => joinFolder(app.program, specifier, from.fileName));
  return {
    files,
    lifecycle: starts.flatMap((file) => lifecycleOf(file, exports)),
    collection: (name) => collectionOf(name, starts, exports),
    exported: () => exportedNodes(starts, exports),
    exportedObjects: () => starts.flatMap((file) => objectsOf(file, exports)),
    noFunctions: () => starts.flatMap((file) => noFunctionsIn(file, exports, checker)),
    isBuilt,
    made: entry !== undefined && isNamed(entry, app) && isMadeByBuild(entry, app) ? entry : undefined,
  };
}

/** The functions that a file exports under the names that PostHog calls, in whatever file they stand. */
function lifecycleOf(file: ts.SourceFile, exports: ExportReader): readonly AppFunction[] {
  const found = new Map<string, AppFunction>();
  const add = (name: string, value: ts.Node | undefined, place: ExportPlace): void => {
    const node = value === undefined ? undefined : exports.resolve(value);
    if (node === undefined || !isFunction(node)) return;
    const key = `${name} ${node.pos} ${node.getSourceFile().fileName}`;
    if (!found.has(key)) found.set(key, { name, node, isExported: true, place });
  };
  const { isOpen, values } = exports.of(file);
  for (const { name, place, value } of byPlace(values)) {
    if (lifecycleExport(name) !== undefined) add(name, value, place);
    else if (name === jobsExport) {
      for (const [job, member] of exports.membersOf(value).values) add(`${jobsExport}.${job}`, member, place);
    }
  }
  const exported = new Set(values.map(({ name }) => name));
  for (const { isExported, name, node } of findLifecycleFunctions(file)) {
    const key = `${name} ${node.pos} ${file.fileName}`;
    const isOther = exported.has(name.startsWith(`${jobsExport}.`) ? jobsExport : name);
    // A helper may have the name of a function that the file exports in another way.
    if (found.has(key) || (isOther && !isOpen)) continue;
    const isDefault = values.some(
      ({ name: exportName, value }) =>
        exportName === 'default' && value !== undefined && exports.resolve(value) === node,
    );
    found.set(key, { name, node, isExported: isExported && (isOpen || isDefault), place: 0 });
  }
  return [...found.values()];
}

function exportedNodes(
  starts: readonly ts.SourceFile[],
  exports: ExportReader,
): ReadonlySet<ts.Node> | undefined {
  const found = new Set<ts.Node>();
  for (const { isOpen, values } of starts.map((start) => exports.of(start))) {
    if (isOpen) return undefined;
    for (const { value } of values) {
      const node = value === undefined ? undefined : exports.resolve(value);
      // A value that is put together may have any function of the app in it.
      if (node === undefined) return undefined;
      found.add(node);
      for (const member of exports.membersOf(value).values.values()) {
        const inner = member === undefined ? undefined : exports.resolve(member);
        if (inner !== undefined) found.add(inner);
      }
    }
  }
  return found;
}

function objectsOf(file: ts.SourceFile, exports: ExportReader): readonly ExportedObject[] {
  return exports.of(file).values.flatMap(({ name, value }) => {
    // Those are looked into.
    if (value === undefined || ['default', jobsExport, metricsExport].includes(name)) return [];
    const node = exports.resolve(value);
    const made =
      node !== undefined && ts.isCallExpression(node) ? exports.resolve(node.expression) : undefined;
    const { values } = exports.membersOf(made === undefined ? value : resultOf(made));
    const members = [...values.keys()].filter((member) => lifecycleExport(member) !== undefined);
    return members.length === 0 ? [] : [{ name, value, members }];
  });
}

/** What a function gives that returns at its end. */
function resultOf(made: ts.Node): ts.Node | undefined {
  if (!isFunction(made) || made.body === undefined || !ts.isBlock(made.body)) {
    return ts.isArrowFunction(made) ? made.body : undefined;
  }
  const last = made.body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
}

function byPlace(values: readonly ExportedValue[]): readonly ExportedValue[] {
  return values.toSorted((one, other) => one.place - other.place);
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function collectionOf(name: string, starts: readonly ts.SourceFile[], exports: ExportReader): Members {
  const members = new Map<string, ts.Node | undefined>();
  let isOpen = starts.length === 0;
  for (const start of starts) {
    const all = exports.of(start);
    isOpen ||= all.isOpen;
    for (const exported of all.values.filter((value) => value.name === name)) {
      const found = exports.membersOf(exported.value);
      isOpen ||= found.isOpen;
      for (const [key, value] of found.values) members.set(key, value);
    }
  }
  return { values: members, isOpen };
}

/** The source of a build: the entry that was found, else the files that export what PostHog calls and that no other has. */
function startsOfBuild(app: AppProgram, entry: ts.SourceFile | undefined): readonly ts.SourceFile[] {
  const starts = app.files.filter((file) => isStart(file, app));
  const isPassing = entry !== undefined && passesOn.test(entry.text) && !isMadeByBuild(entry, app);
  if (entry !== undefined && (isPassing || starts.includes(entry))) return [entry];
  const inner = new Set(
    starts.flatMap((file) => reachableFrom([file], app.program).filter((other) => other !== file)),
  );
  const outer = starts.filter((file) => !inner.has(file));
  return outer.length > 0 ? outer : starts;
}

/** A file that the output of a build may be made of. */
function isStart(file: ts.SourceFile, app: AppProgram): boolean {
  if (isMadeByBuild(file, app) || /(^|\/)__tests__\/|\.(test|spec)\.[cm]?[jt]sx?$/.test(file.fileName))
    return false;
  return findLifecycleFunctions(file).some(({ isExported }) => isExported);
}

/** `export * from`, and lists of what another file has. */
const passesOn = /^export\s*(?:\*|\{[^}]*\})\s*from\b/m;

/** What stands where builds stand was written by hand all the same where it is all there is, and looks so. */
function isMadeByBuild(file: ts.SourceFile, app: AppProgram): boolean {
  return looksBuilt(file) || (isInBuildFolder(file, app) && hasSource(app));
}

function hasSource(app: AppProgram): boolean {
  return app.files.some(
    (file) =>
      !isInBuildFolder(file, app) &&
      !looksBuilt(file) &&
      findLifecycleFunctions(file).some(({ isExported }) => isExported),
  );
}

function isInBuildFolder({ fileName }: ts.SourceFile, { root }: AppProgram): boolean {
  const path = fileName.slice(root.length).replace(/^\//, '');
  return /^(dist|build|out|lib|bundle)\//.test(path);
}

/** What compilers and bundlers write, and nobody else. */
const builtMark =
  /\n\/\/# sourceMappingURL=|__esModule|__webpack_|__commonJS\b|__toESM\b|_interopRequire|\b__awaiter\b/;

function looksBuilt(file: ts.SourceFile): boolean {
  return builtMark.test(file.text) || isMinified(file);
}

/** Code that nobody wrote has lines that nobody reads. */
function isMinified(file: ts.SourceFile): boolean {
  return file.text.length > 5000 && file.text.length / file.getLineStarts().length > 300;
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
