/** Waiting for things that announce themselves, without sleeping. */
import * as vscode from 'vscode';

/**
 * Resolves with the first value of `read` that is not undefined, read now and after each of the events.
 *
 * @throws Error with `what` when it takes longer than `timeoutMs`.
 */
export async function until<T>(
  what: string,
  events: readonly vscode.Event<unknown>[],
  read: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 20_000,
): Promise<T> {
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), timeoutMs);
      subscriptions.push({ dispose: () => clearTimeout(timer) });
      const look = async (): Promise<void> => {
        const value = await read();
        if (value !== undefined) resolve(value);
      };
      for (const event of events) subscriptions.push(event(() => void look().catch(reject)));
      look().catch(reject);
    });
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

/** Opens a file of the workspace in an editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('The tests need the example folder to be open.');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, path));
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/**
 * Asks again and again until the answer is there. For requests to the editor that announce nothing; each asking
 * is a whole round trip, so this is no busy loop.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 20_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const value = await ask();
    if (value !== undefined) return value;
  }
  throw new Error(`Asked in vain for ${what}.`);
}
