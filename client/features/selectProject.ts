/** Chooses the project that `@current` means, among those that the host tells with the personal key. */
import * as vscode from 'vscode';
import { hostLabel } from '../../platform/hosts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { resolveAccess } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { openSetting, readAccessSettings, writeSetting } from '../settings.ts';
import { setPersonalApiKey } from './personalKeys.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { withoutIcons } from '../plainText.ts';
import { pickFrom } from '../quickPick.ts';
import { isTrusted, nothingIsSent } from '../trust.ts';

/** After another host was chosen: the project of the one before is not there. Asks where there is a key to ask with. */
export async function offerProject(services: Services): Promise<void> {
  const access = await accessNow(services);
  if (access.host.kind === 'local' || !vscode.workspace.isTrusted) return;
  if (access.personalApiKeys[access.host.api] !== undefined) return selectProject(services);
  if (access.projectId === null) return;
  const select = 'Select Project';
  const open = 'Open Setting';
  const chosen = await showInformation(
    `posthogApps.projectId is still ${access.projectId}, which may be another project at ${hostLabel(access.host)}.`,
    select,
    open,
  );
  if (chosen === select) await selectProject(services);
  if (chosen === open) await openSetting('projectId');
}

/** After a key was set: where the host of runs has no project yet, its projects can be listed from now on. */
export async function offerFirstProject(services: Services): Promise<void> {
  const { host, personalApiKeys, projectId } = await accessNow(services);
  const isWanted = host.kind !== 'local' && projectId === null && personalApiKeys[host.api] !== undefined;
  if (isWanted && vscode.workspace.isTrusted) await selectProject(services);
}

export async function selectProject(services: Services): Promise<void> {
  if (!isTrusted(nothingIsSent)) return;
  const access = await accessWithKey(services);
  if (access === undefined) return;
  const label = hostLabel(access.host);
  const { message, problem, projects } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Asking ${label} for its projects` },
    () => services.runtime().listProjects(access),
  );
  if (problem !== null) return explain(services, access, message);
  await services.projectNames.remember(access.host.api, projects);
  const items = projects.map(({ id, name }) => ({
    label: id === access.projectId ? `$(check) ${withoutIcons(name)}` : withoutIcons(name),
    description: `project ${id}`,
    id,
  }));
  const picked = await pickFrom(items, {
    title: `Project at ${label}`,
    placeHolder: projects.length === 0 ? 'This key may use no project' : 'What @current means',
    active: items.find(({ id }) => id === access.projectId),
  });
  if (picked !== undefined) await writeSetting('projectId', picked.id, 'host');
}

async function accessNow({ keys }: Services): Promise<HostAccess> {
  return resolveAccess(readAccessSettings(), await keys.personalKeys(), process.env).access;
}

/**
 * Asks for the personal key where there is none; undefined where the user gives none.
 *
 * @param what the host tells to a personal key alone.
 */
export async function accessWithKey(
  services: Services,
  what = 'its projects',
): Promise<HostAccess | undefined> {
  const access = await accessNow(services);
  const { host, personalApiKeys } = access;
  if (personalApiKeys[host.api] !== undefined) return access;
  const set = 'Set Personal API Key';
  const chosen = await showInformation(
    `${hostLabel(host)} tells ${what} to a personal API key alone, and there is none for it.`,
    set,
  );
  if (chosen !== set || !(await setPersonalApiKey(services, host.api))) return undefined;
  return accessNow(services);
}

async function explain(services: Services, { host }: HostAccess, message: string): Promise<void> {
  const set = 'Set Personal API Key';
  const open = 'Open Setting';
  const chosen = await showWarning(message, set, open);
  if (chosen === set) await setPersonalApiKey(services, host.api);
  if (chosen === open) await openSetting('projectId');
}
