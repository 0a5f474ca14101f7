/** `Save Run as Test`: writes the last run as a scenario file of its app, opens it, and runs it. */
import { isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { HostPair } from '../../platform/hosts.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import { type RecordedCall, scenarioFolder, scenarioSuffix } from '../../protocol/scenario.ts';
import type { Json } from '../../protocol/trace.ts';
import { columnOfCode } from '../panel/codeColumn.ts';
import type { Services } from '../services.ts';
import type { ScenarioTests } from './scenarioTests.ts';
import { showInformation } from '../notifications.ts';

export interface FinishedRun {
  readonly request: RunRequest;
  /** What becomes steps of the test. */
  readonly calls: readonly RecordedCall[];
  /** What the user is to know of that before. */
  readonly note: string | null;
}

/** @param last undefined when nothing has run yet. */
export async function saveRunAsTest(
  last: FinishedRun | undefined,
  services: Services,
  tests: ScenarioTests,
): Promise<void> {
  if (last === undefined) {
    await showInformation('There is no run yet. Run an app first; then its last run can be saved as a test.');
    return;
  }
  const root = vscode.Uri.file(last.request.app.root);
  const folder = vscode.Uri.joinPath(root, scenarioFolder);
  const name = await askName(folder, suggestedName(last.calls), last.note);
  if (name === undefined) return;
  const uri = fileOf(folder, name);
  const {
    access,
    attachments: _content,
    entryPoint: _entryPoint,
    input: _input,
    isDebugged: _isDebugged,
    ...run
  } = last.request;
  const { remarks, text } = await services.runtime().recordScenario(
    {
      run,
      calls: last.calls,
      host: hostText(access.host),
      projectId: access.projectId,
      attachments: filesInside(last.request.app.root, services.config.entries(root.toString()).attachments),
    },
    new AbortController().signal,
  );
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri, { viewColumn: columnOfCode() });
  await tests.run(uri);
  if (remarks.length > 0) void showInformation(remarks.join(' '));
}

async function askName(folder: vscode.Uri, value: string, note: string | null): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Save Run as Test',
    prompt: `${note === null ? '' : `${note} `}Name of the test. It is written to ${vscode.workspace.asRelativePath(folder)}.`,
    value,
    validateInput: async (text) => {
      if (!/^[^\\/:*?"<>|]*[^\\/:*?"<>|.\s]$/.test(text))
        return 'A name of a file, please: without / \\ : * ? " < > |';
      return (await exists(fileOf(folder, text)))
        ? `There is a test ${text} already. Choose another name.`
        : undefined;
    },
  });
}

function fileOf(folder: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, `${name}${scenarioSuffix}`);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** After the event, else after what was called: `sign up` becomes `sign-up`. */
function suggestedName(calls: readonly RecordedCall[]): string {
  const inputs = calls.flatMap(({ input }) => [input].flat() as readonly Json[]);
  const event = inputs.flatMap(eventName)[0];
  const name = event ?? calls[0]?.entryPoint ?? '';
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'test';
}

function eventName(value: Json): readonly string[] {
  const event = typeof value === 'object' && value !== null && 'event' in value ? value['event'] : null;
  return typeof event === 'string' ? [event] : [];
}

function hostText({ api, kind }: HostPair): string {
  return kind === 'custom' ? api : kind;
}

/** Files of the app itself, relative to it; others are not there on another computer. */
function filesInside(
  root: string,
  files: { readonly [key: string]: string },
): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(files).flatMap(([key, path]) => {
      const inside = relative(root, path);
      const isOutside = inside.startsWith('..') || isAbsolute(inside);
      return isOutside ? [] : [[key, inside.replaceAll(sep, '/')]];
    }),
  );
}
