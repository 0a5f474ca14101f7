/**
 * Tells which files below a folder were written, came or went, also after the folder, or one in it, was moved away or
 * replaced. Folders are watched rather than files: many editors write another file and rename it.
 */
import { type FSWatcher, lstatSync, readdirSync, readlinkSync, realpathSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, normalize, resolve, sep } from 'node:path';
import { PathWatch } from './pathWatch.ts';

export interface FileWatchOptions {
  /** Absolute path. */
  readonly root: string;
  readonly isLeftOut: (path: string) => boolean;
  readonly onChange: (path: string) => void;
  /** Called where a folder cannot be watched, as when the system allows no more of it. */
  readonly onProblem: (error: Error) => void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Where links led when the watch began. */
  readonly real: string;
  /** Names that are or were in the folder; of a link, none. */
  readonly names: Set<string>;
}

export class FileWatch implements Disposable {
  readonly #options: FileWatchOptions;
  readonly #path: PathWatch;
  /** By path: folders, and links to files elsewhere. */
  readonly #watched = new Map<string, Watched>();
  /** By path of a link: what it leads to may be replaced, of which its own folder does not tell. */
  readonly #targets = new Map<string, PathWatch>();

  constructor(options: FileWatchOptions) {
    this.#options = options;
    const root = normalize(options.root);
    this.#path = new PathWatch(root, () => this.#renew(root));
    this.#begin(root);
  }

  [Symbol.dispose](): void {
    this.#path[Symbol.dispose]();
    for (const { watcher } of this.#watched.values()) watcher.close();
    for (const target of this.#targets.values()) target[Symbol.dispose]();
    this.#watched.clear();
    this.#targets.clear();
  }

  /** What is at a path may be another than before. All files tell of it that were or are there. */
  #renew(path: string): void {
    const changed = new Set([path]);
    const isThere = (known: string): boolean => known === path || known.startsWith(path + sep);
    for (const [known, target] of this.#targets) {
      if (!isThere(known)) continue;
      target[Symbol.dispose]();
      this.#targets.delete(known);
    }
    for (const [known, { names, watcher }] of this.#watched) {
      if (!isThere(known)) continue;
      watcher.close();
      this.#watched.delete(known);
      changed.add(known);
      for (const name of names) changed.add(join(known, name));
    }
    for (const file of this.#begin(path)) changed.add(file);
    for (const file of changed) this.#options.onChange(file);
  }

  /** Watches what is there now. @returns the files. */
  #begin(path: string): readonly string[] {
    try {
      this.#watchTarget(path);
      if (statSync(path).isDirectory()) return this.#beginFolder(path);
      if (lstatSync(path).isSymbolicLink()) this.#beginLink(path);
      return [path];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#options.onProblem(error as Error);
      return []; // It is gone by now.
    }
  }

  #beginFolder(folder: string): readonly string[] {
    const real = realpathSync(folder);
    const isCircle = [...this.#watched].some(
      ([known, above]) => above.real === real && folder.startsWith(known + sep),
    );
    if (isCircle) return [];
    const names = new Set<string>();
    // Before it is listed: what comes after that is told.
    const watcher = watch(folder, (kind, name) => this.#take(folder, kind, name));
    this.#watched.set(folder, { watcher: watcher.on('error', () => undefined), real, names });
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (this.#options.isLeftOut(path)) return [];
      if (entry.isDirectory() || entry.isSymbolicLink()) return this.#begin(path);
      names.add(entry.name);
      return [path];
    });
  }

  #watchTarget(path: string): void {
    if (!lstatSync(path).isSymbolicLink()) return;
    const target = resolve(dirname(path), readlinkSync(path));
    this.#targets.set(path, new PathWatch(target, () => this.#renew(path)));
  }

  #beginLink(path: string): void {
    const real = realpathSync(path);
    const name = basename(real);
    const watcher = watch(dirname(real), (_, changed) => {
      if (changed === name) this.#options.onChange(path);
    });
    this.#watched.set(path, { watcher: watcher.on('error', () => undefined), real, names: new Set() });
  }

  #take(folder: string, kind: string, name: string | null): void {
    if (name === null) {
      this.#renew(folder);
      return;
    }
    const path = join(folder, name);
    if (this.#options.isLeftOut(path)) return;
    if (kind === 'rename') {
      this.#watched.get(folder)?.names.add(name);
      this.#renew(path);
    } else {
      this.#options.onChange(path);
    }
  }
}
