/** What the language itself does with objects, lists and classes, and how far calls and recursions are followed. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const capture = `posthog.capture('x')`;
const asEvent = (body: string, before = ''): string => `${before} export function onEvent(e) { ${body} }`;
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const isPlain = `const isPlain = (v) => v && v.constructor === Object;`;

const loops: Readonly<Record<string, string>> = {
  'a function in an object made with new Object()': asEvent(
    `o.send()`,
    `const o = new Object(); o.send = () => ${capture};`,
  ),
  'an object whose constructor is Object': asEvent(`if (isPlain({ a: 1 })) ${capture}`, isPlain),
  'a list whose constructor is Array': asEvent(`if ([].constructor === Array) ${capture}`),
  'an object that is one of Object': asEvent(`if ({} instanceof Object) ${capture}`),
  'an instance that is one of Object': asEvent(`if (new A() instanceof Object) ${capture}`, `class A {}`),
  'a class that extends a function': asEvent(`new D()`, `function A() { ${capture} } class D extends A {}`),
  'a field of a function that is extended': asEvent(
    `new D(() => ${capture}).f()`,
    `function A(f) { this.f = f } class D extends A {}`,
  ),
  'super of a function that is extended': asEvent(
    `new D().send()`,
    `function A(f) { this.f = f } A.prototype.send = function () { this.f() }; class D extends A { constructor() { super(() => ${capture}) } }`,
  ),
  'a list that is cut off': asEvent(`const l = [1, 2, 3]; l.length = 2; for (const n of l) ${capture}`),
  'lists three deep': asEvent(`[[[() => ${capture}]]].flat(2)[0]()`),
  'lists of any depth': asEvent(`for (const f of [[[[() => ${capture}]]]].flat(Infinity)) f()`),
  'toJSON in a list': asEvent(`return JSON.stringify([{ toJSON() { ${capture}; return 1 } }])`),
  'the last of many registrations': asEvent(
    `handlers[e.event]?.(e)`,
    `const handlers = {}; const on = (n, f) => { handlers[n] = f }; ${times(60, (n) => `on('event ${n}', () => {});`)} on('x', () => ${capture});`,
  ),
  'the last of many calls of a helper': asEvent(
    `${times(60, (n) => `attempt(() => ${n});`)} attempt(() => ${capture})`,
    `const attempt = (f) => { f() };`,
  ),
};

/** Reached, with a condition that is not decided. */
const seen: Readonly<Record<string, string>> = {
  'a list of keys that is cut off': asEvent(
    `const l = Object.keys(e.properties); l.length = 3; for (const k of l) ${capture}`,
  ),
  'the end of a list in a recursion': asEvent(
    `run(['a', 'b', 'c', 'd', 'e', 'f', 'g'])`,
    `function run(todo) { if (todo.length === 0) { ${capture}; return } run(todo.slice(1)) }`,
  ),
  'the end of a chain in a recursion': asEvent(
    `walk({ next: { next: { next: { next: { next: { next: { next: null } } } } } } })`,
    `function walk(n) { if (n.next) walk(n.next); else ${capture} }`,
  ),
};

const silent: Readonly<Record<string, string>> = {
  'an instance whose constructor is another': asEvent(
    `if (isPlain(new A())) ${capture}`,
    `${isPlain} class A {}`,
  ),
  'a list that is no plain object': asEvent(`if (isPlain([])) ${capture}`, isPlain),
  'a text that is no object': asEvent(`if ('a' instanceof Object) ${capture}`),
  'a list that is emptied': asEvent(`const l = [1, 2, 3]; l.length = 0; for (const n of l) ${capture}`),
  'what was cut off': asEvent(`const l = [() => {}, () => ${capture}]; l.length = 1; for (const f of l) f()`),
  'a function that a class extends which nobody makes': asEvent(
    `function A() { ${capture} } class B {} class D extends A {} new B()`,
  ),
};

/** A guard that holds in all of them. */
const ends: Readonly<Record<string, string>> = {
  'a guard in what a recursion is given on': asEvent(
    `run({ own: new Set(['x']) }, 0)`,
    `function run(ctx, n) { if (ctx.own.has(e0)) return; if (n < maybe) run(ctx, n + 1); else ${capture} } let e0; const maybe = Math.random() * 9;`,
  ).replace('{ run(', '{ e0 = e.event; run('),
};

describe('what the language does with values', () => {
  it.each(Object.entries(loops))('%s: loops', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['loops']);
  });

  it.each(Object.entries(seen))('%s: seen', (_, source) => {
    expect(loopGradesIn(source)).toEqual([expect.stringMatching(/loops?$/)]);
  });

  it.each(Object.entries(silent))('%s: silent', (_, source) => {
    expect(loopGradesIn(source)).toEqual([]);
  });

  it.each(Object.entries(ends))('%s: ends', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['ends']);
  });
});

describe('a symbol says of itself what it was made with', () => {
  const app = (name: string): string =>
    `export const onEvent = (event) => { if (${name} === event.event) return; posthog.capture('x') }`;

  it.each([
    'Symbol.for(event.event).description',
    "Symbol('x').description",
    "Symbol('x').toString().slice(7, -1)",
    "String(Symbol('x')).slice(7, -1)",
  ])('%s', (name) => {
    expect(loopGradesIn(app(name))).toEqual(['ends']);
    expect(loopGradesIn(app(name.replaceAll('x', 'y').replace('event.event', "'y'")))).toEqual(['loops']);
  });

  it.each(['Symbol.keyFor(Symbol.for(event.event))', 'Symbol(event.properties.name).description'])(
    'but not %s',
    (name) => {
      expect(loopGradesIn(app(name))).toEqual(['may-loop']);
    },
  );
});
