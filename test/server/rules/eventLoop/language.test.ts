/**
 * What the language does between the lines: when a generator begins, where the error of a promise goes, what is called to
 * compare, to sort or to write JSON. Each app has one sink; the pairs show on what the grade depends.
 */
import { describe, expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

const capture = `posthog.capture('x')`;

/** The captured event comes back to the same call. */
const loops: Readonly<Record<string, string>> = {
  'a method of the third argument of Reflect.construct': `class A { constructor() { this.go() } } class B extends A { go() { ${capture} } } export function onEvent(e) { Reflect.construct(A, [], B) }`,
  'a method of the third argument of Reflect.construct, for a plain function': `function A() { this.go() } class B { go() { ${capture} } } export function onEvent(e) { Reflect.construct(A, [], B) }`,
  'the second match of a pattern': `export function onEvent(e) { const r = /(\\w+)=/g; let m; while ((m = r.exec('a=1 b=2'))) if (m[1] === 'b') ${capture} }`,
  'the end of a generator that a loop may go on with': `function* g() { yield 1; ${capture} } export function onEvent(e) { for (const v of g()) { if (v > 3) break } }`,
  'a constant that gets another value in a try': `const count = 0; export function onEvent(e) { try { count += 1 } catch {} ${capture} }`,
  'a constant that ??= leaves alone': `const count = 0; export function onEvent(e) { count ??= 1; ${capture} }`,
  'a variable of the same name as a constant': `const count = 0; export function onEvent(e) { for (let count = 0; count < 3; count++) ${capture} }`,
  'a class that gets another value outside of it': `class Sent {} export function onEvent(e) { Sent = null; ${capture} }`,
  'what a promise catches of a constant that gets another value': `const count = 0; const add = async () => { count = 1 }; export function onEvent(e) { return add().catch(() => ${capture}) }`,
  'a marker that an event may lack': `export function onEvent(e) { if ('plan' in e.properties) return; posthog.capture('x', { plan: e.$set?.plan }) }`,
  'what follows one of two promises, of which one is kept later': `const waiting = []; const never = () => {}; const later = (ok) => { waiting.push(ok) }; export async function onEvent(e) { await new Promise(e.properties.a ? never : later); ${capture} }`,
  'a function that makes its object with or without new': `function T() { if (!(this instanceof T)) return new T(); this.send = () => ${capture} } export function onEvent(e) { T().send() }`,
  'a counter that is compared with a text': `export function onEvent(e) { const n = e.properties.n ?? 0; if (n === '3') return; posthog.capture('x', { n: n + 1 }) }`,
  'a name that is put wrong again and again': `export function onEvent(e) { let n = e.event; if (!n.startsWith('app_')) n = \`web_\${n}\`; if (n === e.event) return; posthog.capture(n) }`,
  'names that change places': `export function onEvent(e) { const n = e.event === 'a' ? 'b' : e.event === 'b' ? 'a' : e.event; if (n !== e.event) posthog.capture(n) }`,
  'descriptors of another object': `const o = Object.defineProperties({}, Object.getOwnPropertyDescriptors({ send: () => ${capture} })); export function onEvent(e) { o.send() }`,
  'descriptors of another object, with a getter': `class K {} Object.defineProperties(K.prototype, Object.getOwnPropertyDescriptors({ get sent() { return ${capture} } })); export function onEvent(e) { return new K().sent }`,
  'a setter of a descriptor': `const o = { set sent(value) { ${capture} } }; export function onEvent(e) { Object.getOwnPropertyDescriptor(o, 'sent').set.call(o, 1) }`,
  'a generator that is walked through': `function* g() { ${capture}; yield 1 } export function onEvent(e) { for (const v of g()) console.log(v) }`,
  'a generator that is asked for its first value': `function* g() { ${capture}; yield 1 } export function onEvent(e) { g().next() }`,
  'a generator that another one goes through': `function* a() { ${capture}; yield 1 } function* b() { yield* a() } export function onEvent(e) { return [...b()] }`,
  'an iterator method that is walked through': `class T { *[Symbol.iterator]() { ${capture}; yield 1 } } export function onEvent(e) { return [...new T()] }`,
  'what follows catch, after an error that is for the own event': `export function onEvent(e) { return Promise.resolve(e).then((e) => { if (e.event === 'x') throw new Error('own') }).catch(() => {}).then(() => ${capture}) }`,
  'the second function of then': `const refuse = async () => { throw new Error('a') }; export function onEvent(e) { return refuse().then(() => {}, () => ${capture}) }`,
  'finally, whatever came before': `const guard = async (e) => { if (e.event === 'x') throw new Error('own') }; export async function onEvent(e) { await guard(e).finally(() => ${capture}).catch(() => {}) }`,
  'what begins together with what fails': `const guard = async (e) => { if (e.event === 'x') throw new Error('own') }; export async function onEvent(e) { await Promise.all([guard(e), ${capture}]) }`,
  'what follows allSettled': `const guard = async (e) => { if (e.event === 'x') throw new Error('own') }; export async function onEvent(e) { await Promise.allSettled([guard(e)]); ${capture} }`,
  'a thenable that is returned': `const lazy = { then(resolve) { ${capture}; resolve() } }; export async function onEvent(e) { return lazy }`,
  'a promise in a field, compared with true': `const isMine = async (e) => e.event === 'x'; export async function onEvent(e) { const mine = { ok: isMine(e) }; if (mine.ok === true) return; ${capture} }`,
  'a member of a promise': `const check = async (e) => ({ own: e.event === 'x' }); export async function onEvent(e) { const { own } = check(e); if (own) return; ${capture} }`,
  'a promise in a text': `const name = async () => 'x'; export async function onEvent(e) { if (e.event === \`\${name()}\`) return; ${capture} }`,
  'what stands in catch behind a member of what the captured event lacks': `export function onEvent(e) { try { console.log(e.properties.order.total) } catch { ${capture} } }`,
  'a member of what the captured event lacks, asked for with a question mark': `export function onEvent(e) { const url = e.properties.$current_url?.replace('a', ''); posthog.capture('x', { url }) }`,
  'a member of what the captured event lacks, where the error is caught': `export function onEvent(e) { let url; try { url = e.properties.$current_url.replace('a', '') } catch {} posthog.capture('x', { url }) }`,
  'a generator that is asked twice, for what stands behind its first value': `function* g() { yield 1; ${capture} } export function onEvent(e) { const i = g(); i.next(); i.next() }`,
  'a generator that is asked until it is done': `function* g() { yield 1; yield 2; yield 3; yield 4; ${capture} } export function onEvent(e) { const i = g(); for (let r = i.next(); !r.done; r = i.next()) console.log(r.value) }`,
  'a generator that is taken apart with a rest': `function* g() { yield 1; ${capture} } export function onEvent(e) { const [first, ...rest] = g(); return rest }`,
  'the end of a generator that is left': `function* g() { try { yield 1 } finally { ${capture} } } export function onEvent(e) { const [first] = g(); return first }`,
  'a pattern that replaces by itself': `const pattern = { [Symbol.replace](text) { ${capture}; return text } }; export function onEvent(e) { e.event.replace(pattern, '') }`,
  'a pattern that splits a known text by itself': `const pattern = { [Symbol.split](text) { ${capture}; return [] } }; export function onEvent(e) { 'a'.split(pattern) }`,
  'a marker that is not enumerable': `export function onEvent(e) { if (e.properties.own) return; const p = {}; Object.defineProperty(p, 'own', { value: true }); posthog.capture('x', p) }`,
  toJSON: `class T { toJSON() { ${capture}; return {} } } export function onEvent(e) { console.log(JSON.stringify({ t: new T() })) }`,
  'a getter in JSON': `const o = { get now() { ${capture}; return 1 } }; export function onEvent(e) { console.log(JSON.stringify(o)) }`,
  'a setter of what is assigned to': `const o = { set level(v) { ${capture} } }; export function onEvent(e) { Object.assign(o, { level: 2 }) }`,
  'an order without a function': `const items = [{ toString() { ${capture}; return 'a' } }, { toString: () => 'b' }]; export function onEvent(e) { return [...items].sort() }`,
  'a list that becomes a text': `const items = [{ toString() { ${capture}; return 'a' } }]; export function onEvent(e) { return items.join() }`,
  'a value that becomes a number': `const n = { valueOf() { ${capture}; return 1 } }; export function onEvent(e) { return Math.max(1, n) }`,
  'a value that is compared with ==': `const n = { valueOf() { ${capture}; return 1 } }; export function onEvent(e) { return n == 1 }`,
  'instanceof of the app itself': `class T { static [Symbol.hasInstance](e) { ${capture}; return true } } export function onEvent(e) { return e instanceof T }`,
  'in, of a Proxy': `const p = new Proxy({}, { has() { ${capture}; return true } }); export function onEvent(e) { return 'a' in p }`,
  'delete, of a Proxy': `const p = new Proxy({ a: 1 }, { deleteProperty() { ${capture}; return true } }); export function onEvent(e) { delete p.a }`,
  'keys, of a Proxy': `const p = new Proxy({}, { ownKeys() { ${capture}; return [] } }); export function onEvent(e) { return Object.keys(p) }`,
  'a method of all texts': `String.prototype.track = function () { posthog.capture(String(this)) }; export function onEvent(e) { 'x'.track() }`,
  'a method of lists for what only looks like one': `export function onEvent(e) { Array.prototype.forEach.call({ length: 1, 0: 'x' }, (n) => posthog.capture(n)) }`,
  'a class that a decorator keeps': `const registry = []; const handler = (C, context) => { registry.push(C) }; @handler class Loud { run() { ${capture} } } export function onEvent(e) { for (const C of registry) new C().run() }`,
  'a method whose decorator calls it': `const logged = (f, context) => function () { return f.call(this) }; class App { @logged send() { ${capture} } } export function onEvent(e) { new App().send() }`,
  'a method whose decorator changes its descriptor': `const logged = (target, key, descriptor) => { const f = descriptor.value; descriptor.value = function () { return f.call(this) } }; class App { @logged send() { ${capture} } } export function onEvent(e) { new App().send() }`,
  'a marker that is undefined': `export function onEvent(e) { if ('own' in e.properties) return; posthog.capture('x', { own: undefined }) }`,
  'a marker that JSON leaves out': `export function onEvent(e) { if (e.properties.own) return; posthog.capture('x', { own: () => true }) }`,
  'a number that JSON does not know': `export function onEvent(e) { if (e.properties.n === Infinity) return; posthog.capture('x', { n: Infinity }) }`,
  'a marker that toJSON loses': `class Money { own = true; toJSON() { return 'money' } } export function onEvent(e) { if (e.properties.m?.own) return; posthog.capture('x', { m: new Money() }) }`,
  'a countdown that begins anew at zero': `export function onEvent(e) { const left = e.properties?.left || 3; if (left <= 0) return; posthog.capture('x', { left: left - 1 }) }`,
  'a counter that goes round': `export function onEvent(e) { const n = e.properties.n ?? 0; if (n > 3) return; posthog.capture('x', { n: (n + 1) % 3 }) }`,
};

/** Nothing comes to the call. */
const silent: Readonly<Record<string, string>> = {
  'a method of another class than the one that Reflect.construct builds': `class A { constructor() { this.go() } go() {} } class B extends A { go() { ${capture} } } export function onEvent(e) { Reflect.construct(A, []) }`,
  'a match that a pattern does not have': `export function onEvent(e) { const r = /(\\w+)=/g; let m; while ((m = r.exec('a=1 b=2'))) if (m[1] === 'c') ${capture} }`,
  'the rest of a generator that a loop leaves in its first turn': `function* g() { yield 1; ${capture} } export function onEvent(e) { for (const v of g()) { break } }`,
  'the rest of an asynchronous generator that a loop returns from': `async function* g() { yield 1; ${capture} } export async function onEvent(e) { for await (const v of g()) return v }`,
  'what follows a constant that gets another value': `export function onEvent(e) { const count = 0; count = count + 1; ${capture} }`,
  'what follows a constant that is counted in a loop': `const count = 0; export function onEvent(e) { for (const item of [1, 2]) count++; ${capture} }`,
  'what follows a constant of a loop that gets another value': `export function onEvent(e) { for (const i = 0; i < 3; i++) console.log(i); ${capture} }`,
  'what follows a constant in a pattern': `const { first } = { first: 1 }; export function onEvent(e) { [first] = [2]; ${capture} }`,
  'what follows ??= of a constant without a value': `const first = null; export function onEvent(e) { first ??= 2; ${capture} }`,
  'what follows an import that gets another value': `import { URL } from 'url'; export function onEvent(e) { URL = null; ${capture} }`,
  'what follows a class that gets another value in itself': `class Sent { static reset() { Sent = null } } export function onEvent(e) { Sent.reset(); ${capture} }`,
  'an iterator that is never left': `const own = (stop) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { stop(); return {} } }) }); export function onEvent(e) { for (const v of own(() => ${capture})) console.log(v) }`,
  'a getter among descriptors that nobody asks for': `class K {} export function onEvent(e) { Object.defineProperties(K.prototype, Object.getOwnPropertyDescriptors({ get sent() { return ${capture} } })); return new K().other }`,
  'a setter beside a getter that is called': `const o = { get sent() { return 1 }, set sent(value) { ${capture} } }; export function onEvent(e) { Object.getOwnPropertyDescriptor(o, 'sent').get.call(o) }`,
  'an error that the time of now cannot make': `export function onEvent(e) { try { return new Date().toISOString() } catch { ${capture} } }`,
  'what follows a promise that is never kept': `export async function onEvent(e) { await new Promise(() => {}); ${capture} }`,
  'a generator that nobody asks': `function* g() { ${capture}; yield 1 } export function onEvent(e) { g() }`,
  'a generator that is ended before it began': `function* g() { ${capture}; yield 1 } export function onEvent(e) { g().return() }`,
  'an asynchronous generator that nobody asks': `async function* pages() { await ${capture}; yield 1 } export async function onEvent(e) { console.log(pages()) }`,
  'a generator that is only yielded': `function* a() { ${capture}; yield 1 } function* b() { yield a() } export function onEvent(e) { return [...b()] }`,
  'what stands behind the only value that is asked of a generator': `function* g() { yield 1; ${capture} } export function onEvent(e) { return g().next() }`,
  'what stands behind the values that are taken out of a generator': `function* g() { yield 1; yield 2; ${capture} } export function onEvent(e) { const [a, b] = g(); return a + b }`,
  'a function that was to be put into a frozen object': `const o = Object.freeze({ go() {} }); try { o.go = () => ${capture} } catch {} export function onEvent(e) { o.go() }`,
  'what follows a refusal': `export function onEvent(e) { return Promise.reject(new Error('a')).then(() => ${capture}).catch(() => {}) }`,
  'what is given to nothing': `const o = null; export function onEvent(e) { o?.send(${capture}) }`,
  'a global that PostHog lacks, asked for': `export function onEvent(e) { if (typeof queueMicrotask === 'function') queueMicrotask(() => ${capture}) }`,
  'a method that its decorator replaces': `const off = (f, context) => function () {}; class App { @off send() { ${capture} } } export function onEvent(e) { new App().send() }`,
};

/** The captured event comes back, and stops there. */
const ends: Readonly<Record<string, string>> = {
  'a loop in a static block': `class S { static own = new Set(); static { for (const k of ['x', 'other']) S.own.add(k) } } export function onEvent(e) { if (S.own.has(e.event)) return; posthog.capture('x') }`,
  'a number that is shifted to zero': `export function onEvent(e) { const n = e.properties.n ?? 8; if (!(n > 0)) return; posthog.capture('x', { n: n >> 1 }) }`,
  'a name that is put right once': `const ensure = (s, p) => (s.startsWith(p) ? s : p + s); export function onEvent(e) { const n = ensure(e.event, 'app_'); if (n !== e.event) posthog.capture(n) }`,
  'a name out of a table, or the name itself': `const ALIASES = { signup: 'signed up', login: 'logged in' }; export function onEvent(e) { const n = ALIASES[e.event] ?? e.event; if (n !== e.event) posthog.capture(n) }`,
  'a name for one, or the name itself': `export function onEvent(e) { const n = e.event === 'a' ? 'b' : e.event; if (n !== e.event) posthog.capture(n) }`,
  'a table of tables, by a stored state': `const STATES = { new: { $pageview: 'active' }, active: { order: 'customer' } }; export async function onEvent(e, { cache }) { const next = STATES[await cache.get('s', null)]?.[e.event]; if (next) posthog.capture('became ' + next) }`,
  'a function that refuses the own event, in a chain that PostHog waits for': `const guard = (e) => (e.event === 'x' ? Promise.reject(new Error('own')) : Promise.resolve(e)); export function onEvent(e) { return guard(e).then(() => ${capture}) }`,
  'a guard behind a typed this': `class App { send = function (this: any, e: any) { if (e.event === 'x') return; ${capture} } } const app = new App(); export function onEvent(e) { app.send(e) }`,
  'an error for the own event that nothing catches': `export function onEvent(e) { return Promise.resolve(e).then((e) => { if (e.event === 'x') throw new Error('own') }).then(() => ${capture}) }`,
  'an executor that refuses the own event': `const guard = (e) => new Promise((ok, no) => { if (e.event === 'x') no(new Error('own')); else ok() }); export async function onEvent(e) { await guard(e); ${capture} }`,
  'a function that refuses the own event': `const guard = (e) => (e.event === 'x' ? Promise.reject(new Error('own')) : Promise.resolve(e)); export async function onEvent(e) { await guard(e); ${capture} }`,
  'a promise in a field that is awaited': `const isMine = async (e) => e.event === 'x'; export async function onEvent(e) { const mine = { ok: await isMine(e) }; if (mine.ok === true) return; ${capture} }`,
  'a method of all texts that asks for the name': `String.prototype.isMine = function () { return String(this) === 'x' }; export function onEvent(e) { if (e.event.isMine()) return; ${capture} }`,
  'a member of what the captured event lacks': `export function onEvent(e) { const url = e.properties.$current_url.replace('a', ''); posthog.capture('x', { url }) }`,
  'a member of a variable that the captured event lacks': `export function onEvent(e) { const { $current_url } = e.properties; posthog.capture('x', { size: $current_url.length }) }`,
  'a marker that is defined as enumerable': `export function onEvent(e) { if (e.properties.own) return; const p = {}; Object.defineProperty(p, 'own', { value: true, enumerable: true }); posthog.capture('x', p) }`,
  'a marker out of a getter': `export function onEvent(e) { if (e.properties.own) return; posthog.capture('x', { get own() { return true } }) }`,
  'a marker of properties whose class has toJSON, which PostHog does not ask': `class Marked { own = true; toJSON() { return {} } } export function onEvent(e) { if (e.properties.own) return; posthog.capture('x', new Marked()) }`,
  'a marker that toJSON makes': `class Money { toJSON() { return { own: true } } } export function onEvent(e) { if (e.properties.m?.own) return; posthog.capture('x', { m: new Money() }) }`,
  'a number that JSON makes null': `export function onEvent(e) { if (e.properties.n === null) return; posthog.capture('x', { n: NaN }) }`,
  'a countdown that ends before zero': `export function onEvent(e) { const left = e.properties?.left || 3; if (left <= 1) return; posthog.capture('x', { left: left - 1 }) }`,
  'a countdown to zero, where only nothing is replaced': `export function onEvent(e) { const left = e.properties?.left ?? 3; if (left <= 0) return; posthog.capture('x', { left: left - 1 }) }`,
};

/** Whether it comes to that, nobody can tell. */
const perhaps: Readonly<Record<string, string>> = {
  'an iterator that is left by return': `const own = (stop) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { stop(); return {} } }) }); export function onEvent(e) { for (const v of own(() => ${capture})) return v }`,
  'an iterator that is left by throw': `const own = (stop) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { stop(); return {} } }) }); export function onEvent(e) { for (const v of own(() => ${capture})) throw v }`,
  'an iterator of promises that is left by break': `const own = (stop) => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1, done: false }), return() { stop(); return {} } }) }); export async function onEvent(e) { for await (const v of own(() => ${capture})) break }`,
  'an error that is thrown into a generator': `function* g() { try { yield 1 } catch { ${capture} } } export function onEvent(e) { const i = g(); i.next(); i.throw(new Error('a')) }`,
};

it('speaks of any event where any goes round, whatever names it may have', () => {
  const [found] = findingsIn(
    `const STRICT = { pageview: '$pageview', screen: '$screen' }; export async function processEvent(e) { await posthog.capture(STRICT[e.event] ?? e.event, { ...e.properties }); return e }`,
  );
  expect(found?.message).toContain('Each event captured here');
});

describe('between the lines', () => {
  it.each(Object.entries(loops))('%s: loops', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['loops']);
  });

  it.each(Object.entries(silent))('%s: silent', (_, source) => {
    expect(loopGradesIn(source)).toEqual([]);
  });

  it.each(Object.entries(ends))('%s: ends', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['ends']);
  });

  it.each(Object.entries(perhaps))('%s: may loop', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['may-loop']);
  });
});
