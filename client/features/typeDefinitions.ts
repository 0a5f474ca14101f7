/**
 * `posthog-env.d.ts`, which tells projects with a tsconfig or jsconfig what an app has: written by a command (and by a
 * quick fix of the language server), and written again when what it is made from is saved.
 */
import * as vscode from 'vscode';
import type { EnvironmentFile } from '../../protocol/lsp.ts';
import type { AppList } from '../apps.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { pickApp } from '../pickApp.ts';
import type { Services } from '../services.ts';
import { tellNoApp } from './tellNoApp.ts';

/**
 * Writes the file into the app of a document, or one that is chosen.
 *
 * @param active the document; that of the active editor when nobody names another.
 */
export async function addTypeDefinitions(
  apps: AppList,
  active = vscode.window.activeTextEditor?.document.uri,
): Promise<void> {
  const near = active !== undefined && apps.appOf(active) !== undefined ? active : await choose(apps);
  if (near === undefined) return;
  const file = await apps.environmentOf(near);
  if (file === null) return;
  if (file.refusal !== null) return explain(file.refusal);
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(file.uri));
  if (file.state === 'other' && !(await mayReplace(name))) return;
  if (file.state !== 'same' || file.stale.length > 0) await write(file);
  const open = 'Open';
  const told = file.state === 'same' ? `${name} is up to date.` : `${name} is written.`;
  if ((await showInformation(told, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.parse(file.uri));
  }
}

/** The same as a command, which may be given while apps are still looked for. */
export async function addTypeDefinitionsOf(
  { apps, context, searched }: Services,
  uri: unknown,
): Promise<void> {
  if (apps.known.length === 0) await searched();
  if (apps.known.length === 0) return tellNoApp(context);
  return addTypeDefinitions(apps, typeof uri === 'string' ? vscode.Uri.parse(uri) : undefined);
}

/** Keeps files of ours that are there up to date. */
export function register(apps: AppList): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (apps.appOf(uri) === undefined || uri.path.endsWith('.d.ts')) return;
    const file = await apps.environmentOf(uri);
    if (file !== null && file.refusal !== null) return;
    const isMoved = file?.state === 'none' && file.stale.length > 0;
    if (file?.state === 'earlier' || isMoved) await write(file);
  });
}

async function explain({ uri, text }: NonNullable<EnvironmentFile['refusal']>): Promise<void> {
  const open = 'Open';
  if ((await showWarning(`No posthog-env.d.ts here: ${text}`, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  }
}

async function choose(apps: AppList): Promise<vscode.Uri | undefined> {
  const known = apps.known;
  const app = known.length > 1 ? await pickApp(known, 'App to add type definitions to') : known[0];
  return app === undefined ? undefined : vscode.Uri.parse(app.entryUri ?? `${app.rootUri}/plugin.json`);
}

async function mayReplace(name: string): Promise<boolean> {
  const replace = 'Replace';
  const detail = 'PostHog Apps did not write it. What stands in it is lost.';
  return (await showWarning(`Replace ${name}?`, { modal: true, detail }, replace)) === replace;
}

/** Writes the file, and takes those away that an earlier version wrote where they help nobody. */
async function write({ uri, text, map, stale }: EnvironmentFile): Promise<void> {
  for (const one of [...(map === null ? [] : [map]), { uri, text }])
    await vscode.workspace.fs.writeFile(vscode.Uri.parse(one.uri), new TextEncoder().encode(one.text));
  for (const one of stale) await vscode.workspace.fs.delete(vscode.Uri.parse(one), { useTrash: true });
}
