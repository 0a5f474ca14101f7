/** Functions of `crypto`, `zlib` and `Buffer` that take texts and bytes alone, and throw for anything else (reference 4.3). */
import { HeapObject, type NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { askForBytes, askForText } from '../missingParts.ts';
import { newObject } from '../objects.ts';
import { hexText } from '../hexTexts.ts';
import { failing, onlyPrimitive, onlyString, reference, single, unknown, type Value } from '../values.ts';
import { arg, native, type NativeTable, safeNative, somethingTruthy } from './native.ts';

/** What gives something of which nothing is known for bytes. */
const ofBytes: NativeFunction = (machine, call) => {
  askForBytes(machine, arg(call, 0));
  return failing(unknown('other'));
};

/** `createHash(…)` and `createHmac(…)`: of what they give, only `update` asks for bytes, and gives it again. */
const hash: NativeFunction = () => {
  const object = new HeapObject('opaque', { openAs: { id: undefined, origin: 'other' } });
  const made = reference(object);
  const update: NativeFunction = (machine, call) => {
    askForText(machine, arg(call, 0));
    return made;
  };
  object.cells.set('update', native('update', update));
  return made;
};

/** `randomBytes(8)`, of which every text is there, and of which `toString('hex')` has two digits for each. */
const someBytes: NativeFunction = (machine, call) => {
  const bytes = new HeapObject('opaque', { openAs: { id: undefined, origin: 'other' } });
  const count = onlyPrimitive(machine.resolve(arg(call, 0)))?.value;
  const toString: NativeFunction = (_machine, { args: [encoding] }) =>
    typeof count === 'number' && encoding !== undefined && onlyString(encoding) === 'hex'
      ? single(hexText(2 * count))
      : unknown('other', undefined, true);
  bytes.cells.set('toString', safeNative('toString', toString));
  return reference(bytes);
};

const zlib = [
  'gzipSync',
  'gunzipSync',
  'deflateSync',
  'inflateSync',
  'deflateRawSync',
  'inflateRawSync',
  'unzipSync',
  'brotliCompressSync',
  'brotliDecompressSync',
];

const modules: Readonly<Record<string, NativeTable>> = {
  crypto: { createHash: hash, createHmac: hash, randomBytes: someBytes, randomUUID: somethingTruthy },
  zlib: Object.fromEntries(zlib.map((name) => [name, ofBytes])),
};

/** The global `Buffer`, of which `from` is the way to make one. */
export function bufferGlobal(): Value {
  const buffer = new HeapObject('opaque', { openAs: { id: undefined, origin: 'other' } });
  buffer.cells.set('from', native('from', ofBytes));
  return reference(buffer);
}

/** What an import of one of Node's modules gives; undefined where nothing of it is known here. */
export function nodeModuleExport(machine: Machine, specifier: string, name: string): Value | undefined {
  const isAll = name === '*' || name === 'default';
  if (specifier === 'buffer' && !isAll) return name === 'Buffer' ? bufferGlobal() : undefined;
  const functions = modules[specifier];
  if (functions === undefined) return undefined;
  const made = Object.entries(functions).map(([each, run]) => [each, native(each, run)] as const);
  if (!isAll) return new Map(made).get(name);
  return newObject(machine, Object.fromEntries(made), {
    openAs: { id: `package ${specifier}`, origin: 'other' },
  });
}
