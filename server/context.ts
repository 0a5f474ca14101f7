/**
 * What the features build on: the connection, open documents, apps, and the engine that knows TypeScript. Features
 * register their handlers through {@link ServerContext.handle}, which guards each of them.
 */
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type ServerCapabilities,
  TextDocuments,
  WatchKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { profileNamed } from '../platform/profiles.ts';
import {
  type InitializationOptions,
  lspMethods,
  type TypeProvider,
  type TypeProviderParams,
} from '../protocol/lsp.ts';
import { type App, isAppSource } from './analysis/appFolder.ts';
import { Apps } from './analysis/apps.ts';
import { isConfigured } from './analysis/environmentFile.ts';
import { Files } from './analysis/files.ts';
import type { AppService } from './analysis/program.ts';
import type { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { LintSettings } from './lintSettings.ts';
import { isWithin, uriToPath } from './uris.ts';

/** Milliseconds: a suggestion, its explanation and the hover beside it are asked for one after the other. */
export const pauseAfterAnswer = 80;
const turnsToWait = 10;
const longestWaitMilliseconds = 1000;

/** A document of an app, ready for questions. */
export interface Located {
  readonly app: App;
  readonly path: string;
  readonly document: TextDocument;
  readonly service: AppService;
  readonly engine: Engine;
}

export interface ServerOptions {
  readonly host: Host;
  /** Loads the part of the server that needs TypeScript; called once, when the first app is looked for. */
  readonly loadEngine: (files: Files) => Promise<Engine>;
}

const sourceOrManifest = /\/plugin\.json$|\.(?:[cm]?[jt]s|[jt]sx|json)$/;

export class ServerContext {
  readonly connection: Connection;
  readonly documents = new TextDocuments(TextDocument);
  readonly files: Files;
  readonly apps: Apps;
  readonly lint: LintSettings;
  readonly host: Host;
  readonly #loadEngine: () => Promise<Engine>;
  readonly #touchListeners: ((root: string) => void)[] = [];
  /** Of closed documents, too: one that is opened again is decided anew only when its project has loaded. */
  readonly #providers = new Map<string, TypeProvider>();
  #answering = 0;
  #answeredAt = -Infinity;
  readonly #logged = new Set<string>();
  #defaultProvider: TypeProvider = 'serverAlone';
  #client: ClientCapabilities = {};
  #engine: Promise<Engine> | undefined;
  #loaded: Engine | undefined;

  constructor(connection: Connection, { host, loadEngine }: ServerOptions) {
    this.connection = connection;
    this.host = host;
    this.files = new Files(host);
    this.#loadEngine = () => (this.#engine ??= loadEngine(this.files));
    this.apps = new Apps(
      this.files,
      async () => (await this.engine()).exportsLifecycle,
      (error) => this.logError('looking for apps', error),
    );
    this.lint = new LintSettings(connection);
    this.#followDocuments();
    this.#followFiles();
    connection.onNotification(lspMethods.typeProvider, ({ uri, provider }: TypeProviderParams) => {
      const isChanged = this.providerOf(uri) !== provider;
      this.#providers.set(uri, provider);
      const path = uriToPath(uri);
      // What the editor tells by itself is another thing now.
      if (isChanged && path !== undefined) this.#touchAppsOf(path);
    });
  }

  /** The part of the server that needs TypeScript. */
  async engine(): Promise<Engine> {
    this.#loaded = await this.#loadEngine();
    return this.#loaded;
  }

  get clientCapabilities(): ClientCapabilities {
    return this.#client;
  }

  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    this.#client = capabilities;
    const options = initializationOptions as InitializationOptions | undefined;
    this.#defaultProvider = options?.typeProvider ?? this.#defaultProvider;
  }

  /** Begins to work: finds the apps, and asks the client to report changes of files. */
  async start(folders: readonly string[]): Promise<void> {
    this.lint.start(this.#client);
    this.changeFolders(folders);
    if (this.#client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: '**/plugin.json' },
        { globPattern: '**/*.{js,ts,jsx,tsx,mjs,cjs,mts,cts}' },
        // A folder that comes or goes brings its apps or takes them along, and often only the folder is reported.
        { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
      ],
    });
  }

  /** The folders of the workspace changed; apps outside of them stay as long as one of their files is open. */
  changeFolders(folders: readonly string[]): void {
    this.apps.setFolders(folders.flatMap((uri) => uriToPath(uri) ?? []));
  }

  /**
   * The apps that the editor may check together with an app: it checks all files without a configuration of one folder of
   * the window together, and none with those of another.
   */
  appsBeside(app: App): readonly App[] {
    const apps = this.apps.list();
    if (isConfigured(this.host, app)) return apps;
    const folder = this.apps.folderOf(app.root);
    return apps.filter(({ root }) => this.apps.folderOf(root) === folder);
  }

  /** Whether the client has said which side answers in a document; of a project that is still loading it cannot yet. */
  isProviderTold(uri: string): boolean {
    return this.#providers.has(uri);
  }

  /** Which side answers what our declarations say in a document. */
  providerOf(uri: string): TypeProvider {
    return this.#providers.get(uri) ?? this.#defaultProvider;
  }

  /** An app has to be looked at again: its code, its manifest or its place changed. */
  onDidTouch(listener: (root: string) => void): void {
    this.#touchListeners.push(listener);
  }

  /** The app document behind a URI; undefined for anything else. */
  async locate(uri: string): Promise<Located | undefined> {
    const path = uriToPath(uri);
    const document = this.documents.get(uri);
    if (path === undefined || document === undefined) return undefined;
    await this.apps.ready();
    const app = this.apps.appOf(path);
    if (app === undefined || !isAppSource(app, path)) return undefined;
    const engine = await this.engine();
    const { profile } = await this.lint.levelsFor(app.root);
    const service = engine.serviceOf(app);
    service.useProfile(profileNamed(profile));
    return { app, path, document, service, engine };
  }

  /**
   * The guard around every request: an error of ours is logged, and the client gets a neutral answer.
   *
   * @param what the request, for the log.
   */
  handle<P, R>(
    what: string,
    neutral: R,
    handler: (params: P) => Promise<R>,
  ): (params: P, token?: CancellationToken) => Promise<R> {
    return async (params, token) => {
      this.#answering += 1;
      try {
        // Lets a cancellation or a newer text that waits in the queue come first.
        await nextTurn();
        return token?.isCancellationRequested === true ? neutral : await handler(params);
      } catch (error) {
        this.logError(what, error);
        return neutral;
      } finally {
        this.#answering -= 1;
        this.#answeredAt = performance.now();
      }
    };
  }

  /**
   * Settles when nobody waits for an answer, or after a second: for work that nobody has asked for. Texts and questions
   * that wait in the queue overtake it; each turn takes one of them, and at the start of the server there are several.
   */
  async quiet(): Promise<void> {
    for (let turn = 0; turn < turnsToWait; turn += 1) await nextTurn();
    const end = performance.now() + longestWaitMilliseconds;
    while (this.#answering > 0 && performance.now() < end) await nextTurn();
  }

  /** How long work that nobody has asked for has to wait now: who was just answered often asks again. */
  pauseLeft(pause: number): number {
    return pause - (performance.now() - this.#answeredAt);
  }

  /** Logs an error of ours, once for each kind, so that a fault on every keystroke does not flood the log. */
  logError(what: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const key = `${what}: ${error instanceof Error ? error.message : text}`;
    if (this.#logged.has(key)) return;
    this.#logged.add(key);
    this.connection.console.error(`PostHog Apps failed while ${what}. ${text}`);
  }

  #followDocuments(): void {
    this.documents.onDidOpen(({ document }) => {
      const path = this.#takeText(document);
      if (path !== undefined) this.apps.documentOpened(path);
    });
    this.documents.onDidChangeContent(({ document }) => {
      const path = this.#takeText(document);
      if (path === undefined) return;
      this.apps.textChanged(path);
      this.#touchAppsOf(path);
    });
    this.documents.onDidClose(({ document }) => {
      const path = uriToPath(document.uri);
      if (path === undefined) return;
      this.files.setClosed(path);
      this.apps.textChanged(path);
      this.#touchAppsOf(path);
    });
    this.documents.listen(this.connection);
  }

  #takeText(document: TextDocument): string | undefined {
    const path = uriToPath(document.uri);
    if (path !== undefined) this.files.setOpen(path, document.getText());
    return path;
  }

  #followFiles(): void {
    this.connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri, type } of changes) {
        const path = uriToPath(uri);
        if (path === undefined || (type === FileChangeType.Created && !this.#isOfInterest(path))) continue;
        if (type !== FileChangeType.Changed) this.#loaded?.filesMoved(path);
        if (!path.includes('/node_modules/')) this.#tellApps(path, type);
        this.#touchAppsOf(path);
      }
    });
    this.apps.onDidChange(({ root, app }) => {
      if (app === undefined) this.#loaded?.drop(root);
      this.#touch(root);
    });
  }

  /** Of what is created, folders and files that an app is made of; tools create others all the time. */
  #isOfInterest(path: string): boolean {
    if (/\/(?:\.git|node_modules)\//.test(path)) return sourceOrManifest.test(path);
    return sourceOrManifest.test(path) || this.host.directoryExists(path);
  }

  #tellApps(path: string, type: FileChangeType): void {
    if (type !== FileChangeType.Deleted) this.files.setSaved(path);
    if (type === FileChangeType.Created) this.apps.pathCreated(path);
    else if (type === FileChangeType.Deleted) this.apps.pathDeleted(path);
    else this.apps.textChanged(path);
  }

  /** The app that holds the file, or those outside of which it lies and that import it. */
  #touchAppsOf(path: string): void {
    for (const { root } of this.apps.list()) {
      if (isWithin(root, path) || this.#loaded?.uses(root, path) === true) this.#touch(root);
    }
  }

  #touch(root: string): void {
    for (const listener of this.#touchListeners) listener(root);
  }
}

/** What one feature adds to the server. */
export type Feature = (context: ServerContext) => ServerCapabilities;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
