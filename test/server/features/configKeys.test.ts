import type {
  DefinitionLink,
  DocumentHighlight,
  Location,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnnotatedFiles } from '../annotatedFiles.ts';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = `//- /app/plugin.json
{
  "name": "Mine",
  "config": [
    { "key": "webhookUrl", "type": "string" },
    { "key": "mode", "type": "choice", "choices": ["a", "b"], "visible_if": [["webhookUrl"]] },
    { "key": "cities", "type": "attachment" }
  ]
}
`;

const code = `//- /app/index.ts
import { send } from './send'
export async function onEvent(event, { config, attachments }) {
  const { webhookUrl, mode: kind } = config
  await send(webhookUrl, config['mode'], attachments.cities)
}
export function setupPlugin(meta) {
  if (!meta.config.webhookUrl) throw new Error('webhookUrl is missing')
}
//- /app/send.ts
import type { PluginMeta } from '@posthog/plugin-scaffold'
export async function send(url, mode, cities) {}
export const urlOf = (meta: PluginMeta) => meta.config?.webhookUrl
export const unrelated = (config: any) => config.webhookUrl
`;

describe.each(servers)('config keys, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  /** Puts the cursor behind a piece of text of a file. */
  async function at(path: string, piece: string, files = manifest + code): Promise<LspSession> {
    session?.stop();
    const started = await startSession(kind, files);
    session = started;
    for (const [name, text] of readAnnotatedFiles(files).files) started.open(name, text);
    started.setCursor(path, started.text(path).getText().indexOf(piece) + piece.length);
    return started;
  }

  function shown({ uri, range }: Location, of: LspSession): string {
    const path = of.path(uri);
    return `${path}:${range.start.line + 1} ${of.text(path).getText(range)}`;
  }

  it.each([
    ['/app/index.ts', 'meta.config.webh', 'webhookUrl'],
    ['/app/index.ts', 'const { webh', 'webhookUrl'],
    ['/app/index.ts', 'webhookUrl, mo', 'mode'],
    ['/app/index.ts', "config['mo", 'mode'],
    ['/app/index.ts', 'attachments.cit', 'cities'],
    ['/app/send.ts', 'meta.config?.web', 'webhookUrl'],
    ['/app/plugin.json', '"key": "web', 'webhookUrl'],
    ['/app/plugin.json', '[["web', 'webhookUrl'],
  ])('leads from %s %s to the field %s', async (path, piece, key) => {
    const asked = await at(path, piece);
    const [link] = await asked.ask<DefinitionLink[]>('definition');
    expect(asked.path(link?.targetUri ?? '')).toBe('/app/plugin.json');
    const text = asked.text('/app/plugin.json');
    expect(text.getText(link?.targetSelectionRange)).toBe(key);
    // As TypeScript's own answer by the map in posthog-env.d.ts: the editor takes both for one.
    expect(link?.targetRange).toEqual(link?.targetSelectionRange);
    const line = text.getText().split('\n')[link?.targetRange.start.line ?? -1];
    expect(line).toContain(`"key": "${key}", "type"`);
    expect(asked.text(path).getText(link?.originSelectionRange)).toBe(key);
  });

  it('leads nowhere from what is no config key', async () => {
    const asked = await at('/app/send.ts', '=> config.webh');
    expect(await asked.ask('definition')).toEqual([]);
    expect(await asked.ask('references', { context: { includeDeclaration: true } })).toEqual([]);
    expect(await asked.ask('prepareRename')).toBeNull();
  });

  const uses = [
    '/app/index.ts:3 webhookUrl',
    '/app/index.ts:7 webhookUrl',
    '/app/plugin.json:5 webhookUrl',
    '/app/send.ts:3 webhookUrl',
  ];

  it.each([
    ['/app/plugin.json', '"key": "web'],
    ['/app/plugin.json', '[["web'],
    ['/app/index.ts', 'meta.config.webh'],
  ])('finds the uses of a key from %s', async (path, piece) => {
    const asked = await at(path, piece);
    const all = await asked.ask<Location[]>('references', { context: { includeDeclaration: true } });
    expect(all.map((location) => shown(location, asked)).toSorted()).toEqual(
      [...uses, '/app/plugin.json:4 webhookUrl'].toSorted(),
    );
    const without = await asked.ask<Location[]>('references', { context: { includeDeclaration: false } });
    expect(without.map((location) => shown(location, asked)).toSorted()).toEqual(uses);
  });

  it('highlights a key in its own document', async () => {
    const asked = await at('/app/index.ts', 'meta.config.webh');
    const found = await asked.ask<DocumentHighlight[]>('documentHighlight');
    expect(found.map(({ range }) => range.start.line + 1)).toEqual([3, 7]);
    const inManifest = await at('/app/plugin.json', '"key": "web');
    const key = await inManifest.ask<DocumentHighlight[]>('documentHighlight');
    expect(key.map(({ range }) => range.start.line + 1)).toEqual([4, 5]);
  });

  it('leaves the highlights of other names to the editor, which takes the first answer', async () => {
    const asked = await at('/app/index.ts', 'onEv');
    expect(await asked.ask<DocumentHighlight[] | null>('documentHighlight')).toBeNull();
  });

  function renamed({ changes = {} }: WorkspaceEdit, of: LspSession): Record<string, string> {
    return Object.fromEntries(
      Object.entries(changes).map(([uri, edits]) => {
        const path = of.path(uri);
        const document = of.text(path);
        const text = edits
          .toSorted((one, other) => document.offsetAt(other.range.start) - document.offsetAt(one.range.start))
          .reduce(
            (result, { range, newText }) =>
              result.slice(0, document.offsetAt(range.start)) +
              newText +
              result.slice(document.offsetAt(range.end)),
            document.getText(),
          );
        return [path, text];
      }),
    );
  }

  it.each([
    ['/app/plugin.json', '"key": "web'],
    ['/app/plugin.json', '[["web'],
    ['/app/index.ts', 'meta.config.webh'],
  ])('renames a key in both places, from %s', async (path, piece) => {
    const asked = await at(path, piece);
    expect(await asked.ask<{ range: Range; placeholder: string }>('prepareRename')).toMatchObject({
      placeholder: 'webhookUrl',
    });
    const result = renamed(await asked.ask('rename', { newName: 'target' }), asked);
    expect(result['/app/plugin.json']).toContain('{ "key": "target", "type": "string" }');
    expect(result['/app/plugin.json']).toContain('"visible_if": [["target"]]');
    expect(result['/app/index.ts']).toContain('const { target: webhookUrl, mode: kind } = config');
    expect(result['/app/index.ts']).toContain('if (!meta.config.target) throw');
    expect(result['/app/send.ts']).toContain('=> meta.config?.target');
    expect(result['/app/send.ts']).toContain('=> config.webhookUrl');
  });

  it('writes a key that is no name in brackets', async () => {
    const asked = await at('/app/index.ts', 'meta.config.webh');
    const result = renamed(await asked.ask('rename', { newName: 'web-hook' }), asked);
    expect(result['/app/plugin.json']).toContain('"key": "web-hook"');
    expect(result['/app/index.ts']).toContain("const { 'web-hook': webhookUrl, mode: kind } = config");
    expect(result['/app/index.ts']).toContain("if (!meta.config['web-hook']) throw");
    expect(result['/app/send.ts']).toContain("=> meta.config?.['web-hook']");
  });

  it('renames the text in brackets and the name before a colon', async () => {
    const asked = await at('/app/plugin.json', '"key": "mo');
    const result = renamed(await asked.ask('rename', { newName: 'way' }), asked);
    expect(result['/app/index.ts']).toContain('const { webhookUrl, way: kind } = config');
    expect(result['/app/index.ts']).toContain("config['way']");
  });

  it('renames the member of a type of the app, and what is read by it', async () => {
    const files = `${manifest}//- /app/index.ts
interface Settings { webhookUrl: string; mode: string }
const at = (settings: Settings, other: { webhookUrl: string }) => settings.webhookUrl + other.webhookUrl
export function onEvent(event: any, { config }: { config: Settings }) { const { mode: webhookUrl } = config; return at(config, { webhookUrl }) + config.webhookUrl }
`;
    const asked = await at('/app/index.ts', 'config.web', files);
    const result = renamed(await asked.ask('rename', { newName: 'target' }), asked);
    expect(result['/app/index.ts']).toBe(`interface Settings { target: string; mode: string }
const at = (settings: Settings, other: { webhookUrl: string }) => settings.target + other.webhookUrl
export function onEvent(event: any, { config }: { config: Settings }) { const { mode: webhookUrl } = config; return at(config, { webhookUrl }) + config.target }
`);
  });

  it.each([
    ['mode', 'plugin.json has a field mode already. Choose another key.'],
    ['  ', 'A config key cannot be empty.'],
  ])('refuses the new name "%s"', async (newName, message) => {
    const asked = await at('/app/plugin.json', '"key": "web');
    await expect(asked.ask('rename', { newName })).rejects.toThrow(message);
  });

  it('does not rename a key that plugin.json lacks', async () => {
    const files = `${manifest}//- /app/index.js\nexport function onEvent(event, { config }) { return config.other }\n`;
    const asked = await at('/app/index.js', 'config.oth', files);
    expect(await asked.ask('prepareRename')).toBeNull();
  });

  it('knows the object form of config', async () => {
    const files = `//- /app/plugin.json\n{ "name": "Mine", "config": { "size": { "type": "string" } } }\n//- /app/index.js\nexport function onEvent(event, { config }) { return config.size }\n`;
    const asked = await at('/app/index.js', 'config.si', files);
    const [link] = await asked.ask<DefinitionLink[]>('definition');
    expect(asked.text('/app/plugin.json').getText(link?.targetSelectionRange)).toBe('size');
    const result = renamed(await asked.ask('rename', { newName: 'width' }), asked);
    expect(result['/app/plugin.json']).toContain('"width": { "type"');
  });

  it('leads from a job to its function, and from posthog to its declaration', async () => {
    const files = `${manifest}//- /app/index.js\nexport const jobs = { send: async (payload) => {} }\nexport async function onEvent(event, meta) {\n  await meta.jobs.send({}).runNow()\n  await posthog.capture('x')\n}\n`;
    const asked = await at('/app/index.js', 'meta.jobs.se', files);
    const [job] = await asked.ask<DefinitionLink[]>('definition');
    expect(asked.text('/app/index.js').getText(job?.targetSelectionRange)).toBe('send');
    expect(job?.targetSelectionRange.start.line).toBe(0);
    const global = await at('/app/index.js', 'posthog.capt', files);
    const [capture] = await global.ask<DefinitionLink[]>('definition');
    expect(capture?.targetUri).toMatch(/globals\.d\.ts$/);
  });
});
