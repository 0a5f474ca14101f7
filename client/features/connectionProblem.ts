/** Tells what a host could not be asked for, with the steps that mend it. */
import * as vscode from 'vscode';
import type { ConnectionReport, HostAccess } from '../../protocol/runtime.ts';
import { commands } from '../contributions.ts';
import { showWarning } from '../notifications.ts';
import { openEditorSetting, openSetting } from '../settings.ts';

export type Ways = Readonly<Record<string, () => unknown>>;

export interface FailedQuestion {
  readonly problem: NonNullable<ConnectionReport['problem']>;
  readonly message: string;
  readonly access: HostAccess;
  /** Asks the host once more. */
  readonly again: () => unknown;
  readonly selectProject: () => unknown;
}

/** @param more ways that are there besides. */
export async function tellProblem(question: FailedQuestion, more: Ways = {}): Promise<void> {
  const ways = { ...waysOut(question), ...more };
  const chosen = await showWarning(question.message, ...Object.keys(ways));
  if (chosen !== undefined) await ways[chosen]?.();
}

function waysOut({ access, again, problem, selectProject }: FailedQuestion): Ways {
  const selectHost = { 'Select Host': () => vscode.commands.executeCommand(commands.selectHost) };
  switch (problem) {
    case 'personal-key':
    case 'scope':
      // A key that is stored would not be the one that goes along.
      return access.personalKeyVariable === undefined
        ? setKeyOf(access)
        : { 'Open Setting': () => openSetting('personalApiKey') };
    case 'project-key':
      return { 'Open Setting': () => openSetting('projectApiKey') };
    case 'project':
      return { 'Select Project': selectProject, 'Open Setting': () => openSetting('projectId') };
    case 'busy':
      return { 'Try Again': again };
    case 'proxy':
      return { 'Open Setting': () => openEditorSetting('http.proxy'), ...selectHost };
    case 'proxy-off':
      return { 'Open Setting': () => openEditorSetting('http.proxySupport'), ...selectHost };
    case 'unreachable':
    case 'not-posthog':
      return { ...selectHost, 'Try Again': again };
    case 'clock':
      return { 'Try Again': again };
  }
}

/** The way to enter a personal key for the host. */
export function setKeyOf({ host }: HostAccess): Ways {
  return {
    'Set Personal API Key': () => vscode.commands.executeCommand(commands.setPersonalApiKey, host.api),
  };
}
