/** `==` and `!=` beside a number, a truth or a text that is one: what is the same only for them. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string): string =>
  `exports.onEvent = async (event) => { const p = event.properties; const { v } = p; ${body} }`;

describe('what is as good as a value is not that value', () => {
  it.each([
    `if (v != 100) return; const n = Number(v); if (v === n) return; posthog.capture('as text', { v })`,
    `if (v == 1 && typeof v === 'string') posthog.capture('b', { v })`,
    `if (v == 0) { if (v === 0) return; posthog.capture('empty', { v: '' }) }`,
    `if (v != 42) return; if ([42].includes(v)) return; posthog.capture('id', { v })`,
    `switch (v) { case 1: return } if (v == 1) posthog.capture('b', { v })`,
    `if (v === false) return; if (v == false) posthog.capture('b', { v })`,
    `if (v === '1') return; if (v == '1') posthog.capture('b', { v })`,
    `if (v && v == 0) posthog.capture('b', { v })`,
  ])('%s', (body) => {
    const [grade, ...others] = loopGradesIn(app(body));
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});

describe('what is no guard with === is none with == either', () => {
  it.each([
    ['ends', `if (v == 1) return; posthog.capture('b', { v: 1 })`],
    ['ends', `if (v == 1) return; posthog.capture('b', { v: '1' })`],
    ['ends', `if (v != 1) return; posthog.capture('b', { v: 2 })`],
    ['ends', `if (v == null) posthog.capture('b', { v: 2 })`],
    ['loops', `if (v != 1) return; posthog.capture('b', { v: 1 })`],
    ['loops', `if (v != 1) return; posthog.capture('b', { v })`],
    ['loops', `if (v == true) posthog.capture('b', p)`],
    ['ends', `if (event.event != 'a') return; posthog.capture('b')`],
    ['ends', `if (v != 'a') return; posthog.capture('b', { v: 1 })`],
    ['ends', `if (v == 1) posthog.capture('b', { v: v + 1 })`],
  ])('%s: %s', (grade, body) => {
    expect(loopGradesIn(app(body))).toEqual([grade]);
  });
});
