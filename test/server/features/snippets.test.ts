import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { type CompletionItem, CompletionItemKind, type TextEdit } from 'vscode-languageserver-protocol';
import { lifecycleExports } from '../../../platform/lifecycle.ts';
import { defaultLevels } from '../../../server/lintSettings.ts';
import { checkApp } from '../../../server/rules/checkApp.ts';
import { editableApp } from '../findings.ts';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('snippets, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function offered(text: string, file = 'index.js'): Promise<readonly CompletionItem[]> {
    session?.stop();
    session = await startSession(kind, `${manifest}//- /app/${file}\n${text}`);
    return (await session.complete()).filter((item) => item.kind === CompletionItemKind.Snippet);
  }

  const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);

  it('are there for what PostHog calls, at the top of an app', async () => {
    const found = labels(await offered('on$0\n'));
    expect(found).toEqual(
      expect.arrayContaining(['processEvent', 'onEvent', 'runEveryDay', 'setupPlugin', 'jobs', 'metrics']),
    );
    expect(found).not.toContain('onAction');
  });

  it('come in the order in which apps grow, above what the editor suggests but for its keyword export', async () => {
    const items = (await offered('$0\n')).toSorted((one, other) =>
      (one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1,
    );
    const order =
      'processEvent onEvent setupPlugin teardownPlugin runEveryMinute runEveryHour runEveryDay jobs metrics composeWebhook exportEvents';
    expect(labels(items)).toEqual(order.split(' '));
    // What the editor itself suggests begins with a digit: 11 to 14 for names near by, 15 for globals and keywords.
    const above = items.filter(({ sortText = '' }) => sortText < '1').map(({ label }) => label);
    expect(above).toEqual(labels(items.slice(0, -1)));
    expect(items.at(-1)?.sortText?.startsWith('15')).toBe(true);
  });

  it('leave out what the app has', async () => {
    const text = 'export function onEvent(event) {}\nexport const jobs = { a: async () => {} }\n\n$0\n';
    const found = labels(await offered(text));
    expect(found).toContain('processEvent');
    expect(found).not.toContain('onEvent');
    expect(found).not.toContain('jobs');
  });

  it.each([
    ['export $0', 'export onEvent', 'export jobs'],
    ['export on$0', 'export onEvent', 'export metrics'],
    ['export async function $0', 'export async function onEvent', undefined],
    ['export const $0', undefined, 'export const jobs'],
  ])('are there behind %s, and write the whole line', async (code, handler, collection) => {
    const found = await offered(`import { createHash } from 'crypto'\n${code}\n`, 'index.ts');
    const texts = found.map(({ filterText }) => filterText);
    for (const [wanted, name] of [
      [handler, 'onEvent'],
      [collection, 'jobs'],
    ] as const) {
      if (wanted === undefined) expect(labels(found)).not.toContain(name);
      else expect(texts).toContain(wanted);
    }
    for (const { textEdit } of found) {
      expect((textEdit as TextEdit).range.start).toEqual({ line: 1, character: 0 });
      expect((textEdit as TextEdit).newText).toMatch(/^export /);
    }
  });

  it('leave out metrics that the app has', async () => {
    const found = labels(await offered("export const metrics = { a: 'sum' }\nexport $0\n"));
    expect(found).toContain('jobs');
    expect(found).not.toContain('metrics');
  });

  it.each([
    ['inside of a function', 'export function onEvent(event) {\n$0\n}\n'],
    ['behind other code', 'const a = on$0\n'],
    ['before other code', 'on$0 + 1\n'],
    ['inside of a comment', '/*\non$0\n*/\nexport function onEvent() {}\n'],
    ['inside of a text', 'const text = `\non$0\n`\n'],
    ['inside of another object', 'const more = {\non$0\n}\nmodule.exports = { onEvent() {} }\n'],
    ['inside of an object in the exported one', 'module.exports = { more: {\non$0\n} }\n'],
    ['as the value of a key', 'module.exports = {\nonEvent: on$0\n}\n'],
    ['behind another object', 'other.exports.on$0\n'],
  ])('are not there %s', async (_, text) => {
    expect(await offered(text)).toEqual([]);
  });

  it('are not there in other files of the app', async () => {
    session = await startSession(
      kind,
      `${manifest}//- /app/index.js\nimport './more'\nexport function onEvent() {}\n//- /app/more.js\n$0\n`,
    );
    expect((await session.complete()).filter((item) => item.kind === CompletionItemKind.Snippet)).toEqual([]);
  });

  it.each(['index.js', 'index.ts'])('write good code into %s', async (file) => {
    const items = await offered('$0\n', file);
    expect(items).toHaveLength(lifecycleExports.length - 4 + 2);
    for (const item of items) {
      // In JavaScript only what asks for it is checked.
      const check = file.endsWith('.js') ? '// @ts-check\n' : '';
      const code = check + filledIn((item.textEdit as TextEdit).newText);
      const app = editableApp(
        new Map([
          ['/app/plugin.json', '{ "config": [] }'],
          [`/app/${file}`, code],
        ]),
      );
      const program = app.program();
      const source = program.program.getSourceFile(`/app/${file}`);
      const errors = program.program.getSemanticDiagnostics(source).map(({ messageText }) => messageText);
      const syntax = program.program.getSyntacticDiagnostics(source);
      expect([item.label, code, errors, syntax]).toEqual([item.label, code, [], []]);
      expect(checkApp(program, defaultLevels)).toEqual([]);
    }
  });

  it.each([
    ['module.exports = {\n  $0\n}\n', ','],
    ['module.exports = {\n  on$0\n}\n', ','],
    ['module.exports = {\n  onEvent() {},\n  $0,\n}\n', ''],
    ['exports = module.exports = { a: 1 }\nmodule.exports = { $0 }\n', ','],
  ])('are keys of the object that is exported: %s', async (text, end) => {
    const items = await offered(text);
    expect(labels(items)).toEqual(expect.arrayContaining(['processEvent', 'jobs', 'metrics']));
    for (const { textEdit, label } of items) {
      const written = (textEdit as TextEdit).newText;
      expect(written).not.toMatch(/^export |exports\./m);
      const code = `module.exports = {\n${filledIn(written)}\n}`;
      expect([label, ts.transpileModule(code, { reportDiagnostics: true }).diagnostics]).toEqual([label, []]);
      expect(written.endsWith(`}${end}`)).toBe(true);
    }
  });

  it.each([
    ['exports.$0\n', 'exports.'],
    ['module.exports.on$0\n', 'module.exports.'],
    ['module.exports = { a() {} }\n$0\n', 'module.exports.'],
    ['module.exports = { a() {} }\non$0\n', 'module.exports.'],
  ])('write on what is exported: %s', async (text, to) => {
    const items = await offered(text);
    expect(labels(items)).toEqual(expect.arrayContaining(['processEvent', 'jobs', 'metrics']));
    for (const { textEdit, label, filterText } of items) {
      const { newText, range } = textEdit as TextEdit;
      expect(newText).toContain(`${to}${label} = `);
      expect(range.start.character).toBe(0);
      expect(filterText).toBe(text.startsWith('module.exports =') ? label : `${to}${label}`);
    }
  });

  it('keep to the style of exports that the file has', async () => {
    const items = await offered('exports.setupPlugin = () => {}\n\n$0\n');
    const texts = items.map(({ textEdit }) => (textEdit as TextEdit).newText);
    expect(texts.every((text) => text.includes('exports.') && !text.includes('export '))).toBe(true);
    for (const text of texts) {
      expect(ts.transpileModule(filledIn(text), { reportDiagnostics: true }).diagnostics).toEqual([]);
    }
  });
});

/** The snippet as it is when nothing is typed into its places. */
function filledIn(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,}]*)[^}]*\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');
}
