/** Conditions about a number that grows or shrinks from event to event: whether they come to an end. */
import ts from 'typescript';
import type { PathStep } from './execution/paths.ts';

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
  if (isLimit) return { ...step, origin: 'counter' };
  return { ...step, origin: isOfOtherKind(step.node) ? 'other' : 'event' };
}

/** What a condition makes of a number before it looks at it: whether that comes to an end is not known. */
function isOfOtherKind(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isOfOtherKind(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isOfOtherKind(node.operand);
  if (ts.isBinaryExpression(node)) return isOfOtherKind(node.left) || isOfOtherKind(node.right);
  return (
    ts.isCallExpression(node) &&
    !keepsNumber.test(node.expression.getText()) &&
    !isOfKind.test(node.expression.getText())
  );
}

/** Calls that give the number itself, in another form, or look it up in a list. */
const keepsNumber =
  /(?:^|\.)(?:Number|parseInt|parseFloat|String|Boolean|toString|includes|indexOf|has|get|some|find|Math\.(?!sign)\w+)$/;

/** Calls that ask for what stays as it is, however far it is counted. */
const isOfKind = /(?:^|\.)(?:isNaN|isFinite|isInteger|isSafeInteger)$/;

function comesToAnEnd(node: ts.Node, outcome: boolean, grows: boolean): boolean {
  if (ts.isParenthesizedExpression(node)) return comesToAnEnd(node.expression, outcome, grows);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return comesToAnEnd(node.operand, !outcome, grows);
  if (ts.isBinaryExpression(node)) {
    const isAnd = node.operatorToken.kind === K.AmpersandAmpersandToken;
    if (isAnd || node.operatorToken.kind === K.BarBarToken) {
      const both = [node.left, node.right];
      // Beside what is asked of the number it is not the other side that counts.
      const counted = isAnd === outcome && both.some(saysAnything) ? both.filter(saysAnything) : both;
      const sides = counted.map((side) => !saysAnything(side) || comesToAnEnd(side, outcome, grows));
      // `hops > 3 && size < 9` stays false as long as one of both is.
      return isAnd === outcome ? sides.includes(true) : !sides.includes(false);
    }
    const isLower = sideOf(node.operatorToken.kind);
    // A number is never missing, nor the same as a text.
    if (isLower === undefined)
      return ![node.left, node.right].some(isNothing) && !isStrictlyText(node) && !isOfOtherKind(node);
    const isCounterLeft = !isNumber(node.left);
    // Whether the condition, as it comes out, holds the counter below something.
    const isHeldBelow = (isLower === isCounterLeft) === outcome;
    return isHeldBelow === grows;
  }
  if (ts.isCallExpression(node)) return !isOfKind.test(node.expression.getText()) && !isOfOtherKind(node);
  // The number itself: one that shrinks comes to zero, one that grows leaves it.
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? outcome !== grows : true;
}

/** Whether it is known of a condition that it comes to an end, or that it does not. */
function saysAnything(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return saysAnything(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return saysAnything(node.operand);
  if (ts.isBinaryExpression(node) && ([node.left, node.right].some(isNothing) || isStrictlyText(node)))
    return true;
  return isOfNumbers(node) || (ts.isCallExpression(node) && isOfKind.test(node.expression.getText()));
}

/** `hops < 3`, and what is made of such comparisons. */
function isOfNumbers(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isOfNumbers(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isOfNumbers(node.operand);
  return ts.isBinaryExpression(node) && sideOf(node.operatorToken.kind) !== undefined;
}

function isNothing(node: ts.Node): boolean {
  return node.kind === K.NullKeyword || ts.isVoidExpression(node) || node.getText() === 'undefined';
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
