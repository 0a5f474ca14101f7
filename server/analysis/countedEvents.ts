/**
 * Events that carry a number which grows or shrinks from one to the next. They are followed with the numbers they really
 * have for a while, which shows those that stand still (`0 * 2`); after that with any number.
 */
import ts from 'typescript';
import type { EventNode } from './eventFlow.ts';
import type { CapturedEvent } from './events.ts';
import { isEquality } from './execution/comparisons.ts';
import { shrinksShortOfZero } from './execution/countedNumbers.ts';
import { isCounting, isGrowing } from './execution/counting.ts';
import { equalTo, type Fact, type Facts } from './execution/facts.ts';
import type { Shape } from './execution/shapes.ts';
import type { Origin, Simple, UnknownValue } from './execution/values.ts';
import type { Capture } from './sinks.ts';

/** Between which numbers a property was on the way, and which it has now; by its path: `n`, `meta.hops`. */
export type Ranges = ReadonlyMap<string, Range>;

interface Range {
  readonly low: number;
  readonly high: number;
  /** The last of them, the newest first. */
  readonly last: readonly number[];
  /** Whether the newest was there before: then they go round, or stand still. */
  readonly isRepeated: boolean;
}

/** Leads into objects, as paths do. */
function* simplesIn(shape: Shape, path = ''): Generator<readonly [path: string, simple: Simple]> {
  if (shape.kind === 'simple') yield [path, shape.simple];
  if (shape.kind === 'any') for (const each of shape.of) yield* simplesIn(each, path);
  if (shape.kind === 'object') {
    for (const [key, field] of shape.fields) yield* simplesIn(field, path === '' ? key : `${path}.${key}`);
  }
}

/** The first event of a count has none of the properties that it is kept in; undefined where nothing is counted. */
export function beforeCounting(captures: readonly Capture[]): Facts | undefined {
  return firstOfCount(captures, () => undefined, isCounting);
}

/** It may have zero where numbers are multiplied, which then stay; undefined where none are. */
export function beforeMultiplying(captures: readonly Capture[]): Facts | undefined {
  return firstOfCount(
    captures,
    () => 0,
    (origin) => origin === 'multiple',
  );
}

/**
 * It may have a number that lies beyond what the counted one is compared with, and is none of these: 1000.5 where it
 * grows. Undefined where none does so plainly.
 */
export function beyondLimits(captures: readonly Capture[], far = 1000.5): Facts | undefined {
  return firstOfCount(
    captures,
    (origin) => (isGrowing(origin) ? far : -far),
    (origin) => isGrowing(origin) || origin === 'countdown',
  );
}

/** It may have a small number, which counts as people begin to; undefined where none does so plainly. */
export function atSmallNumbers(captures: readonly Capture[]): Facts | undefined {
  return firstOfCount(
    captures,
    (origin) => (isGrowing(origin) ? 1 : 5),
    (origin) => isGrowing(origin) || origin === 'countdown',
  );
}

function firstOfCount(
  captures: readonly Capture[],
  startOf: (origin: Origin) => number | undefined,
  isOfKind: (origin: Origin) => boolean,
): Facts | undefined {
  const facts = new Map<string, Fact>();
  for (const { event } of captures) {
    for (const [path, simple] of simplesIn(event.properties)) {
      const counted = countedPart(simple, isOfKind);
      if (counted === undefined) continue;
      const start = startOf(counted.origin);
      for (const [id, fact] of equalTo(`event.properties.${path}`, [start])) facts.set(id, fact);
    }
  }
  return facts.size === 0 ? undefined : facts;
}

/** A number, also one that is written as a text. */
function countedPart(simple: Simple, isOfKind: (origin: Origin) => boolean): UnknownValue | undefined {
  const parts = simple.kind === 'text' ? simple.parts : [simple];
  return parts.find(
    (part): part is UnknownValue =>
      typeof part !== 'string' && part.kind === 'unknown' && isOfKind(part.origin),
  );
}

/** A number, or the text of one: `'3'`. */
function numberOf(simple: Simple): number | undefined {
  if (simple.kind !== 'primitive') return undefined;
  const { value } = simple;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' && String(Number(value)) === value
    ? Number(value)
    : undefined;
}

