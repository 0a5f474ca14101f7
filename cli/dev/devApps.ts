/** The apps below a folder, in their order: those that come while it goes on are loaded, and those that go unloaded. */
import { existsSync } from 'node:fs';
import type { App } from '../../server/analysis/appFolder.ts';
import type { DevApp } from './devApp.ts';
import { FolderWatch } from './folderWatch.ts';

export interface DevAppsOptions {
  /** Absolute path, with slashes, of the folder to look at for other apps; undefined where one app alone was named. */
  readonly folder: string | undefined;
  /** The apps that are there now, in order. */
  readonly find: () => readonly App[];
  readonly create: (app: App, onManifest: () => void, hasTwin: (app: DevApp) => boolean) => DevApp;
  /** Lets something happen between one event and the next. */
  readonly enqueue: (work: () => Promise<void>) => void;
  readonly onGone: (app: DevApp, why: string) => void;
  /** Why others that come are not noticed. */
  readonly onProblem: (reason: string) => void;
}

/** Folders are copied and deleted file by file: a look at them waits until nothing changed for this long. */
const quietMs = 150;

export class DevApps implements AsyncDisposable {
  readonly #options: DevAppsOptions;
  readonly #watch: FolderWatch | undefined;
  #apps: readonly DevApp[] = [];
  #timer: NodeJS.Timeout | undefined;
  #hasProblem = false;
  #isDisposed = false;

  constructor(options: DevAppsOptions) {
    this.#options = options;
    const { folder } = options;
    this.#watch =
      folder === undefined
        ? undefined
        : new FolderWatch(folder, this.#changed, ({ message }) => this.#tellProblem(message));
  }

  /** As they are now, once those are loaded that are being loaded anew. */
  async ready(): Promise<readonly DevApp[]> {
    const apps = this.#apps;
    await Promise.all(apps.map((app) => app.idle()));
    return apps;
  }

  /** Loads the apps that are there. */
  async load(): Promise<void> {
    await this.#update(false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#watch?.[Symbol.dispose]();
    await Promise.all(this.#apps.map((app) => app[Symbol.asyncDispose]()));
  }

  readonly #changed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.enqueue(() => this.#update(true)), quietMs);
  };

  readonly #hasTwin = ({ name }: DevApp): boolean => this.#apps.filter((app) => app.name === name).length > 1;

  /** The apps that are there, and in folders that are watched, so that no other comes unseen. */
  #find(): readonly App[] {
    for (;;) {
      const found = this.#options.find();
      const roots = new Set([...found, ...this.#apps].map(({ root }) => root));
      if (this.#watch?.update(roots) !== true) return found;
    }
  }

  async #update(isLater: boolean): Promise<void> {
    if (this.#isDisposed) return;
    const { create, onGone } = this.#options;
    const found = this.#find();
    const isThere = new Set(found.map(({ root }) => root));
    // What PostHog loads is an app as long as it has its plugin.json, whatever stands in it for the moment.
    const gone = this.#apps.filter(({ root }) => !isThere.has(root) && !existsSync(`${root}/plugin.json`));
    const kept = this.#apps.filter((app) => !gone.includes(app));
    const known = new Set(kept.map(({ root }) => root));
    const added = found
      .filter(({ root }) => !known.has(root))
      .map((app) => create(app, this.#changed, this.#hasTwin));
    this.#apps = [...kept, ...added].toSorted((one, other) => (one.root < other.root ? -1 : 1));
    if (this.#watch?.update(new Set(this.#apps.map(({ root }) => root))) === true) this.#changed();
    for (const app of gone) {
      await app[Symbol.asyncDispose]();
      onGone(app, existsSync(app.root) ? 'its plugin.json is gone' : 'its folder is gone');
    }
    await Promise.all(added.map((app) => app.load(isLater)));
  }

  #tellProblem(reason: string): void {
    if (this.#hasProblem) return;
    this.#hasProblem = true;
    this.#options.onProblem(reason);
  }
}
