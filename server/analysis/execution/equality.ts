/** Whether two values are the same, and what follows from that for what is not known of them. */
import { conditionByCase } from './comparisons.ts';
import { comparedCounts } from './countedNumbers.ts';
import { cannotBe } from './cuts.ts';
import { differentFrom, equalTo, type Facts, hasPrefix, noFacts, type Primitive } from './facts.ts';
import type { HeapObject } from './heap.ts';
import { homesOf } from './homes.ts';
import { nameId, typeOfId } from './ids.ts';
import { looselyEqual } from './looseEquality.ts';
import type { Machine } from './machine.ts';
import { keySourceOf } from './possibleKeys.ts';
import { canEqual } from './texts.ts';
import {
  type Condition,
  derived,
  keyOf,
  type Origin,
  primitive,
  type Simple,
  type TextValue,
  type UnknownValue,
  type Value,
  withCondition,
  worstOrigin,
} from './values.ts';

interface Comparison {
  readonly outcome: boolean | 'both';
  readonly whenEqual?: Facts;
  readonly whenDifferent?: Facts;
}

const maxPairs = 64;

/** `===` and, when loose, `==`. */
export function equals(machine: Machine, left: Value, right: Value, isLoose: boolean): Value {
  const first = machine.resolve(left);
  const second = machine.resolve(right);
  if (first.of.length * second.of.length > maxPairs) return derived('==', [first, second]);
  const comparisons = first.of.flatMap((one) =>
    second.of.map((other) => compare(machine, one, other, isLoose)),
  );
  if (isPromiseBesideOther(left, right) || isPromiseBesideOther(right, left)) return primitive(false);
  if (comparisons.every(({ outcome }) => outcome === true)) return primitive(true);
  if (comparisons.every(({ outcome }) => outcome === false)) return primitive(false);
  const result = comparedCounts(first, second, derived('===', inOrder(first, second)));
  const byCase = caseFacts(machine, first, second, isLoose) ?? caseFacts(machine, second, first, isLoose);
  const own = worstOrigin(result.of);
  if (byCase !== undefined)
    return withCondition(result, own === 'bounded' ? { ...byCase, origin: own, byCase: undefined } : byCase);
  const membership = memberFacts(first, second, isLoose) ?? memberFacts(second, first, isLoose);
  const [only] = comparisons;
  const isOnly = comparisons.length === 1;
  const whenTrue = membership?.whenEqual ?? (isOnly ? only?.whenEqual : undefined) ?? noFacts;
  const whenFalse = membership?.whenDifferent ?? (isOnly ? only?.whenDifferent : undefined) ?? noFacts;
  return boolean(own, result, { whenTrue, whenFalse });
}

/** A promise that nobody awaited is none of the values that it may be fulfilled with. */
function isPromiseBesideOther({ isPromise }: Value, other: Value): boolean {
  return isPromise === true && other.of.every(({ kind }) => kind === 'primitive');
}

/** The paths on which a value that depends on the path is the other one, and those on which it is not. */
function caseFacts(
  machine: Machine,
  { cases }: Value,
  other: Value,
  isLoose: boolean,
): Condition | undefined {
  const [wanted, another] = other.of;
  if (cases === undefined || wanted === undefined || another !== undefined) return undefined;
  return conditionByCase(cases, (value) => compare(machine, value, wanted, isLoose).outcome);
}

/** The same order for `a === b` and `b === a`, which say the same. */
function inOrder(left: Value, right: Value): readonly Value[] {
  const text = ({ of }: Value): string => of.map(keyOf).join(' ');
  return text(left) <= text(right) ? [left, right] : [right, left];
}

function boolean(
  origin: Origin,
  value: Value,
  facts: { readonly whenTrue: Facts; readonly whenFalse: Facts },
): Value {
  // Without facts the id of the value itself is what is known of it.
  if (facts.whenTrue.size === 0 && facts.whenFalse.size === 0) return value;
  return withCondition(value, { ...facts, origin });
}

