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
  /** The same of each of several ways that have met, for who tells of it: no condition is decided by it. */
  readonly ways?: readonly WayOfText[];
}

/** A text that the value is, or that it begins with. */
export interface WayOfText {
  readonly text: string;
  readonly isWhole: boolean;
}

export type Facts = ReadonlyMap<string, Fact>;

/** Facts that are kept at a time, and values that one of them excludes. */
const maxFacts = 96;
const maxExcluded = 256;

/** What most guards are about. */
const nameOfEvent = 'event.event';

export const noFacts: Facts = new Map();

/** Shared, so that what both of two facts exclude is known at a glance. */
const nothing: readonly Primitive[] = [];
const isTruthy: Fact = { oneOf: undefined, noneOf: nothing, truthy: true, prefix: undefined };
const isFalsy: Fact = { ...isTruthy, truthy: false };

function about(id: string, fact: Fact): Facts {
  return new Map<string, Fact>().set(id, fact);
}

export function equalTo(id: string, values: readonly Primitive[]): Facts {
  return about(id, { oneOf: values, noneOf: nothing, truthy: undefined, prefix: undefined });
}

export function differentFrom(id: string, values: readonly Primitive[]): Facts {
  return about(id, { oneOf: undefined, noneOf: values, truthy: undefined, prefix: undefined });
}

export function truthiness(id: string, truthy: boolean): Facts {
  return about(id, truthy ? isTruthy : isFalsy);
}

export function beginningWith(id: string, prefix: string): Facts {
  return about(id, { oneOf: undefined, noneOf: nothing, truthy: undefined, prefix });
}

/** For who tells of it: no condition is decided by it. */
export function beginningInWays(id: string, ways: readonly WayOfText[]): Facts {
  return about(id, { oneOf: undefined, noneOf: nothing, truthy: undefined, prefix: undefined, ways });
}

/** Both hold; undefined when they contradict each other, so that the path cannot be taken. */
export function both(first: Facts, second: Facts): Facts | undefined {
  if (second.size === 0 || first === second) return first;
  if (first.size === 0) return second;
  // Most of what is asked is new to the path, or known as it is.
  let result: Map<string, Fact> | undefined;
  for (const [id, fact] of second) {
    const known = first.get(id);
    if (known === fact && isPlain(fact)) continue;
    const combined = known === undefined ? fact : bothFacts(known, fact);
    if (combined === undefined) return undefined;
    result ??= new Map(first);
    result.set(id, combined);
  }
  return result === undefined ? first : forgetful(result);
}

/** Whether the fact together with itself is the same. */
function isPlain({ oneOf, ways }: Fact): boolean {
  return oneOf === undefined && ways === undefined;
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
  if (first === second || hasAll(second, first)) return first;
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

/** Whether the very same is known of everything. */
function hasAll(facts: Facts, wanted: Facts): boolean {
  for (const [id, fact] of wanted) if (facts.get(id) !== fact) return false;
  return true;
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
  if (oneOf !== undefined) return { oneOf, noneOf: [], truthy, prefix };
  return { oneOf, noneOf, truthy, prefix, ...bothWays(first, second, { noneOf, prefix }) };
}

/** Ways that are still open where more is known. */
function bothWays(
  { ways: left }: Fact,
  { ways: right }: Fact,
  { noneOf, prefix }: Pick<Fact, 'noneOf' | 'prefix'>,
): Pick<Fact, 'ways'> {
  const open = (left ?? right)?.flatMap((way): WayOfText[] => {
    const { isWhole, text } = way;
    if (isWhole) return hasPrefix(text, prefix) && !noneOf.includes(text) ? [way] : [];
    return canBeBoth(text, prefix) ? [{ text: longer(text, prefix) ?? text, isWhole }] : [];
  });
  return open === undefined || open.length === 0 ? {} : { ways: open };
}

const mostWays = 12;

/** What is known of the text on each of two ways; nothing where one says nothing. */
function eitherWay(first: Fact, second: Fact): Pick<Fact, 'ways'> {
  const [left, right] = [waysOf(first), waysOf(second)];
  if (left === undefined || right === undefined) return {};
  const all = [...left, ...right];
  const ways = all.filter(
    (way, index) =>
      !all.some(
        (other, at) =>
          at !== index &&
          (other.isWhole
            ? way.isWhole && other.text === way.text && at < index
            : way.text.startsWith(other.text) && (way.isWhole || way.text !== other.text || at < index)),
      ),
  );
  return ways.length > mostWays ? {} : { ways };
}

function waysOf({ oneOf, prefix, ways }: Fact): readonly WayOfText[] | undefined {
  if (ways !== undefined) return ways;
  if (oneOf !== undefined)
    return oneOf.every((value) => typeof value === 'string')
      ? oneOf.map((text) => ({ text, isWhole: true }))
      : undefined;
  return prefix === undefined || prefix === '' ? undefined : [{ text: prefix, isWhole: false }];
}

function eitherFact(first: Fact, second: Fact): Fact | undefined {
  const { oneOf: left } = first;
  const { oneOf: right } = second;
  const oneOf = left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])];
  const noneOf = commonExclusions(first, second);
  const truthy = truthinessOf(first) === truthinessOf(second) ? truthinessOf(first) : undefined;
  const prefix = commonPrefix(first, second);
  const known = oneOf === undefined ? eitherWay(first, second) : {};
  const isNothing = noneOf.length === 0 && truthy === undefined && prefix === undefined;
  if (oneOf === undefined && isNothing && known.ways === undefined) return undefined;
  return { oneOf, noneOf, truthy, prefix, ...known };
}

/** What both exclude, by their lists or otherwise. */
function commonExclusions(first: Fact, second: Fact): readonly Primitive[] {
  if (first.noneOf === second.noneOf) return first.noneOf;
  if (first.noneOf.length === 0 && second.noneOf.length === 0) return nothing;
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
