/** Chooses the project that `@current` means, among those that the host tells with the personal key. */
import * as vscode from 'vscode';
import { hostLabel } from '../../platform/hosts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { resolveAccess } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { readAccessSettings, writeSetting } from '../settings.ts';
import { tellProblem } from './connectionProblem.ts';
import { setPersonalApiKey } from './personalKeys.ts';
import { showInformation } from '../notifications.ts';
import { withoutIcons } from '../plainText.ts';
import { pickFrom } from '../quickPick.ts';
import { isTrusted, nothingIsSent } from '../trust.ts';

interface ProjectItem extends vscode.QuickPickItem {
  /** Undefined asks for the number. */
  readonly id?: string;
}

const anotherNumber: vscode.QuickPickItem = {
  label: '$(edit) Another Number…',
  description: 'It is in the address of the project',
  alwaysShow: true,
};

/** After another host was chosen: the project of the one before is not there. Asks where there is a key to ask with. */
export async function offerProject(services: Services): Promise<void> {
  const access = await accessNow(services);
  if (access.host.kind === 'local' || !vscode.workspace.isTrusted) return;
  if (access.personalApiKeys[access.host.api] !== undefined) return selectProject(services);
  if (access.projectId === null) return;
  // Not a notification: that would stay, and mislead whoever changes the host back.
  const keep = { label: `$(check) ${access.projectId}`, description: 'As it is set now' };
  const select = { label: '$(project) Select Project…', description: 'Asks for a personal API key first' };
  const picked = await pickFrom([keep, select, anotherNumber], {
    title: `Project at ${hostLabel(access.host)}`,
    placeHolder: `posthogApps.projectId is ${access.projectId}. Is that the project at ${hostLabel(access.host)}, too?`,
    active: keep,
  });
  if (picked === select) await selectProject(services);
  if (picked === anotherNumber) await enterProject(access.projectId);
}

async function enterProject(current: string | null): Promise<void> {
  const entered = await vscode.window.showInputBox({
    title: 'Number of the Project',
    prompt: 'It is in the address of the project: /project/12345.',
    value: current ?? '',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\s*\d+\s*$/.test(text) ? null : 'Write a number, or press Escape to keep the one that is set.',
  });
  if (entered !== undefined) await writeProject(entered.trim());
}

/** Where the host is set, since a project belongs to one. */
async function writeProject(id: string): Promise<void> {
  await writeSetting('projectId', Number(id), 'host');
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
  if (problem !== null) {
    const again = (): Promise<void> => selectProject(services);
    const question = { problem, message, access, again, selectProject: again };
    return tellProblem(question, { 'Enter Number': () => enterProject(access.projectId) });
  }
  await services.projectNames.remember(access.host.api, projects);
  const items = projects.map(({ id, name }) => ({
    label: `${id === access.projectId ? '$(check)' : '$(blank)'} ${withoutIcons(name)}`,
    description: `project ${id}`,
    id,
  }));
  const picked = await pickFrom<ProjectItem>([...items, anotherNumber], {
    title: `Project at ${label}`,
    placeHolder: projects.length === 0 ? 'This key may use no project' : 'What @current means',
    active: items.find(({ id }) => id === access.projectId),
  });
  if (picked === undefined) return;
  await (picked.id === undefined ? enterProject(access.projectId) : writeProject(picked.id));
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
