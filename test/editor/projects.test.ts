/** Each kind of project that an app may be in: what is known there stands once, whoever answers. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, labelsAt, open, until, uriOf } from './wait.ts';

const kinds = [
  { folder: 'loose', file: 'index.js' },
  { folder: 'looseTyped', file: 'index.ts' },
  { folder: 'jsconfig', file: 'index.js' },
  { folder: 'strict', file: 'src/index.ts' },
  { folder: 'environment', file: 'index.ts' },
] as const;

/** Right behind a piece of text, which stands once in the document. */
function behind({ document }: vscode.TextEditor, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, text);
  return document.positionAt(start + text.length);
}

async function members(editor: vscode.TextEditor, text: string, expected: readonly string[]): Promise<void> {
  let last: readonly string[] = [];
  await eventually(`${expected.join(', ')} behind ${text}`, async () => {
    last = (await labelsAt(editor.document.uri, behind(editor, text))).toSorted();
    return last.length === expected.length && last.every((label, index) => label === expected[index])
      ? last
      : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)} The last answer was: ${last.join(', ')}`);
  });
}

function textOf(hover: vscode.Hover): string {
  return hover.contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
}

for (const { folder, file } of kinds) {
  describe(`an app of the kind ${folder}`, () => {
    afterEach(closeAll);

    it('has each suggestion once', async () => {
      const editor = await open(`${folder}/${file}`);
      await members(editor, 'await posthog.', ['api', 'capture']);
      await members(editor, 'posthog.api.', ['delete', 'get', 'patch', 'post', 'put']);
      await members(editor, 'meta.config.', [`${folder}Key`]);
    });

    it('has each member of what fetch answers once, whoever tells them', async () => {
      const editor = await open(`${folder}/${file}`);
      await members(editor, 'await posthog.', ['api', 'capture']);
      const labels = await eventually('the members of an answer', async () => {
        const found = await labelsAt(editor.document.uri, behind(editor, '{ answer.'));
        return found.includes('status') ? found : undefined;
      });
      assert.deepEqual(labels, [...new Set(labels)]);
    });

    it('has one explanation and one help with arguments', async () => {
      const editor = await open(`${folder}/${file}`);
      await members(editor, 'await posthog.', ['api', 'capture']);
      const { uri } = editor.document;
      // While a project loads, the side that answers may change.
      await eventually('one explanation', async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          uri,
          behind(editor, 'await posthog.cap'),
        );
        const ofCapture = hovers.filter((hover) => textOf(hover).includes('capture(event'));
        return ofCapture.length === 1 || undefined;
      });
      const label = await eventually('help with arguments', async () => {
        const help = await vscode.commands.executeCommand<vscode.SignatureHelp | undefined>(
          'vscode.executeSignatureHelpProvider',
          uri,
          behind(editor, 'await posthog.capture('),
          '(',
        );
        return help?.signatures[0]?.label;
      });
      assert.match(label, /event: string/);
    });
  });
}

describe('JavaScript that is checked', () => {
  afterEach(closeAll);

  it('is told once of what neither PostHog nor the editor has, whatever types the editor has fetched', async () => {
    const { document } = await open('checked/index.js');
    const at = (text: string): vscode.Position => document.positionAt(document.getText().indexOf(text));
    await until('one problem at each', [vscode.languages.onDidChangeDiagnostics], () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      const isSettled = [at("'fs'"), at('process')].every((place) => {
        const here = found.filter(({ range }) => range.start.isEqual(place));
        const problems = here.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
        return problems.length === 1 && here.some(({ source }) => source === 'PostHog Apps');
      });
      // While the editor has not checked the file yet, ours stand alone.
      return (isSettled && found.some(({ source }) => source !== 'PostHog Apps')) || undefined;
    });
  });
});

describe('an app whose project declares posthog itself', () => {
  afterEach(closeAll);

  it('has what the project declares, once', async () => {
    const editor = await open('own/index.ts');
    await members(editor, 'await posthog.', ['capture']);
  });
});

describe('Add Type Definitions', () => {
  const file = 'strict/src/posthog-env.d.ts';
  const read = async (): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(file)));
  afterEach(closeAll);
  after(() => vscode.workspace.fs.delete(uriOf(file)));

  it('writes the file where the configuration looks, and writes it again when plugin.json is saved', async () => {
    const { document: code } = await open('strict/src/index.ts');
    const isUnknown = (): boolean =>
      vscode.languages.getDiagnostics(code.uri).some(({ message }) => message.includes("'posthog'"));
    await until(
      'posthog as an error',
      [vscode.languages.onDidChangeDiagnostics],
      () => isUnknown() || undefined,
    );
    // Its message stays until somebody puts it away.
    void vscode.commands.executeCommand('posthogApps.addTypeDefinitions');
    const isThere = (key: string) => async (): Promise<true | undefined> =>
      (await read().catch(() => '')).includes(key) || undefined;
    await eventually('the file', isThere('strictKey'));
    await until('no error', [vscode.languages.onDidChangeDiagnostics], () => !isUnknown() || undefined);
    await eventually('one explanation, while the tab stays', async () => {
      const place = code.positionAt(code.getText().indexOf('posthog.cap') + 'posthog.cap'.length);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        code.uri,
        place,
      );
      return hovers.filter((hover) => textOf(hover).includes('capture(event')).length === 1 || undefined;
    });
    const editor = await open('strict/plugin.json');
    const { document } = editor;
    const at = document.positionAt(document.getText().indexOf('strictKey'));
    await editor.edit((change) => change.insert(at, 'renamed_'));
    await document.save();
    await eventually('the new key', isThere('renamed_strictKey'));
  });

  it('leaves nothing unsaved but what it annotates, as a quick fix', async () => {
    await vscode.workspace.fs.delete(uriOf(file));
    const { document } = await open('strict/src/index.ts');
    const [action] = await eventually('the quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
      const found = actions.filter(({ title }) => title.startsWith('Add Type Definitions'));
      return found.length > 0 ? found : undefined;
    });
    assert.ok(action?.edit);
    // As the editor does when somebody chooses it.
    await vscode.workspace.applyEdit(action.edit);
    const { command } = action;
    if (command !== undefined)
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    assert.match(await read(), /declare var posthog/);
    const unsaved = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
    assert.deepEqual(
      unsaved.map(({ uri }) => uri.path),
      [],
    );
  });
});
