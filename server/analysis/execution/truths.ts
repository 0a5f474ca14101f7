/** How a value comes out as a condition. */
import { both, type Facts, noFacts, truthinessOf } from './facts.ts';
import type { Truth } from './paths.ts';
import { conditionOf, type Simple, type Value } from './values.ts';

/** @param facts what is known on the present path. */
export function truthOf(facts: Facts, value: Value): Truth {
  if (value.isPromise === true)
    return { can: 'true', whenTrue: noFacts, whenFalse: noFacts, origin: 'other', isOfPromise: true };
  let canBeTrue = false;
  let canBeFalse = false;
  for (const simple of value.of) {
    const known = truthOfSimple(facts, simple);
    if (known !== false) canBeTrue = true;
    if (known !== true) canBeFalse = true;
  }
  const condition = value.condition ?? conditionOf(value);
  if (canBeTrue && canBeFalse) {
    canBeTrue = both(facts, condition.whenTrue) !== undefined;
    canBeFalse = both(facts, condition.whenFalse) !== undefined || !canBeTrue;
  }
  const { lasting, origin, whenFalse, whenTrue } = condition;
  return {
    can: canBeTrue ? (canBeFalse ? 'both' : 'true') : 'false',
    whenTrue,
    whenFalse,
    origin,
    lasting,
  };
}

/** Undefined where it may be either. */
export function truthOfSimple(facts: Facts, simple: Simple): boolean | undefined {
  switch (simple.kind) {
    case 'primitive':
      return Boolean(simple.value);
    case 'unknown': {
      if (simple.isTruthy) return true;
      const fact = simple.id === undefined ? undefined : facts.get(simple.id);
      return fact === undefined ? undefined : truthinessOf(fact);
    }
    case 'text':
      return simple.parts.some((part) => typeof part === 'string' && part !== '') ? true : undefined;
    case 'reference':
    case 'json':
      return true;
  }
}
