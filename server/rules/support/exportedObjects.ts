/** Objects that an app exports under a name of their own: PostHog does not look into them (reference 2.1). */
import ts from 'typescript';
import { jobsExport, lifecycleExport, metricsExport } from '../../../platform/lifecycle.ts';
import { withoutWrapping } from './valuePaths.ts';

export interface ExportedObject {
  readonly name: string;
  /** Where it is exported. */
  readonly place: ts.Node;
  /** What PostHog would call, were it exported by itself. */
  readonly members: readonly string[];
  /** Whether its members can be taken out of it under its name, and exported beside it. */
  readonly canBeTaken: boolean;
}

interface Exported {
  readonly place: ts.Node;
  readonly name: string;
  readonly value: ts.Expression | undefined;
  readonly isByKeyword: boolean;
}

/** Those with a member that PostHog calls, in the order of the file. */
export function exportedObjects(file: ts.SourceFile): readonly ExportedObject[] {
  const values = topLevelValues(file);
  return exportsOf(file, values).flatMap(({ isByKeyword, name, place, value }) => {
    // Those are looked into.
    if (value === undefined || name === jobsExport || name === metricsExport) return [];
    const [names, isPlain] = memberNames(value, values, deepest);
    const members = names.filter((member) => lifecycleExport(member) !== undefined);
    return members.length === 0 ? [] : [{ name, place, members, canBeTaken: isByKeyword && isPlain }];
  });
}

/** What a name at the top of the file stands for. */
type TopLevelValues = ReadonlyMap<string, ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration>;

/** A name may stand for another. */
const deepest = 4;

function topLevelValues(file: ts.SourceFile): TopLevelValues {
  const values = new Map<string, ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) values.set(statement.name.text, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { initializer, name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer !== undefined) values.set(name.text, initializer);
    }
  }
  return values;
}

function exportsOf(file: ts.SourceFile, values: TopLevelValues): readonly Exported[] {
  return file.statements.flatMap((statement): readonly Exported[] => {
    if (ts.isVariableStatement(statement)) {
      const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (isExported !== true) return [];
      return statement.declarationList.declarations.flatMap(({ initializer, name }) =>
        ts.isIdentifier(name)
          ? [{ place: name, name: name.text, value: initializer, isByKeyword: true }]
          : [],
      );
    }
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      if (moduleSpecifier !== undefined || exportClause === undefined || !ts.isNamedExports(exportClause))
        return [];
      return exportClause.elements.map(({ name, propertyName }) => {
        const local = (propertyName ?? name).text;
        return { place: name, name: local, value: expressionIn(values, local), isByKeyword: true };
      });
    }
    if (!ts.isExpressionStatement(statement)) return [];
    return assignedExports(statement.expression);
  });
}

/** `exports.p = …`, `module.exports.p = …` and the properties of `module.exports = { … }`. */
function assignedExports(expression: ts.Expression): readonly Exported[] {
  if (
    !ts.isBinaryExpression(expression) ||
    expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken ||
    !ts.isPropertyAccessExpression(expression.left)
  )
    return [];
  const { left, right } = expression;
  if (isExports(left)) {
    const whole = withoutWrapping(right);
    if (!ts.isObjectLiteralExpression(whole)) return [];
    return whole.properties.flatMap((property): readonly Exported[] => {
      if (property.name === undefined || !ts.isIdentifier(property.name)) return [];
      const { name } = property;
      if (ts.isShorthandPropertyAssignment(property))
        return [{ place: name, name: name.text, value: name, isByKeyword: false }];
      return ts.isPropertyAssignment(property)
        ? [{ place: name, name: name.text, value: property.initializer, isByKeyword: false }]
        : [];
    });
  }
  return isExports(left.expression)
    ? [{ place: left.name, name: left.name.text, value: right, isByKeyword: false }]
    : [];
}

function isExports(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'exports';
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

function expressionIn(values: TopLevelValues, name: string): ts.Expression | undefined {
  const value = values.get(name);
  return value === undefined || ts.isFunctionDeclaration(value) || ts.isClassDeclaration(value)
    ? undefined
    : value;
}

/** Names of what an object has, and whether it is written as an object. */
function memberNames(
  given: ts.Expression,
  values: TopLevelValues,
  depth: number,
): readonly [names: readonly string[], isPlain: boolean] {
  const value = withoutWrapping(given);
  if (ts.isObjectLiteralExpression(value)) return [namesIn(value.properties), true];
  if (depth === 0) return [[], false];
  if (ts.isIdentifier(value)) {
    const named = expressionIn(values, value.text);
    return named === undefined ? [[], false] : memberNames(named, values, depth - 1);
  }
  if (ts.isNewExpression(value)) {
    const made = ts.isIdentifier(value.expression) ? values.get(value.expression.text) : value.expression;
    return [made !== undefined && ts.isClassLike(made) ? namesIn(made.members) : [], false];
  }
  if (!ts.isCallExpression(value)) return [[], false];
  const called = ts.isIdentifier(value.expression) ? values.get(value.expression.text) : value.expression;
  const result = called === undefined ? undefined : resultOf(called);
  return [result === undefined ? [] : memberNames(result, values, depth - 1)[0], false];
}

function namesIn(members: readonly (ts.ObjectLiteralElementLike | ts.ClassElement)[]): readonly string[] {
  return members.flatMap((member) => {
    const isStatic =
      ts.canHaveModifiers(member) &&
      ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
    return !isStatic && member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [];
  });
}

/** What a function gives that returns in one place, its end. */
function resultOf(called: ts.Node): ts.Expression | undefined {
  if (!ts.isFunctionDeclaration(called) && !ts.isArrowFunction(called) && !ts.isFunctionExpression(called))
    return undefined;
  const { body } = called;
  if (body === undefined || !ts.isBlock(body)) return body;
  const last = body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
}
