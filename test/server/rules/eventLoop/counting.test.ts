/** Numbers that are counted from event to event: whether they ever come to what ends the loop. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that captures with a number, unless the number of the incoming event says that it is enough. */
function countingApp(start: string, isEnough: string, next: string): string {
  return `export function onEvent(e) { const n = e.properties.n ?? ${start}; if (${isEnough}) return; posthog.capture('x', { n: ${next} }) }`;
}

const loops: Readonly<Record<string, string>> = {
  'nothing, doubled': countingApp('0', 'n > 100', 'n * 2'),
  'halves, rounded up': countingApp('8', 'n <= 0', 'Math.ceil(n / 2)'),
  'halves, rounded': countingApp('8', 'n < 1', 'Math.round(n / 2)'),
  'a limit that is jumped over': countingApp('0', 'n === 3', 'n + 2'),
  'nothing, added': countingApp('0', 'n > 100', '0 + n'),
  'nothing, taken away': countingApp('0', 'n > 100', 'n - 0'),
  'times one': countingApp('1', 'n > 100', 'n * 1'),
  'divided and multiplied again': countingApp('1', 'n > 100', '(n / 100) * 100'),
  'back and forth': countingApp('1', 'n > 100', '10 - n'),
  'a sum that begins with nothing': `export function onEvent(e) { let total = 0; total += e.properties.n; if (total) posthog.capture('x', { n: total }) }`,
  'the sum of a batch': `export function exportEvents(events) { const n = events.reduce((sum, e) => sum + e.properties.n, 0); if (n > 0) posthog.capture('x', { n }) }`,
  'an integer, still': countingApp('0', '!Number.isInteger(n)', 'n + 1'),
  'finite and no number at once': countingApp('0', 'isFinite(n) && isNaN(n)', 'n + 1'),
  'there, still': `export function onEvent(e) { const x = e.properties.x; if (x != null && !e.properties.done) posthog.capture('y', { x: Number(x) + 1 }) }`,
  'one, squared': countingApp('1', 'n > 3', 'n * n'),
  'a limit in an inner object, which nothing comes near': `export function onEvent(e) { const n = e.properties.meta?.hops ?? 0; if (n < 5) posthog.capture('x', { meta: { hops: n * 2 } }) }`,
  'a limit and another number, which does not change': `export function onEvent(e) { const n = e.properties.n ?? 0, m = e.properties.m ?? 10; if (n > 3 && m < 0) return; posthog.capture('x', { n: n + 1, m }) }`,
};

const ends: Readonly<Record<string, string>> = {
  'one, doubled': countingApp('1', 'n > 100', 'n * 2'),
  'halves, rounded down': countingApp('8', 'n <= 0', 'Math.floor(n / 2)'),
  'as a text of some length': countingApp('0', 'String(n).length > 2', 'n + 1'),
  'a list of numbers': countingApp('0', '[3].includes(n)', 'n + 1'),
  'a table of numbers': countingApp('0', '({ 3: true })[n]', 'n + 1'),
  'a pattern of digits': countingApp('0', '!/^[0-4]$/.test(n)', 'n + 1'),
  'halves by shifting': countingApp('8', 'n < 1', 'n >> 1'),
  'a limit that is met': countingApp('0', 'n === 3', 'n + 1'),
  'every fifth time': countingApp('0', 'n % 5 === 4', 'n + 1'),
  'a limit that is far away': countingApp('0', 'n === 5000', 'n + 1'),
};

/** The first call begins the count, the second counts. */
function twoCalls(isMore: string, next: string): string {
  return `export function onEvent(e) { if (e.event === '$pageview') posthog.capture('x', { n: 1 }); else if (e.event === 'x' && ${isMore}) posthog.capture('x', { n: ${next} }) }`;
}

/** Nobody knows whether these come to an end. */
const unclear: Readonly<Record<string, string>> = {
  'compared as a text': `export function onEvent(e) { const x = e.properties.x; if ('a'.localeCompare(x ?? 'a') !== 0) posthog.capture('y', { x: Number(x) + 1 }) }`,
  'its sign': `export function onEvent(e) { const x = e.properties.x; if (Math.sign(x) === 1) posthog.capture('y', { x: Number(x) + 1 }) }`,
  'rounded, and not without a number': `export function onEvent(e) { const x = e.properties.x; if (Number(x).toFixed(2) !== 'NaN') posthog.capture('y', { x: Number(x) + 1 }) }`,
};

describe('a number that is counted', () => {
  it.each(Object.entries(unclear))('%s: may loop', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['may-loop']);
  });

  it.each(Object.entries(loops))('%s: loops', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['loops']);
  });

  it.each(Object.entries(ends))('%s: ends', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['ends']);
  });

  it.each([
    [`if (e.properties.kid) posthog.capture('x', { kid: e.properties.kid.kid })`],
    [`for (const kid of e.properties.kids ?? []) posthog.capture('x', { kids: kid.kids })`],
  ])('ends where an event is unwrapped: %s', (code) => {
    expect(loopGradesIn(`export function onEvent(e) { ${code} }`)).toEqual(['ends']);
  });

  it.each([
    [`if (e.properties.kid) posthog.capture('x', { kid: e.properties.kid })`],
    [`if (e.properties.kid !== 'a') posthog.capture('x', { kid: e.properties.kid.kid })`],
    [`for (const kid of e.properties.kids) posthog.capture('x', { kids: [kid] })`],
  ])('does not end where one is only looked into: %s', (code) => {
    expect(loopGradesIn(`export function onEvent(e) { ${code} }`)).toEqual(['loops']);
  });

  it('ends at a limit that is further away than events are followed one by one', () => {
    expect(loopGradesIn(twoCalls('e.properties.n < 50', 'e.properties.n + 1'))).toEqual(['ends', 'ends']);
  });

  it('does not end at a limit that is jumped over', () => {
    expect(loopGradesIn(twoCalls('e.properties.n !== 10', 'e.properties.n + 2'))).toEqual(['ends', 'loops']);
  });
});
