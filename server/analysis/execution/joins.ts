/** Where paths meet: what a value is that each of them has made its own, and on which of them the execution is. */
import { mostChoices } from './choices.ts';
import { type Items, joinItems } from './items.ts';
import { isCounting, lastingOfNumber, onBoth, onEither } from './counting.ts';
import { both, either, type Facts, noFacts } from './facts.ts';
import type { Machine } from './machine.ts';
import type { Arrival, JoinPoint, PathStep } from './paths.ts';
import {
  type Case,
  isNullish,
  join,
  joinAll,
  keyOf,
  type Lasting,
  type Origin,
  type Simple,
  single,
  type Value,
  withCondition,
  withRejections,
  worse,
} from './values.ts';

/** Without the alternatives of paths on which the execution cannot be: behind `if (kind)` not that of `kind = null`. */
export function withPossibleCases(value: Value, known: Facts): Value {
  const { cases } = value;
  if (cases === undefined) return value;
  const possible = cases.filter(({ facts }) => both(known, facts) !== undefined);
  if (possible.length === 0 || possible.length === cases.length) return value;
  const { of } = joinAll(possible.map((one) => single(one.value)));
  return { ...value, of, cases: possible };
}

/** All paths together need no condition, unless some of them went elsewhere. */
export function joinPaths({ arrivals, entryPath, leaks }: JoinPoint): PathStep | undefined {
  if (leaks.length === 0) return entryPath;
  const [only] = arrivals;
  if (only !== undefined && arrivals.length === 1) return only.path;
  const common = arrivals.map(({ path }) => path).reduce(commonPath);
  const leak = leaks.find((path) => (path?.length ?? 0) > (entryPath?.length ?? 0));
  if (leak === undefined || (common?.length ?? 0) > (entryPath?.length ?? 0)) return common;
  const { frame, lasting, node, outcome } = leak;
  const origin = otherwise(leak, common);
  return {
    node,
    outcome: !outcome,
    origin,
    lasting,
    parent: common,
    length: (common?.length ?? 0) + 1,
    frame,
  };
}

/** What decides that a path is not taken: where any of its conditions may come out otherwise for ever, that one. */
function otherwise(leak: PathStep, common: PathStep | undefined): Origin {
  let origin: Origin = leak.origin;
  for (let step: PathStep | undefined = leak; step !== undefined && step !== common; step = step.parent) {
    const { lasting } = step;
    origin = lasting === undefined ? step.origin : step.outcome ? lasting.whenFalse : lasting.whenTrue;
    if (origin !== 'counter') return origin;
  }
  return origin;
}

/** What has to be so on both of two ways. */
export function commonPath(first: PathStep | undefined, second: PathStep | undefined): PathStep | undefined {
  let left = first;
  let right = second;
  while (left !== right) {
    if ((left?.length ?? 0) >= (right?.length ?? 0)) left = left?.parent;
    else right = right?.parent;
  }
  return left;
}

/** The values of all paths; where their truth differs, it says on which of them the execution is. */
export function joinArrivals(machine: Machine, { arrivals: all, entryPath }: JoinPoint): Value {
  const arrivals = all.map((arrival) => {
    const value = withPossibleCases(arrival.value, arrival.facts);
    return value === arrival.value ? arrival : { ...arrival, value };
  });
  const { of, rejections } = joinAll(arrivals.map(({ value }) => value));
  const cases = casesOf(arrivals, entryPath);
  const value = withRejections(
    { of, condition: undefined, ...(cases === undefined ? {} : { cases }) },
    rejections,
  );
  let whenTrue: Facts | undefined;
  let whenFalse: Facts | undefined;
  let origin: Origin | undefined;
  let isCounted = false;
  for (const arrival of arrivals) {
    const truth = machine.truth(arrival.value);
    if (truth.can !== 'false')
      whenTrue = add(whenTrue, arrival.facts, truth.can === 'true' ? noFacts : truth.whenTrue);
    if (truth.can !== 'true')
      whenFalse = add(whenFalse, arrival.facts, truth.can === 'false' ? noFacts : truth.whenFalse);
    if (truth.can === 'both') origin = worse(origin, truth.origin);
    origin = originBetween(arrival.path, entryPath, origin);
    isCounted ||= truth.lasting !== undefined || isCounting(truth.origin);
    for (let step = arrival.path; step !== entryPath && step !== undefined && !isCounted; step = step.parent)
      isCounted = step.lasting !== undefined;
  }
  if (whenTrue === undefined || whenFalse === undefined) return value;
  const lasting = isCounted ? lastingOnAll(machine, arrivals, entryPath) : undefined;
  return { ...value, condition: { whenTrue, whenFalse, origin: origin ?? 'other', lasting } };
}

function originBetween(
  path: PathStep | undefined,
  entryPath: PathStep | undefined,
  known: Origin | undefined,
): Origin | undefined {
  let origin = known;
  for (let step = path; step !== entryPath && step !== undefined; step = step.parent) {
    origin = worse(origin, step.origin);
  }
  return origin;
}

