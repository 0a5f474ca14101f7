/** Conditions about a number that grows or shrinks from event to event: whether they come to an end. */
import ts from 'typescript';
import type { PathStep } from './execution/machine.ts';

const K = ts.SyntaxKind;

/**
 * A condition on a counter that stays as it is however long it is counted is no limit: `if (hops > 3)`, where `hops`
 * grows. Such a step depends on the first event alone; the origin of others is `counter`.
 */
export function withoutEndlessCounting(step: PathStep): PathStep {
  if (step.origin !== 'counter' && step.origin !== 'countdown' && step.origin !== 'renewed') return step;
  const isLimit =
    comesToAnEnd(step.node, step.outcome, step.origin === 'counter') &&
    (step.origin !== 'renewed' || endsAboveZero(step.node));
  return { ...step, origin: isLimit ? 'counter' : 'event' };
}

function comesToAnEnd(node: ts.Node, outcome: boolean, grows: boolean): boolean {
  if (ts.isParenthesizedExpression(node)) return comesToAnEnd(node.expression, outcome, grows);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return comesToAnEnd(node.operand, !outcome, grows);
  if (ts.isBinaryExpression(node)) {
    const isAnd = node.operatorToken.kind === K.AmpersandAmpersandToken;
    if (isAnd || node.operatorToken.kind === K.BarBarToken) {
      const sides = [node.left, node.right].map(
        (side) => !isOfNumbers(side) || comesToAnEnd(side, outcome, grows),
      );
      // `hops > 3 && size < 9` stays false as long as one of both is.
      return isAnd === outcome ? sides.includes(true) : !sides.includes(false);
    }
    const isLower = sideOf(node.operatorToken.kind);
    // A number is never the same as a text.
    if (isLower === undefined) return !isStrictlyText(node);
    const isCounterLeft = !isNumber(node.left);
    // Whether the condition, as it comes out, holds the counter below something.
    const isHeldBelow = (isLower === isCounterLeft) === outcome;
    return isHeldBelow === grows;
  }
  // The number itself: one that shrinks comes to zero, one that grows leaves it.
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? outcome !== grows : true;
}

/** `hops < 3`, and what is made of such comparisons. */
function isOfNumbers(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isOfNumbers(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isOfNumbers(node.operand);
  return ts.isBinaryExpression(node) && sideOf(node.operatorToken.kind) !== undefined;
}

/** `hops === '3'` */
function isStrictlyText({ left, operatorToken, right }: ts.BinaryExpression): boolean {
  return (
    [K.EqualsEqualsEqualsToken, K.ExclamationEqualsEqualsToken].includes(operatorToken.kind) &&
    [left, right].some((side) => ts.isStringLiteralLike(side))
  );
}

/** Whether a condition on a number that begins anew at zero comes out otherwise before that: `left <= 1`. */
function endsAboveZero(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return endsAboveZero(node.expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return endsAboveZero(node.operand);
  if (!ts.isBinaryExpression(node)) return false;
  const limit = [node.left, node.right].find((side) => ts.isNumericLiteral(side));
  if (limit === undefined) return false;
  const isWithLimit = [K.LessThanEqualsToken, K.GreaterThanToken].includes(node.operatorToken.kind);
  const isTurned = limit === node.left;
  // `left <= 1` and `left > 1` change at 1, `left < 2` and `left >= 2` too; turned round it is the other way.
  return Number(limit.text) >= (isWithLimit === isTurned ? 2 : 1);
}

/** Whether an operator says that its left side is the lower one; undefined for others. */
function sideOf(operator: ts.SyntaxKind): boolean | undefined {
  if (operator === K.LessThanToken || operator === K.LessThanEqualsToken) return true;
  return operator === K.GreaterThanToken || operator === K.GreaterThanEqualsToken ? false : undefined;
}

function isNumber(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand));
}
