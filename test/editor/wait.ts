/** Waiting for things that announce themselves, without sleeping. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

/** An answer ends a wait: this is for what never comes, also where the computer is busy. */
const longestWaitMs = 50_000;

/**
 * Resolves with the first value of `read` that is not undefined, read now and after each of the events.
 *
 * @throws Error with `what` when it takes longer than `timeoutMs`.
 */
export async function until<T>(
  what: string,
  events: readonly vscode.Event<unknown>[],
  read: () => T | undefined | Promise<T | undefined>,
  timeoutMs = longestWaitMs,
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

/** A file of the first folder of the workspace, or of the one with that name. */
export function uriOf(path: string, folderName?: string): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.find(({ name }) => folderName === undefined || name === folderName);
  if (folder === undefined) throw new Error(`The window has no folder ${folderName ?? ''}.`);
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file of the workspace in an editor. */
export async function open(path: string, folderName?: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uriOf(path, folderName));
}

/** What we report of a file at this moment. */
export function ourDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'PostHog Apps');
}

/** Resolves when there are findings of ours in a file, or, with `isExpected` false, when there are none. */
export async function findings(uri: vscode.Uri, isExpected = true): Promise<readonly vscode.Diagnostic[]> {
  const what = `${isExpected ? '' : 'no more '}findings in ${uri.path}`;
  return until(what, [vscode.languages.onDidChangeDiagnostics], () => {
    const found = ourDiagnostics(uri);
    return found.length > 0 === isExpected ? found : undefined;
  });
}

/** Labels of what is suggested at a position, without words and snippets. */
export async function labelsAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
    '.',
  );
  return list.items
    .filter(
      ({ kind }) => kind !== vscode.CompletionItemKind.Text && kind !== vscode.CompletionItemKind.Snippet,
    )
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
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
  timeoutMs = longestWaitMs,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const value = await ask();
    if (value !== undefined) return value;
  }
  throw new Error(`Asked in vain for ${what}.`);
}

/** Command lines of the processes that run apps for this window. */
export async function runtimeProcesses(): Promise<readonly string[]> {
  const [program, ...args] =
    process.platform === 'win32'
      ? ['powershell', '-Command', '(Get-CimInstance Win32_Process).CommandLine']
      : ['ps', '-eo', 'args'];
  const { stdout } = await promisify(execFile)(program ?? '', args, { maxBuffer: 10_000_000 });
  const extension = vscode.extensions.all.find(({ id }) => id.endsWith('.posthog-apps'));
  if (extension === undefined) throw new Error('The extension is not there.');
  const path = join(extension.extensionPath, 'dist', 'runtime.js');
  return stdout.split('\n').filter((line) => line.includes(path));
}
