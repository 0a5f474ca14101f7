/** Tells once of each setting that cannot be used, with a button that opens it. */
import type * as vscode from 'vscode';
import { shownAccess } from '../panel/runRequest.ts';
import { type SettingProblem, settingProblems } from '../settingProblems.ts';
import { onDidChangeSettings, openSetting, rawSetting } from '../settings.ts';
import { showWarning } from '../notifications.ts';

export function register(): vscode.Disposable {
  const told = new Set<string>();

  function look(): void {
    const found = [...settingProblems(rawSetting), ...shownAccess().problems];
    for (const problem of found.filter(({ message }) => !told.has(message))) {
      told.add(problem.message);
      void tell(problem);
    }
  }

  look();
  return onDidChangeSettings(look);
}

async function tell({ key, message }: SettingProblem): Promise<void> {
  const open = 'Open Setting';
  if ((await showWarning(message, open)) === open) await openSetting(key);
}
