/** Says in one sentence whether the host of runs can be reached with its keys, and offers the step that mends it. */
import * as vscode from 'vscode';
import { resolveAccess } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { setKeyOf, tellProblem, type Ways } from './connectionProblem.ts';
import { selectProject } from './selectProject.ts';
import { openSetting, readAccessSettings, writeSetting } from '../settings.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { isTrusted, nothingIsSent } from '../trust.ts';

export async function testConnection(services: Services): Promise<void> {
  if (!isTrusted(nothingIsSent)) return;
  const settings = readAccessSettings();
  const { access, problems } = resolveAccess(settings, await services.keys.personalKeys(), process.env);
  // There is no other host to ask than the one that cannot be read, and nothing else to mend first.
  const wrongHost = problems.filter(({ key }) => key === 'host');
  for (const { key, message } of wrongHost.length > 0 ? wrongHost : problems) {
    // Not awaited: the host is asked meanwhile.
    void offer('warning', message, { 'Open Setting': () => openSetting(key) });
  }
  if (wrongHost.length > 0) return;
  const { problem, message, project } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Testing the connection to PostHog' },
    () => services.runtime().testConnection(access),
  );
  if (project !== null) await services.projectNames.remember(access.host.api, [project]);
  if (problem !== null) {
    return tellProblem({
      problem,
      message,
      access,
      again: () => testConnection(services),
      selectProject: () => selectProject(services),
    });
  }
  const isWithoutKey = access.host.kind !== 'local' && access.personalApiKeys[access.host.api] === undefined;
  const chosen: Ways = {
    ...(project !== null && access.projectId === null
      ? { [`Use Project ${project.id}`]: () => writeSetting('projectId', Number(project.id), 'host') }
      : {}),
    ...(isWithoutKey ? setKeyOf(access) : {}),
  };
  return offer('information', message, chosen);
}

async function offer(kind: 'information' | 'warning', message: string, actions: Ways): Promise<void> {
  const show = kind === 'information' ? showInformation : showWarning;
  const chosen = await show(message, ...Object.keys(actions));
  if (chosen !== undefined) await actions[chosen]?.();
}
