import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-protocol';
import { type ServerKind, type SessionOptions, servers } from '../lspHarness.ts';
import { sessionsOf } from './sessions.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

const jsconfig = (more: string): string =>
  `//- /app/jsconfig.json\n{ "compilerOptions": { "checkJs": true }${more} }\n`;

const some = (found: readonly Diagnostic[]): boolean => found.length > 0;

describe.each(servers)('what the editor tells by itself, $name', (kind: ServerKind) => {
  const start = sessionsOf(kind);

  describe('of names that nothing declares', () => {
    const code = 'export function onEvent(event) {\n  tell(event)\n  return status\n}\nsetTimeout(onEvent)\n';
    const namesIn = async (
      more: string,
      options: SessionOptions = {},
      at = '$0',
    ): Promise<readonly string[]> => {
      const open = await start(`${manifest}${more}//- /app/index.js\n${at}${code}`, options);
      const found = await open.diagnostics('/app/index.js', some);
      return found.flatMap(({ code: rule, range }) =>
        rule === 'posthog-apps/undeclared-name' ? String(range.start.line) : [],
      );
    };

    it.each([
      ['there is no configuration', ''],
      ['jsconfig asks for no check', '//- /app/jsconfig.json\n{}\n'],
      ['jsconfig takes other files', jsconfig(', "include": ["src"]')],
      ['jsconfig lists other files', jsconfig(', "files": ["other.js"]')],
      ['jsconfig leaves the file out', jsconfig(', "exclude": ["index.js"]')],
    ])('tells them where %s', async (_, more) => {
      expect(await namesIn(more)).toEqual(['1', '2']);
    });

    it.each([
      ['jsconfig', jsconfig(''), {}],
      ['tsconfig', '//- /tsconfig.json\n{ "compilerOptions": { "checkJs": true } }\n', {}],
      ['its setting', '', { checkJs: true }],
    ])('leaves those to the editor that it reports by %s', async (_, more, options) => {
      // Browsers have a status, so the editor reports none.
      expect(await namesIn(more, options)).toEqual(['2']);
    });

    it.each([
      ['leaves those to the editor that it reports in TypeScript', '', ['2']],
      ['tells them in TypeScript that is not checked', '// @ts-nocheck\n', ['2', '3']],
    ])('%s', async (_, directive, lines) => {
      const text = code.replace('(event) {', '(event: any) {');
      const open = await start(
        `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n$0${directive}${text}`,
      );
      const found = await open.diagnostics('/app/index.ts', some);
      const names = found.filter(({ code: rule }) => rule === 'posthog-apps/undeclared-name');
      expect(names.map(({ range }) => String(range.start.line))).toEqual(lines);
    });

    it('mends those that the editor reports, and does not offer to ignore them', async () => {
      const code = 'export function onEvent(event, meta) {\n  return [con$0fig, setTimeout(event)]\n}\n';
      const open = await start(`${manifest}//- /app/index.js\n${code}`, { checkJs: true });
      const found = await open.diagnostics('/app/index.js', some);
      expect(found.map(({ code: rule }) => rule)).toEqual(['posthog-apps/absent-global']);
      const fixes = (await open.codeActions()).map(({ title }) => title);
      expect(fixes).toContain('Write meta.config');
      expect(fixes).not.toContain('Ignore with a Reason…');
    });

    it('tells them where the file is not open', async () => {
      expect(await namesIn(jsconfig(''), {}, '')).toEqual(['1', '2']);
    });

    it('tells them where the setting holds for others alone', async () => {
      expect(await namesIn('//- /app/jsconfig.json\n{}\n', { checkJs: true })).toEqual(['1', '2']);
    });
  });

  it.each([
    ['(event, { storge }) => { throw RetryError(event, storge) }', ['meta-part']],
    ['(event: PostHogApp.PluginEvent, { storge }: PostHogApp.PluginMeta) => [event, storge]', []],
    ['(event: any, meta: PostHogApp.PluginMeta) => { const { storge } = meta; return [event, storge] }', []],
    ['(event: any, meta) => [event, meta.storge]', ['meta-part']],
    ['(event: any, meta) => { throw new RetryError(`${event} ${meta.storge}`) }', ['meta-part']],
  ])('leaves to the editor what types tell it in TypeScript: %s', async (handler, rules) => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n$0export const onEvent = ${handler}\nsetTimeout(onEvent)\n`,
      { provider: 'builtIn' },
    );
    const found = await open.diagnostics('/app/index.ts', some);
    const codes = found.map(({ code }) => String(code).replace('posthog-apps/', ''));
    expect(codes.filter((code) => code !== 'absent-global')).toEqual(rules);
  });

  it.each([
    ['fetch("/x").ok', 'strict', []],
    ['ready() ? 1 : 2', 'strict', []],
    ['ready() && 1', 'strict', []],
    ['ready() ? 1 : 2', 'loose', ['missing-await']],
    ['!ready()', 'strict', ['missing-await']],
    ['ready() || 1', 'strict', ['missing-await']],
    ['`${ready()}`', 'strict', ['missing-await']],
    ['ready() === true', 'loose', []],
    ['meta.cache.get("a", 0) + 1', 'strict', ['missing-await']],
    ['meta.storage.get("a").length', 'strict', ['missing-await']],
    [
      'await (async () => { const { storage } = meta; return storage.get("a").length })()',
      'strict',
      ['missing-await'],
    ],
    ['typed.storage.get("a").length', 'strict', []],
    ['!typed.storage.get("a")', 'strict', ['missing-await']],
    ['[...ready()]', 'strict', []],
    ['{ ...ready() }', 'strict', ['missing-await']],
    ['ready()[0]', 'strict', []],
    ['ready()[0]', 'loose', ['missing-await']],
    ['"x" + ready()', 'strict', ['missing-await']],
    ['ready() + 1', 'strict', []],
    ['JSON.parse(typed.storage.get("a", "{}"))', 'loose', []],
    ['JSON.parse(meta.storage.get("a", "{}"))', 'strict', ['missing-await']],
    ['parseInt(ready() as any)', 'strict', ['missing-await']],
  ])('leaves to the editor what types tell it of promises: %s, %s', async (expression, kind, rules) => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{ "compilerOptions": { "strict": ${kind === 'strict'} } }\n//- /app/index.ts\n$0const ready = async (): Promise<boolean> => true\nexport const onEvent = async (event: any, meta, typed: PostHogApp.PluginMeta) => [event, ready, meta, typed, ${expression}]\nsetTimeout(onEvent)\n`,
      { provider: 'builtIn' },
    );
    const found = await open.diagnostics('/app/index.ts', some);
    const codes = found.map(({ code }) => String(code).replace('posthog-apps/', ''));
    expect(codes.filter((code) => code !== 'absent-global')).toEqual(rules);
  });

  const scaffold = "import('@posthog/plugin-scaffold').PluginMeta";
  it.each([
    ['posthog.api.get("/x").ok', 'any', 'builtIn', '', []],
    ['posthog.api.get("/x").ok', 'any', 'server', '', ['missing-await']],
    ['meta.storage.get("a").length', 'PostHogApp.PluginMeta', 'server', '', ['missing-await']],
    ['meta.storage.get("a").length', 'any', 'builtIn', '', ['missing-await']],
    ['meta.storage.get("a").length', scaffold, 'builtIn', 'export {}', ['missing-await']],
    ['meta.storage.get("a").length', scaffold, 'builtIn', "declare module '@posthog/plugin-scaffold' {}", []],
    ['meta.storge', scaffold, 'builtIn', 'export {}', ['meta-part']],
    ['meta.storge', scaffold, 'builtIn', "declare module '@posthog/plugin-scaffold' {}", []],
    ['meta.storge', 'PostHogApp.PluginMeta', 'server', '', ['meta-part']],
    ['fetch("/x").ok', 'any', 'server', '', []],
    ['(async () => 1)().length', 'any', 'server', '', []],
    ['Promise.all([]).length', 'any', 'server', '', []],
  ] as const)(
    'leaves to the editor only what it has the types for: %s, %s, %s %s',
    async (expression, type, provider, declared, rules) => {
      const environment = declared === '' ? '' : `//- /app/posthog-env.d.ts\n${declared}\n`;
      const open = await start(
        `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{ "compilerOptions": { "strict": true } }\n${environment}//- /app/index.ts\n$0export const onEvent = async (event: any, meta: ${type}) => [event, meta, ${expression}]\nsetTimeout(onEvent)\n`,
        { provider },
      );
      const found = await open.diagnostics('/app/index.ts', some);
      const codes = found.map(({ code }) => String(code).replace('posthog-apps/', ''));
      expect(codes.filter((code) => code !== 'absent-global')).toEqual(rules);
    },
  );

  describe('where a handler has its types from what is around it', () => {
    const told = async (main: string, code: string, more = ''): Promise<readonly unknown[]> => {
      const open = await start(
        `//- /app/plugin.json\n{ "main": "${main}", "config": [{ "key": "site", "type": "string" }] }\n${more}//- /app/${main}\n$0${code}\nexport function onEvent() {}\nexport function runEvery5Minutes() {}\n`,
        { provider: 'builtIn', checkJs: true },
      );
      const found = await open.diagnostics(`/app/${main}`, some);
      return found.map(({ code: rule }) => rule).filter((rule) => rule !== 'posthog-apps/config-unused');
    };
    const imported = "import { Plugin } from '@posthog/plugin-scaffold'\n";
    const keys = `${imported}interface Cfg { config: { site: string } }\n`;
    const used = 'async ({ cache }) => cache.get("n", 0) + 1';
    const misspelt = 'async (_, { config }) => config.siet';

    it.each([
      ['index.ts', `${imported}export const runEveryMinute: Plugin['runEveryMinute'] = ${used}`],
      ['index.ts', `${imported}const app: Plugin = { runEveryMinute: ${used} }\nexport default app`],
      ['index.ts', `${imported}export default { runEveryMinute: ${used} } satisfies Plugin`],
      [
        'index.js',
        `/** @type {PostHogApp.Plugin['runEveryMinute']} */\nexport const runEveryMinute = ${used}`,
      ],
      [
        'index.js',
        `/** @type {PostHogApp.Plugin} */\nconst app = { runEveryMinute: ${used} }\nexport default app`,
      ],
      ['index.ts', `${keys}export const onSnapshot: Plugin<Cfg>['onEvent'] = ${misspelt}`],
      ['index.ts', `${keys}const app: Plugin<Cfg> = { onEvent: ${misspelt} }\nexport default app`],
      [
        'index.js',
        `/** @type {import('@posthog/plugin-scaffold').Plugin<{ config: { site: string } }>} */\nconst app = { onEvent: ${misspelt} }\nexport default app`,
      ],
    ])('leaves to the editor what it tells of promises and keys: %s %s', async (main, code) => {
      const rules = await told(main, code);
      expect(rules).not.toContain('posthog-apps/missing-await');
      expect(rules).not.toContain('posthog-apps/config-undeclared');
    });

    it.each([
      ['index.js', `export const runEveryMinute = ${used}`, 'missing-await'],
      ['index.js', `export const onSnapshot = ${misspelt}`, 'config-undeclared'],
      [
        'index.ts',
        `${imported}export const onSnapshot: Plugin['onEvent'] = ${misspelt}`,
        'config-undeclared',
      ],
      ['index.ts', `type Plugin = any\nexport const runEveryMinute: Plugin = ${used}`, 'missing-await'],
    ])('tells it where the editor does not know them: %s %s', async (main, code, rule) => {
      expect(await told(main, code)).toContain(`posthog-apps/${rule}`);
    });
  });

  it.each([
    ['meta.metrics.sent.max(1)', 'PostHogApp.PluginMeta', 'builtIn', true, []],
    ['meta.metrics.sent.max(1)', 'PostHogApp.PluginMeta', 'builtIn', false, ['metric-undeclared']],
    ['meta.metrics.sent.max(1)', 'PostHogApp.PluginMeta', 'server', false, ['metric-undeclared']],
    ['meta.metrics.sent.max(1)', 'any', 'builtIn', true, ['metric-undeclared']],
    ['meta.metrics.sent.increment(1)', 'PostHogApp.PluginMeta', 'builtIn', true, []],
    ['meta.metrics.snt.increment(1)', 'PostHogApp.PluginMeta', 'builtIn', true, ['metric-undeclared']],
    ['meta.attachments.file', 'PostHogApp.PluginMeta', 'builtIn', true, ['config-undeclared']],
    ['meta.attachments.file', 'PostHogApp.PluginMeta', 'server', false, ['config-undeclared']],
    ['console.table([1])', 'any', 'builtIn', true, []],
    ['console["table"]([1])', 'any', 'builtIn', true, ['console-method']],
    ['console.table([1])', 'any', 'server', false, ['console-method']],
    ['posthog.identify("x")', 'any', 'builtIn', true, []],
    ['posthog.identify("x")', 'any', 'server', false, ['absent-member']],
    ['meta.storage.remove("x")', 'PostHogApp.PluginMeta', 'builtIn', true, []],
    ['meta.storage.remove("x")', 'any', 'builtIn', true, ['absent-member']],
    ['meta.jobs.later(1).runIn(2, "fortnights")', 'PostHogApp.PluginMeta', 'builtIn', true, []],
    ['meta.jobs.later(1).runIn(2, "fortnights")', 'PostHogApp.PluginMeta', 'builtIn', false, []],
    ['meta.jobs.later(1).runIn(2, "fortnights")', 'PostHogApp.PluginMeta', 'server', false, ['job-unit']],
    ['meta.jobs.later(1).runIn(2, "fortnights")', 'any', 'builtIn', true, ['job-unit']],
    ['meta.jobs.later(1).runIn(2, "months")', 'PostHogApp.PluginMeta', 'builtIn', true, ['job-unit']],
  ] as const)(
    'leaves to the editor what a type has not: %s, %s, %s %s',
    async (expression, type, provider, isDeclared, rules) => {
      const environment = isDeclared ? '//- /app/posthog-env.d.ts\nexport {}\n' : '';
      const open = await start(
        `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{ "compilerOptions": { "strict": true, "lib": ["es2022"] } }\n${environment}//- /app/index.ts\n$0export const metrics = { sent: 'sum' }\nexport const jobs = { later: async (payload: number) => payload }\nexport const onEvent = async (event: any, meta: ${type}) => [event, meta, ${expression}]\nsetTimeout(onEvent)\n`,
        { provider },
      );
      const found = await open.diagnostics('/app/index.ts', some);
      const codes = found.map(({ code }) => String(code).replace('posthog-apps/', ''));
      expect(codes.filter((code) => !['absent-global', 'job-unscheduled'].includes(code))).toEqual(rules);
    },
  );

  it.each([
    ['results', DiagnosticSeverity.Hint],
    ['status', undefined],
  ])('says why a response has no %s, which the editor reports, at the place', async (name, severity) => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n$0export const onEvent = async () => { const r = await posthog.api.get('/api/projects/@current/persons/'); setTimeout(r.${name}) }\n`,
      { provider: 'builtIn' },
    );
    const found = await open.diagnostics('/app/index.ts', some);
    const own = found.filter(({ code }) => code === 'posthog-apps/api-response');
    expect(own[0]?.severity).toBe(severity);
  });

  it('tells of metrics itself where the app exports none, as any name may be there for TypeScript', async () => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/posthog-env.d.ts\nexport {}\n//- /app/index.ts\n$0export const onEvent = (event: any, meta: PostHogApp.PluginMeta) => [event, meta.metrics.sent.increment(1)]\n`,
      { provider: 'builtIn' },
    );
    const found = await open.diagnostics('/app/index.ts', some);
    expect(found.map(({ code }) => code)).toEqual(['posthog-apps/metric-undeclared']);
  });

  it('says itself which methods of browsers the console of apps lacks', async () => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n$0export const onEvent = () => console.table([1])\n`,
      { provider: 'builtIn' },
    );
    const found = await open.diagnostics('/app/index.ts', some);
    expect(found.map(({ code }) => code)).toEqual(['posthog-apps/console-method']);
  });

  it.each([
    ['google', '{}', '', 'server', 4],
    ['google.cloud.bigquery', '{}', '', 'server', 4],
    ['google', '{}', '', 'builtIn', 1],
    ['process', '{}', '', 'builtIn', 4],
    ['globalThis.process.env', '{}', '', 'builtIn', 1],
    ['process', '{ "compilerOptions": { "types": ["node"] } }', 'declare var process: any', 'builtIn', 1],
    ['setTimeout', '{}', '', 'builtIn', 1],
    ['setImmediate', '{}', '', 'builtIn', 4],
    ['setTimeout', '{ "compilerOptions": { "lib": ["es2022"] } }', '', 'builtIn', 4],
    ['document', '{ "compilerOptions": { "lib": ["es2022", "dom"] } }', '', 'builtIn', 1],
  ] as const)(
    'says why PostHog lacks a global beside what the editor says of it: %s, %s %s, %s',
    async (name, config, node, provider, severity) => {
      const types = node === '' ? '' : `//- /app/node_modules/@types/node/index.d.ts\n${node}\n`;
      const code = `export const onEvent = (event: any) => [event, ${name}]\n`;
      const open = await start(
        `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n${config}\n${types}//- /app/index.ts\n$0${code}`,
        { provider },
      );
      const found = await open.diagnostics('/app/index.ts', some);
      expect(found.map(({ code: rule, severity: level }) => [rule, level])).toEqual([
        ['posthog-apps/absent-global', severity],
      ]);
    },
  );

  describe('of imports that PostHog refuses', () => {
    const severityOf = async (code: string, main = 'index.ts', more = ''): Promise<unknown> => {
      const open = await start(
        `//- /app/plugin.json\n{ "main": "${main}" }\n${more}//- /app/${main}\n$0${code}\nexport const onEvent = () => it\n`,
        { provider: 'builtIn', checkJs: true },
      );
      const found = await open.diagnostics(`/app/${main}`, some);
      return found.find(({ code: rule }) => rule === 'posthog-apps/import-refused')?.severity;
    };
    const paths = '//- /app/tsconfig.json\n{ "compilerOptions": { "paths": { "lodash": ["./lib"] } } }\n';

    it.each([
      ["import it from 'lodash'"],
      ["import it from './helper'"],
      ["import * as it from 'fs'"],
      ["import it from 'node:crypto'"],
      ["const it = import('lodash/fp')"],
      ["export { it } from './helper.js'\nconst it = 1"],
    ])('says why in no list of problems where the editor finds no such module: %s', async (code) => {
      expect(await severityOf(code)).toBe(4);
      expect(await severityOf(code, 'index.js')).toBe(4);
      expect(await severityOf(code, 'index.ts', '//- /app/tsconfig.json\n{}\n')).toBe(4);
    });

    it.each([
      ["const it = require('lodash')", 'index.ts', ''],
      ["// @ts-nocheck\nimport it from 'lodash'", 'index.ts', ''],
      ["import it from './helper'", 'index.ts', '//- /app/helper.ts\nexport default 1\n'],
      ["import it from './it.css'", 'index.ts', ''],
      ["import it from 'lodash'", 'index.ts', '//- /app/node_modules/lodash/index.js\nexports.a = 1\n'],
      ["import it from 'lodash'", 'index.ts', "//- /app/types/all.d.ts\ndeclare module 'lodash'\n"],
      ["import it from 'lodash'", 'index.ts', paths],
      ["import * as it from 'fs'", 'index.ts', '//- /app/node_modules/@types/node/index.d.ts\n\n'],
      ["import { it } from 'stream'", 'index.ts', ''],
    ])('tells it where the editor may find one: %s %s %s', async (code, main, more) => {
      expect(await severityOf(code, main, more)).toBe(1);
    });
  });

  it('says it by itself as soon as the editor knows the old global google', async () => {
    const code = 'export const onEvent = (event: any) => [event, google.cloud]\n';
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n$0${code}`,
    );
    await open.diagnostics('/app/index.ts', ([found]) => found?.severity === 4);
    open.setProvider('/app/index.ts', 'builtIn');
    await open.diagnostics('/app/index.ts', ([found]) => found?.severity === 1);
  });

  describe('of promises that are used more than once', () => {
    const code = (last: string): string =>
      `$0export async function onEvent(event) {\n  const response = fetch('https://example.com')\n  if (response) console.log(event)\n  return ${last}\n}\n`;
    const files = (checkJs: boolean, last: string): string =>
      `${manifest}//- /app/jsconfig.json\n{ "compilerOptions": { "checkJs": ${checkJs}, "strict": false } }\n//- /app/index.js\n${code(last)}`;

    it('tells them once, with the other places', async () => {
      const open = await start(files(false, 'response.ok'), { provider: 'builtIn' });
      const found = await open.diagnostics('/app/index.js', some);
      expect(found.map(({ code: rule, range }) => [rule, range.start.line])).toEqual([
        ['posthog-apps/missing-await', 2],
      ]);
      expect(found[0]?.relatedInformation?.map(({ location }) => location.range.start.line)).toEqual([3]);
    });

    it('leaves all of it to the editor where that tells one of them', async () => {
      const text = `${files(true, 'response.ok')}export function runEvery5Minutes() {}\n`;
      const open = await start(text, { provider: 'builtIn' });
      const found = await open.diagnostics('/app/index.js', some);
      expect(found.map(({ code: rule }) => rule)).toEqual(['posthog-apps/export-uncalled']);
    });

    it.each([
      ['return fetch("/x").o$0k', []],
      ['return meta.storage.get("a", 0).si$0ze', ['Add await']],
      ['if (isReady$0()) return', []],
      ['JSON.parse(isRea$0dy())', ['Add await']],
      ['JSON.parse(read$0(event))', []],
    ])('offers to write await where the editor does not: %s', async (body, expected) => {
      const open = await start(
        `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{ "compilerOptions": { "strict": true } }\n//- /app/index.ts\nconst isReady = async (): Promise<boolean> => true\nconst read = async (event: unknown): Promise<string> => String(event)\nexport async function onEvent(event: unknown, meta: PostHogApp.PluginMeta) { ${body} }\nexport const used = [isReady, read]\n`,
        { provider: 'builtIn' },
      );
      const titles = (await open.codeActions()).map(({ title }) => title);
      expect(titles.filter((title) => title === 'Add await')).toEqual(expected);
    });
  });

  describe('of config keys that are misspelt', () => {
    const withKey =
      '//- /app/plugin.json\n{ "main": "index.ts", "config": [{ "key": "site", "type": "string" }] }\n';
    const environment =
      '//- /app/posthog-env.d.ts\ndeclare namespace PostHogApp { interface App { config: { readonly site: string; readonly [key: string]: string } } }\n';
    const own = 'interface Meta { config: { site: string } }\nconst own = (meta: Meta) => [';
    const ours = 'const own = (meta: PostHogApp.PluginMeta) => [';
    const severitiesOf = async (
      code: string,
      { options = '"strict": true', more = '' } = {},
    ): Promise<readonly unknown[]> => {
      const open = await start(
        `${withKey}${more}//- /app/tsconfig.json\n{ "compilerOptions": { ${options} } }\n//- /app/index.ts\n$0${code}\nexport function onEvent(event: unknown, meta: any) { own(meta); setTimeout(own) }\n`,
        { provider: 'builtIn' },
      );
      const found = await open.diagnostics('/app/index.ts', some);
      return found.flatMap(({ code: rule, severity }) =>
        rule === 'posthog-apps/config-undeclared' ? severity : [],
      );
    };

    it.each([
      [`${own}meta.config.siet]`],
      [`${own}meta.config['siet']]`],
      ['interface Meta { config: { site: string } }\nconst own = ({ config: { siet } }: Meta) => siet'],
      [
        'interface Meta { config: { site: string } }\nconst own = (meta: Meta) => { const { siet } = meta.config; return siet }',
      ],
    ])('leaves to the editor those that the types of the author lack: %s', async (code) => {
      expect(await severitiesOf(code)).toEqual([]);
    });

    it('tells them where nothing else does', async () => {
      expect(await severitiesOf(`${ours}meta.config.siet]`)).toEqual([1]);
      expect(await severitiesOf(`${ours}meta.config.siet]`, { more: environment })).toEqual([1]);
      expect(await severitiesOf(`${own}meta.config['siet']]`, { options: '"strict": false' })).toEqual([1]);
      const open = 'interface Meta { config: Record<string, string> }\nconst own = (meta: Meta) => [';
      expect(await severitiesOf(`${open}meta.config.siet]`)).toEqual([1]);
    });

    it('says what it is, in no list of problems, where the editor only asks for brackets', async () => {
      const options = '"strict": true, "noPropertyAccessFromIndexSignature": true';
      const both = { more: environment, options };
      expect(await severitiesOf(`${ours}meta.config.siet]`, both)).toEqual([4]);
      expect(await severitiesOf(`${ours}meta.config['siet']]`, both)).toEqual([1]);
      expect(await severitiesOf(`${ours}meta.config.siet]`, { options })).toEqual([1]);
    });
  });

  describe('of choices', () => {
    const withChoices =
      '//- /app/plugin.json\n{ "main": "index.ts", "config": [{ "key": "mode", "type": "choice", "choices": ["fast", "slow"] }] }\n';
    const told = async (
      code: string,
      { environment = true, ...options }: SessionOptions & { readonly environment?: boolean } = {},
    ): Promise<number> => {
      const declared = environment ? '//- /app/posthog-env.d.ts\nexport {}\n' : '';
      const files = `//- /app/tsconfig.json\n{}\n${declared}//- /app/index.ts\n$0${code}\nsetTimeout(onEvent)\n`;
      const open = await start(withChoices + files, { provider: 'builtIn', ...options });
      const found = await open.diagnostics('/app/index.ts', some);
      return found.filter(({ code: rule }) => rule === 'posthog-apps/config-undeclared').length;
    };
    const typed = (body: string): string =>
      `export function onEvent(event: unknown, meta: PostHogApp.PluginMeta) { ${body} }`;

    it.each([
      "return meta.config.mode === 'medium'",
      "const { mode } = meta.config; return 'medium' != mode",
      "switch (meta.config.mode) { case 'medium': return 1 }",
    ])('leaves it to TypeScript that a key is never that, where it knows the choices: %s', async (body) => {
      expect(await told(typed(body))).toBe(0);
      expect(await told(typed(body), { environment: false })).toBe(1);
      expect(await told(typed(body), { provider: 'server' })).toBe(1);
    });

    it('says so where TypeScript does not know what the handler gets', async () => {
      const own =
        'interface Meta { config: { mode: string } }\nexport function onEvent(event: unknown, meta: Meta)';
      expect(await told(`${own} { return meta.config.mode === 'medium' }`)).toBe(1);
      const taken = "const { mode } = meta.config; return mode === 'medium'";
      expect(await told(`export function onEvent(event, meta) { ${taken} }`)).toBe(1);
      expect(
        await told("export function onEvent(event, meta) { return meta.config.mode === 'medium' }"),
      ).toBe(1);
    });

    it('says so where TypeScript does not have the package of the types yet', async () => {
      const imported = "import type { PluginMeta } from '@posthog/plugin-scaffold'\n";
      const handler =
        "export function onEvent(event: unknown, meta: PluginMeta) { return meta.config.mode === 'medium' }";
      expect(await told(imported + handler)).toBe(1);
    });

    it('says nothing of a list that is asked for a key', async () => {
      const body =
        "return ['fast', 'other'].includes(meta.config.mode) || ['slow'].indexOf(meta.config.mode) > 0";
      expect(await told(typed(body), { environment: false })).toBe(0);
    });
  });
});
