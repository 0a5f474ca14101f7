/** Numbers that are counted from event to event: whether they ever come to what ends the loop. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that captures with a number, unless the number of the incoming event says that it is enough. */
function countingApp(start: string, isEnough: string, next: string): string {
  return `export function onEvent(e) { const n = e.properties.n ?? ${start}; if (${isEnough}) return; posthog.capture('x', { n: ${next} }) }`;
}

/** The same with a number that is read out of a text, and written as one. */
function textCountingApp(read: string, isEnough: string, next: string): string {
  return `export function onEvent(e) { const x = e.properties.n; const n = ${read}; if (${isEnough}) return; posthog.capture('x', { n: ${next} }) }`;
}

const loops: Readonly<Record<string, string>> = {
  'away from its limit': countingApp('0', 'n > 10', 'n - 1'),
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
  'what is left of a hundred, above it': countingApp('1', '100 - n >= 100', 'n + 1'),
  'there, still': `export function onEvent(e) { const x = e.properties.x; if (x != null && !e.properties.done) posthog.capture('y', { x: Number(x) + 1 }) }`,
  'one, squared': countingApp('1', 'n > 3', 'n * n'),
  'a limit in an inner object, which nothing comes near': `export function onEvent(e) { const n = e.properties.meta?.hops ?? 0; if (n < 5) posthog.capture('x', { meta: { hops: n * 2 } }) }`,
  'a limit and another number, which does not change': `export function onEvent(e) { const n = e.properties.n ?? 0, m = e.properties.m ?? 10; if (n > 3 && m < 0) return; posthog.capture('x', { n: n + 1, m }) }`,
  'its sign': `export function onEvent(e) { const x = e.properties.x; if (Math.sign(x) === 1) posthog.capture('y', { x: Number(x) + 1 }) }`,
  'rounded, and not without a number': `export function onEvent(e) { const x = e.properties.x; if (Number(x).toFixed(2) !== 'NaN') posthog.capture('y', { x: Number(x) + 1 }) }`,
  'halves of what came in, rounded up': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Math.ceil(n / 2) }) }`,
  'nine tenths of what came in, rounded': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Math.round(n * 0.9) }) }`,
  'nine tenths, rounded up, above five': `export function onEvent(e) { const { n } = e.properties; if (n > 5) posthog.capture('x', { n: Math.ceil(n * 0.9) }) }`,
  'halves with two digits': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Number((n * 0.5).toFixed(2)) }) }`,
  'half as much again, rounded down': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: Math.floor(n * 1.5) }) }`,
  'a half more, rounded down': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: (n + 0.5) | 0 }) }`,
  'half as much again, as an integer': `export function onEvent(e) { const { n } = e.properties; if (n < 90) posthog.capture('x', { n: parseInt(n * 1.05) }) }`,
  'the last bits': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: (n + 1) & 3 }) }`,
  'how far from three': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Math.abs(n - 3) }) }`,
  'turned round': `export function onEvent(e) { const { n } = e.properties; if (n < 9) posthog.capture('x', { n: -(n + 1) }) }`,
  'there, and another as well': `export function onEvent(e) { const { n } = e.properties; if (n && e.distinct_id) posthog.capture('x', { n: n + 1 }) }`,
  'not there, or another not': `export function onEvent(e) { const { n } = e.properties; if (!n || !e.distinct_id) return; posthog.capture('x', { n: n * 1.1 }) }`,
  'not both there': `export function onEvent(e) { const { n } = e.properties; if (!(n && e.distinct_id)) return; posthog.capture('x', { n: n + 1 }) }`,
  'another, and there': `export function onEvent(e) { const { n } = e.properties; if (e.event !== e.distinct_id && n) posthog.capture('x', { n: n + 1 }) }`,
  'not missing, and another there': `export function onEvent(e) { const { n } = e.properties; if (n !== undefined && n !== null && e.distinct_id) posthog.capture('x', { n: n + 1 }) }`,
  'not zero, or two that are the same': `export function onEvent(e) { const { n } = e.properties; if (n === 0 || e.properties.id === e.event) return; posthog.capture('x', { n: n + 1 }) }`,
  'above zero for another': `export function onEvent(e) { const { n } = e.properties; if (n > 0 ? e.distinct_id : false) posthog.capture('x', { n: n + 1 }) }`,
  'above a limit, and another there': `export function onEvent(e) { const { n } = e.properties; const big = n > 5; if (big && e.distinct_id) posthog.capture('x', { n: n + 1 }) }`,
  'there as a truth': `export function onEvent(e) { const { n } = e.properties; if (Boolean(n)) posthog.capture('x', { n: n + 1 }) }`,
  'the sum itself': `export function onEvent(e) { const { n } = e.properties; if (n + 1) posthog.capture('x', { n: n + 1 }) }`,
  'above zero, asked by a function': `const ok = (n) => n > 0; export function onEvent(e) { const { n } = e.properties; if (ok(n)) posthog.capture('x', { n: n + 1 }) }`,
  'no number at first, and its text ever after': textCountingApp('parseInt(x, 10)', 'n > 5', 'String(n + 1)'),
  'the same in a template': textCountingApp('Number(x)', 'n > 5', '`${n + 1}`'),
  'the same by a method': textCountingApp('+x', 'n > 5', '(n + 1).toString()'),
  'one, doubled, where the first event may have zero': countingApp('1', 'n > 100', 'n * 2'),
  'zero, doubled, with a text': textCountingApp('Number(x)', 'n > 100', 'String(n * 2)'),
  'nothing, halved, where the limit is above it': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: n / 2 }) }`,
  'half as much again, rounded up, from zero on': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: Math.ceil(n * 1.5) }) }`,
  'twice as much, rounded, from zero on': `export function onEvent(e) { const { n } = e.properties; if (n < 90) posthog.capture('x', { n: Math.round(n * 2) }) }`,
  'nine tenths, which never are zero': countingApp('100', 'n <= 0', 'n * 0.9'),
  'two thirds, asked for themselves': countingApp('100', '!n', 'n / 1.5'),
  'the same as one more': `export function onEvent(e) { const n = e.properties.n || 1; if (n + 1 === n) return; posthog.capture('x', { n: n + 1 }) }`,
  'a number, still, in a switch': `export function onEvent(e) { const n = e.properties.n ?? 0; switch (typeof n) { case 'number': posthog.capture('x', { n: n + 1 }) } }`,
  'a text in a switch': `export function onEvent(e) { const n = e.properties.n ?? 0; switch (n) { case '5': return } posthog.capture('x', { n: n + 1 }) }`,
  'a truth': `export function onEvent(e) { if (e.properties.n === true) return; posthog.capture('x', { n: (e.properties.n ?? 0) + 1 }) }`,
  'one more than what is handed on as it was': `export function onEvent(e) { const p = e.properties; if (p.score > 50) return; posthog.capture('x', { ...p, score: (p.amount ?? 0) + 1 }) }`,
  'a multiple of what is handed on as it was': `export function onEvent(e) { const p = e.properties; if (p.score > 50) return; posthog.capture('x', { amount: p.amount, score: p.amount * 1.1 }) }`,
  'a limit behind a condition that need not hold': `export function onEvent(e) { const { n } = e.properties; if (e.properties.isLimited) { if (n > 5) return } posthog.capture('x', { ...e.properties, n: n + 1 }) }`,
};

const ends: Readonly<Record<string, string>> = {
  'a level in the name, if it is one': `export function onEvent(e) { const level = Number(e.event.split('_').pop()); if (!(level < 3)) return; posthog.capture('step_' + (level + 1)) }`,
  'the length at which names are cut': `export function onEvent(e) { if (e.event.length >= 200) return; posthog.capture(e.event + '!') }`,
  'a limit that is met from either side': countingApp('0', 'n === 3 || n > 3', 'n + 1'),
  'a length of the name that letters lead to': `export function onEvent(e) { const { length } = e.event; if (length > 60) return; posthog.capture(e.event + '!') }`,
  'what is left of a hundred': countingApp('1', '100 - n <= 0', 'n + 1'),
  'a part of another number that is handed on': `export function onEvent(e) { const { n, total } = e.properties; if (n / total < 1) posthog.capture('x', { n: n + 1, total }) }`,
  'a text of a number': textCountingApp("parseInt(x || '0', 10)", 'n > 5', 'String(n + 1)'),
  'a text of a number, below a limit': textCountingApp("parseInt(x || '0', 10)", '!(n <= 5)', '`${n + 1}`'),
  'a text of a number, by a method': textCountingApp('Number(x ?? 0)', 'n > 5', '(n + 1).toString()'),
  'a text of a number, far from its limit': textCountingApp(
    'Number(x ?? 0)',
    '!(n <= 5000)',
    '(n + 1).toString()',
  ),
  'one or more, doubled': `export function onEvent(e) { const n = e.properties.n || 1; if (n > 64) return; posthog.capture('x', { n: n * 2 }) }`,
  'doubled above zero': `export function onEvent(e) { const { n } = e.properties; if (n > 0 && n < 64) posthog.capture('x', { n: n * 2 }) }`,
  'half as much again, rounded up, above zero': `export function onEvent(e) { const { n } = e.properties; if (n > 0 && n < 10) posthog.capture('x', { n: Math.ceil(n * 1.5) }) }`,
  'nine tenths, down to one': countingApp('100', 'n <= 1', 'n * 0.9'),
  'nine tenths, down to a half': countingApp('100', 'n < 0.5', 'n * 0.9'),
  'nine tenths less one': countingApp('100', 'n <= 0', 'n * 0.9 - 1'),
  'halves, which are zero in the end': countingApp('100', 'n <= 0', 'n * 0.5'),
  'halves, rounded down': countingApp('8', 'n <= 0', 'Math.floor(n / 2)'),
  'one more than what is handed on with one more': `export function onEvent(e) { const p = e.properties; if (p.score > 50) return; posthog.capture('x', { amount: p.amount + 1, score: p.amount + 1 }) }`,
  'one more than what takes its place': `export function onEvent(e) { const p = e.properties; if (p.a > 50) return; posthog.capture('x', { a: p.b + 1, b: p.a }) }`,
  'a number in an inner object that is spread': `export function onEvent(e) { const p = e.properties; if (p.meta?.hops > 50) return; posthog.capture('x', { meta: { ...p.meta, hops: (p.meta?.hops ?? 0) + 1 } }) }`,
  'a limit in a switch': `export function onEvent(e) { const n = e.properties.n ?? 0; switch (true) { case n > 5: return } posthog.capture('x', { n: n + 1 }) }`,
  'as a text of some length': countingApp('0', 'String(n).length > 2', 'n + 1'),
  'a pattern of digits': countingApp('0', '!/^[0-4]$/.test(n)', 'n + 1'),
  'halves by shifting': countingApp('8', 'n < 1', 'n >> 1'),
  'every fifth time': countingApp('0', 'n % 5 === 4', 'n + 1'),
  'halves of what came in, rounded down': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Math.floor(n / 2) }) }`,
  'halves, rounded up, above one': `export function onEvent(e) { const { n } = e.properties; if (n > 1) posthog.capture('x', { n: Math.ceil(n / 2) }) }`,
  'halves as integers': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: ~~(n / 2) }) }`,
  'one less, rounded': `export function onEvent(e) { const { n } = e.properties; if (n > 0) posthog.capture('x', { n: Math.round(n - 1) }) }`,
  'below a limit that has a name': `export function onEvent(e) { const { n } = e.properties; const goesOn = n < 5; if (!goesOn) return; posthog.capture('x', { n: n + 1 }) }`,
  'above a limit that has a name, or done': `export function onEvent(e) { const { n } = e.properties; const isBig = n > 5; if (isBig || e.properties.done) return; posthog.capture('x', { n: n + 1 }) }`,
  'below a limit, asked by a function': `const ok = (n) => n < 5; export function onEvent(e) { const { n } = e.properties; if (ok(n)) posthog.capture('x', { n: n + 1 }) }`,
  'there, another as well, and below a limit': `export function onEvent(e) { const { n } = e.properties; if (n && e.distinct_id && n < 10) posthog.capture('x', { n: n + 1 }) }`,
  'a limit behind a condition that holds for it': `export function onEvent(e) { const { n } = e.properties; if (n > 0) { if (n > 5) return; posthog.capture('x', { n: n + 1 }) } }`,
};

/** The first call begins the count, the second counts. */
function twoCalls(isMore: string, next: string): string {
  return `export function onEvent(e) { if (e.event === '$pageview') posthog.capture('x', { n: 1 }); else if (e.event === 'x' && ${isMore}) posthog.capture('x', { n: ${next} }) }`;
}

/** Nobody knows whether these come to an end: most of them come near a limit, and never there. */
const unclear: Readonly<Record<string, string>> = {
  'a table of numbers': countingApp('0', '({ 3: true })[n]', 'n + 1'),
  // What comes in may stand beyond the limit.
  'nine tenths, rounded down': countingApp('100', '!n', 'Math.floor(n * 0.9)'),
  'a number in a switch': `export function onEvent(e) { const n = e.properties.n ?? 0; switch (n) { case 5: return } posthog.capture('x', { n: n + 1 }) }`,
  'a list of numbers': countingApp('0', '[3].includes(n)', 'n + 1'),
  'a limit that is met': countingApp('0', 'n === 3', 'n + 1'),
  'a limit that is far away': countingApp('0', 'n === 5000', 'n + 1'),
  'one less while there, and another as well': `export function onEvent(e) { const { n } = e.properties; if (n && e.distinct_id) posthog.capture('x', { n: n - 1 }) }`,
  'a level in the name, which may be higher': `export function onEvent(e) { const level = Number(e.event.split('_')[1]); if (level === 5) return; posthog.capture('level_' + (level + 1)) }`,
  'a level in the name, which may be none': `export function onEvent(e) { const level = Number(e.event.split('_').pop()); if (level >= 3) return; posthog.capture('step_' + (level + 1)) }`,
  'a version in the name, which may be none': `export function onEvent(e) { const v = Number(e.event.split('_v')[1] || 1); if (v > 3) return; posthog.capture('copy_v' + (v + 1)) }`,
  'one length of the name': `export function onEvent(e) { if (e.event.length === 12) return; posthog.capture(e.event + '!') }`,
  'one length of a name that a property is put before': `export function onEvent(e) { const p = e.properties; if (e.event.length === 12) return; posthog.capture((p.source || '') + e.event + '_a', { ...p }) }`,
  'one number of pieces of the name': `export function onEvent(e) { if (e.event.split('_').length === 4) return; posthog.capture(e.event + '_a') }`,
  'a limit that grows along': `export function onEvent(e) { const n = e.properties.n ?? 1, m = e.properties.m ?? 40; if (n >= m) return; posthog.capture('x', { n: n + 1, m: m + 1 }) }`,
  'a part of one more': countingApp('1', 'n / (n + 1) >= 1', 'n + 1'),
  'a part of one more, in hundredths': countingApp('1', '(n / (n + 1)) * 100 >= 100', 'n + 1'),
  'a part of one more, rounded': countingApp('1', 'Math.round((n / (n + 1)) * 100) >= 100', 'n + 1'),
  'a part of one more, each time': countingApp('1', '!n', 'n / (n + 1)'),
  'a part of one more, with a default': `export function onEvent({ properties: { n = 1 } }) { if (!n) return; posthog.capture('x', { n: n / (n + 1) }) }`,
  'a part of what grows as well': `export function onEvent(e) { const { n, total } = e.properties; if (n / total < 1) posthog.capture('x', { n: n + 1, total: total + 1 }) }`,
  'compared with what grows as well': `export function onEvent(e) { const { n, m } = e.properties; if (n < m) posthog.capture('x', { n: n + 1, m: m + 1 }) }`,
  'to the other side of zero': `export function onEvent(e) { const { n } = e.properties; if (n < 10) posthog.capture('x', { n: n * -0.5 }) }`,
  'the same as what grows as well': countingApp('0', 'Math.ceil(n * 1.5) === n', 'Math.ceil(n * 1.5)'),
  'ten of it': `export function onEvent(e) { const { n } = e.properties; if (10 / n < 20) posthog.capture('x', { n: n + 1 }) }`,
  'a half, to the power of it': `export function onEvent(e) { const { n } = e.properties; if (0.5 ** n < 1) posthog.capture('x', { n: n + 1 }) }`,
  'half of what is left of ten': `export function onEvent(e) { const { n } = e.properties; if (n > 1) posthog.capture('x', { n: (10 - n) / 2 }) }`,
  'one more than its root': `export function onEvent(e) { const { n } = e.properties; if (n < 5) posthog.capture('x', { n: Math.sqrt(n) + 1 }) }`,
  'compared as a text': `export function onEvent(e) { const x = e.properties.x; if ('a'.localeCompare(x ?? 'a') !== 0) posthog.capture('y', { x: Number(x) + 1 }) }`,
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
    [`for (const kid of e.properties.kids) posthog.capture('x', { kids: [kid] })`],
  ])('does not end where one is only looked into: %s', (code) => {
    expect(loopGradesIn(`export function onEvent(e) { ${code} }`)).toEqual(['loops']);
  });

  it('may loop where it is looked into whatever it is, and no event is found that has enough in it', () => {
    const code = `export function onEvent(e) { if (e.properties.kid !== 'a') posthog.capture('x', { kid: e.properties.kid.kid }) }`;
    expect(loopGradesIn(code)).toEqual(['may-loop']);
  });

  it('ends at a limit that is further away than events are followed one by one', () => {
    expect(loopGradesIn(twoCalls('e.properties.n < 50', 'e.properties.n + 1'))).toEqual(['ends', 'ends']);
  });

  it.each([
    ['?? 100', 'n < 5', 'n - 1'],
    ['?? 1', 'n < 0.001', 'n * 0.9'],
    ['?? 1', 'n < 0.000000001', 'n / 2'],
  ])('ends at a limit below a default, far away: %s, %s, %s', (begin, condition, next) => {
    const code = `export function onEvent(e) { const n = e.properties.n ${begin}; if (${condition}) return; posthog.capture('x', { n: ${next} }) }`;
    expect(loopGradesIn(code)).toEqual(['ends']);
  });

  it('does not end at a limit that is jumped over', () => {
    expect(loopGradesIn(twoCalls('e.properties.n !== 10', 'e.properties.n + 2'))).toEqual(['ends', 'loops']);
  });
});
