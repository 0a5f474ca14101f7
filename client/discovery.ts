/**
 * Looks for a `plugin.json` that may be a PostHog app's. It is a cheap look that decides whether the language server is
 * started at all; the server knows what an app is.
 */
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { isForeignManifest } from '../platform/manifest.ts';

const manifestName = 'plugin.json';
const manifests = `**/${manifestName}`;
const packages = '**/node_modules/**';
/** A workspace with more of them than this, and none of an app, would be a strange one. */
const mostLookedAt = 50;
const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'json', 'jsonc'];

export interface Discovery extends vscode.Disposable {
  /** Settles when the workspace and the open documents have been looked at once. */
  readonly firstLook: Promise<void>;
}

/** @param onFound is called once, when the first such file is there. */
export function discoverApps(onFound: () => Promise<void>): Discovery {
  let isFound = false;
  const watcher = vscode.workspace.createFileSystemWatcher(manifests, false, false, true);
  const subscriptions = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate((uri) => void check([uri])),
    watcher.onDidChange((uri) => void check([uri])),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void search()),
    vscode.workspace.onDidOpenTextDocument((document) => void checkAround(document)),
  );

  async function found(): Promise<void> {
    if (isFound) return;
    isFound = true;
    subscriptions.dispose();
    await onFound();
  }

  async function check(uris: readonly vscode.Uri[]): Promise<void> {
    for (const uri of uris) {
      if (isFound) return;
      if (!uri.path.includes('/node_modules/') && mayBeApp(uri)) await found();
    }
  }

  async function search(): Promise<void> {
    if (!isFound) await check(await vscode.workspace.findFiles(manifests, packages, mostLookedAt));
  }

  /** A document may belong to an app that is in no folder of the workspace. */
  async function checkAround(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== 'file' || !languages.includes(document.languageId)) return;
    await check(manifestsAbove(document.uri));
  }

  async function lookAround(): Promise<void> {
    // What is open has to be right first, and is found sooner than by a search through the whole workspace. So is an app
    // that is a whole folder of it.
    for (const document of vscode.workspace.textDocuments) await checkAround(document);
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    await check(folders.map(({ uri }) => vscode.Uri.joinPath(uri, manifestName)));
    await search();
  }

  return { firstLook: lookAround(), dispose: () => subscriptions.dispose() };
}

/**
 * Whether a file may belong to an app, by a look at the folders above it. For as long as the server has not said which
 * apps there are.
 */
export function mayBelongToApp(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && !uri.path.includes('/node_modules/') && manifestsAbove(uri).some(mayBeApp);
}

/** Where a manifest above a file would be, the nearest first. */
function manifestsAbove(uri: vscode.Uri): readonly vscode.Uri[] {
  const folders = uri.path.split('/').slice(0, -1);
  return folders.map((_, depth) =>
    uri.with({ path: [...folders.slice(0, folders.length - depth), manifestName].join('/') }),
  );
}

/** Whether the file is there and is not another tool's; one that is broken may be an app's. */
function mayBeApp(uri: vscode.Uri): boolean {
  try {
    // Not by vscode.workspace.fs, which asks the window each time, and not asynchronously: both wait while an editor
    // starts.
    return !isForeignManifest(parseLeniently(readFileSync(uri.fsPath, 'utf8')));
  } catch {
    // There is no such file, or it cannot be read: no app then.
    return false;
  }
}

function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Broken while it is being edited; the server will say where.
    return undefined;
  }
}
