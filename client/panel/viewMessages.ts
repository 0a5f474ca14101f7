/** Does what the user asked for in the view. */
import * as vscode from 'vscode';
import type { ViewMessage } from '../../protocol/panel.ts';
import { mostFollowedEvents } from '../../protocol/runtime.ts';
import { plural, wholeLifeCycle } from '../../protocol/runWords.ts';
import type { SettingKey } from '../../protocol/settings.ts';
import { settings } from '../../protocol/settings.ts';
import type { CapturedEvent, SourceLocation } from '../../protocol/trace.ts';
import { commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { setPersonalApiKey } from '../features/personalKeys.ts';
import { selectProject } from '../features/selectProject.ts';
import { openSetting, readSetting } from '../settings.ts';
import { isTrusted, manageTrust, nothingRuns } from '../trust.ts';
import { chainEntryPoint } from './appChain.ts';
import { capturedInput } from './capturedInput.ts';
import { columnOfCode } from './codeColumn.ts';
import { eventEntryPoint, lifeCycleEntryPoint } from './entryPoints.ts';
import { selectApp } from './chooseApps.ts';
import { rootOf } from './followRun.ts';
import { editConfig } from './editConfig.ts';
import { copyAsCurl } from './history/copyAsCurl.ts';
import { exportRun } from './history/exportRun.ts';
import { handleHistoryMessage } from './historyMessages.ts';
import { openList, runEventFile, runRow } from './runEventFile.ts';
import type { RunSession } from './runSession.ts';
import { showWarning } from '../notifications.ts';

/** @returns once the state is up to date, except for a run, which goes on. */
export async function handleViewMessage(
  message: ViewMessage,
  session: RunSession,
  services: Services,
): Promise<void> {
  const { rootUri } = session.target;
  const { inputs, config, documents } = services;
  const { record } = session;
  switch (message.type) {
    case 'ready':
      return session.update();
    case 'opened':
      session.opened = message.parts;
      return;
    case 'run':
      return session.start();
    case 'watch':
      if (!message.isWatching || isTrusted(nothingRuns)) session.watch(message.isWatching);
      return session.update();
    case 'debug':
      return session.start({ isDebugged: true });
    case 'stop':
      session.stop();
      return;
    case 'selectApp':
      return selectApp(session, services);
    case 'selectEntryPoint':
      return message.entryPoint === wholeLifeCycle
        ? session.select({ rootUri, entryPoint: session.target.entryPoint, isLifeCycle: true })
        : session.select({ rootUri, entryPoint: message.entryPoint });
    case 'selectHost':
      await vscode.commands.executeCommand(commands.selectHost);
      return session.update();
    case 'selectSample':
      return changeInput(session, services, (entryPoint) =>
        inputs.selectSample(rootUri, entryPoint, message.id),
      );
    case 'resetInput':
      return changeInput(session, services, (entryPoint) => inputs.reset(rootUri, entryPoint));
    case 'editInput': {
      const { entryPoint, app } = await session.describe();
      if (entryPoint === null) return;
      return services.inputFiles.open({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
    }
    case 'openList':
      return openList(session, services);
    case 'openRunInput':
      return record === null ? undefined : documents.openInput(record);
    case 'setConfig':
      await config.setValue(rootUri, message.key, message.value);
      session.mended();
      return session.update();
    case 'resetConfig':
      await config.reset(rootUri, message.key);
      await services.keys.clearConfigSecret(rootUri, message.key);
      await services.inputFiles.refresh(
        { kind: 'config', rootUri, key: message.key },
        session.app?.name ?? 'app',
      );
      session.mended();
      return session.update();
    case 'editConfig':
      if (await editConfig(message.key, session, services)) session.mended();
      return session.update();
    case 'openSource':
      return openSource(rootOfSource(message.app, session), message.source);
    case 'openDiff':
      return record === null ? undefined : documents.openDiff(record, message.event);
    case 'openTrace':
      return record === null ? undefined : documents.openTrace(record);
    case 'openText':
      return record === null ? undefined : documents.openText(record);
    case 'openValue':
      return record === null ? undefined : documents.openValue(record, message.pointer);
    case 'copyCurl':
      return record === null ? undefined : copyAsCurl(record, message.request);
    case 'runCaptured':
      return runCaptured(record?.trace.captured[message.index], session, services);
    case 'runHop':
      return runCaptured(record?.trace.hops[message.hop], session, services);
    case 'follow':
      return follow(session);
    case 'saveTest':
      await vscode.commands.executeCommand(commands.saveRunAsTest);
      return;
    case 'fetchEvent':
      await vscode.commands.executeCommand(commands.fetchRealEvent);
      return;
    case 'runFile':
      return runEventFile(session, services);
    case 'runRow':
      return runRow(message.index, session, services);
    case 'exportRun':
      return record === null ? undefined : exportRun(record);
    case 'openRun':
    case 'replayRun':
    case 'debugRun':
    case 'editRun':
    case 'pinRun':
    case 'compareRun':
    case 'openComparison':
    case 'closeComparison':
    case 'clearHistory':
      return handleHistoryMessage(message, session, services);
    case 'openSetting':
      return message.key in settings ? openSetting(message.key as SettingKey) : undefined;
    case 'setPersonalKey':
      if (!(await setPersonalApiKey(services, message.origin))) return;
      session.keyWasSet(message.origin);
      return session.update();
    case 'setProjectKey':
      return openSetting('projectApiKey');
    case 'selectProject':
      await selectProject(services);
      return session.update();
    case 'manageTrust':
      return manageTrust();
    case 'showOutput':
      services.output.show(true);
      return;
  }
}

/** The next run gets an event that this one captured, as PostHog would send it through the app again. */
async function runCaptured(
  captured: CapturedEvent | undefined,
  session: RunSession,
  services: Services,
): Promise<void> {
  const { entryPoints, app, apps, isLifeCycle } = await session.describe();
  const { target } = session;
  // Through several apps, and the whole life of one, it goes as any event does.
  const entryPoint =
    apps.length > 0
      ? chainEntryPoint
      : isLifeCycle
        ? lifeCycleEntryPoint(entryPoints)
        : eventEntryPoint(entryPoints, target.entryPoint);
  if (captured === undefined || entryPoint === null) return;
  const { rootUri } = target;
  const event = capturedInput(captured, entryPoint, new Date());
  await services.inputs.take(rootUri, entryPoint, `Captured: ${captured.event}`, event);
  await services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
  await session.select({ ...target, entryPoint });
  await session.start();
}

/** On a real host each time sends what the app sends: the user is asked. */
async function follow(session: RunSession): Promise<void> {
  if (!isTrusted(nothingRuns)) return;
  const { host } = await session.describe();
  if (host.isLive) {
    const go = `Follow on ${host.label}`;
    const hops = plural(readSetting('run.maxHops'), 'hop', 'hops');
    const chosen = await showWarning(
      `Feed the captured events back through the app on ${host.label}?`,
      {
        modal: true,
        detail: `Each time, what the app captures and requests is really sent: up to ${hops} and ${mostFollowedEvents.toLocaleString('en')} events. With the host local nothing is sent.`,
      },
      // Enter takes the first one.
      'Do Not Follow',
      go,
    );
    if (chosen !== go) return;
  }
  // It goes on; the panel says how far it is.
  void session.follow();
}

/** @param app that captured, where several may have. */
function rootOfSource(app: string | undefined, { record, root, shown }: RunSession): vscode.Uri {
  const named = app === undefined || shown === null ? undefined : rootOf(shown, app);
  if (named !== undefined) return vscode.Uri.parse(named);
  return record === null ? root : vscode.Uri.parse(record.rootUri);
}

async function changeInput(
  session: RunSession,
  services: Services,
  change: (entryPoint: string) => Promise<void>,
): Promise<void> {
  const { rootUri } = session.target;
  const { entryPoint, app } = await session.describe();
  if (entryPoint === null) return;
  await change(entryPoint);
  await services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
  await session.update();
}

/** Opens a place of the app beside the panel, never in its column. */
async function openSource(root: vscode.Uri, { file, line, column }: SourceLocation): Promise<void> {
  const uri = vscode.Uri.joinPath(root, file);
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  try {
    await vscode.window.showTextDocument(uri, {
      viewColumn: shown?.viewColumn ?? columnOfCode(),
      selection: new vscode.Range(position, position),
    });
  } catch {
    // The editor's own error names an internal address; the file of the trace says more.
    await showWarning(`${file} cannot be opened. It may have been moved since the run.`);
  }
}
