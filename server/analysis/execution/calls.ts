/** Calls: of the app's functions, of natives, and of what is not known. */
import ts from 'typescript';
import { executeSteps } from './compiledSteps.ts';
import { choicesOf, possibleWay } from './choices.ts';
import { copyFields } from './copying.ts';
import { constructBase, instantiate } from './classes.ts';
import { forgetCounters } from './counters.ts';
import { calleeName, functionName, isAsync } from './functions.ts';
import { inPromise, isHandled, keepingErrors, waitFor } from './promises.ts';
import { makeGenerator, type Turn } from './generators.ts';
import { type Bound, type Closure, HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import type { Activation, CallRequest } from './language.ts';
import type { Frame, Way } from './paths.ts';
import { getNamed, newList, newObject } from './objects.ts';
import { bind, skipWrapping } from './patterns.ts';
import { awaited } from './protocols.ts';
import { hasFunction, Scope } from './scope.ts';
import { anyItem } from './sequences.ts';
import { executeBody } from './statements.ts';
import { isStepFunction } from './stepShapes.ts';
import {
  asPromise,
  isNullish,
  joinAll,
  objectsOf,
  onlyPrimitive,
  reference,
  single,
  undefinedValue,
  unknown,
  type Simple,
  type Value,
  joinMore,
} from './values.ts';
import { timeKindOf } from './times.ts';
import { callUnknown, pureMethods } from './unknownCalls.ts';

/** How often one function is executed for one place that calls it, once a run has taken many steps. */
const maxExecutions = 48;
/** How often a function may be on the stack when all conditions on the way are known; more add nothing new. */
const maxKnownRecursion = 32;
/** How often it may be there otherwise. */
const maxRecursion = 5;
const maxDepth = 250;

/** Calls every alternative of the callee. */
export function call(machine: Machine, callee: Value, request: CallRequest): Value {
  machine.step();
  const resolved = machine.resolve(callee);
  const { of } = resolved;
  const called = of.length > 1 ? withoutReplaced(of) : of;
  if (machine.handler !== undefined && called.some((simple) => mayFail(machine, simple, request)))
    machine.mayThrow();
  const runs = called.flatMap((simple) =>
    simple.kind === 'primitive' ? [] : { simple, run: () => callSimple(machine, simple, request) },
  );
  const node = deciderOf(request.node);
  // Calling what is no function throws; nobody relies on it, so the rest of the code is looked at as well.
  if (runs.length === 0) {
    machine.noteDecision(node, 'false');
    if (of.every(isNullish)) machine.maybe('other', node, () => machine.raise(unknown('error')));
    return of.every(isNullish) ? unknown('other') : undefinedValue;
  }
  const choices = choicesOf(resolved);
  // Whichever of several closures of one function it is, the same code is executed.
  const isOne = isOneFunction(called);
  if (choices === undefined || (isOne && choices.some(({ origin }) => origin !== 'event'))) {
    const ways = runs.map(({ run }) => possibleWay(isOne ? 'event' : 'other', run));
    return machine.anyOf(node, ways) ?? machine.unwind();
  }
  const ways = choices.flatMap(({ facts, origin, simple }): Way[] => {
    const known = { facts, origin };
    if (simple.kind === 'primitive') return [{ ...known, outcome: false, run: () => undefinedValue }];
    const own = runs.find((one) => one.simple === simple);
    return own === undefined ? [] : [{ ...known, outcome: true, run: own.run }];
  });
  return machine.anyOf(node, ways) ?? machine.unwind();
}

/** What chooses the function: `routes[event.event]` in `routes[event.event](event)`. */
export function deciderOf(node: ts.Node): ts.Node {
  return ts.isCallExpression(node) ? skipWrapping(node.expression) : node;
}

function callSimple(machine: Machine, callee: Simple, request: CallRequest): Value {
  if (callee.kind === 'reference') return callObject(machine, callee.object, request);
  return callUnknown(machine, callee.kind === 'unknown' ? callee : undefined, request);
}

/** Whether a call may throw beside what the code of the app itself throws. */
function mayFail(machine: Machine, callee: Simple, { node, isNew, self }: CallRequest): boolean {
  if (callee.kind === 'unknown') {
    const method = isNew !== true && ts.isCallExpression(node) ? calleeName(node.expression) : '';
    // What is made of no date has no text of this kind.
    const isNoDate = method === 'toISOString' && timeKindOf(machine, self) === undefined;
    return isNoDate || !pureMethods.has(method);
  }
  if (callee.kind !== 'reference') return true;
  const { callable } = callee.object;
  return callable === undefined || (callable.kind === 'native' && callable.isSafe !== true);
}

/** Without functions that begin by putting another into their place, where that other one is there as well. */
function withoutReplaced(of: readonly Simple[]): readonly Simple[] {
  const kept = of.filter((simple) => simple.kind !== 'reference' || !replacesItself(simple.object));
  return kept.some((simple) => simple.kind === 'reference' && simple.object.callable !== undefined)
    ? kept
    : of;
}

/** `function f() { f = …; return f.apply(this, arguments) }`, as compilers write it. */
function replacesItself({ callable }: HeapObject): boolean {
  if (callable?.kind !== 'closure' || !ts.isFunctionDeclaration(callable.node)) return false;
  const [first] = callable.node.body?.statements ?? [];
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isBinaryExpression(first.expression) &&
    first.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(first.expression.left) &&
    first.expression.left.text === callable.node.name?.text
  );
}

