/**
 * Ways of JavaScript to call a function, each in the form in which it is written and in those that compilers make of it.
 * Every sink is `posthog.capture('s')`, and nothing stops its event.
 */
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

/** Reached for certain: the captured event comes back to the same call. */
const reached: Readonly<Record<string, string>> = {
  'replace callback': `
export async function onEvent(event, meta) {  'aaa'.replace(/a/g, () => posthog.capture('s')) }`,
  'replace on event': `
export async function onEvent(event, meta) {  event.event.replace(/s/g, () => posthog.capture('s')) }`,
  'defineProperty getter': `
const o = {}; Object.defineProperty(o, 'x', { get() { posthog.capture('s'); return 1 } });
export async function onEvent(event, meta) {  o.x }`,
  'defineProperty value fn': `
const o = {}; Object.defineProperty(o, 'x', { value() { posthog.capture('s') } });
export async function onEvent(event, meta) {  o.x() }`,
  defineProperties: `
const o = {}; Object.defineProperties(o, { x: { value: () => posthog.capture('s') } });
export async function onEvent(event, meta) {  o.x() }`,
  setter: `
const o = { set x(v) { posthog.capture('s') } };
export async function onEvent(event, meta) {  o.x = 1 }`,
  'Object.create proto': `
const p = { run() { posthog.capture('s') } };
const o = Object.create(p);
export async function onEvent(event, meta) {  o.run() }`,
  'Object.create descriptors': `
const o = Object.create(null, { run: { value: () => posthog.capture('s') } });
export async function onEvent(event, meta) {  o.run() }`,
  'Object.setPrototypeOf': `
const p = { run() { posthog.capture('s') } };
const o = {}; Object.setPrototypeOf(o, p);
export async function onEvent(event, meta) {  o.run() }`,
  '__proto__ literal': `
const o = { __proto__: { run() { posthog.capture('s') } } };
export async function onEvent(event, meta) {  o.run() }`,
  'prototype assign': `
function A() {} A.prototype.run = function () { posthog.capture('s') };
export async function onEvent(event, meta) {  new A().run() }`,
  'prototype object': `
function A() {} A.prototype = { run() { posthog.capture('s') } };
export async function onEvent(event, meta) {  new A().run() }`,
  'util.inherits style': `
function A() {} A.prototype.run = function () { posthog.capture('s') };
function B() { A.call(this) } B.prototype = Object.create(A.prototype); B.prototype.constructor = B;
export async function onEvent(event, meta) {  new B().run() }`,
  'Symbol.iterator': `
const it = { *[Symbol.iterator]() { posthog.capture('s'); yield 1 } };
export async function onEvent(event, meta) {  for (const x of it); }`,
  'manual iterator': `
const it = { [Symbol.iterator]() { return { next() { posthog.capture('s'); return { done: true } } } } };
export async function onEvent(event, meta) {  for (const x of it); }`,
  'spread iterator': `
const it = { [Symbol.iterator]() { return { next() { posthog.capture('s'); return { done: true } } } } };
export async function onEvent(event, meta) {  return [...it] }`,
  'async iterator': `
const it = { async *[Symbol.asyncIterator]() { await posthog.capture('s'); yield 1 } };
export async function onEvent(event, meta) {  for await (const x of it); }`,
  'toString coercion': `
const o = { toString() { posthog.capture('s'); return '' } };
export async function onEvent(event, meta) {  return \`\${o}\` }`,
  'valueOf coercion': `
const o = { valueOf() { posthog.capture('s'); return 1 } };
export async function onEvent(event, meta) {  return o + 1 }`,
  toPrimitive: `
const o = { [Symbol.toPrimitive]() { posthog.capture('s'); return 1 } };
export async function onEvent(event, meta) {  return +o }`,
  toJSON: `
const o = { toJSON() { posthog.capture('s'); return 1 } };
export async function onEvent(event, meta) {  return JSON.stringify(o) }`,
  thenable: `
const t = { then(ok) { posthog.capture('s'); ok() } };
export async function onEvent(event, meta) {  await t }`,
  'Proxy get': `
const p = new Proxy({}, { get(t, k) { return () => posthog.capture('s') } });
export async function onEvent(event, meta) {  p.any() }`,
  'Proxy apply': `
const p = new Proxy(() => {}, { apply() { posthog.capture('s') } });
export async function onEvent(event, meta) {  p() }`,
  'Proxy passthrough': `
const p = new Proxy({ run: () => posthog.capture('s') }, {});
export async function onEvent(event, meta) {  p.run() }`,
  'Reflect.apply': `
const f = () => posthog.capture('s');
export async function onEvent(event, meta) {  Reflect.apply(f, null, []) }`,
  'Reflect.construct': `
class A { constructor() { posthog.capture('s') } };
export async function onEvent(event, meta) {  Reflect.construct(A, []) }`,
  'Reflect.get': `
const o = { run: () => posthog.capture('s') };
export async function onEvent(event, meta) {  Reflect.get(o, 'run')() }`,
  'call.call': `
const f = () => posthog.capture('s');
export async function onEvent(event, meta) {  Function.prototype.call.call(f, null) }`,
  uncurryThis: `
const call = Function.prototype.call.bind(function () { posthog.capture('s') });
export async function onEvent(event, meta) {  call(null) }`,
  'bind new': `
class A { constructor() { posthog.capture('s') } } const B = A.bind(null);
export async function onEvent(event, meta) {  new B() }`,
  mixin: `
const M = (Base) => class extends Base { run() { posthog.capture('s') } };
class A {} ;
const X = M(A);
export async function onEvent(event, meta) {  new X().run() }`,
  'super call': `
class A { run() { posthog.capture('s') } } class B extends A { run() { super.run() } } export async function onEvent(event, meta) {  new B().run() }`,
  'static method inherit': `
class A { static run() { posthog.capture('s') } } class B extends A {} export async function onEvent(event, meta) {  B.run() }`,
  'private method': `
class A { #go() { posthog.capture('s') } run() { this.#go() } } export async function onEvent(event, meta) {  new A().run() }`,
  'static block': `
class A { static f; static { A.f = () => posthog.capture('s') } } export async function onEvent(event, meta) {  A.f() }`,
  'field arrow': `
class A { run = () => posthog.capture('s') } export async function onEvent(event, meta) {  new A().run() }`,
  'accessor getter class': `
class A { get run() { return () => posthog.capture('s') } } export async function onEvent(event, meta) {  new A().run() }`,
  'template method': `
class A { go() { this.step() } step() {} } class B extends A { step() { posthog.capture('s') } } export async function onEvent(event, meta) {  new B().go() }`,
  'new.target ctor': `
class A { constructor() { new.target.make() } } class B extends A { static make() { posthog.capture('s') } } export async function onEvent(event, meta) {  new B() }`,
  'Array.from mapper': `
export async function onEvent(event, meta) {  Array.from([1], () => posthog.capture('s')) }`,
  'Array.from length': `
export async function onEvent(event, meta) {  Array.from({ length: 3 }, () => posthog.capture('s')) }`,
  'map thisArg': `
export async function onEvent(event, meta) {  [1].map(function () { this.go() }, { go() { posthog.capture('s') } }) }`,
  'JSON reviver': `
export async function onEvent(event, meta) {  JSON.parse('{"a":1}', () => { posthog.capture('s') }) }`,
  'sort comparator': `
export async function onEvent(event, meta) {  [2, 1].sort(() => { posthog.capture('s'); return 0 }) }`,
  'Promise.race': `
export async function onEvent(event, meta) {  await Promise.race([posthog.capture('s')]) }`,
  'Promise.allSettled map': `
export async function onEvent(event, meta) {  await Promise.allSettled([1,2].map(async () => posthog.capture('s'))) }`,
  finally: `
export async function onEvent(event, meta) {  await fetch('https://x.example').finally(() => posthog.capture('s')) }`,
  'new Promise executor': `
export async function onEvent(event, meta) {  await new Promise((ok) => { posthog.capture('s'); ok() }) }`,
  'promise resolve callback value': `
export async function onEvent(event, meta) {  const f = await new Promise((ok) => ok(() => posthog.capture('s'))); f() }`,
  'yield*': `
function* a() { yield () => posthog.capture('s') } function* b() { yield* a() } export async function onEvent(event, meta) {  for (const f of b()) f() }`,
  'generator return value': `
function* g() { return () => posthog.capture('s') } export async function onEvent(event, meta) {  g().next().value() }`,
  'co runner': `
function run(gen) { const it = gen(); let r = it.next(); while (!r.done) r = it.next(r.value) } export async function onEvent(event, meta) {  run(function* () { yield 1; posthog.capture('s') }) }`,
  arguments: `
function call() { arguments[0]() } export async function onEvent(event, meta) {  call(() => posthog.capture('s')) }`,
  'arguments spread': `
function call() { return ((f) => f())(...arguments) } export async function onEvent(event, meta) {  call(() => posthog.capture('s')) }`,
  'rest apply': `
function call(f, ...rest) { f.apply(null, rest) } export async function onEvent(event, meta) {  call((g) => g(), () => posthog.capture('s')) }`,
  'nested destructure default': `
function f({ a: { run = () => posthog.capture('s') } = {} } = {}) { run() } export async function onEvent(event, meta) {  f() }`,
  'array destructure swap': `
let a = () => {}, b = () => posthog.capture('s'); [a, b] = [b, a];
export async function onEvent(event, meta) {  a() }`,
  'optional call': `
const o = { run: () => posthog.capture('s') };
export async function onEvent(event, meta) {  o?.run?.() }`,
  computed: `
const k = 'ru' + 'n';
const o = { [k]: () => posthog.capture('s') };
export async function onEvent(event, meta) {  o.run() }`,
  WeakMap: `
const k = {};
const m = new WeakMap([[k, () => posthog.capture('s')]]);
export async function onEvent(event, meta) {  m.get(k)() }`,
  'Map forEach': `
const m = new Map([['a', () => posthog.capture('s')]]);
export async function onEvent(event, meta) {  m.forEach((f) => f()) }`,
  'Map chain set': `
const m = new Map().set('a', () => posthog.capture('s'));
export async function onEvent(event, meta) {  for (const [, f] of m) f() }`,
  emitter: `
class E { #l = {}; on(n, f) { (this.#l[n] ??= []).push(f) } emit(n, ...a) { for (const f of this.#l[n] ?? []) f(...a) } } const e = new E(); e.on('x', () => posthog.capture('s'));
export async function onEvent(event, meta) {  e.emit('x') }`,
  'koa compose': `
const compose = (ms) => (ctx) => { const d = (i) => ms[i] ? ms[i](ctx, () => d(i + 1)) : undefined; return d(0) };
const app = compose([(c, n) => n(), () => posthog.capture('s')]);
export async function onEvent(event, meta) {  app(event) }`,
  'reduce pipe': `
const pipe = (...fs) => (x) => fs.reduce((v, f) => f(v), x);
const run = pipe((x) => x, (x) => { posthog.capture('s'); return x });
export async function onEvent(event, meta) {  run(event) }`,
  'reduceRight compose': `
const c = (...fs) => fs.reduceRight((g, f) => (x) => f(g(x)), (x) => x);
export async function onEvent(event, meta) {  c((x) => posthog.capture('s'))(1) }`,
  curry: `
const curry = (f) => function c(...a) { return a.length >= f.length ? f(...a) : (...b) => c(...a, ...b) };
const g = curry((a, b) => posthog.capture(a + b));
export async function onEvent(event, meta) {  g('x')('y') }`,
  'Y combinator': `
const Y = (f) => ((x) => x(x))((x) => f((y) => x(x)(y)));
export async function onEvent(event, meta) {  Y((self) => (n) => n ? self(n - 1) : posthog.capture('s'))(3) }`,
  trampoline: `
const t = (f) => { while (typeof f === 'function') f = f(); return f };
export async function onEvent(event, meta) {  t(() => () => { posthog.capture('s') }) }`,
  CPS: `
const a = (k) => k(1);
export async function onEvent(event, meta) {  a((x) => a((y) => posthog.capture('s'))) }`,
  church: `
const T = (a) => (b) => a;
const F = (a) => (b) => b;
export async function onEvent(event, meta) {  T(() => posthog.capture('s'))(() => {})() }`,
  'Object.assign methods': `
const o = Object.assign({}, { run: () => posthog.capture('s') });
export async function onEvent(event, meta) {  o.run() }`,
  fromEntries: `
const h = Object.fromEntries([['a', () => posthog.capture('s')]]);
export async function onEvent(event, meta) {  h.a() }`,
  'class expr returned': `
const make = () => class { run() { posthog.capture('s') } };
export async function onEvent(event, meta) {  new (make())().run() }`,
  'IIFE module': `
const m = (function () { function go() { posthog.capture('s') } return { go } })();
export async function onEvent(event, meta) {  m.go() }`,
  'closure loop': `
const fs = []; for (let i = 0; i < 3; i++) fs.push(() => posthog.capture('s' + i));
export async function onEvent(event, meta) {  fs[1]() }`,
  'comma callee': `
const o = { run() { posthog.capture('s') } };
export async function onEvent(event, meta) {  (0, o.run)() }`,
  tag: `
const tag = (s, ...v) => v.forEach((f) => f());
export async function onEvent(event, meta) {  tag\`\${() => posthog.capture('s')}\` }`,
  visitor: `
class N { accept(v) { return v['visit' + this.constructor.name](this) } } class Leaf extends N {} export async function onEvent(event, meta) {  new Leaf().accept({ visitLeaf() { posthog.capture('s') } }) }`,
  'di container': `
class C { f = new Map(); reg(k, f) { this.f.set(k, f); return this } get(k) { return this.f.get(k)(this) } } const c = new C().reg('t', () => ({ go: () => posthog.capture('s') }));
export async function onEvent(event, meta) {  c.get('t').go() }`,
  'linked list': `
let l = null; l = { f: () => posthog.capture('s'), next: l }; l = { f: () => {}, next: l };
export async function onEvent(event, meta) {  for (let n = l; n; n = n.next) n.f() }`,
  'queue worker': `
const q = [];
const add = (f) => q.push(f);
const drain = async () => { while (q.length) await q.shift()() };
export async function onEvent(event, meta) {  add(() => posthog.capture('s')); await drain() }`,
  'alias global': `
const p = globalThis.posthog;
export async function onEvent(event, meta) {  p.capture('s') }`,
  'alias global idx': `
export async function onEvent(event, meta) {  globalThis['posthog']['capture']('s') }`,
  'destructured nested': `
const { capture: c } = posthog;
const { api: { post } } = posthog;
export async function onEvent(event, meta) {  c('s') }`,
  'bound capture': `
const c = posthog.capture.bind(posthog);
export async function onEvent(event, meta) {  c('s') }`,
  'capture passed': `
const run = (f, ...a) => f(...a);
export async function onEvent(event, meta) {  run(posthog.capture, 's') }`,
  'posthog passed': `
const send = (client) => client.capture('s');
export async function onEvent(event, meta) {  send(posthog) }`,
  'wrapped posthog class': `
class T { constructor(c) { this.c = c } go() { this.c.capture('s') } } const t = new T(posthog);
export async function onEvent(event, meta) {  t.go() }`,
  'spread posthog': `
const p = { ...posthog };
export async function onEvent(event, meta) {  p.capture('s') }`,
  'forEach capture direct': `
export async function onEvent(event, meta) {  ['a','b'].forEach(posthog.capture) }`,
  'map capture promise all': `
export async function onEvent(event, meta) {  await Promise.all(['a','b'].map((n) => posthog.capture(n))) }`,
  'method via array': `
const [, go] = [1, () => posthog.capture('s')];
export async function onEvent(event, meta) {  go() }`,
  'logical assign': `
let f;
export async function onEvent(event, meta) {  f ??= () => posthog.capture('s'); f() }`,
  'in-handler class': `
export async function onEvent(event, meta) {  class A { go() { posthog.capture('s') } } new A().go() }`,
  'callback in object param': `
const req = ({ onDone }) => onDone();
export async function onEvent(event, meta) {  req({ onDone: () => posthog.capture('s') }) }`,
  'error callback node style': `
const read = (cb) => cb(null, 1);
export async function onEvent(event, meta) {  read((e, v) => { if (e) return; posthog.capture('s') }) }`,
  'catch param rethrow': `
function risky() { throw new Error('x') } export async function onEvent(event, meta) {  try { risky() } catch (e) { posthog.capture('s') } }`,
  'throw function value': `
export async function onEvent(event, meta) {  try { throw () => posthog.capture('s') } catch (f) { f() } }`,
  'string dispatch': `
const t = { doA() { posthog.capture('s') } };
export async function onEvent(event, meta) {  t['do' + 'A']() }`,
  'Object.values': `
export async function onEvent(event, meta) {  Object.values({ a: () => posthog.capture('s') }).forEach((f) => f()) }`,
  'Array concat flat': `
export async function onEvent(event, meta) {  [[() => posthog.capture('s')]].flat().concat([]).forEach((f) => f()) }`,
  'filter(Boolean)': `
export async function onEvent(event, meta) {  [null, () => posthog.capture('s')].filter(Boolean).forEach((f) => f()) }`,
  'at/pop/shift': `
export async function onEvent(event, meta) {  [() => posthog.capture('s')].at(-1)() }`,
  splice: `
const l = [() => posthog.capture('s')];
export async function onEvent(event, meta) {  l.splice(0, 1)[0]() }`,
  'async generator pipeline': `
async function* src() { yield () => posthog.capture('s') } async function* mapG(g) { for await (const x of g) yield x } export async function onEvent(event, meta) {  for await (const f of mapG(src())) await f() }`,
  'await in args': `
const id = async (x) => x;
export async function onEvent(event, meta) {  (await id(() => posthog.capture('s')))() }`,
  'queueMicrotask-like': `
export async function onEvent(event, meta) {  Promise.resolve().then(() => posthog.capture('s')) }`,
  'singleton lazy': `
let inst;
const get = () => inst || (inst = { go: () => posthog.capture('s') });
export async function onEvent(event, meta) {  get().go() }`,
  'decorator fn': `
const logged = (f) => (...a) => { console.log('x'); return f(...a) };
const go = logged(() => posthog.capture('s'));
export async function onEvent(event, meta) {  go() }`,
  'decorator class TS': `
function logged(t, k, d) { const f = d.value; d.value = function (...a) { return f.apply(this, a) }; return d } class A { go() { posthog.capture('s') } } Object.defineProperty(A.prototype, 'go', logged(A.prototype, 'go', Object.getOwnPropertyDescriptor(A.prototype, 'go')));
export async function onEvent(event, meta) {  new A().go() }`,
  'iter helpers': `
export async function onEvent(event, meta) {  [1].values().map(() => posthog.capture('s')).toArray() }`,
  'Symbol key': `
const k = Symbol('k');
const o = { [k]() { posthog.capture('s') } };
export async function onEvent(event, meta) {  o[k]() }`,
  'enum-like': `
const Kind = Object.freeze({ A: 'a' });
const t = { [Kind.A]: () => posthog.capture('s') };
export async function onEvent(event, meta) {  t[Kind.A]() }`,
  'getter returns global': `
const deps = { get ph() { return posthog } };
export async function onEvent(event, meta) {  deps.ph.capture('s') }`,
  'setupPlugin global': `
export function setupPlugin({ global }) { global.send = (n) => posthog.capture(n) } export async function onEvent(event, meta) {  meta.global.send('s') }`,
  'setupPlugin global class': `
class T { send() { posthog.capture('s') } } export function setupPlugin({ global }) { global.t = new T() } export async function onEvent(event, meta) {  meta.global.t.send() }`,
  'async iife': `
export async function onEvent(event, meta) {  (async () => { await posthog.capture('s') })() }`,
  'void/await op': `
export async function onEvent(event, meta) {  void posthog.capture('s') }`,
  'nullish callee': `
const alt = null;
export async function onEvent(event, meta) {  (alt ?? posthog.capture)('s') }`,
};

