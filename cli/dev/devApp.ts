/**
 * An app that is loaded anew when one of its files is saved; what it keeps in memory goes with that, as in PostHog. Events
 * for its `exportEvents` are collected.
 */
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { Json, Trace } from '../../protocol/trace.ts';
import type { PipelineApp } from '../../runtime/pipeline/pipeline.ts';
import type { App } from '../../runtime/runner/app.ts';
import { plainText } from '../plainText.ts';
import { FileWatch } from './fileWatch.ts';

/** Why an app was loaded. */
export interface Load {
  /** The file that was saved; undefined for the first time. */
  readonly changed: string | undefined;
  /** The name that the app had until then. */
  readonly before: string;
  /** The app came while events did. */
  readonly isNew: boolean;
}

/** What happens to an app besides events. */
export interface DevAppEvents {
  readonly onLoaded: (app: DevApp, trace: Trace, load: Load) => void;
  /** The app ran what PostHog runs before it unloads one. */
  readonly onUnloaded: (app: DevApp, trace: Trace) => void;
  /** The app was handed the events that were collected for it. */
  readonly onExported: (app: DevApp, trace: Trace) => void;
  /** Something of the app cannot be watched. */
  readonly onUnwatched: (app: DevApp, error: Error) => void;
  /** A file was written that tells of apps, such as plugin.json. */
  readonly onManifest: () => void;
}

interface DevAppOptions extends DevAppEvents {
  /** Of plugin.json, or that of the folder. */
  readonly name: string;
  /** Absolute path of its folder. */
  readonly root: string;
  readonly app: App;
  /** Stops its calls. */
  readonly signal: AbortSignal;
  /** Whether another app has its name. */
  readonly hasTwin: (app: DevApp) => boolean;
  /** Its folder, as the user sees it. */
  readonly folder: string;
}

/** What an app is made of; what else a build or an editor writes changes nothing. */
const ofApp = /\.(?:[cm]?[jt]sx?|json)$/;
const manifest = /(?:^|[\\/])plugin\.json$/;
/** Editors and builds write in several steps, so a load waits until nothing was written for this long, but not for ever. */
const quietMs = 60;
const longestWaitMs = 2_000;
/** A batch is handed over when no event came for this long: who tries an app does not wait for PostHog's ten seconds. */
const quietBatchMs = 1_000;
const others = /(?:^|[\\/])(?:node_modules|\.[^\\/]+)(?:[\\/]|$)|\.d\.ts$|\.scenario\.json$/;

export class DevApp implements PipelineApp, AsyncDisposable {
  readonly #options: DevAppOptions;
  readonly #watch: FileWatch;
  readonly #app: App;
  #name: string;
  #exports: readonly string[] = [];
  #changed: string | undefined;
  #changedAt = 0;
  #batchTimer: NodeJS.Timeout | undefined;
  /** When the events that are held have to be handed over at the latest. */
  #batchEnd: number | undefined;
  #isDisposed = false;
  /** Calls and loads follow each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DevAppOptions) {
    this.#options = options;
    this.#name = options.name;
    this.#app = options.app;
    const { root } = options;
    this.#watch = new FileWatch({
      root,
      isLeftOut: (path) => others.test(relative(root, path)),
      onChange: (path) => this.#take(relative(root, path)),
      onProblem: (error) => options.onUnwatched(this, error),
    });
  }

  /** As plugin.json had it when the app was loaded. */
  get name(): string {
    return this.#name;
  }

  /** Apps of one name are told apart by their folders. */
  get label(): string {
    const { folder, hasTwin } = this.#options;
    return hasTwin(this) ? `${this.#name} (${folder})` : this.#name;
  }

  get root(): string {
    return this.#options.root;
  }

  /** What the app exports, by name. */
  get own(): readonly string[] {
    return this.#exports;
  }

  /** PostHog collects for `exportEvents` where it calls `onEvent`. */
  get exports(): readonly string[] {
    return this.#exports.map((name) => (name === 'exportEvents' ? 'onEvent' : name));
  }

  /** @param isNew whether the app came while events did. */
  load(isNew: boolean): Promise<void> {
    return this.#queue(() => this.#load(undefined, isNew));
  }

  call(entryPoint: string, input: Json): Promise<Trace> {
    return this.#queue(async () => {
      const trace = await this.#app.call(entryPoint, input, this.#options.signal);
      this.#timeBatch();
      return trace;
    });
  }

  /** Resolves when what was begun is done, such as a load. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#watch[Symbol.dispose]();
    await this.#queue(() => this.#unload());
    await this.#app.dispose();
  }

  /** @param file that was written, came or went. */
  #take(file: string): void {
    if (!ofApp.test(file)) return;
    if (manifest.test(file)) this.#options.onManifest();
    const isWaiting = this.#changed !== undefined;
    this.#changed = file;
    this.#changedAt = performance.now();
    if (!isWaiting) void this.#queue(() => this.#reload());
  }

  /** Events come, and the time of the batch is put off, but not beyond that of PostHog's buffer. */
  #timeBatch(): void {
    clearTimeout(this.#batchTimer);
    const { untilBatchMs } = this.#app;
    const now = performance.now();
    this.#batchEnd = untilBatchMs === undefined ? undefined : (this.#batchEnd ?? now + untilBatchMs);
    if (this.#batchEnd === undefined) return;
    const inMs = Math.max(0, Math.min(quietBatchMs, this.#batchEnd - now));
    this.#batchTimer = setTimeout(() => void this.#queue(() => this.#handOver()), inMs);
  }

  async #handOver(): Promise<void> {
    this.#batchEnd = undefined;
    const trace = await this.#app.handOverBatch();
    if (trace !== undefined) this.#options.onExported(this, trace);
  }

  async #reload(): Promise<void> {
    if (this.#isDisposed) return;
    // Before the wait, since files may change while the app takes its leave.
    await this.#unload();
    const latest = performance.now() + longestWaitMs;
    for (
      let now = performance.now();
      now < this.#changedAt + quietMs && now < latest;
      now = performance.now()
    )
      await pass(this.#changedAt + quietMs - now);
    const changed = this.#changed;
    this.#changed = undefined;
    // An app that is deleted has nothing to load; that it is gone is told by who looks for apps.
    if (this.#isDisposed) return;
    if (existsSync(join(this.root, 'plugin.json'))) await this.#load(changed);
    else this.#exports = [];
  }

  async #load(changed: string | undefined, isNew = false): Promise<void> {
    const { onLoaded, signal } = this.#options;
    const { exports, trace } = await this.#app.start(signal);
    // The end was asked for meanwhile. Ctrl+C also ends a process that is not ready yet, which is no failure then.
    if (signal.aborted) return;
    this.#exports = exports;
    const before = this.#name;
    if (trace.outcome === 'completed') this.#name = plainText(this.#app.name?.trim() || basename(this.root));
    onLoaded(this, trace, { changed, before, isNew });
  }

  async #unload(): Promise<void> {
    clearTimeout(this.#batchTimer);
    this.#batchEnd = undefined;
    const trace = await this.#app.unload();
    if (trace !== undefined) this.#options.onUnloaded(this, trace);
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
