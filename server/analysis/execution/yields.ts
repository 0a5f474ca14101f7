/** What a generator gives at `yield`, and what it goes on with. */
import type ts from 'typescript';
import { markedAwait } from './compiledAsync.ts';
import { noFacts } from './facts.ts';
import type { Machine } from './machine.ts';
import { waitFor, waitHere } from './promises.ts';
import type { Scope } from './scope.ts';
import { firstOf, listOf } from './sequences.ts';
import {
  joinAll,
  objectsOf,
  type Origin,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
  worse,
} from './values.ts';

/** Notes what is yielded, and under which conditions if there are any. */
function yieldOnPath(machine: Machine, value: Value): void {
  const { activation, facts, path } = machine;
  if (activation === undefined) return;
  if (path === activation.end.entryPath) {
    activation.yields.push(value);
    return;
  }
  let origin: Origin = 'event';
  for (let step = path; step !== undefined && step !== activation.end.entryPath; step = step.parent)
    origin = worse(origin, step.origin);
  activation.conditionalYields.push(withCondition(value, { whenTrue: facts, whenFalse: noFacts, origin }));
}

/** Whether a generator has given all that it is asked for. */
function isLeft({ activation }: Machine): boolean {
  const count = activation?.turn.leavesAfter;
  if (activation === undefined || count === undefined) return false;
  const { yields, conditionalYields } = activation;
  return yields.length >= count || (count === 1 && conditionalYields.length > 0);
}

/** Leaves the body of a generator at a `yield`. */
function leave(machine: Machine): never {
  if (machine.activation !== undefined) machine.arrive(machine.activation.end, undefinedValue);
  machine.unwind();
}

export function evaluateYield(machine: Machine, node: ts.YieldExpression, scope: Scope): Value {
  const value = node.expression === undefined ? undefinedValue : machine.evaluate(node.expression, scope);
  const { turn = {}, yields } = machine.activation ?? {};
  if (turn.awaits === true) return waitHere(machine, node, value);
  const waitedFor = node.asteriskToken === undefined ? markedAwait(node, value) : undefined;
  if (waitedFor !== undefined) return waitHere(machine, node, waitedFor);
  if (yields === undefined || yields.length > 64) return unknown('other');
  if (turn.throws === true) machine.mayThrow();
  if (node.asteriskToken === undefined) {
    yieldOnPath(machine, value);
    if (isLeft(machine)) leave(machine);
    // Who steps through it gives back what the promise was fulfilled with, as helpers for `await` do, or anything.
    const isPromise = value.isPromise === true || value.of.some(({ kind }) => kind !== 'primitive');
    return isPromise ? waitFor(machine, node, value) : unknown('other');
  }
  const { leavesAfter } = turn;
  const { items, more } =
    leavesAfter === undefined
      ? listOf(machine, value)
      : firstOf(machine, value, Math.max(leavesAfter - yields.length, 1));
  yields.push(...items, ...(more === undefined ? [] : [more]));
  if (isLeft(machine)) leave(machine);
  const returned = objectsOf(value).flatMap((list) => list.returned ?? []);
  return returned.length === 0 ? unknown('other') : joinAll(returned);
}
