/** The state of the run panel: which app and entry point it shows, what the next run gets, and the last run. */
import * as vscode from 'vscode';
import { hostLabel, type HostPair, localHost } from '../../platform/hosts.ts';
import type { Manifest } from '../../platform/manifest.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type {
  OpenedParts,
  PanelApp,
  PanelComparison,
  PanelProblem,
  PanelRun,
  PanelState,
} from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import type { Trace } from '../../protocol/trace.ts';
import { contextKeys } from '../contributions.ts';
import { attachDebugger } from '../features/debugApp.ts';
import { isKeyHeldBack } from '../features/personalKeys.ts';
import type { Services } from '../services.ts';
import { nothingRuns } from '../trust.ts';
import { chainEntryPoint } from './appChain.ts';
import { readAppManifest } from './appManifest.ts';
import type { StartedCall } from './callApp.ts';
import { captureFates } from './captureFates.ts';
import { configForm } from './configForm.ts';
import { chooseEntryPoint, entryPointsOf, eventEntryPoint } from './entryPoints.ts';
import { canFollow, stepsOf } from './followRun.ts';
import { type ChainRecord, chainStep } from './history/chainRecord.ts';
import { compareRuns } from './history/compareRuns.ts';
import type { RunRecord } from './history/runRecord.ts';
import { shownRun, startedRun } from './history/shownRun.ts';
import { describeHost, remarkOn, settingProblem } from './hostState.ts';
import { takePastInput } from './pastInput.ts';
import { RunFollower } from './runFollower.ts';
import { failureProblem, listProblem, missingProblem, trustProblem } from './runProblems.ts';
import { appSource, shownAccess } from './runRequest.ts';
import { runTarget } from './runTarget.ts';
import { stepToShow } from './stepToShow.ts';
import { WatchedFiles } from './watchedFiles.ts';

export interface RunTarget {
  readonly rootUri: string;
  /** Null for the one that suits best. */
  readonly entryPoint: string | null;
  /** Several apps in order, by the URIs of their folders, of which `rootUri` is the first; else one app alone. */
  readonly apps?: readonly string[];
  /** The whole life of the app; the entry point is what the event is for. */
  readonly isLifeCycle?: boolean;
}

export interface StartOptions {
  readonly isDebugged?: boolean;
}

/** What is shown of the past. */
interface Shown {
  readonly record: RunRecord;
  /** The chain that the run belongs to. */
  readonly chain: ChainRecord | null;
}

