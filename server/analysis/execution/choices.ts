/** What is done with each of several functions, objects or lists of which it is known on which path it is which. */
import { either, equalTo, type Facts, noFacts } from './facts.ts';
import type { Machine } from './machine.ts';
import type { Way } from './paths.ts';
import {
  type Case,
  isNullish,
  onlyUnknown,
  type Origin,
  type Simple,
  single,
  type Value,
  worse,
} from './values.ts';

/** Tables with more entries than that are one of their values, whichever the key. */
export const mostChoices = 64;

interface Choice {
  readonly simple: Simple;
  readonly facts: Facts;
  readonly origin: Origin;
}

/** The alternatives of a value, each with what is known where it is that one; undefined where that is not known. */
export function choicesOf({ cases, of }: Value): readonly Choice[] | undefined {
  if (cases === undefined || of.length < 2) return undefined;
  const choices: Choice[] = [];
  for (const simple of of) {
    const own = cases.filter(({ value }) => isSameChoice(value, simple));
    const [first, ...others] = own;
    if (first === undefined) return undefined;
    choices.push({
      simple,
      facts: others.reduce((known, { facts }) => either(known, facts), first.facts),
      origin: own.map(({ origin }) => origin).reduce(worse),
    });
  }
  return choices;
}

function isSameChoice(first: Simple, second: Simple): boolean {
  if (first.kind === 'reference') return second.kind === 'reference' && first.object === second.object;
  return first.kind === 'primitive' && second.kind === 'primitive' && Object.is(first.value, second.value);
}

/** The value as it is known on this path, and where it is one of few, with what is known where it is which. */
export function resolvedChoice(machine: Machine, value: Value): Value {
  const resolved = machine.resolve(value);
  const asked = onlyUnknown(value);
  if (asked === undefined || resolved.cases !== undefined || resolved.of.length < 2) return resolved;
  const { id, origin } = asked;
  const cases = resolved.of.flatMap((simple): Case[] =>
    simple.kind === 'primitive' ? [{ value: simple, facts: equalTo(id, [simple.value]), origin }] : [],
  );
  return { ...resolved, cases };
}

/**
 * The ways of what is done with a value that the event chooses among objects: each with that one alone. Undefined where
 * there is nothing to tell apart.
 *
 * @param run is given one of them; where none was chosen, nothing is done.
 */
export function waysOfChosen(
  value: Value,
  run: (chosen: Value) => Value | undefined,
): readonly Way[] | undefined {
  const choices = choicesOf(value);
  if (choices === undefined || choices.some(({ origin }) => origin !== 'event')) return undefined;
  if (!choices.every(({ simple }) => simple.kind === 'reference' || isNullish(simple))) return undefined;
  return choices.map(({ facts, origin, simple }) => ({
    facts,
    origin,
    outcome: !isNullish(simple),
    run: () => run(single(simple)),
  }));
}

/** A way of which nothing is known but that it is possible. */
export function possibleWay(origin: Origin, run: () => Value | undefined): Way {
  return { facts: noFacts, origin, outcome: true, run };
}
