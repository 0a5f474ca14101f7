/** Conditions about a number that grows or shrinks from event to event: whether they come to an end. */
import ts from 'typescript';
import { isEquality } from './comparisons.ts';
import { typeOfId } from './ids.ts';
import {
  type Condition,
  conditionOf,
  countedIn,
  type Lasting,
  type Origin,
  type Simple,
  type Value,
  withCondition,
  worse,
} from './values.ts';

const K = ts.SyntaxKind;

const counts: ReadonlySet<Origin> = new Set([
  'counter',
  'multiple',
  'countdown',
  'renewed',
  'fading',
  'bounded',
]);

/** Whether a value is a number that is counted from event to event, or was made of one. */
export function isCounting(origin: Origin): boolean {
  return counts.has(origin);
}

/** Whether a number is counted up. */
export function isGrowing(origin: Origin): boolean {
  return origin === 'counter' || origin === 'multiple';
}

/**
 * What decides on each outcome of a condition however long a number is counted: `counter` where it comes to an end. One
 * that stays as it is, such as `hops > 3` where `hops` grows, is no limit.
 *
 * @param origin of what the condition is about.
 * @returns undefined where nothing is counted.
 */
export function lastingOf(origin: Origin, node: ts.Node): Lasting | undefined {
  if (!isCounting(origin)) return undefined;
  if (origin === 'bounded') return unknownLasting;
  const decides = (outcome: boolean): Origin => {
    const isLimit =
      comesToAnEnd(node, outcome, isGrowing(origin)) &&
      (!neverZero.has(origin) || endsAboveZero(node, origin));
    if (isLimit) return 'counter';
    return isOfOtherKind(node) ? 'other' : 'event';
  };
  return { whenTrue: decides(true), whenFalse: decides(false) };
}

/** Numbers that shrink, and of which no event has a zero that ends the loop. */
const neverZero: ReadonlySet<Origin> = new Set(['renewed', 'fading']);

/** A number that may come near a limit without reaching it tells nothing. */
const unknownLasting: Lasting = { whenTrue: 'other', whenFalse: 'other' };

/** The same for the number itself: one that shrinks comes to zero, one that grows leaves it. */
export function lastingOfNumber(origin: Origin): Lasting | undefined {
  if (!isCounting(origin)) return undefined;
  if (origin === 'bounded') return unknownLasting;
  return {
    whenTrue: origin === 'countdown' ? 'counter' : 'event',
    whenFalse: isGrowing(origin) ? 'counter' : 'event',
  };
}

/** The same for a condition. What a value is on one of several paths is asked there, and what leads to that path has to last. */
export function lastingOfCondition(
  { byCase = [], lasting, origin }: Condition,
  node: ts.Node,
): Lasting | undefined {
  if (lasting !== undefined) return lasting;
  if (!byCase.some((one) => isCounting(one.origin) || isCounting(one.way))) return lastingOf(origin, node);
  const decides = (outcome: boolean): Origin =>
    byCase
      .filter((one) => one.outcome === 'both' || one.outcome === outcome)
      .map((one) => {
        if (one.outcome !== 'both') return one.way;
        const own = lastingOf(one.origin, node);
        return onBoth(one.way, own === undefined ? one.origin : outcome ? own.whenTrue : own.whenFalse);
      })
      .reduce<Origin | undefined>(onEither, undefined) ?? origin;
  return { whenTrue: decides(true), whenFalse: decides(false) };
}

/** Where two conditions have to hold, one of them that comes to an end is enough. */
export function onBoth(first: Origin | undefined, second: Origin): Origin {
  return first === 'counter' || second === 'counter' ? 'counter' : worse(first, second);
}

/** Where one of two has to hold, it may be the one that lasts. */
export function onEither(first: Origin | undefined, second: Origin): Origin {
  if (first === undefined || first === 'counter') return second;
  return second === 'counter' ? first : worse(first, second);
}

/** The truth of an expression about a counted number, which says wherever it is asked for what lasts of it. */
export function lastingTruth(value: Value, node: ts.Expression): Value {
  const { lasting: _before, ...condition } = value.condition ?? conditionOf(value);
  const lasting = lastingOfCondition(condition, node);
  if (lasting === undefined) return value;
  return withCondition(value, { ...condition, lasting: { ...lasting, counts: countedIn(value.of) } });
}

/** The same for what a call gives, where that is a truth. */
export function lastingAnswer(value: Value, node: ts.CallExpression): Value {
  const [simple] = value.of;
  if (simple?.kind !== 'unknown' || !isCounting(simple.origin) || value.isPromise === true) return value;
  if (value.condition?.lasting !== undefined) return value;
  const isTruth =
    (simple.id !== undefined && typeOfId(simple.id) === 'boolean') || gives.test(node.expression.getText());
  return isTruth ? lastingTruth(value, node) : value;
}

const gives = /(?:^|\.)(?:includes|has|some|every|test|is[A-Z]\w*|hasOwn\w*)$/;

/**
 * What an operation makes of a number that is counted: one that is rounded from event to event may stand still, such as
 * 1 in `Math.ceil(n / 2)`, and then it is counted no more.
 */
