/** An app that is loaded anew when one of its files is saved; what it keeps in memory goes with that, as in PostHog. */
import { type FSWatcher, watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Json, Trace } from '../../protocol/trace.ts';
import type { PipelineApp } from '../../runtime/pipeline/pipeline.ts';
import type { App } from '../../runtime/runner/app.ts';

interface DevAppOptions {
  readonly name: string;
  /** Absolute path of its folder. */
  readonly root: string;
  readonly app: App;
  /** The app was loaded: for the first time, or because `changed` was. */
  readonly onLoaded: (app: DevApp, trace: Trace, changed: string | undefined) => void;
  /** The app ran what PostHog runs before it unloads one. */
  readonly onUnloaded: (app: DevApp, trace: Trace) => void;
}

/** What an app is made of; what else a build or an editor writes changes nothing. */
const ofApp = /\.(?:[cm]?[jt]sx?|json)$/;
/** Editors and builds write in several steps, so a load waits until nothing was written for this long, but not for ever. */
const quietMs = 60;
const longestWaitMs = 2_000;
const others = /(?:^|[\\/])(?:node_modules|\.[^\\/]*)[\\/]|\.d\.ts$|\.scenario\.json$/;

export class DevApp implements PipelineApp, AsyncDisposable {
  readonly name: string;
  readonly #options: DevAppOptions;
  readonly #watcher: FSWatcher;
  readonly #app: App;
  #exports: readonly string[] = [];
  #changed: string | undefined;
  #changedAt = 0;
  /** Calls and loads follow each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DevAppOptions) {
    this.#options = options;
    this.name = options.name;
    this.#app = options.app;
    this.#watcher = watch(options.root, { recursive: true }, (_, file) => {
      if (file === null || !ofApp.test(file) || others.test(file)) return;
      const isWaiting = this.#changed !== undefined;
      this.#changed = file;
      this.#changedAt = performance.now();
      if (!isWaiting) void this.#queue(() => this.#reload());
    });
    // A folder that is deleted meanwhile is no reason to end.
    this.#watcher.on('error', () => undefined);
  }

  get exports(): readonly string[] {
    return this.#exports;
  }

  load(): Promise<void> {
    return this.#queue(() => this.#load(undefined));
  }

  call(entryPoint: string, input: Json): Promise<Trace> {
    return this.#queue(() => this.#app.call(entryPoint, input));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher.close();
    await this.#queue(() => this.#unload());
    await this.#app.dispose();
  }

  async #reload(): Promise<void> {
    // Before the wait, since files may change while the app takes its leave.
    await this.#unload();
    const latest = performance.now() + longestWaitMs;
    for (
      let now = performance.now();
      now < this.#changedAt + quietMs && now < latest;
      now = performance.now()
    )
      await setTimeout(this.#changedAt + quietMs - now);
    const changed = this.#changed;
    this.#changed = undefined;
    await this.#load(changed);
  }

  async #load(changed: string | undefined): Promise<void> {
    const { exports, trace } = await this.#app.start();
    this.#exports = exports;
    this.#options.onLoaded(this, trace, changed);
  }

  async #unload(): Promise<void> {
    const trace = await this.#app.unload();
    if (trace !== undefined) this.#options.onUnloaded(this, trace);
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