/** Whether all that can be called is one function of the app, in different scopes. */
function isOneFunction(of: readonly Simple[]): boolean {
  const called = of.filter(({ kind }) => kind !== 'primitive');
  const nodes = called.map((simple) =>
    simple.kind === 'reference' && simple.object.callable?.kind === 'closure'
      ? simple.object.callable.node
      : undefined,
  );
  return nodes[0] !== undefined && nodes.every((node) => node === nodes[0]);
}

function callObject(machine: Machine, object: HeapObject, request: CallRequest): Value {
  const { callable } = object;
  switch (callable?.kind) {
    case 'closure':
      return request.isNew === true
        ? constructOld(machine, object, callable, request)
        : callClosure(machine, callable, request);
    case 'class':
      return instantiate(machine, object, request, runConstructor(machine));
    case 'native':
      return callable.run(machine, {
        self: request.self,
        args: request.args,
        node: request.node,
        isNew: request.isNew ?? false,
      });
    case 'bound':
      return callBound(machine, callable, request);
    case undefined:
      return callUnknown(machine, undefined, request);
  }
}

function callBound(machine: Machine, { target, self, args }: Bound, request: CallRequest): Value {
  return machine.call(target, { ...request, self, args: [...args, ...request.args] });
}

/** `new F()` of a plain function. */
function constructOld(machine: Machine, object: HeapObject, closure: Closure, request: CallRequest): Value {
  const target = request.newTarget ?? reference(object);
  const [prototype] = objectsOf(getNamed(machine, target, 'prototype', request.node));
  const instance = reference(new HeapObject('object', { prototype }));
  const result = callClosure(machine, closure, { ...request, self: instance });
  return objectsOf(result).length > 0 ? result : instance;
}

export function callClosure(machine: Machine, closure: Closure, request: CallRequest): Value {
  const { node, home } = closure;
  const isArrow = ts.isArrowFunction(node);
  if (!(closure.scope instanceof Scope)) return unknown('other');
  const options = isArrow ? {} : { self: request.self, home, isFunction: true };
  const scope = new Scope(closure.scope, options);
  const run = (turn: Turn = {}): Value =>
    runFunction(machine, node, scope, request, turn) ?? machine.unwind();
  if (!isGenerator(node)) return run();
  if (request.isAsyncBody === true) {
    const runBody = (): Value => awaited(machine, waitFor(machine, request.node, run({ awaits: true })));
    return asPromise(inPromise(machine, request.node, runBody));
  }
  return makeGenerator(node, (_machine, turn) => run(turn));
}

function runConstructor(machine: Machine) {
  return (
    node: ts.ConstructorDeclaration,
    scope: Scope,
    home: HeapObject | undefined,
    request: CallRequest,
  ): Value | undefined =>
    runFunction(machine, node, new Scope(scope, { self: request.self, home, isFunction: true }), request);
}

/** `super(…)`. */
export function callSuper(machine: Machine, scope: Scope, request: CallRequest): Value {
  constructBase(machine, scope.home, request.self, request, runConstructor(machine));
  return undefinedValue;
}

const functionsInDefaults = new WeakMap<ts.Node, boolean>();

function hasFunctionInDefault(node: ts.FunctionLikeDeclaration): boolean {
  let known = functionsInDefaults.get(node);
  if (known === undefined) {
    known = node.parameters.some(({ initializer }) => initializer !== undefined && hasFunction(initializer));
    functionsInDefaults.set(node, known);
  }
  return known;
}

