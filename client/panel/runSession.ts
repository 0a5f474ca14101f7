/** The state of the run panel: which app and entry point it shows, what the user entered, and the last run. */
import * as vscode from 'vscode';
import { type HostPair, localHost } from '../../platform/hosts.ts';
import type { Manifest } from '../../platform/manifest.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { PanelProblem, PanelRun, PanelState } from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import { contextKeys } from '../contributions.ts';
import { attachDebugger } from '../features/debugApp.ts';
import { RuntimeEnded } from '../runtimeProcess.ts';
import type { Services } from '../services.ts';
import { AppWatcher } from './appWatcher.ts';
import { readAppManifest } from './appManifest.ts';
import { configForm } from './configForm.ts';
import { chooseEntryPoint, entryPointsOf } from './entryPoints.ts';
import { describeHost, settingProblem } from './hostState.ts';
import { appSource, AttachmentMissing, buildRunRequest, shownAccess } from './runRequest.ts';

export interface RunTarget {
  readonly rootUri: string;
  /** Null for the one that suits best. */
  readonly entryPoint: string | null;
}

export class RunSession implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<PanelState>();
  #target: RunTarget;
  #run: PanelRun | null = null;
  #lastRequest: RunRequest | undefined;
  #runs = 0;
  #failure: PanelProblem | null = null;
  #stop: AbortController | undefined;
  #hostOfRun: HostPair = localHost;
  #updates = 0;
  #watcher: AppWatcher | undefined;
  /** Whether something changed while a run was on. */
  #runsAgain = false;
  #isDisposed = false;

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

  get run(): PanelRun | null {
    return this.#run;
  }

  /** What the last run was asked for. */
  get lastRequest(): RunRequest | undefined {
    return this.#lastRequest;
  }

  /** The two origins that count as one host when the user is asked for consent. */
  get hostOfRun(): HostPair {
    return this.#hostOfRun;
  }

  /** Shows another app or entry point; the last run stays while the app stays. */
  async select(target: RunTarget): Promise<void> {
    const isOther = target.rootUri !== this.#target.rootUri;
    if (isOther) {
      this.#run = null;
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
    return {
      app: app === undefined ? null : { rootUri, name: app.name },
      entryPoints,
      entryPoint,
      host: describeHost(access),
      input,
      config: await this.#configForm(manifest),
      problem: blocking ?? this.#failure ?? settingProblem(problems),
      run: this.#run,
      isWatching: this.#watcher !== undefined,
      canRun: blocking === null && (input === null || input.problem === null),
    };
  }

  /** Runs what is shown, unless a run is on or something must be mended first; the view says what. */
  async start({ isDebugged = false }: { readonly isDebugged?: boolean } = {}): Promise<void> {
    if (this.#stop !== undefined) return;
    const stop = (this.#stop = new AbortController());
    this.#failure = null;
    try {
      const state = await this.describe();
      if (state.canRun && state.entryPoint !== null) {
        await this.#call(state, state.entryPoint, isDebugged, stop.signal);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#stop = undefined;
      this.#tellRunning(false);
      await this.update();
    }
    if (!this.#runsAgain) return;
    this.#runsAgain = false;
    await this.start();
  }

  /** Attaches the debugger to the app of this run; ending the debugger ends the run. */
  attachDebugger(address: string): Promise<boolean> {
    const name = `Debug ${this.app?.name ?? 'App'}`;
    return attachDebugger(address, { name, root: this.root }, () => this.stop());
  }

  /** Repeats the run whenever a file of the app changes, or no longer. */
  watch(isWatching: boolean): void {
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
    else this.#runsAgain = true;
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
    this.#runsAgain = false;
    this.#forgetFiles();
    this.stop();
    this.#changed.dispose();
  }

  async #call(
    state: PanelState,
    entryPoint: string,
    isDebugged: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { manifest } = await readAppManifest(this.root);
    const request = {
      ...(await buildRunRequest(this.root, entryPoint, manifest, this.#services)),
      isDebugged,
    };
    this.#hostOfRun = request.access.host;
    const before = this.#run;
    const run = this.#begin(request);
    this.#tellRunning(true);
    this.#changed.fire({ ...state, problem: null, run });
    try {
      const trace = await this.#services.runtime().run(request, signal);
      this.#run = { ...run, trace };
      this.#lastRequest = request;
    } catch (error) {
      this.#run = before;
      throw error;
    }
  }

  #begin({ entryPoint, access }: RunRequest): PanelRun {
    this.#runs += 1;
    const startedAt = new Date().toISOString();
    const { label } = describeHost(access);
    this.#run = { id: this.#runs, startedAt, entryPoint, host: label, trace: null };
    return this.#run;
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
    message: 'You do not trust this workspace yet, so its apps do not run. Types and warnings work.',
    actions: [{ label: 'Manage Trust', message: { type: 'manageTrust' } }],
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
