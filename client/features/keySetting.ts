/**
 * Watches the setting `personalApiKey`. Only `${env:NAME}` stays there: a key itself is taken out of every settings file
 * at once, and one from the user's own settings is moved into the secret storage.
 */
import * as vscode from 'vscode';
import { keyProblem } from '../../platform/apiKeys.ts';
import { settingsSection } from '../../protocol/settings.ts';
import { literalsIn } from '../environmentKey.ts';
import { userOrigin } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { onDidChangeSettings, readLayers } from '../settings.ts';
import { askOrigin } from './personalKeys.ts';
import { showWarning } from '../notifications.ts';

const targets = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  folder: vscode.ConfigurationTarget.WorkspaceFolder,
} as const;

export function register(services: Services): vscode.Disposable {
  let work = Promise.resolve();
  const look = (): void => {
    work = work
      .then(() => adopt(services))
      .catch((error: unknown) => services.output.error(`The setting personalApiKey: ${String(error)}`));
  };
  look();
  return onDidChangeSettings(look);
}

async function adopt(services: Services): Promise<void> {
  const literals = literalsIn(readLayers('personalApiKey'));
  if (literals.length === 0) return;
  for (const { layer } of literals) await empty(layer);
  const own = literals.find(({ layer }) => layer === 'user');
  if (own === undefined) {
    warn('A personal API key in the settings of this workspace was removed and is not used.');
    return;
  }
  const problem = keyProblem(own.value, 'personal');
  if (problem !== undefined) {
    warn(`The setting personalApiKey was emptied, and its value is not used. ${problem}`);
    return;
  }
  const origin =
    userOrigin(readLayers('host')) ?? (await askOrigin('Host That the Key from Your Settings Is For'));
  if (origin === undefined) {
    warn('The personal API key was removed from your settings and not kept. Use Set Personal API Key.');
    return;
  }
  await services.keys.setPersonalKey(origin, own.value);
  warn(
    `The personal API key was moved from your settings into the secret storage, for ${new URL(origin).host}. Settings files are often shared, so the setting is empty now.`,
  );
}

async function empty(layer: keyof typeof targets): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  await configuration.update('personalApiKey', undefined, targets[layer]).then(undefined, () => {
    // The editor refuses to write a setting of the machine into a workspace, where it has no effect either.
    warn('There is a personal API key in the settings of this workspace. Remove it by hand: it is not used.');
  });
}

/** Not awaited: it would be until the user closes the notification. */
function warn(message: string): void {
  void showWarning(message);
}
