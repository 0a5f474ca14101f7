/**
 * Where the errors of promises go. A promise is what it will be, so whoever waits for it, or handles its errors, is where
 * an error goes on.
 */
import ts from 'typescript';
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
    ts.isAwaitExpression(parent) ||
    ts.isReturnStatement(parent) ||
    (ts.isArrowFunction(parent) && parent.body === node)
  );
}

/** Whether an error of the promise surely goes to code of the same function: `await send()`, `send().catch(…)`. */
export function isHandledHere(node: ts.Node): boolean {
  let { parent } = node;
  while (parent !== undefined && ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  if (parent === undefined) return false;
  const next = continuationOf(parent, node);
  return next === undefined ? ts.isAwaitExpression(parent) : handlesErrors(next) || isHandledHere(next);
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
