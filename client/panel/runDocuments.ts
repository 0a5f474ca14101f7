/**
 * What runs did, as read-only documents: for the diff editor, the clipboard, a screen reader, and everything that is
 * long. The address of a document says which run and what of it, so that documents come back after a reload.
 */
import * as vscode from 'vscode';
import { runScheme } from '../contributions.ts';
import { captureFates } from './captureFates.ts';
import { columnOfCode } from './codeColumn.ts';
import { valueAt } from './history/jsonPointer.ts';
import type { RunHistory } from './history/runHistory.ts';
import type { RunRecord } from './history/runRecord.ts';
import { runText } from './history/runText.ts';

/** What of a run a document shows. */
type DocumentOf =
  | { readonly kind: 'text' }
  /** The text without what differs in every run. */
  | { readonly kind: 'comparable' }
  | { readonly kind: 'trace' }
  /** What the entry point was given. */
  | { readonly kind: 'input' }
  | { readonly kind: 'value'; readonly pointer: string };

export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #history: RunHistory;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(runScheme, this);

  constructor(history: RunHistory) {
    this.#history = history;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { id, of } = readRunUri(uri);
    const record = await this.#history.read(id);
    return record === undefined
      ? 'This run is no longer kept. Run the app again.'
      : (textOf(record, of) ?? 'There is nothing here.');
  }

  /** The event before and after, in the editor's diff editor. */
  async openDiff(record: RunRecord, index: number): Promise<void> {
    const event = record.trace.events[index];
    if (event === undefined) return;
    const [before, after] = (['before', 'after'] as const).map((side) =>
      uriOf(record.id, `event ${side}.json`, { kind: 'value', pointer: `/events/${index}/${side}` }),
    );
    const title = `${event.entryPoint}: event before and after`;
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { viewColumn: columnOfCode() });
  }

  /** Two runs side by side; what differs in every run is left out. */
  async compare(before: RunRecord, after: RunRecord): Promise<void> {
    const [first, second] = [before, after].map(({ id, entryPoint }) =>
      uriOf(id, `${entryPoint}.md`, { kind: 'comparable' }),
    );
    const title = `${after.entryPoint}: run of ${time(before)} and run of ${time(after)}`;
    await vscode.commands.executeCommand('vscode.diff', first, second, title, { viewColumn: columnOfCode() });
  }

  async openTrace({ id }: RunRecord): Promise<void> {
    await show(uriOf(id, 'trace.json', { kind: 'trace' }));
  }

  async openInput({ id, entryPoint }: RunRecord): Promise<void> {
    await show(uriOf(id, `${entryPoint} was given.json`, { kind: 'input' }));
  }

  async openText({ id, entryPoint }: RunRecord): Promise<void> {
    await show(uriOf(id, `${entryPoint}.md`, { kind: 'text' }));
  }

  /** A part of the trace, by JSON pointer; texts that are JSON are laid out for reading. */
  async openValue(record: RunRecord, pointer: string): Promise<void> {
    const of = { kind: 'value', pointer } as const;
    const extension = textOf(record, of)?.match(/^\s*[[{]/) ? 'json' : 'txt';
    await show(uriOf(record.id, `${pointer.slice(1).replaceAll('/', ' ')}.${extension}`, of));
  }
}

function textOf(record: RunRecord, of: DocumentOf): string | undefined {
  switch (of.kind) {
    case 'text':
      return runText(record, { fates: fatesOf(record) });
    case 'comparable':
      return runText(record, { isComparable: true });
    case 'input':
      return JSON.stringify(record.input, null, 2);
    case 'trace':
      return JSON.stringify(record.trace, null, 2);
    case 'value': {
      const value = valueAt(record.trace, of.pointer);
      if (value === undefined) return undefined;
      return typeof value === 'string' ? laidOut(value) : JSON.stringify(value, null, 2);
    }
  }
}

function fatesOf({ rootUri, trace }: RunRecord): ReturnType<typeof captureFates> {
  return captureFates(vscode.Uri.parse(rootUri), trace.captured);
}

function laidOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON, then: it is shown as it is.
    return text;
  }
}

function uriOf(id: string, name: string, of: DocumentOf): vscode.Uri {
  const path = `/run ${id}/${name.replaceAll(/[\\/]/g, ' ')}`;
  return vscode.Uri.from({ scheme: runScheme, path, query: JSON.stringify({ id, of }) });
}

function readRunUri(uri: vscode.Uri): { readonly id: string; readonly of: DocumentOf } {
  return JSON.parse(uri.query) as { readonly id: string; readonly of: DocumentOf };
}

function time({ startedAt }: RunRecord): string {
  return new Date(startedAt).toLocaleTimeString();
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { viewColumn: columnOfCode(), preview: true });
}
