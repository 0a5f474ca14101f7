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
  const openKeySetting = { 'Open Setting': () => openSetting('personalApiKey') };
  const setKey = {
    'Set Personal API Key': () => vscode.commands.executeCommand(commands.setPersonalApiKey, access.host.api),
  };
  switch (problem) {
    case null:
      return offer('information', message, {
        ...(project !== null && access.projectId === null
          ? { [`Use Project ${project.id}`]: () => writeSetting('projectId', Number(project.id), 'host') }
          : {}),
        ...(access.host.kind !== 'local' && access.personalApiKeys[access.host.api] === undefined
          ? setKey
          : {}),
      });
    case 'personal-key':
    case 'scope':
      // A key that is stored would not be the one that goes along.
      return offer('warning', message, access.personalKeyVariable === undefined ? setKey : openKeySetting);
    case 'busy':
      return offer('warning', message, { 'Test Again': () => testConnection(services) });
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
