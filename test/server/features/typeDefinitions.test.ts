import { describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers } from '../lspHarness.ts';
import { sessionsOf } from './sessions.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('type definitions that the editor lacks, $name', (kind: ServerKind) => {
  const start = sessionsOf(kind);

  it('writes type definitions where the editor does not know posthog', async () => {
    const open = await start(
      `${manifest}//- /app/index.ts\nexport function onEvent() { post$0hog.capture('x') }\n`,
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 35 } };
    const fixes = await open.codeActions([{ range, message: "Cannot find name 'posthog'.", source: 'ts' }]);
    const fix = fixes.find(({ title }) => title === 'Add Type Definitions (posthog-env.d.ts)');
    expect(JSON.stringify(fix?.edit)).toContain('declare var posthog: PostHogApp.PostHog;');
    expect(JSON.stringify(fix?.edit)).toContain(open.uri('/app/posthog-env.d.ts'));
  });

  it('offers them as soon as the editor says that posthog is unknown, which it may before its project has loaded', async () => {
    const open = await start(
      `${manifest}//- /app/tsconfig.json\n{}\n//- /app/index.ts\nexport function onEvent() { post$0hog.capture('x') }\n`,
      // What a client says until it knows more.
      { provider: 'builtIn' },
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 35 } };
    const offered = async (name: string): Promise<boolean> => {
      const told = { range, message: `Cannot find name '${name}'.`, source: 'ts' };
      return (await open.codeActions([told])).some(({ title }) => title.startsWith('Add Type Definitions'));
    };
    expect(await offered('posthog')).toBe(true);
    // Another posthog may be known.
    expect(await offered('Buffer')).toBe(false);
  });

  it('offers them where a TypeScript file does not know require', async () => {
    const open = await start(`${manifest}//- /app/index.ts\nconst { URL } = requ$0ire('url')\n`);
    const range = { start: { line: 0, character: 16 }, end: { line: 0, character: 23 } };
    const message = "Cannot find name 'require'. Do you need to install type definitions for node?";
    const [fix] = await open.codeActions([{ range, message, source: 'ts' }]);
    expect(fix?.title).toBe('Add Type Definitions (posthog-env.d.ts)');
    expect(JSON.stringify(fix?.edit)).toContain('declare function require(name: string): any;');
  });

  it.each([
    ["const cry$0pto = require('crypto')", "import crypto from 'crypto'"],
    ['const { URL, format: f$0 } = require("url");', 'import { URL, format as f } from "url";'],
    ["const a$0 = require('crypto').createHash", undefined],
    ["const a = 1, b$0 = require('crypto')", undefined],
    ["const [a$0] = require('crypto')", undefined],
    ["const { url, ...a$0 } = require('url')", undefined],
    ["const a$0 = load('url')", undefined],
    ['const a$0 = require(name)', undefined],
  ])('mends a name that another file has, too: %s', async (code, mended) => {
    const open = await start(`${manifest}//- /app/index.ts\n${code}\n`);
    const at = { line: 0, character: code.indexOf('$0') };
    const told = { range: { start: at, end: at }, message: 'Cannot redeclare …', source: 'ts', code: 2451 };
    const fixes = await open.codeActions([told]);
    const fix = fixes.find(({ diagnostics }) => diagnostics?.[0]?.code === 2451);
    const [edit] = Object.values(fix?.edit?.changes ?? {}).flat();
    expect(edit?.newText).toBe(mended);
  });

  it.each([
    ['another posthog', '//- /app/jsconfig.json\n{}\n', 'builtIn', false],
    ['ours', '//- /app/jsconfig.json\n{}\n//- /app/posthog-env.d.ts\n// Written.\n', 'builtIn', true],
    ['none', '//- /app/jsconfig.json\n{}\n', 'server', true],
    ['ours without a configuration', '', 'builtIn', true],
  ] as const)('where the project knows %s, offers them or not', async (_, files, provider, isOffered) => {
    const open = await start(
      `${files}${manifest}//- /app/index.js\nexport function onEvent() { Buf$0fer.from('x') }\n`,
      { provider },
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 34 } };
    const fixes = await open.codeActions([{ range, message: "Cannot find name 'Buffer'.", source: 'ts' }]);
    const offered = fixes.some(({ title }) => title === 'Add Type Definitions (posthog-env.d.ts)');
    expect(offered).toBe(isOffered);
  });

  const checked = '{ "compilerOptions": { "checkJs": true } }';
  const assigns = "import posthog from 'posthog-js'\nwindow.posthog = posthog\n";
  it.each([
    ['a page that keeps posthog-js', checked, `web/page.js\n${assigns}`, false],
    ['one that reads it', checked, 'web/page.js\nwindow?.posthog.identify("x")\n', false],
    ['one that imports it for itself', checked, "web/page.js\nimport posthog from 'posthog-js'\n", true],
    ['one that says that it may be anything', '{}', 'page.ts\n;(window as any).posthog = 1\n', true],
    ['one that nobody checks', '{}', `web/page.js\n${assigns}`, true],
    [
      'one that the project leaves out',
      `${checked.slice(0, -2)}, "exclude": ["web"] }`,
      `web/page.js\n${assigns}`,
      true,
    ],
    [
      'one with a configuration of its own',
      checked,
      `web/page.js\n${assigns}//- /mono/web/jsconfig.json\n{}\n`,
      true,
    ],
  ])('beside %s, offers them or not', async (_, configuration, page, isOffered) => {
    const open = await start(
      `//- /mono/jsconfig.json\n${configuration}\n//- /mono/app/plugin.json\n{ "name": "a" }\n//- /mono/${page}//- /mono/app/index.js\nexport function onEvent() { post$0hog.capture('x') }\n`,
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 35 } };
    const fixes = await open.codeActions([{ range, message: "Cannot find name 'posthog'.", source: 'ts' }]);
    expect(fixes.some(({ title }) => title.startsWith('Add Type Definitions'))).toBe(isOffered);
  });

  it.each([
    ['all of it', '{}', 'posthog-env.d.ts'],
    ['all of it by pattern', '{ "include": ["**/*.ts"] }', 'posthog-env.d.ts'],
    ['the folder of the sources', '{ "include": ["src"] }', 'src/posthog-env.d.ts'],
    ['its files alone', '{ "include": ["src/*.ts"] }', 'src/posthog-env.d.ts'],
    ['a folder above', '{ "include": ["../app/src/**/*"] }', 'src/posthog-env.d.ts'],
    ['it beside listed files', '{ "files": ["a.ts"], "include": ["src"] }', 'src/posthog-env.d.ts'],
    [
      'it as a listed file',
      '{ "files": ["posthog-env.d.ts"], "include": ["src/lib/*.tsx"] }',
      'posthog-env.d.ts',
    ],
    ['what another says', '{ "extends": "../base.json" }', 'src/lib/posthog-env.d.ts'],
    ['a folder of each app', '{ "include": ["../*/src"] }', 'src/posthog-env.d.ts'],
    ['nothing that can be read', '{ "include": ', 'posthog-env.d.ts'],
  ])('writes them where the configuration includes %s', async (_, config, path) => {
    const open = await start(
      `//- /base.json\n{ "include": ["app/src/lib"] }\n//- /app/tsconfig.json\n${config}\n` +
        `${manifest}//- /app/src/lib/index.ts\nexport function onEvent() { post$0hog.capture('x') }\n`,
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 35 } };
    const fixes = await open.codeActions([{ range, message: "Cannot find name 'posthog'.", source: 'ts' }]);
    const fix = fixes.find(({ title }) => title === `Add Type Definitions (${path})`);
    expect(JSON.stringify(fix?.edit)).toContain(open.uri(`/app/${path}`));
  });

  it.each([
    ['include', '{ "include": ["*.js"] }', '"include" of jsconfig.json does not take posthog-env.d.ts in'],
    ['files', '{ "files": ["index.js"] }', '"files" of jsconfig.json does not take posthog-env.d.ts in'],
    ['exclude', '{ "exclude": ["**/*.d.ts"] }', '"exclude" of jsconfig.json leaves posthog-env.d.ts out'],
  ])('says that the configuration leaves them out by %s', async (_, config, text) => {
    const code = 'export function onEvent(eve$0nt) { posthog }\n';
    const files = `//- /app/jsconfig.json\n${config}\n${manifest}`;
    const names = async (open: LspSession): Promise<readonly string[]> => {
      const range = { start: { line: 0, character: 24 }, end: { line: 0, character: 29 } };
      const actions = await open.codeActions([
        { range, message: "Cannot find name 'posthog'.", source: 'ts' },
        { range, message: "Parameter 'event' implicitly has an 'any' type.", code: 7006, source: 'ts' },
      ]);
      return actions.map(({ title }) => title).filter((title) => /^(?:Add|Show|Type)\b/.test(title));
    };
    const declared = '//- /app/posthog-env.d.ts\nexport {}\n';
    for (const more of ['', declared]) {
      const open = await start(`${files}${more}//- /app/index.js\n${code}`);
      const { refusal } = (await open.environment('/app/index.js')) ?? {};
      expect(refusal).toMatchObject({
        uri: open.uri('/app/jsconfig.json'),
        text: expect.stringContaining(text),
      });
      expect(await names(open)).toEqual(['Show What Keeps the Types of PostHog Out (jsconfig.json)']);
    }
    // Something else, such as an import, may bring the file in.
    const known = await start(`${files}${declared}//- /app/index.js\n${code}`, { provider: 'builtIn' });
    expect((await known.environment('/app/index.js'))?.refusal).toBeNull();
    expect(await names(known)).toContain('Type this handler');
  });

  it.each([
    ['{ "compilerOptions": { "lib": ["es2022"] } }', true],
    ['{ "compilerOptions": { "lib": ["es2022", "dom"] } }', false],
    ['{}', false],
  ])('has console where the project has none: %s', async (config, isDeclared) => {
    const open = await start(
      `//- /app/tsconfig.json\n${config}\n${manifest}//- /app/index.ts\nexport function onEvent() { con$0sole.log(1) }\n`,
    );
    const range = { start: { line: 0, character: 28 }, end: { line: 0, character: 35 } };
    const message = "Cannot find name 'console'. Do you need to change your target library?";
    const fixes = await open.codeActions([{ range, message, source: 'ts' }]);
    const fix = fixes.find(({ title }) => title === 'Add Type Definitions (posthog-env.d.ts)');
    expect(JSON.stringify(fix?.edit).includes('declare var console: Console;')).toBe(isDeclared);
  });

  it.each([
    ["Cannot find module '@posthog/plugin-scaffold' or its corresponding type declarations.", true],
    ["Could not find a declaration file for module 'pg'.", true],
    ["Cannot find name 'crypto'. Do you need to install type definitions for node?", true],
    ["Cannot find name 'process'. Do you need to install type definitions for node?", false],
    ["Cannot find module 'left-pad' or its corresponding type declarations.", false],
  ])('offers the same for: %s', async (message, isOffered) => {
    const open = await start(
      `${manifest}//- /app/index.ts
import type { PluginEvent } from '@posthog/plugin-sca$0ffold'
export const jobs = { send: (payload: { id: number }) => {} }
export function onEvent(event: PluginEvent) {}
`,
    );
    const range = { start: { line: 0, character: 34 }, end: { line: 0, character: 60 } };
    const fixes = await open.codeActions([{ range, message, source: 'ts' }]);
    const fix = fixes.find(({ title }) => title === 'Add Type Definitions (posthog-env.d.ts)');
    expect(fix !== undefined).toBe(isOffered);
    if (!isOffered) return;
    const text = JSON.stringify(fix?.edit);
    expect(text).toContain("declare module '@posthog/plugin-scaffold'");
    expect(text).not.toContain("declare module 'pg'");
    expect(text).toContain('send: (payload: { id: number }) => JobRunner');
    expect(text).toContain('[name in string]: (payload?: any) => JobRunner');
  });

  const declared = 'web/posthog.d.ts\ndeclare const posthog: { capture(event: string): void }\n';
  const page = `web/page.js\n${assigns}`;
  it.each([
    [declared, "posthog.a$0pi.get('x')", "Property 'api' does not exist on type '{ … }'.", 'posthog.d.ts'],
    [declared, 'new RetryE$0rror()', "Cannot find name 'RetryError'.", 'posthog.d.ts'],
    [declared, "event.a$0pi.get('x')", "Property 'api' does not exist on type '{ … }'.", undefined],
    [
      declared,
      'posthog$0',
      "Subsequent variable declarations must have the same type.  Variable 'posthog' must be of type …",
      'posthog.d.ts',
    ],
    [declared, 'posthog$0', "Cannot redeclare block-scoped variable 'posthog'.", 'posthog.d.ts'],
    [page, "posthog$0.capture('x')", "Cannot find name 'posthog'.", 'page.js'],
    [
      'web/page.js\nexport {}\n',
      "posthog.a$0pi.get('x')",
      "Property 'api' does not exist on type 'X'.",
      undefined,
    ],
  ])(
    'leads to what keeps them out of a project with two posthog: %s, %s, %s',
    async (file, use, message, name) => {
      const code = `export const onEvent = (event) => ${use}`;
      const open = await start(
        `//- /mono/jsconfig.json\n${checked}\n//- /mono/app/plugin.json\n{ "name": "a" }\n//- /mono/${file}//- /mono/app/index.js\n${code}\n`,
        { provider: 'builtIn' },
      );
      const character = code.search(/\w*\$0/);
      const range = { start: { line: 0, character }, end: { line: 0, character: code.indexOf('$0') + 1 } };
      const fixes = await open.codeActions([{ range, message, source: 'ts' }]);
      const found = fixes.filter(({ command }) => command?.command === 'posthogApps.addTypeDefinitions');
      expect(found.map(({ title }) => title)).toEqual(
        name === undefined ? [] : [`Show What Keeps the Types of PostHog Out (${name})`],
      );
      if (name !== undefined) expect(found[0]?.command?.arguments).toEqual([open.uri('/mono/app/index.js')]);
      expect(fixes.some(({ title }) => title.startsWith('Add Type Definitions'))).toBe(false);
    },
  );
});