/** The unknown left side is one of the known alternatives on the right, of which any may be meant. */
function memberFacts(left: Value, right: Value, isLoose: boolean): Comparison | undefined {
  const [simple] = left.of;
  if (left.of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined || right.of.length < 2)
    return undefined;
  const known = right.of.flatMap((other) => (other.kind === 'primitive' ? [other.value] : []));
  if (known.length !== right.of.length) return undefined;
  const { id } = simple;
  const values = isLoose ? known.flatMap((value) => looselyEqual(value, id)) : known;
  return { outcome: 'both', whenEqual: equalTo(id, values) };
}

function compare(machine: Machine, left: Simple, right: Simple, isLoose: boolean): Comparison {
  if (left.kind === 'primitive' && right.kind === 'primitive') {
    // oxlint-disable-next-line eqeqeq -- this is what the code under analysis does
    return { outcome: isLoose ? left.value == right.value : left.value === right.value };
  }
  if (left.kind === 'primitive') return compareWithPrimitive(machine, right, left.value, isLoose);
  if (right.kind === 'primitive') return compareWithPrimitive(machine, left, right.value, isLoose);
  if (left.kind === 'reference' && right.kind === 'reference') {
    if (left.object === right.object) return { outcome: true };
    return { outcome: isOtherFunction(left.object, right.object) ? false : 'both' };
  }
  if (left.kind === 'unknown' && right.kind === 'unknown' && left.id !== undefined && left.id === right.id) {
    return { outcome: left === right || !isOneOfMany.test(left.id) ? true : 'both' };
  }
  if (isLongerBy(left, right) || isLongerBy(right, left)) return { outcome: false };
  if (!isLoose && isOfOtherType(left, right)) return { outcome: false };
  if (left.kind === 'text' && right.kind === 'text' && isFixed(left) && keyOf(left) === keyOf(right)) {
    return { outcome: true };
  }
  return { outcome: 'both' };
}

/** Any item of a list and any key of an object go by one id, whichever they are. */
const isOneOfMany = /(?:^| )(?:\[\*\]|keyof) /;

/** Whether two values are of types that are known, and not the same. */
function isOfOtherType(left: Simple, right: Simple): boolean {
  const [first, second] = [ownTypeOf(left), ownTypeOf(right)];
  return first !== undefined && second !== undefined && first !== second;
}

function ownTypeOf(simple: Simple): string | undefined {
  if (simple.kind === 'unknown') return typeOfKnownId(simple.id);
  return simple.kind === 'text' || simple.kind === 'json' ? 'string' : undefined;
}

/** What the type of a value is that an operation gives, and of the name of an event, which is a text (reference 6.1). */
function typeOfKnownId(id: string | undefined): string | undefined {
  if (id === nameId) return 'string';
  // Whether an object has a key is a truth; as one of its keys it is that key.
  return id === undefined || id.startsWith('key ') ? undefined : typeOfId(id);
}

/** Whether `typeof` never gives that; a sum is no object. */
function isNoType(id: string, text: string): boolean {
  if (!id.startsWith('typeof ')) return false;
  return !(id.startsWith('typeof + ') ? typesOfSums : types).has(text);
}

const typesOfSums: ReadonlySet<string> = new Set(['bigint', 'number', 'string']);
const types: ReadonlySet<string> = new Set([
  ...typesOfSums,
  'boolean',
  'function',
  'object',
  'symbol',
  'undefined',
]);

/** Whether one is a function or a class of the language, or a class, and the other surely another one. */
function isOtherFunction({ callable: first }: HeapObject, { callable: second }: HeapObject): boolean {
  if (first === undefined || second === undefined || first.kind === 'bound' || second.kind === 'bound')
    return false;
  if (first.kind === 'native' && second.kind === 'native') return first.name !== second.name;
  if (first.kind === 'closure' && second.kind === 'closure') return false;
  return (
    first.kind !== second.kind ||
    (first.kind === 'class' && second.kind === 'class' && first.node !== second.node)
  );
}

