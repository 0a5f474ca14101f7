/**
 * A client for tests of the language server. The same test runs against the server in memory and against the built
 * bundle as a child process; see {@link servers}.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, inject } from 'vitest';
import { URI } from 'vscode-uri';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  CodeLensRefreshRequest,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  CompletionTriggerKind,
  type Diagnostic,
  FileChangeType,
  type Hover,
  type InitializeResult,
  type Position,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
  type SignatureHelp,
  type WorkspaceFolder,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { EventFlowGraph } from '../../protocol/eventFlow.ts';
import { type AppInfo, type EnvironmentFile, lspMethods, type TypeProvider } from '../../protocol/lsp.ts';
import { type Analysis, Engine } from '../../server/engine.ts';
import { startServer } from '../../server/server.ts';
import { readAnnotatedFiles } from './annotatedFiles.ts';
import { MemoryHost } from './memoryHost.ts';

const projectRoot = join(import.meta.dirname, '../..');

/** Of the server, as it said when it was initialized: each of them says the same. */
let capabilities: ServerCapabilities | undefined;

/** Where the files of a test are, and how to talk to the server that sees them. */
interface Backend {
  readonly connection: MessageConnection;
  /** Whether an earlier session has initialized the server. */
  readonly isRunning: boolean;
  /** Folder that stands for `/` in the test's text. */
  readonly root: string;
  write(path: string, text: string): void;
  delete(path: string): void;
  stop(): void;
}

export interface SessionOptions {
  /** Which side answers types; `server` when absent. */
  readonly provider?: TypeProvider;
  /** Who is taken to answer where the client has not said it yet; heeded by the first session of a file of tests. */
  readonly untoldProvider?: TypeProvider;
  /** Settings of the user, below `posthogApps.lint`. */
  readonly lint?: Readonly<Record<string, string>>;
  /** The setting `posthogApps.profile`. */
  readonly profile?: string;
  /** The setting of the editor that has JavaScript without a configuration checked. */
  readonly checkJs?: boolean;
  /** Folders of the workspace; `/` when absent. */
  readonly folders?: readonly string[];
  /** Replaces the analysis; only in memory. */
  readonly analysis?: Analysis;
}

export interface ServerKind {
  readonly name: string;
  start(files: ReadonlyMap<string, string>, options: SessionOptions): Backend;
}

function startInMemory(host: MemoryHost, analysis?: Analysis): MessageConnection {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(
    createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    ),
    { host, loadEngine: async (files) => new Engine(files, analysis) },
  );
  return createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
}

/** One server serves all tests of a file, each in a folder of its own, but for those that replace the analysis. */
function memory(): ServerKind {
  let running: { readonly host: MemoryHost; readonly connection: MessageConnection } | undefined;
  let count = 0;
  return {
    name: 'in memory',
    start(files, { analysis }) {
      const isRunning = running !== undefined && analysis === undefined;
      const used = isRunning && running !== undefined ? running : startNew();
      if (analysis === undefined) running = used;
      count += 1;
      const root = `/test ${count} ü`;
      for (const [path, text] of files) used.host.write(root + path, text);
      return {
        connection: used.connection,
        isRunning,
        root,
        write: (path, text) => used.host.write(root + path, text),
        delete: (path) => used.host.delete(root + path),
        stop: () => used.host.delete(root),
      };

      function startNew(): NonNullable<typeof running> {
        const host = new MemoryHost(new Map());
        return { host, connection: startInMemory(host, analysis) };
      }
    },
  };
}

