/** Where the run panel is drawn: beside the code, or docked as a view. */
import * as vscode from 'vscode';
import { panelViewType } from '../../protocol/panel.ts';
import { columnBesideCode } from './codeColumn.ts';

export interface PanelSurface {
  readonly webview: vscode.Webview;
  readonly onDidDispose: vscode.Event<void>;
  /** Gives it a title. */
  name(title: string): void;
  /** Brings it into sight. */
  reveal(takesFocus: boolean): void;
  close(): void;
}

/** Opens a panel in the column beside the code. */
export function openBesideCode(extension: vscode.Uri): PanelSurface {
  const place = { viewColumn: columnBesideCode(), preserveFocus: true };
  return besideCode(vscode.window.createWebviewPanel(panelViewType, 'Run', place, {}), extension);
}

/**
 * @param panel new, or restored by the editor after a reload.
 * @param extension folder of this extension.
 */
export function besideCode(panel: vscode.WebviewPanel, extension: vscode.Uri): PanelSurface {
  panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
  return {
    webview: panel.webview,
    onDidDispose: panel.onDidDispose,
    name: (title) => (panel.title = title),
    reveal: (takesFocus) => {
      const code = takesFocus ? undefined : codeInPlaceOf(panel);
      if (code === undefined) panel.reveal(undefined, !takesFocus);
      else void moveBeside(panel, code);
    },
    close: () => panel.dispose(),
  };
}

/** The code that the panel would cover. */
function codeInPlaceOf({ viewColumn }: vscode.WebviewPanel): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.viewColumn === viewColumn ? editor : undefined;
}

/**
 * Moves the panel beside the code. A tab that is moved becomes a preview, which the next file would replace, and only the
 * active one can be kept: it gets the focus for that moment.
 */
async function moveBeside(
  panel: vscode.WebviewPanel,
  { document, viewColumn }: vscode.TextEditor,
): Promise<void> {
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== viewColumn);
  const moved = Promise.withResolvers<void>();
  const watching = panel.onDidChangeViewState(() => {
    if (panel.active) moved.resolve();
  });
  panel.reveal(other?.viewColumn ?? vscode.ViewColumn.Beside, false);
  await moved.promise;
  watching.dispose();
  await vscode.commands.executeCommand('workbench.action.keepEditor');
  await vscode.window.showTextDocument(document, viewColumn);
  // The group may have been locked for the panel.
  await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
}

export function docked(view: vscode.WebviewView): PanelSurface {
  return {
    webview: view.webview,
    onDidDispose: view.onDidDispose,
    name: (title) => (view.title = title),
    reveal: (takesFocus) => view.show(!takesFocus),
    // A view goes when the condition that it stands under no longer holds.
    close: () => undefined,
  };
}
