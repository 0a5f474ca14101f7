/** A `finally` that leaves by itself, with `return`, `break` or `continue`: it overrides how the code before it has ended. */
import ts from 'typescript';
import type { JumpTarget } from './language.ts';
import { goesOn, type Machine } from './machine.ts';
import type { JoinPoint } from './paths.ts';
import { addPossibleErrors, withHandler } from './promises.ts';
import type { Value } from './values.ts';

const leaving = new WeakMap<ts.Node, boolean>();

/** Whether a statement has a jump out of it, or of something in it. */
export function mayLeave(node: ts.Node): boolean {
  let known = leaving.get(node);
  if (known === undefined) leaving.set(node, (known = hasJump(node)));
  return known;
}

function hasJump(node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isBreakOrContinueStatement(node) || ts.isThrowStatement(node))
    return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && hasJump(child)) ?? false;
}

/** One of the ways in which code can end, and what happens then if `finally` lets it. */
interface End {
  readonly point: JoinPoint;
  readonly goOn: (value: Value) => Value | undefined;
}

/**
 * Executes code, and `finally` on each of the ways in which that ends.
 *
 * @param run executes what stands before `finally`, `always` what stands in it; they say whether a path goes on behind.
 * @returns whether a path goes on behind all; undefined where nothing was executed, since `return` is something else.
 */
export function thenAlways(
  machine: Machine,
  node: ts.TryStatement,
  run: () => boolean,
  always: () => boolean,
): boolean | undefined {
  const { activation, frame, path } = machine;
  if (activation === undefined || activation.onReturn !== undefined) return undefined;
  // What a generator yields is noted with the way from its beginning.
  if (frame !== undefined && isGenerator(frame.node) && activation.turn.awaits !== true) return undefined;
  const ends: End[] = [];
  const endTo = (goOn: End['goOn']): JoinPoint => {
    const point = machine.open();
    ends.push({ point, goOn });
    return point;
  };
  const to = (point: JoinPoint) => (value: Value) => {
    machine.arrive(point, value);
    return undefined;
  };
  const after = machine.open();
  const fallen = endTo(to(after));
  const returned = endTo(to(activation.end));
  const thrown = endTo((value) => machine.raise(value));
  const targets = activation.targets.map((target): JumpTarget => {
    const onBreak = endTo(to(target.onBreak));
    return {
      ...target,
      onBreak,
      onContinue: target.onContinue === undefined ? undefined : endTo(to(target.onContinue)),
    };
  });
  machine.activation = { ...activation, end: returned, targets };
  const { handler, value } = withHandler(machine, thrown, () => goesOn(run()));
  machine.activation = activation;
  if (value !== undefined) machine.arrive(fallen, value);
  addPossibleErrors(machine, handler, node, path);
  for (const { point, goOn } of ends.toReversed()) {
    const reached = machine.close(point);
    if (reached !== undefined) machine.attempt(() => (always() ? goOn(reached) : undefined));
  }
  return machine.close(after) !== undefined;
}

function isGenerator(node: ts.Node): boolean {
  return 'asteriskToken' in node && node.asteriskToken !== undefined;
}
