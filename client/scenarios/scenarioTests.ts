/** The Test Explorer: scenarios by app; run, run again on saving, debug, and a diff where something came out differently. */
import * as vscode from 'vscode';
import { type ScenarioFailure, type ScenarioResult, scenarioSuffix } from '../../protocol/scenario.ts';
import { attachDebugger } from '../features/debugApp.ts';
import { AppWatcher } from '../panel/appWatcher.ts';
import type { Services } from '../services.ts';
import { findScenarios, type ScenarioLocation, scenarioName, scenarioRequest } from './scenarioFiles.ts';

/** Also in package.json, in the conditions of menus. */
const controllerId = 'posthogApps.scenarios';
/** Marks messages with a difference that an update would take over. */
const differsContext = 'posthogAppsScenario';

interface Debugged {
  readonly name: string;
  readonly root: vscode.Uri;
  readonly run: vscode.TestRun;
  readonly stop: () => void;
  readonly restart: () => void;
}

export class ScenarioTests implements vscode.Disposable {
  readonly #services: Services;
  readonly #controller = vscode.tests.createTestController(controllerId, 'PostHog Apps');
  readonly #profile: vscode.TestRunProfile;
  readonly #locations = new Map<string, ScenarioLocation>();
  readonly #subscriptions: vscode.Disposable;
  #debugged: Debugged | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(services: Services) {
    this.#services = services;
    const { Debug, Run } = vscode.TestRunProfileKind;
    this.#profile = this.#controller.createRunProfile(
      'Run',
      Run,
      (request, token) => this.#start(request, token),
      true,
    );
    this.#profile.supportsContinuousRun = true;
    this.#controller.createRunProfile(
      'Debug',
      Debug,
      (request, token) => this.#runAll(request, token, true),
      true,
    );
    this.#controller.refreshHandler = () => this.refresh();
    const refresh = (): void => void this.refresh();
    const created = vscode.workspace.createFileSystemWatcher(`**/*${scenarioSuffix}`, false, true, true);
    // A folder that is deleted or renamed is told of by itself, without its files.
    const deleted = vscode.workspace.createFileSystemWatcher('**', true, true, false);
    this.#subscriptions = vscode.Disposable.from(
      this.#controller,
      created,
      created.onDidCreate(refresh),
      deleted,
      deleted.onDidDelete((uri) => {
        if ([...this.#locations.keys()].some((known) => known.startsWith(uri.toString()))) refresh();
      }),
      services.apps.onDidChange(refresh),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Looks for scenarios anew. */
  async refresh(): Promise<void> {
    // A look that is under way may have missed what changed since.
    const before = this.#refreshing;
    const look = (this.#refreshing = (async () => {
      await before;
      this.#show(await findScenarios(this.#services.apps));
    })());
    await look;
  }

  /** Runs one scenario, so that its result is shown; undefined for a file that is no scenario of an app. */
  async run(uri: vscode.Uri): Promise<void> {
    await this.refresh();
    const item = this.#itemOf(uri);
    if (item === undefined) return;
    await this.#runAll(new vscode.TestRunRequest([item], undefined, this.#profile), noToken, false);
  }

  /** What is known of one scenario belongs to an older text of it: its messages stand at lines that are others now. */
  outdate(uri: vscode.Uri): void {
    this.#controller.invalidateTestResults(this.#itemOf(uri));
  }

  locationOf(uri: vscode.Uri): ScenarioLocation | undefined {
    return this.#locations.get(uri.toString());
  }

  /** Attaches the debugger to the app of the scenario that runs; ending the debugger ends the run. */
  async attachDebugger(address: string): Promise<boolean> {
    const debugged = this.#debugged;
    if (debugged === undefined) return false;
    const { name, restart, root, run, stop } = debugged;
    return attachDebugger(
      address,
      { name, what: name, root, testRun: run },
      { onEnd: stop, onRestart: restart },
    );
  }

  #show(locations: readonly ScenarioLocation[]): void {
    this.#locations.clear();
    for (const location of locations) this.#locations.set(location.uri.toString(), location);
    const apps = [...new Map(locations.map(({ app }) => [app.rootUri, app])).values()];
    const { items } = this.#controller;
    items.replace(
      apps.map((app) => {
        const root = vscode.Uri.parse(app.rootUri);
        const item = items.get(app.rootUri) ?? this.#controller.createTestItem(app.rootUri, app.name, root);
        item.label = app.name;
        item.description = vscode.workspace.asRelativePath(root);
        item.children.replace(
          locations
            .filter((location) => location.app === app)
            .map(({ uri }) => item.children.get(uri.toString()) ?? this.#createItem(uri)),
        );
        return item;
      }),
    );
  }

  #createItem(uri: vscode.Uri): vscode.TestItem {
    const item = this.#controller.createTestItem(uri.toString(), scenarioName(uri), uri);
    item.range = new vscode.Range(0, 0, 0, 0);
    return item;
  }

  #itemOf(uri: vscode.Uri): vscode.TestItem | undefined {
    const location = this.locationOf(uri);
    if (location === undefined) return undefined;
    return this.#controller.items.get(location.app.rootUri)?.children.get(uri.toString());
  }

  /** Runs once, or, while the switch of continuous runs is on, also whenever a file of an app is saved. */
  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous === true) this.#watch(request, token);
    await this.#runAll(request, token, false);
  }

  #watch(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const roots = new Set(
      this.#scenariosOf(request).flatMap(({ id }) => this.#locations.get(id)?.app.rootUri ?? []),
    );
    const watchers = [...roots].map((rootUri) => {
      let running: Promise<void> | undefined;
      let isAgain = false;
      const repeat = async (): Promise<void> => {
        do {
          isAgain = false;
          const items = this.#scenariosOf(request).filter(
            ({ id }) => this.#locations.get(id)?.app.rootUri === rootUri,
          );
          await this.#runAll(new vscode.TestRunRequest(items, undefined, this.#profile, true), token, false);
        } while (isAgain && !token.isCancellationRequested);
        running = undefined;
      };
      return new AppWatcher(vscode.Uri.parse(rootUri), () => {
        isAgain = true;
        running ??= repeat();
      });
    });
    const ended = token.onCancellationRequested(() => {
      ended.dispose();
      for (const watcher of watchers) watcher.dispose();
    });
  }

  async #runAll(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    isDebugged: boolean,
  ): Promise<void> {
    const items = this.#scenariosOf(request);
    const run = this.#controller.createTestRun(request);
    for (const item of items) run.enqueued(item);
    for (const item of items) {
      const location = this.#locations.get(item.id);
      if (location === undefined || token.isCancellationRequested || run.token.isCancellationRequested)
        run.skipped(item);
      else await this.#runOne(item, location, run, isDebugged);
    }
    run.end();
  }

  #scenariosOf({ exclude = [], include }: vscode.TestRunRequest): readonly vscode.TestItem[] {
    const chosen = include ?? [...this.#controller.items].map(([, item]) => item);
    const leaves = chosen.flatMap((item) =>
      item.children.size === 0 ? [item] : [...item.children].map(([, child]) => child),
    );
    return leaves.filter(
      (item) => !exclude.includes(item) && !(item.parent !== undefined && exclude.includes(item.parent)),
    );
  }

  async #runOne(
    item: vscode.TestItem,
    location: ScenarioLocation,
    run: vscode.TestRun,
    isDebugged: boolean,
  ): Promise<void> {
    let aborter = new AbortController();
    let isAgain = false;
    const stop = (): void => aborter.abort();
    const restart = (): void => {
      isAgain = true;
      stop();
    };
    const cancelled = run.token.onCancellationRequested(stop);
    run.started(item);
    if (isDebugged) {
      const root = vscode.Uri.parse(location.app.rootUri);
      this.#debugged = { name: item.label, root, run, stop, restart };
    }
    try {
      if (!vscode.workspace.isTrusted) {
        throw new Error('You do not trust this workspace yet, so its apps do not run.');
      }
      let result: ScenarioResult;
      do {
        isAgain = false;
        aborter = new AbortController();
        const request = { ...(await scenarioRequest(location)), isDebugged };
        result = await this.#services.runtime().runScenario(request, aborter.signal);
      } while (isAgain);
      report(result, item, location, run);
    } catch (error) {
      run.errored(item, new vscode.TestMessage(error instanceof Error ? error.message : String(error)));
    } finally {
      cancelled.dispose();
      this.#debugged = undefined;
    }
  }
}

