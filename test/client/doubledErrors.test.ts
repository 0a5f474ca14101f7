import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';

type Changed = (change: { readonly uris: readonly vscode.Uri[] }) => void;

const editor = vi.hoisted(() => ({
  errors: [] as unknown[],
  changed: undefined as Changed | undefined,
  listeners: 0,
}));

vi.mock('vscode', () => ({
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  languages: {
    getDiagnostics: () => editor.errors,
    onDidChangeDiagnostics: (listener: Changed) => {
      editor.changed = listener;
      editor.listeners += 1;
      return { dispose: () => (editor.listeners -= 1) };
    },
  },
}));

const { DoubledErrors } = await import('../../client/doubledErrors.ts');

const uri = { toString: () => 'file:///app/index.js' } as vscode.Uri;
const at = (line: number): unknown => ({
  start: { line, isEqual: (other: { line: number }) => other.line === line },
});
const diagnostic = (more: object): vscode.Diagnostic =>
  Object.assign({ severity: 0, range: at(1), source: 'PostHog Apps' }, more) as unknown as vscode.Diagnostic;
const absent = diagnostic({ code: { value: 'posthog-apps/absent-global' }, data: 'its fixes' });
const asHint = Object.assign({}, absent, { severity: 3 });
const notFound = diagnostic({ source: 'js', code: 2591 });

let shown: (readonly vscode.Diagnostic[])[];
let errors: InstanceType<typeof DoubledErrors>;
const show = (_uri: vscode.Uri, diagnostics: vscode.Diagnostic[]): void => void shown.push(diagnostics);

beforeEach(() => {
  editor.errors = [];
  shown = [];
  errors = new DoubledErrors();
});

/** What the editor reports by now. */
function editorTells(...diagnostics: readonly vscode.Diagnostic[]): void {
  editor.errors = [...diagnostics];
  editor.changed?.({ uris: [uri] });
}

test('what the editor does not find is a hint of ours, with all that its fixes need', () => {
  editor.errors = [notFound];
  errors.handle(uri, [absent], show);
  expect(shown).toEqual([[asHint]]);
});

test('it becomes one when the editor tells it later, once, and an error again when it no longer does', () => {
  errors.handle(uri, [absent], show);
  editorTells(notFound);
  editorTells(notFound, absent);
  editorTells();
  expect(shown.map(([first]) => first?.severity)).toEqual([0, 3, 0]);
});

test.each([
  ['another error of the editor', diagnostic({ source: 'js', code: 2322 })],
  ['the same at another place', diagnostic({ source: 'js', code: 2591, range: at(2) })],
  ['a remark of the editor', diagnostic({ source: 'js', code: 2591, severity: 3 })],
  ['another tool that finds no name', diagnostic({ source: 'eslint', code: 2591 })],
])('%s leaves it what it is', (_what, other) => {
  editor.errors = [other];
  errors.handle(uri, [absent], show);
  expect(shown).toEqual([[absent]]);
});

test('other findings stay as they are, and what is gone is not shown again', () => {
  const other = diagnostic({ code: { value: 'posthog-apps/event-loop' } });
  errors.handle(uri, [absent, other], show);
  editorTells(notFound);
  errors.handle(uri, [other], show);
  editorTells();
  expect(shown).toEqual([[absent, other], [asHint, other], [other]]);
});

test('it listens until it is disposed of', () => {
  const before = editor.listeners;
  errors.dispose();
  expect(editor.listeners).toBe(before - 1);
});
