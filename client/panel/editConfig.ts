/** Asks for a value that is not typed into the panel: a secret, a file, or JSON. */
import * as vscode from 'vscode';
import type { PanelConfigField } from '../../protocol/panel.ts';
import type { Services } from '../services.ts';
import type { RunSession } from './runSession.ts';

/** @returns whether there is another value. */
export async function editConfig(key: string, session: RunSession, services: Services): Promise<boolean> {
  const { config, app } = await session.describe();
  const field = config.find((entry): entry is PanelConfigField => entry.kind !== 'note' && entry.key === key);
  if (field === undefined) return false;
  const { rootUri } = session.target;
  switch (field.kind) {
    case 'secret':
      return askSecret(field, rootUri, services);
    case 'attachment':
      return chooseFile(field, session.root, services);
    default:
      await services.inputFiles.open({ kind: 'config', rootUri, key }, app?.name ?? 'app');
      return false;
  }
}

async function askSecret(
  { key, label }: PanelConfigField,
  rootUri: string,
  { keys }: Services,
): Promise<boolean> {
  const value = await vscode.window.showInputBox({
    title: label,
    prompt: "Kept in the editor's secret storage, for runs of this app alone.",
    password: true,
    ignoreFocusOut: true,
  });
  if (value === undefined) return false;
  if (value === '') await keys.clearConfigSecret(rootUri, key);
  else await keys.setConfigSecret(rootUri, key, value);
  return true;
}

async function chooseFile(
  { key, label }: PanelConfigField,
  root: vscode.Uri,
  { config }: Services,
): Promise<boolean> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: label, openLabel: 'Attach', defaultUri: root })) ?? [];
  if (file === undefined) return false;
  await config.setAttachment(root.toString(), key, file.fsPath);
  return true;
}
