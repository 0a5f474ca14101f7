/** Names that are made of the incoming one: whether what was made is made into another one again. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that captures the event under another name, where that is another one. */
function renaming(made: string, helpers = ''): string {
  return `${helpers} export function onEvent(e) { const name = ${made}; if (name !== e.event) posthog.capture(name) }`;
}

const upperFirst = `const upperFirst = (s) => s.charAt(0).toUpperCase() + s.slice(1);`;

const ends: Readonly<Record<string, string>> = {
  'a capital at its beginning': renaming('upperFirst(e.event)', upperFirst),
  'capitals at the beginning of words': renaming(`e.event.split(' ').map(upperFirst).join(' ')`, upperFirst),
  'underscores before capitals': renaming(`e.event.replace(/[A-Z]/g, (c) => '_' + c.toLowerCase())`),
  'capitals for blanks': renaming(`e.event.replace(/[ _-](\\w)/g, (_, c) => c.toUpperCase())`),
  'words put together again': renaming(`e.event.trim().split(/\\s+/).join('_').toLowerCase()`),
};

const loops: Readonly<Record<string, string>> = {
  'capitals and others changed': renaming(
    `[...e.event].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')`,
  ),
  'the first letter put at the end': renaming(`e.event.slice(1) + e.event[0]`),
  'a name that grows where it has a word': renaming(
    `e.event.includes('order') ? e.event + '!' : upperFirst(e.event)`,
    upperFirst,
  ),
  'a name that grows where it has a beginning': renaming(
    `e.event.startsWith('order_') ? 'order_' + e.event : upperFirst(e.event)`,
    upperFirst,
  ),
};

describe('a name that is made', () => {
  it.each(Object.entries(ends))('%s: ends', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['ends']);
  });

  it.each(Object.entries(loops))('%s: loops', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['loops']);
  });
});

describe('a name that is cut, beside one that stays as it is', () => {
  it.each([
    ["n.split(' ')[1] || n === 'paid'", "n.split(' ')[0]"],
    ["n.includes('_') || n.startsWith('paid')", "n.replace(/_.*/, '')"],
    ["n.includes('_') || /^paid/.test(n)", "n.replace(/_.*/, '')"],
    ["n.includes('_') || ['paid'].includes(n)", "n.replace(/_.*/, '')"],
    ["n === 'a' || n.startsWith('$')", "n.replace('$', '')"],
  ])('is a loop: %s', (condition, name) => {
    const app = `export const onEvent = (e) => { const n = e.event; if (${condition}) posthog.capture(${name}) }`;
    expect(loopGradesIn(app)).toEqual(['loops']);
  });

  it.each([
    ["n.includes('_')", "n.replace(/_.*/, '')"],
    ["n.split(' ').length > 1", "n.split(' ')[0]"],
  ])('ends without it: %s', (condition, name) => {
    const app = `export const onEvent = (e) => { const n = e.event; if (${condition}) posthog.capture(${name}) }`;
    expect(loopGradesIn(app)).toEqual(['ends']);
  });
});

describe('a name that stays as it is when it is made again is looked for in what the code asks for', () => {
  const app = (condition: string, name: string): string =>
    `export const onEvent = (e) => { const n = e.event; if (${condition}) posthog.capture(${name}, { x: 1 }) }`;

  it.each([
    ["'a b'.includes(n) && n.length === 1", 'n.toLowerCase()'],
    ["'a,b'.split(',').indexOf(n) > -1", 'n.toLowerCase()'],
    ["RegExp('^page').test(n)", 'n.trim()'],
    ["n.split(' ').at(-1) === 'scored'", "n.padEnd(12, '.')"],
  ])('%s', (condition, name) => {
    expect(loopGradesIn(app(condition, name))).not.toEqual(['ends']);
  });

  it.each([
    ["'A B'.includes(n) && n.length === 1", 'n.toLowerCase()'],
    ["RegExp('^page ').test(n)", "n.replaceAll(' ', '')"],
  ])('and ends where none does: %s', (condition, name) => {
    expect(loopGradesIn(app(condition, name))).toEqual(['ends']);
  });
});

