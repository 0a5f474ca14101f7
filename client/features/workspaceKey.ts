/**
 * Tells of a `personalApiKey` in the settings of the workspace, and takes a key itself out of them. The editor never
 * hands such a value over, since the setting is the machine's, so whoever wrote it there would wonder why it does
 * nothing; and a key in a file of the repository is a leak. It is not kept either: somebody else may have put it there,
 * to see what is sent with it.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { settingIn, withSettingEmptied } from '../settingsText.ts';
import { environmentName } from '../environmentKey.ts';
import type { Services } from '../services.ts';
import { setPersonalApiKey } from './personalKeys.ts';
import { showWarning } from '../notifications.ts';

const setting = 'posthogApps.personalApiKey';

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
  return settingIn(text, setting)?.trim() ?? '';
}

async function tell(file: vscode.Uri, value: string, services: Services): Promise<void> {
  const isReference = environmentName(value) !== undefined;
  const isRemoved = !isReference && vscode.workspace.isTrusted && (await remove(file));
  const open = 'Open File';
  const set = 'Set Personal API Key';
  const message = messageFor(vscode.workspace.asRelativePath(file), isReference, isRemoved);
  const picked = await showWarning(message, open, set);
  if (picked === open) await vscode.window.showTextDocument(file);
  if (picked === set) await setPersonalApiKey(services);
}

function messageFor(path: string, isReference: boolean, isRemoved: boolean): string {
  if (isReference) {
    return `personalApiKey in ${path} is not used: a variable may be named in your user settings only.`;
  }
  return isRemoved
    ? `A personal API key stood in ${path}, which others may read, and was removed there. It is not used. Make a new one in PostHog, and keep it in the secret storage.`
    : `There is a personal API key in ${path}. It is not used, and whoever gets the file can read it. Remove it there, and keep a new one in the secret storage.`;
}

/**
 * Takes the key out of a settings file. The editor itself does not: it writes no setting of the machine there.
 *
 * @returns false where the file could not be written.
 */
async function remove(file: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(file);
  const text = document.getText();
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  edit.replace(file, all, withSettingEmptied(text, setting));
  return (await vscode.workspace.applyEdit(edit)) && document.save();
}