/** Between which numbers the properties of an event were on the way to it, where they were not always the same. */
export function rangesOf(event: CapturedEvent, from: EventNode | undefined): Ranges {
  const ranges = new Map<string, Range>();
  addNumbers(event, ranges);
  for (let node = from; node !== undefined; node = node.parent) addNumbers(node.event, ranges);
  return new Map([...ranges].filter(([, { low, high }]) => low < high));
}

function addNumbers({ properties }: CapturedEvent, ranges: Map<string, Range>): void {
  for (const [path, simple] of simplesIn(properties)) {
    const value = numberOf(simple);
    if (value === undefined || Number.isNaN(value)) continue;
    const known = ranges.get(path);
    const { low, high, last } = known ?? { low: value, high: value, last: [] };
    ranges.set(path, {
      low: Math.min(low, value),
      high: Math.max(high, value),
      last: last.length < 3 ? [...last, value] : last,
      isRepeated: known !== undefined && (known.isRepeated || last[0] === value),
    });
  }
}

/** The same event with any number in place of each that has changed on the way. */
export function withAnyNumbers(event: CapturedEvent, changed: Ranges): CapturedEvent {
  const ids = [...changed.keys()].map((path) => `event.properties.${path}`);
  // What was known of the first of these numbers says nothing of those after it.
  const facts = new Map([...event.facts].filter(([id]) => !ids.some((changing) => isAbout(id, changing))));
  return { ...event, properties: anyNumbersIn(event.properties, changed, ''), facts };
}

function isAbout(fact: string, id: string): boolean {
  return fact.split(' ').includes(id);
}

function anyNumbersIn(shape: Shape, changed: Ranges, path: string): Shape {
  if (shape.kind === 'object') {
    const fields = [...shape.fields].map(([key, field]) => {
      const inner = path === '' ? key : `${path}.${key}`;
      return [key, anyNumbersIn(field, changed, inner)] as const;
    });
    return { ...shape, fields: new Map(fields) };
  }
  const range = changed.get(path);
  if (range === undefined || shape.kind !== 'simple' || numberOf(shape.simple) === undefined) return shape;
  const id = `event.properties.${path}`;
  return { kind: 'simple', simple: { kind: 'unknown', id, origin: directionOf(range), isTruthy: false } };
}

function directionOf({ low, high, isRepeated, last }: Range): Origin {
  const [now] = last;
  if (isRepeated) return 'event';
  if (comesNear(last)) return 'bounded';
  if (now === high) return 'counter';
  if (now !== low) return 'event';
  return isFading(last) ? 'fading' : 'countdown';
}

/** Whether each number is the same part of the one before, of which more than half is left. */
function isFading([now = 0, before = 0, earlier = 0]: readonly number[]): boolean {
  const part = now / before;
  return Math.abs(part * earlier - before) < 1e-9 * Math.abs(before) && shrinksShortOfZero(part);
}

/** Whether the steps get smaller, so that there may be a limit that is never reached: 1/2, 1/3, 1/4. Halves come to zero. */
function comesNear([now = 0, before = 0, earlier = 0]: readonly number[]): boolean {
  const [step, stepBefore] = [now - before, before - earlier];
  const isSmaller = Math.abs(step) < Math.abs(stepBefore) * (1 - 1e-6);
  return isSmaller && Math.abs(now * earlier - before * before) > 1e-9 * before * before;
}

/** Whether a condition asks for one number, such as `hops === 3`, which the counted events have jumped over. */
export function isJumpedOver(node: ts.Node, ranges: Ranges): boolean {
  if (ts.isParenthesizedExpression(node)) return isJumpedOver(node.expression, ranges);
  if (ts.isPrefixUnaryExpression(node)) return isJumpedOver(node.operand, ranges);
  if (!ts.isBinaryExpression(node)) return false;
  if (logical.has(node.operatorToken.kind))
    return isJumpedOver(node.left, ranges) || isJumpedOver(node.right, ranges);
  if (!isEquality(node.operatorToken.kind)) return false;
  const limit = [node.left, node.right].find((side) => ts.isNumericLiteral(side));
  if (limit === undefined) return false;
  return [...ranges.values()].some(({ low, high }) => low < Number(limit.text) && Number(limit.text) < high);
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);
