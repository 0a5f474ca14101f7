/** A window with two folders and several apps, which come, go, move and break. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findings, labelsAt, open, ourDiagnostics, until, uriOf } from './wait.ts';

/** What is suggested behind `meta.config.` in the only such place of a file. */
async function configKeys(editor: vscode.TextEditor, expected: string): Promise<readonly string[]> {
  const { document } = editor;
  const mark = 'meta.config.';
  const position = document.positionAt(document.getText().indexOf(mark) + mark.length);
  return eventually(`${expected} behind meta.config.`, async () => {
    const labels = await labelsAt(document.uri, position);
    return labels.includes(expected) ? labels : undefined;
  });
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

describe('a window with several folders', () => {
  afterEach(closeAll);

  it('knows each app by itself', async () => {
    const alpha = await open('apps/alpha/index.js', 'many');
    assert.deepEqual(await configKeys(alpha, 'alphaKey'), ['alphaKey']);
    const single = await open('index.js', 'single');
    assert.deepEqual(await configKeys(single, 'singleKey'), ['singleKey']);
  });

  it('reports of apps in each folder, and nothing of what is no app', async () => {
    await Promise.all([
      findings(uriOf('apps/alpha/index.js', 'many')),
      findings(uriOf('index.js', 'single')),
      findings(uriOf('apps/beta/src/index.ts', 'many')),
    ]);
    await open('grafana/module.js', 'many');
    await open('web/page.js', 'many');
    // An edit of an app is answered after the files that were opened before it.
    const editor = await open('index.js', 'single');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one line more\n'));
    await until('the finding to move', [vscode.languages.onDidChangeDiagnostics], () =>
      ourDiagnostics(editor.document.uri)[0]?.range.start.line === 2 ? true : undefined,
    );
    assert.deepEqual(ourDiagnostics(uriOf('grafana/module.js', 'many')), []);
    assert.deepEqual(ourDiagnostics(uriOf('grafana/plugin.json', 'many')), []);
    assert.deepEqual(ourDiagnostics(uriOf('web/page.js', 'many')), []);
  });

  it('suggests no posthog in what is no app, beside apps that are open behind it', async () => {
    const behind = ({ document }: vscode.TextEditor): vscode.Position =>
      document.positionAt(document.getText().indexOf('posthog.') + 'posthog.'.length);
    for (const other of ['grafana/module.js', 'web/page.js']) {
      const app = await open('apps/alpha/index.js', 'many');
      await eventually('capture in the app', async () =>
        (await labelsAt(app.document.uri, behind(app))).includes('capture') ? true : undefined,
      );
      const editor = await open(other, 'many');
      await eventually('nothing behind posthog.', async () =>
        (await labelsAt(editor.document.uri, behind(editor))).length === 0 ? true : undefined,
      );
    }
  });

  it('says nothing of posthog in code of other tools, and keeps an app behind it free of errors', async () => {
    const problems = (uri: vscode.Uri): readonly string[] =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => source === 'ts')
        .map(({ message }) => message);
    const app = await open('apps/delta/index.ts', 'many');
    const isSeededAlone = (): true | undefined => {
      const [first, ...others] = problems(app.document.uri);
      return (first?.includes("'number'") === true && others.length === 0) || undefined;
    };
    const changed = [vscode.languages.onDidChangeDiagnostics];
    await until('the seeded error alone', changed, isSeededAlone);
    for (const other of ['web/page.js', 'web/page.ts', 'apps/delta/site.ts']) {
      const { document } = await vscode.window.showTextDocument(uriOf(other, 'many'), { preview: false });
      const behind = document.positionAt(document.getText().indexOf('posthog.') + 'posthog.'.length);
      await eventually(`nothing behind posthog. in ${other}`, async () =>
        (await labelsAt(document.uri, behind)).length === 0 ? true : undefined,
      );
      await eventually(`a hover without a word of ours in ${other}`, async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          behind.translate(0, -3),
        );
        return JSON.stringify(hovers).includes('as an app sees it') ? undefined : true;
      });
      await until(`no errors in ${other}`, changed, () =>
        problems(document.uri).length === 0 ? true : undefined,
      );
      await until('the seeded error alone, still', changed, isSeededAlone);
    }
    await vscode.window.showTextDocument(app.document);
    const place = app.document.positionAt(app.document.getText().indexOf('capture'));
    await eventually('capture in the app again', async () =>
      (await labelsAt(app.document.uri, place)).includes('capture') ? true : undefined,
    );
  });

  it('leaves posthog to an open file of no project that declares it, and takes it back', async () => {
    const own = uriOf('apps/delta/types/own.d.ts', 'many');
    const text = 'declare const posthog: { capture(name: string): void; ofOwn(): void };\n';
    await vscode.workspace.fs.writeFile(own, new TextEncoder().encode(text));
    const { document } = await open('apps/delta/index.ts', 'many');
    const place = document.positionAt(document.getText().indexOf('capture'));
    const isKnownAs = (name: string, other: string) => async (): Promise<true | undefined> => {
      const labels = await labelsAt(document.uri, place);
      return (labels.includes(name) && !labels.includes(other)) || undefined;
    };
    await eventually('ours', isKnownAs('api', 'ofOwn'));
    const shown = await vscode.window.showTextDocument(own, { viewColumn: vscode.ViewColumn.Beside });
    await eventually('its own', isKnownAs('ofOwn', 'api'));
    const errors = (): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(own);
    await until('no error in its file', [vscode.languages.onDidChangeDiagnostics], () =>
      errors().length === 0 ? true : undefined,
    );
    // The editor keeps a document for a while when its tab is closed; this takes it from TypeScript's server at once.
    await vscode.languages.setTextDocumentLanguage(shown.document, 'plaintext');
    await vscode.workspace.fs.delete(own);
    await eventually('ours again', isKnownAs('api', 'ofOwn'));
  });

  it('leaves posthog to a project that declares it', async () => {
    const editor = await open('apps/beta/src/index.ts', 'many');
    const { document } = editor;
    const mark = 'await posthog.';
    const position = document.positionAt(document.getText().indexOf(mark) + mark.length);
    // Its project takes a moment to load.
    await eventually('capture alone behind posthog.', async () => {
      const labels = await labelsAt(document.uri, position);
      return labels.length === 1 && labels[0] === 'capture' ? true : undefined;
    });
  });
});

