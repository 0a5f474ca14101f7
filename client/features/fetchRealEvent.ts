/** *Fetch a Real Event*: one of the last events of the project becomes the input of the run panel, without secrets. */
import * as vscode from 'vscode';
import { hostLabel } from '../../platform/hosts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { commands } from '../contributions.ts';
import { eventEntryPoint, lifeCycleEntryPoint } from '../panel/entryPoints.ts';
import { realEventInput } from '../panel/realEventInput.ts';
import type { RunSession } from '../panel/runSession.ts';
import type { Services } from '../services.ts';
import { readAccessSettings } from '../settings.ts';
import { resolveAccess } from '../hostAccess.ts';
import { tellProblem } from './connectionProblem.ts';
import { accessWithKey, selectProject } from './selectProject.ts';
import { showInformation } from '../notifications.ts';
import { withoutIcons } from '../plainText.ts';
import { isTrusted, nothingIsSent } from '../trust.ts';

/** @param session of the panel that gets the event. */
export async function fetchRealEvent(services: Services, session: RunSession): Promise<void> {
  if (!isTrusted(nothingIsSent)) return;
  const { apps, entryPoint: shown, entryPoints, app, isLifeCycle } = await session.describe();
  // Several apps in order, and the whole life of one, take an event already.
  const entryPoint =
    apps.length > 0
      ? shown
      : isLifeCycle
        ? lifeCycleEntryPoint(entryPoints)
        : eventEntryPoint(entryPoints, shown);
  if (entryPoint === null) {
    await showInformation('This app takes no events. Choose one that exports processEvent or onEvent.');
    return;
  }
  const access = await accessOf(services);
  if (access === undefined) return;
  const event = await chooseEvent(services, access);
  if (event === undefined) return;
  const input = realEventInput(entryPoint, event, access, new Date());
  const { rootUri } = session.target;
  const from = hostLabel(access.host);
  await services.inputs.take(rootUri, entryPoint, `Event of your project on ${from}`, input);
  await services.inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
  await session.select({ ...session.target, entryPoint });
}

/** Undefined where the user has to choose a host or set a key first, and did not. */
async function accessOf(services: Services): Promise<HostAccess | undefined> {
  const { access } = resolveAccess(readAccessSettings(), {}, process.env);
  if (access.host.kind !== 'local') return accessWithKey(services, 'the events of a project');
  const select = 'Select Host';
  const chosen = await showInformation(
    'Runs use the local host, which has no events of its own. Select the host that has yours.',
    select,
  );
  if (chosen === select) await vscode.commands.executeCommand(commands.selectHost);
  return undefined;
}

async function chooseEvent(services: Services, access: HostAccess): Promise<JsonObject | undefined> {
  const label = hostLabel(access.host);
  const { problem, message, events } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Asking ${label} for its last events` },
    () => services.runtime().realEvents(access),
  );
  if (problem !== null) {
    void tellProblem({
      problem,
      message,
      access,
      again: () => vscode.commands.executeCommand(commands.fetchRealEvent),
      selectProject: () => selectProject(services),
    });
    return undefined;
  }
  if (events.length === 0) {
    await showInformation(`The project at ${label} has no events yet.`);
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    events.map((event) => ({
      label: withoutIcons(textOf(event['event'])),
      description: withoutIcons(textOf(event['distinct_id'])),
      detail: timeOf(event),
      event,
    })),
    {
      title: `Events at ${label}`,
      placeHolder: 'Becomes the input; keys and secrets are taken out',
      matchOnDescription: true,
    },
  );
  return picked?.event;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function timeOf({ timestamp }: JsonObject): string {
  const time = new Date(textOf(timestamp));
  return Number.isNaN(time.getTime()) ? '' : time.toLocaleString();
}
