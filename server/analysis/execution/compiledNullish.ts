/** What compilers make of `??` and `?.`: comparisons with `null` and `void 0`, and a variable in between. */
import ts from 'typescript';
import { skipWrapping } from './patterns.ts';

const K = ts.SyntaxKind;

/** `a ?? b` or `a?.b`, as it was before. */
export interface NullishChoice {
  readonly kind: '??' | '?.';
  /** What may be null or undefined. */
  readonly tested: ts.Expression;
  /** What the whole is otherwise: `b` where `a` is missing, or `a.b` where it is not. */
  readonly other: ts.Expression;
}

const choices = new WeakMap<ts.ConditionalExpression, NullishChoice | 'none'>();

/**
 * `(t = a) !== null && t !== void 0 ? t : b`, `(t = a) != null ? t : b`, and the same the other way round for `a?.b`;
 * undefined for all other conditions.
 */
export function nullishChoice(node: ts.ConditionalExpression): NullishChoice | undefined {
  let known = choices.get(node);
  if (known === undefined) choices.set(node, (known = choiceIn(node) ?? 'none'));
  return known === 'none' ? undefined : known;
}

function choiceIn({ condition, whenFalse, whenTrue }: ts.ConditionalExpression): NullishChoice | undefined {
  const test = nullTest(skipWrapping(condition));
  if (test === undefined) return undefined;
  const { name, tested } = test;
  const [present, missing] = test.isPresent ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  if (isName(present, name)) return { kind: '??', tested, other: missing };
  return isUndefined(missing) ? { kind: '?.', tested, other: present } : undefined;
}

interface NullTest {
  readonly name: string;
  readonly tested: ts.Expression;
  /** Whether the test is true where there is a value. */
  readonly isPresent: boolean;
}

function nullTest(condition: ts.Expression): NullTest | undefined {
  if (!ts.isBinaryExpression(condition)) return undefined;
  const { left, operatorToken, right } = condition;
  switch (operatorToken.kind) {
    case K.ExclamationEqualsToken:
    case K.EqualsEqualsToken: {
      const isPresent = operatorToken.kind === K.ExclamationEqualsToken;
      return isNull(right) ? testOf(left, isPresent) : isNull(left) ? testOf(right, isPresent) : undefined;
    }
    case K.AmpersandAmpersandToken:
    case K.BarBarToken: {
      const isPresent = operatorToken.kind === K.AmpersandAmpersandToken;
      const comparison = isPresent ? K.ExclamationEqualsEqualsToken : K.EqualsEqualsEqualsToken;
      const first = comparedWith(left, comparison, isNull);
      const second = comparedWith(right, comparison, isUndefined);
      const test = first === undefined ? undefined : testOf(first, isPresent);
      return test !== undefined && second !== undefined && isName(second, test.name) ? test : undefined;
    }
    default:
      return undefined;
  }
}

/** `t` and `(t = a)`. */
function testOf(node: ts.Expression, isPresent: boolean): NullTest | undefined {
  const tested = skipWrapping(node);
  if (ts.isIdentifier(tested)) return { name: tested.text, tested, isPresent };
  const isAssignment =
    ts.isBinaryExpression(tested) &&
    tested.operatorToken.kind === K.EqualsToken &&
    ts.isIdentifier(tested.left);
  return isAssignment && ts.isIdentifier(tested.left)
    ? { name: tested.left.text, tested, isPresent }
    : undefined;
}

/** The other side of a comparison, whichever side it stands on: minifiers write `null !== a`. */
function comparedWith(
  node: ts.Expression,
  operator: ts.SyntaxKind,
  isWanted: (side: ts.Expression) => boolean,
): ts.Expression | undefined {
  const comparison = skipWrapping(node);
  if (!ts.isBinaryExpression(comparison) || comparison.operatorToken.kind !== operator) return undefined;
  if (isWanted(comparison.right)) return comparison.left;
  return isWanted(comparison.left) ? comparison.right : undefined;
}

function isName(node: ts.Expression, name: string): boolean {
  const inner = skipWrapping(node);
  return ts.isIdentifier(inner) && inner.text === name;
}

function isNull(node: ts.Expression): boolean {
  return skipWrapping(node).kind === K.NullKeyword;
}

function isUndefined(node: ts.Expression): boolean {
  const inner = skipWrapping(node);
  return ts.isVoidExpression(inner) || (ts.isIdentifier(inner) && inner.text === 'undefined');
}