export function withoutStandingCount(operation: string, { of }: Value): Value {
  return {
    of: of.map((simple): Simple => {
      if (simple.kind !== 'unknown' || !isCounting(simple.origin)) return simple;
      if (simple.origin === 'bounded') return simple;
      // Without its fraction it comes to zero.
      if (simple.origin === 'fading' && keepsCount.get(operation)?.includes('countdown') === true)
        return { ...simple, origin: 'countdown' };
      const isKept =
        (keepsCount.get(operation) ?? [simple.origin]).includes(simple.origin) ||
        (roundings.test(operation) && wholeStep.test(simple.id ?? ''));
      if (isKept) return simple;
      const standsAtOne = /^Math\.(?:ceil|round)$/.test(operation) && divided.test(simple.id ?? '');
      return { ...simple, origin: standsAtOne && !isGrowing(simple.origin) ? 'renewed' : 'event' };
    }),
    condition: undefined,
  };
}

/** Which numbers go on to grow or to shrink whatever is made of them. */
const keepsCount: ReadonlyMap<string, readonly Origin[]> = new Map<string, readonly Origin[]>([
  ...['Math.floor', 'Math.trunc', 'parseInt', '| 0'].map((name) => [name, ['countdown', 'renewed']] as const),
  ...['Math.ceil', 'Math.abs'].map((name) => [name, ['counter', 'multiple']] as const),
  ...['Math.round', 'Math.sign', '.toFixed', 'unary -', 'unary ~'].map((name) => [name, []] as const),
  ...['%', '&', '|', '^'].map((name) => [name, []] as const),
]);

/** Operations that leave a step of one or more as it is. */
const roundings = /^(?:Math\.(?:floor|trunc|ceil|round)|parseInt|\.toFixed|\| 0)$/;

/** `n / 2`: rounded up it comes to 1, and stays there. */
const divided = /^\/ .* "(?:[2-9]|[1-9]\d+)"$/;

/** `n + 1`, `3 * n` */
const wholeStep = /^(?:[+-] .*|\* .*) "[1-9]\d*"$|^[+*] "[1-9]\d*" /;

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

/** Calls that give the number itself, or whether it is there. */
const converts = /(?:^|\.)(?:Number|Boolean|parseInt|parseFloat|Math\.(?:abs|ceil|floor|round|trunc))$/;

function comesToAnEnd(node: ts.Node, outcome: boolean, grows: boolean): boolean {
  const subject = subjectOf(node);
  if (subject !== undefined) return isMet([subject, node], true, outcome, grows);
  if (ts.isParenthesizedExpression(node)) return comesToAnEnd(node.expression, outcome, grows);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return comesToAnEnd(node.operand, !outcome, grows);
  if (ts.isBinaryExpression(node)) {
    const isLower = sideOf(node.operatorToken.kind);
    if (isLower === undefined && !isEquality(node.operatorToken.kind)) return outcome !== grows;
    if (isLower === undefined) {
      const { kind } = node.operatorToken;
      const isStrict = kind === K.EqualsEqualsEqualsToken || kind === K.ExclamationEqualsEqualsToken;
      return isMet([node.left, node.right], isStrict, isForSame(kind) === outcome, grows);
    }
    const isCounterLeft = !isNumber(node.left);
    // Whether the condition, as it comes out, holds the counter below something.
    const isHeldBelow = (isLower === isCounterLeft) === outcome;
    return isHeldBelow === grows;
  }
  const [converted] =
    ts.isCallExpression(node) && converts.test(node.expression.getText()) ? node.arguments : [];
  if (converted !== undefined) return comesToAnEnd(converted, outcome, grows);
  if (ts.isCallExpression(node)) return !isOfKind.test(node.expression.getText()) && !isOfOtherKind(node);
  // The number itself: one that shrinks comes to zero, one that grows leaves it.
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? outcome !== grows : true;
}

/** What `switch` compares with a case; undefined for other code, and where that is the truth of each case. */
function subjectOf(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCaseClause(node.parent) || node.parent.expression !== node) return undefined;
  const { expression } = node.parent.parent.parent;
  return expression.kind === K.TrueKeyword || expression.kind === K.FalseKeyword ? undefined : expression;
}

/** Whether a counted number comes to be the same as something, or another: it is never missing, nor the same as a text. */
function isMet(sides: readonly ts.Node[], isStrict: boolean, isSame: boolean, grows: boolean): boolean {
  const isOther = isStrict && sides.some((side) => ts.isStringLiteralLike(side) || isTruth(side));
  if (isOther || sides.some((side) => isNothing(side) || isOfOtherKind(side))) return false;
  // What grows leaves zero behind.
  return !grows || !sides.some(isZero) || isSame;
}

function isTruth({ kind }: ts.Node): boolean {
  return kind === K.TrueKeyword || kind === K.FalseKeyword;
}

function isForSame(operator: ts.SyntaxKind): boolean {
  return operator === K.EqualsEqualsToken || operator === K.EqualsEqualsEqualsToken;
}

function isZero(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) === 0;
}

function isNothing(node: ts.Node): boolean {
  return node.kind === K.NullKeyword || ts.isVoidExpression(node) || node.getText() === 'undefined';
}

/** Whether a condition on a number that begins anew at zero, or never comes there, comes out otherwise before that: `left <= 1`. */
function endsAboveZero(node: ts.Node, origin: Origin): boolean {
  if (ts.isParenthesizedExpression(node)) return endsAboveZero(node.expression, origin);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return endsAboveZero(node.operand, origin);
  if (!ts.isBinaryExpression(node)) return false;
  const limit = [node.left, node.right].find((side) => ts.isNumericLiteral(side));
  if (limit === undefined) return false;
  if (origin === 'fading') return sideOf(node.operatorToken.kind) !== undefined && !isZero(limit);
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
