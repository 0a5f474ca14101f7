/**
 * Where the errors of promises go. Where somebody waits for a promise, or handles its errors, right where it is made, an
 * error goes on there at once. All other promises keep their errors until somebody does.
 */
import ts from 'typescript';
import { isAsync } from './functions.ts';
import type { Machine } from './machine.ts';
import type { Handler, JoinPoint, PathStep } from './paths.ts';
import { either, noFacts } from './facts.ts';
import { awaited, promiseWithin } from './protocols.ts';
import { stepOperation } from './stepShapes.ts';
import { joinArrivals, ofOne } from './joins.ts';
import { suspends } from './unawaited.ts';
import {
  joinAll,
  primitive,
  type Rejection,
  settled,
  undefinedValue,
  unknown,
  type Value,
  withRejections,
} from './values.ts';

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
  const step = stepOperation(parent);
  if (step !== undefined) return step === 'waits' ? 'handled' : 'returned';
  if (ts.isReturnStatement(parent)) return isInTry(parent) ? 'left' : 'returned';
  return ts.isArrowFunction(parent) && parent.body === child ? 'returned' : 'left';
}

/** `try { return send() }` waits for nothing: `catch` gets no error of it. */
function isInTry(node: ts.Node): boolean {
  let child = node;
  for (let { parent } = node; parent !== undefined && !ts.isFunctionLike(parent); { parent } = parent) {
    if (ts.isTryStatement(parent) && parent.tryBlock === child) return true;
    child = parent;
  }
  return false;
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
  const handler: Handler = { point, takesError: true, failures: [] };
  machine.handler = handler;
  const value = machine.attempt(run);
  machine.handler = outer;
  return { handler, value };
}

/** Executes what a promise comes from: its errors stay with it. Undefined when no path goes on. */
export function keepingErrors(machine: Machine, run: () => Value | undefined): Value | undefined {
  const point = machine.open();
  const { handler, value } = withHandler(machine, point, run);
  const rejected = [...point.arrivals];
  if (value !== undefined) machine.arrive(point, value);
  const fulfilled = point.arrivals.slice(rejected.length);
  if (machine.close(point) === undefined) return undefined;
  const rejections: Rejection[] = [];
  if (handler.failures.length > 0) {
    const facts = handler.failures.map((failure) => ofOne(failure.facts)).reduce(either);
    rejections.push({ happens: undefined, facts, error: unknown('error') });
  }
  if (rejected.length > 0) {
    const outcomes = point.arrivals.map((arrival) => ({
      ...arrival,
      facts: ofOne(arrival.facts),
      value: primitive(!fulfilled.includes(arrival)),
    }));
    const happens = joinArrivals(machine, { ...point, arrivals: outcomes });
    rejections.push({ happens, facts: noFacts, error: joinAll(rejected.map((arrival) => arrival.value)) });
  }
  return withRejections(fulfilled[0]?.value ?? undefinedValue, rejections);
}

/** Executes what the promise comes from that a node gives: its errors go on at once where somebody waits for them. */
export function inPromise(machine: Machine, node: ts.Node, run: () => Value): Value {
  return isHandled(machine, node) ? run() : (keepingErrors(machine, run) ?? machine.unwind());
}

/** What a promise will be, where somebody waits for it: its errors go on from there. */
export function waitFor(machine: Machine, node: ts.Node, given: Value): Value {
  const promise = promiseWithin(given);
  for (const { happens, facts, error } of promise.rejections ?? []) {
    if (happens === undefined) machine.mayThrow(facts);
    else {
      const falls = machine.fork(
        machine.truth(happens),
        node,
        () => machine.raise(error),
        () => undefinedValue,
      );
      if (falls === undefined) machine.unwind();
    }
  }
  return settled(promise);
}

/** `await`: what follows in the function runs later than what follows its call. */
export function waitHere(machine: Machine, node: ts.Node, promise: Value): Value {
  suspends(machine);
  return awaited(machine, waitFor(machine, node, promise));
}

/** What follows a promise where it is fulfilled; its errors go on with what that gives. */
export function whenFulfilled(
  machine: Machine,
  node: ts.Node,
  { rejections = [] }: Value,
  run: () => Value,
): Value {
  const isRejected = rejections.map(({ happens }) => happens ?? primitive(false));
  const after = (index: number): Value | undefined => {
    const happens = isRejected[index];
    if (happens === undefined) return run();
    return machine.fork(
      machine.truth(happens),
      node,
      () => undefinedValue,
      () => after(index + 1),
    );
  };
  return withRejections(after(0) ?? machine.unwind(), rejections);
}

interface Handled {
  readonly handler: Handler;
  readonly value: Value | undefined;
}

/** Each call that was made under the handler may fail; what was tested and done before it holds where its error goes. */
export function addPossibleErrors(
  machine: Machine,
  handler: Handler,
  node: ts.Node,
  parent: PathStep | undefined,
): void {
  const path = { node, outcome: true, origin: 'error', parent, length: (parent?.length ?? 0) + 1 } as const;
  machine.arriveByFailures(handler, unknown('error'), path);
}
