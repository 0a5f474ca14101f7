/**
 * Functions that compilers write into what they build, by their names. They copy fields one by one, which says less of
 * an object of which not all fields are known than what they stand for: `{ ...a, ...b }` and `{ a, ...rest }`.
 */
import ts from 'typescript';
import { makeGenerator } from '../generators.ts';
import type { NativeCall, NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { newList, newObject } from '../objects.ts';
import { stateOfSteps } from '../compiledSteps.ts';
import { givesSteps, isStepFunction } from '../stepShapes.ts';
import { restOf } from '../patterns.ts';
import { waitFor } from '../promises.ts';
import { listOf } from '../sequences.ts';
import { objectsOf, onlyString, reference, undefinedValue, unknown, type Value } from '../values.ts';
import { arg, native } from './native.ts';
import { objectFunctions } from './reflection.ts';

const spread: NativeFunction = (machine, call) =>
  objectFunctions['assign']?.(machine, call) ?? unknown('other');

const rest: NativeFunction = (machine, call) => {
  const taken = listOf(machine, arg(call, 1)).items.flatMap((name) => onlyString(name) ?? []);
  return restOf(machine, arg(call, 0), taken);
};

/**
 * Babel's `_regenerator()`: generators as a `switch` over the number of the step. Any of the steps may be next, so what
 * is in them is found, and its conditions decide nothing.
 */
const regenerator: NativeFunction = (machine) => {
  const mark = native('mark', (_machine, { args }) => args[0] ?? unknown('other'));
  const wrap = native('wrap', (_machine, { args, node }) => {
    const context = newObject(machine, {}, { openAs: { id: undefined, origin: 'other' } });
    machine.call(args[0] ?? unknown('other'), { self: unknown('other'), args: [context], node });
    return newList(machine, { items: [], more: unknown('other') });
  });
  return newObject(machine, { m: mark, mark, w: wrap, wrap });
};

/** `__awaiter(this, …, function* () { … })`: the body of an `async` function. */
function asyncBody(index: number): NativeFunction {
  return (machine, call) => {
    const args = argumentsIn(machine, call);
    return machine.call(arg(call, index), { self: arg(call, 0), args, node: call.node, isAsyncBody: true });
  };
}

/** The second argument of helpers: null, or a list of what the body is given. */
function argumentsIn(machine: Machine, call: NativeCall): readonly Value[] {
  const [list] = objectsOf(machine.resolve(arg(call, 1)));
  return list?.type === 'array' ? listOf(machine, reference(list)).items : [];
}

/** `__generator(this, function (state) { … })`: the body of an `async` function, in steps. */
const steps: NativeFunction = (machine, call) =>
  machine.call(arg(call, 1), {
    self: arg(call, 0),
    args: [stateOfSteps(machine)],
    node: call.node,
    isAsyncBody: true,
  });

/** `_asyncToGenerator(function* () { … })`: the `async` function itself. */
const asyncFunction: NativeFunction = (_machine, outer) =>
  native('async', (machine, call) =>
    machine.call(arg(outer, 0), { self: call.self, args: call.args, node: call.node, isAsyncBody: true }),
  );

/** `__asyncGenerator(this, arguments, function* () { … })`; what it waits for is marked, all else is yielded. */
const asyncGenerator: NativeFunction = (machine, call) =>
  machine.call(arg(call, 2), { self: arg(call, 0), args: argumentsIn(machine, call), node: call.node });

/** `__asyncValues(list)`: what `for await` walks through, asked for one by one. */
const asyncValues: NativeFunction = (machine, call) => {
  const [object] = objectsOf(machine.resolve(arg(call, 0)));
  if (object?.pending !== undefined) return arg(call, 0);
  return makeGenerator(call.node, (later: Machine) => {
    const { items, more, isSized } = listOf(later, arg(call, 0));
    const wait = (item: Value): Value => waitFor(later, call.node, item);
    return newList(later, { items: items.map(wait), more: more && wait(more), isSized });
  });
};

/**
 * Whether a helper has what it is known for. With older targets, the body of a generator is a plain function that steps
 * through a `switch`: where it was no `async` function, the code of the helper itself is executed.
 */
export function isHelperFor(name: string, args: readonly Value[]): boolean {
  if (name === '__generator') {
    const { callable: step } = objectsOf(args[1] ?? undefinedValue)[0] ?? {};
    return step?.kind === 'closure' && isStepFunction(step.node);
  }
  const index = bodyIndex[name];
  if (index === undefined) return true;
  const [body] = objectsOf(args[index] ?? undefinedValue);
  if (name.endsWith('Values') || name === '__forAwait') return body?.type === 'array';
  const { callable } = body ?? {};
  return (
    callable?.kind === 'closure' &&
    ts.isFunctionExpression(callable.node) &&
    (callable.node.asteriskToken !== undefined || (name === '__awaiter' && givesSteps(callable.node)))
  );
}

/** Which argument of a helper is the body that a compiler made into a generator. */
const bodyIndex: Readonly<Record<string, number>> = {
  __awaiter: 3,
  __async: 2,
  __asyncGenerator: 2,
  _asyncToGenerator: 0,
  _async_to_generator: 0,
  __asyncValues: 0,
  __forAwait: 0,
};

/** By TypeScript, esbuild, Babel and swc. */
export const compilerHelpers: ReadonlyMap<string, NativeFunction> = new Map([
  ...['_regenerator', '_regeneratorRuntime'].map((name) => [name, regenerator] as const),
  ['__awaiter', asyncBody(3)],
  ['__async', asyncBody(2)],
  ['__generator', steps],
  ...['_asyncToGenerator', '_async_to_generator'].map((name) => [name, asyncFunction] as const),
  ['__asyncGenerator', asyncGenerator],
  ...['__asyncValues', '__forAwait'].map((name) => [name, asyncValues] as const),
  ...['__assign', '__spreadValues', '__spreadProps'].map((name) => [name, spread] as const),
  ...['_extends', '_objectSpread', '_objectSpread2'].map((name) => [name, spread] as const),
  ...['_object_spread', '_object_spread_props'].map((name) => [name, spread] as const),
  ...['__rest', '__objRest', '_objectWithoutProperties'].map((name) => [name, rest] as const),
  ...['_objectWithoutPropertiesLoose', '_object_without_properties'].map((name) => [name, rest] as const),
]);
