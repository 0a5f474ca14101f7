/** The collections that an app exports by name: `jobs` and `metrics`. Source: reference 3.7, 3.8. */
import ts from 'typescript';
import { isClosed, nameOf } from './constants.ts';
import { withoutWrapping } from './valuePaths.ts';

/** The names in a collection; undefined when not all of them can be known. */
export function collectionNames(
  files: readonly ts.SourceFile[],
  name: string,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const file of files) {
    // Code that builds the collection piece by piece, or takes it from a package, is not guessed at.
    if (isBuiltElsewhere(file, name)) return undefined;
    for (const value of valuesOf(file, name)) {
      const inner = withoutWrapping(value);
      if (ts.isIdentifier(inner) && inner.text === name) continue;
      if (!ts.isObjectLiteralExpression(inner) || !isClosed(inner)) return undefined;
      for (const property of inner.properties) names.add(nameOf(property) ?? '');
    }
  }
  return names;
}

function valuesOf(file: ts.SourceFile, name: string): readonly ts.Expression[] {
  return file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((declaration) =>
        ts.isIdentifier(declaration.name) && declaration.name.text === name
          ? (declaration.initializer ?? [])
          : [],
      );
    }
    const exported = exportedObject(statement);
    const values = exported === undefined ? [] : memberOf(exported, name);
    return [...values, ...assignedMember(statement, name)];
  });
}

/** The object of `module.exports = {…}` and `export default {…}`. */
export function exportedObject(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  const value = ts.isExportAssignment(statement)
    ? statement.expression
    : assignmentOf(statement, (left) => left === 'module.exports' || left === 'exports')?.right;
  const inner = value === undefined ? undefined : withoutWrapping(value);
  return inner !== undefined && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

function assignedMember(statement: ts.Statement, name: string): readonly ts.Expression[] {
  const assignment = assignmentOf(
    statement,
    (left) => left === `exports.${name}` || left === `module.exports.${name}`,
  );
  return assignment === undefined ? [] : [assignment.right];
}

function assignmentOf(
  statement: ts.Statement,
  isWanted: (left: string) => boolean,
): ts.BinaryExpression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, operatorToken } = statement.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !isWanted(left.getText())) return undefined;
  return statement.expression;
}

function memberOf(object: ts.ObjectLiteralExpression, name: string): readonly ts.Expression[] {
  const property = object.properties.find((candidate) => nameOf(candidate) === name);
  if (property === undefined) return [];
  if (ts.isPropertyAssignment(property)) return [property.initializer];
  return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
}

function isBuiltElsewhere(file: ts.SourceFile, name: string): boolean {
  const grows = new RegExp(
    `(?:^|[^.\\w])${name}\\s*(?:\\[[^\\]]*\\]|\\.\\w+)\\s*=[^=>]|assign\\(\\s*${name}\\b`,
  );
  if (grows.test(file.text)) return true;
  return file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      statement.importClause?.namedBindings !== undefined &&
      ts.isNamedImports(statement.importClause.namedBindings) &&
      statement.importClause.namedBindings.elements.some((element) => element.name.text === name) &&
      !/^['"]\./.test(statement.moduleSpecifier.getText()),
  );
}
