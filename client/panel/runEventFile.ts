/** Runs the events of a file that the user chooses, and a single one of them. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { eventEntryPoint } from './entryPoints.ts';
import { NoEvents, readEvents } from './eventFile.ts';
import type { RunSession } from './runSession.ts';
import { showError, showInformation } from '../notifications.ts';

export async function runEventFile(session: RunSession): Promise<void> {
  const { entryPoints } = await session.describe();
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
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  try {
    const events = readEvents(text, entryPoint, new Date());
    await session.select({ rootUri: session.target.rootUri, entryPoint });
    await session.start({ input: events });
  } catch (error) {
    if (!(error instanceof NoEvents)) throw error;
    await showError(`${vscode.workspace.asRelativePath(file)}: ${error.message}`);
  }
}

/** The event becomes the input of the panel, so that it can be edited, debugged and watched. */
export async function runRow(index: number, session: RunSession, services: Services): Promise<void> {
  const { record } = session;
  const event: unknown = Array.isArray(record?.input) ? record.input[index] : undefined;
  if (record === null || event === undefined) {
    await showInformation('This event is no longer kept. Run the file again.');
    return;
  }
  const { rootUri, entryPoint, appName } = record;
  await services.inputs.setText(rootUri, entryPoint, JSON.stringify(event, null, 2));
  services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, appName);
  await session.select({ rootUri, entryPoint });
  await session.start();
}
