/** *Show Event Flow*: which event leads to which through all apps, as a picture that leads to the code, and as text. */
import * as vscode from 'vscode';
import { eventFlowText } from '../../protocol/eventFlowText.ts';
import type { FlowHostMessage, FlowViewMessage } from '../../protocol/eventFlowMessages.ts';
import { flowScheme } from '../contributions.ts';
import type { Services } from '../services.ts';
import { createNonce, webviewPage } from '../webviewPage.ts';
import { showError } from '../notifications.ts';

const title = 'Event Flow';

export class EventFlow implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #services: Services;
  readonly #textChanged = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;
  readonly #textUri = vscode.Uri.from({ scheme: flowScheme, path: '/Event Flow.txt' });
  #panel: vscode.WebviewPanel | undefined;

  readonly onDidChange = this.#textChanged.event;

  constructor(services: Services) {
    this.#services = services;
    const update = (): void => this.#update();
    this.#subscriptions = vscode.Disposable.from(
      this.#textChanged,
      vscode.workspace.registerTextDocumentContentProvider(flowScheme, this),
      services.apps.onDidChange(update),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (services.apps.appOf(uri) !== undefined) update();
      }),
    );
  }

  /** Opens the picture beside the code, or brings it to the front. */
  show(): void {
    if (this.#panel === undefined) this.#panel = this.#create();
    else this.#panel.reveal();
  }

  async provideTextDocumentContent(): Promise<string> {
    const graph = await this.#services.apps.eventFlow();
    return eventFlowText(graph, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const { extensionUri } = this.#services.context;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel('posthogEventFlow', title, vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [dist],
    });
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    const { webview } = panel;
    webview.onDidReceiveMessage((message: FlowViewMessage) => this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'eventFlow.js')).toString();
    const { cspSource } = webview;
    webview.html = webviewPage({ title, element: 'posthog-event-flow', script, cspSource }, createNonce());
    return panel;
  }

  #update(): void {
    this.#textChanged.fire(this.#textUri);
    void this.#send();
  }

  #receive(message: FlowViewMessage): void {
    this.#answer(message).catch((error: unknown) => {
      this.#services.output.error(error instanceof Error ? error : String(error));
      void showError(`The event flow could not do that: ${String(error)}`);
    });
  }

  async #answer(message: FlowViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#send();
      case 'asText':
        await vscode.window.showTextDocument(this.#textUri, { preview: false });
        return;
      case 'open': {
        const at = new vscode.Position(message.line, message.character);
        await vscode.window.showTextDocument(vscode.Uri.parse(message.uri), {
          selection: new vscode.Range(at, at),
          viewColumn: this.#columnOfCode(),
        });
      }
    }
  }

  /** Beside the picture, never over it. */
  #columnOfCode(): vscode.ViewColumn {
    const own = this.#panel?.viewColumn;
    const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== own);
    return other?.viewColumn ?? vscode.ViewColumn.Beside;
  }

  async #send(): Promise<void> {
    const panel = this.#panel;
    if (panel === undefined) return;
    const message: FlowHostMessage = { type: 'graph', graph: await this.#services.apps.eventFlow() };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview's messages have no target to name.
    await panel.webview.postMessage(message);
  }
}
