import { describe, expect, it } from 'vitest';
import { type ServerKind, servers } from '../lspHarness.ts';
import { manifest, suggestionsOf } from './suggestions.ts';

const parts = 'attachments cache config geoip global jobs metrics storage utils'.split(' ');

describe.each(servers)('patterns of parameters, before there is a body, $name', (kind: ServerKind) => {
  const open = suggestionsOf(kind);

  it.each([
    'export function setupPlugin({ $0 })',
    'export function setupPlugin({ $0',
    'export function setupPlugin({ $0 })\n\nexport function onEvent(event, meta) {}',
    'export async function onEvent(event, { $0 })',
    'export const processEvent = (event, { $0 })',
    'export const processEvent = (event, { $0',
    'export const processEvent = async (event, { $0 })\n\nexport const other = 1',
    'export const runEveryDay = ({ $0 })',
    'const run = ({ $0 })\nexport { run as runEveryDay }',
    'export const jobs = { send: async (payload, { $0 }) }',
    'export const jobs = { async send(payload, { $0 }) }',
    'export const jobs = { first() {}, send: (payload, { $0 }), last() {} }',
    'module.exports = { runEveryHour: ({ $0 }) }',
    'module.exports = { runEveryHour: async ({ $0 }), onEvent() {} }',
    'module.exports = { runEveryHour({ $0 }) }',
    'export default { runEveryHour: async ({ $0 }) }',
    'exports.onEvent = async (event, { $0 })',
    'exports.onEvent = async function (event, { $0 })',
    'class App { onEvent(event, { $0 }) }\nexport default new App()',
  ])('have the parts of meta in %s', async (code) => {
    for (const provider of ['server', 'builtIn', 'serverAlone'] as const)
      for (const file of ['index.js', 'index.ts']) {
        await open.start(`${manifest}//- /app/${file}\n${code}\n`, { provider });
        expect(await open.session.suggestions()).toEqual(parts);
      }
    const storage = await open.session.explain('storage');
    expect(storage.documentation).toMatchObject({ value: expect.stringContaining('until they are deleted') });
  });

  it.each([
    'export function setupPlugin({ config, $0 })',
    'export function setupPlugin({ cac$0, config })',
    'export const setupPlugin = ({ config, $0 })',
    'export const processEvent = async (event, { config, cac$0 })',
  ])('have each part once in %s', async (code) => {
    await open.start(`${manifest}//- /app/index.js\n${code}\n`, { provider: 'builtIn' });
    expect(await open.session.suggestions()).toEqual(parts.filter((part) => part !== 'config'));
  });

  it.each([
    ['export const processEvent = ({ $0 })', ' => {}'],
    ['export const onEvent = async ({ $0 }, meta)', ' => {}'],
    ['export function onEvent({ event, $0 }, meta)', ' {}'],
  ])('have in %s what they have before%s', async (code, body) => {
    const suggested = async (text: string): Promise<readonly string[]> => {
      await open.start(`${manifest}//- /app/index.js\n${text}\n`, { provider: 'builtIn' });
      return open.session.suggestions();
    };
    const names = await suggested(code);
    expect(names).toContain('distinct_id');
    expect(names.toSorted()).toEqual((await suggested(code + body)).toSorted());
  });

  it.each([
    'export function other({ $0 })',
    'export const other = (event, { $0 })',
    'export const processEvent = { $0 }',
    'export const processEvent = wrap(event, { $0 })',
    'export const jobs = { send: ({ $0 }) }',
    'export const exportEvents = ({ $0 }, meta)',
    'export function setupPlugin({ config: { $0 } })',
    'export function setupPlugin({ config: $0 })',
    'export function setupPlugin({ $0 }: PostHogApp.PluginMeta)',
  ])('are no matter of ours in %s', async (code) => {
    await open.start(`${manifest}//- /app/index.ts\n${code}\n`, { provider: 'builtIn' });
    expect(await open.session.suggestions()).toEqual([]);
  });
});
