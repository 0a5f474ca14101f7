/** The webview with what a session says: there is one, it never takes the focus unasked, and it comes back after a reload. */
import * as vscode from 'vscode';
import {
  type HostMessage,
  type PanelState,
  type RevealMessage,
  type ViewMessage,
} from '../../protocol/panel.ts';
import type { Services } from '../services.ts';
import { onDidChangeSettings } from '../settings.ts';
import { manifestFile } from './appManifest.ts';
import { createNonce, webviewPage } from '../webviewPage.ts';
import type { PanelSurface } from './panelSurface.ts';
import type { RunSession } from './runSession.ts';
import { handleViewMessage } from './viewMessages.ts';
import { showError } from '../notifications.ts';

export class RunPanel implements vscode.Disposable {
  readonly session: RunSession;
  readonly #surface: PanelSurface;
  readonly #services: Services;
  readonly #subscriptions: vscode.Disposable;
  /** What the view has; undefined until it asks for the whole state. */
  #sent: PanelState | undefined;
  /** What to show when the view is there. */
  #toReveal: RevealMessage['part'] | undefined;

  constructor(surface: PanelSurface, services: Services, session: RunSession) {
    this.#surface = surface;
    this.#services = services;
    this.session = session;
    const update = (): void => void this.session.update();
    this.#subscriptions = vscode.Disposable.from(
      this.session.onDidChange((state) => void this.#show(state)),
      services.apps.onDidChange(update),
      services.inputFiles.onDidWrite(() => {
        update();
        this.session.inputSaved();
      }),
      services.context.secrets.onDidChange(update),
      onDidChangeSettings(update),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.path.endsWith(`/${manifestFile}`)) update();
      }),
      surface.webview.onDidReceiveMessage((message: ViewMessage) => this.#receive(message)),
    );
    const dist = vscode.Uri.joinPath(services.context.extensionUri, 'dist');
    const { webview } = surface;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = webviewPage(
      {
        title: 'Run',
        element: 'posthog-run-panel',
        script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'panel.js')).toString(),
        cspSource: webview.cspSource,
      },
      createNonce(),
    );
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#surface.onDidDispose;
  }

  /** Brings the panel into sight; the code keeps the focus. */
  reveal(): void {
    this.#surface.reveal(false);
  }

  /** Brings a part of the panel into sight, with the focus on it. */
  async focus(part: RevealMessage['part']): Promise<void> {
    this.#surface.reveal(true);
    this.#toReveal = part;
    if (this.#sent !== undefined) await this.#reveal();
  }

  /** Closes the panel; what it showed goes on elsewhere. */
  release(): RunSession {
    this.#subscriptions.dispose();
    this.#surface.close();
    return this.session;
  }

  dispose(): void {
    this.release().dispose();
  }

  #receive(message: ViewMessage): void {
    if (message.type === 'ready') this.#sent = undefined;
    handleViewMessage(message, this.session, this.#services).catch((error: unknown) => {
      this.#services.output.error(error instanceof Error ? error : String(error));
      void showError(
        `The run panel could not do that: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  async #show(state: PanelState): Promise<void> {
    this.#surface.name(titleOf(state));
    const message = messageFor(this.#sent, state);
    this.#sent = state;
    if (message !== undefined) await this.#post(message);
    await this.#reveal();
  }

  async #reveal(): Promise<void> {
    const part = this.#toReveal;
    this.#toReveal = undefined;
    if (part !== undefined) await this.#post({ type: 'reveal', part });
  }

  async #post(message: HostMessage): Promise<void> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview's messages have no target to name.
    await this.#surface.webview.postMessage(JSON.stringify(message));
  }
}

function titleOf({ app, apps }: PanelState): string {
  if (apps.length > 0) return `Run ${apps.length} Apps`;
  return app === null ? 'Run' : `Run ${app.name}`;
}

/** The whole state the first time, then the parts that changed; a trace may be large. */
function messageFor(sent: PanelState | undefined, state: PanelState): HostMessage | undefined {
  if (sent === undefined) return { type: 'state', state };
  const changed = Object.entries(state).filter(([key, value]) => {
    const before: unknown = sent[key as keyof PanelState];
    return key === 'run' ? before !== value : JSON.stringify(before) !== JSON.stringify(value);
  });
  return changed.length === 0 ? undefined : { type: 'patch', patch: Object.fromEntries(changed) };
}
