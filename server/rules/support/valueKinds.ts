/** What a value is that is certainly no function; undefined where it may be one. */
import ts from 'typescript';
import { withoutWrapping } from './valuePaths.ts';

export type ValueKind =
  | 'a text'
  | 'a number'
  | 'a boolean'
  | 'null'
  | 'an array'
  | 'an object'
  | 'a pattern'
  | 'a class';

const byFlags: readonly (readonly [ts.TypeFlags, ValueKind])[] = [
  [ts.TypeFlags.StringLike, 'a text'],
  [ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike, 'a number'],
  [ts.TypeFlags.BooleanLike, 'a boolean'],
  [ts.TypeFlags.Null, 'null'],
];

/** @param value a function, a class, or an expression. */
export function kindOfValue(value: ts.Node, checker: ts.TypeChecker): ValueKind | undefined {
  const bare = ts.isExpression(value) ? withoutWrapping(value) : value;
  if (ts.isClassLike(bare)) return 'a class';
  if (ts.isObjectLiteralExpression(bare)) return 'an object';
  if (ts.isArrayLiteralExpression(bare)) return 'an array';
  if (ts.isRegularExpressionLiteral(bare)) return 'a pattern';
  if (!ts.isExpression(bare)) return undefined;
  const { flags } = checker.getTypeAtLocation(bare);
  return byFlags.find(([mask]) => (flags & mask) !== 0)?.[1];
}

/** Whether the language takes a value for false, by its text. */
export function isFalsy(value: ts.Node): boolean {
  const bare = ts.isExpression(value) ? withoutWrapping(value) : value;
  if (bare.kind === ts.SyntaxKind.FalseKeyword || bare.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isNumericLiteral(bare)) return Number(bare.text) === 0;
  return ts.isStringLiteralLike(bare) && bare.text === '';
}
