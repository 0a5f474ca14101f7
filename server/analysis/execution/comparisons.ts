/** The operators that compare two numbers, and what a comparison says of the path that the execution is on. */
import ts from 'typescript';
import { longestLength } from './cuts.ts';
import { either, type Facts, noFacts, type Primitive } from './facts.ts';
import {
  type Case,
  type CaseOutcome,
  type Condition,
  type Origin,
  type Value,
  worse,
  worstOrigin,
} from './values.ts';

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

const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  K.EqualsEqualsToken,
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsToken,
  K.ExclamationEqualsEqualsToken,
]);

export function isEquality(operator: ts.SyntaxKind): boolean {
  return equalities.has(operator);
}

/** The operator that says the same of the sides when they are exchanged; others stay as they are. */
export function mirrored(operator: ts.SyntaxKind): ts.SyntaxKind {
  return mirror.get(operator) ?? operator;
}

/** The paths on which a value that depends on the path passes a test, and those on which it does not. */
export function conditionByCase(
  cases: readonly Case[],
  outcomeOf: (value: Case['value']) => boolean | 'both',
): Condition {
  let whenTrue: Facts | undefined;
  let whenFalse: Facts | undefined;
  let origin: Origin | undefined;
  const byCase: CaseOutcome[] = [];
  for (const { value, facts, origin: own } of cases) {
    const outcome = outcomeOf(value);
    byCase.push({ outcome, way: own, origin: worstOrigin([value]) });
    if (outcome !== false) whenTrue = whenTrue === undefined ? facts : either(whenTrue, facts);
    if (outcome !== true) whenFalse = whenFalse === undefined ? facts : either(whenFalse, facts);
    origin = worse(origin, own);
  }
  return {
    whenTrue: whenTrue ?? noFacts,
    whenFalse: whenFalse ?? noFacts,
    origin: origin ?? 'other',
    byCase,
  };
}

/** What a comparison of the length of a text that was cut says, where the limit of the cut decides. */
export function compareLimited(
  operator: ts.SyntaxKind,
  { of }: Value,
  limit: Primitive,
): boolean | undefined {
  if (typeof limit !== 'number') return undefined;
  const lengths = of.map((simple) => {
    if (simple.kind === 'primitive') return typeof simple.value === 'number' ? simple.value : undefined;
    return simple.kind === 'unknown' && simple.id !== undefined ? longestLength(simple.id) : undefined;
  });
  const known = lengths.filter((length) => length !== undefined);
  if (known.length < lengths.length) return undefined;
  const most = Math.max(...known);
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return most < limit ? true : undefined;
    case ts.SyntaxKind.LessThanEqualsToken:
      return most <= limit ? true : undefined;
    case ts.SyntaxKind.GreaterThanToken:
      return most <= limit ? false : undefined;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return most < limit ? false : undefined;
    default:
      return undefined;
  }
}
