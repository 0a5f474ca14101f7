/** Tables from event to something else that a setting fills: no setting names an event that the app itself captures. */
import { describe, expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

const tables: readonly (readonly [made: string, read: string])[] = [
  ['JSON.parse(config.map)', 'table[event.event]'],
  ["JSON.parse(config.map || '{}')", 'table[event.event]?.kind'],
  ['JSON.parse(config.map)', '(event.event in table)'],
  ["Object.fromEntries(config.map.split(',').map((line) => line.split('=')))", 'table[event.event]'],
  ["new Map((config.map || '').split('|').map((line) => line.split('=>')))", 'table.get(event.event)'],
  ['new Map(JSON.parse(config.map))', 'table.has(event.event)'],
  ['new Map(Object.entries(JSON.parse(config.map)))', 'table.get(event.event)'],
  ['byLine(config.map)', 'table[event.event]'],
  ['mapByLine(config.map)', 'table.get(event.event)'],
];

const helpers = `
  function byLine(text) {
    const table = {};
    for (const line of (text || 'signed up => Lead').split('\\n')) {
      const [name, kind] = line.split('=>').map((part) => part.trim());
      if (name && kind) table[name] = kind;
    }
    return table;
  }
  function withOwn(table) { table.lead = 'Lead'; return table }
  function mapByLine(text) {
    const table = new Map();
    for (const line of text.split('\\n')) { const [name, kind] = line.split('='); table.set(name, kind); }
    return table;
  }`;

const app = (made: string, body: string, manifest = '{}'): string => `
//- /index.js
export function setupPlugin({ config, global }) { global.table = ${made} }
export function onEvent(event, { config, global: { table } }) { ${body} }
${helpers}
//- /plugin.json
${manifest}
`;

describe.each(tables)('%s', (made, read) => {
  it(`ends where it names what is handled: ${read}`, () => {
    expect(loopGradesIn(app(made, `if (!${read}) return; posthog.capture('lead')`))).toEqual(['ends']);
  });

  it(`may loop where it names what is left out: ${read}`, () => {
    const [finding] = findingsIn(app(made, `if (${read}) return; posthog.capture('lead')`));
    expect(finding?.grade).toBe('may-loop');
    expect(finding?.message).toContain("It ends only where a setting names 'lead'");
  });

  it(`may loop where its default names the event: ${read}`, () => {
    const manifest = JSON.stringify({
      config: [{ key: 'map', type: 'string', name: 'Map', default: '{"lead": "Lead"}' }],
    });
    const code = app(made, `if (!${read}) return; posthog.capture('lead')`, manifest);
    expect(loopGradesIn(code)).not.toEqual(['ends']);
  });
});

it.each([
  ['JSON.parse(config.map)', "table['lead']"],
  ['JSON.parse(config.map)', 'table.lead'],
  ['JSON.parse(config.map)', 'table[event.properties.kind]'],
  ["Object.assign(JSON.parse(config.map), { lead: 'Lead' })", 'table[event.event]'],
  ['withOwn(JSON.parse(config.map))', 'table[event.event]'],
  ["{ ...byLine(config.map), [config.own]: 'a', lead: 'Lead' }", 'table[event.event]'],
  ["new Map([...mapByLine(config.map), ['lead', 'Lead']])", 'table.get(event.event)'],
])('%s does not end it for sure with %s', (made, read) => {
  const code = app(made, `if (!${read}) return; posthog.capture('lead', { ...event.properties })`);
  expect(loopGradesIn(code)).not.toEqual(['ends']);
});

it('does not end it for sure where keys of something else are in it, too', () => {
  const code = `
    const table = {}
    export function setupPlugin({ config }) { for (const name of config.names.split(',')) table[name] = 1 }
    export function onEvent(event) {
      const { kind } = event.properties
      if (!table[event.event] && event.event !== 'a') return
      table[kind] = 1
      posthog.capture('lead', { kind: 'lead' })
    }`;
  expect(loopGradesIn(code)).not.toEqual(['ends']);
});
