/** Enters personal API keys. A key is typed into a box that never shows it, and kept by its origin. */
import * as vscode from 'vscode';
import { enteredKeyProblem } from '../../platform/apiKeys.ts';
import { mayBeOpen } from '../../platform/hostNames.ts';
import { cloudHosts, parseHostSetting } from '../../platform/hosts.ts';
import { resolveHost, userOrigin } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { openSetting, readLayers, readSetting } from '../settings.ts';
import { showInformation } from '../notifications.ts';

/**
 * @param origin of the host that the key is for; asked for when there is none.
 * @returns whether a key was stored.
 */
export async function setPersonalApiKey({ keys }: Services, origin?: string): Promise<boolean> {
  const target = origin ?? (await askOrigin('Host That the Personal API Key Is For'));
  if (target === undefined) return false;
  const { host } = new URL(target);
  const isOpen = mayBeSeen(target);
  const key = await vscode.window.showInputBox({
    title: `Personal API Key for ${host}`,
    prompt: isOpen
      ? `Kept in the editor's secret storage, but not sent: ${target} is without encryption. Use https, or name the host in posthogApps.allowInsecureHosts.`
      : `Sent to ${target} alone. Kept in the editor's secret storage, never in a file.`,
    placeHolder: 'phx_…',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => enteredKeyProblem(text) ?? null,
  });
  if (key === undefined) return false;
  if (key.trim() === '') {
    void showInformation('No key was entered, so nothing changed. Clear Keys forgets one.');
    return false;
  }
  await keys.setPersonalKey(target, key);
  // Not awaited: it would be until the user closes the notification.
  if (isOpen) void offerToAllow(host);
  else void showInformation(`The personal API key for ${host} is stored. The next run uses it.`);
  return true;
}

/** Whether a key would be sent there without encryption, which the gate refuses. */
function mayBeSeen(origin: string): boolean {
  const { hostname, port, protocol } = new URL(origin);
  return protocol === 'http:' && !mayBeOpen({ hostname, port }, readSetting('allowInsecureHosts'));
}

async function offerToAllow(host: string): Promise<void> {
  const open = 'Open Setting';
  const chosen = await showInformation(
    `The personal API key for ${host} is stored. It is not sent as long as ${host} is asked without encryption.`,
    open,
  );
  if (chosen === open) await openSetting('allowInsecureHosts');
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
  const picked = await vscode.window.showQuickPick([...new Set(origins), other], {
    title,
    ignoreFocusOut: true,
  });
  if (picked !== other) return picked;
  const address = await vscode.window.showInputBox({
    title,
    placeHolder: 'https://posthog.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => addressProblem(text) ?? null,
  });
  const parsed = parseHostSetting(address ?? '');
  return parsed.ok && parsed.host.kind !== 'local' ? parsed.host.api : undefined;
}

function addressProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const parsed = parseHostSetting(text);
  if (!parsed.ok) return parsed.message;
  return parsed.host.kind === 'local' ? 'The local host needs no key. Write an address.' : undefined;
}
