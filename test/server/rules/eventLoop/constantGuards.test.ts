/** Guards that hang on what the language's own functions make of constants. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const handler = (body: string, before = ''): string => `${before} export function onEvent(e) { ${body} }`;

describe('what is passed each time loops', () => {
  it.each([
    [
      'a number in another base',
      handler(
        `const code = parseInt(e.properties.code ?? 'ff', 16); if (code === 255) posthog.capture('x', { code: 'ff' })`,
      ),
    ],
    [
      'the keys of a list',
      handler(`if (Object.keys(['x', 'y']).map(Number).includes(1)) posthog.capture('x')`),
    ],
    [
      'an item that is deleted',
      handler(`const l = ['x']; delete l[0]; if (l[0] === undefined) posthog.capture('x')`),
    ],
    [
      'what is put at the end of a list that is walked through',
      handler(`const q = [1]; for (const n of q) { if (n < 3) q.push(n + 1); else posthog.capture('x') }`),
    ],
    [
      'the first of several parameters of an address',
      handler(`if (new URL('https://e.com/?a=1&a=2').searchParams.get('a') === '1') posthog.capture('x')`),
    ],
    [
      'a key of a Map that is no text',
      handler(`if (m.get('1') === undefined) posthog.capture('x')`, `const m = new Map([[1, 'a']]);`),
    ],
  ])('%s', (_, text) => {
    expect(loopGradesIn(text)).toEqual(['loops']);
  });
});

describe('what stops the event ends', () => {
  const list = `const LIST = ['x', 'y'];`;
  it.each([
    [
      'the values of a list',
      handler(`if (Object.values(LIST).includes(e.event)) return; posthog.capture('x')`, list),
    ],
    [
      'the indexes of a list',
      handler(
        `for (const i of Object.keys(LIST)) if (LIST[i] === e.event) return; posthog.capture('x')`,
        list,
      ),
    ],
    [
      'the entries of a list',
      handler(`if (Object.entries(LIST).some(([, n]) => n === e.event)) return; posthog.capture('x')`, list),
    ],
    [
      'a text of what is missing',
      handler(`if (e.event === ['x', null, undefined].join('-')) return; posthog.capture('x--')`),
    ],
    [
      'an address that is encoded',
      handler(`if (e.event === encodeURI('a&b c')) return; posthog.capture('a&b%20c')`),
    ],
    ['a name of the language', handler(`if (e.event in {}) return; posthog.capture('toString')`)],
  ])('%s', (_, text) => {
    expect(loopGradesIn(text)).toEqual(['ends']);
  });
});

describe('what is never passed is silent', () => {
  it.each([
    ['the last place of a text', handler(`if (['a', 'b', 'a'].lastIndexOf('a') !== 2) posthog.capture('x')`)],
    [
      'a pattern that has come to the end',
      handler(`const r = /a/g; r.test('aa'); r.test('aa'); if (r.test('aa')) posthog.capture('x')`),
    ],
    ['a gap in a list', handler(`[, 1].forEach((n) => { if (n === undefined) posthog.capture('x') })`)],
    [
      'a generator that was stopped',
      handler(
        `const g = (function* () { yield 1; posthog.capture('x') })(); g.next(); if (!g.return(7).done) posthog.capture('y')`,
      ),
    ],
  ])('%s', (_, text) => {
    expect(loopGradesIn(text)).toEqual([]);
  });
});

it('what is sent into a generator may be anything', () => {
  const steps = `const g = (function* () { const n = yield 1; if (n === 5) posthog.capture('x') })(); g.next(); g.next(5)`;
  expect(loopGradesIn(handler(steps))).toEqual(['may-loop']);
});

it.each([
  "typeof event.properties.n === 'list'",
  "typeof (event.properties.n + 1) === 'object'",
  "event.event === (event.properties.n !== 'a')",
  'event.event === event.properties.list.length > 2',
])('nothing is of another type than it can be: %s', (condition) => {
  const code = `export function onEvent(event) { if (${condition}) posthog.capture('x', event.properties) }`;
  expect(loopGradesIn(code)).toEqual([]);
});
