/**
 * The inputs of runs and the JSON fields of a config as documents, so that they are edited in the editor's own JSON
 * editor. What is typed counts at once; saving is not needed.
 */
import * as vscode from 'vscode';
import { inputScheme } from '../contributions.ts';
import { columnOfCode } from './codeColumn.ts';
import { inputFileName } from './history/inputName.ts';

/** What a document stands for. */
export type InputFile =
  | { readonly kind: 'input'; readonly rootUri: string; readonly entryPoint: string }
  | { readonly kind: 'config'; readonly rootUri: string; readonly key: string };

export interface InputTexts {
  read(file: InputFile): Promise<string>;
  write(file: InputFile, text: string): Promise<void>;
}

export class InputFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #texts: InputTexts;
  readonly #exportsOf: (rootUri: string) => readonly string[];
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #written = new vscode.EventEmitter<InputFile>();
  readonly #versions = new Map<string, number>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeFile = this.#changed.event;

  /** The user changed a text. */
  readonly onDidWrite = this.#written.event;

  /** @param exportsOf names of what an app exports. */
  constructor(texts: InputTexts, exportsOf: (rootUri: string) => readonly string[]) {
    this.#texts = texts;
    this.#exportsOf = exportsOf;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#written,
      vscode.workspace.registerFileSystemProvider(inputScheme, this, { isCaseSensitive: true }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.scheme !== inputScheme || contentChanges.length === 0) return;
        void this.#write(document.uri, document.getText());
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Opens the document in the column of the code, or where it is open already. */
  async open(file: InputFile, appName: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uriOf(file, appName));
    await vscode.window.showTextDocument(document, { viewColumn: columnOfCode() });
  }

  /**
   * The text was changed elsewhere: an open document shows it anew. The editor leaves one that is not saved as it is, and
   * would not save it over a newer one: that gets the text as an edit, which can be undone.
   */
  async refresh(file: InputFile, appName: string): Promise<void> {
    const uri = this.#uriOf(file, appName);
    const unsaved = vscode.workspace.textDocuments.find(
      (document) => document.isDirty && document.uri.toString() === uri.toString(),
    );
    if (unsaved !== undefined) return replaceText(unsaved, await this.#texts.read(file));
    this.#versions.set(uri.toString(), this.#version(uri) + 1);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#version(uri), size: length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.#texts.read(readInputUri(uri)));
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    this.#versions.set(uri.toString(), this.#version(uri) + 1);
    await this.#write(uri, new TextDecoder().decode(content));
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions('Inputs of runs are single documents.');
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions('Inputs of runs are single documents.');
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions('Inputs of runs cannot be deleted.');
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions('Inputs of runs cannot be renamed.');
  }

  #uriOf(file: InputFile, appName: string): vscode.Uri {
    const name =
      file.kind === 'config'
        ? `config ${file.key}`
        : inputFileName(file.entryPoint, this.#exportsOf(file.rootUri));
    return vscode.Uri.from({
      scheme: inputScheme,
      path: `/${appName.replaceAll(/[\\/]/g, ' ')}/${name.replaceAll(/[\\/]/g, ' ')}.json`,
      query: JSON.stringify(file),
    });
  }

  async #write(uri: vscode.Uri, text: string): Promise<void> {
    const file = readInputUri(uri);
    await this.#texts.write(file, text);
    this.#written.fire(file);
  }

  #version(uri: vscode.Uri): number {
    return this.#versions.get(uri.toString()) ?? 1;
  }
}

async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const before = document.getText();
  if (before === text) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(before.length)),
    text,
  );
  await vscode.workspace.applyEdit(edit);
}

/**
 * What a document of ours stands for.
 *
 * @throws FileSystemError for an address that is not one of ours.
 */
export function readInputUri(uri: vscode.Uri): InputFile {
  const file: unknown = uri.query === '' ? undefined : JSON.parse(uri.query);
  if (typeof file === 'object' && file !== null && 'kind' in file) return file as InputFile;
  throw vscode.FileSystemError.FileNotFound(uri);
}
