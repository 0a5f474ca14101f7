import { afterEach, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('typing a handler, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  /** The text after the fix for what is reported at the first `event` or `meta`; undefined where there is none. */
  async function fixed(file: string, code: string): Promise<string | undefined> {
    const document = TextDocument.create('file:///x', 'javascript', 1, code);
    // Not in a comment.
    const offset = code
      .replaceAll(/\/\*\*.*?\*\//gs, (comment) => ' '.repeat(comment.length))
      .search(/\b(?:event|meta)\b/);
    const marked = `${code.slice(0, offset)}$0${code.slice(offset)}`;
    session = await startSession(kind, `${manifest}//- /app/${file}\n${marked}`);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + 4) };
    const message = "Parameter implicitly has an 'any' type.";
    const actions = await session.codeActions([{ range, message, code: 7006, source: 'ts' }]);
    const action = actions.find(({ title }) => title === 'Type this handler');
    const edits = Object.values(action?.edit?.changes ?? {})[0];
    return edits === undefined ? undefined : TextDocument.applyEdits(document, edits);
  }

  it.each([
    [
      'export function onEvent(event, meta) {}\n',
      'export function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {}\n',
    ],
    [
      'export const processEvent = async event => event\n',
      'export const processEvent = async (event: PostHogApp.PluginEvent) => event\n',
    ],
    [
      'export const jobs = { send: async (payload: string, meta) => {} }\n',
      'export const jobs = { send: async (payload: string, meta: PostHogApp.PluginMeta) => {} }\n',
    ],
    [
      'export const jobs = { send: async (payload, meta) => {} }\n',
      'export const jobs = { send: async (payload: any, meta: PostHogApp.PluginMeta) => {} }\n',
    ],
    [
      `export const jobs = { send: async ({ id, tries }, meta) => { await meta.jobs.send({ id, tries: tries + 1 }).runNow() } }
export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  const tries = 1
  await meta.jobs.send({ id: event.uuid, event, tries, at: new Date() }).runNow()
  await meta.jobs.send({ id: 5, tries: 2, inner: { 'a b': [true] } }).runIn(5, 'minutes')
}
`,
      `export const jobs = { send: async ({ id, tries }: { id: string | number; event?: PostHogApp.ProcessedPluginEvent; tries: number; at?: string; inner?: { "a b": boolean[] } }, meta: PostHogApp.PluginMeta) => { await meta.jobs.send({ id, tries: tries + 1 }).runNow() } }
export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  const tries = 1
  await meta.jobs.send({ id: event.uuid, event, tries, at: new Date() }).runNow()
  await meta.jobs.send({ id: 5, tries: 2, inner: { 'a b': [true] } }).runIn(5, 'minutes')
}
`,
    ],
    [
      `export const jobs = { send: async (request, meta) => {} }
export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  const request = { name: event.event, tries: 0 }
  await meta.jobs.send(request).runNow()
}
`,
      `export const jobs = { send: async (request: { name: string; tries: number }, meta: PostHogApp.PluginMeta) => {} }
export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  const request = { name: event.event, tries: 0 }
  await meta.jobs.send(request).runNow()
}
`,
    ],
    [
      'export const jobs = { send: async (id, meta) => {} }\nexport const runEveryDay = ({ jobs: all }) => { const id: any = { a: 1 }; id.b = 2; all.send(id) }\n',
      'export const jobs = { send: async (id: any, meta: PostHogApp.PluginMeta) => {} }\nexport const runEveryDay = ({ jobs: all }) => { const id: any = { a: 1 }; id.b = 2; all.send(id) }\n',
    ],
    [
      'const caught = (run) => run\nexport const onEvent = caught(async (event, meta) => {})\n',
      'const caught = (run) => run\nexport const onEvent = caught(async (event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) => {})\n',
    ],
    [
      'export function setupPlugin({ meta }) {}\n',
      'export function setupPlugin({ meta }: PostHogApp.PluginMeta) {}\n',
    ],
  ])('annotates in TypeScript: %s', async (before, after) => {
    expect(await fixed('index.ts', before)).toBe(after);
  });

  it('takes the payload of a public job from plugin.json', async () => {
    const fields =
      '{ "to": { "type": "string", "required": true }, "day": { "type": "date" }, "of": { "type": "json" } }';
    const code = 'export const jobs = { send: async (payload, me$0ta) => {} }\n';
    session = await startSession(
      kind,
      `//- /app/plugin.json\n{ "config": [], "publicJobs": { "send": { "payload": ${fields} } } }\n//- /app/index.ts\n${code}`,
    );
    const [action] = await session.codeActions();
    expect(JSON.stringify(action?.edit)).toContain('": { to: string; day?: string; of?: any }"');
  });

  it('writes the declarations, too, in a project that does not have them', async () => {
    const code = 'export function onEvent($0event) {}\n';
    const range = { start: { line: 0, character: 24 }, end: { line: 0, character: 29 } };
    const asked = async (more: string): Promise<readonly unknown[]> => {
      session?.stop();
      session = await startSession(
        kind,
        `${manifest}//- /app/tsconfig.json\n{}\n${more}//- /app/index.ts\n${code}`,
      );
      const actions = await session.codeActions([{ range, message: 'any', code: 7006, source: 'ts' }]);
      return actions.find(({ title }) => title === 'Type this handler')?.edit?.documentChanges ?? [];
    };
    expect(await asked('')).toMatchObject([
      { kind: 'create', uri: session?.uri('/app/posthog-env.d.ts') },
      { textDocument: { uri: session?.uri('/app/posthog-env.d.ts') } },
      {
        textDocument: { uri: session?.uri('/app/index.ts') },
        edits: [{ newText: ': PostHogApp.ProcessedPluginEvent' }],
      },
    ]);
    expect(await asked('//- /app/posthog-env.d.ts\n\n')).toEqual([]);
  });

  it('writes the declarations where the code declares posthog for itself, and in no file that all share', async () => {
    const asked = async (code: string): Promise<readonly unknown[]> => {
      session?.stop();
      session = await startSession(
        kind,
        `${manifest}//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${code}`,
        {
          provider: 'builtIn',
        },
      );
      const [action] = await session.codeActions();
      return action?.edit?.documentChanges ?? [];
    };
    const own = 'declare const posthog: any\n';
    expect(await asked(`${own}export function onEvent(eve$0nt) {}\n`)).toMatchObject([
      { kind: 'create', uri: session?.uri('/app/posthog-env.d.ts') },
      {},
      {},
    ]);
    expect(await asked('export function onEvent(eve$0nt) {}\n')).toEqual([]);
    expect(await asked(`${own}function onEvent(eve$0nt) {}\nmodule.exports = { onEvent }\n`)).toEqual([]);
  });

  it('leaves a payload alone that is any already', async () => {
    session = await startSession(
      kind,
      `${manifest}//- /app/index.js\nexport const jobs = { async retry(payload, me$0ta) {} }\n`,
    );
    const [action] = await session.codeActions();
    expect(JSON.stringify(action?.edit)).not.toContain('{any}');
  });

  const tag = "/** @type {PostHogApp.Plugin['onEvent']} */\n";

  it.each([
    ['export function onEvent(event) {}\n', `${tag}export function onEvent(event) {}\n`],
    ['export const onEvent = (event) => {}\n', `${tag}export const onEvent = (event) => {}\n`],
    [
      'module.exports = {\n  onEvent(event) {},\n}\n',
      `module.exports = {\n  ${tag}  onEvent(event) {},\n}\n`,
    ],
    ['module.exports = { onEvent(event) {} }\n', `module.exports = { ${tag.trim()} onEvent(event) {} }\n`],
    ['exports.onEvent = (event) => {}\n', `${tag}exports.onEvent = (event) => {}\n`],
    [
      'export const jobs = {\n  retry: async (payload, meta) => {},\n}\nexport const runEveryDay = (all) => all.jobs.retry({ id: 5 }).runNow()\n',
      'export const jobs = {\n  retry: async (/** @type {{ id: number }} */ payload, /** @type {PostHogApp.PluginMeta} */ meta) => {},\n}\nexport const runEveryDay = (all) => all.jobs.retry({ id: 5 }).runNow()\n',
    ],
    [
      'export const jobs = {\n  retry: async (payload, meta) => {},\n}\n',
      'export const jobs = {\n  retry: async (/** @type {any} */ payload, /** @type {PostHogApp.PluginMeta} */ meta) => {},\n}\n',
    ],
    [
      'export const jobs = { async retry(/** @type {{ id: number }} */ payload, meta) {} }\n',
      'export const jobs = { async retry(/** @type {{ id: number }} */ payload, /** @type {PostHogApp.PluginMeta} */ meta) {} }\n',
    ],
    [
      'export const onEvent = (/** @type {PostHogApp.ProcessedPluginEvent} */ e, meta) => {}\n',
      'export const onEvent = (/** @type {PostHogApp.ProcessedPluginEvent} */ e, /** @type {PostHogApp.PluginMeta} */ meta) => {}\n',
    ],
    [
      '/** @param {PostHogApp.ProcessedPluginEvent} e */\nexport function onEvent(e, meta) {}\n',
      '/**\n * @param {PostHogApp.ProcessedPluginEvent} e\n * @param {PostHogApp.PluginMeta} meta\n */\nexport function onEvent(e, meta) {}\n',
    ],
    [
      '/** @param {PostHogApp.ProcessedPluginEvent} e */\nexport function onEvent(e, { config: meta }) {}\n',
      '/** @param {PostHogApp.ProcessedPluginEvent} e */\nexport function onEvent(e, /** @type {PostHogApp.PluginMeta} */ { config: meta }) {}\n',
    ],
    [
      'module.exports = {\n  /**\n   * Counts.\n   *\n   * @param e the one to count\n   */\n  onEvent(e, meta) {},\n}\n',
      'module.exports = {\n  /**\n   * Counts.\n   *\n   * @param {PostHogApp.ProcessedPluginEvent} e the one to count\n   * @param {PostHogApp.PluginMeta} meta\n   */\n  onEvent(e, meta) {},\n}\n',
    ],
    [
      'const caught = (run) => run\nexport const onEvent = caught(async event => {})\n',
      'const caught = (run) => run\nexport const onEvent = caught(async (/** @type {PostHogApp.ProcessedPluginEvent} */ event) => {})\n',
    ],
    [
      '/** Counts. */\nexport const onEvent = (event) => {}\n',
      `/**\n * Counts.\n * @type {PostHogApp.Plugin['onEvent']}\n */\nexport const onEvent = (event) => {}\n`,
    ],
  ])('writes @type in JavaScript: %s', async (before, after) => {
    expect(await fixed('index.js', before)).toBe(after);
  });

  it.each([
    ['index.ts', 'export function onEvent(event: any) {}\n'],
    ['index.ts', 'export function other(event) {}\n'],
    ['index.js', `${tag}export function onEvent(event) {}\n`],
  ])('leaves other functions alone in %s: %s', async (file, code) => {
    expect(await fixed(file, code)).toBeUndefined();
  });

  it.each(['export function onEvent(event, me$0ta) {}\n', 'exports.onEvent = (event, meta$0) => {}\n'])(
    'is a rewriting where nothing is reported: %s',
    async (code) => {
      session = await startSession(kind, `${manifest}//- /app/index.js\n${code}`);
      const [action, ...others] = await session.codeActions();
      expect([action?.title, action?.kind, others]).toEqual(['Type this handler', 'refactor.rewrite', []]);
      expect(JSON.stringify(action?.edit)).toContain("PostHogApp.Plugin['onEvent']");
    },
  );

  it('is not offered beside the parameters', async () => {
    session = await startSession(
      kind,
      `${manifest}//- /app/index.js\nexport function onEvent(event) { $0 }\n`,
    );
    expect(await session.codeActions()).toEqual([]);
  });

  it('is named where one points at such a parameter', async () => {
    session = await startSession(kind, `${manifest}//- /app/index.js\nexport function onEvent(ev$0ent) {}\n`);
    expect(await session.hoverText()).toContain('*Type this handler*');
  });
});
