/** One of several objects: what is copied of it, and what only one of them has. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string, before = ''): string =>
  `${before}\nexports.onEvent = async (event) => { const p = event.properties; ${body} }`;

/** Each makes `c` of `b`. */
const copies: readonly string[] = [
  '{ ...b }',
  '{ ...b, at: 1 }',
  '{ at: 1, ...b }',
  '{ ...p, ...b }',
  'Object.assign({}, b)',
  'Object.assign({ at: 1 }, p, b)',
  'new Copy(b)',
  '(({ at, ...rest }) => rest)(b)',
  'structuredClone({ ...b })',
];

/** Each makes `b`, of which one has `stop`. */
const choices: readonly string[] = [
  `const b = p.vip ? { n: 1 } : { stop: true };`,
  `const b = p.vip ? { stop: true } : { n: 1 };`,
  `const b = p.vip ? { ...p, n: 1 } : { ...p, stop: true };`,
  `const b = p.vip ? { ...p, stop: true } : { ...p, n: 1 };`,
  `let b; if (p.vip) b = { ...p, n: 1 }; else b = { ...p, stop: true };`,
  `const b = made(p);`,
  `const b = table[event.event]?.(p) ?? {};`,
];

const before = `
  class Copy { constructor(b) { Object.assign(this, b) } }
  function made(p) { if (p.vip) return { ...p, n: 1 }; return { ...p, stop: true } }
  const table = { offer: (p) => ({ ...p }), done: (p) => ({ ...p, stop: true }) };`;

describe.each(choices)('%s', (choice) => {
  it.each(copies)('a mark that only one has is no guard in %s', (copy) => {
    const code = app(
      `${choice} const c = ${copy}; if (!c.stop) posthog.capture('offer', { vip: p.vip })`,
      before,
    );
    const [grade, ...others] = loopGradesIn(code);
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});

describe('what all of them have', () => {
  it.each(copies)('is a guard in %s', (copy) => {
    const code = app(
      `if (p.stop) return; const b = p.vip ? { n: 1, stop: true } : { stop: true }; posthog.capture('x', ${copy})`,
      before,
    );
    expect(loopGradesIn(code)).toEqual(['ends']);
  });

  it('is one beside the properties of the event', () => {
    const code = app(
      `if (p.stop) return; const b = p.vip ? { ...p, n: 1 } : { ...p, m: 1 }; posthog.capture('x', { ...b, stop: 1 })`,
    );
    expect(loopGradesIn(code)).toEqual(['ends']);
  });
});

describe('what is made of one of several', () => {
  it.each([
    [
      'a class',
      `class A { stop() { return true } } class B { stop() { return false } }
       class C extends (p.vip ? A : B) {} if (!new C().stop()) posthog.capture('x')`,
    ],
    ['a pattern', `if (!new RegExp(p.vip ? /^x/ : /^y/).test(event.event)) return; posthog.capture('y')`],
    ['a pattern to match', `const r = p.vip ? /^x/ : /^y/; if (event.event.match(r)) posthog.capture('y')`],
    [
      'nothing or a mark',
      `const c = Object.assign({}, p.vip ? null : { stop: true }); if (!c.stop) posthog.capture('x', p)`,
    ],
    [
      'a mark or nothing',
      `const c = Object.assign({}, p.vip ? { stop: true } : null); if (!c.stop) posthog.capture('x', p)`,
    ],
  ])('%s', (_name, body) => {
    const [grade] = loopGradesIn(app(body));
    expect(['loops', 'may-loop']).toContain(grade);
  });
});
