/** Enters and clears personal API keys. A key is typed into a box that never shows it, and kept by its origin. */
import * as vscode from 'vscode';
import { keyProblem } from '../../platform/apiKeys.ts';
import { cloudHosts } from '../../platform/hosts.ts';
import { resolveHost, userOrigin } from '../hostAccess.ts';
import type { StoredSecret } from '../keys.ts';
import type { Services } from '../services.ts';
import { readLayers } from '../settings.ts';
import { showInformation } from '../notifications.ts';

/**
 * @param origin of the host that the key is for; asked for when there is none.
 * @returns whether a key was stored.
 */
export async function setPersonalApiKey({ keys }: Services, origin?: string): Promise<boolean> {
  const target = origin ?? (await askOrigin('Host That the Personal API Key Is For'));
  if (target === undefined) return false;
  const { host } = new URL(target);
  const key = await vscode.window.showInputBox({
    title: `Personal API Key for ${host}`,
    prompt: `Sent to ${target} alone. Kept in the editor's secret storage, never in a file.`,
    placeHolder: 'phx_…',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => keyProblem(text, 'personal') ?? null,
  });
  if (key === undefined || key.trim() === '') return false;
  await keys.setPersonalKey(target, key);
  // Not awaited: it would be until the user closes the notification.
  void showInformation(`The personal API key for ${host} is stored. The next run uses it.`);
  return true;
}

/**
 * Asks which host is meant.
 *
 * @returns its origin, or undefined when the user named none.
 */
export async function askOrigin(title: string): Promise<string | undefined> {
  const layers = readLayers('host');
  const host = resolveHost(layers);
  const origins = [
    ...(host.kind === 'local' ? [] : [host.api]),
    userOrigin(layers) ?? [],
    ...cloudHosts.map(({ api }) => api),
  ].flat();
  const other = '$(add) Other Address…';
  const picked = await vscode.window.showQuickPick([...new Set(origins), other], { title });
  if (picked !== other) return picked;
  const address = await vscode.window.showInputBox({
    title,
    placeHolder: 'https://posthog.example.com',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || /^https?:\/\/[^/]/.test(text.trim()) ? null : 'Begin the address with https://.',
  });
  return address === undefined || !URL.canParse(address.trim()) ? undefined : new URL(address.trim()).origin;
}

export async function clearKeys({ keys }: Services): Promise<void> {
  const secrets = await keys.list();
  if (secrets.length === 0) {
    await showInformation('No key is stored. There is nothing to clear.');
    return;
  }
  const picked = await vscode.window.showQuickPick(
    secrets.map((secret) => ({ ...describe(secret), secret, picked: secret.kind === 'personal' })),
    { title: 'Clear Keys', placeHolder: 'Keys and secrets to forget', canPickMany: true },
  );
  if (picked === undefined || picked.length === 0) return;
  await keys.clear(picked.map(({ secret }) => secret));
  const what =
    picked.length === 1 ? `${picked[0]?.label ?? ''} was` : `${picked.length} keys and secrets were`;
  void showInformation(`${what} forgotten. Runs no longer use ${picked.length === 1 ? 'it' : 'them'}.`);
}

function describe(secret: StoredSecret): { readonly label: string; readonly description: string } {
  return secret.kind === 'personal'
    ? { label: secret.origin, description: 'Personal API key' }
    : {
        label: secret.key,
        description: `Config of ${vscode.workspace.asRelativePath(vscode.Uri.parse(secret.rootUri))}`,
      };
}
