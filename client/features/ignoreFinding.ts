/** *Ignore with a Reason…*: asks why a finding is fine, and writes the comment that says so above it. */
import * as vscode from 'vscode';
import { type FindingToIgnore, ignoreFindingCommand } from '../../protocol/lsp.ts';

export function register(): vscode.Disposable {
  return vscode.commands.registerCommand(ignoreFindingCommand, ignoreFinding);
}

async function ignoreFinding({ line, rule, uri }: FindingToIgnore): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { version } = document;
  const reason = await vscode.window.showInputBox({
    title: `Why is this fine? (${rule})`,
    placeHolder: 'The reason, for whoever reads this code next',
    validateInput: (text) => (text.trim() === '' ? 'A comment without a reason has no effect.' : undefined),
  });
  // While it is asked, the code may become another.
  if (reason === undefined || document.version !== version) return;
  const { firstNonWhitespaceCharacterIndex: indent, text } = document.lineAt(line);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(
    document.uri,
    new vscode.Position(line, 0),
    `${text.slice(0, indent)}// posthog-apps-ignore ${rule}: ${reason.trim()}\n`,
  );
  await vscode.workspace.applyEdit(edit);
}
