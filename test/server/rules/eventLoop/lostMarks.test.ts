/** Marks that are lost on the way: as JSON leaves them out, as a filter does, or where a later pair takes their place. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that captures what a function makes of its properties, unless the incoming event has a mark. */
function app(guard: string, properties: string, before = ''): string {
  return `const compact = (o) => Object.fromEntries(Object.entries(o).filter(([k, v]) => v !== undefined)); const truthy = (o) => Object.fromEntries(Object.entries(o).filter(([k, v]) => v)); export function onEvent(event) { const p = event.properties || {}; if (${guard}) return; ${before} posthog.capture('x', ${properties}) }`;
}

describe('a mark that may be undefined, behind a question for its key', () => {
  const other = `let plan; if ('plan' in p) plan = p.plan;`;

  it.each(['event.name', 'p.nothing', 'undefined'])('loops: %s', (mark) => {
    expect(loopGradesIn(app(`'mark' in p`, `{ plan, mark: ${mark} }`, other))).toEqual(['loops']);
    expect(loopGradesIn(app(`Object.keys(p).includes('mark')`, `{ plan, mark: ${mark} }`, other))).toEqual([
      'loops',
    ]);
  });

  it('ends where it is there', () => {
    expect(loopGradesIn(app(`'mark' in p`, `{ plan, mark: 'me' }`, other))).toEqual(['ends']);
  });
});

describe('a filter of the entries', () => {
  it.each([
    ['p.mark !== undefined', 'truthy({ mark: p.n > 3 })'],
    ['p.mark !== undefined', 'truthy({ mark: Number(p.n) || 0 })'],
    [`'mark' in p`, 'compact({ ...p, mark: event.name })'],
    [`'mark' in p`, 'compact({ mark: event.name })'],
    ['p.mark', 'truthy({ ...p, mark: p.plan })'],
  ])('loops where it leaves out the mark: behind %s with %s', (guard, properties) => {
    expect(loopGradesIn(app(guard, properties))).toEqual(['loops']);
  });

  it.each([
    ['p.mark !== undefined', `truthy({ ...p, mark: 'me' })`],
    ['p.mark !== undefined', `truthy({ mark: p.plan || 'free' })`],
    [`'mark' in p`, `compact({ ...p, mark: 'me' })`],
    [`'mark' in p`, `compact({ mark: p.n > 3 })`],
  ])('ends where it keeps the mark: behind %s with %s', (guard, properties) => {
    expect(loopGradesIn(app(guard, properties))).toEqual(['ends']);
  });
});

describe('entries of several objects', () => {
  const mark = `{ meta: { by: 'me' } }`;

  it.each([
    `Object.fromEntries([...Object.entries(${mark}), ...Object.entries(p)])`,
    `Object.fromEntries(Object.entries(${mark}).concat(Object.entries(p)))`,
    `Object.fromEntries([['meta', { by: 'me' }], ...Object.entries(p)])`,
    `Object.fromEntries([['meta', { by: 'me' }], ...Object.entries(p)].filter(([k]) => k !== 'plan'))`,
  ])('loops where a later one has the key of the mark: %s', (properties) => {
    expect(loopGradesIn(app(`p.meta?.by === 'me'`, properties))).toEqual(['loops']);
  });

  it.each([
    `Object.fromEntries([...Object.entries(p), ...Object.entries(${mark})])`,
    `Object.fromEntries(Object.entries(p).concat(Object.entries(${mark})))`,
    `Object.fromEntries([...Object.entries(p), ['meta', { by: 'me' }]].filter(([k]) => k !== 'plan'))`,
  ])('ends where the mark comes last: %s', (properties) => {
    expect(loopGradesIn(app(`p.meta?.by === 'me'`, properties))).toEqual(['ends']);
  });
});

describe('what has to change is collected first', () => {
  const collecting = (condition: string, value: string, captured = 'out'): string =>
    `import { createHash } from 'crypto'; export async function onEvent(event) { const v = event.properties?.email; const out = {}; if (${condition}) out.email = ${value}; if (Object.keys(out).length === 0) return; await posthog.capture('x', ${captured}) }`;

  it.each([
    [`!v.startsWith('h:')`, `'h:' + v`],
    [`!/^h:/.test(v)`, `'h:' + v`],
    [`v === undefined`, `'none'`],
  ])('ends where that is what is asked for: %s with %s', (condition, value) => {
    expect(loopGradesIn(collecting(condition, value))).toEqual(['ends']);
    expect(loopGradesIn(collecting(condition, value, '{ ...event.properties, ...out }'))).toEqual(['ends']);
  });

  it.each([
    [`typeof v === 'string' && !/^[0-9a-f]{64}$/.test(v)`, `createHash('sha256').update(v).digest('hex')`],
    [`!/^enc:/.test(v)`, `await (await fetch('https://example.com/')).text()`],
  ])('is not certain to loop where nobody knows what comes of it: %s with %s', (condition, value) => {
    expect(loopGradesIn(collecting(condition, value))).toEqual(['may-loop']);
  });

  it('loops where it is never what is asked for', () => {
    expect(loopGradesIn(collecting(`typeof v === 'string'`, `v + '!'`))).toEqual(['loops']);
  });
});

describe('a `$lib` of the app in place of the one that PostHog adds', () => {
  const guard = `p.$lib === 'posthog-plugin-server'`;

  it.each([
    '{ $lib: undefined }',
    '{ $lib: p.source_lib }',
    '{ ...p, $lib: undefined }',
    'Object.assign({}, p, { $lib: undefined })',
    '{ $lib: null }',
  ])('loops where the captured event has none: %s', (properties) => {
    expect(loopGradesIn(app(guard, properties))).toEqual(['loops']);
  });

  it.each(['{ a: p.source_lib }', '(({ $lib, ...rest }) => rest)(p)', 'own'])(
    'ends where the app gives none: %s',
    (properties) => {
      const own = `const own = { $lib: 'a', b: 1 }; delete own.$lib;`;
      expect(loopGradesIn(app(guard, properties, own))).toEqual(['ends']);
    },
  );
});
