/**
 * Has the runtime process and an empty sandbox ready when the user looks at an app, so that the first run is as quick
 * as the others. Nothing of the app is loaded or run by that.
 */
import * as vscode from 'vscode';
import { appSource } from '../panel/runRequest.ts';
import type { Services } from '../services.ts';

/** The editor has other things to do when a file is opened. */
const pauseMilliseconds = 1500;

export function register({ apps, runtime, output }: Services): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    clearTimeout(timer);
    const uri = vscode.window.activeTextEditor?.document.uri;
    const app = uri === undefined ? undefined : apps.appOf(uri);
    if (app === undefined || !vscode.workspace.isTrusted || runtime().pid !== undefined) return;
    timer = setTimeout(() => {
      runtime()
        .warmUp(appSource(vscode.Uri.parse(app.rootUri)))
        .catch((error: unknown) => output.warn(`No sandbox could be prepared: ${String(error)}`));
    }, pauseMilliseconds);
  }

  look();
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.workspace.onDidGrantWorkspaceTrust(look),
    apps.onDidChange(look),
  );
}