describe('a setting that is looked for in a name is in what is made of the name', () => {
  const app = (method: string, name: string): string =>
    `export const onEvent = (e, { config }) => { const n = e.event; if (n.${method}(config.on)) posthog.capture(${name}) }`;

  it.each([
    ['startsWith', `n + ' enriched'`],
    ['includes', `'seen ' + n`],
    ['includes', `\`\${n} enriched\``],
    ['endsWith', `'seen ' + n`],
    ['includes', `n.toUpperCase().toLowerCase()`],
  ])('%s, %s', (method, name) => {
    expect(loopGradesIn(app(method, name))).toEqual(['may-loop']);
  });

  it.each([
    ['startsWith', `'seen ' + n`],
    ['endsWith', `n + ' enriched'`],
    ['includes', `'seen'`],
    ['startsWith', `'seen'`],
  ])('but not where it stands at the other end, or in another name: %s, %s', (method, name) => {
    expect(loopGradesIn(app(method, name))).toEqual(['ends']);
  });

  it.each([
    `if (config.on.split(',').some((n) => e.event.includes(n))) posthog.capture('enriched ' + e.event)`,
    `if (config.on.split(',').map((n) => n.trim()).some((n) => e.event.startsWith(n))) posthog.capture(e.event + ' enriched')`,
    `for (const n of config.on.split(',')) if (e.event.includes(n)) posthog.capture(e.event + ' enriched')`,
  ])('also where a setting lists several: %s', (body) => {
    const code = `export const onEvent = (e, { config }) => { ${body} }`;
    expect(loopGradesIn(code)).toEqual(['may-loop']);
    const other = code.replace(/capture\(.*?\)/, `capture('enriched')`);
    expect(loopGradesIn(other)).toEqual(['ends']);
  });
});

describe('a name with a number that is counted', () => {
  const counting = (pattern: string, next = 'Number(found[1]) + 1'): string =>
    `export function onEvent(e) { const found = ${pattern}.exec(e.event); if (!found) return; posthog.capture('order_' + (${next})) }`;

  it.each([
    ['has one digit', String.raw`/^order_(\d)$/`],
    ['has two digits', String.raw`/^order_(\d{1,2})$/`],
    ['has three digits', String.raw`/^order_([0-9]\d\d)$/`],
  ])('ends where it %s at most', (_, pattern) => {
    expect(loopGradesIn(counting(pattern))).toEqual(['ends']);
  });

  it.each([
    ['has any number of them', counting(String.raw`/^order_(\d+)$/`)],
    ['stands still', counting(String.raw`/^order_(\d)$/`, 'Math.min(Number(found[1]) + 1, 9)')],
    ['begins anew', counting(String.raw`/^order_(\d)$/`, '(Number(found[1]) + 1) % 10')],
  ])('loops where it %s', (_, code) => {
    expect(loopGradesIn(code)).toEqual(['loops']);
  });
});

describe('a name in which something is replaced', () => {
  const app = (condition: string, name: string): string =>
    `export const onEvent = (e) => { const n = e.event; if (${condition}) posthog.capture(${name}) }`;

  it.each([
    ["n.startsWith('old_')", "n.replace('old_', 'old_v2_')"],
    ["n.replace(/^old_/, 'old_v2_') !== n", "n.replace(/^old_/, 'old_v2_')"],
    ["n.includes('old')", "n.replaceAll('old', 'old v2')"],
    ['/old/.test(n)', "n.replace(/old/g, '$& v2')"],
    ['/\\d/.test(n)', "n.replace(/\\d+/, '1')"],
    ["n.replace(/([A-Z])/g, '_$1') !== n", "n.replace(/([A-Z])/g, '_$1')"],
    ["n.replace(/$/, '_v2') !== n", "n.replace(/$/, '_v2')"],
    ["n.replace(/-/g, '--') !== n", "n.replace(/-/g, '--')"],
    ["n.startsWith('old_')", "n.toUpperCase().replace('OLD_', 'old_v2_')"],
    ["n.includes('page')", "n.split('page').join('page view')"],
  ])('is a loop where what is put in is replaced again: %s, %s', (condition, name) => {
    expect(loopGradesIn(app(condition, name))).toEqual(['loops']);
  });

  it.each([
    ["n.includes('old')", "n.replaceAll('old', 'new')"],
    ["n.includes('_')", "n.replace('_', ' ')"],
    ["n.replace(/\\s+/g, ' ').trim() !== n", "n.replace(/\\s+/g, ' ').trim()"],
    ['/^app:/.test(n)', "n.replace(/^app:(.*)$/, '$1')"],
    ["n.replace(/^(?!v2_)/, 'v2_') !== n", "n.replace(/^(?!v2_)/, 'v2_')"],
    ["n.replace(/([A-Z])/g, '_$1').toLowerCase() !== n", "n.replace(/([A-Z])/g, '_$1').toLowerCase()"],
    ["n.replace(/[^a-z]/g, '_') !== n", "n.replace(/[^a-z]/g, '_')"],
    ["n.startsWith('old_')", "n.replace('old_', 'new_')"],
  ])('ends where it is not: %s, %s', (condition, name) => {
    expect(loopGradesIn(app(condition, name))).toEqual(['ends']);
  });

  it.each([
    ["x?.includes('pro')", "x.replace('pro', 'pro plus')"],
    ["x && x.replace('pro', 'pro plus') !== x", "x.replace('pro', 'pro plus')"],
  ])('and so is a property: %s, %s', (condition, made) => {
    const code = `export const onEvent = (e) => { const { x } = e.properties; if (${condition}) posthog.capture('made', { x: ${made} }) }`;
    expect(loopGradesIn(code)).toEqual(['loops']);
  });
});
