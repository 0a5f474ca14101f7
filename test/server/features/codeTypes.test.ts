import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('what the code says of meta, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function open(text: string, file = 'index.js'): Promise<LspSession> {
    session?.stop();
    session = await startSession(kind, `${manifest}//- /app/${file}\n${text}`);
    return session;
  }

  async function suggested(text: string, file?: string): Promise<string[]> {
    return [...(await (await open(text, file)).suggestions())];
  }

  const handler = 'export async function onEvent(event, meta) {\n  meta.jobs.$0\n}\n';

  it.each([
    ['export const jobs = { send: async (payload) => {}, async clean() {} }'],
    ['const jobs = { send() {}, clean() {} }\nexport { jobs }'],
    ['const send = () => {}\nconst clean = () => {}\nexport const jobs = { send, clean }'],
  ])('lists the jobs of %s', async (jobs) => {
    expect(await suggested(`${jobs}\n${handler}`)).toEqual(['clean', 'send']);
  });

  it.each([
    ['module.exports = { jobs: { send() {}, clean() {} }, ON }'],
    ['const jobs = { send() {}, clean() {} }\nmodule.exports = { jobs, ON }'],
    ['exports.jobs = { send() {}, clean() {} }\nmodule.exports.onEvent = FUN'],
    ['export default { jobs: { send() {}, clean() {} }, ON }'],
  ])('lists the jobs of %s', async (text) => {
    const code = text
      .replace('ON', 'onEvent(event, meta) {\n  meta.jobs.$0\n}')
      .replace('FUN', '(event, meta) => {\n  meta.jobs.$0\n}');
    expect(await suggested(code)).toEqual(['clean', 'send']);
  });

  it.each([
    [
      'index.js',
      'export const jobs = { send: (payload) => {} }',
      'send(payload?: any): PostHogApp.JobRunner',
    ],
    [
      'index.js',
      'export const jobs = { send: ({ id, at = 1 }) => {} }',
      'payload: {\n    id: any;\n    at?: any;\n}',
    ],
    [
      'index.js',
      '/** @param {{ id: number }} p */\nfunction send(p) {}\nexport const jobs = { send }',
      'id: number',
    ],
    [
      'index.ts',
      'export const jobs = { send: (payload: { id: number }) => {} }',
      'payload: {\n    id: number;\n}',
    ],
    [
      'index.ts',
      'interface Mail { to: string[]; at?: Date }\nexport const jobs = { send: (mail: Mail) => {} }',
      'to: Array<string>;\n    at?: Date;',
    ],
    ['index.ts', 'export const jobs = { send: () => {} }', 'send(): PostHogApp.JobRunner'],
  ])('knows the payload in %s: %s', async (file, jobs, expected) => {
    await open(`${jobs}\nexport function onEvent(event, meta) {\n  meta.jobs.se$0nd\n}\n`, file);
    expect(JSON.stringify((await session?.hover())?.contents)).toContain(
      JSON.stringify(expected).slice(1, -1),
    );
  });

  it('offers the ways to run a job, and the units', async () => {
    const jobs = 'export const jobs = { send() {} }\nexport function onEvent(event, meta) {\n';
    expect(await suggested(`${jobs}  meta.jobs.send().$0\n}\n`)).toEqual(['runAt', 'runIn', 'runNow']);
    expect(await suggested(`${jobs}  meta.jobs.send().runIn(5, 'min$0')\n}\n`)).toContain('minutes');
  });

  it('knows metrics and the one method of each', async () => {
    const text =
      "export const metrics = { sent: 'sum', most: 'MAX' }\nexport function onEvent(event, meta) {\n";
    expect(await suggested(`${text}  meta.metrics.$0\n}\n`)).toEqual(['most', 'sent']);
    expect(await suggested(`${text}  meta.metrics.sent.$0\n}\n`)).toEqual(['increment']);
    expect(await suggested(`${text}  meta.metrics.most.$0\n}\n`)).toEqual(['max']);
  });

  it('knows what the app keeps in meta.global', async () => {
    const text = `export function setupPlugin({ global, config }) {
  global.seen = new Map()
  global.limit = parseInt(config.limit)
}
export function onEvent(event, meta) {
`;
    expect(await suggested(`${text}  meta.global.$0\n}\n`)).toEqual(['limit', 'seen']);
    expect(await suggested(`${text}  meta.global.seen.$0\n}\n`)).toContain('clear');
    expect(await suggested(`${text}  meta.global.limit.$0\n}\n`)).toContain('toFixed');
  });

  it('is all that was assigned, at any place', async () => {
    const text = "export function setupPlugin(meta) {\n  meta.global.last = 'a'\n}\n";
    const others =
      'export function onEvent(event, meta) {\n  meta.global.last = 1\n}\nexport function runEveryDay(meta) {\n';
    await open(`${text}${others}  meta.global.la$0st\n}\n`, 'index.ts');
    expect(JSON.stringify((await session?.hover())?.contents)).toContain('last: string | number');
  });

  it('follows the code as it changes', async () => {
    const text = (job: string): string => `export const jobs = { ${job}() {} }\n${handler}`;
    expect(await suggested(text('send'))).toEqual(['send']);
    session?.change('/app/index.js', text('later'));
    expect(await session?.suggestions()).toEqual(['later']);
    session?.change('/app/index.js', `export const jobs = {}\n${handler}`);
    expect(await session?.suggestions()).toEqual([]);
  });
});
