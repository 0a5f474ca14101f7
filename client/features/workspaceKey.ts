/**
 * Tells of a `personalApiKey` in the settings of the workspace. The editor never hands such a value over, since the
 * setting is the machine's, so whoever wrote it there would wonder why it does nothing; and a key in a file of the
 * repository is a leak.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { settingIn } from '../settingsText.ts';
import { environmentName } from '../environmentKey.ts';
import type { Services } from '../services.ts';
import { setPersonalApiKey } from './personalKeys.ts';

export function register(services: Services): vscode.Disposable {
  const told = new Map<string, string>();
  const look = async (file: vscode.Uri): Promise<void> => {
    const value = await keyIn(file);
    if (value === told.get(file.fsPath)) return;
    told.set(file.fsPath, value);
    if (value !== '') await tell(file, value, services);
  };
  // By the file system: other programs write these files, too.
  const watchers = settingsFiles().map((file) => {
    void look(file);
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(file));
    watcher.onDidChange(look);
    watcher.onDidCreate(look);
    return watcher;
  });
  return vscode.Disposable.from(...watchers);
}

function patternOf(file: vscode.Uri): vscode.RelativePattern {
  return new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), basename(file.fsPath));
}

/** Files that hold settings of this workspace, whether they exist or not. */
function settingsFiles(): readonly vscode.Uri[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const files = workspaceFolders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspaceFile?.scheme === 'file' ? [workspaceFile, ...files] : files;
}

/** The value of the setting in a file; empty when there is none. */
async function keyIn(file: vscode.Uri): Promise<string> {
  const text = await readFile(file.fsPath, 'utf8').catch(() => '');
  return settingIn(text, 'posthogApps.personalApiKey')?.trim() ?? '';
}

async function tell(file: vscode.Uri, value: string, services: Services): Promise<void> {
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
