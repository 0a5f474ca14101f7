/**
 * In a window with several folders, the editor's own support knows our background declarations in one of them alone, and
 * in a window without a folder nowhere. Elsewhere it calls `posthog` an error in TypeScript files without a configuration,
 * and only a file of the app ends that, or the folder of the app in the window: it is offered, once for each folder.
 */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { isFolderless } from '../environmentFile.ts';
import { showInformation } from '../notifications.ts';
import { addTypeDefinitions } from './typeDefinitions.ts';
import type { AppList } from '../apps.ts';

const storageKey = 'typeDefinitionsOffered';

/** Folders whose offer is open: one that a reload takes away before somebody has answered is made again. */
const open = new Set<string>();

/** Offers what helps a document that nothing else can help, unless its folder was told of before. */
export async function offerTypeDefinitions(
  document: vscode.TextDocument,
  apps: AppList,
  memory: vscode.Memento,
): Promise<void> {
  if (!document.languageId.startsWith('typescript')) return;
  if (isFolderless()) {
    const root = apps.appOf(document.uri)?.rootUri;
    if (root === undefined) return;
    const folder = vscode.Uri.parse(root);
    const text = `In a window without a folder, the editor’s own check knows nothing of PostHog. Open the folder ${posix.basename(folder.path)} of the app to have it.`;
    const open = (): Thenable<unknown> => vscode.commands.executeCommand('vscode.openFolder', folder);
    return offerOnce(memory, root, text, ['Open Folder', open]);
  }
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined) return;
  const text = `In a window with several folders, the editor’s own check knows nothing of PostHog in ${folder.name}. A file posthog-env.d.ts beside plugin.json tells it.`;
  const add = async (): Promise<void> => addTypeDefinitions(apps, document.uri);
  return offerOnce(memory, folder.uri.toString(), text, ['Add Type Definitions', add]);
}

async function offerOnce(
  memory: vscode.Memento,
  key: string,
  text: string,
  [label, act]: readonly [label: string, act: () => PromiseLike<unknown>],
): Promise<void> {
  const told = memory.get<readonly string[]>(storageKey, []);
  if (told.includes(key) || open.has(key)) return;
  open.add(key);
  const answer = await showInformation(text, label);
  await memory.update(storageKey, [...memory.get<readonly string[]>(storageKey, []), key]);
  if (answer === label) await act();
}
