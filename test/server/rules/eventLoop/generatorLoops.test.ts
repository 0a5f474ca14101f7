/** Generators that a loop leaves before they have given all: what follows the last value is not executed. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that walks through a generator. */
function app(body: string, turn: string, after = ''): string {
  return `
    function* values(event) { ${body} }
    export async function onEvent(event) { for (const n of values(event)) { ${turn} } ${after} }`;
}

const capture = `posthog.capture('x')`;

it.each([
  ['left at once', app(`try { yield 1; ${capture} } finally { console.log(1) }`, 'break')],
  ['left by return', app(`try { yield 1; ${capture} } finally { console.log(1) }`, 'return')],
  [
    'left at the second value',
    app(`try { yield 1; yield 2; ${capture} } finally { console.log(1) }`, 'if (n === 2) break'),
  ],
  ['left at the second value, without finally', app(`yield 1; yield 2; ${capture}`, 'if (n === 2) break')],
  [
    'of another one',
    app(`const other = function* () { yield 2; ${capture} }; yield 1; yield* other()`, 'if (n === 2) break'),
  ],
])('is not reached: %s', (_, text) => {
  expect(loopGradesIn(text)).toEqual([]);
});

it.each([
  [
    'left for its own event',
    app(`try { yield 1; ${capture} } finally { console.log(1) }`, `if (event.event === 'x') break`),
  ],
  ['left for its own event, without finally', app(`yield 1; ${capture}`, `if (event.event === 'x') return`)],
  [
    'left by an error',
    app(
      `try { yield 1; ${capture} } finally { console.log(1) }`,
      `if (event.event === 'x') throw new Error()`,
    ),
  ],
  [
    'one value is the own event',
    app(`try { yield 'y'; yield 'x' } finally { console.log(1) }`, 'if (event.event === n) return', capture),
  ],
  [
    'one value of a list is the own event',
    app(`yield 'z'; yield* ['y', 'x']`, 'if (event.event === n) return', capture),
  ],
])('ends: %s', (_, text) => {
  expect(loopGradesIn(text)).toEqual(['ends']);
});

it.each([
  ['in finally', app(`try { yield 1 } finally { ${capture} }`, 'break')],
  [
    'before the value at which it is left',
    app(`yield 1; yield 2; ${capture}; yield 3`, 'if (n === 3) break'),
  ],
  ['left for another event', app(`yield 1; ${capture}`, `if (event.event === 'y') break`)],
  [
    'behind more values than are asked for one by one',
    app(`for (const n of [1, 2, 3, 4, 5]) yield n; ${capture}`, 'if (n === 7) break'),
  ],
  [
    'values under a condition',
    app(`if (event.properties.a) yield 1; yield 2; ${capture}`, 'if (n === 3) return'),
  ],
  [
    'a break of an inner loop',
    app('yield [1]; yield [2]', `for (const one of n) { if (one === 2) break } ${capture}`),
  ],
  [
    'how often it was started',
    `let count; function* values() { count += 1; yield 1; yield 2 }
    export function onEvent() { count = 0; for (const n of values()) { if (n === 2) break } if (count === 1) ${capture} }`,
  ],
])('loops: %s', (_, text) => {
  expect(new Set(loopGradesIn(text))).toEqual(new Set(['loops']));
});
