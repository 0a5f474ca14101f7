/**
 * export-default: PostHog looks for functions by their names, and a function, a class or a list has none; plain functions of the
 * file are not found either then (reference 2.1).
 *
 * ```js
 * export default function onEvent(event) {}
 * ```
 */
import ts from 'typescript';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { removeLine, safeFix, replace } from './support/edits.ts';
import { madeBy } from './support/results.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const message =
  'PostHog finds no function in this default export, and runs nothing of the app that is not exported by name. Export the functions by name.';

export const exportDefault: NodeRule = {
  name: 'export-default',
  create: ({ app, isBuilt, lifecycle, report, values }) => ({
    file(file) {
      // Only what PostHog loads counts: other files export as they like.
      if (isBuilt || file.fileName !== app.entryFile) return;
      for (const statement of file.statements) {
        if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
          const modifier = ts
            .getModifiers(statement)
            ?.find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
          if (modifier !== undefined) report(modifier, message, fixes(statement, modifier));
        } else if (ts.isExportAssignment(statement) && statement.isExportEquals !== true) {
          const { expression } = statement;
          const isList = ts.isArrayLiteralExpression(withoutWrapping(expression));
          if (isList || isCallable(expression, file, values))
            report(expression, message, byName(statement, expression));
        } else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
          for (const specifier of specifiersOf(statement)) {
            const local = specifier.propertyName;
            if (specifier.name.text !== 'default' || local === undefined || !ts.isIdentifier(local)) continue;
            if (isCallable(local, file, values)) report(specifier, message, asItself(specifier, local));
          }
        } else {
          const value = exportedWhole(statement);
          // Beside it PostHog finds plain functions, where nothing else is exported.
          const isHarmless = lifecycle.some(({ isExported }) => isExported);
          if (value !== undefined && !isHarmless && isCallable(value, file, values)) report(value, message);
        }
      }
    },
  }),
};

function specifiersOf({ exportClause }: ts.ExportDeclaration): readonly ts.ExportSpecifier[] {
  return exportClause !== undefined && ts.isNamedExports(exportClause) ? exportClause.elements : [];
}

/** The value of `module.exports = value`. */
function exportedWhole(statement: ts.Statement): ts.Expression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, operatorToken, right } = statement.expression;
  const isWhole = operatorToken.kind === ts.SyntaxKind.EqualsToken && left.getText() === 'module.exports';
  return isWhole ? right : undefined;
}

/** Whether a value is a function or a class, by itself or by its name at the top of the file. */
function isCallable(node: ts.Expression, file: ts.SourceFile, values: ValuePaths): boolean {
  const value = withoutWrapping(node);
  // `export default withLog(…)`, where withLog gives a function back.
  if (ts.isCallExpression(value)) {
    const made = madeBy(value, values);
    return made !== undefined && ts.isFunctionLike(withoutWrapping(made));
  }
  if (ts.isFunctionLike(value) || ts.isClassLike(value)) return true;
  if (!ts.isIdentifier(value)) return false;
  return file.statements.some((statement) => {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      return statement.name?.text === value.text;
    }
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.some(({ name, initializer }) => {
      const isNamed = ts.isIdentifier(name) && name.text === value.text && initializer !== undefined;
      const held = isNamed ? withoutWrapping(initializer) : undefined;
      return held !== undefined && (ts.isFunctionLike(held) || ts.isClassLike(held));
    });
  });
}

function byName(statement: ts.ExportAssignment, expression: ts.Expression): readonly Fix[] {
  if (!ts.isIdentifier(expression) || lifecycleExport(expression.text) === undefined) return [];
  if (isExportedByName(expression)) return [safeFix('Remove the Default Export', removeLine(statement))];
  const change = replace(statement, `export { ${expression.text} }`);
  return [safeFix(`Export ${expression.text} by Name`, change)];
}

/** Whether the file exports a name beside the default export. */
function isExportedByName(name: ts.Identifier): boolean {
  return name.getSourceFile().statements.some((statement) => {
    if (ts.isExportDeclaration(statement)) {
      return specifiersOf(statement).some((specifier) => specifier.name.text === name.text);
    }
    const isExported =
      ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return false;
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.some((declared) => declared.name.getText() === name.text);
    }
    return ts.isFunctionDeclaration(statement) && statement.name?.text === name.text;
  });
}

function asItself(specifier: ts.ExportSpecifier, local: ts.Identifier): readonly Fix[] {
  if (lifecycleExport(local.text) === undefined || isExportedByName(local)) return [];
  return [safeFix(`Export ${local.text} by Name`, replace(specifier, local.text))];
}

function fixes(statement: ts.FunctionDeclaration | ts.ClassDeclaration, modifier: ts.Node): readonly Fix[] {
  const name = statement.name?.text;
  if (!ts.isFunctionDeclaration(statement) || name === undefined || lifecycleExport(name) === undefined)
    return [];
  const change = replace(modifier, '');
  const span = { ...change.span, length: change.span.length + 1 };
  return [safeFix(`Export ${name} by Name`, { span, newText: '' })];
}
