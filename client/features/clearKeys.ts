/** *Clear Keys*: forgets keys and secret config values, and takes back what a workspace was allowed to write to. */
import * as vscode from 'vscode';
import type { GivenConsent } from '../consent.ts';
import type { StoredSecret } from '../keys.ts';
import { showInformation } from '../notifications.ts';
import type { Services } from '../services.ts';

interface ClearItem extends vscode.QuickPickItem {
  /** For the sentence at the end. */
  readonly name: string;
  readonly forget: () => PromiseLike<void>;
}

export async function clearKeys({ keys, consents }: Services): Promise<void> {
  const items: readonly ClearItem[] = [
    ...(await keys.list()).map((secret) => secretItem(secret, () => keys.clear([secret]))),
    ...consents.list().map((consent) => consentItem(consent, () => consents.forget(consent.id))),
  ];
  if (items.length === 0) {
    await showInformation('No key is stored, and no run was allowed to write. There is nothing to clear.');
    return;
  }
  // None is chosen at the start: PostHog shows a key once, so Enter alone must not forget all of them.
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Clear Keys',
    placeHolder: 'Choose the keys, secrets and permissions to forget',
    canPickMany: true,
  });
  if (picked === undefined || picked.length === 0) return;
  for (const { forget } of picked) await forget();
  const [chosen] = picked;
  void showInformation(
    chosen !== undefined && picked.length === 1
      ? `${chosen.name} was forgotten. Runs no longer use it.`
      : `Forgotten, and no longer used by runs: ${picked.map(({ name }) => lowerFirst(name)).join(', ')}.`,
  );
}

function secretItem(secret: StoredSecret, forget: ClearItem['forget']): ClearItem {
  if (secret.kind === 'personal') {
    const name = `The personal API key for ${new URL(secret.origin).host}`;
    return { label: secret.origin, description: 'Personal API key', name, forget };
  }
  const app = vscode.workspace.asRelativePath(vscode.Uri.parse(secret.rootUri));
  return { label: secret.key, description: `Config of ${app}`, name: `The secret ${secret.key}`, forget };
}

function consentItem({ origin, projectId }: GivenConsent, forget: ClearItem['forget']): ClearItem {
  return {
    label: origin,
    description: `Permission to write${projectId === null ? '' : ` with project ${projectId}`}`,
    name: `The permission to write to ${new URL(origin).host}`,
    forget,
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
