/**
 * Decides for each visible file of an app which side answers members, hovers and signature help, and tells the language
 * server: the editor's own support when its program knows `posthog`, our server otherwise. So nobody sees a suggestion
 * twice.
 */
import * as vscode from 'vscode';
import { lspMethods, type TypeProvider, type TypeProviderParams } from '../../protocol/lsp.ts';
import { nodeDeclarations } from '../../platform/imports.ts';
import { profileDeclarations } from '../../platform/profiles.ts';
import { onDidChangeSettings, readProfile } from '../settings.ts';
import { declaresPostHog } from '../declaresPostHog.ts';
import { BackgroundDeclarations } from './backgroundDeclarations.ts';
import { declarationsForCode } from '../codeDeclarations.ts';
import { environmentFileOf, folderOf, isOutOfReach } from '../environmentFile.ts';
import { isInProject } from '../isInProject.ts';
import { missingPackages } from '../missingPackages.ts';
import { askBuiltIn, type BuiltInKnowledge } from './builtInTypes.ts';

export interface TypeProviderOptions {
  /** Folder of the bundled declarations. */
  readonly declarations: vscode.Uri;
  /** Whether a document belongs to an app, as far as that is known now. */
  readonly isAppDocument: (document: vscode.TextDocument) => boolean;
  /** The list of apps changed. */
  readonly onDidChangeApps: vscode.Event<unknown>;
  /**
   * The editor's own support cannot know `posthog` in this document: it belongs to no project, and the background
   * declarations do not reach its folder.
   */
  readonly onOutOfReach: (document: vscode.TextDocument) => void;
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

/** Files inside an app that know another `posthog`: those that run in a browser. */
const inBrowser = /\/site\.[jt]sx?$|\/frontend\.[jt]sx$/;

/** Files that say what `posthog` is, and ask for nothing. */
const declaration = /\.d\.[cm]?ts$/;

/** Files whose change can make `posthog` known or unknown to the editor. */
const deciders = '**/{tsconfig*.json,jsconfig*.json,*.d.ts}';

/** Changes come in bursts: one look is enough for all of them. */
const pauseMilliseconds = 100;

/**
 * When to look after a decider has changed: TypeScript takes such a file in its own time, of which nobody is told, and may
 * still answer as before when we ask.
 */
const pausesAfterDecider = [pauseMilliseconds, 500, 1_500, 4_000, 10_000] as const;

export function register(options: TypeProviderOptions): vscode.Disposable {
  const decisions = new Decisions(options);
  const watcher = vscode.workspace.createFileSystemWatcher(deciders);
  const look = (): void => decisions.lookSoon();
  const lookRepeatedly = (): void => decisions.lookRepeatedly();
  void decisions.look();
  return vscode.Disposable.from(
    decisions,
    watcher,
    watcher.onDidCreate(lookRepeatedly),
    watcher.onDidChange(lookRepeatedly),
    watcher.onDidDelete(lookRepeatedly),
    vscode.window.onDidChangeVisibleTextEditors(look),
    vscode.workspace.onDidSaveTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => decisions.edited(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => decisions.forget(uri)),
    vscode.extensions.onDidChange(look),
    onDidChangeSettings(look),
    options.onDidChangeApps(look),
  );
}

class Decisions implements vscode.Disposable {
  readonly #options: TypeProviderOptions;
  readonly #background: BackgroundDeclarations;
  readonly #told = new Map<string, TypeProvider>();
  /** Documents that may know `posthog` by way of the background declarations alone. */
  readonly #fed = new Set<string>();
  /** The newest look at each document: an older one that is still waiting for its answer is void. */
  readonly #looks = new Map<string, number>();
  #lookCount = 0;
  /** Whether the editor's own support was seen to know no types of Node though they are installed. */
  #lacksNodeTypes = false;
  /** Documents in which that was asked; each question takes a moment. */
  readonly #askedForNodeTypes = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #deciderTimers: readonly NodeJS.Timeout[] = [];
  #editTimer: NodeJS.Timeout | undefined;
  /** The declarations that are open for what stands in the code. */
  #openedForCode = '';

  constructor(options: TypeProviderOptions) {
    this.#options = options;
    const bundled = (name: string): vscode.Uri => vscode.Uri.joinPath(options.declarations, name);
    this.#background = new BackgroundDeclarations(
      {
        whole: bundled('globals.d.ts'),
        quiet: bundled('globals.quiet.d.ts'),
        own: bundled('globals.own.d.ts'),
      },
      bundled('nothing.d.ts'),
    );
  }

