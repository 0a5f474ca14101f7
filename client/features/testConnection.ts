/** Says in one sentence whether the host of runs can be reached with its keys, and offers the step that mends it. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { resolveAccess } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { selectProject } from './selectProject.ts';
import { openSetting, readAccessSettings, writeSetting } from '../settings.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { isTrusted, nothingIsSent } from '../trust.ts';

export async function testConnection(services: Services): Promise<void> {
  if (!isTrusted(nothingIsSent)) return;
  const settings = readAccessSettings();
  const { access, problems } = resolveAccess(settings, await services.keys.personalKeys(), process.env);
  for (const { key, message } of problems) {
    // Not awaited: the host is asked meanwhile.
    void offer('warning', message, { 'Open Setting': () => openSetting(key) });
  }
  // There is no other host to ask than the one that cannot be read.
  if (problems.some(({ key }) => key === 'host')) return;
  const { problem, message, project } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Testing the connection to PostHog' },
    () => services.runtime().testConnection(access),
  );
  if (project !== null) await services.projectNames.remember(access.host.api, [project]);
  const setKey = {
    'Set Personal API Key': () => vscode.commands.executeCommand(commands.setPersonalApiKey, access.host.api),
  };
  switch (problem) {
    case null:
      return offer('information', message, {
        ...(project !== null && access.projectId === null
          ? { [`Use Project ${project.id}`]: () => writeSetting('projectId', project.id, 'host') }
          : {}),
        ...(access.host.kind !== 'local' && access.personalApiKeys[access.host.api] === undefined
          ? setKey
          : {}),
      });
    case 'personal-key':
    case 'scope':
      return offer('warning', message, setKey);
    case 'project-key':
      return offer('warning', message, { 'Open Setting': () => openSetting('projectApiKey') });
    case 'project':
      return offer('warning', message, {
        'Select Project': () => selectProject(services),
        'Open Setting': () => openSetting('projectId'),
      });
    case 'clock':
      return offer('warning', message, {});
    case 'unreachable':
    case 'not-posthog':
      return offer('warning', message, {
        'Select Host': () => vscode.commands.executeCommand(commands.selectHost),
      });
  }
}

async function offer(
  kind: 'information' | 'warning',
  message: string,
  actions: { readonly [label: string]: () => unknown },
): Promise<void> {
  const show = kind === 'information' ? showInformation : showWarning;
  const chosen = await show(message, ...Object.keys(actions));
  if (chosen !== undefined) await actions[chosen]?.();
}
