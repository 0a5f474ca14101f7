/** Runs an app: from the lens above an entry point, the button in the editor's title, the palette, or the panel. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import { inputScheme } from '../contributions.ts';
import { ConsoleInEditor } from './consoleInEditor.ts';
import { missingAppWords } from './missingAppWords.ts';
import { addBreakpoint, isCodePlace } from './passingBreakpoint.ts';
import { fetchRealEvent } from './fetchRealEvent.ts';
import { chooseRequestToCopy } from '../panel/history/copyAsCurl.ts';
import { replay } from '../panel/historyMessages.ts';
import { readInputUri } from '../panel/inputFiles.ts';
import { wholeInput } from '../panel/wholeInput.ts';
import { readAppManifest } from '../panel/appManifest.ts';
import { PanelPlace } from '../panel/panelPlace.ts';
import type { PanelSurface } from '../panel/panelSurface.ts';
import { RunPanel } from '../panel/runPanel.ts';
import { buildRunRequest } from '../panel/runRequest.ts';
import { noApp, type RunTarget } from '../panel/chosenTarget.ts';
import { RunSession } from '../panel/runSession.ts';
import { savedParts } from '../scenarios/savedParts.ts';
import type { FinishedRun } from '../scenarios/saveRun.ts';
import type { Services } from '../services.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { pickApp } from '../pickApp.ts';
import { isTrusted, nothingRuns } from '../trust.ts';
import { tellNoApp } from './tellNoApp.ts';

const lastKey = 'lastEntryPoints';
/** Id of the run that the panel shows. */
const shownKey = 'shownRun';

export class RunCommands implements vscode.Disposable {
  readonly #services: Services;
  readonly #console = new ConsoleInEditor();
  readonly #place: PanelPlace;
  #panel: RunPanel | undefined;
  #opening: Promise<RunPanel> | undefined;
  readonly #appsChanged: vscode.Disposable;

  constructor(services: Services) {
    this.#services = services;
    this.#place = new PanelPlace(services.context);
    this.#appsChanged = services.apps.onDidChange(async () => this.#showAppAtHand());
  }

  get panel(): RunPanel | undefined {
    return this.#panel;
  }

  /**
   * Opens the panel and runs.
   *
   * @param rootUri of the app, or undefined for that of the active document.
   * @param entryPoint to run, or undefined for the last one.
   * @param input to run it with from now on, or undefined for what the panel has.
   */
  async run(rootUri: unknown, entryPoint: unknown, input: unknown): Promise<void> {
    const panel = await this.#open(rootUri, entryPoint, input);
    if (panel !== undefined && isTrusted(nothingRuns)) await panel.session.start();
  }

  /**
   * Runs under the debugger.
   *
   * @param place where it is to stop, whatever breakpoints there are; undefined for those alone.
   */
  async debug(rootUri: unknown, entryPoint: unknown, input: unknown, place?: unknown): Promise<void> {
    const panel = await this.#open(rootUri, entryPoint, input);
    if (panel === undefined || !isTrusted(nothingRuns)) return;
    const breakpoint = isCodePlace(place) ? addBreakpoint(place) : undefined;
    try {
      await panel.session.start({ isDebugged: true });
    } finally {
      breakpoint?.dispose();
    }
  }

  /** Runs, and again whenever a file of the app is saved. */
  async watch(rootUri: unknown, entryPoint: unknown): Promise<void> {
    const panel = await this.#open(rootUri, entryPoint);
    if (panel === undefined || !isTrusted(nothingRuns)) return;
    panel.session.watch(true);
    await panel.session.start();
  }