const noToken: vscode.CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => new vscode.Disposable(() => undefined),
};

function report(
  { durationMs, failures, logs, status }: ScenarioResult,
  item: vscode.TestItem,
  location: ScenarioLocation,
  run: vscode.TestRun,
): void {
  // The output is a terminal, which wants both ends of a line.
  for (const line of logs) run.appendOutput(`${line.replaceAll(/\r?\n/g, '\r\n')}\r\n`, undefined, item);
  const messages = failures.map((failure) => messageOf(failure, location));
  run.appendOutput(`${status === 'passed' ? '✓' : '✗'} ${item.label}: ${status} in ${durationMs} ms\r\n`);
  if (status === 'passed') run.passed(item, durationMs);
  else if (status === 'failed') run.failed(item, messages, durationMs);
  else if (messages.length > 0) run.errored(item, messages, durationMs);
  else run.skipped(item);
}

function messageOf(
  { column, difference, line, message, source }: ScenarioFailure,
  { app, uri }: ScenarioLocation,
): vscode.TestMessage {
  const place = new vscode.Position(line - 1, column - 1);
  const shown =
    difference === null
      ? new vscode.TestMessage(message)
      : vscode.TestMessage.diff(message, difference.expected, difference.actual);
  shown.location = new vscode.Location(uri, place);
  shown.contextValue = differsContext;
  if (source !== null) {
    const file = vscode.Uri.joinPath(vscode.Uri.parse(app.rootUri), source.file);
    const frame = new vscode.Position(source.line - 1, source.column - 1);
    shown.stackTrace = [new vscode.TestMessageStackFrame(source.file, file, frame)];
  }
  return shown;
}
