/** A number that is one more where it is asked for, and handed on as it was, never comes to its limit. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (number: string, condition: string, properties: string): string =>
  `export const onEvent = (event) => { const p = event.properties, n = ${number}; if (${condition}) return; posthog.capture('x', ${properties}) }`;

const handedOn: readonly (readonly [number: string, condition: string, properties: string])[] = [
  ['p.n || 0', 'n + 1 >= 6', '{ n }'],
  ['p.n ?? 0', 'n + 1 >= 6', '{ ...p, n }'],
  ['p.n ?? 0', 'n + 1 >= 6', '{ ...p }'],
  ['(p.n || 0) + 1', 'n >= 6', '{ n: n - 1 }'],
  ['p.n || 10', 'n - 1 <= 3', '{ n }'],
  ['p.n || 0', 'n * 2 > 100', '{ ...p }'],
  ['p.n || 0', 'n + 1 >= 6', "{ n, seen: [n, 'a'] }"],
  ['p.n || 0', 'n + 1 >= 6', '{ n, seq: (p.seq || 0) + 1 }'],
  ['p.n ?? 0', '!(n + 1 < 6)', '{ ...p, seq: (p.seq || 0) + 1 }'],
  ['p.meta?.n ?? 0', 'n * 2 > 9', '{ meta: p.meta, seq: (p.seq || 0) + 1 }'],
  ['p.n || 0', 'n >= 6', '{ n: (p.seq || 0) + 1, seq: p.seq || 0 }'],
  ['p.n ?? 0', 'n >= 6', '{ n: (p.seq ?? 0) + 1, seq: p.seq ?? 0 }'],
];

it.each(handedOn)('loops: %s behind %s with %s', (...form) => {
  expect(loopGradesIn(app(...form))).toEqual(['loops']);
});

const counted: readonly (readonly [number: string, condition: string, properties: string])[] = [
  ['p.n || 0', 'n + 1 >= 6', '{ n: n + 1 }'],
  ['p.n || 0', 'n >= 6', '{ n: (p.seq || 0) + 1, seq: n + 1 }'],
  ['(p.n || 0) + 1', 'n >= 6', '{ ...p, n }'],
  ['(p.n || 0) + 1', 'n >= 6', '{ n: `${n}` }'],
  ['(p.meta?.n || 0) + 1', 'n >= 6', '{ meta: { n } }'],
  ['p.n || 10', 'n - 1 <= 3', '{ n: n - 1 }'],
];

it.each(counted)('ends: %s behind %s with %s', (...form) => {
  expect(loopGradesIn(app(...form))).toEqual(['ends']);
});
