/** Tells once of each setting that cannot be used, with a button that opens it. */
import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { isSecretKey } from '../../platform/apiKeys.ts';
import { settingsSection } from '../../protocol/settings.ts';
import { effectiveValue } from '../environmentKey.ts';
import { geoipProblem } from '../geoipDatabase.ts';
import { shownAccess } from '../panel/runRequest.ts';
import { type SettingProblem, settingProblems } from '../settingProblems.ts';
import {
  onDidChangeSettings,
  openSetting,
  openSettingsFile,
  rawSetting,
  readLayers,
  readSetting,
} from '../settings.ts';
import { warnOnce } from '../notifications.ts';
import { unknownSettings } from '../unknownSettings.ts';

interface Finding {
  readonly message: string;
  readonly open: () => Promise<void>;
}

export function register(): vscode.Disposable {
  const told = new Set<string>();

  function look(): void {
    const found = findings();
    const present = new Set(found.map(({ message }) => message));
    // What was mended and is wrong again is told again.
    for (const message of told) if (!present.has(message)) told.delete(message);
    for (const finding of found.filter(({ message }) => !told.has(message))) {
      told.add(finding.message);
      void tell(finding);
    }
  }

  look();
  return onDidChangeSettings(look);
}

function findings(): readonly Finding[] {
  const known = [...settingProblems(rawSetting), ...shownAccess().problems, ...geoipProblems()];
  const unknown = unknownSettings(vscode.workspace.getConfiguration().get(settingsSection));
  return [
    ...known.filter(isOurs).map(({ key, message }) => ({ message, open: () => openSetting(key) })),
    // The settings editor has no place for them.
    ...unknown.map(({ name, message }) => ({ message, open: () => openSettingsFile(name) })),
  ];
}

/** A secret in the wrong setting is taken out of it, and told of there: keySetting.ts, workspaceSettings.ts. */
function isOurs({ key }: SettingProblem): boolean {
  return key !== 'projectApiKey' || !isSecretKey(effectiveValue(readLayers('projectApiKey')).value);
}

function geoipProblems(): readonly SettingProblem[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const message = geoipProblem(readSetting('run.geoipDatabase'), folders, isFile);
  return message === undefined ? [] : [{ key: 'run.geoipDatabase', message }];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function tell({ message, open }: Finding): Promise<void> {
  const label = 'Open Setting';
  if ((await warnOnce(message, label)) === label) await open();
}
