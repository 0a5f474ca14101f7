/**
 * The PostHog apps of the workspace, kept right while files and unsaved buffers change. A folder that holds a
 * `plugin.json` is a candidate; readAppFolder decides whether it is an app.
 */
import { isWithin, joinPath, nameOf, parentOf } from '../uris.ts';
import { type App, type LifecycleCheck, manifestName, readAppFolder } from './appFolder.ts';
import type { Files } from './files.ts';

export interface AppChange {
  readonly root: string;
  /** Its new state; undefined when it is no app any more. */
  readonly app: App | undefined;
}

/** A workspace may hold a home folder: the walk has to end. */
const walkLimit = 20_000;
const yieldEvery = 200;

export class Apps {
  readonly #files: Files;
  readonly #loadCheck: () => Promise<LifecycleCheck>;
  /** Folders with a plugin.json by key; null for those that are no apps. */
  readonly #candidates = new Map<string, { readonly root: string; app: App | null }>();
  /** Each app as it was when its plugin.json could last be read as a whole. */
  readonly #whole = new Map<string, App>();
  readonly #listeners: ((change: AppChange) => void)[] = [];
  readonly #report: (error: unknown) => void;
  #folders: readonly string[] = [];
  #work: Promise<void> = Promise.resolve();
  #walks: Promise<void> = Promise.resolve();

  /**
   * @param loadCheck loads what is needed to read a source file, which is heavy. It is called when the first
   *   `plugin.json` is found.
   * @param report takes what should never happen: an error of ours, or of a listener.
   */
  constructor(files: Files, loadCheck: () => Promise<LifecycleCheck>, report: (error: unknown) => void) {
    this.#files = files;
    this.#loadCheck = loadCheck;
    this.#report = report;
  }

  onDidChange(listener: (change: AppChange) => void): void {
    this.#listeners.push(listener);
  }

  /** Fulfils when all changes that were announced so far are taken in; the search for apps may still go on. */
  async ready(): Promise<void> {
    await this.#work;
  }

  /** Fulfils when the whole workspace was searched as well. */
  async searched(): Promise<void> {
    await this.#walks;
    await this.#work;
  }

