/** The operators that compare two numbers. */
import ts from 'typescript';

const K = ts.SyntaxKind;

const mirror: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [K.LessThanToken, K.GreaterThanToken],
  [K.GreaterThanToken, K.LessThanToken],
  [K.LessThanEqualsToken, K.GreaterThanEqualsToken],
  [K.GreaterThanEqualsToken, K.LessThanEqualsToken],
]);

export function isComparison(operator: ts.SyntaxKind): boolean {
  return mirror.has(operator);
}

/** The operator that says the same of the sides when they are exchanged; others stay as they are. */
export function mirrored(operator: ts.SyntaxKind): ts.SyntaxKind {
  return mirror.get(operator) ?? operator;
}
