/** Runs the events of a file that the user chooses, from then on, and a single one of them. */
import * as vscode from 'vscode';
import { moment } from '../../protocol/runWords.ts';
import type { Services } from '../services.ts';
import { columnOfCode } from './codeColumn.ts';
import { eventEntryPoint } from './entryPoints.ts';
import { nameOfFile } from './history/inputName.ts';
import type { RunSession } from './runSession.ts';
import { showInformation } from '../notifications.ts';

export async function runEventFile(session: RunSession, services: Services): Promise<void> {
  const { entryPoints, apps } = await session.describe();
  if (apps.length > 0) {
    await showInformation(
      'Several apps in order take one event. Choose one app to run the events of a file.',
    );
    return;
  }
  const entryPoint = eventEntryPoint(entryPoints, session.target.entryPoint);
  if (entryPoint === null) return;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Events to Run',
      openLabel: 'Run',
      defaultUri: session.root,
      filters: { Events: ['json', 'jsonl', 'ndjson'] },
    })) ?? [];
  if (file === undefined) return;
  const { rootUri } = session.target;
  // A file that cannot be read is chosen all the same: the panel says why, and nothing else is sent in its place.
  await services.inputs.chooseFile(rootUri, entryPoint, file.toString());
  await session.select({ rootUri, entryPoint });
  await session.start();
}

/** Opens the list that is chosen: its file, or what the run was given. */
export async function openList(session: RunSession, { documents, history, inputs }: Services): Promise<void> {
  const { rootUri, entryPoint } = session.target;
  const list = entryPoint === null ? null : inputs.listOf(rootUri, entryPoint);
  if (list === null) return;
  if ('file' in list.from) {
    await vscode.window.showTextDocument(vscode.Uri.parse(list.from.file), {
      viewColumn: columnOfCode(),
    });
    return;
  }
  const record = await history.read(list.from.run);
  if (record !== undefined) await documents.openInput(record);
}

/** The event becomes the input of the panel, so that it can be edited, debugged and watched; the list can be chosen again. */
export async function runRow(index: number, session: RunSession, services: Services): Promise<void> {
  const { record } = session;
  const event: unknown = Array.isArray(record?.input) ? record.input[index] : undefined;
  if (record === null || event === undefined) {
    await showInformation('This event is no longer kept. Run the file again.');
    return;
  }
  const { rootUri, entryPoint, appName } = record;
  const file = record.from !== undefined && 'file' in record.from ? record.from.file : null;
  const of = file === null ? `of the run of ${moment(record.startedAt)}` : `of ${nameOfFile(file)}`;
  await services.inputs.take(rootUri, entryPoint, `Event ${index + 1} ${of}`, event);
  await services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, appName);
  await session.select({ rootUri, entryPoint });
  await session.start();
}
