/**
 * Functions that compilers write into what they build, by their names. They copy fields one by one, which says less of
 * an object of which not all fields are known than what they stand for: `{ ...a, ...b }` and `{ a, ...rest }`.
 */
import type { NativeFunction } from '../heap.ts';
import { newList, newObject } from '../objects.ts';
import { restOf } from '../patterns.ts';
import { listOf } from '../sequences.ts';
import { onlyString, unknown } from '../values.ts';
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

/** By TypeScript, esbuild, Babel and swc. */
export const compilerHelpers: ReadonlyMap<string, NativeFunction> = new Map([
  ...['_regenerator', '_regeneratorRuntime'].map((name) => [name, regenerator] as const),
  ...['__assign', '__spreadValues', '__spreadProps'].map((name) => [name, spread] as const),
  ...['_extends', '_objectSpread', '_objectSpread2'].map((name) => [name, spread] as const),
  ...['_object_spread', '_object_spread_props'].map((name) => [name, spread] as const),
  ...['__rest', '__objRest', '_objectWithoutProperties'].map((name) => [name, rest] as const),
  ...['_objectWithoutPropertiesLoose', '_object_without_properties'].map((name) => [name, rest] as const),
]);
