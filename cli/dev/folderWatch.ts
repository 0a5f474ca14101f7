/**
 * Tells when apps may have come or gone below a folder. Each folder outside of the apps is watched by itself, so that
 * packages and what is in folders of tools cost nothing; an app watches its own folder.
 */
import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { isLeftOut } from '../lint/findApps.ts';
import { LinkedFolders } from '../lint/linkedFolders.ts';
import { PathWatch } from './pathWatch.ts';

/** What may make a folder an app; of what else only that it came or went is of interest, since it may be a folder. */
const ofApp = /\.(?:[cm]?[jt]sx?|json)$/;

export class FolderWatch implements Disposable {
  readonly #folder: string;
  readonly #onChange: () => void;
  readonly #onProblem: (error: Error) => void;
  readonly #path: PathWatch;
  readonly #watchers = new Map<string, FSWatcher>();

  /**
   * @param folder absolute path, with slashes.
   * @param onProblem called where a folder cannot be watched, as when the system allows no more of it.
   */
  constructor(folder: string, onChange: () => void, onProblem: (error: Error) => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#onProblem = onProblem;
    this.#path = new PathWatch(folder, () => this.#renew(folder));
  }

  /**
   * Watches the folders that are there now.
   *
   * @param roots of the apps, absolute.
   * @returns whether there are others than before: what came in them until now was not told.
   */
  update(roots: ReadonlySet<string>): boolean {
    const found = new Set<string>();
    const queue = [this.#folder];
    const linked = new LinkedFolders(this.#folder);
    for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
      if (roots.has(folder)) continue;
      found.add(folder);
      queue.push(...foldersIn(folder, linked));
    }
    for (const folder of this.#watchers.keys()) if (!found.has(folder)) this.#end(folder);
    const added = [...found].filter((folder) => !this.#watchers.has(folder));
    for (const folder of added) this.#watch(folder);
    return added.some((folder) => this.#watchers.has(folder));
  }

  [Symbol.dispose](): void {
    this.#path[Symbol.dispose]();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #end(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** What is at a path may be another than before: it is watched anew by the update that follows. */
  #renew(path: string): void {
    for (const folder of this.#watchers.keys())
      if (folder === path || folder.startsWith(`${path}/`)) this.#end(folder);
    this.#onChange();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (kind, name) => {
        if (name === null) this.#renew(folder);
        else if (isLeftOut(name)) return;
        else if (kind === 'rename') this.#renew(`${folder}/${name}`);
        else if (ofApp.test(name)) this.#onChange();
      });
      // One that was deleted: the folder above tells of it.
      watcher.on('error', () => undefined);
      this.#watchers.set(folder, watcher);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') this.#onProblem(error as Error);
    }
  }
}

function foldersIn(folder: string, linked: LinkedFolders): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (isLeftOut(entry.name)) return [];
      return entry.isDirectory() || (entry.isSymbolicLink() && linked.isNew(path)) ? [path] : [];
    });
  } catch {
    return []; // It is gone by now.
  }
}
