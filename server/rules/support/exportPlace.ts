/** Where an export has its name. */
import ts from 'typescript';

/** The name under which a value is exported, or the value where nothing gives it one. */
export function exportPlace(value: ts.Node): ts.Node {
  if (ts.isClassLike(value) && value.name !== undefined) return value.name;
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name;
  return ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)
    ? parent.left.name
    : value;
}
