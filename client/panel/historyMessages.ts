/** Does what the user asked for in the history of runs. */
import type { HistoryMessage } from '../../protocol/panel.ts';
import type { Services } from '../services.ts';
import { mostPinned } from './history/runHistory.ts';
import type { RunRecord } from './history/runRecord.ts';
import type { RunSession } from './runSession.ts';
import { showInformation, showWarning } from '../notifications.ts';

export async function handleHistoryMessage(
  message: HistoryMessage,
  session: RunSession,
  services: Services,
): Promise<void> {
  const { history, documents } = services;
  switch (message.type) {
    case 'openRun':
      return (await session.showPast(message.id)) ? undefined : explainGone();
    case 'replayRun':
      return replay(message.id, session, services);
    case 'debugRun':
      return replay(message.id, session, services, true);
    case 'editRun':
      return edit(message.id, session, services);
    case 'pinRun':
      if (!(await history.pin(message.id, message.isPinned))) {
        await showInformation(`${mostPinned} runs are pinned already. Unpin one of them first.`);
      }
      return session.update();
    case 'compareRun': {
      const other = await history.read(message.id);
      return other === undefined ? explainGone() : session.compareWith(other);
    }
    case 'openComparison': {
      const { comparison, record } = session;
      const other = comparison === null ? undefined : await history.read(comparison.id);
      return other === undefined || record === null ? undefined : documents.compare(other, record);
    }
    case 'closeComparison':
      return session.compareWith(null);
    case 'clearHistory':
      return clear(session, services);
  }
}

/** Runs once more what a run of the history was given, over the code as it is now. */
export async function replay(
  id: string,
  session: RunSession,
  { history }: Services,
  isDebugged = false,
): Promise<void> {
  const record = await history.read(id);
  if (record === undefined) return explainGone();
  await session.select({ rootUri: record.rootUri, entryPoint: record.entryPoint });
  await session.start({ input: record.input, isDebugged });
}

/** Takes the input of a run over, and opens it. */
async function edit(id: string, session: RunSession, services: Services): Promise<void> {
  const record = await services.history.read(id);
  if (record === undefined) return explainGone();
  await useInput(record, session, services);
  const { rootUri, entryPoint, appName, input } = record;
  if (input !== null) await services.inputFiles.open({ kind: 'input', rootUri, entryPoint }, appName);
}

async function useInput(record: RunRecord, session: RunSession, services: Services): Promise<void> {
  const { rootUri, entryPoint, appName, input } = record;
  if (input !== null) {
    await services.inputs.setText(rootUri, entryPoint, JSON.stringify(input, null, 2));
    services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, appName);
  }
  await session.select({ rootUri, entryPoint });
}

async function clear(session: RunSession, { history }: Services): Promise<void> {
  const count = history.runs.filter(({ isPinned }) => !isPinned).length;
  const forget = 'Forget Runs';
  const chosen = await showWarning(
    `Forget ${count} ${count === 1 ? 'run' : 'runs'} of this workspace? Pinned runs stay.`,
    { modal: true },
    forget,
  );
  if (chosen !== forget) return;
  await history.clear();
  await session.update();
}

async function explainGone(): Promise<void> {
  await showInformation('This run is no longer kept. Choose another one.');
}
