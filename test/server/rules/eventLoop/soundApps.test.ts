/** Sound and usual code, of which nobody wants to be warned; beside each stands what differs in little and is not sound. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string, before = ''): string =>
  `${before}exports.onEvent = async (event) => { const p = event.properties; ${body} }`;

describe('properties under keys that begin in one way', () => {
  const guarded = (fill: string, guard = "p.$lib === 'posthog-plugin-server'"): string =>
    app(`if (${guard}) return;
      const answer = await (await fetch('https://companies.example.com')).json();
      ${fill}; posthog.capture('seen', made)`);

  it.each([
    "const made = {}; for (const [key, value] of Object.entries(answer)) made['company_' + key] = value",
    'const made = {}; for (const key in answer) made[`company_${key}`] = answer[key]',
    "const made = { ['company_' + answer.key]: 1 }",
    "const made = {}; made['a_b_' + answer.x] = 1; made['a_c_' + answer.x] = 2",
    "const own = {}; own['a_' + answer.x] = 1; const made = { plan: 1, ...own }",
    "const made = {}; for (const key in answer) made['company_' + key] = 1; for (const key in answer.x) made['person_' + key] = 2",
    "const own = {}; own['a_' + answer.x] = 1; const other = {}; other[`b_${answer.x}`] = 1; const made = { ...own, ...other }",
    "const made = {}; if (answer.x) made['a_' + answer.x] = 1",
  ])('%s', (fill) => {
    expect(loopGradesIn(guarded(fill))).toEqual(['ends']);
    expect(loopGradesIn(guarded(fill, 'p.a_b_c || p.a_c_b || p.company_name'))).not.toEqual(['ends']);
    expect(loopGradesIn(guarded(fill, 'p.other'))).toEqual(['loops']);
  });

  it.each([
    'const made = {}; made[answer.x] = 1',
    "const made = {}; made['$' + answer.x] = 1",
    "const made = {}; made['a_' + answer.x] = 1; made[answer.x] = 1",
    "const made = {}; made[(answer.y ? '$' : 'a_') + answer.x] = 1",
    "const made = {}; if (answer.y) made['a_' + answer.x] = 1; else made[answer.x] = 1",
  ])('but not where others may be: %s', (fill) => {
    expect(loopGradesIn(guarded(fill))).toEqual(['may-loop']);
  });
});

describe('items of a list', () => {
  it('are captured one by one', () => {
    expect(loopGradesIn(app("p.items?.forEach((item) => posthog.capture('item', item))"))).toEqual(['ends']);
    expect(loopGradesIn(app("p.items?.forEach((item) => posthog.capture('item', { ...item }))"))).toEqual([
      'ends',
    ]);
    expect(
      loopGradesIn(app("p.items?.forEach((item) => posthog.capture('item', { ...item, items: p.items }))")),
    ).not.toEqual(['ends']);
  });
});

describe('patterns that repeat groups', () => {
  const guarded = (pattern: string, name: string): string =>
    app(`if (${pattern}.test(event.event)) return; posthog.capture('${name}')`);

  it.each([
    ['/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/', 'bad_name', 'bad name'],
    ['/^(?:[A-Z][a-z]+ ?)+$/', 'Order Completed', 'order completed'],
    [String.raw`/^(\w+\.)+\w+$/`, 'a.b', 'ab'],
    ['/^[a-z]+(?:-[a-z]+){1,3}$/', 'a-b', 'a_b'],
  ])('%s', (pattern, taken, left) => {
    expect(loopGradesIn(guarded(pattern, taken))).toEqual(['ends']);
    expect(loopGradesIn(guarded(pattern, left))).toEqual(['loops']);
  });

  it.each(['/^(a+)+$/', '/^(a*b*)*$/', '/^(?:[a-z]+ ?)+$/', '/^([A-Z][a-z]+)+$/i', String.raw`/^(\w+_)+$/`])(
    'are left alone where they could take for ever: %s',
    (pattern) => {
      expect(loopGradesIn(guarded(pattern, 'ab'))).toEqual(['may-loop']);
    },
  );
});

describe('what changes nothing the second time', () => {
  it.each([
    "const url = p.url?.split('?')[0]",
    "const url = p.url?.split('#')[0]",
    "if (!p.url) return; const [url] = p.url.split('?')",
  ])('%s', (code) => {
    const capture = "if (url && url !== p.url) posthog.capture('clean',";
    expect(loopGradesIn(app(`${code}; ${capture} { url })`))).toEqual(['ends']);
    expect(loopGradesIn(app(`${code}; ${capture} { url: url + '?' + p.url })`))).not.toEqual(['ends']);
  });
});

describe('what brings a text into one form', () => {
  it.each([
    "const made = (p.text || '').trim().toLowerCase()",
    "const made = (p.text ?? '').trim()",
    "const made = (p.text || '').replace(/[^0-9]/g, '')",
  ])('%s', (code) => {
    const fixed = (properties: string): string =>
      `if (made !== p.text) posthog.capture('fixed', ${properties})`;
    expect(loopGradesIn(app(`${code}; ${fixed('{ text: made }')}`))).toEqual(['ends']);
    expect(loopGradesIn(app(`${code}; ${fixed("{ text: made + 'A' }")}`))).not.toEqual(['ends']);
    expect(loopGradesIn(app(`${code}; ${fixed('{ other: made }')}`))).not.toEqual(['ends']);
  });

  it('and still knows that it is empty where the text is missing', () => {
    const code = "const made = (p.text || '').trim(); if (made === '') return; posthog.capture('a',";
    expect(loopGradesIn(app(`${code} {})`))).toEqual(['ends']);
    expect(loopGradesIn(app(`${code} { text: made })`))).toEqual(['loops']);
    expect(loopGradesIn(app(`${code.replace('===', '!==')} {})`))).toEqual(['loops']);
  });
});

describe('marks that are surely there', () => {
  it.each([
    "randomBytes(8).toString('hex')",
    'randomUUID()',
    'Math.random().toString(36)',
    'Math.random().toString(36).slice(2)',
    'Math.random().toString(36).substring(2, 9)',
    'VARIANTS[Math.floor(Math.random() * VARIANTS.length)]',
    'VARIANTS[Math.floor(Math.random() * 2)]',
    'pick(VARIANTS)',
  ])('%s', (mark) => {
    const before = `import { randomBytes, randomUUID } from 'crypto'
      const VARIANTS = ['control', 'test']
      const pick = (list) => { const at = Math.floor(list.length * Math.random()); return list[at] };\n`;
    expect(loopGradesIn(app(`if (p.mark) return; posthog.capture('a', { mark: ${mark} })`, before))).toEqual([
      'ends',
    ]);
    expect(loopGradesIn(app(`if (p.mark) return; posthog.capture('a', { other: ${mark} })`, before))).toEqual(
      ['loops'],
    );
  });

  it.each([
    'VARIANTS[Math.floor(Math.random() * 3)]',
    'VARIANTS[Math.round(Math.random() * VARIANTS.length)]',
    'Math.random().toString(36).slice(9)',
  ])('but perhaps not %s', (mark) => {
    const before = "const VARIANTS = ['control', 'test'];\n";
    expect(loopGradesIn(app(`if (p.mark) return; posthog.capture('a', { mark: ${mark} })`, before))).toEqual([
      'may-loop',
    ]);
  });
});
