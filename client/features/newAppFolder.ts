/**
 * The folder of an app, opened in a window that has none. That starts the window anew, so what is to be shown there is
 * noted until then.
 */
import * as vscode from 'vscode';

const key = 'shownInNewFolder';

interface Noted {
  readonly folder: string;
  readonly file: string;
}

/**
 * @param file shown when the folder is open.
 * @param memory that all windows share.
 */
export async function openFolder(
  folder: vscode.Uri,
  file: vscode.Uri,
  memory: vscode.Memento,
): Promise<void> {
  await memory.update(key, { folder: folder.toString(), file: file.toString() } satisfies Noted);
  await vscode.commands.executeCommand('vscode.openFolder', folder);
}

/** Shows what {@link openFolder} noted for this window, once. */
export async function showNoted(memory: vscode.Memento): Promise<void> {
  const noted = memory.get<Noted>(key);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (noted === undefined || noted.folder !== folder?.uri.toString()) return;
  await memory.update(key, undefined);
  // It may be gone by now, which is no reason not to start.
  await vscode.window.showTextDocument(vscode.Uri.parse(noted.file), { preview: false }).then(
    () => undefined,
    () => undefined,
  );
}
