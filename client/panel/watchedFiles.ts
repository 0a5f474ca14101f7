/** What *Watch* looks at: the folders of apps, and files that a run reads from elsewhere. */
import { basename, dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import { AppWatcher } from './appWatcher.ts';

export class WatchedFiles implements vscode.Disposable {
  readonly #fire: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();

  /** @param fire called once for each change. */
  constructor(fire: () => void) {
    this.#fire = fire;
  }

  /**
   * @param roots of the apps.
   * @param files absolute paths, such as an attached file; those inside of an app are watched with it.
   */
  set(roots: readonly vscode.Uri[], files: readonly string[]): void {
    const folders = roots.map(({ fsPath }) => fsPath);
    const others = files.filter((file) => !folders.some((folder) => file.startsWith(folder + sep)));
    const wanted = new Set([...folders, ...others]);
    for (const [path, watcher] of this.#watchers) {
      if (wanted.has(path)) continue;
      watcher.dispose();
      this.#watchers.delete(path);
    }
    for (const root of roots) this.#add(root.fsPath, () => new AppWatcher(root, this.#fire));
    for (const file of others) this.#add(file, () => watchFile(file, this.#fire));
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
  }

  #add(path: string, watch: () => vscode.Disposable): void {
    if (!this.#watchers.has(path)) this.#watchers.set(path, watch());
  }
}

function watchFile(path: string, fire: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
  return vscode.Disposable.from(watcher, watcher.onDidChange(fire), watcher.onDidCreate(fire));
}
