/** Puts a request of a run into the clipboard, as a command for a shell. */
import * as vscode from 'vscode';
import { splitUrl, statusWords } from '../../../protocol/runWords.ts';
import { curlCommand } from './requestText.ts';
import type { RunRecord } from './runRecord.ts';
import { showInformation } from '../../notifications.ts';
import { withoutIcons } from '../../plainText.ts';

export async function copyAsCurl({ trace }: RunRecord, index: number): Promise<void> {
  const request = trace.requests[index];
  if (request === undefined) return;
  await vscode.env.clipboard.writeText(curlCommand(request));
  vscode.window.setStatusBarMessage('$(check) Copied as curl', 3_000);
}

/** Asks which request, where there are several. */
export async function chooseRequestToCopy(record: RunRecord): Promise<void> {
  const { requests } = record.trace;
  if (requests.length === 0) {
    await showInformation('The run made no request, so there is nothing to copy.');
    return;
  }
  const items = requests.map((request, index) => {
    const { host, path } = splitUrl(request.url);
    const label = withoutIcons(`${request.method} ${path}`);
    return { label, description: `${host}, ${statusWords(request).text}`, index };
  });
  const [only] = items;
  const picked =
    items.length === 1
      ? only
      : await vscode.window.showQuickPick(items, { title: 'Copy as curl', matchOnDescription: true });
  if (picked !== undefined) await copyAsCurl(record, picked.index);
}
