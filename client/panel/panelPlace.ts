/** Remembers whether the user has docked the run panel, and opens it there. */
import * as vscode from 'vscode';
import { contextKeys, runViewId } from '../contributions.ts';
import { docked, openBesideCode, type PanelSurface } from './panelSurface.ts';

const memoryKey = 'isRunPanelDocked';
/** Of the workspace: whether the view was in sight last. */
const visibleKey = 'isRunViewVisible';
/** Of the workspace: whether there were terminals when the panel was docked. */
const terminalsKey = 'hadTerminalsBesideRunView';

export class PanelPlace {
  readonly #context: vscode.ExtensionContext;
  #opening: PromiseWithResolvers<PanelSurface> | undefined;
  /** The view, while there is one. */
  #view: vscode.WebviewView | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    void this.#comeBack();
  }

  get isDocked(): boolean {
    return this.#context.globalState.get(memoryKey) === true;
  }

  /**
   * From now on the panel opens as a view, or beside the code. A view that is no longer wanted is closed by the editor.
   *
   * @param isInArea whether the view is known to be what the area at the bottom shows.
   */
  async setDocked(isDocked: boolean, isInArea: boolean): Promise<void> {
    await this.#context.globalState.update(memoryKey, isDocked);
    const { workspaceState } = this.#context;
    if (isDocked) await workspaceState.update(terminalsKey, vscode.window.terminals.length > 0);
    else if (isInArea && workspaceState.get(terminalsKey) !== true) await this.#closeArea();
    await this.#tell();
  }

  /**
   * Without the view the editor would show a terminal in its place, and start one for that, as it does on a reload before
   * it knows the view. The area is left open for who had terminals before.
   */
  async #closeArea(): Promise<void> {
    if (this.#view?.visible !== true) return;
    await vscode.commands.executeCommand('workbench.action.closePanel');
  }

  /** Opens it; the focus stays in the code. */
  async open(): Promise<PanelSurface> {
    if (!this.isDocked) return openBesideCode(this.#context.extensionUri);
    const opening = (this.#opening ??= Promise.withResolvers<PanelSurface>());
    await this.reveal();
    return opening.promise;
  }

  /** Brings the view into sight; the editor makes it when it is not there yet. */
  async reveal(): Promise<void> {
    await vscode.commands.executeCommand(`${runViewId}.focus`, { preserveFocus: true });
  }

  /**
   * The editor made the view.
   *
   * @returns what to draw on, unless somebody waits for it.
   */
  resolved(view: vscode.WebviewView): PanelSurface | undefined {
    const surface = docked(view);
    this.#view = view;
    view.onDidDispose(() => (this.#view = undefined));
    const remember = (): Thenable<void> => this.#context.workspaceState.update(visibleKey, view.visible);
    void remember();
    view.onDidChangeVisibility(remember);
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.resolve(surface);
    return opening === undefined ? surface : undefined;
  }

  /** The editor does not know the view before the condition holds that it stands under. */
  async #comeBack(): Promise<void> {
    await this.#tell();
    if (this.isDocked && this.#context.workspaceState.get(visibleKey) === true) await this.reveal();
  }

  async #tell(): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKeys.isDocked, this.isDocked);
  }
}
