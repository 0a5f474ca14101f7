/** What a run did as read-only documents: for the diff editor, the clipboard, and everything that is long. */
import * as vscode from 'vscode';
import type { Trace } from '../../protocol/trace.ts';
import { runScheme } from '../contributions.ts';

/** Runs whose documents stay open to reading. */
const mostRuns = 20;

export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #runs: number[] = [];
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(runScheme, this);

  dispose(): void {
    this.#registration.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? 'This run is no longer known. Run the app again.';
  }

  /** The event before and after, in the editor's diff editor. */
  async openDiff(run: number, trace: Trace, index: number): Promise<void> {
    const record = trace.events[index];
    if (record === undefined) return;
    const title = `${record.entryPoint}: event before and after (run ${run})`;
    await vscode.commands.executeCommand(
      'vscode.diff',
      this.#add(run, `event-${index}-before.json`, json(record.before)),
      this.#add(run, `event-${index}-after.json`, json(record.after)),
      title,
      { viewColumn: vscode.ViewColumn.One },
    );
  }

  async openTrace(run: number, trace: Trace): Promise<void> {
    await show(this.#add(run, 'trace.json', json(trace)));
  }

  /** The body of a request or of its answer; JSON is laid out for reading. */
  async openBody(run: number, trace: Trace, index: number, part: 'request' | 'response'): Promise<void> {
    const record = trace.requests[index];
    const body = part === 'request' ? record?.requestBody : record?.responseBody;
    if (body === undefined || body === null) return;
    const parsed = parseJson(body);
    const name = `request-${index + 1}-${part}`;
    const uri =
      parsed === undefined
        ? this.#add(run, `${name}.txt`, body)
        : this.#add(run, `${name}.json`, json(parsed));
    await show(uri);
  }

  #add(run: number, name: string, text: string): vscode.Uri {
    if (!this.#runs.includes(run)) this.#runs.push(run);
    if (this.#runs.length > mostRuns) this.#forget(this.#runs.shift());
    const uri = vscode.Uri.from({ scheme: runScheme, path: `/run-${run}/${name}` });
    this.#texts.set(uri.path, text);
    return uri;
  }

  #forget(run: number | undefined): void {
    for (const path of this.#texts.keys()) {
      if (path.startsWith(`/run-${run}/`)) this.#texts.delete(path);
    }
  }
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: true });
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, then: it is shown as it is.
    return undefined;
  }
}
