/**
 * `posthog-env.d.ts` is on the disk as soon as a quick fix has written it. An edit alone leaves it open and unsaved, and
 * what the editor keeps unsaved wins over what is written into the file later.
 */
import * as vscode from 'vscode';

const saveCommand = 'posthogApps.saveDefinitions';
const fileName = /\/posthog-env\.d\.ts$/;

/** Lets quick fixes of ours that write the file save it, and nothing else that they change. */
export function savingDefinitions<T extends vscode.Command | vscode.CodeAction>(
  actions: readonly T[] | null | undefined,
): T[] | null | undefined {
  for (const action of actions ?? []) {
    if (!isCodeAction(action) || action.command !== undefined) continue;
    const [file] = action.edit?.entries().find(([uri]) => fileName.test(uri.path)) ?? [];
    if (file === undefined) continue;
    action.command = { title: action.title, command: saveCommand, arguments: [file] };
  }
  return actions?.slice();
}

export function register(): vscode.Disposable {
  return vscode.commands.registerCommand(saveCommand, save);
}

async function save(file: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  await document.save();
}

function isCodeAction(action: vscode.Command | vscode.CodeAction): action is vscode.CodeAction {
  return typeof action.command !== 'string';
}
