/**
 * Wiring only. Activation registers names, shows the code of an app that was just made, and looks for apps; everything
 * else is loaded when there is an app, or when a command is given.
 */
import * as vscode from 'vscode';
import { flowViewType } from '../protocol/eventFlowMessages.ts';
import { panelViewType } from '../protocol/panel.ts';
import { commands, inputScheme, runViewId } from './contributions.ts';
import { discoverApps } from './discovery.ts';
import { showNoted } from './features/newAppFolder.ts';
import { registerLaunches } from './launches.ts';
import { besideCode } from './panel/panelSurface.ts';
import type { Started } from './start.ts';

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('PostHog Apps', { log: true });
  let starting: Promise<Started> | undefined;
  const discovery = discoverApps(async () => (await started()).appsFound());

  async function load(): Promise<Started> {
    const { start } = await import('./start.ts');
    return start({ context, output, firstLook: discovery.firstLook });
  }

  function started(): Promise<Started> {
    return (starting ??= load());
  }

  discovery.firstLook.catch((error: unknown) => {
    output.error(error instanceof Error ? error : String(error));
  });
  context.subscriptions.push(
    output,
    discovery,
    ...Object.values(commands).map((id) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) =>
        (await started()).handlers[id](...args),
      ),
    ),
    registerLaunches(),
    vscode.window.registerWebviewPanelSerializer(panelViewType, {
      deserializeWebviewPanel: async (panel, state) =>
        (await started()).run.restoreTab(besideCode(panel, context.extensionUri), state),
    }),
    vscode.window.registerWebviewPanelSerializer(flowViewType, {
      deserializeWebviewPanel: async (panel) => (await started()).eventFlow.restore(panel),
    }),
    vscode.window.registerWebviewViewProvider(runViewId, {
      resolveWebviewView: async (view, { state }) => (await started()).run.resolveView(view, state),
    }),
  );
  // Before the rest is loaded: from then on the editor's own support starts beside our server, and not behind it.
  void showNoted(context.globalState);
  // A document of ours came back with the window, and needs its file system.
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  if (tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === inputScheme)) {
    void started();
  }
}
