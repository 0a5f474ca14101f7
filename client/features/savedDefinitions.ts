/**
 * `posthog-env.d.ts` is on the disk as soon as a quick fix has written it. An edit alone leaves it open and unsaved, and
 * what the editor keeps unsaved wins over what is written into the file later.
 */
import * as vscode from 'vscode';

const saveCommand = 'posthogApps.saveDefinitions';
/** The file, and its map. */
const fileName = /\/posthog-env\.d\.ts(?:\.map)?$/;

/** Lets quick fixes of ours that write the file save it, and nothing else that they change. */
export function savingDefinitions<T extends vscode.Command | vscode.CodeAction>(
  actions: readonly T[] | null | undefined,
): T[] | null | undefined {
  for (const action of actions ?? []) {
    if (!isCodeAction(action) || action.command !== undefined) continue;
    const files = (action.edit?.entries() ?? []).flatMap(([uri]) => (fileName.test(uri.path) ? [uri] : []));
    if (files.length === 0) continue;
    action.command = { title: action.title, command: saveCommand, arguments: files };
  }
  return actions?.slice();
}

export function register(): vscode.Disposable {
  return vscode.commands.registerCommand(saveCommand, save);
}

async function save(...files: readonly vscode.Uri[]): Promise<void> {
  for (const file of files) await (await vscode.workspace.openTextDocument(file)).save();
}

function isCodeAction(action: vscode.Command | vscode.CodeAction): action is vscode.CodeAction {
  return typeof action.command !== 'string';
}
