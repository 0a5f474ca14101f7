import { expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { brokenManifest } from '../../protocol/lsp.ts';

const editor = vi.hoisted(() => ({ text: '', languageId: 'json', isValidating: true }));
const uri = { toString: () => 'file:///app/plugin.json' } as vscode.Uri;

vi.mock('vscode', () => ({
  extensions: { getExtension: () => ({}) },
  workspace: {
    textDocuments: [
      {
        uri: { toString: () => 'file:///app/plugin.json' },
        get languageId() {
          return editor.languageId;
        },
        getText: () => editor.text,
      },
    ],
    getConfiguration: () => ({ get: () => editor.isValidating }),
  },
}));

const { withoutDoubled } = await import('../../client/doubledDiagnostics.ts');

test.each([
  ['{ "name": "x",, }', {}, false],
  ['{ "name": "x" } // x', {}, false],
  ['', {}, true],
  [' \n', {}, true],
  ['null', {}, true],
  ['{,}', { isValidating: false }, true],
  ['{,}', { languageId: 'plaintext' }, true],
])('what is wrong in %j is told by us, or left to the editor (%j): %s', (text, state, isTold) => {
  Object.assign(editor, { languageId: 'json', isValidating: true, ...state, text });
  const ours = { code: brokenManifest } as unknown as vscode.Diagnostic;
  const other = { code: 'posthog-apps/config-unused' } as unknown as vscode.Diagnostic;
  expect(withoutDoubled(uri, [ours, other])).toEqual(isTold ? [ours, other] : [other]);
});
