/**
 * Keeps our declarations open in the background. The editor's own JavaScript and TypeScript support puts all open files
 * outside any project into one program, so an app file there knows `posthog`, with nothing installed and nothing
 * configured. The editor closes documents that no tab shows after some minutes; then they are opened again.
 */
import * as vscode from 'vscode';
import { sendToTypeScript } from './builtInTypes.ts';

/** What our declarations say of `posthog`: all, nothing but that it is there, or not even that, as another file says it. */
export type PostHogDeclared = 'whole' | 'quiet' | 'own';

export class BackgroundDeclarations implements vscode.Disposable {
  readonly #globals: Readonly<Record<PostHogDeclared, vscode.Uri>>;
  readonly #signal: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  #wanted: readonly vscode.Uri[] = [];
  readonly #opened = new Set<string>();
  #work = Promise.resolve();
  #changes = 0;

  /**
   * @param globals the bundled globals.d.ts, and the same by what else is said of `posthog`.
   * @param signal a bundled file that declares nothing, to open and close.
   */
  constructor(globals: Readonly<Record<PostHogDeclared, vscode.Uri>>, signal: vscode.Uri) {
    this.#globals = globals;
    this.#signal = signal;
    this.#subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (this.#wanted.some((wanted) => isSame(wanted, uri))) void this.#bringUp();
    });
  }

  /** Whether the editor's support has the globals, wanted or not, with or without what is said of `posthog`. */
  get isOpen(): boolean {
    return Object.values(this.#globals).some((uri) => isOpen(uri));
  }

  /** Grows with each change of what the editor's support knows from here: an answer from before may be wrong. */
  get changes(): number {
    return this.#changes;
  }

  /**
   * Opens the globals, and keeps them open until {@link release}.
   *
   * @param modules more declarations to keep open. Those of an earlier call that are not among them are taken away.
   * @param declared what is to be said of `posthog`: it may be another one in all that is shown, or declared there.
   */
  async open(modules: readonly vscode.Uri[], declared: PostHogDeclared): Promise<void> {
    this.#wanted = [this.#globals[declared], ...modules];
    await this.#bringUp();
  }

  #isBundled({ path }: vscode.Uri): boolean {
    return path.startsWith(vscode.Uri.joinPath(this.#globals.whole, '../').path);
  }

  /** Lets the editor close them when it likes. */
  release(): void {
    this.#wanted = [];
  }

  /** Takes them away at once, until they are opened again. */
  async close(): Promise<void> {
    this.release();
    const work = this.#work.then(async () => this.#closeNow());
    this.#work = work.catch(() => undefined);
    await work;
  }

  async #closeNow(): Promise<void> {
    // Meanwhile they may be wanted again.
    if (this.#wanted.length > 0) return;
    const opened = vscode.workspace.textDocuments.filter(
      ({ uri }) => this.#opened.has(uri.toString()) && isOpen(uri),
    );
    for (const document of opened) await closeForTypeScript(document);
    if (opened.length > 0) this.#changes += 1;
  }

  dispose(): void {
    this.release();
    this.#subscription.dispose();
  }

  /** One after the other: the editor closes several of them at once. */
  async #bringUp(): Promise<void> {
    const work = this.#work.then(async () => this.#bringUpNow());
    this.#work = work.catch(() => undefined);
    await work;
  }

  async #bringUpNow(): Promise<void> {
    const wanted = this.#wanted;
    const missing = wanted.filter((uri) => !isOpen(uri));
    const isReleased = wanted.length === 0;
    const surplus = vscode.workspace.textDocuments.filter(
      (document) =>
        this.#opened.has(document.uri.toString()) &&
        isOpen(document.uri) &&
        !wanted.some((uri) => isSame(uri, document.uri)),
    );
    if (isReleased || (missing.length === 0 && surplus.length === 0)) return;
    // A file of the workspace may be in a tab by now, and stays what it is.
    for (const uri of missing.filter((one) => this.#isBundled(one))) this.#opened.add(uri.toString());
    // One that is gone by now, as a file of the workspace may be, leaves the others right.
    const [signal] = await Promise.all(
      [this.#signal, ...missing].map(async (uri) =>
        openForTypeScript(uri, this.#isBundled(uri)).catch(() => undefined),
      ),
    );
    for (const document of surplus) await closeForTypeScript(document);
    this.#changes += 1;
    // The editor's support checks all files again when one of its documents is closed, and not when one is opened that
    // no tab shows: what it checked before knew nothing of that one, and would stay red.
    if (signal === undefined) return;
    // Until something is asked, TypeScript's server is not told of the documents.
    await sendToTypeScript('quickinfo', { file: signal.uri, line: 1, offset: 1 });
    await closeForTypeScript(signal);
  }
}

/** A document in another language is none of the editor's TypeScript support. */
async function closeForTypeScript(document: vscode.TextDocument): Promise<void> {
  await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
}

/**
 * Opens a file for TypeScript's server alone. The editor suggests the words of open files in others of the same language:
 * those of ours would stand in every TypeScript file, were they not of a language that hardly any file beside them has.
 */
async function openForTypeScript(uri: vscode.Uri, isOurs: boolean): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.languageId === ourLanguage || (!isOurs && document.languageId === 'typescript'))
    return document;
  return vscode.languages.setTextDocumentLanguage(document, isOurs ? ourLanguage : 'typescript');
}

const ourLanguage = 'typescriptreact';

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.languageId.startsWith('typescript') && isSame(document.uri, uri),
  );
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
