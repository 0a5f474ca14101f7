/**
 * Tells when a folder, or one above it, may be another than before: moved away, replaced, or back. What the system watches
 * is the folder that was there when the watch began, wherever that is now, so each folder above is asked for the next, and
 * each that links lead through.
 */
import { type FSWatcher, readlinkSync, watch } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

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
    this.#watchers = entriesOnTheWay(this.#folder).flatMap(([folder, next]) => this.#watch(folder, next));
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

type Entry = readonly [folder: string, next: string];

/** The folders that lead to a path, each with the name in it that leads on, also those that its links lead through. */
function entriesOnTheWay(path: string, seen: ReadonlySet<string> = new Set()): readonly Entry[] {
  // A circle leads nowhere.
  if (seen.has(path)) return [];
  const above = foldersAbove(path);
  const index = above.findIndex(([folder, next]) => targetOf(join(folder, next)) !== undefined);
  const link = above[index];
  if (link === undefined) return above;
  const entry = join(...link);
  const target = resolve(link[0], targetOf(entry) ?? '', relative(entry, path));
  return [...above.slice(0, index + 1), ...entriesOnTheWay(target, new Set([...seen, path]))];
}

/** Where a link leads; undefined for what is none, or not there. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** From the top. */
function foldersAbove(folder: string): readonly Entry[] {
  const above = dirname(folder);
  return above === folder ? [] : [...foldersAbove(above), [above, basename(folder)]];
}