/** Reached, but what decides is not in the code. */
const perhapsReached: Readonly<Record<string, string>> = {
  'then second arg': `
export async function onEvent(event, meta) {  await fetch('https://x.example').then(null, () => posthog.capture('s')) }`,
  'generator next': `
function* g() { const f = yield; f() } export async function onEvent(event, meta) {  const i = g(); i.next(); i.next(() => posthog.capture('s')) }`,
  WeakRef: `
const r = new WeakRef({ run: () => posthog.capture('s') });
export async function onEvent(event, meta) {  r.deref().run() }`,
  once: `
const once = (f) => { let done = false, v; return (...a) => done ? v : (done = true, v = f(...a)) };
const g = once(() => posthog.capture('s'));
export async function onEvent(event, meta) {  g() }`,
  memoize: `
const memo = (f) => { const c = new Map(); return (k) => { if (!c.has(k)) c.set(k, f(k)); return c.get(k) } };
const g = memo((k) => posthog.capture('s'));
export async function onEvent(event, meta) {  g(event.distinct_id) }`,
};

const notReached: Readonly<Record<string, string>> = {
  'emitter other name': `
class E { #l = {}; on(n, f) { (this.#l[n] ??= []).push(f) } emit(n, ...a) { for (const f of this.#l[n] ?? []) f(...a) } } const e = new E(); e.on('y', () => posthog.capture('s'));
export async function onEvent(event, meta) {  e.emit('x') }`,
  'church false': `
const T = (a) => (b) => a;
const F = (a) => (b) => b;
export async function onEvent(event, meta) {  F(() => posthog.capture('s'))(() => {})() }`,
  'label continue': `
export async function onEvent(event, meta) {  outer: for (const a of [1]) { for (const b of [1]) { if (b) continue outer } posthog.capture('s') } }`,
  'unreached else': `
const x = 1;
export async function onEvent(event, meta) {  if (x === 1) return; posthog.capture('s') }`,
  'error callback not': `
const read = (cb) => cb(null, 1);
export async function onEvent(event, meta) {  read((e, v) => { if (e) posthog.capture('s') }) }`,
};

