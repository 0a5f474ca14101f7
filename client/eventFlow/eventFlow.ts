/** *Show Event Flow*: which event leads to which through all apps, as a picture that leads to the code, and as text. */
import * as vscode from 'vscode';
import { eventFlowText } from '../../protocol/eventFlowText.ts';
import {
  type FlowHostMessage,
  type FlowViewMessage,
  flowViewType,
} from '../../protocol/eventFlowMessages.ts';
import { flowScheme } from '../contributions.ts';
import { columnBesideCode, columnOfCode } from '../panel/codeColumn.ts';
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
  /** Something changed while nobody saw the picture. */
  #isStale = false;
  #isSending = false;

  readonly onDidChange = this.#textChanged.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      this.#textChanged,
      vscode.workspace.registerTextDocumentContentProvider(flowScheme, this),
      services.apps.onDidChange(() => this.#update()),
      services.apps.onDidChangeAnalysis(() => this.#update()),
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

  /** Takes back the picture of the last window. */
  restore(panel: vscode.WebviewPanel): void {
    // Somebody may have opened another one meanwhile.
    if (this.#panel === undefined) this.#panel = this.#fill(panel);
    else panel.dispose();
  }

  #create(): vscode.WebviewPanel {
    return this.#fill(vscode.window.createWebviewPanel(flowViewType, title, columnBesideCode()));
  }

  #fill(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    const { extensionUri } = this.#services.context;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    const { webview } = panel;
    webview.onDidReceiveMessage((message: FlowViewMessage) => this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    panel.onDidChangeViewState(() => {
      if (this.#isStale) this.#update();
    });
    const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'eventFlow.js')).toString();
    const { cspSource } = webview;
    webview.html = webviewPage({ title, element: 'posthog-event-flow', script, cspSource }, createNonce());
    return panel;
  }

  #update(): void {
    this.#textChanged.fire(this.#textUri);
    this.#isStale = true;
    this.#send().catch((error: unknown) => this.#tell(error));
  }

  #receive(message: FlowViewMessage): void {
    this.#answer(message).catch((error: unknown) => this.#tell(error));
  }

  #tell(error: unknown): void {
    this.#services.output.error(error instanceof Error ? error : String(error));
    void showError(`The event flow could not do that: ${String(error)}`);
  }

  async #answer(message: FlowViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#isStale = true;
        return this.#send();
      case 'asText':
        await vscode.window.showTextDocument(this.#textUri, { preview: false, viewColumn: columnOfCode() });
        return;
      case 'open': {
        const at = new vscode.Position(message.line, message.character);
        await vscode.window.showTextDocument(vscode.Uri.parse(message.uri), {
          selection: new vscode.Range(at, at),
          viewColumn: columnOfCode(),
        });
      }
    }
  }

  /** Sends the newest graph to a picture that can be seen; what changes meanwhile is sent after it, once. */
  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#isStale && this.#panel?.visible === true) {
        this.#isStale = false;
        const graph = await this.#services.apps.eventFlow();
        const message: FlowHostMessage = { type: 'graph', graph };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview's messages have no target to name.
        await this.#panel?.webview.postMessage(message);
      }
    } finally {
      this.#isSending = false;
    }
  }
}
