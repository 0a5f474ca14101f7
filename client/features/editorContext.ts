/** Tells the editor whether the active document belongs to an app, for the button in its title. */
import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { Services } from '../services.ts';

export function register({ apps }: Services): vscode.Disposable {
  const update = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const isAppDocument = uri !== undefined && apps.appOf(uri) !== undefined;
    void vscode.commands.executeCommand('setContext', contextKeys.isAppDocument, isAppDocument);
  };
  update();
  return vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(update), apps.onDidChange(update));
}
