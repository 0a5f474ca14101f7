/** The properties of the incoming event, copied but for some of them: whether what a condition asks for comes along. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** A handler that asks for `x`, and captures `copy`, which `code` makes of the properties `p`. */
function handler(code: string, condition = '!p.x'): string {
  return `
    const allowed = new Set(['a', 'b'])
    const omit = (o, keys) => Object.fromEntries(Object.entries(o).filter(([k]) => !keys.includes(k)))
    const pick = (o, keys) => Object.fromEntries(Object.entries(o).filter(([k]) => keys.includes(k)))
    const leaveOut = (o, key) => Object.keys(o).reduce((all, k) => (k === key ? all : { ...all, [k]: o[k] }), {})
    export const onEvent = async (event) => {
      const p = event.properties
      if (${condition}) return
      ${code}
      await posthog.capture('copied', copy)
    }`;
}

/** Without `x`. */
const without: readonly string[] = [
  "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => k !== 'x'))",
  "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => !['x', 'y'].includes(k)))",
  "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => !k.startsWith('x')))",
  'const copy = Object.fromEntries(Object.entries(p).filter(([k]) => !/^x/.test(k)))',
  "const copy = {}; for (const k of Object.keys(p)) if (k !== 'x') copy[k] = p[k]",
  "const copy = {}; for (const k of Object.keys(p)) { if (k === 'x') continue; copy[k] = p[k] }",
  "const copy = {}; for (const [k, v] of Object.entries(p)) if (k !== 'x') copy[k] = v",
  "const copy = {}; for (const [k, v] of Object.entries(p)) { if (k === 'x') continue; copy[k] = v }",
  "const copy = {}; for (const k in p) if (k !== 'x') copy[k] = p[k]",
  "const copy = {}; for (const k in p) if (!k.startsWith('x')) copy[k] = p[k]",
  "const copy = {}; for (const k in p) if (k[0] !== 'x') copy[k] = p[k]",
  'const copy = {}; for (const k in p) if (!/^x/.test(k)) copy[k] = p[k]',
  'const copy = {}; for (const k in p) if (allowed.has(k)) copy[k] = p[k]',
  'const copy = {}; for (const [k, v] of Object.entries(p)) if (allowed.has(k)) copy[k] = v',
  "const copy = {}; Object.keys(p).forEach((k) => { if (k !== 'x') copy[k] = p[k] })",
  "const copy = {}; Object.entries(p).forEach(([k, v]) => { if (!k.startsWith('x')) copy[k] = v })",
  "const copy = {}; for (const k of ['a', 'b']) if (k in p) copy[k] = p[k]",
  "const copy = { ...p }; for (const k of ['x', 'y']) delete copy[k]",
  "const copy = { ...p }; for (const k in copy) if (k === 'x') delete copy[k]",
  "const copy = omit(p, ['x'])",
  "const copy = pick(p, ['y'])",
  "const copy = JSON.parse(JSON.stringify(p, (k, v) => (k === 'x' ? undefined : v)))",
  "const copy = JSON.parse(JSON.stringify(p, ['y']))",
  "const copy = Object.keys(p).reduce((all, k) => (k === 'x' ? all : { ...all, [k]: p[k] }), {})",
  "const copy = Object.entries(p).reduce((all, [k, v]) => (k !== 'x' ? { ...all, [k]: v } : all), {})",
  "const copy = Object.entries(p).reduce((all, [k, v]) => ({ ...all, ...(k === 'x' ? {} : { [k]: v }) }), {})",
  "const copy = Object.keys(p).reduce((all, k) => (k === 'x' ? all : Object.assign(all, { [k]: p[k] })), {})",
  "const copy = leaveOut(p, 'x')",
];

/** Without another property, or with all. */
const withIt: readonly string[] = [
  "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => k !== 'z'))",
  "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => !k.startsWith('$')))",
  "const copy = {}; for (const k of Object.keys(p)) if (k !== 'z') copy[k] = p[k]",
  "const copy = {}; for (const [k, v] of Object.entries(p)) { if (k === 'z') continue; copy[k] = v }",
  'const copy = {}; for (const [k, v] of Object.entries(p)) copy[k] = v',
  'const copy = {}; for (const k in p) copy[k] = p[k]',
  "const copy = {}; for (const k in p) if (!k.startsWith('$')) copy[k] = p[k]",
  'const copy = {}; Object.entries(p).forEach(([k, v]) => { copy[k] = v })',
  "const copy = {}; for (const k of ['x', 'z']) if (p[k]) copy[k] = p[k]",
  "const copy = omit(p, ['z'])",
  "const copy = pick(p, ['x'])",
  "const copy = JSON.parse(JSON.stringify(p, (k, v) => (k === 'z' ? undefined : v)))",
  "const copy = JSON.parse(JSON.stringify(p, ['x']))",
  'const copy = JSON.parse(JSON.stringify(p, null, 2))',
  "const copy = Object.keys(p).reduce((all, k) => (k === 'z' ? all : { ...all, [k]: p[k] }), {})",
  "const copy = Object.entries(p).reduce((all, [k, v]) => (k !== 'z' ? { ...all, [k]: v } : all), {})",
  "const copy = Object.entries(p).reduce((all, [k, v]) => ({ ...all, ...(k === 'z' ? {} : { [k]: v }) }), {})",
  "const copy = Object.keys(p).reduce((all, k) => (k === 'z' ? all : Object.assign(all, { [k]: p[k] })), {})",
  "const copy = leaveOut(p, 'z')",
  "const copy = Object.keys(p).filter((k) => k.startsWith('x')).reduce((all, k) => ({ ...all, [k]: p[k], y: 1 }), {})",
];

