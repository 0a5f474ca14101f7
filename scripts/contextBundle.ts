/** How the code is bundled that runs in the app's realm; the tests build it in the same way. */
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { ownMethods } from './ownMethods.ts';

/**
 * What the language has by name. An app may declare its own (`class String`), which all scripts of a realm share: the
 * bundle gets those that were there before as parameters.
 */
const language = `
  AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array JSON Map Math Number
  Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol
  SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet
  decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt
  globalThis
`
  .trim()
  .split(/\s+/)
  .join(', ');

/** What Node's streams are made of there: the app's own Buffer, and no timers. */
const replaced: Readonly<Record<string, string>> = {
  buffer: 'buffer.ts',
  'safe-buffer': 'buffer.ts',
  'process/': 'nodeProcess.ts',
  'abort-controller': 'noAbort.ts',
};

const ownModules: Plugin = {
  name: 'own-modules',
  setup(build) {
    const folder = join(import.meta.dirname, '../runtime/sandbox/context');
    build.onResolve({ filter: /^(?:buffer|safe-buffer|process\/|abort-controller)$/ }, ({ path }) => ({
      path: join(folder, replaced[path] ?? ''),
    }));
  },
};

export const contextBundle: BuildOptions & { readonly inject: string[]; readonly plugins: Plugin[] } = {
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  // Calls of `Object.keys` and the like get what the app cannot replace.
  inject: ['runtime/sandbox/context/ownStatics.ts', 'runtime/sandbox/context/ownMethod.ts'],
  plugins: [ownMethods, ownModules],
  // To minify names and keep those of functions, a property of each function would be defined whenever it is made: the
  // app may have added to all objects, and so to the description of that property, what makes it fail.
  minifyIdentifiers: false,
  keepNames: false,
  banner: { js: `((${language}) => {` },
  footer: { js: `})(${language});` },
};
