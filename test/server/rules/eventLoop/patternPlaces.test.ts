/** Patterns with `g` or `y` that live on between events: each goes on where it found something the last time. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

function app(pattern: string, body: string): string {
  return `const re = ${pattern}; export function onEvent(event) { const p = event.properties; ${body} }`;
}

it.each([
  [
    'the second match, in the name that is captured',
    app(
      `/\\w+/g`,
      `let m; while ((m = re.exec(event.event)) !== null) if (m[0] === 'b') posthog.capture('a b')`,
    ),
  ],
  [
    'the second match, in a text of the app',
    app(`/#(\\w+)/g`, `let m; while ((m = re.exec('#a #vip'))) if (m[1] === 'vip') posthog.capture('x')`),
  ],
  [
    'the last match',
    app(
      `/[a-z]+/g`,
      `let last, m; while ((m = re.exec(event.event))) last = m[0]; if (last === 'done') posthog.capture('all done')`,
    ),
  ],
  [
    'the number of matches',
    app(`/a/g`, `let n = 0; while (re.test(event.event)) n += 1; if (n === 2) posthog.capture('bana')`),
  ],
  [
    'a second text, in which it begins too late',
    app(`/x/g`, `if (['x1', 'x2'].filter((text) => re.test(text)).length < 2) posthog.capture('y')`),
  ],
])('loops: %s', (_, text) => {
  expect(loopGradesIn(text)).toEqual(['loops']);
});

it.each([
  [
    'a loop over all matches finds the mark each time',
    app(
      `/own/g`,
      `let m, n = 0; while ((m = re.exec(event.event))) n += 1; if (n > 0) return; posthog.capture('own x')`,
    ),
  ],
  [
    'it is put back before it is asked',
    app(`/own/g`, `re.lastIndex = 0; if (re.test(event.event)) return; posthog.capture('own x')`),
  ],
  [
    'a match that the name does not have',
    app(`/\\w+/g`, `let m; while ((m = re.exec(event.event))) if (m[0] === 'c') posthog.capture('a b')`),
  ],
])('ends: %s', (_, text) => {
  expect(loopGradesIn(text)).toEqual(['ends']);
});

it.each([
  [
    'a guard that goes on behind its own match',
    app(`/own/g`, `if (re.test(event.event)) return; posthog.capture('own x')`),
  ],
  ['the same with y', app(`/own/y`, `if (re.test(event.event)) return; posthog.capture('own x')`)],
  [
    'a loop that is left at its first match',
    app(
      `/\\w+/g`,
      `let m; while ((m = re.exec(event.event))) { if (m[0] === 'a') break } if (m) return; posthog.capture('a b')`,
    ),
  ],
  [
    'a second match behind one of an earlier event',
    app(`/\\w+/g`, `const m = re.exec(event.event); if (m?.[0] !== 'b') return; posthog.capture('a b')`),
  ],
])('may loop: %s', (_, text) => {
  expect(loopGradesIn(text)).toEqual(['may-loop']);
});

it('says nothing of where it goes on among its keys', () => {
  expect(
    loopGradesIn(app(`/a/g`, `re.test('a'); if (Object.keys(re).length > 0) posthog.capture('x')`)),
  ).toEqual([]);
});
