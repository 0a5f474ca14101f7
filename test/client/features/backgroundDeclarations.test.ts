import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';

/** As much of an editor as opens documents: those of `gone` are not there. */
const editor = vi.hoisted(() => ({
  documents: [] as { uri: { path: string }; languageId: string }[],
  gone: new Set<string>(),
  changes: [] as string[],
}));

vi.mock('vscode', () => ({
  Uri: { joinPath: ({ path }: { path: string }, name: string) => ({ path: join(path, name) }) },
  commands: { executeCommand: async () => undefined },
  languages: {
    setTextDocumentLanguage: async (document: { uri: { path: string }; languageId: string }, id: string) => {
      document.languageId = id;
      editor.changes.push(`${document.uri.path} ${id}`);
      return document;
    },
  },
  workspace: {
    textDocuments: editor.documents,
    onDidCloseTextDocument: () => ({ dispose: () => undefined }),
    openTextDocument: async (uri: { path: string }) => {
      if (editor.gone.has(uri.path)) throw new Error(`There is no ${uri.path}.`);
      const document = { uri, languageId: 'plaintext' };
      editor.documents.push(document);
      return document;
    },
  },
}));

const { BackgroundDeclarations } = await import('../../../client/features/backgroundDeclarations.ts');

const uriOf = (path: string): vscode.Uri => ({ path, toString: () => path }) as vscode.Uri;

test('a declaration that is gone leaves the others open, and the files are checked again', async () => {
  editor.gone.add('/app/posthog-env.d.ts');
  const background = new BackgroundDeclarations(
    {
      whole: uriOf('/dist/globals.d.ts'),
      quiet: uriOf('/dist/globals.quiet.d.ts'),
      own: uriOf('/dist/globals.own.d.ts'),
    },
    uriOf('/dist/nothing.d.ts'),
  );
  await background.open([uriOf('/app/posthog-env.d.ts'), uriOf('/dist/node.d.ts')], 'whole');
  expect(background.isOpen).toBe(true);
  expect(editor.changes).toContain('/dist/node.d.ts typescriptreact');
  expect(editor.changes.at(-1)).toBe('/dist/nothing.d.ts plaintext');
});
