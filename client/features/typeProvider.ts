/**
 * Decides for each visible file of an app which side answers members, hovers and signature help, and tells the language
 * server: the editor's own support when its program knows `posthog`, our server otherwise. So nobody sees a suggestion
 * twice.
 */
import * as vscode from 'vscode';
import { lspMethods, type TypeProvider, type TypeProviderParams } from '../../protocol/lsp.ts';
import { BackgroundDeclarations } from './backgroundDeclarations.ts';
import { askBuiltIn } from './builtInTypes.ts';

export interface TypeProviderOptions {
  /** Bundled globals.d.ts. */
  readonly declarations: vscode.Uri;
  /** Whether a document belongs to an app. */
  readonly isAppDocument: (document: vscode.TextDocument) => boolean;
  /** The list of apps changed. */
  readonly onDidChangeApps: vscode.Event<unknown>;
  /** Sends a notification to the language server. */
  readonly notify: (method: string, params: TypeProviderParams) => Promise<void>;
}

/** What a client passes as `initializationOptions`: until a document is decided, its editor's own support answers. */
export const initializationOptions: { readonly typeProvider: TypeProvider } = { typeProvider: 'builtIn' };

const languages: ReadonlySet<string> = new Set([
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
]);

/** Files whose change can make `posthog` known or unknown to the editor. */
const deciders = '**/{tsconfig*.json,jsconfig*.json,*.d.ts}';

/** Changes come in bursts: one look is enough for all of them. */
const pauseMilliseconds = 100;

export function register(options: TypeProviderOptions): vscode.Disposable {
  const decisions = new Decisions(options);
  const watcher = vscode.workspace.createFileSystemWatcher(deciders);
  const look = (): void => decisions.lookSoon();
  look();
  return vscode.Disposable.from(
    decisions,
    watcher,
    watcher.onDidCreate(look),
    watcher.onDidChange(look),
    watcher.onDidDelete(look),
    vscode.window.onDidChangeVisibleTextEditors(look),
    vscode.workspace.onDidSaveTextDocument(look),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => decisions.forget(uri)),
    vscode.extensions.onDidChange(look),
    options.onDidChangeApps(look),
  );
}

class Decisions implements vscode.Disposable {
  readonly #options: TypeProviderOptions;
  readonly #background: BackgroundDeclarations;
  readonly #told = new Map<string, TypeProvider>();
  /** Documents that may know `posthog` by way of the background declarations alone. */
  readonly #fed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: TypeProviderOptions) {
    this.#options = options;
    this.#background = new BackgroundDeclarations(options.declarations);
  }

  lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#look());
    }, pauseMilliseconds);
  }

  forget(uri: vscode.Uri): void {
    this.#told.delete(uri.toString());
    this.#fed.delete(uri.toString());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#background.dispose();
  }

  async #look(): Promise<void> {
    const visible = vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .filter((document) => languages.has(document.languageId) && this.#options.isAppDocument(document));
    for (const document of visible) await this.#decide(document);
    if (visible.some(({ uri }) => this.#fed.has(uri.toString()))) await this.#background.open();
    else this.#background.release();
  }

  async #decide(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    const mute = (): void => void this.#tell(uri, 'builtIn');
    let knowledge = await askBuiltIn(document, 'posthog', mute);
    if (knowledge === 'unknown') {
      await this.#background.open();
      knowledge = await askBuiltIn(document, 'posthog', mute);
    }
    // Where it knows posthog while they are open, it may know it from them.
    if (knowledge === 'known' && this.#background.isOpen) this.#fed.add(uri);
    else this.#fed.delete(uri);
    if (document.isClosed) return;
    await this.#tell(uri, providers[knowledge]);
  }

  async #tell(uri: string, provider: TypeProvider): Promise<void> {
    if (this.#told.get(uri) === provider) return;
    this.#told.set(uri, provider);
    await this.#options.notify(lspMethods.typeProvider, { uri, provider });
  }
}

const providers = {
  known: 'builtIn',
  unknown: 'server',
  'no support': 'serverAlone',
} as const satisfies Record<Awaited<ReturnType<typeof askBuiltIn>>, TypeProvider>;
