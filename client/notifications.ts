/** The notifications of the editor, for texts that may hold what others wrote: nothing in them is a link. */
import * as vscode from 'vscode';
import { withoutLinks } from './plainText.ts';

/** Messages that are still there to be read. */
const open = new Set<string>();

/**
 * Warns, unless the same message is still there from before.
 *
 * @returns the label that was chosen; undefined for none.
 */
export async function warnOnce(message: string, ...labels: readonly string[]): Promise<string | undefined> {
  if (open.has(message)) return undefined;
  open.add(message);
  try {
    return await showWarning(message, ...labels);
  } finally {
    open.delete(message);
  }
}

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
