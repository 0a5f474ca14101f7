/**
 * Stands in for the extension of TypeScript 7, which no registry of packages has: it starts the same native server, and
 * has the name by which VS Code knows that extension.
 */
import type * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const command = process.env['POSTHOG_APPS_NATIVE_TYPESCRIPT'];
  if (command === undefined) throw new Error('POSTHOG_APPS_NATIVE_TYPESCRIPT names no program.');
  const client = new LanguageClient(
    'native',
    'TypeScript 7',
    { command, args: ['--lsp', '--stdio'] },
    { documentSelector: ['javascript', 'typescript'].map((language) => ({ language, scheme: 'file' })) },
  );
  context.subscriptions.push(client);
  await client.start();
}