/** One child process serves all tests of a file, each in a folder of its own; starting it takes longer than a test. */
function bundle(
  name: string,
  start: (main: string) => ChildProcess,
  connect: (child: ChildProcess) => MessageConnection,
): ServerKind {
  let running: { readonly child: ChildProcess; readonly connection: MessageConnection } | undefined;
  afterAll(() => {
    running?.connection.dispose();
    running?.child.kill();
  });
  return {
    name,
    start(files) {
      const error = inject('serverBuildError');
      if (error !== '')
        throw new Error(`The server could not be built, so its bundle is not tested. ${error}`);
      const root = mkdtempSync(join(tmpdir(), 'posthog apps ü '));
      const write = (path: string, text: string): void => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      };
      for (const [path, text] of files) write(path, text);
      const isRunning = running !== undefined;
      if (running === undefined) {
        const child = start(join(projectRoot, 'dist/server.js'));
        running = { child, connection: connect(child) };
      }
      return {
        connection: running.connection,
        isRunning,
        root,
        write,
        delete: (path) => rmSync(join(root, path), { recursive: true }),
        stop: () => rmSync(root, { recursive: true, force: true }),
      };
    },
  };
}

/** What editors of this machine have fetched must not decide. */
const nothingFetched = join(tmpdir(), 'posthog-apps-nothing-fetched');
const env = { ...process.env, XDG_CACHE_HOME: nothingFetched, LOCALAPPDATA: nothingFetched };

const overIpc = bundle(
  'bundle over IPC',
  (main) => fork(main, ['--node-ipc'], { silent: true, env }),
  (child) => createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)),
);

export const overStdio = bundle(
  'bundle over standard input and output',
  (main) => spawn(process.execPath, [main, '--stdio'], { stdio: 'pipe', env }),
  ({ stdout, stdin }) => {
    if (stdout === null || stdin === null) throw new Error('The server has no pipes.');
    return createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  },
);

/** The two ways in which every test of the protocol runs. */
export const servers: readonly ServerKind[] = [memory(), overIpc];

/** Starts a server on a workspace given as annotated text, with the file of the cursor open. */
export async function startSession(
  kind: ServerKind,
  text: string,
  options: SessionOptions = {},
): Promise<LspSession> {
  const { files, cursor } = readAnnotatedFiles(text);
  const session = new LspSession(kind.start(files, options), options);
  await session.initialize();
  if (cursor !== undefined) {
    session.open(cursor.path, files.get(cursor.path) ?? '');
    session.setCursor(cursor.path, cursor.offset);
  }
  return session;
}

export class LspSession {
  readonly #backend: Backend;
  readonly #options: SessionOptions;
  readonly #texts = new Map<string, TextDocument>();
  readonly #published = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<() => void>();
  /** Lines that the server wrote to the client's log. */
  readonly log: string[] = [];
  /** How often the server said that the apps changed. */
  appsChanged = 0;
  /** How often the editor was told to ask for its lenses again. */
  lensesRefreshed = 0;
  analysisChanged = 0;
  #isStopped = false;
  #cursor: { readonly textDocument: { readonly uri: string }; readonly position: Position } | undefined;