describe('an app without a configuration in a folder other than the first', () => {
  const file = uriOf('typed/posthog-env.d.ts', 'single');
  const messages = (uri: vscode.Uri): readonly string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'ts')
      .map(({ message }) => message);
  afterEach(closeAll);
  after(() => vscode.workspace.fs.delete(file));

  it('is known to the editor’s own check once it has type definitions', async () => {
    const { document } = await open('typed/index.ts', 'single');
    await until('posthog as an error', [vscode.languages.onDidChangeDiagnostics], () =>
      messages(document.uri).find((message) => message.includes("'posthog'")),
    );
    void vscode.commands.executeCommand('posthogApps.addTypeDefinitions');
    await until('the seeded error alone', [vscode.languages.onDidChangeDiagnostics], () => {
      const [first, ...others] = messages(document.uri);
      return (first?.includes("'number'") === true && others.length === 0) || undefined;
    });
    const editor = await open('typed/index.ts', 'single');
    assert.deepEqual(await configKeys(editor, 'typedKey'), ['typedKey']);
  });
});

describe('apps that change', () => {
  afterEach(closeAll);

  it('is right again after plugin.json was broken and mended', async () => {
    const manifest = await open('plugin.json', 'single');
    const { document } = manifest;
    const whole = document.getText();
    const all = (): vscode.Range =>
      new vscode.Range(new vscode.Position(0, 0), document.positionAt(whole.length * 2));
    await manifest.edit((edit) => edit.replace(all(), whole.replace('"config":', '"config"')));
    // The editor's own support for JSON reports it.
    await until('the error', [vscode.languages.onDidChangeDiagnostics], () =>
      vscode.languages.getDiagnostics(document.uri).some(({ message }) => /colon/i.test(message))
        ? true
        : undefined,
    );
    await manifest.edit((edit) => edit.replace(all(), whole.replace('singleKey', 'newKey')));
    const code = await open('index.js', 'single');
    assert.deepEqual(await configKeys(code, 'newKey'), ['newKey']);
  });

  it('finds an app that is new, and forgets one that is gone', async () => {
    const root = uriOf('apps/gamma', 'many');
    const code = vscode.Uri.joinPath(root, 'index.js');
    await write(code, "export function onEvent() { posthog.capture('gamma') }\n");
    await write(vscode.Uri.joinPath(root, 'plugin.json'), '{ "name": "Gamma", "config": [] }');
    await findings(code);
    await vscode.workspace.fs.delete(root, { recursive: true });
    await findings(code, false);
  });

  it('follows a folder that gets another name', async () => {
    const [from, to] = [uriOf('apps/alpha', 'many'), uriOf('apps/alpha two', 'many')];
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await findings(vscode.Uri.joinPath(to, 'index.js'));
    await findings(vscode.Uri.joinPath(from, 'index.js'), false);
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(to, 'index.js'));
    assert.deepEqual(await configKeys(editor, 'alphaKey'), ['alphaKey']);
  });
});

describe('a folder that is added to the window', () => {
  it('has the key in its settings taken out, too', async () => {
    await open('index.js', 'single');
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    const added = vscode.Uri.joinPath(uriOf('', 'many'), '..', 'added');
    const settings = vscode.Uri.joinPath(added, '.vscode', 'settings.json');
    const key = 'phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';
    await write(settings, JSON.stringify({ 'posthogApps.personalApiKey': key }));
    assert.ok(vscode.workspace.updateWorkspaceFolders(count, 0, { uri: added }));
    await eventually('the file without the key', async () => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(settings));
      // The editor empties a file for a moment before it writes it.
      return text === '' || text.includes(key) ? undefined : true;
    });
    await closeAll();
    const gone = until('the window without the folder', [vscode.workspace.onDidChangeWorkspaceFolders], () =>
      vscode.workspace.workspaceFolders?.length === count ? true : undefined,
    );
    vscode.workspace.updateWorkspaceFolders(count, 1);
    await gone;
  });
});
