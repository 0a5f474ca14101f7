import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

function asking(expression: string): string {
  return `export async function onEvent() {
  const response = await posthog.api.get('/x')
  ${expression}
}
`;
}

describe.each(servers)('suggestions, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function suggested(
    text: string,
    options: Parameters<typeof startSession>[2] = {},
  ): Promise<string[]> {
    session = await startSession(kind, text, options);
    return [...(await session.suggestions())];
  }

  const app = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

  it.each(['index.js', 'index.ts'])('lists capture and api of posthog in %s', async (file) => {
    expect(
      await suggested(`${app}//- /app/${file}\nexport function onEvent(event) {\n  posthog.$0\n}\n`),
    ).toEqual(['api', 'capture']);
  });

  it('lists the methods of posthog.api, and marks the newer one', async () => {
    const text = `${app}//- /app/index.ts\nexport function onEvent() {\n  posthog.api.$0\n}\n`;
    expect(await suggested(text)).toEqual(['delete', 'get', 'patch', 'post', 'put']);
    const patch = await session?.explain('patch');
    expect(patch?.documentation).toMatchObject({
      value: expect.stringContaining('PostHog of September 2022 or newer'),
    });
    expect(patch?.detail).toContain('patch(path: string, options?: PostHogApp.ApiMethodOptions)');
  });

  it.each([
    ["meta.jobs.send({ id: 'x' }).$0", 'runIn'],
    ["meta.jobs.send({ id: 'x' }).runIn(2, '$0')", 'minutes'],
    ['meta.config.plain.$0', 'split'],
    ['meta.config.mode.$0', 'split'],
    ['meta.attachments.list.$0', 'contents'],
    ['meta.attachments.list?.contents.$0', 'toString'],
  ])('leaves to the other side what it knows of an annotated meta: %s', async (code, name) => {
    expect(await suggested(annotated(code), { provider: 'builtIn' })).toEqual([]);
    session?.stop();
    expect(await suggested(annotated(code), { provider: 'server' })).toContain(name);
    session?.stop();
    const untyped = annotated(code).replace('meta: PluginMeta) {', 'meta) {');
    expect(await suggested(untyped, { provider: 'builtIn' })).toContain(name);
  });

  it.each([
    ['meta.jobs.$0', 'send'],
    ['meta.metrics.$0', 'sent'],
    ['meta.metrics.sent.$0', 'increment'],
    ['meta.config.$0', 'mode'],
    ["meta.config.mode === '$0'", 'fast'],
    ['meta.attachments.$0', 'list'],
    ['meta.global.count.$0', 'toFixed'],
    ['meta.global.list.find(Boolean)?.$0', 'id'],
  ])('tells what is known of the app alone, the meta annotated or not: %s', async (code, name) => {
    expect(await suggested(annotated(code), { provider: 'builtIn' })).toContain(name);
  });

  function annotated(code: string): string {
    const config = [
      { key: 'mode', type: 'choice', choices: ['fast', 'slow'] },
      { key: 'plain', type: 'string' },
      { key: 'list', type: 'attachment' },
    ];
    return `//- /app/plugin.json
${JSON.stringify({ config })}
//- /app/index.ts
import type { PluginEvent, PluginMeta } from '@posthog/plugin-scaffold'
export const metrics = { sent: 'sum' }
export async function onEvent(event: PluginEvent, meta: PluginMeta) {
  meta.global.count = 1
  meta.global.list = [{ id: 1 }]
  ${code}
}
export const jobs = { send: async (payload: { id: string }, meta: PluginMeta) => {} }
`;
  }

  it('replaces nothing on another line', async () => {
    await suggested(`${app}//- /app/index.ts\nexport function onEvent() {\n  posthog.$0\n  send()\n}\n`);
    const range = { start: { line: 1, character: 9 }, end: { line: 1, character: 10 } };
    expect(await session?.complete()).toMatchObject([
      { label: 'api', filterText: '.api', textEdit: { newText: '.api', range } },
      { label: 'capture', filterText: '.capture', textEdit: { newText: '.capture', range } },
    ]);
  });

  it.each([
    ['serverAlone', 'meta.ca$0che.x', 'cache', 'cache', 7, 12],
    ['server', 'meta.ca$0che.x', 'cache', '.cache', 6, 12],
    ['server', 'event.person.uu$0', 'uuid', '?.uuid', 14, 17],
    ['serverAlone', 'event.person.uu$0', 'uuid', '?.uuid', 14, 17],
    ['server', 'event.person?.uu$0', 'uuid', '?.uuid', 14, 18],
    ['serverAlone', 'event.person?.uu$0', 'uuid', 'uuid', 16, 18],
    ['server', "meta.config['$0']", 'my-key', 'my-key', 15, 15],
    ['serverAlone', 'meta.config.m$0', 'my-key', '["my-key"]', 13, 15],
    ['server', "meta.config['my-k$0ey']", 'my-key', 'my-key', 15, 21],
    ['server', "meta.config['$0']", 'a.b', 'a.b', 15, 15],
    ['server', "meta.config['a.$0']", 'a.b', 'a.b', 15, 17],
    ['server', "meta.config['$0']", 'back\\slash', 'back\\\\slash', 15, 15],
    ['server', "meta.config['back\\\\s$0']", 'back\\slash', 'back\\\\slash', 15, 22],
    ['server', "meta.config['$0']", "it's", "it\\'s", 15, 15],
    ['server', 'meta.config["$0"]', "it's", "it's", 15, 15],
    ['server', 'meta.config["$0"]', 'say "hi"', 'say \\"hi\\"', 15, 15],
    ['server', 'meta.config[`$0`]', 'a`${b}', 'a\\`\\${b}', 15, 15],
    ['server', "meta.config['it$0", "it's", "it\\'s", 15, 17],
    ['serverAlone', "meta.config.mode === '$0'", "one's", "one\\'s", 24, 24],
    ['serverAlone', 'meta.config.mode === "two w$0"', 'two words', 'two words', 24, 29],
  ] as const)(
    'with %s, in %s, replaces what belongs to it',
    async (provider, code, label, newText, start, end) => {
      const keys = ['my-key', 'a.b', 'back\\slash', "it's", 'say "hi"', 'a`${b}'];
      const config = [
        ...keys.map((key) => ({ key, type: 'string' })),
        { key: 'mode', type: 'choice', choices: ["one's", 'two words'] },
      ];
      const manifest = `//- /app/plugin.json\n${JSON.stringify({ config })}\n`;
      await suggested(
        `${manifest}//- /app/index.ts\nexport function onEvent(event, meta) {\n  ${code}\n}\n`,
        { provider },
      );
      const item = (await session?.complete())?.find((candidate) => candidate.label === label);
      expect(item?.textEdit).toEqual({
        newText,
        range: { start: { line: 1, character: start }, end: { line: 1, character: end } },
      });
    },
  );

  it('replaces one part of the path of a module', async () => {
    await suggested(`${app}//- /app/index.ts\nimport { Plugin } from '@posthog/pl$0'\n`, {
      provider: 'serverAlone',
    });
    const item = (await session?.complete())?.find(({ label }) => label === 'plugin-scaffold');
    expect(item?.textEdit).toEqual({
      newText: 'plugin-scaffold',
      range: { start: { line: 0, character: 33 }, end: { line: 0, character: 35 } },
    });
  });

  it('lists the options of a request', async () => {
    expect(
      await suggested(
        `${app}//- /app/index.ts\nexport function onEvent() {\n  posthog.api.get('/x', { $0 })\n}\n`,
      ),
    ).toEqual(['data', 'headers', 'host', 'personalApiKey', 'projectApiKey']);
  });

  it('knows the response, but not its data', async () => {
    expect(await suggested(`${app}//- /app/index.ts\n${asking('response.$0')}`)).toContain('ok');
    session?.change('/app/index.ts', asking('response.json().then((data) => data.$0)'));
    expect(await session?.suggestions()).toEqual([]);
  });

  it('stays silent where everybody knows the answer', async () => {
    const others = [
      'console.$0',
      '[1].$0',
      'const url = new URL("x"); url.$0',
      'const name = "a"; name.$0',
      '$0',
    ];
    for (const line of others) {
      const names = await suggested(`${app}//- /app/index.ts\nexport function onEvent() {\n  ${line}\n}\n`);
      expect(
        names.filter(
          (name) => !['posthog', 'RetryError', 'PostHogApp', 'Buffer', 'global', 'google'].includes(name),
        ),
      ).toEqual([]);
      session?.stop();
    }
  });

  it('offers the globals among the names', async () => {
    const names = await suggested(`${app}//- /app/index.ts\nexport function onEvent() {\n  po$0\n}\n`);
    expect(names.toSorted()).toEqual(['Buffer', 'RetryError', 'global', 'google', 'posthog']);
  });

  it.each(['server', 'builtIn'] as const)(
    'leaves the names of parameters to the editor, which knows them without their types: %s',
    async (provider) => {
      const text = `${app}//- /app/index.js\nexport function onEvent(event, meta) {\n  me$0\n}\n`;
      expect(await suggested(text, { provider })).not.toContain('meta');
      session?.stop();
      expect(await suggested(text, { provider: 'serverAlone' })).toContain('meta');
    },
  );

  it.each(['{ data: { $0 } }', '{ data: { con$0 } }'])(
    'leaves the names in scope to the editor where a key is due: %s',
    async (options) => {
      const path = '/api/projects/@current/annotations/';
      const text = `${app}//- /app/index.js\nexport function onEvent() {\n  posthog.api.post('${path}', ${options})\n}\n`;
      const names = await suggested(text, { provider: 'server' });
      expect(names).toContain('content');
      expect(names).not.toContain('Array');
      expect(names).not.toContain('onEvent');
    },
  );

  describe('in a document whose declarations the editor knows', () => {
    const builtIn = { provider: 'builtIn' } as const;

    it.each(['meta.$0', 'meta?.$0'])('lists members of a parameter without a type: %s', async (code) => {
      const text = `${app}//- /app/index.js\nexport function onEvent(event, meta) {\n  ${code}\n}\n`;
      expect(await suggested(text, builtIn)).toContain('storage');
    });

    it('leaves posthog to the editor', async () => {
      const text = `${app}//- /app/index.ts\nexport function onEvent() {\n  posthog.$0\n}\n`;
      expect(await suggested(text, builtIn)).toEqual([]);
    });

    it('knows the parameters of a handler, which the editor does not', async () => {
      const text = `${app}//- /app/index.ts\nexport function onEvent(event, meta) {\n  meta.$0\n}\n`;
      expect(await suggested(text, builtIn)).toEqual([
        'attachments',
        'cache',
        'config',
        'geoip',
        'global',
        'jobs',
        'metrics',
        'storage',
        'utils',
      ]);
    });

    it.each([
      ['what a handler takes out of meta', 'export function onEvent(event, { $0 }) {}', 'storage'],
      [
        'the elements of a list',
        'export function exportEvents(events) {\n  for (const e of events) e.$0\n}',
        'uuid',
      ],
      ['callbacks', 'export function exportEvents(events) {\n  events.map((e) => e.$0)\n}', 'uuid'],
      [
        'variables',
        'export function onEvent(event, meta) {\n  const { cache } = meta\n  cache.$0\n}',
        'incr',
      ],
      [
        'options',
        'export function onEvent(event, meta) {\n  meta.cache.set("a", 1, 2, { $0 })\n}',
        'jsonSerialize',
      ],
      ['job units', "export function onEvent(event, meta) {\n  meta.jobs.a().runIn(1, '$0')\n}", 'minutes'],
    ])('follows such parameters into %s', async (_what, code, name) => {
      expect(await suggested(`${app}//- /app/index.ts\n${code}\n`, builtIn)).toContain(name);
    });

    describe('of what PostHog answers', () => {
      const answer = (path: string, code: string): string =>
        `${app}//- /app/index.js\nexport async function runEveryHour(_, id) {\n  const response = await posthog.api.get(${path})\n  ${code}\n}\n`;

      it.each([
        [
          'a page',
          "'/api/projects/@current/persons/'",
          'const data = await response.json()\n  data.$0',
          'results',
        ],
        ['its names', "'/api/projects/1/persons'", 'const { $0 } = await response.json()', 'next'],
        [
          'an item',
          "'/api/projects/1/persons/'",
          'const { results } = await response.json()\n  results[0].$0',
          'distinct_ids',
        ],
        [
          'each item',
          "'/api/projects/1/persons/'",
          'for (const one of (await response.json()).results) one.$0',
          'distinct_ids',
        ],
        [
          'the list',
          "'/api/person/?limit=1'",
          'const { results } = await response.json()\n  results.$0',
          'filter',
        ],
        [
          'callbacks',
          "'api/person'",
          'const { results } = await response.json()\n  results.map((one) => one.$0)',
          'distinct_ids',
        ],
        [
          'one thing',
          '`/api/projects/@current/annotations/${id}/`',
          ';(await response.json()).$0',
          'date_marker',
        ],
        ['the user', "'/api/users/@me/'", ';(await response.json()).organization.$0', 'name'],
        ['promises', "'/api/person/'", 'response.json().then((data) => data.$0)', 'results'],
      ])('knows %s, which the editor does not', async (_what, path, code, name) => {
        expect(await suggested(answer(path, code), builtIn)).toContain(name);
        session?.stop();
        expect(await suggested(answer(path, code), { provider: 'serverAlone' })).toContain(name);
      });

      it.each([
        ['the response itself', "'/api/person/'", 'response.$0'],
        ['an address that is not known', "'/api/own/'", 'const data = await response.json()\n  data.$0'],
        ['an address made elsewhere', 'id', 'const data = await response.json()\n  data.$0'],
      ])('leaves %s to the editor', async (_what, path, code) => {
        expect(await suggested(answer(path, code), builtIn)).toEqual([]);
      });
    });

    it('leaves parameters that the author annotated to the editor', async () => {
      const text = `${app}//- /app/index.ts\nexport function onEvent(event: PostHogApp.PluginEvent) {\n  event.$0\n}\n`;
      expect(await suggested(text, builtIn)).toEqual([]);
    });

    it('knows the manifest, which the editor does not, whatever the author annotated', async () => {
      const manifest =
        '//- /app/plugin.json\n{ "config": [{ "key": "size", "type": "choice", "choices": ["a", "b"], "required": true }] }\n';
      const code = (line: string): string =>
        `${manifest}//- /app/index.ts\nexport function onEvent(_: unknown, meta: PostHogApp.PluginMeta) {\n  ${line}\n}\n`;
      expect(await suggested(code('meta.config.$0'), builtIn)).toEqual(['size']);
      session?.stop();
      expect(await suggested(code("if (meta.config.size === '$0') return"), builtIn)).toEqual(['a', 'b']);
      session?.stop();
      expect(await suggested(code("switch (meta.config.size) { case '$0': }"), builtIn)).toEqual(['a', 'b']);
      session?.stop();
      expect(await suggested(code('meta.$0'), builtIn)).toEqual([]);
      session?.stop();
      const declared = `${code('meta.config.$0')}//- /app/posthog-env.d.ts\n\n`;
      expect(await suggested(`${declared}//- /app/tsconfig.json\n{}\n`, builtIn)).toEqual([]);
      session?.stop();
      // In no project, the editor takes the file only while it is open.
      expect(await suggested(declared, builtIn)).toEqual(['size']);
      session?.open('/app/posthog-env.d.ts', '');
      expect(await session?.suggestions()).toEqual([]);
    });
  });

  describe('of the manifest', () => {
    const manifest = `//- /app/plugin.json
{ "name": "Mine", "config": [
  { "key": "apiKey", "type": "string", "secret": true, "required": true, "name": "API key", "hint": "From your *account*." },
  { "key": "size", "type": "choice", "choices": ["small", "big"], "required": true },
  { "key": "list", "type": "attachment" },
  { "markdown": "Only text" }
] }
`;
    it.each([
      ['a function', 'export async function onEvent(event, meta) {\n  meta.config.$0\n}'],
      ['an arrow', 'export const onEvent = async (event, meta) => {\n  meta.config.$0\n}'],
      ['module.exports', 'module.exports = { onEvent: async (event, meta) => { meta.config.$0 } }'],
      ['a method', 'module.exports = { async onEvent(event, meta) { meta.config.$0 } }'],
      ['exports', 'exports.onEvent = (event, meta) => { meta.config.$0 }'],
      ['export default', 'export default { onEvent(event, meta) { meta.config.$0 } }'],
      ['a plain function', 'function onEvent(event, meta) { meta.config.$0 }'],
      ['a list of exports', 'async function onEvent(event, meta) { meta.config.$0 }\nexport { onEvent }'],
      ['destructuring', 'export function onEvent(event, { config }) {\n  config.$0\n}'],
      ['setupPlugin', 'export function setupPlugin(meta) {\n  meta.config.$0\n}'],
      ['a job', 'export const jobs = { send: async (payload, meta) => { meta.config.$0 } }'],
      ['a variable', 'export function onEvent(event, meta) {\n  const { config: all } = meta\n  all.$0\n}'],
    ])('lists the config keys in %s', async (_style, code) => {
      expect(await suggested(`${manifest}//- /app/index.js\n${code}\n`)).toEqual(['apiKey', 'size']);
    });

    it('explains a key by its field', async () => {
      await suggested(
        `${manifest}//- /app/index.js\nexport function onEvent(event, meta) {\n  meta.config.$0\n}\n`,
      );
      const item = await session?.explain('apiKey');
      expect(item?.detail).toBe('(property) apiKey: string');
      expect(item?.documentation).toMatchObject({
        value: '**API key**\n\n_secret string, required_\n\nFrom your *account*.',
      });
    });

    it('keeps attachments apart', async () => {
      expect(
        await suggested(
          `${manifest}//- /app/index.js\nexport function onEvent(_, m) {\n  m.attachments.$0\n}\n`,
        ),
      ).toEqual(['list']);
    });

    it('knows the choices', async () => {
      expect(
        await suggested(
          `${manifest}//- /app/index.ts\nexport function onEvent(_, m) {\n  if (m.config.size === '$0') return\n}\n`,
        ),
      ).toEqual(['big', 'small']);
    });

    it('follows the manifest while it is typed, and while it is broken', async () => {
      await suggested(`${manifest}//- /app/index.js\nexport function onEvent(_, m) {\n  m.config.$0\n}\n`);
      session?.open('/app/plugin.json', '{ "config": [] }');
      expect(await session?.suggestions()).toEqual([]);
      session?.change('/app/plugin.json', '{ "config": [{ "key": "fresh", "type": "string" }, { "key": ');
      expect(await session?.suggestions()).toEqual(['fresh']);
      session?.close('/app/plugin.json');
      expect(await session?.suggestions()).toEqual(['apiKey', 'size']);
    });

    it.each([
      ['export function processEvent(event) { event.$0 }', 'site_url'],
      ['export function onEvent(event) { event.$0 }', 'elements'],
      ['export function exportEvents(events) { for (const e of events) e.$0 }', 'elements'],
      ['export function exportEvents(events) { events.map((e) => e.$0) }', 'elements'],
    ])('lists the event as %s gets it', async (code, member) => {
      const members = await suggested(`${manifest}//- /app/index.js\n${code}\n`);
      expect(members).toContain('uuid');
      expect(['site_url', 'elements'].filter((name) => members.includes(name))).toEqual([member]);
    });
  });
});