  constructor(backend: Backend, options: SessionOptions) {
    this.#backend = backend;
    this.#options = options;
    const { connection } = backend;
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.#published.set(uri, diagnostics);
        this.#wake();
      },
    );
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
      this.#wake();
    });
    connection.onNotification(lspMethods.appsChanged, () => {
      this.appsChanged += 1;
      this.#wake();
    });
    connection.onNotification(lspMethods.analysisChanged, () => {
      this.analysisChanged += 1;
      this.#wake();
    });
    connection.onRequest(
      'workspace/configuration',
      ({ items }: { items: readonly { readonly section: string }[] }) =>
        items.map(({ section }) => {
          if (section.endsWith('.checkJs')) return options.checkJs ?? false;
          if (section.endsWith('.profile')) return options.profile ?? null;
          return options.lint ?? (options.profile === undefined ? null : {});
        }),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest(CodeLensRefreshRequest.type, () => {
      this.lensesRefreshed += 1;
      this.#wake();
    });
    if (!backend.isRunning) connection.listen();
  }

  async initialize(): Promise<void> {
    const { connection, isRunning } = this.#backend;
    if (isRunning) {
      await this.#changeFolders(this.#folders, []);
      return;
    }
    ({ capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: this.#folders,
      initializationOptions: { typeProvider: this.#options.untoldProvider ?? 'server' },
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true } } },
        workspace: {
          configuration: true,
          codeLens: { refreshSupport: true },
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: true },
          workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
        },
      },
    }));
    await connection.sendNotification('initialized', {});
  }

  get #folders(): readonly WorkspaceFolder[] {
    return (this.#options.folders ?? ['/']).map((path) => ({ uri: this.uri(path), name: path }));
  }

  async #changeFolders(
    added: readonly WorkspaceFolder[],
    removed: readonly WorkspaceFolder[],
  ): Promise<void> {
    await this.#notify('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
  }

  uri(path: string): string {
    return URI.file(path === '/' ? this.#backend.root : `${this.#backend.root}${path}`).toString();
  }

  setCursor(path: string, offset: number): void {
    const document = this.#texts.get(path);
    if (document === undefined) throw new Error(`${path} is not open.`);
    this.#cursor = { textDocument: { uri: document.uri }, position: document.positionAt(offset) };
  }

  open(path: string, text: string): void {
    const languageId = path.endsWith('.json') ? 'json' : path.endsWith('ts') ? 'typescript' : 'javascript';
    const document = TextDocument.create(this.uri(path), languageId, 1, text);
    this.#texts.set(path, document);
    void this.#notify('textDocument/didOpen', {
      textDocument: { uri: document.uri, languageId, version: 1, text },
    });
    if (this.#options.provider !== undefined) this.setProvider(path, this.#options.provider);
  }

  /** Types a new text into an open document; `$0` in it moves the cursor. */
  change(path: string, annotated: string): void {
    const before = this.#texts.get(path);
    if (before === undefined) throw new Error(`${path} is not open.`);
    const text = annotated.replace('$0', '');
    const version = before.version + 1;
    this.#texts.set(path, TextDocument.create(before.uri, before.languageId, version, text));
    void this.#notify('textDocument/didChange', {
      textDocument: { uri: before.uri, version },
      contentChanges: [{ text }],
    });
    if (annotated.includes('$0')) this.setCursor(path, annotated.indexOf('$0'));
  }

  close(path: string): void {
    this.#texts.delete(path);
    void this.#notify('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  /** Writes a file on the disk that no watcher reports. */
  writeQuietly(path: string, text: string): void {
    this.#backend.write(path, text);
  }

  /** Reports a path that was created, as a watcher would. */
  reportCreated(path: string): void {
    this.#report(path, FileChangeType.Created);
  }

  /** Writes a file on the disk, and reports it as a watcher would. */
  write(path: string, text: string, type: FileChangeType = FileChangeType.Changed): void {
    this.#backend.write(path, text);
    this.#report(path, type);
  }

  delete(path: string): void {
    this.#backend.delete(path);
    this.#report(path, FileChangeType.Deleted);
  }

  setProvider(path: string, provider: TypeProvider): void {
    void this.#notify(lspMethods.typeProvider, { uri: this.uri(path), provider });
  }

  async complete(): Promise<readonly CompletionItem[]> {
    const list = await this.completionList();
    return 'items' in list ? list.items : list;
  }

  /** What the editor shows by itself when a character was typed before the cursor; nothing where it does not ask. */
  async suggestionsBehind(character: string): Promise<readonly string[]> {
    if (capabilities?.completionProvider?.triggerCharacters?.includes(character) !== true) return [];
    const list: readonly CompletionItem[] | CompletionList = await this.#request('textDocument/completion', {
      ...this.#at(),
      context: { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter: character },
    });
    return ('items' in list ? list.items : list).map(({ label }) => label);
  }

  /** The suggestions as the server gives them, with whether it wants to be asked again. */
  async completionList(): Promise<readonly CompletionItem[] | CompletionList> {
    return this.#request('textDocument/completion', this.#at());
  }

  /** Names of the suggestions at the cursor, in the order of the editor. */
  async suggestions(): Promise<readonly string[]> {
    const items = await this.complete();
    const keyOf = ({ label, sortText }: CompletionItem): string => `${sortText ?? label} ${label}`;
    return items
      .toSorted((first, second) => (keyOf(first) < keyOf(second) ? -1 : 1))
      .map(({ label }) => label);
  }

  async explain(label: string): Promise<CompletionItem> {
    const item = (await this.complete()).find((candidate) => candidate.label === label);
    if (item === undefined) throw new Error(`${label} is not suggested.`);
    return this.#request('completionItem/resolve', item);
  }

  async hover(): Promise<Hover | null> {
    return this.#request('textDocument/hover', this.#at());
  }

  async hoverText(): Promise<string> {
    const contents = (await this.hover())?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  async signatureHelp(): Promise<SignatureHelp | null> {
    return this.#request('textDocument/signatureHelp', this.#at());
  }

  async codeLenses(path: string): Promise<readonly CodeLens[]> {
    return this.#request('textDocument/codeLens', { textDocument: { uri: this.uri(path) } });
  }

  /** Quick fixes at the cursor, for diagnostics that somebody else reported there too. */
  async codeActions(
    diagnostics: readonly Diagnostic[] = [],
    only?: readonly string[],
  ): Promise<readonly CodeAction[]> {
    const { textDocument, position } = this.#at();
    const range = { start: position, end: position };
    return this.#request('textDocument/codeAction', {
      textDocument,
      range,
      context: { ...(only === undefined ? {} : { only }), diagnostics },
    });
  }

  /** Any other request about the cursor. */
  async ask<T>(method: string, more: object = {}): Promise<T> {
    return this.#request(`textDocument/${method}`, { ...this.#at(), ...more });
  }

  /** The text of a file as it is open. */
  text(path: string): TextDocument {
    const document = this.#texts.get(path);
    if (document === undefined) throw new Error(`${path} is not open.`);
    return document;
  }

  /** The path of a file by its URI. */
  path(uri: string): string {
    return decodeURIComponent(uri).slice(decodeURIComponent(this.uri('/')).length);
  }

  /** What `posthog-env.d.ts` of a file's app should hold. */
  async environment(path: string): Promise<EnvironmentFile | null> {
    return this.#request(lspMethods.environment, { uri: this.uri(path) });
  }

  async apps(): Promise<readonly AppInfo[]> {
    return this.#request(lspMethods.apps, undefined);
  }

  /** Diagnostics of a file, as soon as they are as expected. */
  async diagnostics(
    path: string,
    isExpected: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    const uri = this.uri(path);
    await this.until(() => isExpected(this.#published.get(uri) ?? []));
    return this.#published.get(uri) ?? [];
  }

  /** The graph of all apps, as *Show Event Flow* asks for it. */
  async eventFlow(): Promise<EventFlowGraph> {
    return this.#backend.connection.sendRequest<EventFlowGraph>(lspMethods.eventFlow);
  }

  /** What was reported for a file so far. */
  reported(path: string): readonly Diagnostic[] {
    return this.#published.get(this.uri(path)) ?? [];
  }

  /** Waits for messages of the server until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Closes all files and the workspace, so that the server can serve the next test. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const path of this.#texts.keys()) this.close(path);
    void this.#changeFolders([], this.#folders);
    this.#backend.stop();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #report(path: string, type: FileChangeType): void {
    void this.#notify('workspace/didChangeWatchedFiles', { changes: [{ uri: this.uri(path), type }] });
  }

  #at(): { readonly textDocument: { readonly uri: string }; readonly position: Position } {
    if (this.#cursor === undefined) throw new Error('The test has no cursor.');
    return this.#cursor;
  }

  async #notify(method: string, params: unknown): Promise<void> {
    await this.#backend.connection.sendNotification(method, params);
  }

  async #request<T>(method: string, params: unknown): Promise<T> {
    return this.#backend.connection.sendRequest<T>(method, params);
  }
}
