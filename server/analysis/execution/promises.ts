/**
 * Where the errors of promises go. A promise is what it will be, so whoever waits for it, or handles its errors, is where
 * an error goes on.
 */
import ts from 'typescript';
import { isAsync } from './functions.ts';
import type { Handler, JoinPoint, Machine, PathStep } from './machine.ts';
import { unknown, type Value } from './values.ts';

/** Whether an error of the promise that a call gives reaches the code around it. */
export function isAwaited(node: ts.Node): boolean {
  let { parent } = node;
  while (
    parent !== undefined &&
    (ts.isParenthesizedExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isConditionalExpression(parent))
  ) {
    parent = parent.parent;
  }
  if (parent === undefined) return true;
  const next = continuationOf(parent, node);
  if (next !== undefined) return handlesErrors(next) || isAwaited(next);
  if (ts.isCallExpression(parent)) return parent.expression !== node && isAwaited(parent);
  return (
    isWaiting(parent) || ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)
  );
}

/**
 * Whether an error of the promise that a node gives surely goes on where somebody waits for it: `await send()`,
 * `send().catch(…)`, also by way of `return` and of who calls the function.
 */
export function isHandled(machine: Machine, node: ts.Node): boolean {
  let { frame } = machine;
  for (let at: ts.Node | undefined = node; at !== undefined; at = frame?.site, frame = frame?.parent) {
    const place = placeOf(at);
    if (place !== 'returned') return place === 'handled';
    if (frame === undefined) return false;
    // What is called by PostHog itself gives the error to PostHog.
    if (frame.parent === undefined || isAsync(frame.node)) return true;
  }
  return false;
}

function placeOf(node: ts.Node): 'handled' | 'returned' | 'left' {
  let child = node;
  let { parent } = node;
  while (
    parent !== undefined &&
    (ts.isParenthesizedExpression(parent) || ts.isConditionalExpression(parent))
  ) {
    child = parent;
    ({ parent } = parent);
  }
  if (parent === undefined) return 'left';
  const next = continuationOf(parent, child);
  if (next !== undefined) return handlesErrors(next) ? 'handled' : placeOf(next);
  if (isWaiting(parent)) return 'handled';
  const isReturned = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === child);
  return isReturned ? 'returned' : 'left';
}

/** `await`, and what compilers make of it: `yield` in a generator that goes on with what the promise gives. */
function isWaiting(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.isYieldExpression(node) && node.asteriskToken === undefined);
}

/** A value that is about to be compared or negated; where it is a promise still, that is remembered. */
export function testable(machine: Machine, node: ts.Node, value: Value): Value {
  if (value.isPromise === true) machine.promisesTested.add(node);
  return value;
}

/** The call of `then`, `catch` or `finally` that a promise is the receiver of. */
function continuationOf(parent: ts.Node, node: ts.Node): ts.CallExpression | undefined {
  const isReceiver =
    ts.isPropertyAccessExpression(parent) &&
    (parent.expression === node || ts.isParenthesizedExpression(parent.expression)) &&
    /^(?:then|catch|finally)$/.test(parent.name.text);
  return isReceiver && ts.isCallExpression(parent.parent) && parent.parent.expression === parent
    ? parent.parent
    : undefined;
}

/** `promise.catch(handle)` and `promise.then(go, handle)`. */
export function handlesErrors({ arguments: args, expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const name = expression.name.text;
  return (name === 'catch' && args.length > 0) || (name === 'then' && args.length > 1);
}

/** Executes something whose errors come to a point; undefined when no path goes on without one. */
export function withHandler(machine: Machine, point: JoinPoint, run: () => Value | undefined): Handled {
  const outer = machine.handler;
  const handler: Handler = { point, takesError: true, mayThrow: undefined };
  machine.handler = handler;
  const value = machine.attempt(run);
  machine.handler = outer;
  return { handler, value };
}

interface Handled {
  readonly handler: Handler;
  readonly value: Value | undefined;
}

/** Each call that was made under the handler may fail; what was tested before it holds where its error goes. */
export function addPossibleErrors(
  machine: Machine,
  { mayThrow, point }: Handler,
  node: ts.Node,
  path: PathStep | undefined,
): void {
  if (mayThrow === undefined) return;
  const { facts: factsAfter, path: pathAfter } = machine;
  machine.facts = mayThrow.facts;
  machine.path = { node, outcome: true, origin: 'error', parent: path, length: (path?.length ?? 0) + 1 };
  machine.arrive(point, unknown('error'));
  machine.facts = factsAfter;
  machine.path = pathAfter;
}
