/**
 * Tells when apps may have come or gone below a folder. Each folder outside of the apps is watched by itself, so that
 * packages and what is in folders of tools cost nothing; an app watches its own folder.
 */
import { type FSWatcher, readdirSync, watch } from 'node:fs';

/** What may make a folder an app; of what else only that it came or went is of interest, since it may be a folder. */
const ofApp = /\.(?:[cm]?[jt]sx?|json)$/;

export class FolderWatch implements Disposable {
  readonly #folder: string;
  readonly #onChange: () => void;
  readonly #onProblem: (error: Error) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  /**
   * @param folder absolute path, with slashes.
   * @param onProblem called where a folder cannot be watched, as when the system allows no more of it.
   */
  constructor(folder: string, onChange: () => void, onProblem: (error: Error) => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#onProblem = onProblem;
  }

  /** Watches the folders that are there now. @param roots of the apps, absolute. */
  update(roots: ReadonlySet<string>): void {
    const found = new Set<string>();
    const queue = [this.#folder];
    for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
      if (roots.has(folder)) continue;
      found.add(folder);
      queue.push(...foldersIn(folder));
    }
    for (const [folder, watcher] of this.#watchers) {
      if (found.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of found) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (kind, name) => {
        if (name === null || isLeftOut(name)) return;
        if (kind === 'rename' || ofApp.test(name)) this.#onChange();
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

function foldersIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) =>
      entry.isDirectory() && !isLeftOut(entry.name) ? [`${folder}/${entry.name}`] : [],
    );
  } catch {
    return []; // It is gone by now.
  }
}

/** As `lint` leaves them out. */
function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}
