import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver-protocol';
import {
  type LspSession,
  type ServerKind,
  servers,
  type SessionOptions,
  startSession,
} from '../lspHarness.ts';

const manifest = (...keys: readonly string[]): string =>
  JSON.stringify({ name: 'Mine', config: keys.map((key) => ({ key, type: 'string' })) });
const asking = 'export function onEvent(event, meta) {\n  meta.config.$0\n}\n';

/** The first answer after a change is right: nobody waits, and nothing is started anew. */
describe.each(servers)('right after a change, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function start(text: string, options: SessionOptions = {}): Promise<LspSession> {
    session = await startSession(kind, text, options);
    return session;
  }

  it('of plugin.json on the disk', async () => {
    const open = await start(`//- /app/plugin.json\n${manifest('old')}\n//- /app/index.js\n${asking}`);
    expect(await open.suggestions()).toEqual(['old']);
    open.write('/app/plugin.json', manifest('new', 'other'));
    expect(await open.suggestions()).toEqual(['new', 'other']);
  });

  it('of a document that is opened again: the side that answered it still does', async () => {
    const code = 'export function onEvent() {\n  posthog.$0\n}\n';
    const open = await start(`//- /app/plugin.json\n${manifest()}\n//- /app/index.js\n${code}`);
    expect(await open.suggestions()).toContain('capture');
    open.setProvider('/app/index.js', 'builtIn');
    expect(await open.suggestions()).toEqual([]);
    open.close('/app/index.js');
    open.open('/app/index.js', code.replace('$0', ''));
    expect(await open.suggestions()).toEqual([]);
  });

  it('of a project that declares posthog itself', async () => {
    const own = '/app/types/globals.d.ts';
    const open = await start(
      `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- ${own}\ndeclare global {\n  const posthog: unknown\n}\nexport {}\n//- /app/index.js\nexport function onEvent() {}$0`,
    );
    expect((await open.environment('/app/index.js'))?.refusal).toMatchObject({
      uri: open.uri(own),
      text: expect.stringContaining('types/globals.d.ts declares posthog already'),
    });
    open.write(own, 'export const other = 1\n');
    expect((await open.environment('/app/index.js'))?.refusal).toBeNull();
  });

  it('of a page in the same project, unless our declarations are there', async () => {
    const page = '/mono/web/page.js';
    const open = await start(
      `//- /mono/app/plugin.json\n${manifest('old')}\n//- /mono/jsconfig.json\n{ "compilerOptions": { "checkJs": true } }\n//- ${page}\nimport posthog from 'posthog-js'\nwindow.posthog = posthog\n//- /mono/app/index.js\nexport function onEvent() {}$0`,
    );
    const refusal = async () => (await open.environment('/mono/app/index.js'))?.refusal;
    expect(await refusal()).toMatchObject({
      uri: open.uri(page),
      text: expect.stringContaining('web/page.js is checked together with the app'),
    });
    const earlier = '// Written by PostHog Apps\n';
    open.write('/mono/app/posthog-env.d.ts', earlier, FileChangeType.Created);
    expect(await refusal()).toBeNull();
  });

  it('of what posthog-env.d.ts is made from', async () => {
    const text = 'export function onEvent(event, meta) { Buffer.from(meta.config.old) }\n';
    const path = '/app/posthog-env.d.ts';
    const open = await start(`//- /app/plugin.json\n${manifest('old')}\n//- /app/index.js\n${text}$0`);
    const first = await open.environment('/app/plugin.json');
    expect(first).toMatchObject({ uri: open.uri(path), state: 'none' });
    expect(first?.text).toContain('readonly old');
    expect(first?.text).toContain('declare var Buffer');
    open.write(path, first?.text ?? '', FileChangeType.Created);
    open.write(`${path}.map`, first?.map?.text ?? '', FileChangeType.Created);
    expect((await open.environment('/app/index.js'))?.state).toBe('same');
    // A line more changes nothing but the map.
    open.write('/app/plugin.json', `\n${manifest('old')}`);
    const moved = await open.environment('/app/index.js');
    expect(moved).toMatchObject({
      state: 'earlier',
      text: first?.text,
      map: { uri: open.uri(`${path}.map`) },
    });
    open.write('/app/plugin.json', manifest('new'));
    const next = await open.environment('/app/index.js');
    expect(next?.state).toBe('earlier');
    expect(next?.text).toContain('readonly new');
    open.write(path, 'declare const posthog: unknown\n');
    expect((await open.environment('/app/index.js'))?.state).toBe('other');
  });

  it.each([
    ['no configuration', '/other.json', '{}', true],
    [
      'a project that takes them',
      '/app/tsconfig.json',
      '{ "compilerOptions": { "types": ["node"] } }',
      false,
    ],
    ['one that takes others', '/app/tsconfig.json', '{ "compilerOptions": { "types": ["jest"] } }', true],
    ['one with TypeScript 5', '/node_modules/typescript/package.json', '{ "version": "5.9.3" }', false],
  ])('of the types of Node that are installed, with %s', async (_, path, text, isNeeded) => {
    const code =
      "import { createHash } from 'crypto'\nexport const onEvent = () => createHash(Buffer.from('x'))\n";
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/node_modules/@types/node/index.d.ts\n\n` +
        `//- ${path}\n${text}\n//- /app/index.ts\n${code}$0`,
    );
    const written = (await open.environment('/app/index.ts'))?.text ?? '';
    expect(written.includes('declare var Buffer')).toBe(isNeeded);
    expect(written.includes("declare module 'crypto'")).toBe(isNeeded);
  });

  const nodeHere = '//- /app/node_modules/@types/node/index.d.ts\ndeclare var process: any\n';
  const scaffold =
    '//- /app/node_modules/@posthog/plugin-scaffold/index.d.ts\n/// <reference types="node" />\nexport type Plugin = unknown\n';
  it.each([
    // Which TypeScript checks the project is not known, and up to its version 5 it takes them by itself.
    ['are installed, where the project says nothing of them', nodeHere, '{}', true],
    [
      'an installed package brings along',
      `${nodeHere}${scaffold}`,
      '{ "compilerOptions": { "types": [] } }',
      false,
    ],
  ])('beside the types of Node that %s', async (_, more, config, isReferenced) => {
    const code =
      "import type { Plugin } from '@posthog/plugin-scaffold'\nimport { createHash } from 'crypto'\n" +
      "export const onEvent = (_: Plugin) => createHash(Buffer.from('x'))\n";
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/tsconfig.json\n${config}\n${more}//- /app/index.ts\n${code}$0`,
    );
    const written = (await open.environment('/app/index.ts'))?.text ?? '';
    expect(written).not.toContain('declare var Buffer');
    expect(written).not.toContain("declare module 'crypto'");
    expect(/^.*\n\/\/\/ <reference types="node" \/>\n/.test(written)).toBe(isReferenced);
  });

  describe('of what posthog-env.d.ts does not tell yet', () => {
    const path = '/app/posthog-env.d.ts';
    const startWith = async (code: string): Promise<LspSession> => {
      const handler = `export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => { ${code} }\n`;
      const job = 'export const jobs = { send: async (payload: { id: number }) => payload }\n';
      const open = await start(
        `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${handler}${job}`,
        { provider: 'builtIn' },
      );
      const first = await open.environment('/app/index.ts');
      open.write(path, first?.text.replace(/^ *send: .*$/m, '') ?? '', FileChangeType.Created);
      open.open('/app/plugin.json', manifest('old'));
      // As it is typed, and not saved.
      open.change('/app/plugin.json', manifest('old', 'fresh'));
      return open;
    };

    it.each([
      ['meta.config.$0', ['fresh']],
      ["meta.config['$0']", ['fresh']],
      ['const { $0 } = meta.config', ['fresh']],
      ['meta.jobs.$0', ['send']],
      ['meta.attachments.$0', []],
      ['meta.$0', []],
    ])('suggestions: %s', async (code, expected) => {
      expect(await (await startWith(code)).suggestions()).toEqual(expected);
    });

    it.each([
      ['meta.jobs.$0', 'export const jobs = { first: async () => {} }', ['first']],
      ['meta.metrics.$0', "export const metrics = { first: 'sum' }", ['first']],
      [
        'meta.global.$0',
        'export const other = ({ global }: PostHogApp.PluginMeta) => { global.first = 1 }',
        ['first'],
      ],
      ['meta.jobs.$0', '', []],
      ['meta.metrics.first.$0', "export const metrics = { first: 'sum' }", ['increment']],
      [
        'meta.global.first.$0',
        'export const other = ({ global }: PostHogApp.PluginMeta) => { global.first = { size: 1 } }',
        ['size'],
      ],
      ['const { first } = meta.metrics; first.$0', "export const metrics = { first: 'max' }", ['max']],
    ])('suggestions where the app had none: %s, %s', async (code, more, expected) => {
      const handler = (inside: string): string =>
        `export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => { ${inside} }\n`;
      const open = await start(
        `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${handler(code)}`,
        { provider: 'builtIn' },
      );
      open.write(path, (await open.environment('/app/index.ts'))?.text ?? '', FileChangeType.Created);
      open.change('/app/index.ts', handler(code.replace('$0', '')) + more);
      expect(await open.suggestions()).toEqual(expected);
    });

    it.each([
      // The editor has the methods of all kinds there.
      ['meta.metrics.second.$0', "second: 'min'", []],
      ['meta.metrics.first.$0', "second: 'min'", []],
    ])('the methods of a metric beside another one: %s, %s', async (code, second, expected) => {
      const text = (metrics: string, inside: string): string =>
        `export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => { ${inside} }\nexport const metrics = { ${metrics} }\n`;
      const open = await start(
        `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${text("first: 'sum'", code)}`,
        { provider: 'builtIn' },
      );
      open.write(path, (await open.environment('/app/index.ts'))?.text ?? '', FileChangeType.Created);
      open.change('/app/index.ts', text(`first: 'sum', ${second}`, code.replace('$0', '')));
      expect(await open.suggestions()).toEqual(expected);
    });

    it.each([
      ["meta.config.mode === '$0'", ['fresh']],
      ["const { mode } = meta.config; mode === '$0'", ['fresh']],
      ["switch (meta.config['mode']) { case '$0': }", ['fresh']],
      ["meta.config.free === '$0'", ['any']],
      ["meta.config.same === '$0'", []],
    ])('choices: %s', async (code, expected) => {
      const choice = (key: string, ...choices: readonly string[]): unknown => ({
        key,
        type: 'choice',
        choices,
      });
      const before = [choice('mode', 'old'), { key: 'free', type: 'string' }, choice('same', 'old')];
      const after = [choice('mode', 'old', 'fresh'), choice('free', 'any'), choice('same', 'old')];
      const handler = `export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => { ${code} }\n`;
      const text = (config: unknown): string => JSON.stringify({ main: 'index.ts', config });
      const open = await start(
        `//- /app/plugin.json\n${text(before)}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${handler}`,
        { provider: 'builtIn' },
      );
      open.write(path, (await open.environment('/app/index.ts'))?.text ?? '', FileChangeType.Created);
      open.open('/app/plugin.json', text(before));
      open.change('/app/plugin.json', text(after));
      expect(await open.suggestions()).toEqual(expected);
    });

    it.each([
      ['meta.config.fr$0esh', 'fresh: string'],
      ["meta.config['fr$0esh']", 'fresh: string'],
      ['const { fr$0esh } = meta.config', 'fresh: string'],
      ['meta.jobs.se$0nd({ id: 1 })', 'send(payload'],
      ['meta.config.ol$0d', ''],
    ])('explanations: %s', async (code, expected) => {
      const text = await (await startWith(code)).hoverText();
      expect(text).toContain(expected);
      if (expected === '') expect(text).toBe('');
    });

    it('what a job does, in words that others do not have', async () => {
      const handler =
        'export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => { meta.jobs.se$0nd() }\nexport const jobs = { send: async () => {} }\n';
      const open = await start(
        `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${handler}`,
        { provider: 'builtIn' },
      );
      open.write(path, (await open.environment('/app/index.ts'))?.text ?? '', FileChangeType.Created);
      const text = await open.hoverText();
      expect(text).toContain('Enqueues a run of this job');
      expect(text).not.toContain('JobRunner');
    });

    it('the parameters of a job', async () => {
      const help = await (await startWith('meta.jobs.send($0)')).signatureHelp();
      expect(help?.signatures.map(({ label }) => label)).toEqual([
        expect.stringContaining('send(payload: { id: number'),
      ]);
    });

    it.each([
      ['meta.config.fr$0esh', true],
      ['meta.cache.ge$0t', false],
    ])('a quick fix at what the editor says of %s writes the file', async (code, isOffered) => {
      const open = await startWith(code);
      const text = open.text('/app/index.ts');
      const start = text.positionAt(text.getText().indexOf(code.replace('$0', '')) + code.indexOf('$0'));
      const end = { ...start, character: start.character + 1 };
      const told = { range: { start, end }, message: 'Property …', source: 'ts', code: 4111 };
      const fix = (await open.codeActions([told])).find(({ title }) => title.startsWith('Update'));
      expect(fix?.title).toBe(isOffered ? 'Update Type Definitions (posthog-env.d.ts)' : undefined);
      expect(JSON.stringify(fix?.edit ?? '').includes('readonly fresh')).toBe(isOffered);
    });
  });

  it('of config keys, with room for those that a rule reports', async () => {
    const code = 'export const onEvent = (_: unknown, meta: PostHogApp.PluginMeta) => meta.config.other\n';
    const open = await start(
      `//- /app/plugin.json\n${manifest('old')}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${code}$0`,
    );
    const text = (await open.environment('/app/index.ts'))?.text;
    expect(text).toMatch(
      /config: \{[^}]*readonly old: string;\s+\} & \{ readonly \[name in string\]: string \};/,
    );
    // What our own server knows has none.
    open.write('/app/posthog-env.d.ts', text ?? '', FileChangeType.Created);
    const reported = await open.diagnostics('/app/index.ts', (found) => found.length > 0);
    expect(reported.map((one) => one.code)).toEqual(['posthog-apps/config-undeclared']);
  });

  it('of Buffer, in a project without the types of Node, before the code names it', async () => {
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\nexport const onEvent = () => {}\n$0`,
    );
    expect((await open.environment('/app/index.ts'))?.text).toContain('declare var Buffer');
  });

  it.each([
    ['interface Own extends PluginMeta { config: { own: string } }', true],
    ['export interface Own\n  extends Meta<{ config: {} }> {\n  global: {}\n}', true],
    ['interface Own extends Base { meta: PluginMeta }', false],
  ])('of a type of meta that the app makes itself: %s', async (code, isOwn) => {
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\nimport type { Meta, PluginMeta } from '@posthog/plugin-scaffold'\n${code}\n$0`,
    );
    const written = (await open.environment('/app/index.ts'))?.text ?? '';
    expect(written.includes('hasOwnMeta: true;')).toBe(isOwn);
  });

  it.each([
    ['index.ts', 'const crypto = require("crypto")', ['module', 'exports', 'require']],
    ['index.ts', 'module.exports = { onEvent() {} }', ['module', 'exports', 'require']],
    ['index.ts', 'exports.onEvent = () => {}', ['module', 'exports', 'require']],
    ['index.ts', 'export const onEvent = () => {}', []],
    ['index.js', 'module.exports = { onEvent() {} }', []],
  ])('of CommonJS, for %s with %s', async (file, code, names) => {
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/tsconfig.json\n{}\n//- /app/${file}\n${code}\n$0`,
    );
    const written = (await open.environment(`/app/${file}`))?.text ?? '';
    const declared = [...written.matchAll(/^declare (?:var|function) (module|exports|require)\b/gm)];
    expect(declared.map(([, name]) => name)).toEqual(names);
  });

  it('of several apps in one project, which have one file without what is known of one of them', async () => {
    const code = (name: string): string =>
      `import { x } from '${name}'\nexport const onEvent = (event, meta) => [x, meta.config.]\n`;
    const app = (name: string, text: string): string =>
      `//- /mono/${name}/plugin.json\n${manifest(name)}\n//- /mono/${name}/index.js\n${text}\n`;
    const open = await start(
      `//- /mono/jsconfig.json\n{}\n${app('one', code('pg'))}` +
        app('two', code('crypto').replace('meta.config.', 'meta.config.$0')),
    );
    const first = await open.environment('/mono/one/plugin.json');
    expect(first?.uri).toBe(open.uri('/mono/posthog-env.d.ts'));
    expect(await open.environment('/mono/two/index.js')).toEqual(first);
    expect(first?.text).not.toContain('readonly one');
    expect(first?.text).toContain("declare module 'p*g'");
    expect(first?.text).toContain("declare module 'crypt*o'");
    open.write('/mono/posthog-env.d.ts', first?.text ?? '', FileChangeType.Created);
    open.setProvider('/mono/two/index.js', 'builtIn');
    expect(await open.suggestions()).toEqual(['two']);
  });

  it('of apps without a configuration, which are checked together', async () => {
    const app = (name: string): string =>
      `//- /${name}/plugin.json\n${manifest(name)}\n//- /${name}/index.js\nexport const onEvent = (event, meta) => meta.config.`;
    const open = await start(`${app('one')}$0\n${app('two')}\n`);
    const written = await open.environment('/one/index.js');
    expect(written?.uri).toBe(open.uri('/one/posthog-env.d.ts'));
    expect(written?.text).not.toContain('readonly one');
    open.write('/one/posthog-env.d.ts', written?.text ?? '', FileChangeType.Created);
    open.setProvider('/one/index.js', 'builtIn');
    expect(await open.suggestions()).toEqual(['one']);
    open.delete('/two');
    expect((await open.environment('/one/index.js'))?.text).toContain('readonly one');
  });

  it('of apps without a configuration in two folders of a window, which are checked by themselves', async () => {
    const app = (name: string, from: string): string =>
      `//- /${name}/plugin.json\n${manifest(name)}\n//- /${name}/index.ts\nimport { x } from '${from}'\nexport const onEvent = (event, meta) => x`;
    const text = `${app('first/one', 'pg')}$0\n${app('second/two', 'crypto')}\n${app('second/three', 'pg')}\n`;
    const open = await start(text, { folders: ['/first', '/second'] });
    const alone = await open.environment('/first/one/index.ts');
    expect(alone?.text).toContain('readonly "first/one"');
    expect(alone?.text).toContain("declare module 'pg'");
    expect(alone?.text).not.toMatch(/declare module 'crypt/);
    // The editor takes one file of a folder: whichever it is, it has the packages of all apps there.
    const written = await open.environment('/second/two/index.ts');
    expect(written?.text).toContain("declare module 'p*g'");
    expect(written?.text).toContain("declare module 'crypt*o'");
    expect(written?.text).not.toContain('second/');
    expect((await open.environment('/second/three/index.ts'))?.text).toBe(written?.text);
  });

  it.each([
    ['apps/*/*.ts', 'apps/one/posthog-env.d.ts'],
    ['apps/**/*.ts', 'apps/posthog-env.d.ts'],
    ['apps', 'apps/posthog-env.d.ts'],
    ['*/*/*.ts', 'apps/one/posthog-env.d.ts'],
    ['**/*', 'posthog-env.d.ts'],
    ['apps/*/src', 'apps/one/src/posthog-env.d.ts'],
    ['apps/*/src/**/*.ts', 'apps/one/src/posthog-env.d.ts'],
  ])('of several apps, in one file that the project includes: %s', async (pattern, path) => {
    const code = `export const onEvent = () => {}`;
    const app = (name: string): string =>
      `//- /mono/apps/${name}/plugin.json\n${manifest(name)}\n//- /mono/apps/${name}/index.ts\n${code}\n`;
    const configuration = JSON.stringify({ include: [pattern] });
    const open = await start(`//- /mono/tsconfig.json\n${configuration}\n${app('one')}${app('two')}$0`);
    const written = await open.environment('/mono/apps/two/index.ts');
    expect(written?.uri).toBe(open.uri(`/mono/${path}`));
  });

  it('of one that stands where the project does not look, which is taken away when it is whole ours', async () => {
    const open = await start(
      `//- /app/tsconfig.json\n{ "include": ["src/**/*.ts"] }\n//- /app/plugin.json\n${manifest('key')}\n` +
        "//- /app/src/index.ts\nimport { createHash } from 'crypto'\nexport const onEvent = (event, meta) => createHash(Buffer.from(meta.config.key))\n$0",
    );
    const first = await open.environment('/app/src/index.ts');
    expect(first?.uri).toBe(open.uri('/app/src/posthog-env.d.ts'));
    expect(first?.stale).toEqual([]);
    open.write('/app/posthog-env.d.ts', first?.text ?? '', FileChangeType.Created);
    const stale = [open.uri('/app/posthog-env.d.ts')];
    expect((await open.environment('/app/src/index.ts'))?.stale).toEqual(stale);
    const map = '/app/posthog-env.d.ts.map';
    open.write(map, first?.map?.text ?? '', FileChangeType.Created);
    expect((await open.environment('/app/src/index.ts'))?.stale).toEqual([...stale, open.uri(map)]);
    open.write('/app/posthog-env.d.ts', `${first?.text}\ndeclare const mine: string\n`);
    expect((await open.environment('/app/src/index.ts'))?.stale).toEqual([]);
    open.write('/app/posthog-env.d.ts', 'declare var posthog: any\n');
    expect((await open.environment('/app/src/index.ts'))?.stale).toEqual([]);
  });

  it('of its map, which is taken away when it leads nowhere', async () => {
    const path = '/app/posthog-env.d.ts';
    const open = await start(
      `//- /app/tsconfig.json\n{}\n//- /app/plugin.json\n${manifest('key')}\n//- /app/index.ts\nexport const onEvent = () => {}\n$0`,
    );
    const first = await open.environment('/app/index.ts');
    open.write(path, first?.text ?? '', FileChangeType.Created);
    open.write(`${path}.map`, first?.map?.text ?? '', FileChangeType.Created);
    expect((await open.environment('/app/index.ts'))?.stale).toEqual([]);
    open.write('/app/plugin.json', manifest());
    const next = await open.environment('/app/index.ts');
    expect(next).toMatchObject({ state: 'earlier', map: null, stale: [open.uri(`${path}.map`)] });
  });

  it('of another project, which is left alone', async () => {
    const written = '// Written by PostHog Apps\ndeclare var posthog: any\n';
    const open = await start(
      `//- /app/src/tsconfig.json\n{}\n//- /app/tsconfig.json\n{}\n//- /app/plugin.json\n${manifest('key')}\n` +
        `//- /app/posthog-env.d.ts\n${written}//- /app/src/index.ts\nexport const onEvent = () => {}\n$0`,
    );
    expect((await open.environment('/app/src/index.ts'))?.stale).toEqual([]);
  });

  it('of code that is not open, which the picture of the event flow is told of', async () => {
    const code = (name: string): string =>
      `export const onEvent = (event) => {\n  if (event.event === 'asked') posthog.capture('${name}')\n}\n`;
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/index.js\n${code('said')}\n//- /notes.md\n$0`,
    );
    await open.until(() => open.analysisChanged > 0);
    expect((await open.eventFlow()).loops).toEqual([]);
    const before = open.analysisChanged;
    open.write('/app/index.js', code('asked'));
    await open.until(() => open.analysisChanged > before);
    expect((await open.eventFlow()).loops).toHaveLength(1);
  });

  it('of a file that another one imports: changed, renamed, deleted', async () => {
    const code = (from: string): string =>
      `import { helper } from './${from}'\nexport function onEvent() {\n  helper.$0\n}\n`;
    const open = await start(
      `//- /app/plugin.json\n${manifest()}\n//- /app/first.ts\nexport const helper = { one: 1 }\n//- /app/index.ts\n${code('first')}`,
      { provider: 'serverAlone' },
    );
    expect(await open.suggestions()).toEqual(['one']);
    open.write('/app/first.ts', 'export const helper = { one: 1, two: 2 }\n');
    expect(await open.suggestions()).toEqual(['one', 'two']);
    open.delete('/app/first.ts');
    open.write('/app/second.ts', 'export const helper = { three: 3 }\n', FileChangeType.Created);
    expect(await open.suggestions()).toEqual([]);
    open.change('/app/index.ts', code('second'));
    expect(await open.suggestions()).toEqual(['three']);
  });

  it('of the name of a folder with an app in it', async () => {
    const open = await start(`//- /old/plugin.json\n${manifest('key')}\n//- /old/index.js\n${asking}`);
    expect(await open.suggestions()).toEqual(['key']);
    open.close('/old/index.js');
    open.delete('/old');
    open.write('/new/plugin.json', manifest('key'), FileChangeType.Created);
    open.write('/new/index.js', asking.replace('$0', ''), FileChangeType.Created);
    open.open('/new/index.js', asking.replace('$0', ''));
    open.setCursor('/new/index.js', asking.indexOf('$0'));
    expect(await open.suggestions()).toEqual(['key']);
    expect((await open.apps()).map(({ rootUri }) => open.path(rootUri))).toEqual(['/new']);
  });

  it('of a folder with an app in it, of which the folder alone is reported', async () => {
    const open = await start(`//- /notes.md\n$0`);
    expect(await open.apps()).toEqual([]);
    open.writeQuietly('/new/plugin.json', manifest('key'));
    open.writeQuietly('/new/index.js', asking.replace('$0', ''));
    open.write('/new/data.bin', '', FileChangeType.Created);
    open.reportCreated('/new');
    await open.until(() => open.appsChanged > 0);
    expect((await open.apps()).map(({ rootUri }) => open.path(rootUri))).toEqual(['/new']);
  });

  it('of the app that a file belongs to', async () => {
    const open = await start(
      `//- /app/plugin.json\n${manifest('outer')}\n//- /app/index.js\nexport function onEvent() {}\n//- /app/inner/index.js\n${asking}`,
    );
    expect(await open.suggestions()).toEqual(['outer']);
    open.write('/app/inner/plugin.json', manifest('inner'), FileChangeType.Created);
    expect(await open.suggestions()).toEqual(['inner']);
    open.delete('/app/inner/plugin.json');
    expect(await open.suggestions()).toEqual(['outer']);
  });

  it('of plugin.json that is broken while it is written', async () => {
    const whole = manifest('old');
    const open = await start(`//- /app/plugin.json\n${whole}\n//- /app/index.js\n${asking}`);
    open.open('/app/plugin.json', whole);
    for (const text of [whole.slice(0, -1), whole.replace('"config":', '"config"'), whole.slice(0, -3)]) {
      open.change('/app/plugin.json', text);
      expect([text, await open.suggestions()]).toEqual([text, ['old']]);
    }
    open.change('/app/plugin.json', manifest('old', 'added'));
    expect(await open.suggestions()).toEqual(['added', 'old']);
  });

  it('of two folders of a window that have an app of the same name each', async () => {
    const open = await start(
      `//- /one/app/plugin.json\n${manifest('first')}\n//- /one/app/index.js\n${asking}\n//- /two/app/plugin.json\n${manifest('second')}\n//- /two/app/index.js\nexport function onEvent(event, meta) {}\n`,
      { folders: ['/one', '/two'] },
    );
    expect(await open.suggestions()).toEqual(['first']);
    open.open('/two/app/index.js', asking.replace('$0', ''));
    open.setCursor('/two/app/index.js', asking.indexOf('$0'));
    expect(await open.suggestions()).toEqual(['second']);
  });
});