/** What lasts of the truth of a value that is another one on each path, where a number is counted. */
function lastingOnAll(
  machine: Machine,
  arrivals: readonly Arrival[],
  entryPath: PathStep | undefined,
): Lasting | undefined {
  let whenTrue: Origin | undefined;
  let whenFalse: Origin | undefined;
  for (const { path, value } of arrivals) {
    const truth = machine.truth(value);
    const own = truth.lasting ?? lastingOfNumber(truth.origin);
    let way: Origin | undefined;
    for (let step = path; step !== entryPath && step !== undefined; step = step.parent)
      way = onBoth(way, step.origin);
    const outcome = (lasting: Origin | undefined): Origin =>
      truth.can === 'both' ? onBoth(way, lasting ?? truth.origin) : (way ?? 'event');
    if (truth.can !== 'false') whenTrue = onEither(whenTrue, outcome(own?.whenTrue));
    if (truth.can !== 'true') whenFalse = onEither(whenFalse, outcome(own?.whenFalse));
  }
  return whenTrue === undefined || whenFalse === undefined ? undefined : { whenTrue, whenFalse };
}

/** A variable that was given another value on each path, or on some of them. */
export function joinOf(machine: Machine, all: readonly Value[], point: JoinPoint): Value {
  const [first] = all;
  if (first !== undefined && all.every((value) => value === first)) return first;
  const values = all.map((value, index) => withPossibleCases(value, point.arrivals[index]?.facts ?? noFacts));
  const isOfPieces = values.every(
    (value) =>
      value.cases !== undefined ||
      (value.of.length <= maxCases && value.of.every((simple) => isCase(simple))) ||
      machine.truth(value).can !== 'both',
  );
  if (!isOfPieces) return values.reduce(join);
  const arrivals = point.arrivals.flatMap((arrival, index) => {
    const value = values[index];
    return value === undefined ? [] : { ...arrival, value };
  });
  return joinArrivals(machine, { ...point, arrivals });
}

/** A list that was filled on some of the paths: whether there is anything in it says on which the execution is. */
export function joinListsOf(all: readonly Items[], { arrivals, entryPath }: JoinPoint): Items {
  const joined = all.reduce(joinItems);
  const { items, more } = joined;
  if (more === undefined || items.length > 0) return joined;
  let whenFilled: Facts | undefined;
  let whenEmpty: Facts | undefined;
  let origin: Origin | undefined;
  for (const [index, list] of all.entries()) {
    const arrival = arrivals[index];
    const isFilled = list.items.length > 0;
    const condition = isFilled ? undefined : list.more?.condition;
    if (arrival === undefined || (!isFilled && list.more !== undefined && condition === undefined))
      return joined;
    const facts = ofOne(arrival.facts);
    if (isFilled || condition !== undefined)
      whenFilled = add(whenFilled, facts, condition?.whenTrue ?? noFacts);
    if (!isFilled) whenEmpty = add(whenEmpty, facts, condition?.whenFalse ?? noFacts);
    origin = originBetween(arrival.path, entryPath, worse(origin, condition?.origin ?? 'event'));
  }
  if (whenFilled === undefined || whenEmpty === undefined || origin === undefined) return joined;
  const condition = { whenTrue: whenFilled, whenFalse: whenEmpty, origin };
  return { ...joined, more: withCondition(more, condition) };
}

/** Without what is known of an entry of a list, which is another one in the next turn. */
export function ofOne(facts: Facts): Facts {
  return new Map([...facts].filter(([id]) => !id.includes('[*]')));
}

function isOfEntry(facts: Facts): boolean {
  for (const id of facts.keys()) if (id.includes('[*]')) return true;
  return false;
}

const maxCases = 8;

/** Which path leads to which value; undefined unless each leads to one that is known, and not all to the same. */
function casesOf(arrivals: readonly Arrival[], entryPath: PathStep | undefined): readonly Case[] | undefined {
  const cases: Case[] = [];
  for (const { value, facts, path } of arrivals) {
    if (value.cases !== undefined) {
      for (const inner of value.cases) {
        const together = both(facts, inner.facts);
        if (together === undefined) continue;
        cases.push({
          ...inner,
          facts: together,
          origin: originBetween(path, entryPath, inner.origin) ?? 'event',
          way: { from: entryPath, to: path, before: inner.way },
        });
      }
      continue;
    }
    const origin = originBetween(path, entryPath, undefined) ?? 'event';
    for (const simple of value.of) {
      if (!isCase(simple)) return undefined;
      cases.push({ value: simple, facts, origin, way: { from: entryPath, to: path, before: undefined } });
    }
    if (cases.length > mostChoices) return undefined;
  }
  const [first] = cases;
  if (first === undefined) return undefined;
  const key = keyOf(first.value);
  const isUseful =
    cases.length <= (cases.every(({ value }) => isObject(value)) ? mostChoices : maxCases) &&
    cases.some(({ value }) => value !== first.value && keyOf(value) !== key);
  // What is known of each entry of a list is another thing for the next.
  return isUseful && !cases.some(({ facts }) => isOfEntry(facts)) ? cases : undefined;
}

/** Whether a value is the same wherever it stands. */
function isCase(simple: Simple): simple is Case['value'] {
  switch (simple.kind) {
    case 'primitive':
      return true;
    case 'unknown':
      return simple.id !== undefined;
    case 'text':
      return simple.parts.every((part) => typeof part === 'string' || part.id !== undefined);
    case 'reference':
      return simple.object.callable !== undefined || simple.object.type === 'array';
    case 'json':
      return false;
  }
}

function isObject(simple: Simple): boolean {
  return simple.kind === 'reference' || isNullish(simple);
}

function add(known: Facts | undefined, facts: Facts, further: Facts): Facts | undefined {
  const together = both(facts, further);
  if (together === undefined) return known;
  return known === undefined ? together : either(known, together);
}
