/** Tells when a file of an app has changed: saved in the editor, or written, renamed or deleted by another program. */
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as vscode from 'vscode';

/**
 * Any file of an app may matter to a run: its code, a sample, a file that is attached. Not so packages, what is hidden,
 * what other programs write all the time (logs, half-written files), and declarations, which no run reads.
 */
const others = /[\\/](?:node_modules[\\/]|\.)|\.(?:d\.ts|log|tmp|temp|sw[a-z])$|~$/i;

export class AppWatcher implements vscode.Disposable {
  readonly #root: string;
  readonly #fire: () => void;
  /** When each file was last seen to change: a save is told by the editor and by the watcher of files. */
  readonly #seen = new Map<string, number>();
  readonly #subscriptions: vscode.Disposable;
  #links: vscode.Disposable = new vscode.Disposable(() => undefined);
  #isDisposed = false;

  /** @param fire called once for each change. */
  constructor(root: vscode.Uri, fire: () => void) {
    this.#root = root.fsPath;
    this.#fire = fire;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '**/*'));
    const changed = ({ fsPath }: vscode.Uri): void => void this.#changed(fsPath);
    const moved = (uri: vscode.Uri): void => {
      changed(uri);
      void this.#watchLinks();
    };
    // A file that is replaced by a link is told as one that changed.
    const replaced = (uri: vscode.Uri): void => {
      changed(uri);
      void isLink(uri.fsPath).then((is) => (is ? this.#watchLinks() : undefined));
    };
    this.#subscriptions = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(replaced),
      watcher.onDidCreate(moved),
      watcher.onDidDelete(moved),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === 'file' && uri.fsPath.startsWith(this.#root + sep)) changed(uri);
      }),
    );
    void this.#watchLinks();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#links.dispose();
  }

  async #changed(path: string): Promise<void> {
    // Only what stands below the app counts: the app itself may lie in a hidden folder.
    const inside = path.startsWith(this.#root + sep) ? path.slice(this.#root.length) : sep + basename(path);
    if (others.test(inside)) return;
    const time = await changeTime(path);
    if (this.#isDisposed || time === null || this.#seen.get(path) === time) return;
    this.#seen.set(path, time);
    this.#fire();
  }

  /** Files and folders that only stand in the app by a link change where they really are. */
  async #watchLinks(): Promise<void> {
    const targets = await linkTargets(this.#root);
    const watchers = targets.flatMap(({ path, isFolder }) => {
      const pattern = isFolder
        ? new vscode.RelativePattern(vscode.Uri.file(path), '**/*')
        : new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const changed = ({ fsPath }: vscode.Uri): void => void this.#changed(fsPath);
      return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed)];
    });
    this.#links.dispose();
    this.#links = vscode.Disposable.from(...watchers);
    if (this.#isDisposed) this.#links.dispose();
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

/** 0 for a file that is gone, null for a folder, which changes with the files in it. */
async function changeTime(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? null : found.mtimeMs;
  } catch {
    return 0;
  }
}

/** Folders of an app are few; a folder with more files is hardly one. */
const mostEntries = 2000;

interface LinkTarget {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where the links of a folder lead; links in what they lead to are not followed. */
async function linkTargets(root: string): Promise<readonly LinkTarget[]> {
  const targets: LinkTarget[] = [];
  const folders = [root];
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined && count < mostEntries; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      count += 1;
      const path = join(folder, entry.name);
      if (entry.name === 'node_modules' || entry.name === '.git') continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) targets.push(...(await targetOf(path)));
    }
  }
  return targets;
}

async function targetOf(link: string): Promise<readonly LinkTarget[]> {
  try {
    const path = await realpath(link);
    const found = await lstat(path);
    return found.isFile() || found.isDirectory() ? [{ path, isFolder: found.isDirectory() }] : [];
  } catch {
    return [];
  }
}
