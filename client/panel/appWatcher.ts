/** Tells when a file of an app has changed: saved in the editor, or written, renamed or deleted by another program. */
import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { NewFolders } from './newFolders.ts';

/**
 * Any file of an app may matter to a run: its code, a sample, a file that is attached. Not so packages, what is hidden,
 * what other programs write all the time (logs, half-written files), and declarations, which no run reads.
 */
const others = /[\\/](?:node_modules[\\/]|\.)|\.(?:d\.ts|log|tmp|temp|sw[a-z])$|~$/i;

/** On Linux the editor begins to watch a new folder when it is told of it, and no folder that is in it by then. */
const missesNested = process.platform === 'linux';

export class AppWatcher implements vscode.Disposable {
  readonly #root: string;
  readonly #fire: () => void;
  /** When each file was last seen to change: a save is told by the editor and by the watcher of files. */
  readonly #seen = new Map<string, number>();
  readonly #subscriptions: vscode.Disposable;
  /** Of folders in a new folder. */
  readonly #nested: NewFolders;
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
    // What is in a folder from its beginning is told by nobody: the watcher looks at it a moment later.
    const created = (uri: vscode.Uri): void => {
      moved(uri);
      void this.#lookInto(uri.fsPath);
    };
    // A file that is replaced by a link is told as one that changed.
    const replaced = (uri: vscode.Uri): void => {
      changed(uri);
      void isLink(uri.fsPath).then((is) => (is ? this.#watchLinks() : undefined));
    };
    this.#nested = new NewFolders((path) => {
      replaced(vscode.Uri.file(path));
      void isFolder(path).then((is) => (is ? this.#lookInto(path, true) : undefined));
    });
    this.#subscriptions = vscode.Disposable.from(
      watcher,
      this.#nested,
      watcher.onDidChange(replaced),
      watcher.onDidCreate(created),
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
    if (await this.#isNews(path)) this.#fire();
  }

  /**
   * The files of a new folder count as one change.
   *
   * @param isMissed whether the editor's watcher does not know the folder, as it knows none below it.
   */
  async #lookInto(path: string, isMissed = false): Promise<void> {
    if (others.test(`${this.#inside(path)}${sep}`)) return;
    if (isMissed) this.#nested.watch(path);
    const files: string[] = [];
    for await (const below of entriesBelow(path, isPackagesOrHidden)) {
      if (!below.entry.isDirectory()) files.push(below.path);
      else if (missesNested) this.#nested.watch(below.path);
    }
    const found = await Promise.all(files.map(async (file) => this.#isNews(file)));
    if (found.includes(true)) this.#fire();
  }

  /** Whether it is a file that matters, and changed since that was asked last. */
  async #isNews(path: string): Promise<boolean> {
    if (others.test(this.#inside(path))) return false;
    const time = await changeTime(path);
    // That a folder which is there again goes once more is news, too.
    if (time === null) this.#seen.delete(path);
    if (this.#isDisposed || time === null || this.#seen.get(path) === time) return false;
    this.#seen.set(path, time);
    return true;
  }

  /** Only what stands below the app counts: the app itself may lie in a hidden folder. */
  #inside(path: string): string {
    return path.startsWith(this.#root + sep) ? path.slice(this.#root.length) : sep + basename(path);
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

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() === true;
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

/** What lies below a folder, without what is left out and all below that; nothing for what is no folder. Links are not followed. */
async function* entriesBelow(
  root: string,
  isLeftOut: (name: string) => boolean,
): AsyncGenerator<{ readonly path: string; readonly entry: Dirent }> {
  const folders = [root];
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined && count < mostEntries; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      count += 1;
      if (isLeftOut(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      yield { path, entry };
    }
  }
}

function isPackagesOrHidden(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

interface LinkTarget {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where the links of a folder lead; links in what they lead to are not followed. */
async function linkTargets(root: string): Promise<readonly LinkTarget[]> {
  const targets: LinkTarget[] = [];
  for await (const { path, entry } of entriesBelow(root, isPackagesOrGit))
    if (entry.isSymbolicLink()) targets.push(...(await targetOf(path)));
  return targets;
}

function isPackagesOrGit(name: string): boolean {
  return name === 'node_modules' || name === '.git';
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