  /** All apps, by folder. */
  list(): readonly App[] {
    return [...this.#candidates.values()]
      .flatMap(({ app }) => app ?? [])
      .toSorted((first, second) => (first.root < second.root ? -1 : 1));
  }

  get(root: string): App | undefined {
    return this.#candidates.get(this.#key(root))?.app ?? undefined;
  }

  /** The app that owns a file: that of the nearest folder with a plugin.json. */
  appOf(path: string): App | undefined {
    for (let folder = parentOf(path); ; folder = parentOf(folder)) {
      const candidate = this.#candidates.get(this.#key(folder));
      if (candidate !== undefined) return candidate.app ?? undefined;
      if (nameOf(folder) === 'node_modules' || folder === parentOf(folder)) return undefined;
    }
  }

  /** The folder of the workspace that a path lies in, the outermost one; undefined outside of all. */
  folderOf(path: string): string | undefined {
    const around = this.#folders.filter((folder) => isWithin(folder, path));
    return around.toSorted((one, other) => one.length - other.length)[0];
  }

  /** Takes the folders of the workspace and looks for apps in them. */
  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#enqueue(async () => {
      for (const { root, app } of this.#candidates.values()) {
        if (this.#isInWorkspace(root) || this.#files.openWithin(root).length > 0) continue;
        this.#candidates.delete(this.#key(root));
        this.#whole.delete(this.#key(root));
        if (app !== null) this.#tell({ root, app: undefined });
      }
    });
    for (const folder of folders) this.#walk(folder);
  }

  /** A document was opened: it may belong to an app that the search has not reached, or never will. */
  documentOpened(path: string): void {
    this.#enqueue(async () => {
      for (let folder = parentOf(path); ; folder = parentOf(folder)) {
        if (this.#candidates.has(this.#key(folder))) return;
        if (this.#files.exists(joinPath(folder, manifestName))) return this.#refresh(folder);
        if (nameOf(folder) === 'node_modules' || folder === parentOf(folder)) return;
      }
    });
    this.textChanged(path);
  }

  /** The text of a document or file changed; also when it was created or closed. */
  textChanged(path: string): void {
    this.#enqueue(async () => {
      if (nameOf(path) === manifestName) {
        if (!path.includes('/node_modules/')) await this.#refresh(parentOf(path));
        return;
      }
      for (const { root } of this.#candidatesOver(path)) await this.#refresh(root);
    });
  }

  /** A file or a whole folder is gone, or is there again. */
  pathDeleted(path: string): void {
    this.#enqueue(async () => {
      for (const { root } of this.#candidates.values()) {
        if (isWithin(path, root) || isWithin(root, path)) await this.#refresh(root);
      }
    });
  }

  /** A file or folder was created; a folder may come with apps in it. */
  pathCreated(path: string): void {
    this.textChanged(path);
    // An open document that was deleted on the disk is there again.
    if (this.#files.isOpen(path)) this.pathDeleted(path);
    if (this.#files.host.directoryExists(path)) this.#walk(path);
  }

  /** Candidates whose verdict a source file can change: its entry, or one that may become the entry. */
  #candidatesOver(path: string): readonly { readonly root: string }[] {
    return [...this.#candidates.values()].filter(
      ({ root, app }) =>
        isWithin(root, path) && (app === null || app.entryFile === undefined || !this.#files.isOpen(path)),
    );
  }

  #walk(folder: string): void {
    this.#walks = this.#walks.then(() => this.#search(folder)).catch(this.#report);
  }

  async #search(folder: string): Promise<void> {
    const queue = [folder];
    for (let count = 0; count < walkLimit; count += 1) {
      const next = queue.shift();
      if (next === undefined || !this.#isInWorkspace(folder)) return;
      // The walk must not hold up requests, however large the workspace is.
      if (count % yieldEvery === yieldEvery - 1) await new Promise((resolve) => setImmediate(resolve));
      for (const { name, isDirectory } of this.#files.host.readDirectory(next)) {
        if (isDirectory) {
          if (!name.startsWith('.') && name !== 'node_modules') queue.push(joinPath(next, name));
        } else if (name === manifestName) this.#enqueue(() => this.#refreshInWorkspace(next));
      }
    }
  }

  /** The folder that is being searched may have left the workspace. */
  async #refreshInWorkspace(root: string): Promise<void> {
    if (this.#isInWorkspace(root)) await this.#refresh(root);
  }

  #isInWorkspace(path: string): boolean {
    return this.#folders.some((folder) => isWithin(folder, path));
  }

  async #refresh(root: string): Promise<void> {
    const key = this.#key(root);
    const before = this.#candidates.get(key)?.app ?? undefined;
    if (!this.#files.exists(joinPath(root, manifestName))) {
      this.#candidates.delete(key);
      this.#whole.delete(key);
      if (before !== undefined) this.#tell({ root, app: undefined });
      return;
    }
    const read = readAppFolder(this.#files, root, await this.#loadCheck(), before !== undefined);
    const app = read === undefined ? undefined : this.#withLostParts(key, read);
    this.#candidates.set(key, { root, app: app ?? null });
    if (!isSame(before, app)) this.#tell({ root, app });
  }

  /** A slip of the pen in plugin.json may hide fields, `main` and the name: until it is mended, they are what they were. */
  #withLostParts(key: string, app: App): App {
    const { manifest } = app.manifest;
    if (app.manifest.problem === null) {
      this.#whole.set(key, app);
      return app;
    }
    const whole = this.#whole.get(key);
    if (whole === undefined) return app;
    const seen = new Set(manifest.config.map((field) => field.key));
    const lost = whole.manifest.manifest.config.filter((field) => !seen.has(field.key));
    const config = [...manifest.config, ...lost];
    return {
      ...app,
      manifest: { ...app.manifest, manifest: { ...manifest, config } },
      name: manifest.name === undefined ? whole.name : app.name,
      entryFile: this.#exists(app.root, manifest.main) ? app.entryFile : this.#stillThere(whole, app),
    };
  }

  #exists(root: string, main: string | undefined): boolean {
    return main !== undefined && this.#files.exists(joinPath(root, main));
  }

  #stillThere(whole: App, app: App): string | undefined {
    const { entryFile } = whole;
    return entryFile !== undefined && this.#files.exists(entryFile) ? entryFile : app.entryFile;
  }

  #tell(change: AppChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Changes are taken in one after the other, in the order in which they were announced. */
  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch(this.#report);
  }

  #key(path: string): string {
    return this.#files.host.isCaseSensitive ? path : path.toLowerCase();
  }
}

function isSame(before: App | undefined, after: App | undefined): boolean {
  return before?.manifest.text === after?.manifest.text && before?.entryFile === after?.entryFile;
}
