/** Watches single folders by itself, for those that the editor's watcher misses. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

export class NewFolders {
  readonly #fire: (path: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #isDisposed = false;

  /** @param fire called with the path of what was written, made, renamed or deleted; more than once for one change. */
  constructor(fire: (path: string) => void) {
    this.#fire = fire;
  }

  /** How many folders it watches. */
  get count(): number {
    return this.#watchers.size;
  }

  /** Begins with a folder, without what lies deeper, until it is deleted. One that is gone already is left alone. */
  watch(folder: string): void {
    // One of that name may have been deleted meanwhile, which its watcher would outlive.
    this.#end(folder);
    if (this.#isDisposed) return;
    try {
      const watcher = watch(folder, (_, name) => this.#changed(folder, name));
      watcher.on('error', () => this.#end(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone, or more folders than the computer watches: the editor's watcher is left.
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const folder of this.#watchers.keys()) this.#end(folder);
  }

  #changed(folder: string, name: string | null): void {
    // What a folder tells last is its own end, by its own name.
    if (!existsSync(folder)) this.#end(folder);
    if (name !== null) this.#fire(join(folder, name));
  }

  #end(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