/** Whether a text has another value in it and more than that: `app_${name}` is never `name`. */
function isLongerBy(text: Simple, other: Simple): boolean {
  return (
    text.kind === 'text' &&
    other.kind === 'unknown' &&
    other.id !== undefined &&
    text.parts.some((part) => typeof part === 'string' && part !== '') &&
    text.parts.some((part) => typeof part !== 'string' && part.id === other.id)
  );
}

/** Whether the same text is the same value wherever it stands. */
function isFixed({ parts }: TextValue): boolean {
  return parts.every((part) => typeof part === 'string' || part.id !== undefined);
}

function compareWithPrimitive(
  machine: Machine,
  simple: Simple,
  value: Primitive,
  isLoose: boolean,
): Comparison {
  switch (simple.kind) {
    case 'primitive':
      return { outcome: simple.value === value };
    case 'reference':
    case 'json':
      return {
        // `[] == false`
        outcome:
          value === null || value === undefined || (typeof value === 'boolean' && !isLoose) ? false : 'both',
      };
    case 'text': {
      if (typeof value !== 'string')
        return { outcome: isLoose && value !== null && value !== undefined ? 'both' : false };
      const possible = canEqual(simple, value);
      if (possible === undefined) return { outcome: false };
      const { piece } = possible;
      return piece === undefined
        ? { outcome: 'both' }
        : {
            outcome: 'both',
            whenEqual: equalTo(piece.id, [piece.value]),
            whenDifferent: differentFrom(piece.id, [piece.value]),
          };
    }
    case 'unknown':
      return compareUnknown(machine, simple, value, isLoose);
  }
}

function compareUnknown(
  machine: Machine,
  simple: UnknownValue,
  value: Primitive,
  isLoose: boolean,
): Comparison {
  const { id } = simple;
  if (isExcludedBySetting(machine, simple, value)) return { outcome: false };
  const equal = isLoose ? looselyEqual(value, id) : [value];
  const values = equal.filter((one) => canBe(machine, simple, one, isLoose));
  if (values.length === 0) return { outcome: false };
  if (id === undefined) return { outcome: 'both' };
  return { outcome: 'both', whenEqual: equalTo(id, values), whenDifferent: differentFrom(id, equal) };
}

function canBe(machine: Machine, simple: UnknownValue, value: Primitive, isLoose: boolean): boolean {
  const { id, isTruthy } = simple;
  if (isTruthy && !value) return false;
  if (id === undefined) return true;
  const type = isLoose ? undefined : typeOfKnownId(id);
  if (type !== undefined && typeof value !== type) return false;
  if (typeof value === 'string' && (cannotBe(id, value) || isNoType(id, value))) return false;
  if (typeof value === 'string' && keySourceOf(machine, simple)?.known.includes(value) === true) return false;
  const fact = machine.facts.get(id);
  if (fact?.noneOf.includes(value) === true || !hasPrefix(value, fact?.prefix)) return false;
  return fact?.truthy === undefined || fact.truthy === Boolean(value);
}

/**
 * Settings are strings (reference 3.1), and are taken not to name an event that the app itself captures, unless
 * their default does. docs/loop-analysis.md states this assumption.
 */
export function isExcludedBySetting(
  machine: Machine,
  { id, origin }: UnknownValue,
  value: Primitive,
): boolean {
  // What a setting of another app names is for that app to say.
  if (origin !== 'config' || id === undefined || homesOf(id).length > 0) return false;
  if (value === undefined || value === null) return /^config\.[^. ]+$/.test(id);
  if (typeof value !== 'string' || !machine.capturedNames.has(value)) return false;
  for (const [key, text] of machine.configDefaults) {
    if (id.includes(`config.${key}`) && text.includes(value)) return false;
  }
  machine.hasExcludedNames = true;
  return true;
}
