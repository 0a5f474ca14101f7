/** What does not happen in a workspace that nobody has trusted, told with the way to change that. */
import * as vscode from 'vscode';
import { showWarning } from './notifications.ts';

/** Why nothing runs there. */
export const nothingRuns =
  'You do not trust this workspace yet, so its apps do not run. Types and warnings work.';

/** Why no host is asked. */
export const nothingIsSent = 'You do not trust this workspace yet, so nothing is sent from it.';

/**
 * Whether the workspace is trusted; where it is not, a notification says what follows from that.
 *
 * @param why one of the sentences above.
 */
export function isTrusted(why: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  // Not awaited: it would be until the user closes the notification.
  void offerTrust(why);
  return false;
}

async function offerTrust(why: string): Promise<void> {
  const manage = 'Manage Workspace Trust';
  if ((await showWarning(why, manage)) === manage) await manageTrust();
}

export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}
