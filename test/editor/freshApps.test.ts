/**
 * What the editor's own TypeScript support says of apps that nobody configured and that have no package installed: it
 * must be right without an edit, as it does not check a file again by itself.
 */
import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, open, until, uriOf } from './wait.ts';

/** Says that the support has looked at the file. */
const seeded = 'seeded';

const imports = `import { createHash } from 'crypto'
import type { PluginEvent } from '@posthog/plugin-scaffold'

export function processEvent(event: PluginEvent) {
  event.properties = { id: createHash('sha256').update(Buffer.from(event.event)).digest('hex') }
  return event
}
`;
const globals = `export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  if (event.event !== 'x') await posthog.capture('x', { of: meta.config.key })
}
`;

const commonJs = `const { createHash } = require('crypto')
module.exports = { runEveryDay: () => console.log(createHash('sha256'), Buffer.from('x')) }
`;
const ownMeta = `import type { PluginMeta } from '@posthog/plugin-scaffold'
interface Config { region: 'eu' | 'us' }
interface Own extends PluginMeta { config: Config; global: { sent: number } }
export const runEveryDay = ({ config, global }: Own) => console.log(config.region, global.sent)
`;

async function write(path: string, text: string): Promise<void> {
  const file = uriOf(path).fsPath;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function writeApp(name: string, code: string): Promise<void> {
  await write(`${name}/index.ts`, `${code}export const ${seeded}: number = 'text'\n`);
  await write(`${name}/plugin.json`, JSON.stringify({ name, main: 'index.ts', config: [] }));
}

/** Resolves when the seeded error is the only one of the built-in support in each of the files. */
async function untilRight(...names: readonly string[]): Promise<void> {
  const errors = (name: string): readonly string[] =>
    vscode.languages
      .getDiagnostics(uriOf(`${name}/index.ts`))
      .filter(({ source, severity }) => source === 'ts' && severity === vscode.DiagnosticSeverity.Error)
      .map(({ message }) => message);
  await until(
    `one error in each of ${names.join(', ')}`,
    [vscode.languages.onDidChangeDiagnostics],
    () => names.every((name) => errors(name).length === 1) || undefined,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} ${JSON.stringify(names.map(errors))}`);
  });
}

const declarationsOpen = (): readonly vscode.TextDocument[] =>
  vscode.workspace.textDocuments.filter(
    ({ uri, languageId }) => /\/dist\/.*\.d\.ts$/.test(uri.path) && languageId.startsWith('typescript'),
  );

describe('the built-in check of apps without a configuration', () => {
  before(async () => {
    await writeApp('fresh-one', imports);
    await writeApp('fresh-two', globals);
  });
  after(closeAll);

  it('is right after a file is opened, and after others are opened over it', async () => {
    await open('fresh-one/index.ts');
    await untilRight('fresh-one');
    await vscode.window.showTextDocument(uriOf('fresh-two/index.ts'), { preview: false });
    await untilRight('fresh-one', 'fresh-two');
    await vscode.window.showTextDocument(uriOf('fresh-one/plugin.json'), { preview: false });
    await untilRight('fresh-one', 'fresh-two');
  });

  it('is right in modules of CommonJS, and where an app extends the type of meta', async () => {
    await writeApp('fresh-common', commonJs);
    await vscode.window.showTextDocument(uriOf('fresh-common/index.ts'), { preview: false });
    await untilRight('fresh-common');
    await writeApp('fresh-own', ownMeta);
    await vscode.window.showTextDocument(uriOf('fresh-own/index.ts'), { preview: false });
    await untilRight('fresh-common', 'fresh-own');
  });

  it('does not make the words of our declarations suggestions in other TypeScript files', async () => {
    await open('fresh-one/index.ts');
    await untilRight('fresh-one');
    assert.deepEqual(
      declarationsOpen().filter(({ languageId }) => languageId === 'typescript'),
      [],
    );
    assert.ok(declarationsOpen().length > 0);
  });

  it('is right again after the editor has closed our declarations behind other tabs', async () => {
    const before = declarationsOpen();
    assert.ok(before.length > 1);
    // To the extensions, a document in another language is one that was closed.
    for (const document of before) await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await until('our declarations', [vscode.workspace.onDidOpenTextDocument], () =>
      declarationsOpen().length >= before.length ? true : undefined,
    );
    await untilRight('fresh-one', 'fresh-two');
  });

  it('is right in an app that is made while the editor is open, and in one that is renamed', async () => {
    await writeApp('fresh-three', imports);
    await vscode.window.showTextDocument(uriOf('fresh-three/index.ts'), { preview: false });
    await untilRight('fresh-one', 'fresh-two', 'fresh-three');
    await rename(uriOf('fresh-three').fsPath, uriOf('fresh-four').fsPath);
    await vscode.window.showTextDocument(uriOf('fresh-four/index.ts'), { preview: false });
    await untilRight('fresh-one', 'fresh-two', 'fresh-four');
  });

  it('knows packages that one app has installed and another has not, each as it has them', async () => {
    const installed = 'fresh-installed/node_modules';
    const [scaffold, nodeTypes] = [`${installed}/@posthog/plugin-scaffold`, `${installed}/@types/node`];
    await write(`${scaffold}/package.json`, '{ "name": "@posthog/plugin-scaffold", "types": "its.d.ts" }');
    await write(
      `${scaffold}/its.d.ts`,
      'export interface PluginEvent { event: string; properties?: object; own: true }',
    );
    await write(`${nodeTypes}/index.d.ts`, '');
    await writeApp(
      'fresh-installed',
      `${imports}export const own = (event: PluginEvent): true => event.own\n`,
    );
    await writeApp('fresh-bare', imports);
    for (const name of ['fresh-bare', 'fresh-installed']) {
      await vscode.window.showTextDocument(uriOf(`${name}/index.ts`), { preview: false });
    }
    await untilRight('fresh-bare', 'fresh-installed');
  });

  it('follows the profile, there and back', async () => {
    const code = `export const runEveryDay = () => posthog.api.patch('/api/x/')\n`;
    await writeApp('fresh-five', code);
    await vscode.window.showTextDocument(uriOf('fresh-five/index.ts'), { preview: false });
    await untilRight('fresh-five');
    const settings = vscode.workspace.getConfiguration('posthogApps');
    const { Workspace } = vscode.ConfigurationTarget;
    await settings.update('profile', 'plugin-server-1.10.5', Workspace);
    await until('patch as an error', [vscode.languages.onDidChangeDiagnostics], () =>
      vscode.languages
        .getDiagnostics(uriOf('fresh-five/index.ts'))
        .find(({ source, message }) => source === 'ts' && message.includes('patch')),
    );
    await settings.update('profile', undefined, Workspace);
    await untilRight('fresh-five');
  });
});
