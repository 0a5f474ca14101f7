/**
 * Looks into the settings files of the workspace for what must not stand there. Keys that are secret are taken out: in
 * a file of the repository they are a leak. They are not kept either: somebody else may have put one there, to see what
 * is sent with it. Of settings that only the user may set it is told that they do nothing: the editor hands no such
 * value over, so whoever wrote it there would wonder why.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isSecretKey } from '../../platform/apiKeys.ts';
import { settingsSection } from '../../protocol/settings.ts';
import { environmentName } from '../environmentKey.ts';
import { warnOnce } from '../notifications.ts';
import type { Services } from '../services.ts';
import { openSetting } from '../settings.ts';
import { settingIn, withSettingEmptied } from '../settingsText.ts';
import { setPersonalApiKey } from './personalKeys.ts';

/** Settings that are looked for. */
const watched = ['personalApiKey', 'projectApiKey', 'allowInsecureHosts'] as const;
type Watched = (typeof watched)[number];

/** What stands in a file though it should not. */
interface Finding {
  readonly key: Watched;
  readonly kind: 'secret' | 'reference' | 'ignored';
  /** Whether a secret was taken out. */
  readonly isRemoved: boolean;
}

export function register(services: Services): vscode.Disposable {
  const told = new Map<string, string>();
  /** Ids of secrets that still stand in their files. */
  const left = new Set<string>();
  const look = async (file: vscode.Uri): Promise<void> => {
    const text = await readFile(file.fsPath, 'utf8').catch(() => '');
    for (const key of watched) {
      const value = settingIn(text, `${settingsSection}.${key}`);
      const id = `${key} ${file.fsPath}`;
      const seen = JSON.stringify(value ?? null);
      if (seen === told.get(id)) continue;
      told.set(id, seen);
      const kind = kindOf(key, value);
      left.delete(id);
      if (kind === undefined) continue;
      const isRemoved = kind === 'secret' && vscode.workspace.isTrusted && (await remove(file, key));
      if (kind === 'secret' && !isRemoved) left.add(id);
      tell(file, { key, kind, isRemoved }, services);
    }
  };
  let watchers = watch(look);
  return vscode.Disposable.from(
    { dispose: () => watchers.dispose() },
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      watchers.dispose();
      watchers = watch(look);
    }),
    // What could only be told of before is taken out now.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const id of left) told.delete(id);
      for (const file of settingsFiles()) void look(file);
    }),
  );
}

/** Looks at the settings files now and after each change. By the file system: other programs write them, too. */
function watch(look: (file: vscode.Uri) => Promise<void>): vscode.Disposable {
  const watchers = settingsFiles().map((file) => {
    void look(file);
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(file));
    watcher.onDidChange(look);
    watcher.onDidCreate(look);
    return watcher;
  });
  return vscode.Disposable.from(...watchers);
}

function patternOf(file: vscode.Uri): vscode.RelativePattern {
  return new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), basename(file.fsPath));
}

/** Files that hold settings of this workspace, whether they exist or not. */
function settingsFiles(): readonly vscode.Uri[] {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const files = workspaceFolders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspaceFile?.scheme === 'file' ? [workspaceFile, ...files] : files;
}

function kindOf(key: Watched, value: unknown): Finding['kind'] | undefined {
  if (value === undefined) return undefined;
  if (key === 'allowInsecureHosts') return 'ignored';
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return undefined;
  if (key === 'projectApiKey') return isSecretKey(text) ? 'secret' : undefined;
  return environmentName(text) === undefined ? 'secret' : 'reference';
}

function tell(file: vscode.Uri, finding: Finding, services: Services): void {
  const { key, kind } = finding;
  const path = vscode.workspace.asRelativePath(file);
  const mend: Action =
    kind === 'secret'
      ? ['Set Personal API Key', () => setPersonalApiKey(services)]
      : ['Open Setting', () => openSetting(key)];
  // Not awaited: it would be until the user closes the notification, and there may be more to tell.
  void offer(messageFor(path, finding), [['Open File', () => vscode.window.showTextDocument(file)], mend]);
}

type Action = readonly [label: string, action: () => PromiseLike<unknown>];

async function offer(message: string, actions: readonly Action[]): Promise<void> {
  const chosen = await warnOnce(message, ...actions.map(([label]) => label));
  await actions.find(([label]) => label === chosen)?.[1]();
}

function messageFor(path: string, { key, kind, isRemoved }: Finding): string {
  const name = `${settingsSection}.${key}`;
  switch (kind) {
    case 'ignored':
      return `${name} in ${path} is not used: only your own settings say where keys may go without encryption.`;
    case 'reference':
      return `${name} in ${path} is not used: only your own settings may name a variable.`;
    case 'secret':
      return isRemoved
        ? `A secret key stood in ${name} in ${path}, which others may read. It was removed there and is not used. Make a new one in PostHog: the Timeline of the file (Local History) still has this one.`
        : `There is a secret key in ${name} in ${path}. It is not used, and whoever gets the file can read it. Remove it there, and make a new one in PostHog.`;
  }
}

/**
 * Takes a key out of a settings file. The editor itself does not: it writes no setting of the machine there.
 *
 * @returns false where the file could not be written.
 */
async function remove(file: vscode.Uri, key: Watched): Promise<boolean> {
  const document = await openAsOnDisk(file);
  const text = document.getText();
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  edit.replace(file, all, withSettingEmptied(text, `${settingsSection}.${key}`));
  return (await vscode.workspace.applyEdit(edit)) && document.save();
}

/** Longer than the editor takes to notice what another program wrote. */
const longestWaitMilliseconds = 3000;

/** The document with the text of the disk: an edit of an older one would be refused when it is saved. */
async function openAsOnDisk(file: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  const text = await readFile(file.fsPath, 'utf8').catch(() => '');
  if (document.isDirty || document.getText() === text.replace(/^\uFEFF/, '')) return document;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      changes.dispose();
      resolve();
    };
    const timer = setTimeout(done, longestWaitMilliseconds);
    const changes = vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
      if (changed === document) done();
    });
  });
  return document;
}
