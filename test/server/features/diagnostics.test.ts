import { afterEach, describe, expect, it } from 'vitest';
import { type Diagnostic, FileChangeType } from 'vscode-languageserver-protocol';
import { findEntryPoints } from '../../../server/analysis/entryPoints.ts';
import { checkApp } from '../../../server/rules/checkApp.ts';
import {
  type LspSession,
  type ServerKind,
  type SessionOptions,
  servers,
  startSession,
} from '../lspHarness.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';
const looping =
  "export async function onEvent(event) {\n  await send()\n}\nasync function send() {\n  await posthog.capture('again')\n}\n";
const quiet = 'export async function onEvent(event) {}\n';

const jsconfig = (more: string): string =>
  `//- /app/jsconfig.json\n{ "compilerOptions": { "checkJs": true }${more} }\n`;

const some = (found: readonly Diagnostic[]): boolean => found.length > 0;
const none = (found: readonly Diagnostic[]): boolean => found.length === 0;

describe.each(servers)('diagnostics, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function start(text: string, options: SessionOptions = {}): Promise<LspSession> {
    // A test may start several: the folder of one that goes on would stay in the window.
    session?.stop();
    session = await startSession(kind, text, options);
    return session;
  }

  it('reports a finding with its rule, its page and the chain of calls in order', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`);
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found).toMatchObject({ code: 'posthog-apps/event-loop', source: 'PostHog Apps', severity: 2 });
    expect(found?.codeDescription?.href).toMatch(/^file:\/\/.*\/docs\/rules\/event-loop\.md$/);
    expect(found?.range.start).toMatchObject({ line: 4 });
    const steps = found?.relatedInformation?.map(({ message }) => message) ?? [];
    expect(steps.length).toBeGreaterThan(1);
    expect(steps[0]).toMatch(/^1\. onEvent/);
    const chain = steps.slice(0, -1);
    expect(chain.map((step) => Number.parseInt(step, 10))).toEqual(chain.map((_, index) => index + 1));
    expect(steps.at(-1)).toMatch(/^Begins with \{"event":/);
  });

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
    ['typed.storage.get("a").length', 'strict', []],
    ['!typed.storage.get("a")', 'strict', ['missing-await']],
    ['[...ready()]', 'strict', []],
    ['{ ...ready() }', 'strict', ['missing-await']],
    ['ready()[0]', 'strict', []],
    ['ready()[0]', 'loose', ['missing-await']],
    ['"x" + ready()', 'strict', ['missing-await']],
    ['ready() + 1', 'strict', []],
  ])('leaves to the editor what types tell it of promises: %s, %s', async (expression, kind, rules) => {
    const open = await start(
      `//- /app/plugin.json\n{ "main": "index.ts" }\n//- /app/tsconfig.json\n{ "compilerOptions": { "strict": ${kind === 'strict'} } }\n//- /app/index.ts\n$0const ready = async (): Promise<boolean> => true\nexport const onEvent = async (event: any, meta, typed: PostHogApp.PluginMeta) => [event, ready, meta, typed, ${expression}]\nsetTimeout(onEvent)\n`,
    );
    const found = await open.diagnostics('/app/index.ts', some);
    const codes = found.map(({ code }) => String(code).replace('posthog-apps/', ''));
    expect(codes.filter((code) => code !== 'absent-global')).toEqual(rules);
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

    it('says nothing of a list that is asked for a key', async () => {
      const body =
        "return ['fast', 'other'].includes(meta.config.mode) || ['slow'].indexOf(meta.config.mode) > 0";
      expect(await told(typed(body), { environment: false })).toBe(0);
    });
  });

  describe('several apps', () => {
    const appOf = (name: string, from: string, to: string): string =>
      `//- /${name}/plugin.json\n{ "name": "${name}", "config": [] }\n//- /${name}/index.js\n` +
      `export function onEvent(event) {\n  if (event.event === '${from}') posthog.capture('${to}')\n}\n`;
    const isLoop = (found: readonly Diagnostic[]): boolean =>
      found.some(({ message }) => typeof message === 'string' && message.includes('without end'));

    it('lead an event back to each other, which is told in both, with the way and the names', async () => {
      const open = await start(`${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`);
      const [ping] = await open.diagnostics('/Ping/index.js', isLoop);
      const [pong] = await open.diagnostics('/Pong/index.js', isLoop);
      expect(ping).toMatchObject({ severity: 3, code: 'posthog-apps/event-loop' });
      expect(ping?.message).toContain("'b' → 'a' (Pong) → 'b'");
      expect(pong?.message).toContain("'a' → 'b' (Ping) → 'a'");
    });

    it('no longer do so when one of them is mended', async () => {
      const open = await start(`${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`);
      await open.diagnostics('/Ping/index.js', isLoop);
      open.open('/Pong/index.js', 'export function onEvent(event) {}\n');
      expect(await open.diagnostics('/Ping/index.js', (found) => !isLoop(found))).toMatchObject([
        { message: expect.stringContaining('ends there') as unknown },
      ]);
    });

    it('are told as the user wants it', async () => {
      const text = `${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`;
      const open = await start(text, { lint: { loopsBetweenApps: 'warning', endingLoops: 'hidden' } });
      expect(await open.diagnostics('/Ping/index.js', isLoop)).toMatchObject([{ severity: 2 }]);
    });

    it('that come to an end say so', async () => {
      const open = await start(
        `${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'c')}${appOf('One', 'x', 'y')}${appOf('Two', 'y', 'x')}`,
      );
      await open.diagnostics('/One/index.js', isLoop);
      const found = await open.diagnostics('/Ping/index.js', some);
      expect(found).toMatchObject([{ message: expect.stringContaining('ends there') as unknown }]);
    });
  });

  it.each([
    [
      'index.ts',
      'export default {\n  async processEvent(event, meta) {\n    return meta.config.word\n  },\n}\n',
      'a text',
    ],
    [
      'index.ts',
      'export const processEvent = (event, meta) =>\n\n  meta.cache.incr(event.event)\n',
      'a number',
    ],
    ['index.js', 'module.exports = {\n  processEvent: async (event) =>\n    [event],\n}\n', 'a list'],
    ['index.js', 'exports.processEvent = function (event) {\n\n  return event.event\n}\n', 'a text'],
    ['index.js', 'exports.processEventBatch = (events) =>\n\n  events.length\n', 'a number'],
  ])('reports what %s returns wrongly: %s', async (file, code, what) => {
    const config = '{ "config": [{ "key": "word", "type": "string" }], "main": "' + file + '" }';
    const open = await start(`//- /app/plugin.json\n${config}\n//- /app/${file}\n$0${code}`);
    const found = await open.diagnostics(`/app/${file}`, some);
    const wrong = found.filter(({ code: rule }) => rule === 'posthog-apps/missing-return');
    expect(
      wrong.map(({ message, range }) => [JSON.stringify(message).includes(what), range.start.line]),
    ).toEqual([[true, 2]]);
  });

  it('leaves results alone that may be right', async () => {
    const code = `export function processEvent(event, meta) {
  if (event.event === 'a') return { ...event }
  if (event.event === 'b') return meta.global.kept
  if (event.event === 'c') return JSON.parse(JSON.stringify(event))
  return event.event === 'd' ? Object.assign({}, event) : event.ip && event
}
export const processEventBatch = async (events) => events.filter(({ event }) => event !== 'a')
export const onEvent = (event) => event.event
`;
    const open = await start(
      `${manifest}//- /app/index.js\n$0${code}${looping.replace('onEvent', 'runEveryDay')}`,
    );
    const found = await open.diagnostics('/app/index.js', () => true);
    expect(found.filter(({ code: rule }) => rule === 'posthog-apps/missing-return')).toEqual([]);
  });

  it('reports apps of which no file is open', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping}`);
    expect(await open.diagnostics('/app/index.js', some)).toHaveLength(1);
  });

  it('follows the text, saved or not', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`);
    await open.diagnostics('/app/index.js', some);
    open.change('/app/index.js', quiet);
    await open.diagnostics('/app/index.js', none);
    open.change('/app/index.js', looping);
    await open.diagnostics('/app/index.js', some);
  });

  it('follows the disk', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${quiet}`);
    await open.apps();
    open.write('/app/index.js', looping);
    await open.diagnostics('/app/index.js', some);
    open.delete('/app');
    await open.diagnostics('/app/index.js', none);
  });

  it.each(['/app/main.js', '/app/src/main.js'])(
    'miss an open file that is deleted on the disk: %s',
    async (path) => {
      const named = `{ "config": [], "main": "${path.slice('/app/'.length)}" }`;
      const beside = '//- /app/other.js\nexport const a = 1\n//- /app/src/index.ts\n\n';
      const open = await start(`//- /app/plugin.json\n${named}\n${beside}//- ${path}\n$0${looping}`);
      await open.diagnostics(path, some);
      await open.diagnostics('/app/plugin.json', none);
      open.delete(path);
      const [missing] = await open.diagnostics('/app/plugin.json', some);
      expect(missing?.message).toContain('There is no file');
      await open.diagnostics(path, none);
      open.change(path, `${looping}\n`);
      open.write(path, looping, FileChangeType.Created);
      await open.diagnostics('/app/plugin.json', none);
      await open.diagnostics(path, some);
    },
  );

  it('do not miss an open file that nobody has saved yet', async () => {
    const open = await start(`//- /app/plugin.json\n{ "config": [], "main": "main.js" }$0\n`);
    await open.diagnostics('/app/plugin.json', some);
    open.open('/app/main.js', quiet);
    await open.diagnostics('/app/plugin.json', none);
  });

  it.each([
    ['index.js', '', true],
    ['index.js', '// @ts-check\n', false],
    ['index.ts', '', false],
  ])(
    'tell of a constant that gets another value where the editor does not: %s %j',
    async (name, head, isTold) => {
      const code = `${head}const most = 1\nexport const onEvent = () => { most = 2 }\nexport const setupPlugin = () => setTimeout(onEvent, 1)\n`;
      const open = await start(`${manifest}//- /app/${name}\n$0${code}`);
      const found = await open.diagnostics(`/app/${name}`, some);
      expect(found.some(({ message }) => JSON.stringify(message).includes('most is a constant'))).toBe(
        isTold,
      );
    },
  );

  it('takes CRLF and a byte order mark as they are', async () => {
    const text = `\uFEFF${looping.replaceAll('\n', '\r\n')}`;
    const open = await start(`${manifest}//- /app/index.js\n${text}`);
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found?.range.start.line).toBe(4);
  });

  it('uses the level that the user set', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`, {
      lint: { 'event-loop': 'error' },
    });
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found?.severity).toBe(1);
  });

  it('offers the fixes of a finding, which end it', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping.replace('posthog.', 'post$0hog.')}`);
    await open.diagnostics('/app/index.js', some);
    const [fix] = await open.codeActions();
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(fix?.edit?.changes?.[open.uri('/app/index.js')]?.length).toBeGreaterThan(0);
  });

  it('offers a loop over the list of a handler that has its types from us', async () => {
    const code =
      'export async function exportEvents(event, { config }) {\n  console.log(event.proper$0ties, config)\n}\n';
    const open = await start(`${manifest}//- /app/index.js\n${code}`, { provider: 'builtIn' });
    expect((await open.codeActions()).map(({ title }) => title)).toContain('Go through the Events');
  });

  it('offers to run and debug with the event that loops', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping.replace('posthog.', 'post$0hog.')}`);
    await open.diagnostics('/app/index.js', some);
    const commands = (await open.codeActions()).flatMap(({ title, command }) =>
      command === undefined ? [] : [[title, command.command, command.arguments]],
    );
    const input = { event: 'signed up', distinct_id: 'ada@example.com' };
    const args = [open.uri('/app'), 'onEvent', input];
    expect(commands).toMatchObject([
      ['Run with an Event That Loops', 'posthogApps.runApp', args],
      [
        'Debug with an Event That Loops',
        'posthogApps.debugApp',
        [...args, { uri: open.uri('/app/index.js'), line: 4, character: 8 }],
      ],
    ]);
  });

  it('offers a comment with a reason for what may be right, and none for a loop that is certain', async () => {
    const titleOf = async (code: string): Promise<readonly unknown[]> => {
      const open = await start(`${manifest}//- /app/index.js\n${code}`);
      await open.diagnostics('/app/index.js', some);
      const actions = await open.codeActions();
      return actions
        .filter(({ title }) => title === 'Ignore with a Reason…')
        .map(({ command }) => command?.arguments?.[0] as unknown);
    };
    expect(await titleOf(`export const runEveryDay = () => console.ta$0ble([])\n`)).toMatchObject([
      { line: 0, rule: 'console-method' },
    ]);
    expect(await titleOf(looping.replace('posthog.', 'post$0hog.'))).toEqual([]);
  });

  it('mends what is safe to mend on request, as on saving', async () => {
    const open = await start(
      `${manifest}//- /app/index.js\n$0export const runEveryDay = () => console.table([])\n`,
    );
    await open.diagnostics('/app/index.js', some);
    const kind = 'source.fixAll.posthogApps';
    for (const only of ['source.fixAll', kind]) {
      const [action, ...others] = await open.codeActions([], [only]);
      expect(others).toEqual([]);
      expect(action).toMatchObject({ kind, title: 'Fix All PostHog Apps Problems' });
      expect(action?.edit?.changes?.[open.uri('/app/index.js')]).toMatchObject([{ newText: 'log' }]);
    }
    expect(await open.codeActions([], ['source.organizeImports'])).toEqual([]);
  });

  it.each([
    ['a file of a site app', '/app/site.ts'],
    ['a file beside the app', '/app/tools.js'],
    ['a file outside of apps', '/other/index.js'],
  ])('says nothing in %s', async (_, path) => {
    const code =
      "setTimeout(() => console.table(process.env)); import 'axios'\nexport function processEvent() {}\n";
    const open = await start(`${manifest}//- /app/index.js\n${looping}//- ${path}\n$0${code}`);
    // When the app itself was checked, what there is to say has been said.
    await open.diagnostics('/app/index.js', some);
    expect(open.reported(path)).toEqual([]);
  });

  describe('of a broken manifest', () => {
    const broken = '//- /app/plugin.json\n{\n  "name": "Mine",\n  "config": [],$0\n}\n//- /app/index.js\n';

    it('names the place and what to do, and mends it', async () => {
      const open = await start(`${broken}${quiet}`);
      const [found] = await open.diagnostics('/app/plugin.json', some);
      expect(found).toMatchObject({
        message: 'A comma follows the last entry, so PostHog cannot load this app. Remove the comma.',
        severity: 1,
        range: { start: { line: 2, character: 14 }, end: { line: 2, character: 15 } },
      });
      const [fix] = await open.codeActions();
      expect(fix?.title).toBe('Remove the Comma');
      open.change('/app/plugin.json', '{\n  "name": "Mine",\n  "config": []\n}\n');
      await open.diagnostics('/app/plugin.json', none);
    });

    it('is mended where another reports the mistake, too', async () => {
      const text = '{\n  "name": "Mine"\n  $0"config": []\n}\n';
      const open = await start(`//- /app/plugin.json\n${text}//- /app/index.js\n${quiet}`);
      await open.diagnostics('/app/plugin.json', some);
      expect(await open.codeActions()).toEqual([]);
      const range = { start: { line: 2, character: 2 }, end: { line: 2, character: 10 } };
      const told = { range, message: 'Expected comma', source: 'json', code: 514 };
      const [fix] = await open.codeActions([told]);
      expect(fix).toMatchObject({ title: 'Insert the Comma', diagnostics: [{ message: 'Expected comma' }] });
    });

    it('leaves the code checked', async () => {
      const open = await start(`${broken}${looping}`);
      expect(await open.diagnostics('/app/index.js', some)).toHaveLength(1);
    });
  });

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
    ['listed files', '{ "files": ["src/index.ts"] }', 'posthog-env.d.ts'],
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
    expect(text).toContain('send(payload: { id: number }): JobRunner');
    expect(text).toContain('[job: string]');
  });
});

describe('diagnostics when the analysis fails', () => {
  it('logs it once, and goes on', async () => {
    let isBroken = true;
    const session = await startSession(
      servers[0] ?? expect.fail(),
      `${manifest}//- /app/index.js\nexport function onEvent(event) { posthog.$0 }\n`,
      {
        analysis: {
          checkApp: (app, levels) => {
            if (isBroken) throw new Error('A rule broke.');
            return checkApp(app, levels);
          },
          findEntryPoints,
        },
      },
    );
    await session.until(() => session.log.length > 0);
    expect(session.log[0]).toContain('A rule broke.');
    expect(await session.codeActions()).toEqual([]);
    expect(await session.suggestions()).toEqual(['api', 'capture']);
    session.open('/app/plugin.json', '{ "config": [], }');
    await session.diagnostics('/app/plugin.json', some);
    isBroken = false;
    session.change('/app/index.js', looping);
    await session.diagnostics('/app/index.js', some);
    expect(session.log.filter((line) => line.includes('while checking'))).toHaveLength(1);
    session.stop();
  });
});
