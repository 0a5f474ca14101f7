/** Where code and documents open: beside the run panel and the event flow, never over them. */
import * as vscode from 'vscode';
import { panelViewType } from '../../protocol/panel.ts';

/** The event flow as a tab. */
export const flowViewType = 'posthogEventFlow';

/** The first column in which nothing of ours would be covered. */
export function columnOfCode(): vscode.ViewColumn {
  const free = vscode.window.tabGroups.all.find((group) => !showsOurs(group));
  return free?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Where the run panel and the event flow open: they share a group beside the code, which is locked for other editors. */
export function columnBesideCode(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const ours = all.find((group) => (group === activeTabGroup ? showsOurs(group) : group.tabs.some(isOurs)));
  return ours?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Where nothing else is open, the editor would open the file in which the debugger stops over the panel. */
export async function makeRoomForCode(): Promise<void> {
  if (vscode.window.tabGroups.all.every(showsOurs)) {
    await vscode.commands.executeCommand('workbench.action.newGroupLeft');
  }
}

function showsOurs({ activeTab }: vscode.TabGroup): boolean {
  return activeTab !== undefined && isOurs(activeTab);
}

function isOurs({ input }: vscode.Tab): boolean {
  // The editor puts words of its own before the type.
  return (
    input instanceof vscode.TabInputWebview &&
    [panelViewType, flowViewType].some((type) => input.viewType.endsWith(type))
  );
}
