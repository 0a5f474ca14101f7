/**
 * Names at the top of a file that PostHog's parser refuses, as it reads every app as a module (reference 4.4): declared
 * twice, exported twice, exported and not there. The compiler makes properties of exports and look-ups of imports, so
 * nothing else would complain.
 */
import type typescript from 'typescript';
import type { RefusedSyntax } from './refusedSyntax.ts';

type TypeScript = typeof typescript;

/**
 * `lexical` stands alone, and so does a `function`; `var` may be declared again as `var`; `other` is a type, or merges
 * with what it likes.
 */
type Kind = 'lexical' | 'function' | 'var' | 'other';

interface Declared {
  readonly kind: Kind;
  /** Of an import or an export nothing is left that the engine could complain of. */
  readonly isHidden: boolean;
}

interface Names {
  readonly declare: (name: typescript.Identifier, kind: Kind, isHidden: boolean) => void;
  readonly exportAs: (name: string, node: typescript.Node) => void;
}

/** The first such place in a file, or undefined. */
export function findWrongName(ts: TypeScript, file: typescript.SourceFile): RefusedSyntax | undefined {
  const declared = new Map<string, Declared>();
  const exported = new Set<string>();
  let found: RefusedSyntax | undefined;
  const refuse = (node: typescript.Node, message: string): void => {
    found ??= { offset: node.getStart(file), message };
  };
  const names: Names = {
    declare(name, kind, isHidden) {
      const before = declared.get(name.text);
      if (before === undefined || before.kind === 'other') {
        declared.set(name.text, { kind, isHidden });
        return;
      }
      const kinds = [before.kind, kind];
      if (kinds.includes('other') || kinds.every((each) => each === 'var')) return;
      // The engine tells of the others itself, where they are loaded.
      if (before.isHidden || isHidden || !kinds.includes('lexical'))
        refuse(name, `Identifier '${name.text}' has already been declared`);
    },
    exportAs(name, node) {
      if (exported.has(name)) {
        refuse(node, name === 'default' ? 'There can be one default export' : `'${name}' is exported twice`);
      }
      exported.add(name);
    },
  };
  for (const statement of file.statements) lookAt(ts, statement, names);
  for (const statement of file.statements) {
    for (const { name, propertyName } of localExports(ts, statement)) {
      const local = propertyName ?? name;
      if (declared.has(local.text) || isNestedVar(ts, file, local.text)) continue;
      refuse(local, `'${local.text}' is exported, and nothing declares it`);
    }
  }
  return found;
}

function lookAt(ts: TypeScript, statement: typescript.Statement, names: Names): void {
  if (ts.isImportDeclaration(statement)) {
    lookAtImport(ts, statement, names);
    return;
  }
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, isTypeOnly } = statement;
    if (isTypeOnly || exportClause === undefined) return;
    if (ts.isNamespaceExport(exportClause)) names.exportAs(exportClause.name.text, exportClause.name);
    else
      for (const { isTypeOnly: isType, name } of exportClause.elements)
        if (!isType) names.exportAs(name.text, name);
    return;
  }
  if (ts.isExportAssignment(statement)) {
    if (statement.isExportEquals !== true) names.exportAs('default', statement);
    return;
  }
  if (!ts.canHaveModifiers(statement)) return;
  const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
  const isDeclare = modifiers.includes(ts.SyntaxKind.DeclareKeyword);
  const isExported = modifiers.includes(ts.SyntaxKind.ExportKeyword) && !isDeclare;
  const isDefault = modifiers.includes(ts.SyntaxKind.DefaultKeyword);
  const see = (name: typescript.Identifier, kind: Kind): void => {
    names.declare(name, isDeclare ? 'other' : kind, isExported);
    if (isExported && !isDefault && kind !== 'other') names.exportAs(name.text, name);
  };
  if (ts.isVariableStatement(statement)) {
    const { declarations, flags } = statement.declarationList;
    const kind = (flags & ts.NodeFlags.BlockScoped) === 0 ? 'var' : 'lexical';
    for (const { name } of declarations) for (const each of namesIn(ts, name)) see(each, kind);
  } else if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) {
    // The others are overloads.
    const isWhole = ts.isClassDeclaration(statement) || statement.body !== undefined;
    const kind = ts.isClassDeclaration(statement) ? 'lexical' : 'function';
    if (statement.name !== undefined) see(statement.name, isWhole ? kind : 'other');
    if (isExported && isDefault && isWhole) names.exportAs('default', statement);
  } else if (
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) ||
    ts.isImportEqualsDeclaration(statement)
  ) {
    if (ts.isIdentifier(statement.name)) see(statement.name, 'other');
  }
}

function lookAtImport(ts: TypeScript, { importClause }: typescript.ImportDeclaration, names: Names): void {
  if (importClause === undefined) return;
  const isType = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const { name, namedBindings } = importClause;
  if (name !== undefined) names.declare(name, isType ? 'other' : 'lexical', true);
  if (namedBindings === undefined) return;
  if (ts.isNamespaceImport(namedBindings))
    names.declare(namedBindings.name, isType ? 'other' : 'lexical', true);
  else {
    for (const element of namedBindings.elements)
      names.declare(element.name, isType || element.isTypeOnly ? 'other' : 'lexical', true);
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
