/** How the code is bundled that runs in the app's realm; the tests build it in the same way. */
import { readFile } from 'node:fs/promises';
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

/**
 * What Node's streams are made of there, and the functions that stand for those of the language, are in the bundle of the
 * context already: see stream.ts. As modules of Node, which need no help of the bundler that the app may have changed.
 */
const ofContext: Plugin = {
  name: 'of-context',
  setup(build) {
    build.onResolve({ filter: /^(?:buffer|safe-buffer|process\/|abort-controller)$/ }, ({ path }) => ({
      path,
      namespace: 'of-context',
    }));
    build.onLoad({ filter: /./, namespace: 'of-context' }, ({ path }) => ({
      contents: `module.exports = ofContext.modules['${path}'];`,
    }));
    build.onLoad({ filter: /[\\/]context[\\/]ownMethod\.ts$/ }, () => ({
      contents: 'export const { ownMethod } = ofContext;',
    }));
    build.onLoad({ filter: /[\\/]context[\\/]ownStatics\.ts$/ }, async ({ path }) => {
      const names = [...(await readFile(path, 'utf8')).matchAll(/ as ('[\w.]+')/g)].map(([, name]) => name);
      const values = names.map(
        (name, index) => `const own${index} = ofContext.statics[${name}]; export { own${index} as ${name} };`,
      );
      return { contents: [...values, 'export const console = undefined;'].join('\n') };
    });
  },
};

type RealmBundle = BuildOptions & { readonly inject: string[]; readonly plugins: Plugin[] };

const realmBundle: RealmBundle = {
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  // Calls of `Object.keys` and the like get what the app cannot replace.
  inject: ['runtime/sandbox/context/ownStatics.ts', 'runtime/sandbox/context/ownMethod.ts'],
  plugins: [ownMethods],
  // To minify names and keep those of functions, a property of each function would be defined whenever it is made: the
  // app may have added to all objects, and so to the description of that property, what makes it fail.
  minifyIdentifiers: false,
  keepNames: false,
};

/** Packages take functions off this one where they begin, which may be late. */
const kept = language.replace(
  /\bReflect\b/,
  'Object.create(null, Object.getOwnPropertyDescriptors(Reflect))',
);

export const contextBundle: RealmBundle = {
  ...realmBundle,
  banner: { js: `((${language}) => { const ownLanguage = [${kept}];` },
  footer: { js: `})(${language});` },
};

/**
 * Node's streams, which most apps never use: compiled as a function that the context calls with what it has itself, since
 * the app may have changed the language by then.
 */
export const streamsBundle: RealmBundle = {
  ...realmBundle,
  plugins: [ofContext, ownMethods],
  banner: { js: `return ((ofContext, ${language}) => {` },
  footer: { js: `});` },
};