/** What builds make of an app: its calls are the same ones, in another form. */
const builds: Readonly<Record<string, (text: string) => string>> = {
  'as TypeScript writes it for ES2017': (text) =>
    ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.CommonJS },
    }).outputText,
  'as TypeScript writes it for ES2015': (text) =>
    ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS },
    }).outputText,
  'as esbuild writes it': (text) => transformSync(text, { format: 'cjs', target: 'es2020' }).code,
  minified: (text) => transformSync(text, { format: 'cjs', target: 'es2020', minify: true }).code,
};

/** Needs the name of a class, which is not the same after it. */
const needsNames = 'visitor';

function grades(text: string): readonly (string | null)[] {
  return findingsIn(text, { endingLoops: 'information' }).flatMap(({ rule, grade }) =>
    rule === 'posthog-apps/event-loop' ? [grade] : [],
  );
}

describe('a sink is reached for certain by', () => {
  for (const [title, text] of Object.entries(reached))
    it(title, () => expect(new Set(grades(text))).toEqual(new Set(['loops'])));
});

describe('a sink is perhaps reached by', () => {
  for (const [title, text] of Object.entries(perhapsReached))
    it(title, () => expect(grades(text)).toEqual(['may-loop']));
});

describe('a sink is not reached by', () => {
  for (const [title, text] of Object.entries(notReached)) it(title, () => expect(grades(text)).toEqual([]));
});

describe.each(Object.entries(builds))('%s', (build, compile) => {
  for (const [title, text] of Object.entries({ ...reached, ...perhapsReached })) {
    if (build === 'minified' && title === needsNames) continue;
    it(`${title} is found`, () => {
      const found = grades(compile(text));
      expect(found.length).toBeGreaterThan(0);
      expect(found).not.toContain('ends');
    });
  }
  for (const [title, text] of Object.entries(notReached))
    it(`${title} is not`, () => expect(grades(compile(text))).toEqual([]));
});
