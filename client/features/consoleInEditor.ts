/**
 * What an app printed, at the end of the line that printed it. It stands until the next run begins, and goes from a file
 * as soon as that is edited: the lines are no longer those that ran.
 */
import * as vscode from 'vscode';
import type { LogLevel } from '../../protocol/trace.ts';
import { type ConsoleLine, consoleLines } from '../panel/consoleLines.ts';
import type { RunRecord } from '../panel/history/runRecord.ts';
import { readSetting } from '../settings.ts';

const colors: Readonly<Partial<Record<LogLevel, string>>> = {
  warn: 'editorWarning.foreground',
  error: 'editorError.foreground',
};

export class ConsoleInEditor implements vscode.Disposable {
  readonly #type = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  /** By the URI of the file. */
  #lines = new Map<string, readonly ConsoleLine[]>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#type,
      vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#lines.delete(document.uri.toString())) this.#draw();
      }),
    );
  }

  /** @param runs that belong together: one, several apps in order, or the whole life of one app. */
  show(runs: readonly Pick<RunRecord, 'rootUri' | 'trace'>[]): void {
    this.#lines = new Map();
    for (const [rootUri, ofApp] of Map.groupBy(runs, (run) => run.rootUri)) {
      const root = vscode.Uri.parse(rootUri);
      if (!readSetting('run.consoleInEditor', root)) continue;
      const logs = ofApp.flatMap(({ trace }) => trace.logs);
      const printed = ofApp.flatMap(({ trace }) => trace.printed ?? []);
      for (const line of consoleLines(logs, printed)) {
        const uri = vscode.Uri.joinPath(root, line.file).toString();
        this.#lines.set(uri, [...(this.#lines.get(uri) ?? []), line]);
      }
    }
    this.#draw();
  }

  clear(): void {
    if (this.#lines.size === 0) return;
    this.#lines.clear();
    this.#draw();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const lines = this.#lines.get(document.uri.toString()) ?? [];
      editor.setDecorations(
        this.#type,
        lines.flatMap((line) => (line.line > document.lineCount ? [] : decoration(document, line))),
      );
    }
  }
}

function decoration(
  document: vscode.TextDocument,
  { line, text, whole, level }: ConsoleLine,
): vscode.DecorationOptions {
  const { end } = document.lineAt(line - 1).range;
  const hover = new vscode.MarkdownString('Printed by the last run:\n');
  hover.appendCodeblock(whole, '');
  return {
    range: new vscode.Range(end, end),
    hoverMessage: hover,
    renderOptions: {
      after: {
        contentText: text,
        color: new vscode.ThemeColor(colors[level] ?? 'editorCodeLens.foreground'),
      },
    },
  };
}