  async look(): Promise<void> {
    const visible = this.#visible();
    // Without a question: before TypeScript's server has started, nothing but we can tell it of posthog.
    const loose = visible.filter(
      ({ uri }) =>
        !isInProject(uri.fsPath) &&
        (this.#told.get(uri.toString()) !== 'server' || environmentFileOf(uri) !== undefined),
    );
    if (loose.length > 0) await this.#openFor(loose);
    await Promise.all(visible.map(async (document) => this.#decide(document)));
    const fed = this.#fedDocuments();
    // The answers take a while: something else may be shown by now, and a newer look may be over.
    const others = this.#visible().length === 0 ? this.#othersShown() : [];
    const isOfOthers = others.some(({ uri }) => !isInProject(uri.fsPath));
    // What a project does not include is taken together with loose files, too.
    const isOpenForNobody = fed.length === 0 && others.length > 0;
    if (isOpenForNobody || (isOfOthers && !fed.some((document) => isChecked(document))))
      await this.#background.close();
    else if (fed.length > 0) await this.#openFor([], isOfOthers);
    else this.#background.release();
  }

  lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), pauseMilliseconds);
  }

  /** After a change that TypeScript may not have seen yet. */
  lookRepeatedly(): void {
    this.#deciderTimers.forEach(clearTimeout);
    this.#deciderTimers = pausesAfterDecider.map((pause) => setTimeout(() => void this.look(), pause));
  }

