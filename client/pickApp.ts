/** Asks which app is meant. */
import * as vscode from 'vscode';
import type { AppInfo } from '../protocol/lsp.ts';
import { withoutIcons } from './plainText.ts';

/** @param placeHolder what the app is wanted for. */
export async function pickApp(apps: readonly AppInfo[], placeHolder: string): Promise<AppInfo | undefined> {
  const picked = await vscode.window.showQuickPick(
    apps.map((app) => ({
      label: withoutIcons(app.name),
      description: vscode.workspace.asRelativePath(vscode.Uri.parse(app.rootUri)),
      app,
    })),
    { placeHolder, matchOnDescription: true },
  );
  return picked?.app;
}
