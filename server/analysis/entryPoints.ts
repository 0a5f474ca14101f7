/** Finds the functions of an app that PostHog calls, under every style of export (reference 2.1). */
import ts from 'typescript';
import { jobsExport, lifecycleExport } from '../../platform/lifecycle.ts';
import type { AppProgram } from './appProgram.ts';
import type { Span } from './finding.ts';
import { functionOf, type FunctionNode } from './functions.ts';

export interface EntryPoint {
  /** A lifecycle export, or `jobs.<name>`. */
  readonly name: string;
  /** The name where it is exported or declared. */
  readonly span: Span;
  readonly function: FunctionNode;
  /** Whether PostHog calls it for incoming events. */
  readonly onEventPath: boolean;
}

interface Export {
  readonly name: string;
  readonly nameNode: ts.Node;
  readonly value: ts.Node;
}

/** Entry points in the order in which they stand in the source. */
export function findEntryPoints(app: AppProgram): readonly EntryPoint[] {
  const file = app.entryFile === undefined ? undefined : app.program.getSourceFile(app.entryFile);
  if (file === undefined) return [];
  const checker = app.program.getTypeChecker();
  const found = new Map<string, EntryPoint>();
  const add = (name: string, nameNode: ts.Node, value: ts.Node): void => {
    const target = functionOf(value, checker);
    if (target === undefined || found.has(name)) return;
    found.set(name, {
      name,
      span: spanOf(nameNode),
      function: target,
      onEventPath: lifecycleExport(name)?.onEventPath ?? false,
    });
  };
  for (const { name, nameNode, value } of exportsOf(file, checker)) {
    if (name === jobsExport) {
      for (const job of members(resolveObject(value, checker)))
        add(`jobs.${job.name}`, job.nameNode, job.value);
    } else if (lifecycleExport(name) !== undefined) add(name, nameNode, value);
  }
  return [...found.values()].toSorted((one, other) => one.span.start - other.span.start);
}

export function spanOf(node: ts.Node): Span {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  return { file: file.fileName, start, length: node.end - start };
}

/** Everything a file exports; with no export at all, its global functions and variables (reference 2.1). */
function exportsOf(file: ts.SourceFile, checker: ts.TypeChecker): readonly Export[] {
  const found = file.statements.flatMap((statement) => exportsOfStatement(statement, checker));
  if (found.length > 0) return found;
  return file.statements.flatMap((statement) => declarationsOf(statement, false));
}

function exportsOfStatement(statement: ts.Statement, checker: ts.TypeChecker): readonly Export[] {
  if (ts.isExportAssignment(statement)) return members(resolveObject(statement.expression, checker));
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.map((element) => ({
      name: element.name.text,
      nameNode: element.name,
      value: element,
    }));
  }
  if (ts.isExpressionStatement(statement)) return assignedExports(statement.expression, checker);
  const isExported = ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
    : false;
  return isExported === true ? declarationsOf(statement, true) : [];
}

/** `exports.x = …`, `module.exports.x = …`, `module.exports = { … }`, `exports = { … }`. */
function assignedExports(expression: ts.Expression, checker: ts.TypeChecker): readonly Export[] {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return [];
  const { left, right } = expression;
  if (isExportsObject(left)) return members(resolveObject(right, checker));
  if (ts.isPropertyAccessExpression(left) && isExportsObject(left.expression)) {
    const inner = ts.isBinaryExpression(right) ? assignedExports(right, checker) : [];
    return [{ name: left.name.text, nameNode: left.name, value: right }, ...inner];
  }
  return [];
}

function isExportsObject(node: ts.Expression): boolean {
  return /^(module\.)?exports$/.test(node.getText());
}

/** @param isExported whether `const` counts: without an export only functions and `var` are global. */
function declarationsOf(statement: ts.Statement, isExported: boolean): readonly Export[] {
  if (ts.isFunctionDeclaration(statement)) {
    return statement.name === undefined
      ? []
      : [{ name: statement.name.text, nameNode: statement.name, value: statement }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  const isGlobal = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
  if (!isExported && !isGlobal) return [];
  return statement.declarationList.declarations.flatMap((declaration) =>
    ts.isIdentifier(declaration.name) && declaration.initializer !== undefined
      ? [{ name: declaration.name.text, nameNode: declaration.name, value: declaration.initializer }]
      : [],
  );
}

function members(object: ts.ObjectLiteralExpression | undefined): readonly Export[] {
  return (object?.properties ?? []).flatMap((property): readonly Export[] => {
    if (property.name === undefined || ts.isComputedPropertyName(property.name)) return [];
    const name =
      ts.isStringLiteral(property.name) || ts.isIdentifier(property.name) ? property.name.text : '';
    const value = ts.isPropertyAssignment(property) ? property.initializer : property;
    return [{ name, nameNode: property.name, value }];
  });
}

function resolveObject(node: ts.Node, checker: ts.TypeChecker): ts.ObjectLiteralExpression | undefined {
  let current: ts.Node | undefined = node;
  for (let step = 0; step < 8 && current !== undefined; step++) {
    if (ts.isObjectLiteralExpression(current)) return current;
    if (
      ts.isAsExpression(current) ||
      ts.isSatisfiesExpression(current) ||
      ts.isParenthesizedExpression(current)
    ) {
      current = current.expression;
    } else if (ts.isIdentifier(current)) {
      const declaration: ts.Declaration | undefined = checker.getSymbolAtLocation(current)?.valueDeclaration;
      current =
        declaration !== undefined && ts.isVariableDeclaration(declaration)
          ? declaration.initializer
          : undefined;
    } else return undefined;
  }
  return undefined;
}
