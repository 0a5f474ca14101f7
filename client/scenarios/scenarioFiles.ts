/** The scenario files of the workspace, and what running one needs from the editor. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import { type ScenarioRequest, scenarioSuffix, secretVariablePrefix } from '../../protocol/scenario.ts';
import type { AppList } from '../apps.ts';
import { appSource } from '../panel/runRequest.ts';
import { readSetting } from '../settings.ts';

export interface ScenarioLocation {
  readonly uri: vscode.Uri;
  readonly app: AppInfo;
}

/** As on the command line: what tools keep for themselves holds no scenarios. */
const others = /\/(?:node_modules|\.[^/]*)\//;

/** Those that lie in an app. */
export async function findScenarios(apps: AppList): Promise<readonly ScenarioLocation[]> {
  const uris = await vscode.workspace.findFiles(`**/*${scenarioSuffix}`, null);
  return uris
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap((uri) => {
      const app = apps.appOf(uri);
      const isOthers = app !== undefined && others.test(uri.toString().slice(app.rootUri.length));
      return app === undefined || isOthers ? [] : [{ uri, app }];
    });
}

export function isScenario(uri: vscode.Uri): boolean {
  return uri.path.endsWith(scenarioSuffix);
}

/** The file's name without its ending. */
export function scenarioName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1, -scenarioSuffix.length);
}

/** The text as the user sees it: an open document wins over the disk. */
export async function readScenario(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export async function scenarioRequest({ app, uri }: ScenarioLocation): Promise<ScenarioRequest> {
  const root = vscode.Uri.parse(app.rootUri);
  return {
    app: appSource(root),
    text: await readScenario(uri),
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        name.startsWith(secretVariablePrefix) && value !== undefined ? [[name, value]] : [],
      ),
    ),
    timeoutSeconds: readSetting('run.timeoutSeconds', root),
  };
}
