/** Marks whose name is a setting, or is kept in another object. */
import { describe, expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

/** `before | body of onEvent(event, { config, global })` */
function app(code: string): string {
  const [before = '', body] = code.includes(' | ') ? code.split(' | ') : ['', code];
  return `${before}
    export function onEvent(event, { config, global }) {
      ${body}
    }`;
}

const guarded = (asked: string, sent = '{ [config.key]: true }'): string =>
  `if (${asked}) return; posthog.capture('x', ${sent})`;

const ends: readonly string[] = [
  guarded('event.properties[config.key]'),
  guarded('event.properties?.[config.key]'),
  guarded('event.properties[config.key]', '{ ...event.properties, [config.key]: true }'),
  guarded('event.properties[config.key]', '{ a: 1, [config.key]: true, b: 2 }'),
  guarded('event.properties[`${config.key}_done`]', '{ [`${config.key}_done`]: true }'),
  guarded(
    'event.properties[`${config.key}_done`]',
    '{ [`${config.key}_done`]: true, [`${config.key}_n`]: event.properties.n }',
  ),
  guarded('event.properties[config.key.trim()]', '{ [config.key.trim()]: true }'),
  `const key = config.prefix + '_done'; ${guarded('event.properties[key]', '{ [key]: true }')}`,
  `const { key = 'done' } = config; ${guarded('event.properties[key]', '{ [key]: true }')}`,
  `const key = config.key || 'done'; ${guarded('event.properties[key]', '{ [key]: true }')}`,
  `const keyOf = (c) => c.prefix + '_done'; | ${guarded('event.properties[keyOf(config)]', '{ [keyOf(config)]: true }')}`,
  `export function setupPlugin({ config, global }) { global.key = config.prefix + '_done' } | ${guarded('event.properties[global.key]', '{ [global.key]: true }')}`,
  guarded('config.key in event.properties'),
  guarded('`${config.key}_a` in event.properties', '{ [`${config.key}_a`]: true }'),
  guarded('event.properties.hasOwnProperty(config.key)'),
  guarded('Object.hasOwn(event.properties, config.key)'),
  guarded('Object.prototype.hasOwnProperty.call(event.properties, config.key)'),
  guarded('Object.keys(event.properties).includes(config.key)'),
  guarded(`event.properties[config.key] === 'app'`, `{ [config.key]: 'app' }`),
  guarded('event.properties[config.key] === config.value', '{ [config.key]: config.value }'),
  guarded('event.properties.$set?.[config.key]', '{ $set: { [config.key]: true } }'),
  `const { [config.key]: done } = event.properties; ${guarded('done')}`,
  `const p = {}; p[config.key] = true; ${guarded('event.properties[config.key]', 'p')}`,
  `const p = { ...event.properties }; p[config.key] = true; ${guarded('event.properties[config.key]', 'p')}`,
  `const marks = { done: config.key }; ${guarded('event.properties[marks.done]', '{ [marks.done]: true }')}`,
  `const marks = { done: 'my_done' }; | ${guarded('event.properties[marks.done]', '{ [marks.done]: true }')}`,
  `const marks = new Map([['done', 'my_done']]); | ${guarded(`event.properties[marks.get('done')]`, `{ [marks.get('done')]: true }`)}`,
  `const marks = new Map(); export function setupPlugin({ config }) { marks.set('done', config.key) } | ${guarded(`event.properties[marks.get('done')]`, `{ [marks.get('done')]: true }`)}`,
];

const loops: readonly string[] = [
  guarded('event.properties[config.key]', '{ [config.key]: false }'),
  guarded('event.properties[config.key]', '{ a: true }'),
  guarded('!event.properties[config.key]'),
  guarded('event.properties[`${config.key}_a`]', '{ [`${config.key}_b`]: true }'),
  `const p = { [config.key]: true }; p[config.key] = false; ${guarded('event.properties[config.key]', 'p')}`,
  `const p = { [config.key]: true }; delete p[config.key]; ${guarded('event.properties[config.key]', 'p')}`,
  `const { [config.key]: _, ...rest } = { a: 1, [config.key]: true }; ${guarded('event.properties[config.key]', 'rest')}`,
];

/** What another setting says, what JSON leaves out, and what the code changes, is not known. */
const mayLoop: readonly string[] = [
  guarded('event.properties[config.key]', '{ [config.other]: true }'),
  guarded('config.key in event.properties', '{ [config.key]: undefined }'),
  `let n = 0; | config.key = 'k' + n++; ${guarded('event.properties[config.key]')}`,
  `let key = 'a', n = 0; | if (event.properties[key]) return; key = 'b' + n++; posthog.capture('x', { [key]: true }); key = 'c' + n`,
  `const marks = { done: 'a' }; let n = 0; | ${guarded('event.properties[marks.done]', '{ [marks.done]: true }')}; marks.done = 'k' + n++`,
  `const table = { a: () => posthog.capture('x'), b: () => {} }; | table[config.mode]()`,
];

describe('marks that settings name', () => {
  it.each(ends)('ends: %s', (code) => {
    expect(loopGradesIn(app(code))).toEqual(['ends']);
  });

  it.each(loops)('loops: %s', (code) => {
    expect(loopGradesIn(app(code))).toEqual(['loops']);
  });

  it.each(mayLoop)('may loop: %s', (code) => {
    expect(loopGradesIn(app(code))).toEqual(['may-loop']);
  });

  it('tells of the setting by the name that the code gives it', () => {
    const [finding] = findingsIn(app(guarded('!event.properties[config.key]')));
    expect(finding?.message).toContain('because its `config.key` is true');
    expect(finding?.witness).toMatchObject({ properties: { 'config.key': 'yes' } });
  });

  it('tells of a name that is put together as the code does', () => {
    const key = '`${config.prefix}_a.b c`';
    const [finding] = findingsIn(app(guarded(`!event.properties[${key}]`, `{ [${key}]: true }`)));
    expect(finding?.message).toContain('because its `${config.prefix}_a.b c` is true');
  });
});

describe('a setting that may name the captured event', () => {
  const asks: readonly string[] = [
    'event.event === config.own',
    "config.own.split(',').includes(event.event)",
    "(config.own ?? '').split(/, */).some((own) => own === event.event)",
    'event.event.startsWith(config.own)',
    'global.own.has(event.event)',
  ];
  const setup =
    "export function setupPlugin({ config, global }) { global.own = new Set(config.own.split(',')) } | ";

  it.each(asks)('may loop where it names what is left out: %s', (asked) => {
    const [finding] = findingsIn(app(`${setup}if (${asked}) return; posthog.capture('x')`));
    expect(finding?.grade).toBe('may-loop');
    expect(finding?.message).toContain(`It ends only where a setting names 'x', in \`${asked.slice(0, 50)}`);
  });

  it.each(asks)('ends where it names what is handled: %s', (asked) => {
    expect(loopGradesIn(app(`${setup}if (!(${asked})) return; posthog.capture('x')`))).toEqual(['ends']);
  });

  it.each(asks)('loops where nothing hangs on it: %s', (asked) => {
    const code = `${setup}const own = ${asked}; posthog.capture('x', { own })`;
    expect(loopGradesIn(app(code))).toEqual(['loops']);
  });
});
