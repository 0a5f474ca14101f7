/**
 * Publishes what the rules report, and the first mistake of a broken plugin.json, for all apps of the workspace. Edits
 * are waited out, results that a newer text has overtaken are dropped, and apps with open files come first.
 */
import { type Diagnostic, DiagnosticSeverity, type ServerCapabilities } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { brokenManifest, lspMethods } from '../../protocol/lsp.ts';
import type { App } from '../analysis/appFolder.ts';
import type { Finding } from '../analysis/finding.ts';
import { pauseAfterAnswer, type ServerContext } from '../context.ts';
import { pathToUri } from '../uris.ts';
import { diagnosticSource, findingToDiagnostic } from './findingToDiagnostic.ts';
import { toldByEditor } from './toldByEditor.ts';

/** Long enough for a burst of keys, short enough to feel immediate. */
const debounceMilliseconds = 120;
/** A large app is checked only in a pause that is as long as its check, but after this time in any case. */
const longestWaitMilliseconds = 1000;
/** Or, for who never pauses, after as many times the length of a check: most of the time is for answers. */
const longestWaitChecks = 4;

/** How long nothing has changed before apps are looked at together. */
const togetherMilliseconds = 400;

const overtaken = new Error('A newer text has overtaken this look at several apps.');

export function registerDiagnostics(context: ServerContext): ServerCapabilities {
  const publisher = new Publisher(context);
  context.onDidTouch((root) => publisher.touch(root));
  context.lint.onDidChange(() => publisher.touchAll());
  return {};
}

class Publisher {
  readonly #context: ServerContext;
  /** Files with diagnostics, by app, so that those that lose all of them are told so. */
  readonly #published = new Map<string, ReadonlySet<string>>();
  /** Apps to check, each with the number of its last change. */
  readonly #waiting = new Map<string, number>();
  /** How many milliseconds the last check of each app took. */
  readonly #lastTimes = new Map<string, number>();
  /** What the log last said of apps that are too many. */
  #told: string | undefined;
  #waitingSince = 0;
  #changes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  touch(root: string): void {
    this.#changes += 1;
    if (this.#waiting.size === 0) this.#waitingSince = performance.now();
    this.#waiting.set(root, this.#changes);
    const lastTime = this.#lastTimes.get(root);
    // The first look at an app need not wait: nobody is typing yet.
    this.#schedule(lastTime === undefined ? 0 : Math.max(debounceMilliseconds, this.#pauseFor(lastTime)));
  }

