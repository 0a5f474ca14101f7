/** What is said where a command needs an app and the window has none. */
import type * as vscode from 'vscode';
import { commands } from 'vscode';
import { showInformation } from '../notifications.ts';

export async function tellNoApp({ extension }: vscode.ExtensionContext): Promise<void> {
  const more = 'What Is an App?';
  const chosen = await showInformation(
    'There is no PostHog app here. An app is a folder with a plugin.json, and an index.js or index.ts that exports processEvent or onEvent.',
    more,
  );
  if (chosen === more) await commands.executeCommand('extension.open', extension.id);
}
