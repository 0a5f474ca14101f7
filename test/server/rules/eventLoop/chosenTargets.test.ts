/** Writes to what is one of several objects: the others stay as they are. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string): string => `
  const made = (p) => { if (p.vip) return { n: 1 }; return { n: 2 } };
  const marked = (o) => { o.mark = true };
  exports.onEvent = async (event) => { const p = event.properties; if (p.mark) return; ${body} }`;

/** Each makes `t` of `a` and `b`. */
const choices: readonly string[] = [
  'const t = p.vip ? a : b;',
  'let t = a; if (p.vip) t = b;',
  'const t = p.list || a;',
  'const t = { a, b }[p.which] ?? a;',
  'const t = [a, b].find((one) => one.n === p.n) ?? b;',
  'const t = new Map([["a", a], ["b", b]]).get(p.which) ?? b;',
  'const pick = () => { if (p.vip) return a; return b }; const t = pick();',
];

const writes: readonly string[] = [
  't.mark = true',
  "t['mark'] = true",
  'Object.assign(t, { mark: true })',
  "Object.defineProperty(t, 'mark', { value: true, enumerable: true })",
  'marked(t)',
  "Reflect.set(t, 'mark', true)",
];

describe.each(choices)('%s', (choice) => {
  it.each(writes)('a mark by %s may be that of the other', (write) => {
    const code = app(`const a = { n: 1 }, b = { n: 2 }; ${choice} ${write};
      posthog.capture('x', { ...a, vip: p.vip, list: p.list, which: p.which, n: 2 })`);
    const [grade, ...others] = loopGradesIn(code);
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});

/** Each makes `t`, which nothing else has. */
const own: readonly string[] = [
  'const t = p.vip ? { n: 1 } : { n: 2 };',
  'let t; if (p.vip) t = { n: 1 }; else t = { ...p };',
  'let t = { n: 1 }; if (p.vip) t = { ...t, n: 2 };',
  'const t = made(p);',
  'const a = { n: 1 }; const t = p.vip ? a : { ...a, n: 2 };',
  'const t = JSON.parse(JSON.stringify(p.vip ? { n: 1 } : { n: 2 }));',
];

describe.each(own)('%s', (choice) => {
  it.each(writes)('a mark by %s is a guard', (write) => {
    expect(loopGradesIn(app(`${choice} ${write}; posthog.capture('x', t)`))).toEqual(['ends']);
  });
});

describe('what else is written', () => {
  it.each([
    [
      'ends',
      'a mark that is deleted from another',
      `const a = { mark: 1 }, b = { mark: 1 }; const t = p.vip ? a : b; delete t.mark; posthog.capture('x', { mark: a.mark ?? 2 })`,
    ],
    [
      'loop',
      'a mark that may be deleted',
      `const a = { mark: 1 }, b = { mark: 1 }; const t = p.vip ? b : a; delete t.mark; posthog.capture('x', a)`,
    ],
    [
      'loop',
      'a map',
      `const a = new Map(), b = new Map(); const t = p.vip ? a : b; t.set('mark', 1); posthog.capture('x', { mark: a.get('mark') })`,
    ],
    [
      'loop',
      'a set',
      `const a = new Set(), b = new Set(); const t = p.vip ? a : b; t.add('mark'); posthog.capture('x', { mark: a.has('mark') })`,
    ],
    [
      'loop',
      'properties of the event or others',
      `let q = p; if (p.vip) q = {}; q.mark = true; posthog.capture('alias', { ...p, vip: true })`,
    ],
    [
      'loop',
      'a key that is one of two',
      `const c = {}; c[p.vip ? 'mark' : 'other'] = 1; posthog.capture('x', c)`,
    ],
    [
      'loop',
      'a list',
      `const list = [{ n: 1 }, { n: 2 }]; list[p.i].mark = true; posthog.capture('x', list[0])`,
    ],
    [
      'ends',
      'each of a list',
      `const list = [{ n: 1 }, { n: 2 }]; for (const one of list) one.mark = true; posthog.capture('x', list[0])`,
    ],
  ])('%s: %s', (grade, _name, body) => {
    const grades = loopGradesIn(app(body));
    if (grade === 'ends') expect(grades).toEqual(['ends']);
    else expect(['loops', 'may-loop']).toContain(grades[0]);
  });
});
