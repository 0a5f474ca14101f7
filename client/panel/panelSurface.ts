/** Where the run panel is drawn: beside the code, or docked as a view. */
import * as vscode from 'vscode';
import { panelViewType } from '../../protocol/panel.ts';

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
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
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
    reveal: (takesFocus) => panel.reveal(takesFocus ? undefined : columnFor(panel), !takesFocus),
    close: () => panel.dispose(),
  };
}

/** Where it is, or beside the code where it would cover that. */
function columnFor({ viewColumn }: vscode.WebviewPanel): vscode.ViewColumn | undefined {
  if (vscode.window.activeTextEditor?.viewColumn !== viewColumn) return undefined;
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== viewColumn);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
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