/** Other ways to ask for `x`. */
const conditions: readonly string[] = [
  "!('x' in p)",
  '!Number.isInteger(p.x)',
  '!(Number(p.x) > 0)',
  'p.x === undefined',
  "!p.hasOwnProperty('x')",
  'p.x === undefined && !(Number(p.x) > 0)',
  '!(Number(p.x) > 0 || /pro/.test(p.x))',
];

describe('a condition on a property', () => {
  it.each(without)('ends where it is left out: %s', (code) => {
    expect(loopGradesIn(handler(code))).toEqual(['ends']);
  });

  it.each(withIt)('is a loop where it comes along: %s', (code) => {
    expect(loopGradesIn(handler(code))).toEqual(['loops']);
  });

  it.each(conditions)('ends where it is left out, and asked for as %s', (condition) => {
    const code = "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => k !== 'x'))";
    expect(loopGradesIn(handler(code, condition))).toEqual(['ends']);
  });

  it.each([
    ["Object.keys(p).every((k) => k !== 'x')", '!Object.keys(p).every((k) => k !== "x")'],
    ['Reflect.ownKeys(p)', "Reflect.ownKeys(p).includes('x')"],
    ['Object.keys(p).some', "Object.keys(p).some((k) => k.startsWith('x'))"],
  ])('of which the captured event lacks one is a loop where none is asked for: %s', (_, condition) => {
    expect(loopGradesIn(handler('const { x: _x, ...copy } = p', condition))).toEqual(['loops']);
  });
});

describe('a condition on the keys', () => {
  const onKeys: readonly string[] = [
    "!Object.keys(p).includes('x')",
    "!Object.getOwnPropertyNames(p).includes('x')",
    "!Reflect.ownKeys(p).includes('x')",
    "Object.keys(p).indexOf('x') < 0",
    "!Object.keys(p).some((k) => k === 'x')",
    "!Object.entries(p).some(([k]) => k === 'x')",
    "!new Set(Object.keys(p)).has('x')",
  ];

  it.each([...without, 'const { x: _x, ...copy } = p', 'const copy = { ...p }; delete copy.x'])(
    'ends where it is left out: %s',
    (code) => {
      const [first, ...others] = onKeys.map((condition) => loopGradesIn(handler(code, condition)));
      expect(first).toEqual(['ends']);
      expect(others.flat()).not.toContain('loops');
    },
  );

  it.each(withIt)('is a loop where it comes along: %s', (code) => {
    expect(onKeys.flatMap((condition) => loopGradesIn(handler(code, condition)))).not.toContain('ends');
  });
});

describe('properties that are copied for what they are', () => {
  const ofNoObjects: readonly string[] = [
    "const copy = {}; for (const k of Object.keys(p)) if (typeof p[k] !== 'object') copy[k] = p[k]",
    "const copy = {}; for (const k in p) { if (typeof p[k] === 'object') continue; copy[k] = p[k] }",
    "const copy = {}; for (const [k, v] of Object.entries(p)) if (typeof v !== 'object') copy[k] = v",
    "const copy = Object.fromEntries(Object.entries(p).filter(([k, v]) => typeof v !== 'object'))",
    'const copy = {}; Object.keys(p).forEach((k) => { if (!Array.isArray(p[k])) copy[k] = p[k] })',
    "const copy = {}; for (const k of Object.keys(p)) copy[k] = typeof p[k] === 'object' ? String(p[k]) : p[k]",
    "const copy = Object.keys(p).reduce((all, k) => { if (typeof p[k] !== 'object') all[k] = p[k]; return all }, {})",
  ];

  it.each(ofNoObjects)('lack a list: %s', (code) => {
    expect(loopGradesIn(handler(code, '!Array.isArray(p.x)'))).toEqual(['ends']);
  });

  it.each(ofNoObjects)('have a text: %s', (code) => {
    expect(loopGradesIn(handler(code, "typeof p.x !== 'string'"))).toEqual(['loops']);
  });

  it('may have what is asked for in a way that is not understood', () => {
    const code = 'const copy = {}; for (const k of Object.keys(p)) if (p[k]?.length < 9) copy[k] = p[k]';
    expect(loopGradesIn(handler(code, '!p.x'))).not.toEqual(['ends']);
  });
});

