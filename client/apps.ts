/** The apps of the workspace, as the language server finds them. Empty until there is a server. */
import * as vscode from 'vscode';
import type { EventFlowGraph } from '../protocol/eventFlow.ts';
import { type AppInfo, type EnvironmentFile, type EnvironmentParams, lspMethods } from '../protocol/lsp.ts';
import { appOfDocument } from './appOfDocument.ts';
import { contextKeys } from './contributions.ts';

/** The part of the language client that is needed here. */
export interface AppsClient {
  sendRequest<R>(method: string, parameters?: object): Promise<R>;
  onNotification(method: string, handler: () => void): vscode.Disposable;
}

export class AppList implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #analysisChanged = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed, this.#analysisChanged];
  #client: Promise<AppsClient> | undefined;
  #apps: readonly AppInfo[] = [];
  #isKnown = false;
  #asking: Promise<readonly AppInfo[]> | undefined;

  /** Fires when apps or their entry points changed. */
  readonly onDidChange = this.#changed.event;

  /** Fires when code or a manifest changed, in the editor or on disk, and was looked at. */
  readonly onDidChangeAnalysis = this.#analysisChanged.event;

  /** What was known last; {@link refresh} asks. */
  get known(): readonly AppInfo[] {
    return this.#apps;
  }

  /** Whether the server has said which apps there are. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** @param client rejects when the server does not start; then there are no apps. */
  async attach(client: Promise<AppsClient>): Promise<void> {
    this.#client = client;
    const started = await client;
    this.#subscriptions.push(
      started.onNotification(lspMethods.appsChanged, () => void this.refresh()),
      started.onNotification(lspMethods.analysisChanged, () => this.#analysisChanged.fire()),
    );
    await this.refresh();
  }

  /** Asks the server, which answers when the whole workspace has been searched. */
  async refresh(): Promise<readonly AppInfo[]> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Which events lead to which through all apps. */
  async eventFlow(): Promise<EventFlowGraph> {
    const client = await this.#client;
    return client === undefined
      ? { apps: [], events: [], edges: [], loops: [] }
      : client.sendRequest<EventFlowGraph>(lspMethods.eventFlow);
  }

  /** What `posthog-env.d.ts` of a file's app should hold; null where there is no app. */
  async environmentOf(uri: vscode.Uri): Promise<EnvironmentFile | null> {
    const client = await this.#client;
    const parameters: EnvironmentParams = { uri: uri.toString() };
    return (await client?.sendRequest<EnvironmentFile | null>(lspMethods.environment, parameters)) ?? null;
  }

  appOf(uri: vscode.Uri): AppInfo | undefined {
    return appOfDocument(this.#apps, uri.toString());
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(): Promise<readonly AppInfo[]> {
    if (this.#client === undefined) return this.#apps;
    this.#apps = await (await this.#client).sendRequest<readonly AppInfo[]>(lspMethods.apps);
    this.#isKnown = true;
    await vscode.commands.executeCommand('setContext', contextKeys.hasApps, this.#apps.length > 0);
    this.#changed.fire();
    return this.#apps;
  }
}
