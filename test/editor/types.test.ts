/** Types in a real VS Code, whose own TypeScript support is at work as well. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, labelsAt, open, until } from './wait.ts';

/** Puts `text` at the end of the document and gives the position behind it. */
async function type(editor: vscode.TextEditor, text: string): Promise<vscode.Position> {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  await editor.edit((edit) => edit.insert(end, `\n${text}`));
  return editor.document.lineAt(editor.document.lineCount - 1).range.end;
}

/** Members offered after `text`, once the list holds `expected`. */
async function membersAfter(
  editor: vscode.TextEditor,
  text: string,
  expected: string,
): Promise<readonly string[]> {
  const position = await type(editor, text);
  return eventually(`${expected} after ${text}`, async () => {
    const labels = await labelsAt(editor.document.uri, position);
    return labels.includes(expected) ? labels : undefined;
  });
}

/** What is offered at the `|` in code put at the end of the document, once the list holds `expected`. */
async function labelsBefore(
  editor: vscode.TextEditor,
  code: string,
  expected: string,
): Promise<readonly string[]> {
  const [before = '', after = ''] = code.split('|');
  const position = await type(editor, before);
  await editor.edit((edit) => edit.insert(position, after));
  return eventually(`${expected} in ${code}`, async () => {
    const labels = await labelsAt(editor.document.uri, position);
    return labels.includes(expected) ? labels : undefined;
  });
}

for (const file of ['signup-enricher/index.js', 'annotate-releases/index.ts']) {
  describe(`types in ${file}`, () => {
    afterEach(closeAll);

    it('offers capture and api, each once', async () => {
      const labels = await membersAfter(await open(file), 'posthog.', 'capture');
      assert.deepEqual(labels.toSorted(), ['api', 'capture']);
    });

    it('offers the five methods of posthog.api, each once', async () => {
      const labels = await membersAfter(await open(file), 'posthog.api.', 'get');
      assert.deepEqual(labels.toSorted(), ['delete', 'get', 'patch', 'post', 'put']);
    });

    it('explains capture in one hover', async () => {
      const editor = await open(file);
      const end = await type(editor, 'posthog.capture');
      const hovers = await eventually('a hover on capture', async () => {
        const found = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          editor.document.uri,
          end.translate(0, -2),
        );
        return found.some((hover) => textOf(hover).includes('distinct_id')) ? found : undefined;
      });
      assert.equal(hovers.filter((hover) => textOf(hover).includes('capture')).length, 1);
    });

    it('leaves highlights and rename of other names to the editor', async () => {
      const editor = await open(file);
      const end = await type(editor, 'const visitor = 1; console.log(visitor)');
      const at = end.translate(0, -3);
      const { uri } = editor.document;
      const marks = await eventually('highlights of a variable', async () => {
        const found = await vscode.commands.executeCommand<vscode.DocumentHighlight[] | undefined>(
          'vscode.executeDocumentHighlights',
          uri,
          at,
        );
        return found !== undefined && found.length > 1 ? found : undefined;
      });
      assert.equal(marks.length, 2);
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        at,
        'guest',
      );
      assert.equal(edit.get(uri).length, 2);
    });

    it('renames a job where it is exported and where it is enqueued', async () => {
      const editor = await open(file);
      const code =
        'export const jobs = { mailLater() {} }; export function teardownPlugin(meta) { meta.jobs.mailLater() }';
      const end = await type(editor, code);
      const line = end.line;
      for (const character of [code.indexOf('mailLater') + 2, code.lastIndexOf('mailLater') + 2]) {
        const edits = await eventually('a rename of the job', async () => {
          const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
            'vscode.executeDocumentRenameProvider',
            editor.document.uri,
            new vscode.Position(line, character),
            'sendLater',
          );
          const found = edit.get(editor.document.uri);
          return found.length > 1 ? found : undefined;
        });
        assert.deepEqual(
          edits.map(({ newText }) => newText),
          ['sendLater', 'sendLater'],
        );
      }
    });

    it('shows the parameters of capture once', async () => {
      const editor = await open(file);
      const end = await type(editor, 'posthog.capture(');
      const help = await eventually('signature help', async () => {
        const found = await vscode.commands.executeCommand<vscode.SignatureHelp | undefined>(
          'vscode.executeSignatureHelpProvider',
          editor.document.uri,
          end,
          '(',
        );
        return (found?.signatures.length ?? 0) > 0 ? found : undefined;
      });
      assert.equal(help.signatures.length, 1);
      assert.match(help.signatures[0]?.label ?? '', /event: string/);
    });
  });
}

