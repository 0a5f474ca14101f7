/** What is walked through, spread or taken apart, and is missing: it throws, to where that is caught. */
import { describe, expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

const app = (body: string): string =>
  `exports.onEvent = async (event) => { const p = event.properties; ${body} }`;
const caught = (body: string, properties: string): string =>
  app(`try { ${body} } catch { posthog.capture('could not do it', ${properties}) }`);

/** Each asks `list` for its parts. */
const asking: readonly ((list: string) => string)[] = [
  (list) => `for (const item of ${list}) console.log(item)`,
  (list) => `const all = [...${list}]`,
  (list) => `console.log(...${list})`,
  (list) => `const [first] = ${list}`,
  (list) => `const { first } = ${list}`,
  (list) => `let first; [first] = ${list}`,
  (list) => `let first; ({ first } = ${list})`,
  (list) => `Object.keys(${list})`,
  (list) => `Object.values(${list})`,
  (list) => `Object.entries(${list})`,
];

describe.each(asking)('%s', (ask) => {
  it('throws where the captured event lacks it', () => {
    expect(loopGradesIn(caught(ask('p.list'), '{}'))).toEqual(['loops']);
    expect(loopGradesIn(app(`${ask('p.list')}; posthog.capture('did it', {})`))).toEqual(['ends']);
  });

  it('throws each time where the event hands on that it lacks it', () => {
    const [found] = findingsIn(caught(ask('p.list'), '{ list: p.list }'));
    expect(found).toMatchObject({ grade: 'loops', witness: { properties: {} } });
  });

  it('does not throw where it is there', () => {
    expect(loopGradesIn(caught(ask('p.list'), '{ list: [[]] }'))).toEqual(['ends']);
    expect(loopGradesIn(caught(`if (!p.list) return; ${ask('p.list')}`, '{}'))).toEqual([]);
    expect(loopGradesIn(caught(ask('p'), '{}'))).toEqual([]);
    expect(loopGradesIn(app(`${ask('(p.list ?? [])')}; posthog.capture('did it', {})`))).toEqual(['loops']);
  });
});

describe('what else is missing', () => {
  it('an object in a pattern', () => {
    expect(loopGradesIn(caught('const { a: { b } } = p', '{}'))).toEqual(['loops']);
    // Null has no default, so the incoming event may lead there.
    expect(loopGradesIn(caught('const { a: { b } = {} } = p', '{}'))).toEqual(['ends']);
  });

  it('a spread into an object needs none', () => {
    expect(loopGradesIn(caught('const copy = { ...p.list }', '{}'))).toEqual([]);
  });

  it('a global that PostHog lacks', () => {
    expect(loopGradesIn(caught('setTimeout(() => {}, 5)', '{}'))).toEqual(['may-loop']);
    expect(loopGradesIn(caught('const setTimeout = (run) => run(); setTimeout(() => {})', '{}'))).toEqual([]);
    expect(loopGradesIn(caught(`if (typeof setTimeout === 'function') setTimeout(() => {})`, '{}'))).toEqual(
      [],
    );
  });
});

describe('what surely throws for what it is given', () => {
  it.each([
    'p.mark instanceof event.event',
    'p.mark instanceof {}',
    "'a' in event.event",
    "'a' in p.meta",
    'const none = null; none.a',
    'const { a } = null',
    "'abc'.match(/x/)[0]",
    '(2).trim()',
    'for (const each of 5) console.log(each)',
    '[...true]',
    "'x'.repeat(-1)",
    'new Array(-1)',
    '(5).toFixed(200)',
    '(5).toString(1)',
    "new RegExp('(')",
    'BigInt(1.5)',
    'JSON.parse(p.text)',
    'Object.fromEntries(p.pairs)',
    'Array.from(p.list)',
    'Buffer.from(p.text)',
    "new Intl.NumberFormat('en', { style: 'currency', currency: p.currency })",
    'p.email.trim()',
    'event.event.length.trim()',
    '[1].trim()',
    'p.send()',
    "new URL(['a'])",
    'new URL(JSON.parse(\'{"a":1}\'))',
    "new URL('http://', 'https://example.com')",
    "BigInt(['a'])",
    "decodeURIComponent(['%'])",
    '[].reduce((a, b) => a + b)',
    "Object.fromEntries(['a'])",
    "Buffer.from(JSON.parse('{}'))",
    "[...JSON.parse('{}')]",
    '(5).a.b',
    "'text'.a.b",
    "JSON.parse('[1]').a.b",
  ])('%s', (code) => {
    expect(loopGradesIn(caught(code, '{}'))).toEqual(['loops']);
    expect(loopGradesIn(app(`${code}; posthog.capture('did it', {})`))).not.toContain('loops');
  });

  it.each(["createHash('md5').update(p.text)", "createHmac('md5', 'x').update(5)"])('%s', (code) => {
    const made = "import { createHash, createHmac } from 'crypto';\n";
    expect(loopGradesIn(made + caught(code, '{}'))).toEqual(['loops']);
    const going = code.replace(/p\.text|5(?=\))/, "'a'");
    expect(loopGradesIn(`${made}${app(`${code}; posthog.capture('did it', {})`)}`)).not.toContain('loops');
    expect(loopGradesIn(`${made}${app(`${going}; posthog.capture('did it', {})`)}`)).toEqual(['loops']);
  });

  it.each([
    ["const u = p.email.toUpperCase(); posthog.capture('a', { email: u.length })", 'may-loop'],
    ["const n = p.n.toFixed(1); posthog.capture('a', { n: String(p.n) })", 'ends'],
    ["const list = p.list.map((x) => x + 1); posthog.capture('a', { list: list.join(',') })", 'ends'],
    ["const list = p.list.map((x) => x + 1); posthog.capture('a', { list })", 'loops'],
    ["posthog.capture('a', JSON.parse(p.text))", 'may-loop'],
    [
      "let body; try { body = JSON.parse(p.text) } catch { return } posthog.capture('a', { ...body })",
      'may-loop',
    ],
    ["const run = { a() {} }[p.kind]; run(); posthog.capture('a', {})", 'may-loop'],
  ])('asks what it captured itself: %s', (code, grade) => {
    expect(loopGradesIn(app(code))).toEqual([grade]);
  });

  it('begins with an event that does not throw', () => {
    const [found] = findingsIn(app("posthog.capture('a', { n: Number(p.n.toFixed(1)) })"));
    expect(found?.witness).toMatchObject({ properties: { n: expect.any(Number) as number } });
  });

  it.each([
    "new URL(['https://example.com'])",
    "new URL(new URL('https://example.com'))",
    "new URL('/a', 'https://example.com')",
    "Buffer.from(['a'])",
  ])('goes on behind %s', (code) => {
    expect(loopGradesIn(app(`${code}; posthog.capture('did it', {})`))).toEqual(['loops']);
  });

  it.each([
    "if (typeof p.page === 'string') return; const url = new URL(p.link); posthog.capture('a', { page: url.href, link: p.link })",
    "if (typeof p.text === 'string') return; const { a } = JSON.parse(p.text).b; posthog.capture('a', { text: p.text, a })",
    "if (typeof p.x === 'string') return; const { z } = p.x.y; posthog.capture('a', { x: p.x.length })",
  ])('is not told as certain by an event that throws: %s', (code) => {
    expect(loopGradesIn(app(code))).not.toContain('loops');
  });

  it('may throw where the number is not known', () => {
    expect(loopGradesIn(caught("'x'.repeat(p.n)", '{ n: p.n }'))).toEqual(['may-loop']);
  });

  it.each([
    'p.mark instanceof Date',
    'class Mark { static [Symbol.hasInstance]() { return true } }; p.mark instanceof Mark',
    "'a' in p",
    "'a' in {}",
    "'x'.repeat(2)",
    "'x'.repeat(event.event.length)",
    'new Array(3)',
    '(5).toFixed(2)',
    "new RegExp('^a')",
    'BigInt(2)',
    'p.list?.includes(2)',
    'const none = null; none?.a',
    '[].reduce((a, b) => a + b, 0)',
    '[1].reduce((a, b) => a + b)',
    "Object.fromEntries([['a', 1]])",
    '(5).a?.b',
  ])('not %s', (code) => {
    expect(loopGradesIn(caught(code, '{}'))).toEqual([]);
  });
});
