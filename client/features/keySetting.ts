/**
 * Takes secrets out of the user's own settings at once: a personal key in `personalApiKey`, where only `${env:NAME}`
 * stays, and one that was typed into `projectApiKey` by mistake. A personal key goes into the secret storage. Files of
 * a workspace are the affair of features/workspaceSettings.ts.
 */
import * as vscode from 'vscode';
import { enteredKeyProblem, isSecretKey, keyProblem } from '../../platform/apiKeys.ts';
import { parseHostSetting } from '../../platform/hosts.ts';
import { settingsSection } from '../../protocol/settings.ts';
import { commands } from '../contributions.ts';
import { literalIn, referenceProblem } from '../environmentKey.ts';
import { userOrigin } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { onDidChangeSettings, readLayers } from '../settings.ts';
import { askOrigin } from './personalKeys.ts';
import { showWarning } from '../notifications.ts';

type KeySetting = 'personalApiKey' | 'projectApiKey';

export function register(services: Services): vscode.Disposable {
  let work = Promise.resolve();
  const look = (): void => {
    work = work
      .then(() => adoptAll(services))
      .catch((error: unknown) => services.output.error(`A key in the settings: ${String(error)}`));
  };
  look();
  return onDidChangeSettings(look);
}

async function adoptAll(services: Services): Promise<void> {
  const personal = literalIn(readLayers('personalApiKey').user);
  if (personal !== undefined) await adopt('personalApiKey', personal, services);
  const project = literalIn(readLayers('projectApiKey').user);
  if (project !== undefined && isSecretKey(project)) await adopt('projectApiKey', project, services);
}

async function adopt(setting: KeySetting, value: string, services: Services): Promise<void> {
  const name = `${settingsSection}.${setting}`;
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
  const problem = referenceProblem(value) ?? enteredKeyProblem(value, 'personal');
  if (problem !== undefined) {
    // What is wrong with it depends on where it stood.
    warn(`${name} was emptied, and its value is not used. ${wrongKind(setting, value) ?? problem}`);
    return;
  }
  const origin =
    userOrigin(readLayers('host')) ??
    (await askOrigin('Host That the Key from Your Settings Is For', services));
  if (origin === undefined) {
    void offerToSet(
      `The personal API key was taken out of ${name} and not kept: ${hostProblem() ?? 'you chose no host for it.'}`,
    );
    return;
  }
  await services.keys.setPersonalKey(origin, value);
  const why =
    setting === 'personalApiKey'
      ? 'Settings files are often shared, so the setting is empty now.'
      : 'That setting is empty now: it takes the project API key, which begins with phc_.';
  warn(
    `The personal API key in ${name} was moved into the secret storage, for ${new URL(origin).host}. ${why}`,
  );
}

/** Why the host of the user's own settings is not the one that the key is for; undefined where there is none. */
function hostProblem(): string | undefined {
  const parsed = parseHostSetting(readLayers('host').user ?? '');
  return parsed.ok ? undefined : lowerFirst(parsed.message);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function wrongKind(setting: KeySetting, value: string): string | undefined {
  return setting === 'projectApiKey' ? keyProblem(value, 'project') : undefined;
}

async function offerToSet(message: string): Promise<void> {
  const set = 'Set Personal API Key';
  const chosen = await showWarning(message, set);
  if (chosen === set) await vscode.commands.executeCommand(commands.setPersonalApiKey);
}

/** Not awaited: it would be until the user closes the notification. */
function warn(message: string): void {
  void showWarning(message);
}