  /** The panel with what the arguments, the active document or the user name; undefined when there is nothing to run. */
  async #open(rootUri: unknown, entryPoint: unknown, value?: unknown): Promise<RunPanel | undefined> {
    const input = activeInput();
    // The editor's title hands over its document in the place of the app, and its group in that of the entry point.
    const app = await this.#chooseApp(typeof rootUri === 'string' ? rootUri : input?.rootUri);
    if (app === undefined) return undefined;
    const named = typeof entryPoint === 'string' ? entryPoint : null;
    if (named !== null && !(await this.#exports(app, named))) return undefined;
    const wanted = named ?? input?.entryPoint ?? this.#lastEntryPoint(app);
    if (named !== null && value !== undefined && value !== null) await this.#setInput(app, named, value);
    return this.#show({ rootUri: app.rootUri, entryPoint: wanted });
  }

  async #setInput({ name, rootUri }: AppInfo, entryPoint: string, value: unknown): Promise<void> {
    const { inputs, inputFiles } = this.#services;
    const input = wholeInput(entryPoint, value, new Date());
    await inputs.take(rootUri, entryPoint, 'Event of the loop warning', input);
    await inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, name);
  }

  /**
   * Runs what ran last once more, with what it was given.
   *
   * @param isDebugged whether under the debugger.
   */
  async replayLast(isDebugged = false): Promise<void> {
    const [last] = this.#services.history.runs;
    if (last === undefined) return explainNoRun();
    const panel = this.#panel ?? (await this.#openPanel(this.#createSession(last)));
    panel.reveal();
    if (isTrusted(nothingRuns)) await replay(last.id, panel.session, this.#services, isDebugged);
  }

  /** The run that is shown, or the last one; undefined when nothing has run. */
  async finishedRun(): Promise<FinishedRun | undefined> {
    const { history } = this.#services;
    const [last] = history.runs;
    const session = this.#panel?.session;
    const shown = session?.shown ?? null;
    const record = shown?.record ?? (last === undefined ? undefined : await history.readMain(last.id));
    if (record === undefined) return undefined;
    const { entryPoint, input } = record;
    const chain = shown === null ? ((await history.readChain(record.id)) ?? null) : shown.chain;
    const { note, records } = savedParts({ record, chain });
    const calls = records.map((call) => ({
      entryPoint: call.entryPoint,
      input: call.input,
      trace: call.trace,
    }));
    const parts = { calls, note };
    const known = session?.requestOf(record);
    if (known !== undefined) return { request: { ...known, input }, ...parts };
    // Of an earlier run it is not known what it was configured with: what is set now takes the place.
    const root = vscode.Uri.parse(record.rootUri);
    const { manifest } = await readAppManifest(root);
    const request = await buildRunRequest(root, entryPoint, input, manifest, this.#services);
    return { request, ...parts };
  }

  async openHistory(): Promise<void> {
    const [last] = this.#services.history.runs;
    if (last === undefined) return explainNoRun();
    const panel = this.#panel ?? (await this.#openPanel(this.#createSession(last)));
    await panel.focus('history');
  }

  /** An event of the host's project becomes the input of the panel. */
  async fetchRealEvent(): Promise<void> {
    const panel = this.#panel ?? (await this.#open(undefined, undefined));
    if (panel !== undefined) await fetchRealEvent(this.#services, panel.session);
  }

  /** Copies a request of the run that is shown, or of the last one. */
  async copyAsCurl(): Promise<void> {
    const { history } = this.#services;
    const [last] = history.runs;
    if (last === undefined) return explainNoRun();
    const record = this.#panel?.session.record ?? (await history.readMain(last.id));
    if (record !== undefined) await chooseRequestToCopy(record);
  }

  stop(): void {
    this.#panel?.session.stop();
  }

  /** Shows the panel as a view, or beside the code, from now on. */
  async dock(isDocked: boolean, isInArea = false): Promise<void> {
    const panel = this.#panel;
    // What is closed here is not over.
    this.#panel = undefined;
    const session = panel?.release();
    await this.#place.setDocked(isDocked, isInArea);
    if (session !== undefined) {
      await this.#openPanel(session);
      await session.update();
    } else if (isDocked) await this.#place.reveal();
    else await this.#openAsBefore();
  }

  /** A view that was out of sight when the window opened was never made: the panel opens with what it would show. */
  async #openAsBefore(): Promise<void> {
    if (this.#services.history.runs.length === 0) await this.#open(undefined, undefined);
    else await this.restore(await this.#place.open(), undefined);
  }

  /** The editor made the view: because it was asked to, or because it comes back with the window. */
  resolveView(view: vscode.WebviewView, state: unknown): void {
    const surface = this.#place.resolved(view);
    if (surface === undefined) return;
    // The editor shows nothing of a view before this has returned.
    this.restore(surface, state).catch((error: unknown) => {
      this.#services.output.error(error instanceof Error ? error : String(error));
    });
  }

  /** Takes back a panel beside the code. The editor may bring one back that has been docked since it looked last. */
  async restoreTab(surface: PanelSurface, state: unknown): Promise<void> {
    if (this.#place.isDocked) surface.close();
    else await this.restore(surface, state);
  }

  /** Takes back the panel of the last window. */
  async restore(surface: PanelSurface, state: unknown): Promise<void> {
    const [last] = this.#services.history.runs;
    const { rootUri = last?.rootUri ?? noApp, entryPoint = last?.entryPoint ?? null } = (state ??
      {}) as Partial<RunTarget>;
    const target = { rootUri, entryPoint };
    const { session } = this.#keep(new RunPanel(surface, this.#services, this.#createSession(target)));
    await this.#services.searched();
    // Meanwhile the user may have run something.
    if (session.target !== target) return;
    if (rootUri === noApp) return this.#showAppAtHand();
    const shown = this.#services.context.workspaceState.get<string>(shownKey);
    if (shown === undefined || !(await session.showPast(shown))) await session.showLast();
    await session.warmUp();
  }

  /** A panel that came without an app, as a view may before anything has run, shows that of the active document, or any. */
  async #showAppAtHand(): Promise<void> {
    const session = this.#panel?.session;
    if (session?.target.rootUri !== noApp) return;
    const { apps } = this.#services;
    const active = vscode.window.activeTextEditor?.document.uri;
    const app = (active === undefined ? undefined : apps.appOf(active)) ?? apps.known[0];
    if (app === undefined) return;
    await session.select({ rootUri: app.rootUri, entryPoint: this.#lastEntryPoint(app) });
    await session.warmUp();
  }

  dispose(): void {
    this.#appsChanged.dispose();
    this.#console.dispose();
    this.#panel?.dispose();
  }

  async #show(target: RunTarget): Promise<RunPanel> {
    const panel = this.#panel;
    if (panel === undefined) {
      // A view takes a while to come; who asks again meanwhile waits for the same.
      this.#opening ??= this.#openPanel(this.#createSession(target)).finally(
        () => (this.#opening = undefined),
      );
      const opened = await this.#opening;
      if (opened.session.target !== target) await opened.session.select(target);
      return opened;
    }
    panel.reveal();
    await panel.session.select(target);
    return panel;
  }

  async #openPanel(session: RunSession): Promise<RunPanel> {
    return this.#keep(new RunPanel(await this.#place.open(), this.#services, session));
  }

  #keep(panel: RunPanel): RunPanel {
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      panel.dispose();
    });
    return panel;
  }

  #createSession(target: RunTarget): RunSession {
    const session = new RunSession(this.#services, target);
    let runOfConsole = 0;
    session.onDidChange(({ run }) => {
      if (run === null || run.trace === null || run.isPast) this.#console.clear();
      else if (run.id !== runOfConsole) this.#console.show(session.records);
      runOfConsole = run === null || run.trace === null ? 0 : run.id;
    });
    session.onDidChange(({ app, apps, entryPoint, isLifeCycle, run }) => {
      if (app === null || entryPoint === null) return;
      if (apps.length === 0 && !isLifeCycle) void this.#rememberEntryPoint(app.rootUri, entryPoint);
      if (run !== null && run.historyId !== null) void this.#rememberShown(run.historyId);
    });
    return session;
  }

  async #chooseApp(rootUri: unknown): Promise<AppInfo | undefined> {
    const { apps: list, searched } = this.#services;
    if (list.known.length === 0) await searched();
    const apps = list.known;
    const named = apps.find((app) => app.rootUri === rootUri);
    if (named !== undefined) return named;
    if (typeof rootUri === 'string') {
      const folders = apps.map((app) => vscode.workspace.asRelativePath(vscode.Uri.parse(app.rootUri)));
      await showWarning(missingAppWords(vscode.Uri.parse(rootUri).fsPath, folders));
      return undefined;
    }
    const active = vscode.window.activeTextEditor?.document.uri;
    const owner = active === undefined ? undefined : list.appOf(active);
    if (owner !== undefined) return owner;
    if (vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview) {
      const shown = this.#panel?.session.app;
      if (shown !== undefined) return shown;
    }
    return apps.length > 1 ? pickApp(apps, 'App to run') : (apps[0] ?? this.#explain());
  }

  /** Whether an app has an entry point, and says so when it has not: a launch.json may name any. */
  async #exports({ name, rootUri, entryPoints }: AppInfo, wanted: string): Promise<boolean> {
    if (entryPoints.some((entryPoint) => entryPoint.name === wanted)) return true;
    // What has just been typed is known a moment later.
    const now = (await this.#services.apps.refresh()).find((app) => app.rootUri === rootUri);
    const names = (now?.entryPoints ?? []).map((entryPoint) => entryPoint.name);
    if (names.includes(wanted)) return true;
    const has = names.length === 0 ? 'It exports nothing that PostHog calls.' : `It has ${names.join(', ')}.`;
    await showWarning(`${name} has no ${wanted}. ${has}`);
    return false;
  }

  async #explain(): Promise<undefined> {
    await tellNoApp(this.#services.context);
    return undefined;
  }

  #lastEntryPoint({ rootUri }: AppInfo): string | null {
    return this.#lastEntryPoints()[rootUri] ?? null;
  }

  #lastEntryPoints(): { readonly [rootUri: string]: string } {
    return this.#services.context.workspaceState.get(lastKey) ?? {};
  }

  /** The editor keeps what a panel showed only now and then; this is kept at once. */
  async #rememberShown(id: string): Promise<void> {
    const { workspaceState } = this.#services.context;
    if (workspaceState.get(shownKey) !== id) await workspaceState.update(shownKey, id);
  }

  async #rememberEntryPoint(rootUri: string, entryPoint: string): Promise<void> {
    const last = this.#lastEntryPoints();
    if (last[rootUri] === entryPoint) return;
    await this.#services.context.workspaceState.update(lastKey, { ...last, [rootUri]: entryPoint });
  }
}

/** The input that the user is editing, when that is the active document. */
function activeInput(): RunTarget | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const file = uri?.scheme === inputScheme ? readInputUri(uri) : undefined;
  if (file === undefined) return undefined;
  return { rootUri: file.rootUri, entryPoint: file.kind === 'input' ? file.entryPoint : null };
}

async function explainNoRun(): Promise<void> {
  await showInformation('Nothing has run in this workspace yet. Run an app first.');
}