for (const file of ['signup-enricher/index.js', 'annotate-releases/index.ts']) {
  describe(`texts and the code's own names in ${file}`, () => {
    afterEach(closeAll);

    it('offers segments of a path, each once', async () => {
      const labels = await labelsBefore(await open(file), "posthog.api.get('/api/projects/|')", '@current');
      assert.deepEqual(labels, [...new Set(labels)]);
    });

    it('offers the jobs of the app, each once', async () => {
      const code =
        'export const jobs = { sendLater() {} }\nexport function runEveryDay(meta) { meta.jobs.| }';
      const labels = await labelsBefore(await open(file), code, 'sendLater');
      assert.deepEqual(labels, [...new Set(labels)]);
    });

    it('offers what the app keeps in memory, each once', async () => {
      const code =
        'export function teardownPlugin(meta) { meta.global.seenHosts = new Map(); }\n' +
        'export function runEveryDay(meta) { meta.global.| }';
      const labels = await labelsBefore(await open(file), code, 'seenHosts');
      assert.deepEqual(labels, [...new Set(labels)]);
    });
  });
}

describe('errors of the built-in TypeScript support', () => {
  afterEach(closeAll);

  it('does not say that posthog is unknown', async () => {
    const editor = await open('annotate-releases/index.ts');
    // A seeded error shows that the built-in support has looked at the file.
    await type(editor, 'const seeded: number = "text"');
    const errors = await eventually('the seeded error', async () => {
      await vscode.commands.executeCommand(
        'vscode.executeHoverProvider',
        editor.document.uri,
        new vscode.Position(0, 0),
      );
      const found = vscode.languages.getDiagnostics(editor.document.uri);
      return found.some((error) => error.message.includes("'string' is not assignable")) ? found : undefined;
    });
    assert.deepEqual(
      errors.filter((error) => error.message.includes('posthog')).map((error) => error.message),
      [],
    );
  });

  it('does not say that packages of PostHog are not there, and still says it of others', async () => {
    const editor = await open('annotate-releases/index.ts');
    await type(
      editor,
      [
        "import type { PluginEvent } from '@posthog/plugin-scaffold'",
        "import { createHash } from 'crypto'",
        "import { pad } from 'left-pad'",
        "export const digest = (event: PluginEvent): string => createHash('sha1').update(pad(event.uuid)).digest('hex')",
      ].join('\n'),
    );
    await until('left-pad as the only unknown module', [vscode.languages.onDidChangeDiagnostics], () => {
      const modules = vscode.languages
        .getDiagnostics(editor.document.uri)
        .flatMap(({ message }) => /Cannot find module '([^']+)'/.exec(message)?.[1] ?? []);
      return modules.length === 1 && modules[0] === 'left-pad' ? modules : undefined;
    });
  });
});

function textOf(hover: vscode.Hover): string {
  return hover.contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
}

describe('plugin.json', () => {
  afterEach(closeAll);

  it('offers each entry of a config field once, although the fields beside it have some', async () => {
    const editor = await open('annotate-releases/plugin.json');
    const { document } = editor;
    const mark = '"config": [';
    const start = document.positionAt(document.getText().indexOf(mark) + mark.length);
    await editor.edit((edit) => edit.insert(start, '{ "key": "new",  },'));
    const labels = await eventually('choices in a config field', async () => {
      const found = await labelsAt(document.uri, start.translate(0, '{ "key": "new", '.length));
      return found.includes('choices') ? found : undefined;
    });
    assert.equal(new Set(labels).size, labels.length, labels.join(', '));
  });
});