describe('properties that are one of several objects', () => {
  const handlerOf = (condition: string, properties: string): string =>
    `export const onEvent = (event) => { if (${condition}) return; const p = ${properties}; posthog.capture('x', p) }`;

  it.each([
    ['event.properties.seen', '{ seen: true, large: 1 }', '{ seen: true }'],
    ['event.properties.seen', '{ ...event.properties, seen: true }', '{ seen: true }'],
    ['!event.properties.plan', '{ large: 1 }', '{ small: 1 }'],
    ['!event.properties.plan', '{ large: 1 }', 'undefined'],
  ])('end what asks for %s where all of them do', (condition, first, second) => {
    const code = handlerOf(condition, `event.properties.size > 9 ? ${first} : ${second}`);
    expect(loopGradesIn(code)).toEqual(['ends']);
  });

  it.each([
    ['event.properties.seen', '{ large: 1 }', '{ small: 1 }'],
    ['event.properties.seen', '{ large: 1 }', 'undefined'],
    ['!event.properties.plan', '{ ...event.properties, large: 1 }', '{ ...event.properties }'],
  ])('do not end what asks for %s where none of them does', (condition, first, second) => {
    const code = handlerOf(condition, `event.properties.size > 9 ? ${first} : ${second}`);
    expect(loopGradesIn(code)).toEqual(['loops']);
  });
});

describe('a copy of the properties whose names begin with something', () => {
  const copies: readonly string[] = [
    "const copy = {}; for (const k of Object.keys(p)) if (k.startsWith('utm_')) copy[k] = p[k]",
    "const copy = {}; for (const k in p) { if (!k.startsWith('utm_')) continue; copy[k] = p[k] }",
    'const copy = {}; for (const [k, v] of Object.entries(p)) if (/^utm_/.test(k)) copy[k] = v',
    "const copy = {}; Object.entries(p).forEach(([k, v]) => { if (k.startsWith('utm_')) copy[k] = v })",
    "const kept = {}; for (const k in p) if (k.startsWith('utm_')) kept[k] = p[k]; const copy = { ...kept, a: 1 }",
    "const copy = Object.fromEntries(Object.entries(p).filter(([k]) => k.startsWith('utm_')))",
  ];
  const conditions: readonly string[] = [
    "!('x' in p)",
    "!Object.hasOwn(p, 'x')",
    "typeof p.x !== 'string'",
    '!(p.x > 100)',
    "!p.x?.startsWith('a')",
    '!Array.isArray(p.x)',
  ];

  it.each(copies.flatMap((code) => conditions.map((condition) => [code, condition] as const)))(
    'lacks another one: %s, asked for as %s',
    (code, condition) => {
      expect(loopGradesIn(handler(code, condition))).toEqual(['ends']);
    },
  );

  it.each(copies.flatMap((code) => conditions.map((condition) => [code, condition] as const)))(
    'has one of that name: %s, asked for as %s',
    (code, condition) => {
      expect(loopGradesIn(handler(code, condition.replaceAll(/(p\.|')x\b/g, '$1utm_x')))).toEqual(['loops']);
    },
  );

  it('lacks what is asked for only after it is made', () => {
    const after = (name: string): string => `${copies[0]}; if (!(p.${name} > 9)) return`;
    expect(loopGradesIn(handler(after('x'), 'p.seen'))).toEqual(['ends']);
    expect(loopGradesIn(handler(after('utm_x'), 'p.seen'))).toEqual(['loops']);
  });
});

describe('a spread of a copy that is made key by key', () => {
  const copies: readonly string[] = [
    'const out = {}; Object.entries(p).forEach(([k, v]) => { out[k] = v })',
    'const out = {}; for (const k of Object.keys(p)) out[k.toLowerCase()] = p[k]',
    'const out = {}; for (const [k, v] of Object.entries(p)) out[k] = String(v)',
    'const out = Object.keys(p).reduce((a, k) => { a[k] = p[k]; return a }, {})',
    'const keys = Object.keys(p); const out = {}; for (let i = 0; i < keys.length; i++) out[keys[i]] = p[keys[i]]',
  ];
  const merged: readonly string[] = [
    "{ seen: 'me', ...out }",
    "Object.assign({ seen: 'me' }, out)",
    "[out].reduce((a, b) => ({ ...a, ...b }), { seen: 'me' })",
  ];
  const copying = (code: string, properties: string): string =>
    `export const onEvent = (event) => { const p = event.properties; if (p.seen === 'me') return; ${code}; posthog.capture('x', ${properties}) }`;

  it.each(copies.flatMap((code) => merged.map((properties) => [code, properties] as const)))(
    'lies over the mark before it: %s, in %s',
    (code, properties) => {
      expect(loopGradesIn(copying(code, properties))).toEqual(['loops']);
    },
  );

  it.each(copies)('leaves the mark behind it: %s', (code) => {
    expect(loopGradesIn(copying(code, "{ ...out, seen: 'me' }"))).toEqual(['ends']);
  });

  it('leaves a mark that it leaves out, or that a setting does not name', () => {
    const without = "const out = {}; for (const k in p) if (k !== 'seen') out[k] = String(p[k])";
    expect(loopGradesIn(copying(without, "{ seen: 'me', ...out }"))).toEqual(['ends']);
    const named = 'const out = {}; out[posthog.config.key] = p.amount';
    expect(loopGradesIn(copying(named, "{ seen: 'me', ...out }"))).toEqual(['ends']);
  });
});
