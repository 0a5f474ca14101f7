/** Numbers that are read out of what may be none: NaN, which JSON writes as null, of which they are NaN again. */
import { truthiness } from './facts.ts';
import type { Machine } from './machine.ts';
import type { Case, Simple, Value } from './values.ts';

/** What `parseInt` and `parseFloat` give, also where it is rounded. `Number` makes zero of null, which stays. */
const readOut = /^(?:(?:Number|unary \+|Math\.(?:abs|ceil|floor|round|trunc)) )*parse(?:Int|Float) /;

/** Questions to which NaN never gives yes. */
const askedOfNumbers = /^(?:Number\.is(?:Finite|Integer|SafeInteger)|isFinite|[<>]=?) /;

/** Questions to which it always does. */
const askedOfNone = /^(?:Number\.)?isNaN /;

/** Whether a value out of the event may be NaN, as far as conditions on the way tell. */
export function mayBeNoNumber({ facts }: Machine, simple: Simple): boolean {
  if (simple.kind !== 'unknown' || simple.origin !== 'event' || simple.isTruthy) return false;
  const { id } = simple;
  if (id === undefined || !readOut.test(id)) return false;
  const fact = facts.get(id);
  if (fact?.truthy === true || fact?.oneOf !== undefined) return false;
  for (const [asked, { truthy }] of facts) {
    const isAsked = askedOfNumbers.test(asked)
      ? truthy === true
      : askedOfNone.test(asked) && truthy === false;
    if (isAsked && asked.includes(id.slice(id.indexOf('parse')))) return false;
  }
  return true;
}

/** A number that has come through JSON, or null: conditions on one of both tell which it is. */
export function numberOrNull(value: Value): Value {
  const [number, none, another] = value.of;
  if (number?.kind !== 'unknown' || number.id === undefined || another !== undefined) return value;
  if (none?.kind !== 'primitive' || none.value !== null || !readOut.test(number.id)) return value;
  const question = `isNaN ${number.id}`;
  const cases: readonly Case[] = [
    { value: number, facts: truthiness(question, false), origin: number.origin },
    { value: none, facts: truthiness(question, true), origin: number.origin },
  ];
  return { ...value, cases };
}
