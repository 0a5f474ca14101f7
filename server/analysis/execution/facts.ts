/**
 * What is known, on the path that is being executed, about values that are otherwise unknown: the name of the incoming
 * event after `if (event.event !== 'a') return` is one of `a`. Keys are the ids of unknown values.
 */

export type Primitive = string | number | bigint | boolean | null | undefined;

export interface Fact {
  /** The value is one of these; undefined when it may be anything. */
  readonly oneOf: readonly Primitive[] | undefined;
  /** The value is none of these. */
  readonly noneOf: readonly Primitive[];
  readonly truthy: boolean | undefined;
  /** What the string begins with; undefined when that is not known. */
  readonly prefix: string | undefined;
}

export type Facts = ReadonlyMap<string, Fact>;

/** Facts that are kept at a time, and values that one of them excludes. */
const maxFacts = 96;
const maxExcluded = 256;

/** What most guards are about. */
const nameOfEvent = 'event.event';

export const noFacts: Facts = new Map();

export function equalTo(id: string, values: readonly Primitive[]): Facts {
  return new Map([[id, { oneOf: values, noneOf: [], truthy: undefined, prefix: undefined }]]);
}

export function differentFrom(id: string, values: readonly Primitive[]): Facts {
  return new Map([[id, { oneOf: undefined, noneOf: values, truthy: undefined, prefix: undefined }]]);
}

export function truthiness(id: string, truthy: boolean): Facts {
  return new Map([[id, { oneOf: undefined, noneOf: [], truthy, prefix: undefined }]]);
}

export function beginningWith(id: string, prefix: string): Facts {
  return new Map([[id, { oneOf: undefined, noneOf: [], truthy: undefined, prefix }]]);
}

/** Both hold; undefined when they contradict each other, so that the path cannot be taken. */
export function both(first: Facts, second: Facts): Facts | undefined {
  if (second.size === 0 || first === second) return first;
  if (first.size === 0) return second;
  const result = new Map(first);
  for (const [id, fact] of second) {
    const known = result.get(id);
    const combined = known === undefined ? fact : bothFacts(known, fact);
    if (combined === undefined) return undefined;
    result.set(id, combined);
  }
  return forgetful(result);
}

/** Long code tests many things; the oldest of them hardly ever matter, and forgetting is safe. */
function forgetful(facts: Map<string, Fact>): Facts {
  for (const id of facts.keys()) {
    if (facts.size <= maxFacts) break;
    if (id !== nameOfEvent) facts.delete(id);
  }
  return facts;
}

/** One of them holds. */
export function either(first: Facts, second: Facts): Facts {
  if (first === second) return first;
  const result = new Map<string, Fact>();
  for (const [id, fact] of first) {
    const other = second.get(id);
    if (other === fact) {
      result.set(id, fact);
      continue;
    }
    const combined = other === undefined ? undefined : eitherFact(fact, other);
    if (combined !== undefined) result.set(id, combined);
  }
  return result;
}

/** Whether the value is truthy; undefined when that is not known. */
export function truthinessOf({ oneOf, truthy, prefix }: Fact): boolean | undefined {
  if (prefix !== undefined && prefix !== '') return true;
  if (truthy !== undefined || oneOf === undefined) return truthy;
  if (oneOf.every(Boolean)) return true;
  return oneOf.some(Boolean) ? undefined : false;
}

function bothFacts(first: Fact, second: Fact): Fact | undefined {
  if (first.truthy !== undefined && second.truthy !== undefined && first.truthy !== second.truthy)
    return undefined;
  const truthy = first.truthy ?? second.truthy;
  if (!canBeBoth(first.prefix, second.prefix)) return undefined;
  const prefix = longer(first.prefix, second.prefix);
  const noneOf = united(first.noneOf, second.noneOf);
  const { oneOf: left } = first;
  const { oneOf: right } = second;
  const listed =
    left === undefined || right === undefined
      ? (left ?? right)
      : left.filter((value) => right.includes(value));
  const oneOf = listed?.filter(
    (value) =>
      !noneOf.includes(value) &&
      (truthy === undefined || Boolean(value) === truthy) &&
      hasPrefix(value, prefix),
  );
  if (oneOf?.length === 0) return undefined;
  // A list of what it can be says it all.
  return { oneOf, noneOf: oneOf === undefined ? noneOf : [], truthy, prefix };
}

function eitherFact(first: Fact, second: Fact): Fact | undefined {
  const { oneOf: left } = first;
  const { oneOf: right } = second;
  const oneOf = left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])];
  const noneOf = commonExclusions(first, second);
  const truthy = truthinessOf(first) === truthinessOf(second) ? truthinessOf(first) : undefined;
  const prefix = commonPrefix(first, second);
  if (oneOf === undefined && noneOf.length === 0 && truthy === undefined && prefix === undefined)
    return undefined;
  return { oneOf, noneOf, truthy, prefix };
}

/** What both exclude, by their lists or otherwise. */
function commonExclusions(first: Fact, second: Fact): readonly Primitive[] {
  if (first.noneOf === second.noneOf) return first.noneOf;
  const left = new Set(first.noneOf);
  const right = new Set(second.noneOf);
  const common = first.noneOf.filter((value) => right.has(value) || excludesOtherwise(second, value));
  return [...common, ...second.noneOf.filter((value) => !left.has(value) && excludesOtherwise(first, value))];
}

function excludesOtherwise({ oneOf, truthy }: Fact, value: Primitive): boolean {
  return (
    (oneOf !== undefined && !oneOf.includes(value)) || (truthy !== undefined && truthy !== Boolean(value))
  );
}

function united(first: readonly Primitive[], second: readonly Primitive[]): readonly Primitive[] {
  if (second.length === 0 || first === second) return first;
  if (first.length === 0) return second;
  return [...new Set([...first, ...second])].slice(0, maxExcluded);
}

export function hasPrefix(value: Primitive, prefix: string | undefined): boolean {
  return prefix === undefined || (typeof value === 'string' && value.startsWith(prefix));
}

function canBeBoth(first: string | undefined, second: string | undefined): boolean {
  return first === undefined || second === undefined || first.startsWith(second) || second.startsWith(first);
}

function longer(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.length >= second.length ? first : second;
}

function commonPrefix({ prefix: first }: Fact, { prefix: second }: Fact): string | undefined {
  if (first === undefined || second === undefined || !canBeBoth(first, second)) return undefined;
  return first.length <= second.length ? first : second;
}