  /** Whoever asks while an app is being checked has to wait for it, so the check comes when nobody asks. */
  #pauseFor(lastTime: number): number {
    const waited = performance.now() - this.#waitingSince;
    const longestWait = Math.max(longestWaitMilliseconds, longestWaitChecks * lastTime);
    return Math.max(0, Math.min(lastTime, longestWait - waited));
  }

  touchAll(): void {
    for (const { root } of this.#context.apps.list()) this.touch(root);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    const slowest = Math.max(...[...this.#waiting.keys()].map((root) => this.#lastTimes.get(root) ?? 0));
    const pause = this.#context.pauseLeft(this.#pauseFor(Math.max(slowest, pauseAfterAnswer)));
    if (pause > 0) {
      this.#schedule(pause);
      return;
    }
    this.#isRunning = true;
    for (let root = this.#next(); root !== undefined; root = this.#next()) {
      const change = this.#waiting.get(root);
      const isNewest = (): boolean => this.#waiting.get(root) === change;
      await this.#check(root, isNewest).catch((error: unknown) => {
        this.#context.logError('checking an app', error);
      });
      if (!isNewest()) break;
      this.#waiting.delete(root);
    }
    this.#isRunning = false;
    if (this.#waiting.size === 0) this.#scheduleTogether();
    if (this.#waiting.size === 0) void this.#context.connection.sendNotification(lspMethods.analysisChanged);
    // Somebody is typing: what was overtaken is checked when they pause.
    if (this.#waiting.size > 0) this.#schedule(debounceMilliseconds);
  }

  /** Loops through several apps are looked for when there is nothing else to do. */
  #scheduleTogether(): void {
    clearTimeout(this.#timer);
    const changes = this.#changes;
    this.#timer = setTimeout(() => {
      this.#lookTogether(changes).catch((error: unknown) => {
        if (error !== overtaken) this.#context.logError('looking at several apps', error);
      });
    }, togetherMilliseconds);
  }

  async #lookTogether(changes: number): Promise<void> {
    const { apps, lint } = this.#context;
    const [first, second] = apps.list();
    if (first === undefined || second === undefined) return;
    const levels = await lint.levelsFor(first.root);
    const engine = await this.#context.engine();
    const pause = async (): Promise<void> => {
      await this.#context.quiet();
      await new Promise((resolve) => {
        setTimeout(resolve, 0);
      });
      if (this.#changes !== changes) throw overtaken;
    };
    await pause();
    const tooMany = engine.tooManyTogether(apps.list(), levels);
    if (tooMany !== undefined && tooMany !== this.#told) this.#context.connection.console.info(tooMany);
    this.#told = tooMany;
    if (!(await engine.lookBetweenApps(apps.list(), levels, pause))) return;
    for (const { root } of apps.list()) await this.#check(root, () => this.#changes === changes);
    void this.#context.connection.sendNotification(lspMethods.analysisChanged);
  }

  /** Apps somebody is working on come first. */
  #next(): string | undefined {
    const roots = [...this.#waiting.keys()];
    return roots.find((root) => this.#context.files.openWithin(root).length > 0) ?? roots[0];
  }

  async #check(root: string, isNewest: () => boolean): Promise<void> {
    const { apps, lint } = this.#context;
    const levels = await lint.levelsFor(root);
    await apps.ready();
    await this.#context.engine();
    await this.#context.quiet();
    if (!isNewest()) return;
    const app = apps.get(root);
    const byUri = new Map<string, Diagnostic[]>();
    const start = performance.now();
    if (app !== undefined) {
      this.#checkManifest(app, byUri);
      await this.#checkCode(app, levels, byUri);
    }
    if (!isNewest()) return;
    this.#lastTimes.set(root, performance.now() - start);
    this.#publish(root, byUri);
  }

  #checkManifest({ manifestPath, manifest }: App, byUri: Map<string, Diagnostic[]>): void {
    const { problem, text } = manifest;
    if (problem === null) return;
    const document = TextDocument.create('', 'json', 0, text);
    byUri.set(
      pathToUri(manifestPath),
      [problem, ...problem.others].map(({ start, length }) => ({
        range: { start: document.positionAt(start), end: document.positionAt(start + length) },
        severity: DiagnosticSeverity.Error,
        code: brokenManifest,
        source: diagnosticSource,
        message: problem.message,
      })),
    );
  }

  async #checkCode(
    app: App,
    levels: Awaited<ReturnType<ServerContext['lint']['levelsFor']>>,
    byUri: Map<string, Diagnostic[]>,
  ): Promise<void> {
    const engine = await this.#context.engine();
    try {
      const program = engine.serviceOf(app).program();
      const tellingOf = toldByEditor(this.#context, engine, app, levels);
      for (const finding of engine.findings(app, levels)) {
        const telling = tellingOf(finding);
        if (telling === 'all') continue;
        const shown: Finding = telling === 'part' ? { ...finding, severity: 'hint' } : finding;
        const uri = pathToUri(finding.span.file);
        const diagnostics = byUri.get(uri) ?? [];
        byUri.set(uri, diagnostics);
        diagnostics.push(findingToDiagnostic(shown, program, this.#context.host.assets.ruleDocs));
      }
    } catch (error) {
      this.#context.logError('checking an app', error);
    }
  }

  #publish(root: string, byUri: ReadonlyMap<string, Diagnostic[]>): void {
    const { connection, documents } = this.#context;
    const gone = [...(this.#published.get(root) ?? [])].filter((uri) => !byUri.has(uri));
    for (const uri of [...gone, ...byUri.keys()]) {
      const diagnostics = byUri.get(uri) ?? [];
      const version = documents.get(uri)?.version;
      void connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
    }
    if (byUri.size > 0) this.#published.set(root, new Set(byUri.keys()));
    else this.#published.delete(root);
  }
}
