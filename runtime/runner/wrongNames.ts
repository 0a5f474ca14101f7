/**
 * Names at the top of a file that PostHog's parser refuses, as it reads every app as a module (reference 4.4): declared
 * twice, or exported and not there. The compiler makes properties of exports and look-ups of imports, so nothing else would
 * complain. What is exported twice is read there as TypeScript, which leaves that to its own check: the last one counts.
 */
import type typescript from 'typescript';
import type { RefusedPlace } from './refusedSyntax.ts';

type TypeScript = typeof typescript;

/**
 * `lexical` and `class` stand alone, and so does a `function`; `var` may be declared again as `var`, an `enum` as an `enum`.
 * A `type` and an `interface` may stand beside a value; `other` merges with what it likes.
 */
type Kind = 'lexical' | 'class' | 'function' | 'var' | 'enum' | 'type' | 'interface' | 'other';

interface Declared {
  readonly kind: Kind;
  /** Of an import or an export nothing is left that the engine could complain of. */
  readonly isHidden: boolean;
}

type Declare = (name: typescript.Identifier, kind: Kind, isHidden: boolean) => void;

/** The first such place in a file, or undefined. */
export function findWrongName(ts: TypeScript, file: typescript.SourceFile): RefusedPlace | undefined {
  const values = new Map<string, Declared>();
  const types = new Map<string, Kind>();
  let found: RefusedPlace | undefined;
  const refuse = (node: typescript.Node, message: string): void => {
    found ??= { offset: node.getStart(file), message };
  };
  const declare: Declare = (name, kind, isHidden) => {
    const told = `Identifier '${name.text}' has already been declared`;
    const beforeType = types.get(name.text);
    if (isType(kind)) {
      if (beforeType !== undefined && !mayMerge(beforeType, kind)) refuse(name, told);
      types.set(name.text, kind);
    }
    const before = values.get(name.text);
    if (before === undefined || before.kind === 'other' || !isValue(before.kind)) {
      values.set(name.text, { kind, isHidden });
      return;
    }
    const kinds = [before.kind, kind];
    if (!isValue(kind) || kinds.every((each) => each === 'var') || kinds.every((each) => each === 'enum'))
      return;
    // The engine tells of the others itself, where they are loaded.
    const isEngines = kinds.includes('lexical') || kinds.includes('class');
    if (before.isHidden || isHidden || !isEngines) refuse(name, told);
  };
  for (const statement of file.statements) lookAt(ts, statement, declare);
  for (const statement of file.statements) {
    for (const { name, propertyName } of localExports(ts, statement)) {
      const local = propertyName ?? name;
      if (values.has(local.text) || isNestedVar(ts, file, local.text)) continue;
      refuse(local, `'${local.text}' is exported, and nothing declares it`);
    }
  }
  return found;
}

function isValue(kind: Kind): boolean {
  return kind !== 'other' && kind !== 'type' && kind !== 'interface';
}

function isType(kind: Kind): boolean {
  return kind === 'type' || kind === 'interface' || kind === 'class' || kind === 'enum';
}

function mayMerge(before: Kind, kind: Kind): boolean {
  if (before === 'enum' && kind === 'enum') return true;
  return [before, kind].every((each) => each === 'interface' || each === 'class');
}

function lookAt(ts: TypeScript, statement: typescript.Statement, declare: Declare): void {
  if (ts.isImportDeclaration(statement)) {
    lookAtImport(ts, statement, declare);
    return;
  }
  if (!ts.canHaveModifiers(statement)) return;
  const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
  const isDeclare = modifiers.includes(ts.SyntaxKind.DeclareKeyword);
  const isExported = modifiers.includes(ts.SyntaxKind.ExportKeyword) && !isDeclare;
  const see = (name: typescript.Identifier, kind: Kind): void => {
    declare(name, isDeclare ? 'other' : kind, isExported);
  };
  if (ts.isVariableStatement(statement)) {
    const { declarations, flags } = statement.declarationList;
    const kind = (flags & ts.NodeFlags.BlockScoped) === 0 ? 'var' : 'lexical';
    for (const { name } of declarations) for (const each of namesIn(ts, name)) see(each, kind);
  } else if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) {
    // The others are overloads.
    const isWhole = ts.isClassDeclaration(statement) || statement.body !== undefined;
    const kind = ts.isClassDeclaration(statement) ? 'class' : 'function';
    if (statement.name !== undefined) see(statement.name, isWhole ? kind : 'other');
  } else if (ts.isEnumDeclaration(statement)) see(statement.name, 'enum');
  else if (ts.isInterfaceDeclaration(statement)) see(statement.name, 'interface');
  else if (ts.isTypeAliasDeclaration(statement)) see(statement.name, 'type');
  else if (ts.isModuleDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
    if (ts.isIdentifier(statement.name)) see(statement.name, 'other');
  }
}

function lookAtImport(
  ts: TypeScript,
  { importClause }: typescript.ImportDeclaration,
  declare: Declare,
): void {
  if (importClause === undefined) return;
  const isType = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const { name, namedBindings } = importClause;
  if (name !== undefined) declare(name, isType ? 'other' : 'lexical', true);
  if (namedBindings === undefined) return;
  if (ts.isNamespaceImport(namedBindings)) declare(namedBindings.name, isType ? 'other' : 'lexical', true);
  else {
    for (const element of namedBindings.elements)
      declare(element.name, isType || element.isTypeOnly ? 'other' : 'lexical', true);
  }
}

/** Those of `export { … }` that are declared in the file itself. */
function localExports(
  ts: TypeScript,
  statement: typescript.Statement,
): readonly {
  readonly name: typescript.ModuleExportName;
  readonly propertyName?: typescript.ModuleExportName | undefined;
}[] {
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || statement.moduleSpecifier !== undefined)
    return [];
  const { exportClause } = statement;
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly);
}

/** Whether a block at the top has a `var` of that name, which belongs to the file then. */
function isNestedVar(ts: TypeScript, file: typescript.SourceFile, name: string): boolean {
  const search = (node: typescript.Node): boolean | undefined => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return undefined;
    const isVar = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0;
    const isIt =
      isVar &&
      node.declarations.some((declaration) =>
        namesIn(ts, declaration.name).some(({ text }) => text === name),
      );
    return isIt || ts.forEachChild(node, search);
  };
  return search(file) === true;
}

function namesIn(ts: TypeScript, name: typescript.BindingName): readonly typescript.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(ts, element.name) : []));
}
