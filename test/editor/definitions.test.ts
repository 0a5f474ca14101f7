/** A project that has its types from posthog-env.d.ts, as the editor and our server tell of it together. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, labelsAt, open, ourDiagnostics, until, uriOf } from './wait.ts';

const written = 'written/posthog-env.d.ts';

function behind({ document }: vscode.TextEditor, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, text);
  return document.positionAt(start + text.length);
}

/** An unknown name, and an unknown namespace. */
const unknown: readonly unknown[] = [2304, 2503];

/** Settles when the editor's own support has checked a document with our types, and says what it is known to. */
async function saysTypeScript({ uri }: vscode.TextDocument, error: number): Promise<void> {
  await until(`error ${error}`, [vscode.languages.onDidChangeDiagnostics], () => {
    const codes = vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    return codes.includes(error) && !codes.some((code) => unknown.includes(code)) ? true : undefined;
  });
}

describe('a project with posthog-env.d.ts', () => {
  before(async () => {
    await open('written/index.ts');
    // Its message stays until somebody puts it away.
    void vscode.commands.executeCommand('posthogApps.addTypeDefinitions');
    await eventually('the file', async () =>
      vscode.workspace.fs.stat(uriOf(written)).then(
        () => true,
        () => undefined,
      ),
    );
  });
  afterEach(closeAll);
  after(async () => {
    for (const file of [written, `${written}.map`]) await vscode.workspace.fs.delete(uriOf(file));
  });

  it('leads from a config key to its field alone', async () => {
    const editor = await open('written/index.ts');
    await saysTypeScript(editor.document, 2551);
    const places = async (): Promise<readonly string[]> => {
      const targets = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        editor.document.uri,
        behind(editor, 'answer.status, meta.config.wri'),
      );
      return targets.map(
        ({ targetUri, targetRange: { start, end } }) =>
          `${targetUri.path.replace(/^.*\//, '')} ${start.line}:${start.character} ${end.line}:${end.character}`,
      );
    };
    assert.deepEqual(await places(), ['plugin.json 4:14 4:24']);
    // TypeScript's server reads a map anew with each program.
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// Edited.\n'));
    assert.deepEqual(await places(), ['plugin.json 4:14 4:24']);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('suggests a key that is not saved yet, and each once', async () => {
    const editor = await open('written/index.ts');
    const manifest = await vscode.workspace.openTextDocument(uriOf('written/plugin.json'));
    const edit = new vscode.WorkspaceEdit();
    const at = manifest.positionAt(manifest.getText().indexOf('{\n      "key"'));
    edit.insert(manifest.uri, at, '{ "key": "fresh", "type": "string" }, ');
    await vscode.workspace.applyEdit(edit);
    await eventually('both keys', async () => {
      const labels = await labelsAt(editor.document.uri, behind(editor, '{ meta.config.'));
      return labels.toSorted().join(' ') === 'fresh writtenKey' ? labels : undefined;
    });
    assert.equal(manifest.isDirty, true);
    await vscode.window.showTextDocument(manifest);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('leaves a promise and a misspelt key to the editor, which tells them', async () => {
    const { document } = await open('written/index.ts');
    await saysTypeScript(document, 2551);
    await saysTypeScript(document, 2339);
    await until('our word on the loop alone', [vscode.languages.onDidChangeDiagnostics], () => {
      const ours = ourDiagnostics(document.uri).map(({ code }) =>
        typeof code === 'object' ? code.value : code,
      );
      return ours.length === 1 && ours[0] === 'posthog-apps/event-loop' ? ours : undefined;
    });
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(
        document.positionAt(document.getText().indexOf('ok)')),
        document.positionAt(document.getText().indexOf('ok)')),
      ),
    );
    assert.deepEqual(
      actions.map(({ title }) => title).filter((title) => /^Add '?await'?$/.test(title)),
      ["Add 'await'"],
    );
  });
});
