/**
 * Tells of a `personalApiKey` in the settings of the workspace. The editor never hands such a value over, since the
 * setting is the machine's, so whoever wrote it there would wonder why it does nothing; and a key in a file of the
 * repository is a leak.
 */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { settingIn } from '../settingsText.ts';
import { environmentName } from '../environmentKey.ts';
import type { Services } from '../services.ts';
import { setPersonalApiKey } from './personalKeys.ts';

export function register(services: Services): vscode.Disposable {
  for (const uri of settingsFiles()) void look(uri, services);
  return vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    if (settingsFiles().some((file) => file.toString() === uri.toString())) void look(uri, services);
  });
}

/** Files that hold settings of this workspace, whether they exist or not. */
function settingsFiles(): readonly vscode.Uri[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const files = workspaceFolders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspaceFile?.scheme === 'file' ? [workspaceFile, ...files] : files;
}

async function look(file: vscode.Uri, services: Services): Promise<void> {
  const text = await readFile(file.fsPath, 'utf8').catch(() => '');
  const value = settingIn(text, 'posthogApps.personalApiKey')?.trim() ?? '';
  if (value === '') return;
  const path = vscode.workspace.asRelativePath(file);
  const message =
    environmentName(value) === undefined
      ? `There is a personal API key in ${path}. It is not used, and whoever gets the file can read it. Remove it there, and keep it in the secret storage.`
      : `personalApiKey in ${path} is not used: a variable may be named in your user settings only.`;
  const open = 'Open File';
  const set = 'Set Personal API Key';
  const picked = await vscode.window.showWarningMessage(message, open, set);
  if (picked === open) await vscode.window.showTextDocument(file);
  if (picked === set) await setPersonalApiKey(services);
}
