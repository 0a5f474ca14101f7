/** Does what the user asked for in the history of runs. */
import type { HistoryMessage } from '../../protocol/panel.ts';
import type { Services } from '../services.ts';
import { type ChainRecord, mainStep } from './history/chainRecord.ts';
import { forgetQuestion } from './history/forgetQuestion.ts';
import { mostPinned } from './history/runHistory.ts';
import type { RunRecord } from './history/runRecord.ts';
import { openList } from './runEventFile.ts';
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
      const chain = await history.readChain(message.id);
      const other = chain === undefined ? await history.read(message.id) : stepLike(chain, session.record);
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

/** Of several runs that belong together, the one to compare another with: of the same app and entry point, where there is one. */
function stepLike(chain: ChainRecord, shown: RunRecord | null): RunRecord | undefined {
  const alike = chain.steps.find(
    ({ rootUri, entryPoint }) => rootUri === shown?.rootUri && entryPoint === shown.entryPoint,
  );
  return alike ?? mainStep(chain);
}

/**
 * Runs once more what a run of the history was given, over the code as it is now. Where requests would really go to another
 * host than they went to then, the user is asked.
 */
export async function replay(
  id: string,
  session: RunSession,
  { history }: Services,
  isDebugged = false,
): Promise<void> {
  const run = history.runs.find((one) => one.id === id);
  const { host } = await session.describe();
  if (run !== undefined && host.isLive && run.host !== host.label) {
    const go = `Replay on ${host.label}`;
    // Enter presses the first button: by mistake nothing must be sent.
    const look = 'Show It Only';
    const chosen = await showWarning(
      `Replay the run of ${run.host} on ${host.label}?`,
      { modal: true, detail: host.description },
      look,
      go,
    );
    if (chosen === look && !(await session.showPast(id))) return explainGone();
    if (chosen !== go) return;
  }
  if ((await session.takeOver(id)) === null) return explainGone();
  const { app, entryPoint } = await session.describe();
  const { entryPoint: wanted, isLifeCycle } = session.target;
  if (app !== null && wanted !== null && entryPoint !== wanted && isLifeCycle !== true) {
    await showInformation(`The run was of ${wanted}, which ${app.name} no longer exports.`);
    return;
  }
  await session.start({ isDebugged });
}

/** Takes the input of a run over, and opens it: what is changed there is the user's own, and what Run sends. */
async function edit(id: string, session: RunSession, services: Services): Promise<void> {
  if (!(await session.showPast(id))) return explainGone();
  const { app, input } = await session.describe();
  const { rootUri, entryPoint } = session.target;
  if (input === null || entryPoint === null) return;
  if (input.list !== null) return openList(session, services);
  return services.inputFiles.open({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
}

async function clear(session: RunSession, { history }: Services): Promise<void> {
  const question = forgetQuestion(history.runs);
  if (question === undefined) {
    await showInformation('All runs are pinned. Unpin those that you want to forget.');
    return;
  }
  const { title, detail } = question;
  const forget = 'Forget Runs';
  const chosen = await showWarning(title, { modal: true, detail }, forget);
  if (chosen !== forget) return;
  await history.clear();
  await session.runsForgotten();
}

async function explainGone(): Promise<void> {
  await showInformation('This run is no longer kept. Choose another one.');
}