export class RunSession implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<PanelState>();
  #target: RunTarget;
  #run: PanelRun | null = null;
  /** The run that is shown, whole. */
  #shown: Shown | null = null;
  #comparison: PanelComparison | null = null;
  /** What the runs of this window were asked for, with the input as it was given. */
  readonly #requests = new WeakMap<Trace, RunRequest>();
  /** Another one whenever one of several calls begins or has ended. */
  #step = 0;
  #runs = 0;
  #failure: PanelProblem | null = null;
  #stop: AbortController | undefined;
  #hostOfRun: HostPair = localHost;
  #appOfRun: PanelApp | undefined;
  #updates = 0;
  #watched: WatchedFiles | undefined;
  /** How the run that is on was started. */
  #options: StartOptions = {};
  /** What follows it: something changed meanwhile, or the user restarts it. */
  #again: StartOptions | undefined;
  #isDisposed = false;
  /** Origins that got a personal key since the run that is shown. */
  readonly #keysSet = new Set<string>();
  readonly #follower: RunFollower;
  /** Whether what the run captured is fed back without being asked for. */
  #isFollowedAtOnce = false;

  /** Which parts of the panel the user opened or closed. */
  opened: OpenedParts = {};

  /** Fires with the whole state whenever any of it may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Services, target: RunTarget) {
    this.#services = services;
    this.#target = target;
    this.#follower = new RunFollower(services, () => void this.update());
  }

  get target(): RunTarget {
    return this.#target;
  }

  get app(): AppInfo | undefined {
    return this.#known(this.#target.rootUri);
  }

  get root(): vscode.Uri {
    return vscode.Uri.parse(this.#target.rootUri);
  }

  /** The run whose results are shown. */
  get record(): RunRecord | null {
    return this.#shown?.record ?? null;
  }

  /** The runs that belong to it, in their order; it alone where it is of one app. */
  get records(): readonly RunRecord[] {
    const { record, chain = null } = this.#shown ?? {};
    return chain?.steps ?? (record === undefined ? [] : [record]);
  }

  get comparison(): PanelComparison | null {
    return this.#comparison;
  }

  /** The same, with the runs that it belongs to. */
  get shown(): Shown | null {
    return this.#shown;
  }

  /** What a run of this window was asked for; undefined for one of before. */
  requestOf({ trace }: RunRecord): RunRequest | undefined {
    return this.#requests.get(trace);
  }

  /** The two origins that count as one host when the user is asked for consent. */
  get hostOfRun(): HostPair {
    return this.#hostOfRun;
  }

  /** Shows another app or entry point; the last run stays while the app stays. */
  async select(target: RunTarget): Promise<void> {
    const isOther = appsOf(target).join(' ') !== appsOf(this.#target).join(' ');
    if (isOther) this.#show(null, null);
    this.#failure = null;
    this.#target = target;
    await this.update();
  }

  /** Tells the view what stands now. */
  async update(): Promise<void> {
    this.#updates += 1;
    const update = this.#updates;
    const state = await this.describe();
    // A later update has more to say, and may have overtaken this one.
    if (update !== this.#updates || this.#isDisposed) return;
    this.#watchFiles();
    this.#changed.fire(state);
  }

  async describe(): Promise<PanelState> {
    const { rootUri } = this.#target;
    const apps = (this.#target.apps ?? []).map((uri) => this.#known(uri));
    const isChain = apps.length > 0;
    const isLifeCycle = !isChain && this.#target.isLifeCycle === true;
    const app = this.app;
    const { manifest, problem: manifestProblem } = await readAppManifest(this.root);
    const shown = shownAccess();
    const { problems } = shown;
    const entryPoints = app === undefined || isChain ? [] : entryPointsOf(app);
    const wanted = this.#target.entryPoint;
    const entryPoint = isChain
      ? chainEntryPoint
      : isLifeCycle && entryPoints.length > 0
        ? (eventEntryPoint(entryPoints, null) ?? 'setupPlugin')
        : chooseEntryPoint(entryPoints, wanted);
    const host = problems.filter(({ key }) => key === 'host');
    const input = entryPoint === null ? null : await this.#services.inputs.describe(rootUri, entryPoint);
    const missing = apps.includes(undefined) ? undefined : app;
    const blocking =
      trustProblem() ??
      manifestProblem ??
      missingProblem(missing, entryPoint) ??
      settingProblem(host) ??
      (isChain || isLifeCycle ? listProblem(input) : null);
    return {
      app: app === undefined ? null : { rootUri, name: app.name },
      apps: apps.flatMap((one) => (one === undefined ? [] : { rootUri: one.rootUri, name: one.name })),
      isLifeCycle,
      entryPoints,
      entryPoint,
      host: describeHost(shown, this.#services.projectNames, vscode.workspace.isTrusted ? null : nothingRuns),
      input,
      config: isChain ? [] : await this.#configForm(manifest),
      problem: blocking ?? this.#failure ?? remarkOn(problems),
      run: this.#run,
      isOtherInput: await this.#isOtherInput(entryPoint),
      history: this.#services.history.runs,
      comparison: this.#comparison,
      chain: this.#describeChain(),
      follow: {
        isPossible: this.#shown !== null && canFollow(this.#shown, this.#services.apps.known),
        progress: this.#follower.progressOf(this.record?.id),
      },
      keysSet: [...this.#keysSet],
      keysHeldBack: [...this.#keysSet].filter(isKeyHeldBack),
      isWatching: this.#watched !== undefined,
      opened: this.opened,
      canRun: blocking === null && (input === null || input.problem === null),
    };
  }

  /** Runs what is shown, unless a run is on or something must be mended first; the view says what. */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.#stop !== undefined) return;
    this.#follower.giveUp();
    const stop = (this.#stop = new AbortController());
    this.#isFollowedAtOnce = false;
    this.#options = options;
    this.#failure = null;
    const before = this.#run;
    try {
      const state = await this.describe();
      if (state.canRun && state.entryPoint !== null) {
        await this.#runWhatIsShown(state, state.entryPoint, options.isDebugged === true, stop.signal);
      }
    } catch (error) {
      this.#run = before;
      this.#failed(error);
    } finally {
      this.#stop = undefined;
      this.#tellRunning(false);
      await this.update();
    }
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) await this.start(again);
    else if (this.#isFollowedAtOnce) void this.follow();
  }

  /** Feeds what the run captured back through the apps, as PostHog does, until it rests or a limit is reached. */
  async follow(): Promise<void> {
    const shown = this.#shown;
    if (shown === null || this.#isDisposed || !canFollow(shown, this.#services.apps.known)) return;
    try {
      const following = this.#follower.follow(shown);
      this.#tellFollowing();
      const followed = await following;
      if (followed !== null) this.#takeFollowed(shown, followed);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#tellFollowing();
      await this.update();
    }
  }

  /**
   * Takes over what a run of the history was: its app, its entry point, and what it was given. The next run repeats it.
   *
   * @returns what was found; null when it is no longer kept.
   */
  async takeOver(id: string): Promise<Shown | null> {
    const { history } = this.#services;
    const chain = (await history.readChain(id)) ?? null;
    const record = await history.readMain(id);
    if (record === undefined) return null;
    const target = targetOf(record, chain);
    await takePastInput(chain ?? record, target, this.#services);
    await this.select(target);
    return { record, chain };
  }

  /**
   * Shows a run of the history. What it was given is what the next run gets.
   *
   * @returns false when it is no longer kept.
   */
  async showPast(id: string): Promise<boolean> {
    const before = this.#run;
    const chainBefore = this.#shown?.chain ?? null;
    const found = await this.takeOver(id);
    if (found === null) return false;
    // To look at another step of the chain that has just run is no look into the past.
    const isOfShown = found.chain !== null && found.chain.id === chainBefore?.id;
    this.#runs += 1;
    this.#showRecord(found, isOfShown ? (before?.isPast ?? true) : true);
    await this.update();
    return true;
  }

  /** Shows the last run of the app and entry point, after a reload of the window. */
  async showLast(): Promise<void> {
    const { rootUri, entryPoint } = this.#target;
    const last = this.#services.history.runs.find(
      (run) =>
        run.rootUri === rootUri &&
        run.steps.length === 0 &&
        (entryPoint === null || run.entryPoint === entryPoint),
    );
    if (last !== undefined && this.#run === null) await this.showPast(last.id);
  }

  /** Says what differs between the run that is shown and one of the history. */
  async compareWith(other: RunRecord | null): Promise<void> {
    const shown = this.record;
    this.#comparison =
      other === null || shown === null
        ? null
        : { id: other.id, startedAt: other.startedAt, differences: compareRuns(other, shown) };
    await this.update();
  }

  /** Attaches the debugger to the app of this run; ending the debugger ends the run. */
  attachDebugger(address: string): Promise<boolean> {
    const { name, rootUri } = this.#appOfRun ?? { name: 'App', rootUri: this.#target.rootUri };
    const what = this.#run?.entryPoint ?? 'App';
    const target = { name, what, root: vscode.Uri.parse(rootUri) };
    const step = this.#step;
    return attachDebugger(address, target, {
      // Each of several apps has a debugger of its own, which ends with that app and not with the run.
      onEnd: () => {
        if (this.#step === step) this.stop();
      },
      onRestart: () => {
        this.#again = this.#options;
        this.stop();
      },
    });
  }

  /** Repeats the run whenever a file of the app changes, or no longer. */
  watch(isWatching: boolean): void {
    if (isWatching && !vscode.workspace.isTrusted) return;
    if (isWatching === (this.#watched !== undefined)) return;
    this.#watched?.dispose();
    this.#watched = isWatching ? new WatchedFiles(() => this.#repeat()) : undefined;
    this.#watchFiles();
  }

  /** The input of the run was saved. */
  inputSaved(): void {
    if (this.#watched !== undefined) this.#repeat();
  }

  /** The apps, and what else a run of them reads. */
  #watchFiles(): void {
    if (this.#watched === undefined) return;
    const { config, inputs } = this.#services;
    const { rootUri, entryPoint } = this.#target;
    const roots = appsOf(this.#target);
    const attached = roots.flatMap((uri) => Object.values(config.entries(uri).attachments));
    const list = entryPoint === null ? null : inputs.listOf(rootUri, entryPoint);
    const events = list !== null && 'file' in list.from ? [vscode.Uri.parse(list.from.file).fsPath] : [];
    this.#watched.set(
      roots.map((uri) => vscode.Uri.parse(uri)),
      [...attached, ...events],
    );
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
    this.#follower.stop();
  }

  /** Has a sandbox ready before the user asks for a run. */
  async warmUp(): Promise<void> {
    if (vscode.workspace.isTrusted) await this.#services.runtime().warmUp(appSource(this.root));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#again = undefined;
    this.#watched?.dispose();
    this.#watched = undefined;
    this.stop();
    this.#follower.giveUp();
    this.#changed.dispose();
  }

  async #runWhatIsShown(
    state: PanelState,
    entryPoint: string,
    isDebugged: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { app } = this;
    if (app === undefined) return;
    const { history, inputs } = this.#services;
    const given = await inputs.given(this.#target.rootUri, entryPoint);
    this.#runs += 1;
    const ended = await runTarget({
      id: history.createId(),
      app,
      apps: (this.#target.apps ?? []).flatMap((uri) => this.#known(uri) ?? []),
      isLifeCycle: state.isLifeCycle,
      entryPoint,
      given,
      isDebugged,
      signal,
      services: this.#services,
      onStart: (of, called, started) => {
        this.#appOfRun = of;
        this.#step += 1;
        this.#tellStart(state, called, started);
      },
      onStepEnd: () => {
        this.#step += 1;
      },
    });
    if (ended === null) return;
    const { calls, chain, record } = ended;
    for (const call of calls) this.#requests.set(call.record.trace, call.request);
    this.#keep(chain === null ? history.add(record) : history.addChain(chain));
    this.#showRecord({ record, chain }, false);
    // On a real host each hop sends what the app sends: that is for the user to say.
    this.#isFollowedAtOnce = !isDebugged && !state.host.isLive && !signal.aborted;
  }

  /** The run with what came back; the user may look at another run by now. */
  #takeFollowed(before: Shown, followed: Shown): void {
    for (const [index, { trace }] of stepsOf(before).entries()) {
      const request = this.#requests.get(trace);
      const after = stepsOf(followed)[index];
      if (request !== undefined && after !== undefined) this.#requests.set(after.trace, request);
    }
    this.#keep(this.#services.history.replace(followed.chain ?? followed.record));
    const { record } = this;
    if (this.#run === null) return;
    const shown = stepToShow(stepsOf(followed), record?.id, this.#run.isPast);
    if (shown === undefined) return;
    this.#shown = { record: shown, chain: followed.chain };
    this.#run = this.#describeRun(shown, this.#run.id, this.#run.isPast);
  }

  #tellStart(state: PanelState, entryPoint: string, { host, startedAt }: StartedCall): void {
    this.#hostOfRun = host;
    this.#run = startedRun(this.#runs, entryPoint, hostLabel(host), startedAt);
    this.#keysSet.clear();
    this.#tellRunning(true);
    this.#changed.fire({ ...state, keysSet: [], keysHeldBack: [], problem: null, run: this.#run });
  }

  /** The view hears of the run first; writing it takes a while. */
  #keep(writing: Promise<void>): void {
    writing.catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#services.output.error(`The run could not be kept: ${message}`);
    });
  }

  #showRecord(shown: Shown, isPast: boolean): void {
    this.#show(shown, this.#describeRun(shown.record, this.#runs, isPast));
  }

  #describeRun(record: RunRecord, number: number, isPast: boolean): PanelRun {
    const costBefore = this.#services.history.before(record.id)?.cost ?? null;
    const fates = captureFates(vscode.Uri.parse(record.rootUri), record.trace.captured);
    return shownRun(record, { number, isPast, costBefore, fates });
  }

  #show(shown: Shown | null, run: PanelRun | null): void {
    this.#shown = shown;
    this.#run = run;
    this.#comparison = null;
  }

  #describeChain(): PanelState['chain'] {
    const chain = this.#shown?.chain ?? null;
    if (chain === null) return null;
    return {
      id: chain.id,
      isLifeCycle: chain.lifeCycle !== undefined,
      steps: chain.steps.map(chainStep),
    };
  }

  async #isOtherInput(entryPoint: string | null): Promise<boolean> {
    if (this.#shown === null || entryPoint === null) return false;
    const { record, chain } = this.#shown;
    const isSameTarget = chain !== null || record.entryPoint === entryPoint;
    const given = { id: record.id, value: record.input, from: record.from ?? null };
    return !isSameTarget || !(await this.#services.inputs.isChosen(this.#target.rootUri, entryPoint, given));
  }

  #known(rootUri: string): AppInfo | undefined {
    return this.#services.apps.known.find((app) => app.rootUri === rootUri);
  }

  #tellRunning(isRunning: boolean): void {
    void vscode.commands.executeCommand('setContext', contextKeys.isRunning, isRunning);
  }

  #tellFollowing(): void {
    const { isOn } = this.#follower;
    void vscode.commands.executeCommand('setContext', contextKeys.isFollowing, isOn);
  }

  #failed(error: unknown): void {
    this.#services.output.error(error instanceof Error ? error : String(error));
    this.#failure = failureProblem(error, (this.#target.apps ?? []).length === 0);
  }

  /** What the next run reads has been changed: what was in the way of the last one may be no more. */
  mended(): void {
    this.#failure = null;
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

/** The folders of the apps that a run is of. */
function appsOf({ rootUri, apps = [] }: RunTarget): readonly string[] {
  return apps.length > 0 ? apps : [rootUri];
}

function targetOf(record: RunRecord, chain: ChainRecord | null): RunTarget {
  if (chain?.lifeCycle !== undefined) {
    return { rootUri: record.rootUri, entryPoint: chain.lifeCycle.eventFor, isLifeCycle: true };
  }
  const apps = (chain?.apps ?? []).map(({ rootUri }) => rootUri);
  const [first] = apps;
  return first === undefined
    ? { rootUri: record.rootUri, entryPoint: record.entryPoint }
    : { rootUri: first, entryPoint: chainEntryPoint, apps };
}
