/** The host that a run would talk to, in the status bar; red while that is a real PostHog. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { describeHost } from '../panel/hostState.ts';
import { shownAccess } from '../panel/runRequest.ts';
import type { Services } from '../services.ts';
import { onDidChangeSettings } from '../settings.ts';
import { nothingRuns } from '../trust.ts';

export function register({ apps, projectNames }: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('posthogApps.host', vscode.StatusBarAlignment.Right, 90);
  item.name = 'PostHog Host';
  item.command = commands.selectHost;

  function update(): void {
    if (apps.known.length === 0) {
      item.hide();
      return;
    }
    const { isTrusted } = vscode.workspace;
    const host = describeHost(shownAccess(), projectNames, isTrusted ? null : nothingRuns);
    // What does not send is worth its place: the host alone looks as if it were asked.
    const mode = !isTrusted ? ' (not trusted)' : host.mode === 'live' ? '' : ` (${host.mode})`;
    item.text = `PostHog: ${host.label}${mode}`;
    item.tooltip = `${host.description}\nClick to choose another host.`;
    item.accessibilityInformation = {
      label: `PostHog host: ${host.label}${mode}. ${host.description}`,
      role: 'button',
    };
    item.backgroundColor = host.isLive ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.show();
  }

  update();
  return vscode.Disposable.from(
    item,
    apps.onDidChange(update),
    onDidChangeSettings(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
  );
}
