/**
 * The language as it was before the app came, which may replace its functions, and declare names of its own such as
 * `class String`. The bundler puts these in the place of `Object.keys`, `String` and the like wherever code in the app's
 * realm uses them, that of packages included: see `contextBundle` in scripts/contextBundle.ts.
 */

const { bind } = Function.prototype;
const bound = <T extends (...values: never[]) => unknown>(method: T, owner: unknown): T =>
  Reflect.apply(bind, method, [owner]) as T;

const {
  assign,
  create,
  defineProperties,
  defineProperty,
  entries,
  freeze,
  fromEntries,
  getOwnPropertyDescriptor,
  getOwnPropertyDescriptors,
  getOwnPropertyNames,
  getPrototypeOf,
  hasOwn,
  isExtensible,
  keys,
  setPrototypeOf,
  values,
} = Object;
const { apply, construct, deleteProperty, get, set } = Reflect;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { fromCharCode } = String;
const { isFinite, isInteger, isNaN, isSafeInteger } = Number;
const { abs, floor, max, min } = Math;
const { parse, stringify } = JSON;
const listFrom = bound(Array.from, Array);
const resolved = bound(Promise.resolve, Promise);
/** The app's one is for the app: what a package would write there is no log line of it. */
const console = undefined;

export {
  assign as 'Object.assign',
  create as 'Object.create',
  defineProperties as 'Object.defineProperties',
  defineProperty as 'Object.defineProperty',
  entries as 'Object.entries',
  freeze as 'Object.freeze',
  fromEntries as 'Object.fromEntries',
  getOwnPropertyDescriptor as 'Object.getOwnPropertyDescriptor',
  getOwnPropertyDescriptors as 'Object.getOwnPropertyDescriptors',
  getOwnPropertyNames as 'Object.getOwnPropertyNames',
  getPrototypeOf as 'Object.getPrototypeOf',
  hasOwn as 'Object.hasOwn',
  isExtensible as 'Object.isExtensible',
  keys as 'Object.keys',
  setPrototypeOf as 'Object.setPrototypeOf',
  values as 'Object.values',
  apply as 'Reflect.apply',
  construct as 'Reflect.construct',
  deleteProperty as 'Reflect.deleteProperty',
  get as 'Reflect.get',
  set as 'Reflect.set',
  isArray as 'Array.isArray',
  listFrom as 'Array.from',
  isView as 'ArrayBuffer.isView',
  fromCharCode as 'String.fromCharCode',
  isFinite as 'Number.isFinite',
  isInteger as 'Number.isInteger',
  isNaN as 'Number.isNaN',
  isSafeInteger as 'Number.isSafeInteger',
  abs as 'Math.abs',
  floor as 'Math.floor',
  max as 'Math.max',
  min as 'Math.min',
  parse as 'JSON.parse',
  stringify as 'JSON.stringify',
  resolved as 'Promise.resolve',
  console,
};
