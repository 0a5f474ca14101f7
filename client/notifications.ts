/** The notifications of the editor, for texts that may hold what others wrote: nothing in them is a link. */
import * as vscode from 'vscode';
import { withoutLinks } from './plainText.ts';

type Show = typeof vscode.window.showInformationMessage;

/** Takes what `vscode.window.show…Message` takes. */
function plain(show: (message: string, ...rest: never[]) => Thenable<unknown>): Show {
  const shown = (message: string, ...rest: never[]): Thenable<unknown> =>
    show(withoutLinks(message), ...rest);
  return shown as Show;
}

export const showInformation = plain((...all) => vscode.window.showInformationMessage(...all));
export const showWarning = plain((...all) => vscode.window.showWarningMessage(...all));
export const showError = plain((...all) => vscode.window.showErrorMessage(...all));
