/**
 * Functions that compilers write into what they build, by their names. They copy fields one by one, which says less of
 * an object of which not all fields are known than what they stand for: `{ ...a, ...b }` and `{ a, ...rest }`.
 */
import ts from 'typescript';
import { makeGenerator } from '../generators.ts';
import type { NativeCall, NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { newList, newObject } from '../objects.ts';
import { restOf } from '../patterns.ts';
import { listOf } from '../sequences.ts';
import { joinAll, objectsOf, onlyString, reference, undefinedValue, unknown, type Value } from '../values.ts';
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

/** `__generator(this, function (state) { return [2, value] })`: the body of an `async` function that waits for nothing. */
const straight: NativeFunction = (machine, call) => {
  const given = machine.call(arg(call, 1), {
    self: arg(call, 0),
    args: [newObject(machine, {})],
    node: call.node,
  });
  const results = objectsOf(given).map((step) => step.items.items[1] ?? undefinedValue);
  return results.length === 0 ? undefinedValue : joinAll(results);
};

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
  return makeGenerator((later: Machine) => newList(later, listOf(later, arg(call, 0))));
};

/**
 * Whether a helper has what it is known for: with older targets, the body is a plain function that steps through a
 * `switch`, and the code of the helper itself is executed.
 */
export function isHelperFor(name: string, args: readonly Value[]): boolean {
  if (name === '__generator') return isStraightStep(args[1]);
  const index = bodyIndex[name];
  if (index === undefined) return true;
  const [body] = objectsOf(args[index] ?? undefinedValue);
  if (name.endsWith('Values') || name === '__forAwait') return body?.type === 'array';
  const { callable } = body ?? {};
  return (
    callable?.kind === 'closure' &&
    ts.isFunctionExpression(callable.node) &&
    (callable.node.asteriskToken !== undefined || (name === '__awaiter' && isStraightBody(callable.node)))
  );
}

/** Whether a body steps through nothing: `function () { return __generator(this, function (state) { … }) }`. */
function isStraightBody({ body }: ts.FunctionExpression): boolean {
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) return false;
  const { expression } = last;
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== '__generator') return false;
  const step = expression.arguments[1];
  return step !== undefined && ts.isFunctionExpression(step) && !asksForState(step.body, nameOfState(step));
}

/** The same of the step alone, where it belongs to such a body: a generator is another thing. */
function isStraightStep(step: Value | undefined): boolean {
  const { callable } = objectsOf(step ?? undefinedValue)[0] ?? {};
  if (callable?.kind !== 'closure') return false;
  let around = callable.node.parent;
  while (around !== undefined && !ts.isFunctionLike(around)) around = around.parent;
  return (
    around !== undefined &&
    ts.isFunctionExpression(around) &&
    ts.isCallExpression(around.parent) &&
    around.parent.expression.getText() === '__awaiter' &&
    isStraightBody(around)
  );
}

function nameOfState({ parameters }: ts.FunctionExpression): string | undefined {
  return parameters[0]?.name.getText();
}

/** Whether code looks at which step it is, at what it waited for, or at where errors go. */
function asksForState(node: ts.Node, state: string | undefined): boolean {
  if (ts.isIdentifier(node) && node.text === state) return true;
  return ts.forEachChild(node, (child) => asksForState(child, state)) ?? false;
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
  ['__generator', straight],
  ...['_asyncToGenerator', '_async_to_generator'].map((name) => [name, asyncFunction] as const),
  ['__asyncGenerator', asyncGenerator],
  ...['__asyncValues', '__forAwait'].map((name) => [name, asyncValues] as const),
  ...['__assign', '__spreadValues', '__spreadProps'].map((name) => [name, spread] as const),
  ...['_extends', '_objectSpread', '_objectSpread2'].map((name) => [name, spread] as const),
  ...['_object_spread', '_object_spread_props'].map((name) => [name, spread] as const),
  ...['__rest', '__objRest', '_objectWithoutProperties'].map((name) => [name, rest] as const),
  ...['_objectWithoutPropertiesLoose', '_object_without_properties'].map((name) => [name, rest] as const),
]);