/** Executes a function; undefined when no path returns from it. */
function runFunction(
  machine: Machine,
  node: ts.FunctionLikeDeclaration,
  scope: Scope,
  request: CallRequest,
  turn: Turn = {},
): Value | undefined {
  if (!isAsync(node) || isGenerator(node) || isHandled(machine, request.node))
    return runHere(machine, node, scope, request, turn);
  return keepingErrors(machine, () => runHere(machine, node, scope, request, turn));
}

/** Executes a function whose errors go to the present handler. */
function runHere(
  machine: Machine,
  node: ts.FunctionLikeDeclaration,
  scope: Scope,
  given: CallRequest,
  turn: Turn,
): Value | undefined {
  const { body } = node;
  if (body === undefined) return unknown('other');
  const around = callsAround(machine, node);
  if (around === 'too many' || around.some(({ isLast }) => isLast)) return beyondRecursion(machine, node);
  // A call that is no recursion counts where it stands: a helper may be called from many places.
  const counts = machine.executionsOf(around.length > 0 ? node : given.node);
  const executions = counts.get(node) ?? 0;
  const isOften = executions >= maxExecutions && machine.isLong;
  if (isOften && executions > maxExecutions) {
    // What it would be given to call is passed over.
    if (given.args.some(isCallable)) machine.isCut = true;
    return unknown('other');
  }
  // The last turn of a recursion stands for all further ones, and so does the last call from one place.
  const isKnown = around.at(-1)?.path === machine.path;
  const isLast = isOften || around.length >= (isKnown ? maxKnownRecursion : maxRecursion);
  const request = isLast ? generalized(machine, node, given) : given;
  if (isLast) forgetCounters(machine, body, scope);
  counts.set(node, executions + 1);
  const { frame, activation, callers } = machine;
  const caller = { scope: machine.scope, ofCall: machine.ofCall };
  const own: Activation = { end: machine.open(), yields: [], conditionalYields: [], turn, targets: [] };
  machine.activation = own;
  callers.push(caller);
  machine.scope = scope;
  machine.ofCall = scope;
  machine.frame = {
    name: request.name ?? functionName(node),
    site: request.node,
    parent: frame,
    depth: (frame?.depth ?? 0) + 1,
    node,
    args: given.args,
    path: machine.path,
    isLast,
  };
  try {
    machine.attempt(() => {
      bindParameters(machine, node, request, scope);
      if (given.isAsyncBody === true && isStepFunction(node))
        executeSteps(machine, node, scope, own, request.args[0] ?? undefinedValue);
      // A function in a default sees the parameters, and not what the body declares.
      else if (ts.isBlock(body))
        executeBody(machine, body, hasFunctionInDefault(node) ? new Scope(scope) : scope, own);
      else machine.arrive(own.end, machine.evaluate(body, scope));
      return undefined;
    });
  } finally {
    machine.frame = frame;
    machine.activation = activation;
    machine.scope = caller.scope;
    machine.ofCall = caller.ofCall;
    callers.pop();
  }
  const returned = machine.close(own.end);
  machine.returned = own.end.arrivals;
  const result =
    returned !== undefined && isAsync(node)
      ? awaited(machine, waitFor(machine, request.node, returned))
      : returned;
  const isWalked = isGenerator(node) && turn.awaits !== true;
  const walked = result !== undefined && isWalked ? generated(machine, own, result) : result;
  // Where all paths call it again, it does not go on at once: `wait().then(() => poll())`.
  return walked === undefined && isLast ? unknown('other') : walked;
}

/** What a generator function gives: a list of what it yields, which knows what is returned after it. */
function generated(machine: Machine, { yields, conditionalYields }: Activation, returned: Value): Value {
  const more = conditionalYields.reduce<Value | undefined>(joinMore, undefined);
  const list = newList(machine, { items: yields, more });
  for (const object of objectsOf(list)) object.returned = returned;
  return list;
}

/**
 * What a call gives that is nested more deeply than calls are followed. The one around it was executed with anything
 * that further ones may be given, so that what it does without them is what they do: they come to the same end, and
 * there is no other path. Those of functions that are not executed at once go on beside it, and may give anything.
 */
function beyondRecursion(machine: Machine, node: ts.FunctionLikeDeclaration): Value | undefined {
  if (machine.isCut) return unknown('other');
  for (let { frame } = machine; frame !== undefined; frame = frame.parent) {
    if (isAsync(frame.node) || isGenerator(frame.node)) return unknown('other');
    if (frame.node === node) return undefined;
  }
  return unknown('other');
}

function isCallable(value: Value): boolean {
  return objectsOf(value).some(({ callable }) => callable !== undefined);
}

