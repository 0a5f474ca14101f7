/** Where an exported value has its name. */
import ts from 'typescript';

/** The name that a value of the top of a file has there: of a function, a variable, a property, or in an assignment. */
export function nameOfValue(value: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(value) || ts.isMethodDeclaration(value)) return value.name;
  const { parent } = value;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return parent.name;
  }
  if (!ts.isBinaryExpression(parent)) return undefined;
  const { left } = parent;
  if (ts.isElementAccessExpression(left))
    return ts.isStringLiteralLike(left.argumentExpression) ? left.argumentExpression : undefined;
  return ts.isPropertyAccessExpression(left) ? left.name : undefined;
}
