/** The session of the run panel: what is chosen, and how runs begin, are followed, repeated and ended. */
import * as vscode from 'vscode';
import { hostLabel, type HostPair, localHost } from '../../platform/hosts.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type {
  OpenedParts,
  PanelApp,
  PanelComparison,
  PanelProblem,
  PanelState,
} from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import { contextKeys } from '../contributions.ts';
import { attachDebugger } from '../features/debugApp.ts';
import type { Services } from '../services.ts';
import type { StartedCall } from './callApp.ts';
import { rootsOf, type RunTarget, targetOf } from './chosenTarget.ts';
import { describePanel, knownApp } from './describePanel.ts';
import { canFollow, type FollowedRun } from './followRun.ts';
import { entryId } from './history/chainRecord.ts';
import type { RunRecord } from './history/runRecord.ts';
import { takePastInput } from './pastInput.ts';
import { RunFollower } from './runFollower.ts';
import { failureProblem } from './runProblems.ts';
import { appSource } from './runRequest.ts';
import { runTarget } from './runTarget.ts';
import { RunWatch } from './runWatch.ts';
import { ShownRuns } from './shownRuns.ts';

export interface StartOptions {
  readonly isDebugged?: boolean;
}

export class RunSession implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<PanelState>();
  readonly #shown: ShownRuns;
  readonly #follower: RunFollower;
  readonly #watch: RunWatch;
  #target: RunTarget;
  #failure: PanelProblem | null = null;
  #stop: AbortController | undefined;
  /** Another one whenever one of several calls begins or has ended. */
  #step = 0;
  #hostOfRun: HostPair = localHost;
  #appOfRun: PanelApp | undefined;
  #updates = 0;
  /** How the run that is on was started. */
  #options: StartOptions = {};
  /** What follows it: something changed meanwhile, or the user restarts it. */
  #again: StartOptions | undefined;
  /** Whether the run that is on was ended so that it begins anew: it is no run to look at. */
  #isRestarted = false;
  #isDisposed = false;
  /** Origins that got a personal key since the run that is shown. */
  readonly #keysSet = new Set<string>();
  /** Whether what the run captured is fed back without being asked for. */
  #isFollowedAtOnce = false;

  /** Which parts of the panel the user opened or closed. */
  opened: OpenedParts = {};

  /** Fires with the whole state whenever any of it may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Services, target: RunTarget) {
    this.#services = services;
    this.#target = target;
    this.#shown = new ShownRuns(services);
    this.#follower = new RunFollower(services, () => void this.update());
    this.#watch = new RunWatch(services, () => this.#repeat());
  }

  get target(): RunTarget {
    return this.#target;
  }

  get app(): AppInfo | undefined {
    return knownApp(this.#services, this.#target.rootUri);
  }

  get root(): vscode.Uri {
    return vscode.Uri.parse(this.#target.rootUri);
  }

  /** The run whose results are shown, with those that it belongs to. */
  get shown(): FollowedRun | null {
    return this.#shown.whole;
  }

  /** The same alone. */
  get record(): RunRecord | null {
    return this.#shown.whole?.record ?? null;
  }

  /** The runs that belong to it, in their order; it alone where it is of one app. */
  get records(): readonly RunRecord[] {
    return this.#shown.records;
  }

  get comparison(): PanelComparison | null {
    return this.#shown.comparison;
  }

  /** What a run of this window was asked for; undefined for one of before. */
  requestOf(record: RunRecord): RunRequest | undefined {
    return this.#shown.requestOf(record);
  }

  /** The two origins that count as one host when the user is asked for consent. */
  get hostOfRun(): HostPair {
    return this.#hostOfRun;
  }

  /** Shows another app or entry point; the last run stays while the app stays. */
  async select(target: RunTarget): Promise<void> {
    if (rootsOf(target).join(' ') !== rootsOf(this.#target).join(' ')) this.#shown.clear();
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
    this.#watch.update(this.#target);
    this.#changed.fire(state);
  }

  describe(): Promise<PanelState> {
    return describePanel(this.#services, {
      target: this.#target,
      shown: this.#shown,
      failure: this.#failure,
      followProgress: this.#follower.progressOf(this.record?.id),
      keysSet: [...this.#keysSet],
      isWatching: this.#watch.isOn,
      opened: this.opened,
    });
  }

  /** Runs what is shown, unless a run is on or something must be mended first; the view says what. */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.#stop !== undefined) return;
    this.#follower.giveUp();
    const stop = (this.#stop = new AbortController());
    this.#isFollowedAtOnce = false;
    this.#options = options;
    this.#isRestarted = false;
    this.#failure = null;
    const before = this.#shown.run;
    try {
      const state = await this.describe();
      if (state.canRun && state.entryPoint !== null) {
        await this.#runWhatIsShown(state, state.entryPoint, options.isDebugged === true, stop.signal);
      }
      if (this.#isRestarted) this.#shown.goBackTo(before);
    } catch (error) {
      this.#shown.goBackTo(before);
      this.#failed(error);
    } finally {
      this.#stop = undefined;
      tell(contextKeys.isRunning, false);
      await this.update();
    }
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) await this.start(again);
    else if (this.#isFollowedAtOnce) void this.follow();
  }

  /** Feeds what the run captured back through the apps, as PostHog does, until it rests or a limit is reached. */
  async follow(): Promise<void> {
    const { shown } = this;
    if (shown === null || this.#isDisposed || !canFollow(shown, this.#services.apps.known)) return;
    try {
      const following = this.#follower.follow(shown);
      tell(contextKeys.isFollowing, this.#follower.isOn);
      const followed = await following;
      if (followed !== null) this.#shown.followed(shown, followed);
    } catch (error) {
      this.#failed(error);
    } finally {
      tell(contextKeys.isFollowing, this.#follower.isOn);
      await this.update();
    }
  }

  /**
   * Takes over what a run of the history was: its app, its entry point, and what it was given. The next run repeats it.
   *
   * @returns what was found; null when it is no longer kept.
   */
  async takeOver(id: string): Promise<FollowedRun | null> {
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
    const found = await this.takeOver(id);
    if (found === null) return false;
    this.#shown.showPast(found);
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
    if (last !== undefined && this.#shown.run === null) await this.showPast(last.id);
  }

  /** Says what differs between the run that is shown and one of the history. */
  async compareWith(other: RunRecord | null): Promise<void> {
    this.#shown.compareWith(other);
    await this.update();
  }

  /** Attaches the debugger to the app of this run; ending the debugger ends the run. */
  attachDebugger(address: string): Promise<boolean> {
    const { name, rootUri } = this.#appOfRun ?? { name: 'App', rootUri: this.#target.rootUri };
    const what = this.#shown.run?.entryPoint ?? 'App';
    const target = { name, what, root: vscode.Uri.parse(rootUri) };
    const step = this.#step;
    return attachDebugger(address, target, {
      // Each of several apps has a debugger of its own, which ends with that app and not with the run.
      onEnd: () => {
        if (this.#step === step) this.stop();
      },
      onPause: (isPaused) => {
        this.#shown.paused(isPaused);
        void this.update();
      },
      onRestart: () => {
        this.#again = this.#options;
        this.#isRestarted = true;
        this.stop();
      },
    });
  }

  /** Repeats the run whenever a file of the app changes, or no longer. */
  watch(isWatching: boolean): void {
    if (isWatching && !vscode.workspace.isTrusted) return;
    this.#watch.set(isWatching, this.#target);
  }

  /** The input of the run was saved. */
  inputSaved(): void {
    if (this.#watch.isOn) this.#repeat();
  }

  /** The rows that ask for a key of this origin offer to run again. */
  keyWasSet(origin: string): void {
    this.#keysSet.add(origin);
  }

  /** Runs of the history are gone: one of them is no longer shown, unless the next run is on already. */
  async runsForgotten(): Promise<void> {
    const { record } = this;
    const isKept = ({ id }: { readonly id: string }): boolean => record !== null && id === entryId(record.id);
    if (record !== null && this.#stop === undefined && !this.#services.history.runs.some(isKept)) {
      this.#follower.giveUp();
      this.#shown.clear();
    }
    await this.update();
  }

  /** What the next run reads has been changed: what was in the way of the last one may be no more. */
  mended(): void {
    this.#failure = null;
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
    this.#watch.dispose();
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
    this.#shown.begin();
    const ended = await runTarget({
      id: history.createId(),
      app,
      apps: (this.#target.apps ?? []).flatMap((uri) => knownApp(this.#services, uri) ?? []),
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
    if (ended === null || this.#isRestarted) return;
    this.#shown.ended(ended);
    // On a real host each hop sends what the app sends: that is for the user to say.
    this.#isFollowedAtOnce = !isDebugged && !state.host.isLive && !signal.aborted;
  }

  #tellStart(state: PanelState, entryPoint: string, { host, startedAt }: StartedCall): void {
    this.#hostOfRun = host;
    const run = this.#shown.callStarted(entryPoint, hostLabel(host), startedAt);
    this.#keysSet.clear();
    tell(contextKeys.isRunning, true);
    this.#changed.fire({ ...state, keysSet: [], keysHeldBack: [], problem: null, run });
  }

  #repeat(): void {
    if (this.#stop === undefined) void this.start();
    else this.#again = {};
  }

  #failed(error: unknown): void {
    this.#services.output.error(error instanceof Error ? error : String(error));
    this.#failure = failureProblem(error, (this.#target.apps ?? []).length === 0);
  }
}

/** The conditions of commands and keys. */
function tell(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
