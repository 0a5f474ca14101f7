import { afterEach, describe, expect, it } from 'vitest';
import {
  type LspSession,
  type ServerKind,
  type SessionOptions,
  servers,
  startSession,
} from '../lspHarness.ts';

const manifest = `//- /app/plugin.json
{ "name": "Mine", "config": [{ "key": "size", "type": "choice", "choices": ["small", "big"], "default": "big" }] }
`;

describe.each(servers)('hovers and signature help, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function start(code: string, options: SessionOptions = {}): Promise<LspSession> {
    session?.stop();
    session = await startSession(kind, `${manifest}//- /app/index.ts\n${code}\n`, options);
    return session;
  }

  async function hover(code: string, options?: SessionOptions): Promise<string> {
    return (await start(code, options)).hoverText();
  }

  it('explains posthog.capture with its traps and an example', async () => {
    const text = await hover(`posthog.cap$0ture('x')`);
    expect(text).toContain(
      'capture(event: string, properties?: PostHogApp.CaptureProperties): Promise<void>',
    );
    expect(text).toContain('**It can loop.**');
    expect(text).toContain('"App Server"');
    expect(text).toContain('**Example**');
  });

  it.each([
    ['get', 'raw response'],
    ['post', 'It can loop'],
    ['put', 'content type'],
    ['delete', '`data` is never sent'],
    ['patch', 'September 2022'],
  ])('explains the trap of posthog.api.%s', async (method, trap) => {
    expect(await hover(`posthog.api.$0${method}('/x')`)).toContain(trap);
  });

  it('says that an attachment is not there until somebody fills it in', async () => {
    session = await startSession(
      kind,
      `//- /app/plugin.json
{ "name": "Mine", "config": [{ "key": "db", "name": "Cities", "type": "attachment" }] }
//- /app/index.ts
export function setupPlugin(meta) { meta.attachments.d$0b }
`,
    );
    expect(await session.hoverText()).toContain('_attachment, optional: undefined when not filled in_');
  });

  it.each([
    'export async function process$0Event(event) { return event }',
    'export const process$0Event = (event) => event',
    'const mine = (event) => event\nexport { mine as process$0Event }',
    'function process$0Event(event) { return event }\nexport { processEvent }',
    'function processEvent(event) { return event }\nexport { process$0Event }',
    'export default { process$0Event(event) { return event } }',
    'function processEvent(event) { return event }\nmodule.exports = { process$0Event }',
    'exports.process$0Event = (event) => event',
    'module.exports.process$0Event = function (event) { return event }',
    "module.exports = { 'process$0Event': (event) => event }",
    "export default { 'process$0Event'(event) { return event } }",
    "const mine = (event) => event\nmodule.exports = { 'process$0Event': mine }",
    'function process$0Event(event) { return event }',
    'const handlers = { processEvent: (event) => event }\nexport const { process$0Event } = handlers',
  ])('says what PostHog does with what it calls: %s', async (code) => {
    for (const provider of ['builtIn', 'server'] as const) {
      const text = await hover(code, { provider });
      expect(text).toContain('**PostHog calls this.** Runs for each event before it is stored');
      expect(text).toContain('drops it');
      // The declaration is told by the editor's own support.
      expect(text).not.toContain('```');
    }
    const alone = await hover(code, { provider: 'serverAlone' });
    expect(alone).toMatch(/```typescript[^]+\*\*PostHog calls this\.\*\*/);
  });

  it.each([
    "exports['process$0Event'] = (event) => event",
    "module.exports['process$0Event'] = function (event) { return event }",
    "async function mine(event) { return event }\nexports['process$0Event'] = mine",
  ])('says it of a name in brackets, of which TypeScript says nothing: %s', async (code) => {
    for (const provider of ['builtIn', 'serverAlone'] as const)
      expect(await hover(code, { provider })).toContain('**PostHog calls this.** Runs for each event');
  });

  it.each([
    ['export function run$0EveryMinute(meta) {}', 'Runs once a minute'],
    ['export function set$0upPlugin(meta) {}', '`meta.global`'],
    ['export const job$0s = { go(payload, meta) {} }', 'Without one, `meta` is the first'],
    ["module.exports = { metr$0ics: { sent: 'sum' } }", 'The metrics of the app'],
    ['export async function export$0Events(events, meta) {}', 'gathered for 10 seconds'],
    ['export function compose$0Webhook(event, meta) { return null }', 'must not be `async`'],
  ])('says it of %s', async (code, piece) => {
    expect(await hover(code, { provider: 'builtIn' })).toContain(piece);
  });

  it.each([
    'export function processEvent(event) { const on$0Event = 1; return event }',
    'export function processEvent(event) { return event }\nfunction on$0Event() {}',
    'export const list = { process$0Event: 1 }\nexport function processEvent(event) { return event }',
    'export function onEvent() { jo$0bs() }\nfunction jobs() {}',
    "export const list = { 'process$0Event': 1 }\nexport function processEvent(event) { return event }",
    "const list = {}\nlist['process$0Event'] = 1\nexport function processEvent(event) { return event }",
    'export function processEvent(event) { return event }\nexport const other = () => process$0Event',
  ])('says nothing of the same name elsewhere: %s', async (code) => {
    expect(await hover(code, { provider: 'builtIn' })).not.toContain('PostHog');
  });

  it.each([
    [
      'export const jobs = { wi$0pe: async (payload: { id: number }) => payload }',
      "**A job.** `await meta.jobs.wipe(payload).runIn(5, 'minutes')`",
    ],
    ['export const jobs = { async wi$0pe() {} }', 'calls it with `meta`'],
    ['const wipe = () => {}\nmodule.exports = { jobs: { wi$0pe } }', '`await meta.jobs.wipe()'],
    ["exports.jobs = { 'wi$0pe it': () => {} }", '`await meta.jobs["wipe it"]()'],
    ["export const metrics = { do$0ne: 'MAX' }", '`meta.metrics.done.max(value)` keeps the largest value'],
    ["const list = { do$0ne: 'sum' }\nexport { list as metrics }", '`meta.metrics.done.increment(value)`'],
    ["export const metrics = { do$0ne: 'most' }", ''],
    ['const jobs = { wi$0pe() {} }\nconsole.log(jobs)', ''],
    ['export const jobs = { async wipe() { return { on$0ce: 1 } } }', ''],
  ])('says how a job or a metric is used, where the app declares it: %s', async (code, expected) => {
    const text = await hover(code);
    expect(text).toContain(expected);
    if (expected === '') expect(text).toBe('');
  });

  it('says of a job that people start it, too', async () => {
    session = await startSession(
      kind,
      `//- /app/plugin.json
{ "name": "Mine", "publicJobs": { "wipe": {} } }
//- /app/index.ts
export const jobs = { wi$0pe: () => {}, other: () => {} }
`,
    );
    expect(await session.hoverText()).toContain('`publicJobs`');
  });

  it('says of an export what holds for the profile', async () => {
    const code = 'export async function on$0Event(event) {}';
    expect(await hover(code)).toContain('5 tries in all');
    expect(await hover(code, { profile: 'plugin-server-1.10.5' })).toContain('it is not called again');
  });

  it('explains a config key by its field', async () => {
    const text = await hover('export function onEvent(event, meta) { meta.config.si$0ze }');
    expect(text).toContain('size: "" | "small" | "big"');
    expect(text).toContain('default `big`');
  });

  it.each([
    'export function setupPlugin({ con$0fig }: PluginMeta) {}',
    'export function onEvent(event: PluginEvent, { config: con$0fig, cache }: PluginMeta) {}',
    'export function setupPlugin({ config }: PostHogApp.PluginMeta) { con$0fig.size }',
    'export const jobs = { go: (payload: string, { con$0fig }: PluginMeta) => {} }',
    "export const runEveryDay: Plugin['runEveryDay'] = ({ con$0fig }) => {}",
    "export const runEveryDay: Plugin<any>['runEveryDay'] = ({ con$0fig }) => {}",
    'export function setupPlugin({ con$0fig }: PluginMeta<any>) {}',
    'export function setupPlugin(meta: PluginMeta) { meta.con$0fig.size }',
    'export function setupPlugin(meta: PluginMeta) { const con$0fig = meta.config }',
  ])('tells the keys of the app in %s, and leaves what is known to the others to them', async (code) => {
    const types = "import type { Plugin, PluginEvent, PluginMeta } from '@posthog/plugin-scaffold'\n";
    const keys = /config: \{\n {4}readonly size: [^\n]*"small" \| "big"[^\n]*;\n\}\n```/;
    expect(await hover(types + code)).toMatch(keys);
    expect(await hover(types + code, { provider: 'builtIn' })).toMatch(new RegExp(`${keys.source}$`));
  });

  it('does not say any, which others say as well', async () => {
    const code = 'export function onEvent(event, meta) { event.noth$0ing }';
    for (const provider of ['builtIn', 'server'] as const) expect(await hover(code, { provider })).toBe('');
    expect(await hover(code, { provider: 'serverAlone' })).toContain('any');
  });

  it('explains what a parameter takes out of meta', async () => {
    const code = 'export function setupPlugin({ cac$0he }: PostHogApp.PluginMeta) {}';
    expect(await hover(code)).toContain('cache: PostHogApp.Cache');
    expect(await hover(code, { provider: 'builtIn' })).toBe('');
  });

  it('explains a config key in brackets, to whoever does not know it', async () => {
    const code = "export function onEvent(event, meta) { meta.config['si$0ze'] }";
    expect(await hover(code)).toContain('size: "" | "small" | "big"');
    expect(await hover(code, { provider: 'builtIn' })).toContain('default `big`');
    expect(await hover("export const size = { one: 1 }['o$0ne']", { provider: 'server' })).toBe('');
  });

  it('explains a key that a pattern takes out of what only we know', async () => {
    const code = (parameter: string, use: string): string =>
      `export function onEvent(event, ${parameter}) {\n  const { ${use} } = meta.config\n  return size\n}`;
    for (const provider of ['builtIn', 'server', 'serverAlone'] as const) {
      expect(await hover(code('meta', 'si$0ze'), { provider })).toContain('default `big`');
      const use = code('meta', 'size').replace('return si', 'return si$0');
      expect(await hover(use, { provider })).toContain('default `big`');
    }
    expect(await hover('const { si$0ze } = { size: 1 }', { provider: 'server' })).toBe('');
    // What everybody knows with the declarations is told by them.
    const declared = 'export function onEvent() {\n  const { cap$0ture } = posthog\n}';
    expect(await hover(declared, { provider: 'builtIn' })).toBe('');
    expect(await hover(declared, { provider: 'server' })).toContain('It can loop');
  });

  it('types the parameters of handlers', async () => {
    expect(await hover('export function onEvent(ev$0ent, meta) {}')).toContain(
      'event: PostHogApp.ProcessedPluginEvent',
    );
    expect(await hover('export function onEvent(event, me$0ta) {}')).toContain('meta: PostHogApp.PluginMeta');
    expect(await hover('export function onEvent(event, { sto$0rage }) {}')).toContain(
      'storage: PostHogApp.Storage',
    );
    expect(await hover('export const processEvent = (ev$0ent) => event')).toContain(
      'event: PostHogApp.PluginEvent',
    );
  });

  it.each(['on$0Event', 'const lo$0cal = 1', 'console.lo$0g(1)', '// post$0hog', '"post$0hog"'])(
    'says nothing about %s, which everybody knows',
    async (code) => {
      expect(await hover(`export function onEvent() {}\n${code}`)).toBe('');
    },
  );

  it('leaves posthog to the editor where that knows it', async () => {
    expect(await hover('post$0hog.capture', { provider: 'builtIn' })).toBe('');
    const open = await start('post$0hog.capture');
    expect(await open.hoverText()).toContain('var posthog: PostHogApp.PostHog');
    open.setProvider('/app/index.ts', 'builtIn');
    expect(await open.hoverText()).toBe('');
  });

  it('answers everything where nobody else does', async () => {
    expect(await hover('console.lo$0g(1)', { provider: 'serverAlone' })).toContain('level LOG');
  });

  it('does not mistake a posthog of the author for the global', async () => {
    expect(await hover("const posthog = { capture() {} }\nposthog.cap$0ture('x')")).toBe('');
  });

  it('helps with the arguments of a call', async () => {
    const help = await (await start("posthog.capture('x', $0)")).signatureHelp();
    expect(help?.activeParameter).toBe(1);
    expect(help?.signatures[0]?.label).toBe(
      'capture(event: string, properties?: PostHogApp.CaptureProperties): Promise<void>',
    );
    const parameters = help?.signatures[0]?.parameters ?? [];
    expect(parameters[0]?.documentation).toMatchObject({ value: expect.stringContaining('200 characters') });
  });

  it('does not help with calls that everybody knows', async () => {
    expect(await (await start('parseInt($0)')).signatureHelp()).toBeNull();
    expect(await (await start('posthog.capture($0)', { provider: 'builtIn' })).signatureHelp()).toBeNull();
  });

  it('helps with what only we know, whoever answers for the document', async () => {
    const code = 'export function onEvent(event, meta) { meta.cache.set($0) }';
    const help = await (await start(code, { provider: 'builtIn' })).signatureHelp();
    expect(help?.signatures[0]?.label).toContain('set(key: string, value: unknown, ttlSeconds?: number');
  });
});
