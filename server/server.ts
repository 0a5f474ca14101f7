/** Puts the language server together over any connection: main.ts gives it a real one, the tests one in memory. */
import {
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { type Feature, ServerContext, type ServerOptions } from './context.ts';
import { registerApps } from './features/apps.ts';
import { registerCodeAction } from './features/codeAction.ts';
import { registerCodeLens } from './features/codeLens.ts';
import { registerCompletion } from './features/completion.ts';
import { registerConfigKeys } from './features/configKeys/register.ts';
import { registerDefinition } from './features/definition.ts';
import { registerDiagnostics } from './features/diagnostics.ts';
import { registerEnvironment } from './features/environment.ts';
import { registerEventFlow } from './features/eventFlow.ts';
import { registerHover } from './features/hover.ts';
import { registerSignatureHelp } from './features/signatureHelp.ts';

const features: readonly Feature[] = [
  registerDiagnostics,
  registerCompletion,
  registerHover,
  registerSignatureHelp,
  registerDefinition,
  registerConfigKeys,
  registerCodeAction,
  registerCodeLens,
  registerApps,
  registerEventFlow,
  registerEnvironment,
];

/** Serves a client until the connection ends. */
export function startServer(connection: Connection, options: ServerOptions): void {
  const context = new ServerContext(connection, options);
  const capabilities: ServerCapabilities = Object.assign(
    {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    ...features.map((register) => register(context)),
  );
  let folders: string[] = [];

  connection.onInitialize((params): InitializeResult => {
    context.initialize(params);
    // Older clients name one root in place of the folders.
    const root = params.rootUri ?? undefined;
    folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (root === undefined ? [] : [root]);
    return { capabilities, serverInfo: { name: 'PostHog Apps' } };
  });
  connection.onInitialized(() => {
    context.start(folders).catch((error: unknown) => context.logError('starting', error));
    if (context.clientCapabilities.workspace?.workspaceFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      context.changeFolders(folders);
    });
  });
  connection.listen();
}
