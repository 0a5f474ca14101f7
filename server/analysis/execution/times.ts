/**
 * Times: a captured event comes back at once, so what lies between its time and now is no age that a condition on
 * minutes, hours or days sees. How old the first event is, may be anything.
 */
import ts from 'typescript';
import type { Primitive } from './facts.ts';
import type { Machine } from './machine.ts';
import { onlyPrimitive, onlyUnknown, primitive, unknown, type Value } from './values.ts';

/** The id of how old the first event is. */
export const ageOfFirst = 'age event.timestamp';

/**
 * What a time is: that of the clock, that of an event that was captured, or that of the first event; `past` is one before
 * which no event of today is, such as a date in the code or yesterday.
 */
export type TimeKind = 'now' | 'captured' | 'first' | 'past';

/** Dates in the code before this one have passed, whenever the code is looked at. */
const surelyPast = Date.UTC(2025, 0, 1);

/** Whether a constant is a date that has surely passed. */
export function isPastDate(value: Primitive): boolean {
  const time = typeof value === 'string' && isoDate.test(value) ? Date.parse(value) : value;
  // Of the first of all it is not certain that it is true as a number.
  return typeof time === 'number' && time > 0 && time < surelyPast;
}

const isoDate = /^\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?)?$/;

/** Milliseconds after which an event certainly came back. */
const mostOnTheWay = 60_000;

let newest = 0;

/** Each time is another one: two that are asked for one after the other need not be equal. */
function newId(name: string): string {
  newest += 1;
  return `@${name}${newest}`;
}

/** Whether the id of a value says that it was made of a time, which means nothing for another event. */
export function isOfTime(id: string): boolean {
  return /@(?:time|age)\d/.test(id);
}

export function newTime(machine: Machine, kind: TimeKind): Value {
  const id = newId('time');
  machine.times.set(id, kind);
  return unknown('other', id, true);
}

const timesOfFirst = /^event\.(?:timestamp|now|sent_at)$/;

/** Undefined for what is no time, or may be one of several kinds. */
export function timeKindOf(machine: Machine, { of }: Value): TimeKind | undefined {
  const kinds = of.map((simple) => {
    if (simple.kind !== 'unknown' || simple.id === undefined) return undefined;
    return machine.times.get(simple.id) ?? (timesOfFirst.test(simple.id) ? 'first' : undefined);
  });
  return kinds.every((kind) => kind === kinds[0]) ? kinds[0] : undefined;
}

const lasting: ReadonlySet<string> = new Set(['getTime', 'valueOf', 'toISOString', 'toJSON']);

/** What a method makes of a time without making another one of it. */
export function sameTime(machine: Machine, method: string, self: Value): Value | undefined {
  const kind = lasting.has(method) ? timeKindOf(machine, self) : undefined;
  return kind === undefined ? undefined : newTime(machine, kind);
}

/** What is calculated of times, and asked of how long ago they are; undefined where that is not known. */
export function ofTimes(
  machine: Machine,
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
): Value | undefined {
  if (operator === ts.SyntaxKind.MinusToken && timeKindOf(machine, left) === 'now') {
    const kind = timeKindOf(machine, right);
    if (kind === 'first') return unknown('event', ageOfFirst);
    if (kind === 'captured') return newAge(machine, 1);
    const ago = onlyPrimitive(right)?.value;
    return typeof ago === 'number' && ago >= mostOnTheWay ? newTime(machine, 'past') : undefined;
  }
  const afterPast = besidePast(machine, operator, left, right);
  if (afterPast !== undefined) return afterPast;
  const unit = unitOf(machine, left);
  const by = onlyPrimitive(right)?.value;
  if (unit === undefined || typeof by !== 'number') return undefined;
  if (operator === ts.SyntaxKind.SlashToken && by > 0) return newAge(machine, unit * by);
  const isMore = by * unit >= mostOnTheWay;
  if (!isMore && by * unit > -mostOnTheWay) return undefined;
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
      return primitive(isMore);
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return primitive(!isMore);
    default:
      return undefined;
  }
}

/** A time beside one that has passed: now is later, and so is a captured event. */
function besidePast(machine: Machine, operator: ts.SyntaxKind, left: Value, right: Value): Value | undefined {
  const isLess = operator === ts.SyntaxKind.LessThanToken || operator === ts.SyntaxKind.LessThanEqualsToken;
  const isMore =
    operator === ts.SyntaxKind.GreaterThanToken || operator === ts.SyntaxKind.GreaterThanEqualsToken;
  const kind = isLess || isMore ? timeKindOf(machine, left) : undefined;
  if (kind === undefined || kind === 'past' || timeKindOf(machine, right) !== 'past') return undefined;
  return kind === 'first'
    ? unknown('event', `since ${isMore ? '' : 'not '}event.timestamp`)
    : primitive(isMore);
}

/** An age without its fraction, or its sign. */
export function roundedAge(machine: Machine, method: string, age: Value): Value | undefined {
  const unit = /^(?:abs|floor|round|trunc)$/.test(method) ? unitOf(machine, age) : undefined;
  return unit === undefined ? undefined : newAge(machine, unit);
}

/** @param unit milliseconds of which it counts how many. */
function newAge(machine: Machine, unit: number): Value {
  const id = newId('age');
  machine.ages.set(id, unit);
  return unknown('other', id);
}

function unitOf(machine: Machine, value: Value): number | undefined {
  const simple = onlyUnknown(value);
  return simple === undefined ? undefined : machine.ages.get(simple.id);
}
