/** Gathers what a run needs from the editor: unsaved texts, config, attached files, host and keys. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { contentTypeOf } from '../../platform/contentTypes.ts';
import type { Manifest } from '../../platform/manifest.ts';
import type { AppSource, RunRequest } from '../../protocol/runtime.ts';
import type { AttachmentContent } from '../../protocol/sandbox.ts';
import type { Json } from '../../protocol/trace.ts';
import { geoipPath } from '../geoipDatabase.ts';
import type { ResolvedAccess } from '../hostAccess.ts';
import { resolveAccess } from '../hostAccess.ts';
import type { Keys } from '../keys.ts';
import { readAccessSettings, readProfile, readSetting } from '../settings.ts';
import { plainValues } from './configForm.ts';
import type { ConfigStore } from './configStore.ts';

export interface RunSources {
  readonly keys: Keys;
  readonly config: ConfigStore;
}

/** An attached file that cannot be read, in a sentence. */
export class AttachmentMissing extends Error {
  override readonly name = 'AttachmentMissing';
  /** Of the field in the config. */
  readonly key: string;

  constructor(message: string, key: string) {
    super(message);
    this.key = key;
  }
}

/**
 * @param input what the entry point is given.
 * @throws AttachmentMissing
 */
export async function buildRunRequest(
  root: vscode.Uri,
  entryPoint: string,
  input: Json,
  manifest: Manifest,
  sources: RunSources,
): Promise<RunRequest> {
  const rootUri = root.toString();
  const entries = sources.config.entries(rootUri);
  const { access } = resolveAccess(readAccessSettings(), await sources.keys.personalKeys(), process.env);
  return {
    app: appSource(root),
    entryPoint,
    input,
    config: {
      ...plainValues(manifest.config, entries),
      ...(await secretValues(rootUri, manifest, sources.keys)),
    },
    access,
    timeoutSeconds: readSetting('run.timeoutSeconds', root),
    profile: readProfile(root),
    doubledAwaits: readSetting('run.doubledAwaits', root),
    ...geoipDatabase(root),
    attachments: await readAttachments(manifest, entries.attachments),
  };
}

/** The setting, relative to the workspace folder of the app. */
function geoipDatabase(root: vscode.Uri): Pick<RunRequest, 'geoipDatabase'> {
  const folder = vscode.workspace.getWorkspaceFolder(root)?.uri ?? root;
  const path = geoipPath(readSetting('run.geoipDatabase', root), folder.fsPath);
  return path === undefined ? {} : { geoipDatabase: path };
}

/** Where a run would talk to, for showing it: stored keys stay in the secret storage until a run needs them. */
export function shownAccess(): ResolvedAccess {
  return resolveAccess(readAccessSettings(), {}, process.env);
}

/** The app's folder, with the texts that are open and not saved. */
export function appSource(root: vscode.Uri): AppSource {
  const prefix = root.path.endsWith('/') ? root.path : `${root.path}/`;
  const unsaved = vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === root.scheme && uri.path.startsWith(prefix))
    .map((document) => [document.uri.path.slice(prefix.length), document.getText()]);
  return { root: root.fsPath, unsaved: Object.fromEntries(unsaved) };
}

async function secretValues(
  rootUri: string,
  { config }: Manifest,
  keys: Keys,
): Promise<{ readonly [key: string]: string }> {
  const values: [string, string][] = [];
  for (const { key, secret, type } of config) {
    if (secret !== true || type === 'attachment') continue;
    const value = await keys.configSecret(rootUri, key);
    if (value !== undefined) values.push([key, value]);
  }
  return Object.fromEntries(values);
}

async function readAttachments(
  { config }: Manifest,
  paths: { readonly [key: string]: string },
): Promise<{ readonly [key: string]: AttachmentContent }> {
  const attachments: [string, AttachmentContent][] = [];
  for (const { key, type } of config) {
    const path = paths[key];
    if (type === 'attachment' && path !== undefined) {
      attachments.push([key, await readAttachment(key, path)]);
    }
  }
  return Object.fromEntries(attachments);
}

async function readAttachment(key: string, path: string): Promise<AttachmentContent> {
  try {
    const content = await vscode.workspace.fs.readFile(vscode.Uri.file(path));
    return {
      contentType: contentTypeOf(path),
      fileName: basename(path),
      base64: Buffer.from(content).toString('base64'),
    };
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new AttachmentMissing(
      `The attached file ${basename(path)} cannot be read: it was moved or deleted. Choose it again.`,
      key,
    );
  }
}
