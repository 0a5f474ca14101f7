/** Where code and documents open: beside the run panel and the event flow, never over them. */
import * as vscode from 'vscode';
import { flowViewType } from '../../protocol/eventFlowMessages.ts';
import { panelViewType } from '../../protocol/panel.ts';

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

function isOurs(tab: vscode.Tab): boolean {
  return typeOfOurs(tab) !== undefined;
}

/** What the editor calls the run panel or the event flow, in its settings too; undefined for what is not ours. */
export function typeOfOurs({ input }: vscode.Tab): string | undefined {
  if (!(input instanceof vscode.TabInputWebview)) return undefined;
  // The editor puts words of its own before the type.
  return [panelViewType, flowViewType].some((type) => input.viewType.endsWith(type))
    ? input.viewType
    : undefined;
}
