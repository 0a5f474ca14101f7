/** `list.length > 0` and its like: whether there is anything in a list of which nobody knows how long it is. */
import ts from 'typescript';
import type { Machine } from './machine.ts';
import { negate } from './operators.ts';
import { onlyPrimitive, type Value } from './values.ts';

const K = ts.SyntaxKind;

/** Comparisons that say whether there is something, by operator and number. */
const something = new Set([`${K.GreaterThanToken} 0`, `${K.GreaterThanEqualsToken} 1`]);
const somethingEither = [K.ExclamationEqualsToken, K.ExclamationEqualsEqualsToken];
const nothing = new Set([`${K.LessThanToken} 1`, `${K.LessThanEqualsToken} 0`]);
const nothingEither = [K.EqualsEqualsToken, K.EqualsEqualsEqualsToken];

/** What a comparison of a length with 0 or 1 says; undefined where it is none, and where the length is known. */
export function compareLength(
  machine: Machine,
  node: ts.BinaryExpression,
  left: Value,
  right: Value,
): Value | undefined {
  if (!ts.isPropertyAccessExpression(node.left) || !/^(?:length|size)$/.test(node.left.name.text))
    return undefined;
  const [length, other] = machine.resolve(left).of;
  if (length?.kind !== 'unknown' || length.id !== undefined || other !== undefined) return undefined;
  const limit = onlyPrimitive(right)?.value;
  const operator = node.operatorToken.kind;
  const isEither = limit === 0 && [...somethingEither, ...nothingEither].includes(operator);
  const test = `${operator} ${String(limit)}`;
  if (!isEither && !something.has(test) && !nothing.has(test)) return undefined;
  const isEmpty = negate(machine, left);
  return nothing.has(test) || (limit === 0 && nothingEither.includes(operator))
    ? isEmpty
    : negate(machine, isEmpty);
}
