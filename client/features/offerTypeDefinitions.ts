/**
 * In a window with several folders, the editor's own support knows our background declarations in one of them alone. In
 * the others it calls `posthog` an error in TypeScript files without a configuration, and only a file of the app ends
 * that: it is offered, once for each folder.
 */
import * as vscode from 'vscode';
import { showInformation } from '../notifications.ts';
import { addTypeDefinitions } from './typeDefinitions.ts';
import type { AppList } from '../apps.ts';

const storageKey = 'typeDefinitionsOffered';

/** Folders whose offer is open: one that a reload takes away before somebody has answered is made again. */
const open = new Set<string>();

/** Offers the file for a document that nothing else can help, unless its folder was told of before. */
export async function offerTypeDefinitions(
  document: vscode.TextDocument,
  apps: AppList,
  memory: vscode.Memento,
): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined || !document.languageId.startsWith('typescript')) return;
  const told = memory.get<readonly string[]>(storageKey, []);
  const key = folder.uri.toString();
  if (told.includes(key) || open.has(key)) return;
  open.add(key);
  const add = 'Add Type Definitions';
  const text = `In a window with several folders, the editor’s own check knows nothing of PostHog in ${folder.name}. A file posthog-env.d.ts beside plugin.json tells it.`;
  const answer = await showInformation(text, add);
  await memory.update(storageKey, [...memory.get<readonly string[]>(storageKey, []), key]);
  if (answer === add) await addTypeDefinitions(apps, document.uri);
}
