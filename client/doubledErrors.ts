/**
 * A global or a module that PostHog lacks and the editor does not find either is one problem: the editor tells it as an
 * error, we give our reason as a hint. The server knows from a project whether the editor finds a name; which types the
 * editor has fetched by itself for JavaScript, its errors alone tell.
 */
import type { HandleDiagnosticsSignature } from 'vscode-languageclient/node';
import * as vscode from 'vscode';

/** Findings that the editor's own check may tell as well. */
const ours: ReadonlySet<unknown> = new Set(['posthog-apps/absent-global', 'posthog-apps/import-refused']);

/** How TypeScript says that it does not find a name or a module. */
const notFound: ReadonlySet<unknown> = new Set([2304, 2307, 2552, 2580, 2584, 2591, 2792]);

/** As VS Code's support of JavaScript and TypeScript signs them. */
const editorSources: ReadonlySet<unknown> = new Set(['ts', 'js']);

interface Told {
  readonly uri: vscode.Uri;
  readonly diagnostics: vscode.Diagnostic[];
  readonly show: HandleDiagnosticsSignature;
  /** Which of them were hints when they were shown last. */
  shown?: string;
}

export class DoubledErrors implements vscode.Disposable {
  readonly #told = new Map<string, Told>();
  readonly #listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) this.#show(uri.toString());
  });

  /** Shows what the server found in a file, and shows it again when the editor has other errors there. */
  handle(uri: vscode.Uri, diagnostics: vscode.Diagnostic[], show: HandleDiagnosticsSignature): void {
    const key = uri.toString();
    if (diagnostics.some(({ code }) => ours.has(valueOf(code)))) {
      this.#told.set(key, { uri, diagnostics, show });
      this.#show(key);
      return;
    }
    this.#told.delete(key);
    show(uri, diagnostics);
  }

  dispose(): void {
    this.#listener.dispose();
  }

  #show(key: string): void {
    const told = this.#told.get(key);
    if (told === undefined) return;
    const { uri, diagnostics, show } = told;
    const errors = vscode.languages.getDiagnostics(uri).filter(isNotFound);
    const doubled = diagnostics.map((one) => isDoubled(one, errors));
    // What is shown here is a change of diagnostics itself.
    const state = doubled.join();
    if (state === told.shown) return;
    told.shown = state;
    show(
      uri,
      diagnostics.map((one, index) => (doubled[index] === true ? asHint(one) : one)),
    );
  }
}

function isNotFound({ source, code, severity }: vscode.Diagnostic): boolean {
  return (
    severity === vscode.DiagnosticSeverity.Error && editorSources.has(source) && notFound.has(valueOf(code))
  );
}

function isDoubled({ code, range }: vscode.Diagnostic, errors: readonly vscode.Diagnostic[]): boolean {
  return ours.has(valueOf(code)) && errors.some((error) => error.range.start.isEqual(range.start));
}

/** The same, with what the client needs to ask for its fixes. */
function asHint(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const copy = Object.create(Object.getPrototypeOf(diagnostic) as object) as vscode.Diagnostic;
  return Object.assign(copy, diagnostic, { severity: vscode.DiagnosticSeverity.Hint });
}

function valueOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
