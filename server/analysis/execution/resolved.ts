/** Values with what is known of them on a path. */
import type { Facts } from './facts.ts';
import { withPossibleCases } from './joins.ts';
import { type Simple, type Value, withRejections } from './values.ts';

/** The value with what is known of its unknown pieces on this path. */
export function resolvedBy(facts: Facts, value: Value): Value {
  if (facts.size === 0) return value;
  const possible = withPossibleCases(value, facts);
  if (!isAnyTold(facts, possible.of)) return possible;
  const { condition, isPromise, rejections } = possible;
  const of = possible.of.flatMap((simple) => resolvedSimple(facts, simple));
  return withRejections({ of, condition, ...(isPromise === true ? { isPromise } : {}) }, rejections);
}

function isAnyTold(facts: Facts, of: readonly (Simple | string)[]): boolean {
  // Asked at each step: a function made for it each time costs more than all that it does.
  for (const simple of of) if (typeof simple !== 'string' && isTold(facts, simple)) return true;
  return false;
}

/** Whether something is known that tells what an unknown value is. */
function isTold(facts: Facts, simple: Simple): boolean {
  if (simple.kind === 'text') return isAnyTold(facts, simple.parts);
  return simple.kind === 'unknown' && simple.id !== undefined && facts.get(simple.id)?.oneOf !== undefined;
}

function resolvedSimple(facts: Facts, simple: Simple): readonly Simple[] {
  if (simple.kind === 'unknown') {
    const oneOf = simple.id === undefined ? undefined : facts.get(simple.id)?.oneOf;
    return oneOf === undefined ? [simple] : oneOf.map((value) => ({ kind: 'primitive', value }));
  }
  if (simple.kind !== 'text') return [simple];
  let isChanged = false;
  const parts = simple.parts.map((part) => {
    const oneOf = typeof part === 'string' || part.id === undefined ? undefined : facts.get(part.id)?.oneOf;
    if (oneOf?.length !== 1) return part;
    isChanged = true;
    return String(oneOf[0]);
  });
  if (!isChanged) return [simple];
  return parts.every((part) => typeof part === 'string')
    ? [{ kind: 'primitive', value: parts.join('') }]
    : [{ kind: 'text', parts }];
}
