/** Makes a new app: asks for its language, name and place, writes it, and opens it. */
import * as vscode from 'vscode';
import { folderNameOf, type Language } from '../newApp/newAppFiles.ts';
import { isFolderless } from '../environmentFile.ts';
import { NewAppProblem, usedFolder, writeNewApp } from '../newApp/writeNewApp.ts';
import { showError, showInformation } from '../notifications.ts';
import { openFolder } from './newAppFolder.ts';

const title = 'New PostHog App';

/** @param memory that all windows share. */
export async function newApp(memory: vscode.Memento): Promise<void> {
  const language = await askLanguage();
  if (language === undefined) return;
  const place = await askPlace();
  if (place === undefined) return;
  const { name, parent } = place;
  try {
    const { entry, folder } = await writeNewApp(parent, { language, name });
    if (isFolderless() && !showsFiles()) {
      await openFolder(vscode.Uri.file(folder), vscode.Uri.file(entry), memory);
      return;
    }
    await vscode.window.showTextDocument(vscode.Uri.file(entry));
    await offerFolder(vscode.Uri.file(folder));
  } catch (error) {
    if (!(error instanceof NewAppProblem)) throw error;
    void showError(error.message);
  }
}

/** The name, and where the folder of that name is made; where it is there with files in it, the name is asked for again. */
async function askPlace(): Promise<{ readonly name: string; readonly parent: string } | undefined> {
  let name: string | undefined = 'My app';
  let parent: string | undefined;
  let problem: string | undefined;
  for (;;) {
    name = await askName(name, parent, problem);
    if (name === undefined) return undefined;
    parent ??= await askParent();
    if (parent === undefined) return undefined;
    problem = await usedFolder(parent, name);
    if (problem === undefined) return { name, parent };
  }
}

/**
 * @param parent folder of the app's folder, once it is known.
 * @param problem why the name is asked for again.
 */
async function askName(
  value: string,
  parent: string | undefined,
  problem: string | undefined,
): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    // The editor does not check the value that stands there from the start before it is changed or accepted.
    prompt:
      problem === undefined ? 'Name of the app, as PostHog shows it.' : `${problem} Choose another name.`,
    value,
    validateInput: async (text) => {
      if (folderNameOf(text) === '') return 'The name needs a letter or a digit.';
      const used = parent === undefined ? undefined : await usedFolder(parent, text);
      return used && `${used} Choose another name.`;
    },
  });
  return name?.trim();
}

async function askLanguage(): Promise<Language | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'JavaScript', description: 'index.js', language: 'javascript' as const },
      { label: 'TypeScript', description: 'index.ts', language: 'typescript' as const },
    ],
    { title, placeHolder: 'Language; neither needs a package or a build' },
  );
  return picked?.language;
}

/** A folder of the workspace, or any other. */
async function askParent(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const other = 'Other Folder…';
  const items = folders.map(({ name, uri }) => ({ label: name, description: uri.fsPath, path: uri.fsPath }));
  const picked =
    items.length === 0
      ? { label: other, path: undefined }
      : await vscode.window.showQuickPick([...items, { label: other, path: undefined }], {
          title,
          placeHolder: 'Folder in which the folder of the app is made',
        });
  if (picked === undefined || picked.path !== undefined) return picked?.path;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: 'Create Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return chosen?.fsPath;
}

/** Files that a window which opens a folder would put away. */
function showsFiles(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText);
}

/** An app outside of the workspace is only half of what it could be. */
async function offerFolder(folder: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(folder) !== undefined) return;
  const open = 'Open Folder';
  const chosen = await showInformation('The app lies outside of this window.', open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', folder);
}
