/** Writes a run into a file of the user's choice. The run is redacted already: it holds no key and no secret. */
import * as vscode from 'vscode';
import { captureFates } from '../captureFates.ts';
import { columnOfCode } from '../codeColumn.ts';
import { exportJson } from './runJson.ts';
import { curlScript, httpFile } from './requestText.ts';
import type { RunRecord } from './runRecord.ts';
import { runText } from './runText.ts';

interface Format {
  readonly label: string;
  readonly description: string;
  readonly extension: string;
  readonly text: (record: RunRecord) => string;
  /** Whether there is nothing to write without requests. */
  readonly isOfRequests: boolean;
}

const formats: readonly Format[] = [
  {
    label: 'JSON',
    description: 'all that happened, for other tools',
    extension: 'json',
    text: exportJson,
    isOfRequests: false,
  },
  {
    label: 'Markdown',
    description: 'for an issue or a pull request',
    extension: 'md',
    text: (record) =>
      runText(record, { fates: captureFates(vscode.Uri.parse(record.rootUri), record.trace.captured) }),
    isOfRequests: false,
  },
  {
    label: 'curl',
    description: 'the requests as commands for a shell',
    extension: 'sh',
    text: curlScript,
    isOfRequests: true,
  },
  {
    label: 'HTTP',
    description: 'the requests as a file for REST clients',
    extension: 'http',
    text: httpFile,
    isOfRequests: true,
  },
];

export async function exportRun(record: RunRecord): Promise<void> {
  const possible = formats.filter(({ isOfRequests }) => !isOfRequests || record.trace.requests.length > 0);
  const format = await vscode.window.showQuickPick(possible, {
    title: 'Export Run',
    placeHolder: 'Keys and secrets are not in it',
  });
  if (format === undefined) return;
  const name = `${record.appName} ${record.entryPoint}`.replaceAll(/[^\w.-]+/g, '-');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = `${name}.${format.extension}`;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Run',
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, file) }),
    filters: { [format.label]: [format.extension] },
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(format.text(record)));
  await vscode.window.showTextDocument(uri, { viewColumn: columnOfCode() });
}
