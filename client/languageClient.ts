/** Starts the language server in a process of its own. */
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { settingsSection } from '../protocol/settings.ts';
import { withoutDoubled } from './doubledDiagnostics.ts';
import { DoubledErrors } from './doubledErrors.ts';
import { isOurQuestion } from './features/builtInTypes.ts';
import { savingDefinitions } from './features/savedDefinitions.ts';
import { initializationOptions } from './features/typeProvider.ts';

const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/**
 * Starts the server, which looks for apps by itself.
 *
 * @throws when the server does not start; the client has then told the user.
 */
export async function startLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  const module = context.asAbsolutePath('dist/server.js');
  const doubledErrors = new DoubledErrors();
  context.subscriptions.push(doubledErrors);
  const client = new LanguageClient(
    // Also the section of the setting `trace.server`, which the client reads by itself.
    settingsSection,
    'PostHog Apps',
    { module, transport: TransportKind.ipc, options: { env: compileCache(context) } },
    {
      documentSelector: [
        ...languages.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: '**/plugin.json' },
      ],
      initializationOptions,
      outputChannel: output,
      diagnosticCollectionName: settingsSection,
      middleware: {
        provideCompletionItem: (document, position, cause, token, next) =>
          isOurQuestion(document, position) ? undefined : next(document, position, cause, token),
        handleDiagnostics: (uri, diagnostics, next) =>
          doubledErrors.handle(uri, withoutDoubled(uri, diagnostics), next),
        provideCodeActions: async (document, range, cause, token, next) =>
          savingDefinitions(await next(document, range, cause, token)),
      },
    },
  );
  await client.start();
  return client;
}

/** Where Node.js keeps TypeScript in compiled form, which halves the time until the server can use it. */
function compileCache({ globalStorageUri }: vscode.ExtensionContext): {
  readonly NODE_COMPILE_CACHE: string;
} {
  return { NODE_COMPILE_CACHE: join(globalStorageUri.fsPath, 'compiled') };
}
