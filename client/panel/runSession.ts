/** The state of the run panel: which app and entry point it shows, what the user entered, and the last run. */
import * as vscode from 'vscode';
import { hostLabel, type HostPair, localHost } from '../../platform/hosts.ts';
import type { Manifest } from '../../platform/manifest.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type {
  PanelChainStep,
  PanelComparison,
  PanelProblem,
  PanelReport,
  PanelRun,
  PanelState,
} from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import { contextKeys } from '../contributions.ts';
import { attachDebugger } from '../features/debugApp.ts';
import { RuntimeEnded } from '../runtimeProcess.ts';
import type { Services } from '../services.ts';
import { nothingRuns } from '../trust.ts';
import { AppWatcher } from './appWatcher.ts';
import { captureFates } from './captureFates.ts';
import { readAppManifest } from './appManifest.ts';
import { configForm } from './configForm.ts';
import { chooseEntryPoint, entryPointsOf, inputKindOf } from './entryPoints.ts';
import { panelReport } from './eventReport.ts';
import { compareRuns } from './history/compareRuns.ts';
import { type EndedRun, makeRecord } from './history/makeRecord.ts';
import type { RunRecord } from './history/runRecord.ts';
import { shownRun } from './history/shownRun.ts';
import { describeHost, settingProblem } from './hostState.ts';
import { appSource, AttachmentMissing, buildRunRequest, shownAccess } from './runRequest.ts';

export interface RunTarget {
  readonly rootUri: string;
  /** Null for the one that suits best. */
  readonly entryPoint: string | null;
}

export interface StartOptions {
  readonly isDebugged?: boolean;
  /** In the place of the input that the panel shows. */
  readonly input?: Json;
}

