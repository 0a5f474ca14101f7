/**
 * `posthog-env.d.ts` of apps without a configuration, in a window with several folders. The editor's own support checks the
 * loose files of each folder by themselves, and takes files from outside, such as our background declarations, into one of
 * them: that with the shortest path. In the others the app's own file has to tell what PostHog has.
 */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';

const name = 'posthog-env.d.ts';

/** The file that a document needs; undefined where there is none, or the background declarations are enough. */
export function environmentFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = folderOf(document);
  if (folder === undefined || !isOutOfReach(document)) return undefined;
  for (let at = document; at.path.startsWith(`${folder.path}/`);) {
    at = vscode.Uri.joinPath(at, '..');
    const file = vscode.Uri.joinPath(at, name);
    if (existsSync(file.fsPath)) return file;
  }
  return undefined;
}

/** Whether the window has no folder: then the editor's own support checks each open file by itself. */
export function isFolderless(): boolean {
  return vscode.workspace.workspaceFolders === undefined;
}

/** Whether the background declarations do not reach a document that no configuration includes. */
export function isOutOfReach(document: vscode.Uri): boolean {
  if (isFolderless()) return true;
  const folder = folderOf(document);
  return folder !== undefined && folder.toString() !== byLength()[0]?.toString();
}

/** Of folders in each other the editor's own support takes the outer one. */
export function folderOf({ scheme, path }: vscode.Uri): vscode.Uri | undefined {
  return byLength().find((folder) => folder.scheme === scheme && path.startsWith(`${folder.path}/`));
}

function byLength(): readonly vscode.Uri[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return folders.toSorted((one, other) => one.path.length - other.path.length);
}
