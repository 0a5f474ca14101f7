/** Takes over what came out as what must come out, and shows what that changed. */
import * as vscode from 'vscode';
import { scenarioScheme } from '../contributions.ts';
import type { Services } from '../services.ts';
import { isScenario, readScenario, scenarioName, scenarioRequest } from './scenarioFiles.ts';
import type { ScenarioTests } from './scenarioTests.ts';
import { showError, showInformation } from '../notifications.ts';
import { isTrusted, nothingRuns } from '../trust.ts';

/** Texts of scenarios from before their update, for the diff editor. */
export class EarlierScenarios implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scenarioScheme, this);
  #count = 0;

  dispose(): void {
    this.#registration.dispose();
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    return this.#texts.get(query) ?? 'This text is no longer known. The history of the file may have it.';
  }

  keep(uri: vscode.Uri, text: string): vscode.Uri {
    const query = String(++this.#count);
    this.#texts.set(query, text);
    return uri.with({ scheme: scenarioScheme, query });
  }
}

/** @param target a test item, what a message of the Test Explorer hands over, an URI, or nothing for the active file. */
export async function updateScenario(
  target: unknown,
  services: Services,
  tests: ScenarioTests,
  earlier: EarlierScenarios,
): Promise<void> {
  if (!isTrusted(nothingRuns)) return;
  const uri = uriOf(target) ?? vscode.window.activeTextEditor?.document.uri;
  await tests.refresh();
  const location = uri === undefined || !isScenario(uri) ? undefined : tests.locationOf(uri);
  if (uri === undefined || location === undefined) {
    await showInformation(
      'Open the scenario of an app, a file whose name ends with .scenario.json, and try again.',
    );
    return;
  }
  const before = await readScenario(uri);
  const request = { ...(await scenarioRequest(location)), isUpdated: true };
  const { failures, status, updated } = await services
    .runtime()
    .runScenario(request, new AbortController().signal);
  if (status === 'broken') {
    await showError(failures[0]?.message ?? 'The run was stopped, so nothing was updated.');
    return;
  }
  if (updated === null) {
    void showInformation(`${scenarioName(uri)} already expects what comes out.`);
    return;
  }
  await write(uri, updated);
  tests.outdate(uri);
  const title = `${scenarioName(uri)}: before and after the update`;
  await vscode.commands.executeCommand('vscode.diff', earlier.keep(uri, before), uri, title);
  await tests.run(uri);
}

/** Through the editor, so that it can be undone there. */
async function write(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

function uriOf(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const item = 'test' in target ? target.test : target;
  return typeof item === 'object' && item !== null && 'uri' in item && item.uri instanceof vscode.Uri
    ? item.uri
    : undefined;
}