  /** Code may come to need declarations that are not open. */
  edited({ uri }: vscode.TextDocument): void {
    if (declaration.test(uri.path)) return this.lookSoon();
    if (!this.#fed.has(uri.toString())) return;
    clearTimeout(this.#editTimer);
    this.#editTimer = setTimeout(() => {
      if (this.#forCode(this.#fedDocuments()).join() !== this.#openedForCode) this.lookSoon();
    }, pauseMilliseconds);
  }

  forget(uri: vscode.Uri): void {
    if (declaration.test(uri.path)) this.lookSoon();
    this.#told.delete(uri.toString());
    this.#fed.delete(uri.toString());
    this.#askedForNodeTypes.delete(uri.toString());
    this.#looks.delete(uri.toString());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#deciderTimers.forEach(clearTimeout);
    clearTimeout(this.#editTimer);
    this.#looks.clear();
    this.#background.dispose();
  }

  /**
   * Declarations of the packages that are not installed there, of what their profile declares differently, and the files
   * that their own apps have.
   */
  #modulesOf(documents: readonly vscode.TextDocument[]): readonly vscode.Uri[] {
    const profiles = new Set(documents.map(({ uri }) => readProfile(uri)));
    const { modules, hasNodeTypes } = missingPackages(documents.map(({ uri }) => uri.fsPath));
    const ofCode = this.#forCode(documents);
    this.#openedForCode = ofCode.join();
    const files = [
      ...[...profiles].flatMap((profile) => profileDeclarations(profile) ?? []),
      ...(hasNodeTypes && !this.#lacksNodeTypes ? [] : [nodeDeclarations]),
      ...modules,
      ...ofCode,
    ];
    const environments = documents.flatMap(({ uri }) =>
      isInProject(uri.fsPath) ? [] : (environmentFileOf(uri) ?? []),
    );
    // Those of apps that are checked together say the same, and one after the other would be declared twice.
    const inOrder = environments.toSorted((one, other) => (one.path < other.path ? 1 : -1));
    const own = new Map(inOrder.map((uri) => [folderOf(uri)?.toString(), uri]));
    return [...files.map((file) => vscode.Uri.joinPath(this.#options.declarations, file)), ...own.values()];
  }

  #forCode(documents: readonly vscode.TextDocument[]): readonly string[] {
    const { hasNodeTypes } = missingPackages(documents.map(({ uri }) => uri.fsPath));
    return declarationsForCode(documents, hasNodeTypes && !this.#lacksNodeTypes);
  }

  /** Those behind other tabs, too: the editor goes on checking them. */
  #fedDocuments(): readonly vscode.TextDocument[] {
    return vscode.workspace.textDocuments
      .filter(({ uri }) => this.#fed.has(uri.toString()))
      .filter((document) => this.#options.isAppDocument(document));
  }

  /**
   * Opens what these documents need, and those that were fed before.
   *
   * @param isOfOthers whether all that is shown belongs to other tools, which have a `posthog` of their own.
   */
  async #openFor(documents: readonly vscode.TextDocument[], isOfOthers = false): Promise<void> {
    const modules = this.#modulesOf([...this.#fedDocuments(), ...documents]);
    await this.#background.open(
      modules,
      this.#isDeclaredInLooseFile() ? 'own' : isOfOthers ? 'quiet' : 'whole',
    );
  }

  /** Whether an open file that is in no project declares the global `posthog`: the editor takes it together with loose files. */
  #isDeclaredInLooseFile(): boolean {
    return vscode.workspace.textDocuments.some(
      (document) =>
        document.uri.scheme === 'file' &&
        document.languageId.startsWith('typescript') &&
        declaration.test(document.uri.path) &&
        !document.uri.path.startsWith(this.#options.declarations.path) &&
        declaresPostHog(document.getText()) &&
        !isInProject(document.uri.fsPath),
    );
  }

  #visible(): readonly vscode.TextDocument[] {
    return vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .filter(({ languageId, uri }) => languages.has(languageId) && !declaration.test(uri.path))
      .filter((document) => this.#isAppCode(document));
  }

  #isAppCode(document: vscode.TextDocument): boolean {
    return this.#options.isAppDocument(document) && !inBrowser.test(document.uri.path);
  }

  /**
   * Code that is shown and is no app's, such as that beside the `plugin.json` of another tool, or `site.ts`: where no
   * configuration includes it, the editor's support takes it together with the app, and would suggest `posthog` there.
   */
  #othersShown(): readonly vscode.TextDocument[] {
    return vscode.window.visibleTextEditors
      .map(({ document }) => document)
      .filter(({ languageId, uri }) => languages.has(languageId) && uri.scheme === 'file')
      .filter((document) => !this.#isAppCode(document));
  }

  async #decide(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    this.#lookCount += 1;
    const look = this.#lookCount;
    this.#looks.set(uri, look);
    // The quick answer brings the declarations up before a large project has loaded.
    if (!this.#background.isOpen && (await askBuiltIn(document, 'posthog', 'quick')) === 'unknown')
      await this.#openFor([document]);
    let knowledge = await this.#askForSure(document);
    if (knowledge === 'unknown' && !this.#background.isOpen) {
      await this.#openFor([document]);
      knowledge = await this.#askForSure(document);
    }
    if (knowledge === 'known' && this.#background.isOpen) await this.#lookForNodeTypes(document);
    if (this.#looks.get(uri) !== look) return;
    // Where it knows posthog while they are open, it may know it from them.
    if (knowledge === 'known' && this.#background.isOpen) this.#fed.add(uri);
    else this.#fed.delete(uri);
    await this.#tell(uri, providers[knowledge]);
    if (knowledge === 'unknown' && isOutOfReach(document.uri) && !isInProject(document.uri.fsPath))
      this.#options.onOutOfReach(document);
  }

  /** Types of Node that are installed clash with ours where they are known, so it has to be asked first. */
  async #lookForNodeTypes(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (this.#lacksNodeTypes || this.#askedForNodeTypes.has(uri)) return;
    if (!missingPackages([document.uri.fsPath]).hasNodeTypes) return;
    this.#askedForNodeTypes.add(uri);
    // A name that ours never declare: `Buffer` may be known from those that are about to be closed.
    if ((await askBuiltIn(document, 'process', 'certain')) === 'unknown') this.#lacksNodeTypes = true;
  }

  /** Asks again when the declarations came or went meanwhile. */
  async #askForSure(document: vscode.TextDocument): Promise<BuiltInKnowledge> {
    for (;;) {
      const before = this.#background.changes;
      const knowledge = await askBuiltIn(document, 'posthog', 'certain');
      if (this.#background.changes === before) return knowledge;
    }
  }

  async #tell(uri: string, provider: TypeProvider): Promise<void> {
    if (this.#told.get(uri) === provider) return;
    this.#told.set(uri, provider);
    await this.#options.notify(lspMethods.typeProvider, { uri, provider });
  }
}

/** Whether the editor reports errors of a document that no tab shows: of plain JavaScript it reports none. */
function isChecked(document: vscode.TextDocument): boolean {
  if (!document.languageId.startsWith('javascript')) return true;
  const settings = vscode.workspace.getConfiguration('js/ts', document.uri);
  return settings.get('implicitProjectConfig.checkJs') === true || document.getText().includes('@ts-check');
}

const providers = {
  known: 'builtIn',
  unknown: 'server',
  'no support': 'serverAlone',
} as const satisfies Record<BuiltInKnowledge, TypeProvider>;