/** The calls of the function on the stack, innermost first; too many when the stack is too deep. */
function callsAround(machine: Machine, node: ts.Node): readonly Frame[] | 'too many' {
  const calls: Frame[] = [];
  for (let { frame } = machine; frame !== undefined; frame = frame.parent) {
    if (frame.node === node) calls.push(frame);
    if (frame.depth > maxDepth) {
      machine.isCut = true;
      return 'too many';
    }
  }
  return calls;
}

/** Arguments as they may be after any number of turns: what is counted in them, or taken out of them, is not known. */
function generalized(machine: Machine, node: ts.Node, request: CallRequest): CallRequest {
  let { frame } = machine;
  while (frame !== undefined && frame.node !== node) frame = frame.parent;
  const before = frame?.args ?? [];
  const args = request.args.map((value, index) => {
    const objects = objectsOf(value);
    if (objects.length === 0) return unknown('other');
    const known = objectsOf(before[index] ?? undefinedValue);
    const isSame = objects.some((object) => known.includes(object));
    return withoutCounts(machine, isSame ? value : withoutEnd(machine, value));
  });
  return { ...request, args };
}

/** A list or an object that is another one in each turn, `todo.slice(1)` or `node.next`: where that ends is not known. */
function withoutEnd(machine: Machine, value: Value): Value {
  return joinAll(
    value.of.map((simple): Value => {
      if (simple.kind !== 'reference' || simple.object.callable !== undefined) return single(simple);
      const { object } = simple;
      if (object.type === 'array')
        return newList(machine, { items: [], more: anyItem(object.items), isSized: false });
      if (object.type !== 'object') return single(simple);
      const copy = newObject(machine, {}, { prototype: object.prototype });
      for (const into of objectsOf(copy)) {
        copyFields(machine, into, simple);
        for (const key of object.keys()) {
          const field = object.field(key);
          const isPart = field?.of.every(
            (part) => isNullish(part) || (part.kind === 'reference' && part.object.callable === undefined),
          );
          if (field !== undefined && isPart === true)
            machine.set(into, key, joinAll([field, unknown('other')]));
        }
      }
      return copy;
    }),
  );
}

function withoutCounts(machine: Machine, value: Value): Value {
  const isCount = (field: Value | undefined): boolean =>
    field !== undefined && typeof onlyPrimitive(field)?.value === 'number';
  return joinAll(
    value.of.map((simple): Value => {
      if (simple.kind !== 'reference' || simple.object.type !== 'object') return single(simple);
      const { object } = simple;
      const counts = object.keys().filter((key) => isCount(object.field(key)));
      if (counts.length === 0 || object.callable !== undefined) return single(simple);
      const copy = newObject(machine, {}, { prototype: object.prototype });
      for (const into of objectsOf(copy)) {
        copyFields(machine, into, simple);
        for (const key of counts) machine.set(into, key, unknown('other'));
      }
      return copy;
    }),
  );
}

function bindParameters(
  machine: Machine,
  node: ts.FunctionLikeDeclaration,
  { args, self }: CallRequest,
  scope: Scope,
): void {
  // TypeScript writes the type of `this` as a parameter, which is none.
  const parameters = node.parameters.filter(({ name }) => !ts.isIdentifier(name) || name.text !== 'this');
  parameters.forEach((parameter, index) => {
    if (parameter.dotDotDotToken !== undefined) {
      bind(machine, parameter.name, newList(machine, { items: args.slice(index) }), scope);
      return;
    }
    let value = args[index] ?? undefinedValue;
    if (
      parameter.initializer !== undefined &&
      value.of.some((simple) => simple.kind === 'primitive' && simple.value === undefined)
    ) {
      const present = value.of.filter((simple) => simple.kind !== 'primitive' || simple.value !== undefined);
      const byDefault = machine.evaluate(parameter.initializer, scope);
      value = present.length === 0 ? byDefault : joinAll([{ of: present, condition: undefined }, byDefault]);
    }
    bind(machine, parameter.name, value, scope);
    // `constructor(private readonly name = 'seen')`
    if (ts.isParameterPropertyDeclaration(parameter, node) && ts.isIdentifier(parameter.name))
      for (const instance of objectsOf(self)) machine.set(instance, parameter.name.text, value);
  });
  if (!ts.isArrowFunction(node)) machine.set(scope, 'arguments', newList(machine, { items: args }));
}

function isGenerator(node: ts.Node): boolean {
  return 'asteriskToken' in node && node.asteriskToken !== undefined;
}
