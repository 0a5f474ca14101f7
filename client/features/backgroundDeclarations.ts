/**
 * Keeps our declarations open in the background. The editor's own JavaScript and TypeScript support puts all open files
 * outside any project into one program, so an app file there knows `posthog`, with nothing installed and nothing
 * configured. The editor closes documents that no tab shows after some minutes; then this one is opened again.
 */
import * as vscode from 'vscode';

export class BackgroundDeclarations implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  #isWanted = false;

  /** @param uri of the bundled globals.d.ts. */
  constructor(uri: vscode.Uri) {
    this.#uri = uri;
    this.#subscription = vscode.workspace.onDidCloseTextDocument((document) => {
      if (this.#isWanted && document.uri.toString() === uri.toString()) void this.open();
    });
  }

  /** Whether the editor has them open, wanted or not. */
  get isOpen(): boolean {
    return vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === this.#uri.toString());
  }

  /** Opens the declarations, and keeps them open until {@link release}. */
  async open(): Promise<void> {
    this.#isWanted = true;
    await vscode.workspace.openTextDocument(this.#uri);
  }

  /** Lets the editor close them when it likes. */
  release(): void {
    this.#isWanted = false;
  }

  dispose(): void {
    this.release();
    this.#subscription.dispose();
  }
}
