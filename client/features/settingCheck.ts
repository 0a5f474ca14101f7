/** Tells once of each setting that cannot be used, with a button that opens it. */
import type * as vscode from 'vscode';
import { isSecretKey } from '../../platform/apiKeys.ts';
import { effectiveValue } from '../environmentKey.ts';
import { shownAccess } from '../panel/runRequest.ts';
import { type SettingProblem, settingProblems } from '../settingProblems.ts';
import { onDidChangeSettings, openSetting, rawSetting, readLayers } from '../settings.ts';
import { showWarning } from '../notifications.ts';

export function register(): vscode.Disposable {
  const told = new Set<string>();

  function look(): void {
    const found = [...settingProblems(rawSetting), ...shownAccess().problems].filter(isOurs);
    for (const problem of found.filter(({ message }) => !told.has(message))) {
      told.add(problem.message);
      void tell(problem);
    }
  }

  look();
  return onDidChangeSettings(look);
}

/** A secret in the wrong setting is taken out of it, and told of there: keySetting.ts, workspaceSettings.ts. */
function isOurs({ key }: SettingProblem): boolean {
  return key !== 'projectApiKey' || !isSecretKey(effectiveValue(readLayers('projectApiKey')).value);
}

async function tell({ key, message }: SettingProblem): Promise<void> {
  const open = 'Open Setting';
  if ((await showWarning(message, open)) === open) await openSetting(key);
}
