import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';

/** What the editor's support suggests: TypeScript's server by itself, or all extensions. */
const editor = vi.hoisted(() => ({
  entries: undefined as object[] | undefined,
  items: [] as object[],
}));

vi.mock('vscode', () => ({
  CompletionItemKind: { Text: 0, Snippet: 26 },
  Position: class {
    readonly line = 0;
  },
  commands: {
    executeCommand: async (command: string) => {
      if (command === 'vscode.executeCompletionItemProvider') return { items: editor.items };
      return editor.entries === undefined ? undefined : { body: { entries: editor.entries } };
    },
  },
}));

const { askBuiltIn } = await import('../../../client/features/builtInTypes.ts');

const document = { uri: { toString: () => 'file:///app/index.js' } } as unknown as vscode.TextDocument;

beforeEach(() => {
  editor.entries = undefined;
  editor.items = [];
});

const array = { name: 'Array', kind: 'var' };
test.each([
  ['a global', { name: 'posthog', kind: 'var' }, 'known'],
  ['a word of the file', { name: 'posthog', kind: 'warning' }, 'unknown'],
  ['what an import would bring', { name: 'posthog', kind: 'alias', source: 'posthog-js' }, 'unknown'],
])('%s, as the server of TypeScript tells it', async (_, entry, expected) => {
  editor.entries = [array, entry];
  expect(await askBuiltIn(document, 'posthog', 'certain')).toBe(expected);
});

test.each([
  ['a global', { label: 'posthog', kind: 5 }, 'known'],
  ['a global with a label in parts', { label: { label: 'posthog' }, kind: 5 }, 'known'],
  ['a word of the file', { label: 'posthog', kind: 0 }, 'unknown'],
  [
    'what an import would bring',
    { label: { label: 'posthog', description: 'posthog-js' }, kind: 5 },
    'unknown',
  ],
])('%s, as all extensions suggest it', async (_, item, expected) => {
  editor.items = [{ label: 'Array', kind: 5 }, item];
  expect(await askBuiltIn(document, 'posthog', 'certain')).toBe(expected);
});
