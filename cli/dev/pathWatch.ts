/**
 * Tells when a folder, or one above it, may be another than before: moved away, replaced, or back. What the system watches
 * is the folder that was there when the watch began, wherever that is now, so each folder above is asked for the next.
 */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export class PathWatch implements Disposable {
  readonly #folder: string;
  readonly #onReplaced: () => void;
  #watchers: readonly FSWatcher[] = [];

  /** @param folder absolute path. */
  constructor(folder: string, onReplaced: () => void) {
    this.#folder = folder;
    this.#onReplaced = onReplaced;
    this.#begin();
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  #begin(): void {
    // macOS watches a path, whatever is there, and would tell of all that is below each folder.
    if (process.platform === 'darwin') return;
    this[Symbol.dispose]();
    // From the top: what is replaced while this goes on is told by the folder above.
    const above = foldersAbove(this.#folder).toReversed();
    this.#watchers = above.flatMap(([folder, next]) => this.#watch(folder, next));
  }

  #watch(folder: string, next: string): readonly FSWatcher[] {
    try {
      const watcher = watch(folder, (kind, name) => {
        if (kind !== 'rename' || (name !== next && name !== null)) return;
        this.#begin();
        this.#onReplaced();
      });
      return [watcher.on('error', () => undefined)];
    } catch {
      return []; // It is not there for now, or not for this user to look at.
    }
  }
}

/** Each with the name in it that leads on, the nearest first. */
function foldersAbove(folder: string): readonly (readonly [folder: string, next: string])[] {
  const above = dirname(folder);
  return above === folder ? [] : [[above, basename(folder)], ...foldersAbove(above)];
}
