/** What an export returned, by the language: JSON shows nothing of most objects that are no plain ones. */
import type { ReturnedMessage } from '../../../protocol/sandbox.ts';
import { addTo } from './lists.ts';
import { OwnMap } from './ownMap.ts';

// The app may replace it; ours must go on working.
const { apply } = Reflect;
const { toString } = Object.prototype;
const { forEach } = Map.prototype;

const kinds: ReadonlyMap<string, string> = new OwnMap([
  ['[object AsyncGenerator]', 'an async generator'],
  ['[object Date]', 'a Date'],
  ['[object Error]', 'an Error'],
  ['[object Generator]', 'a generator'],
  ['[object Map]', 'a Map'],
  ['[object RegExp]', 'a RegExp'],
  ['[object Set]', 'a Set'],
  ['[object Uint8Array]', 'a Buffer'],
  ['[object WeakMap]', 'a WeakMap'],
  ['[object WeakSet]', 'a WeakSet'],
  ['[object Function]', 'a function'],
  ['[object AsyncFunction]', 'a function'],
]);

/** Never throws: what it is may be a proxy, or say of itself what it is. */
export function kindOf(value: unknown): Pick<ReturnedMessage, 'kind'> {
  try {
    const kind = kinds.get(apply(toString, value, []));
    return kind === undefined ? {} : { kind };
  } catch {
    return {};
  }
}

/** Names of functions whose code does not run when they are called. */
export function generatorsOf(functions: ReadonlyMap<string, unknown>): readonly string[] {
  const names: string[] = [];
  apply(forEach, functions, [
    (value: unknown, name: string) => {
      if (isGenerator(value)) addTo(names, name);
    },
  ]);
  return names;
}

function isGenerator(value: unknown): boolean {
  try {
    const tag: unknown = apply(toString, value, []);
    return tag === '[object GeneratorFunction]' || tag === '[object AsyncGeneratorFunction]';
  } catch {
    return false;
  }
}
