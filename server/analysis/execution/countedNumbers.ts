/** What arithmetic makes of numbers that grow or shrink from event to event. */
import ts from 'typescript';
import { isCounting, isGrowing } from './counting.ts';
import type { Primitive } from './facts.ts';
import {
  countedIn,
  onlyPrimitive,
  onlyUnknown,
  type Origin,
  type Simple,
  type UnknownValue,
  type Value,
} from './values.ts';

const counting: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
]);

/** What an operator makes of numbers that are counted from event to event, or that begin to be by it. */
export function counted(operator: ts.SyntaxKind, left: Value, right: Value, result: Value): Value {
  const before = onlyPrimitive(left)?.value;
  const after = onlyPrimitive(right)?.value;
  if (isCount(operator, left, right)) {
    const direction = stepOf(operator, before ?? after);
    const isTurnedBefore = [left, right].some(isTurned);
    const counts = countedIn([...left.of, ...right.of]);
    return eachUnknown(result, (simple) => asCounter({ ...simple, counts }, direction, isTurnedBefore));
  }
  if (comparing.has(operator)) return comparedCounts(left, right, result);
  return eachUnknown(result, (simple) => {
    if (!isCounting(simple.origin)) return simple;
    const isBesideNumber = typeof before === 'number' || typeof after === 'number';
    if (isBesideNumber) return { ...simple, origin: directionOf(operator, before, after, simple.origin) };
    return { ...simple, origin: besideOther(operator, left, right) ? simple.origin : 'bounded' };
  });
}

/** Of two numbers that are both counted nobody knows whether they ever meet. */
export function comparedCounts(left: Value, right: Value, result: Value): Value {
  return isCounted(left) && isCounted(right)
    ? eachUnknown(result, (simple) => ({ ...simple, origin: 'bounded' }))
    : result;
}

/** Where a counted number goes behind an operator with a fixed one that leaves it no plain count. */
function directionOf(operator: ts.SyntaxKind, before: Primitive, after: Primitive, origin: Origin): Origin {
  switch (operator) {
    case ts.SyntaxKind.MinusToken:
      // `10 - n` shrinks where `n` grows.
      if (typeof before !== 'number') return origin;
      return isGrowing(origin) ? 'countdown' : origin === 'countdown' ? 'counter' : 'bounded';
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return (typeof before === 'number' ? before > 1 : Number(after) >= 1) ? origin : 'bounded';
    case ts.SyntaxKind.AsteriskToken:
      return Number(before ?? after) < 0 ? 'bounded' : origin;
    case ts.SyntaxKind.SlashToken:
      // `10 / n` comes closer to zero, and never there.
      return typeof before === 'number' || Number(after) < 0 ? 'bounded' : origin;
    default:
      return origin;
  }
}

/** Whether a counted number goes on beside one that each event hands on: `done / total`, but not `n / (n + 1)`. */
function besideOther(operator: ts.SyntaxKind, left: Value, right: Value): boolean {
  if (!keepingLeft.has(operator)) return false;
  const [count, other] = isCounted(left) ? [left, right] : [right, left];
  if (count === right && !commutative.has(operator)) return false;
  const [counts, others] = [onlyUnknown(count), onlyUnknown(other)];
  return others?.origin === 'event' && counts !== undefined && !counts.id.includes(others.id);
}

const keepingLeft: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);

function isCounted({ of }: Value): boolean {
  return of.some((simple) => simple.kind === 'unknown' && isCounting(simple.origin));
}

function eachUnknown({ of }: Value, change: (simple: UnknownValue) => Simple): Value {
  return {
    of: of.map((simple) => (simple.kind === 'unknown' ? change(simple) : simple)),
    condition: undefined,
  };
}

/** Whether what an operator makes of a positive number is more than it was. */
function isMore(operator: ts.SyntaxKind, by: Primitive): boolean {
  if (typeof by !== 'number') return true;
  switch (operator) {
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
    case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
      return by < 0;
    case ts.SyntaxKind.AsteriskToken:
      return by > 1;
    case ts.SyntaxKind.SlashToken:
      return by < 1;
    default:
      return by > 0;
  }
}

/** `(event.properties.hops ?? 0) + 1`; neither `x + 0` nor `10 - x`, which goes back and forth. */
function isCount(operator: ts.SyntaxKind, left: Value, right: Value): boolean {
  if (!counting.has(operator)) return false;
  const before = onlyPrimitive(left)?.value;
  const after = onlyPrimitive(right)?.value;
  const by = typeof after === 'number' ? after : commutative.has(operator) ? before : undefined;
  if (typeof by !== 'number') return false;
  // What is multiplied by less than zero goes back and forth.
  return multiplying.has(operator) ? by > 0 && by !== 1 : by !== 0;
}

const multiplying: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);

const commutative: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.AsteriskToken,
]);

/** More of what was made less, or the other way round, may be as it was: `cents / 100 * 100`. */
function asCounter(simple: UnknownValue, step: Step, isTurnedBefore: boolean): Simple {
  if (simple.origin === 'event') return { ...simple, origin: isTurnedBefore ? 'bounded' : step };
  const isShrinking = simple.origin === 'countdown' || simple.origin === 'fading';
  if (isGrowing(step) ? isShrinking : isGrowing(simple.origin)) return { ...simple, origin: 'event' };
  return simple.origin === 'fading' ? { ...simple, origin: step } : simple;
}

type Step = 'counter' | 'multiple' | 'countdown' | 'fading';

function stepOf(operator: ts.SyntaxKind, by: Primitive): Step {
  if (isMore(operator, by)) return multiplying.has(operator) ? 'multiple' : 'counter';
  const part = operator === ts.SyntaxKind.SlashToken ? 1 / Number(by) : Number(by);
  return multiplying.has(operator) && shrinksShortOfZero(part) ? 'fading' : 'countdown';
}

/** Whether that part of a number, taken again and again, comes to rest above zero: the least number there is, rounded. */
export function shrinksShortOfZero(part: number): boolean {
  return part > 0 && Number.MIN_VALUE * part > 0 && part < 1;
}

const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Whether a number of the event was turned round before: `(10 - n) / 2` and `Math.sqrt(n) + 1` come near one of their own. */
function isTurned({ of }: Value): boolean {
  return of.some(
    (simple) => simple.kind === 'unknown' && simple.origin === 'event' && turning.test(simple.id ?? ''),
  );
}

const turning = /^(?:[-*/%&^]|\*\*|<<|>>>?|unary [-~]|Math\.(?!floor|trunc|ceil|round|abs|max)\w+) /;
