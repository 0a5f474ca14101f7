/**
 * The type `posthog-app` in launch.json, and F5 in a file of an app without one: both start the run that *Debug* above an
 * entry point starts.
 */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { commands, debugType } from './contributions.ts';
import { showWarning } from './notifications.ts';

interface LaunchConfiguration extends vscode.DebugConfiguration {
  /** Folder of the app; that of the active document when absent. */
  readonly app?: unknown;
  readonly entryPoint?: unknown;
}

export function registerLaunches(): vscode.Disposable {
  return vscode.debug.registerDebugConfigurationProvider(debugType, {
    provideDebugConfigurations: () => [{ type: debugType, request: 'launch', name: 'Debug PostHog App' }],
    resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration: LaunchConfiguration) => {
      const problem = problemOf(configuration);
      if (problem !== undefined) {
        void showWarning(problem);
        return undefined;
      }
      void vscode.commands.executeCommand(
        commands.debugApp,
        rootOf(configuration.app, folder),
        configuration.entryPoint,
      );
      // The run begins a session of the JavaScript debugger; this one has nothing to do.
      return undefined;
    },
  });
}

/** What would be run instead of what is meant, in a sentence. */
function problemOf({ app, entryPoint, name }: LaunchConfiguration): string | undefined {
  for (const [key, value, example] of [
    ['app', app, 'a folder, such as "apps/mine"'],
    ['entryPoint', entryPoint, 'an export, such as "onEvent"'],
  ] as const) {
    if (value === undefined || (typeof value === 'string' && value !== '')) continue;
    return `${name}: ${key} must name ${example}, or be left out. It is ${JSON.stringify(value)}.`;
  }
  return undefined;
}

/** URI of the app's folder as the list of apps has it. */
function rootOf(app: unknown, folder: vscode.WorkspaceFolder | undefined): string | undefined {
  if (typeof app !== 'string') return undefined;
  const path = isAbsolute(app) || folder === undefined ? app : join(folder.uri.fsPath, app);
  return vscode.Uri.file(path.replace(/[\\/]+$/, '')).toString();
}
