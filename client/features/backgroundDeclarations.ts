/**
 * Keeps our declarations open in the background. The editor's own JavaScript and TypeScript support puts all open files
 * outside any project into one program, so an app file there knows `posthog`, with nothing installed and nothing
 * configured. The editor closes documents that no tab shows after some minutes; then they are opened again.
 */
import * as vscode from 'vscode';

export class BackgroundDeclarations implements vscode.Disposable {
  readonly #globals: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  readonly #wanted = new Map<string, vscode.Uri>();

  /** @param globals the bundled globals.d.ts. */
  constructor(globals: vscode.Uri) {
    this.#globals = globals;
    this.#subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (this.#wanted.has(uri.toString())) void vscode.workspace.openTextDocument(uri);
    });
  }

  /** Whether the editor has the globals open, wanted or not. */
  get isOpen(): boolean {
    return vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === this.#globals.toString());
  }

  /**
   * Opens the globals, and keeps them open until {@link release}.
   *
   * @param modules declarations of packages to keep open, too. Others may be closed again.
   */
  async open(modules: readonly vscode.Uri[] = []): Promise<void> {
    const uris = [this.#globals, ...modules];
    this.#wanted.clear();
    for (const uri of uris) this.#wanted.set(uri.toString(), uri);
    for (const uri of uris) await vscode.workspace.openTextDocument(uri);
  }

  /** Lets the editor close them when it likes. */
  release(): void {
    this.#wanted.clear();
  }

  dispose(): void {
    this.release();
    this.#subscription.dispose();
  }
}