export class RunSession implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<PanelState>();
  #target: RunTarget;
  #run: PanelRun | null = null;
  /** The run that is shown, whole. */
  #record: RunRecord | null = null;
  #comparison: PanelComparison | null = null;
  #chain: readonly PanelChainStep[] = [];
  #lastRequest: RunRequest | undefined;
  #lastTrace: Trace | undefined;
  #runs = 0;
  #failure: PanelProblem | null = null;
  #stop: AbortController | undefined;
  #hostOfRun: HostPair = localHost;
  #updates = 0;
  #watcher: AppWatcher | undefined;
  /** How the run that is on was started. */
  #options: StartOptions = {};
  /** What follows it: something changed meanwhile, or the user restarts it. */
  #again: StartOptions | undefined;
  #isDisposed = false;
  /** Origins that got a personal key since the run that is shown. */
  readonly #keysSet = new Set<string>();

  /** Fires with the whole state whenever any of it may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Services, target: RunTarget) {
    this.#services = services;
    this.#target = target;
  }

  get target(): RunTarget {
    return this.#target;
  }

  get app(): AppInfo | undefined {
    return this.#services.apps.known.find(({ rootUri }) => rootUri === this.#target.rootUri);
  }

  get root(): vscode.Uri {
    return vscode.Uri.parse(this.#target.rootUri);
  }

  /** The run whose results are shown. */
  get record(): RunRecord | null {
    return this.#record;
  }

  get comparison(): PanelComparison | null {
    return this.#comparison;
  }

  /** The last run that ended, with what it was asked for. */
  get lastRun(): { readonly request: RunRequest; readonly trace: Trace } | undefined {
    const [request, trace] = [this.#lastRequest, this.#lastTrace];
    return request === undefined || trace === undefined ? undefined : { request, trace };
  }

  /** The two origins that count as one host when the user is asked for consent. */
  get hostOfRun(): HostPair {
    return this.#hostOfRun;
  }

  /** Shows another app or entry point; the last run stays while the app stays. */
  async select(target: RunTarget): Promise<void> {
    const isOther = target.rootUri !== this.#target.rootUri;
    if (isOther) {
      this.#showRun(null, null);
      this.#lastRequest = undefined;
    }
    this.#failure = null;
    this.#target = target;
    if (isOther && this.#watcher !== undefined) this.#watchFiles();
    await this.update();
  }

  /** Tells the view what stands now. */
  async update(): Promise<void> {
    this.#updates += 1;
    const update = this.#updates;
    const state = await this.describe();
    // A later update has more to say, and may have overtaken this one.
    if (update === this.#updates && !this.#isDisposed) this.#changed.fire(state);
  }

  async describe(): Promise<PanelState> {
    return (await this.#look()).state;
  }

  /** The state, and whether something is in the way of a run, whatever its input. */
  async #look(): Promise<{ readonly state: PanelState; readonly isBlocked: boolean }> {
    const { rootUri } = this.#target;
    const { inputs } = this.#services;
    const app = this.app;
    const { manifest, problem: manifestProblem } = await readAppManifest(this.root);
    const { access, problems } = shownAccess();
    const entryPoints = app === undefined ? [] : entryPointsOf(app);
    const entryPoint = chooseEntryPoint(entryPoints, this.#target.entryPoint);
    const host = problems.filter(({ key }) => key === 'host');
    const blocking =
      trustProblem() ?? manifestProblem ?? missingProblem(app, entryPoint) ?? settingProblem(host);
    const input = entryPoint === null ? null : await inputs.describe(rootUri, entryPoint);
    const state: PanelState = {
      app: app === undefined ? null : { rootUri, name: app.name },
      entryPoints,
      entryPoint,
      host: describeHost(access, this.#services.projectNames),
      input,
      config: await this.#configForm(manifest),
      problem: blocking ?? this.#failure ?? settingProblem(problems),
      run: this.#run,
      history: this.#services.history.runs,
      comparison: this.#comparison,
      chain: this.#chain,
      keysSet: [...this.#keysSet],
      isWatching: this.#watcher !== undefined,
      canRun: blocking === null && (input === null || input.problem === null),
    };
    return { state, isBlocked: blocking !== null };
  }

  /** Runs what is shown, unless a run is on or something must be mended first; the view says what. */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.#stop !== undefined) return;
    const stop = (this.#stop = new AbortController());
    this.#options = options;
    this.#failure = null;
    this.#chain = [];
    try {
      const { state, isBlocked } = await this.#look();
      const canRun = options.input === undefined ? state.canRun : !isBlocked;
      if (canRun && state.entryPoint !== null) {
        await this.#call(state, state.entryPoint, options, stop.signal);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#stop = undefined;
      this.#tellRunning(false);
      await this.update();
    }
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) await this.start(again);
  }

  /** Runs what is shown with another input. Gives what is kept of the run, or null when it did not take place. */
  async runWith(input: Json): Promise<RunRecord | null> {
    const before = this.#record;
    await this.start({ input });
    return this.#record === before ? null : this.#record;
  }

  /** Shows that several apps ran in order; the last of the runs is shown already. */
  async showChain(steps: readonly PanelChainStep[]): Promise<void> {
    this.#chain = steps;
    await this.update();
  }

  /**
   * Shows a run of the history.
   *
   * @returns false when it is no longer kept.
   */
  async showPast(id: string): Promise<boolean> {
    const record = await this.#services.history.read(id);
    if (record === undefined) return false;
    await this.select({ rootUri: record.rootUri, entryPoint: record.entryPoint });
    this.#runs += 1;
    this.#showRun(record, this.#shown(record, true));
    await this.update();
    return true;
  }

  /** Shows the last run of the app and entry point, after a reload of the window. */
  async showLast(): Promise<void> {
    const { rootUri, entryPoint } = this.#target;
    const last = this.#services.history.runs.find(
      (run) => run.rootUri === rootUri && (entryPoint === null || run.entryPoint === entryPoint),
    );
    if (last !== undefined && this.#run === null) await this.showPast(last.id);
  }

  /** Says what differs between the run that is shown and one of the history. */
  async compareWith(other: RunRecord | null): Promise<void> {
    const shown = this.#record;
    this.#comparison =
      other === null || shown === null
        ? null
        : { id: other.id, startedAt: other.startedAt, differences: compareRuns(other, shown) };
    await this.update();
  }

  /** Attaches the debugger to the app of this run; ending the debugger ends the run. */
  attachDebugger(address: string): Promise<boolean> {
    const target = { name: this.app?.name ?? 'App', what: this.#run?.entryPoint ?? 'App', root: this.root };
    return attachDebugger(address, target, {
      onEnd: () => this.stop(),
      onRestart: () => {
        this.#again = this.#options;
        this.stop();
      },
    });
  }

  /** Repeats the run whenever a file of the app changes, or no longer. */
  watch(isWatching: boolean): void {
    if (isWatching && !vscode.workspace.isTrusted) return;
    if (isWatching === (this.#watcher !== undefined)) return;
    if (isWatching) this.#watchFiles();
    else this.#forgetFiles();
  }

  /** The input of the run was saved. */
  inputSaved(): void {
    if (this.#watcher !== undefined) this.#repeat();
  }

  #watchFiles(): void {
    this.#forgetFiles();
    this.#watcher = new AppWatcher(this.root, () => this.#repeat());
  }

  #forgetFiles(): void {
    this.#watcher?.dispose();
    this.#watcher = undefined;
  }

  #repeat(): void {
    if (this.#stop === undefined) void this.start();
    else this.#again = {};
  }

  /** The rows that ask for a key of this origin offer to run again. */
  keyWasSet(origin: string): void {
    this.#keysSet.add(origin);
  }

  stop(): void {
    this.#stop?.abort();
  }

  /** Has a sandbox ready before the user asks for a run. */
  async warmUp(): Promise<void> {
    if (vscode.workspace.isTrusted) await this.#services.runtime().warmUp(appSource(this.root));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#again = undefined;
    this.#forgetFiles();
    this.stop();
    this.#changed.dispose();
  }

  async #call(
    state: PanelState,
    entryPoint: string,
    { isDebugged = false, input }: StartOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const { manifest } = await readAppManifest(this.root);
    const request = {
      ...(await buildRunRequest(this.root, entryPoint, manifest, this.#services)),
      ...(input === undefined ? {} : { input }),
      isDebugged,
    };
    this.#hostOfRun = request.access.host;
    this.#keysSet.clear();
    const before = this.#run;
    const run = this.#begin(request);
    this.#tellRunning(true);
    this.#changed.fire({ ...state, keysSet: [], problem: null, run });
    try {
      const { trace, report } = await this.#ask(request, signal);
      const appName = state.app?.name ?? '';
      this.#keep({ request, run, manifest, appName, trace, ...(report === null ? {} : { report }) });
      this.#lastRequest = request;
      this.#lastTrace = trace;
    } catch (error) {
      this.#run = before;
      throw error;
    }
  }

  #begin({ entryPoint, access }: RunRequest): PanelRun {
    this.#runs += 1;
    const startedAt = new Date().toISOString();
    const label = hostLabel(access.host);
    this.#run = {
      id: this.#runs,
      historyId: null,
      isPast: false,
      startedAt,
      entryPoint,
      host: label,
      trace: null,
      cuts: {},
      cost: null,
      costBefore: null,
      fates: [],
      report: null,
    };
    return this.#run;
  }

  /** An export that takes one event gets the events of a list one by one. */
  async #ask(
    request: RunRequest,
    signal: AbortSignal,
  ): Promise<{ readonly trace: Trace; readonly report: PanelReport | null }> {
    const runtime = this.#services.runtime();
    if (!Array.isArray(request.input) || inputKindOf(request.entryPoint) !== 'event') {
      return { trace: await runtime.run(request, signal), report: null };
    }
    const report = await runtime.runMany(request, signal);
    return { trace: report.trace, report: panelReport(report, request.input) };
  }

  /** Writes the run into the history, and shows it. */
  #keep(ended: EndedRun): void {
    const { history, output } = this.#services;
    const record = makeRecord(ended, { id: history.createId(), rootUri: this.#target.rootUri });
    history.add(record).catch((error: unknown) => {
      output.error(`The run could not be kept: ${error instanceof Error ? error.message : String(error)}`);
    });
    this.#showRun(record, this.#shown(record, false));
  }

  #shown(record: RunRecord, isPast: boolean): PanelRun {
    const costBefore = this.#services.history.before(record.id)?.cost ?? null;
    const fates = captureFates(vscode.Uri.parse(record.rootUri), record.trace.captured);
    return shownRun(record, { number: this.#runs, isPast, costBefore, fates });
  }

  #showRun(record: RunRecord | null, run: PanelRun | null): void {
    this.#record = record;
    this.#run = run;
    this.#comparison = null;
  }

  #tellRunning(isRunning: boolean): void {
    void vscode.commands.executeCommand('setContext', contextKeys.isRunning, isRunning);
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#services.output.error(error instanceof Error ? error : message);
    const isExpected = error instanceof RuntimeEnded || error instanceof AttachmentMissing;
    this.#failure = {
      message: isExpected ? message : `The run could not be started: ${message}`,
      actions: [{ label: 'Show Output', message: { type: 'showOutput' } }],
    };
  }

  async #configForm(manifest: Manifest): Promise<PanelState['config']> {
    const { keys, config } = this.#services;
    const { rootUri } = this.#target;
    const hasSecrets = manifest.config.some(({ secret }) => secret === true);
    const secrets = (hasSecrets ? await keys.list() : []).flatMap((secret) =>
      secret.kind === 'config' && secret.rootUri === rootUri ? secret.key : [],
    );
    return configForm(manifest, config.entries(rootUri), new Set(secrets));
  }
}

function trustProblem(): PanelProblem | null {
  if (vscode.workspace.isTrusted) return null;
  return {
    message: nothingRuns,
    actions: [{ label: 'Manage Workspace Trust', message: { type: 'manageTrust' } }],
  };
}

function missingProblem(app: AppInfo | undefined, entryPoint: string | null): PanelProblem | null {
  if (app === undefined) {
    return { message: 'The app is gone. Choose another one, or run one from its code.', actions: [] };
  }
  if (entryPoint !== null) return null;
  const message =
    app.entryUri === null
      ? 'The app has no entry file. Add index.js or index.ts, or name one as "main" in plugin.json.'
      : 'The app exports nothing that PostHog calls. Export processEvent or onEvent.';
  return { message, actions: [] };
}
