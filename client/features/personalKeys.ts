/** Enters personal API keys. A key is typed into a box that never shows it, and kept by its origin. */
import * as vscode from 'vscode';
import { enteredKeyProblem, isOfBeforePrefixes } from '../../platform/apiKeys.ts';
import { mayBeOpen } from '../../platform/hostNames.ts';
import { cloudHosts, parseHostSetting } from '../../platform/hosts.ts';
import { environmentName } from '../environmentKey.ts';
import { resolveAccess, resolveHost } from '../hostAccess.ts';
import type { Services } from '../services.ts';
import { openSetting, readAccessSettings, readLayers, readSetting } from '../settings.ts';
import { showInformation } from '../notifications.ts';

/**
 * @param origin of the host that the key is for; asked for when there is none.
 * @returns whether a key was stored.
 */
export async function setPersonalApiKey(services: Services, origin?: string): Promise<boolean> {
  const target = origin ?? (await askOrigin('Host That the Personal API Key Is For', services));
  if (target === undefined) return false;
  const { host } = new URL(target);
  const isHeldBack = isKeyHeldBack(target);
  const variable = variableFor(target);
  const key = await vscode.window.showInputBox({
    title: `Personal API Key for ${host}`,
    prompt: isHeldBack
      ? `Kept in the editor's secret storage, but not sent: ${target} is without encryption. Use https, or name the host in posthogApps.allowInsecureHosts.`
      : variable !== undefined
        ? `Kept in the editor's secret storage, but not used: posthogApps.personalApiKey names ${variable}, whose key goes to ${target}.`
        : `Sent to ${target} alone. Kept in the editor's secret storage, never in a file.`,
    placeHolder: 'phx_…',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === ''
        ? 'Paste the key, or press Escape to change nothing. Clear Keys forgets one.'
        : (enteredKeyProblem(text, 'personal') ?? oldKeyNote(text)),
  });
  if (key === undefined) return false;
  await services.keys.setPersonalKey(target, key);
  // Not awaited: it would be until the user closes the notification.
  if (isHeldBack) void offerToAllow(host);
  else if (variable !== undefined) void offerToTakeOut(host, variable);
  else void showInformation(`The personal API key for ${host} is stored. The next run uses it.`);
  return true;
}

/** Asks once more about a text that only its length makes a key: Enter takes it all the same. */
function oldKeyNote(text: string): vscode.InputBoxValidationMessage | null {
  if (!isOfBeforePrefixes(text)) return null;
  return {
    message:
      'Keys begin with phx_ since 2021. Press Enter if this is an older one, or Escape to change nothing.',
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

/** The variable whose key goes to an origin in place of a stored one; undefined where none does. */
function variableFor(origin: string): string | undefined {
  const settings = readAccessSettings();
  const { access } = resolveAccess(settings, {}, process.env);
  if (access.personalApiKeys[origin] === undefined) return undefined;
  return environmentName(settings.personalApiKey.user ?? '');
}

/** Whether a key would be sent there without encryption, which the gate refuses. */
export function isKeyHeldBack(origin: string): boolean {
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

async function offerToTakeOut(host: string, variable: string): Promise<void> {
  const open = 'Open Setting';
  const chosen = await showInformation(
    `The personal API key for ${host} is stored. It is not used as long as posthogApps.personalApiKey names ${variable}: the key in that variable goes to ${host}.`,
    open,
  );
  if (chosen === open) await openSetting('personalApiKey');
}

/**
 * Asks which host is meant.
 *
 * @returns its origin, or undefined when the user named none.
 */
export async function askOrigin(title: string, { hosts, keys }: Services): Promise<string | undefined> {
  const host = resolveHost(readLayers('host'));
  const origins = [
    ...(host.kind === 'local' ? [] : [host.api]),
    ...(await hosts.list()).map(({ origin }) => origin),
    ...cloudHosts.map(({ api }) => api),
  ];
  const stored = await keys.personalOrigins();
  const other = { label: '$(add) Other Address…' };
  const items = [...new Set(origins)].map((label) => ({
    label,
    ...(stored.has(label) ? { description: 'Has a personal API key, which the new one replaces' } : {}),
  }));
  const picked = await vscode.window.showQuickPick([...items, other], { title, ignoreFocusOut: true });
  if (picked !== other) return picked?.label;
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
  if (text.trim() === '') return 'Write an address, or press Escape to set no key.';
  const parsed = parseHostSetting(text);
  if (!parsed.ok) return parsed.message;
  return parsed.host.kind === 'local' ? 'The local host needs no key. Write an address.' : undefined;
}
