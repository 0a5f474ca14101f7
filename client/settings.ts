/** Reads and writes the settings of `posthogApps`; the table of them is protocol/settings.ts. */
import * as vscode from 'vscode';
import type { Profile } from '../platform/profiles.ts';
import type { RunMode } from '../protocol/runtime.ts';
import { type SettingKey, settings, settingsSection } from '../protocol/settings.ts';
import type { Layers } from './environmentKey.ts';
import type { AccessSettings } from './hostAccess.ts';
import { networkSettings } from './networkSettings.ts';
import { isUsable } from './settingProblems.ts';

type SettingValue<K extends SettingKey> = (typeof settings)[K]['default'];

/** The value that counts. One that the setting cannot have counts as absent, and is told of: features/settingCheck.ts. */
export function readSetting<K extends SettingKey>(key: K, scope?: vscode.Uri): SettingValue<K> {
  const value = rawSetting(key, scope);
  return (isUsable(settings[key], value) ? value : settings[key].default) as SettingValue<K>;
}

/** What stands in the settings, whatever it is. */
export function rawSetting(key: SettingKey, scope?: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration(settingsSection, scope ?? null).get(key);
}

/** A text setting, with who set it. */
export function readLayers(key: SettingKey): Layers {
  const inspected = vscode.workspace.getConfiguration(settingsSection).inspect<unknown>(key);
  return {
    user: text(inspected?.globalValue),
    workspace: text(inspected?.workspaceValue),
    folder: text(inspected?.workspaceFolderValue),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function readAccessSettings(): AccessSettings {
  return {
    host: readLayers('host'),
    projectId: readSetting('projectId')?.toString() ?? null,
    projectApiKey: readLayers('projectApiKey'),
    personalApiKey: readLayers('personalApiKey'),
    // A mode that does not exist must not be one that sends.
    mode: isUsable(settings['run.mode'], rawSetting('run.mode'))
      ? (readSetting('run.mode') as RunMode)
      : 'block',
    network: networkSettings(ownHttpSetting, readSetting('allowInsecureHosts')),
  };
}

/** A setting of the editor below `http.`, without what a workspace says. */
function ownHttpSetting(key: string): unknown {
  return vscode.workspace.getConfiguration('http').inspect<unknown>(key)?.globalValue;
}

export function readProfile(app: vscode.Uri): Profile {
  return readSetting('profile', app) as Profile;
}

/**
 * Writes a setting where it has an effect: in the workspace when it is set there, else in the user's own settings.
 *
 * @param beside another setting that it belongs to: where that one is set in the workspace, this one is too.
 */
export async function writeSetting(
  key: SettingKey,
  value: string | number,
  beside: SettingKey = key,
): Promise<void> {
  const isInWorkspace = [readLayers(key), readLayers(beside)].some(
    ({ workspace, folder }) => workspace !== undefined || folder !== undefined,
  );
  const target = isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(settingsSection).update(key, value, target);
}

/** Opens the settings editor at one setting. Those of the machine stand on a page of their own in a remote window. */
export async function openSetting(key: SettingKey): Promise<void> {
  const query = `@id:${settingsSection}.${key}`;
  const isRemote = settings[key].scope === 'machine' && vscode.env.remoteName !== undefined;
  await (isRemote
    ? vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query })
    : vscode.commands.executeCommand('workbench.action.openSettings', query));
}

/** Opens the file that a setting stands in, at its line: for one that does not exist, and so has no place in the settings editor. */
export async function openSettingsFile(name: string): Promise<void> {
  const key = `${settingsSection}.${name}`;
  const found = vscode.workspace.getConfiguration().inspect(key);
  const command =
    found?.workspaceFolderValue !== undefined
      ? 'workbench.action.openFolderSettingsFile'
      : found?.workspaceValue !== undefined
        ? 'workbench.action.openWorkspaceSettingsFile'
        : 'workbench.action.openSettingsJson';
  await vscode.commands.executeCommand(command);
  const editor = vscode.window.activeTextEditor;
  const start = editor?.document.getText().indexOf(`"${key}"`) ?? -1;
  if (editor === undefined || start === -1) return;
  const place = editor.document.positionAt(start + 1);
  editor.selection = new vscode.Selection(place, place.translate(0, key.length));
  editor.revealRange(editor.selection);
}

/** Opens the settings editor at a setting that is not ours. */
export async function openEditorSetting(name: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${name}`);
}

export function onDidChangeSettings(listener: () => unknown): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settingsSection)) listener();
  });
}
