/** The plugin.json of an app as an open document. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { ServerContext } from '../../context.ts';
import { uriToPath } from '../../uris.ts';

export interface ManifestDocument {
  readonly document: TextDocument;
  readonly app: AppProgram;
}

/** @returns undefined for any other document. */
export async function manifestDocument(
  context: ServerContext,
  uri: string,
): Promise<ManifestDocument | undefined> {
  const path = uriToPath(uri);
  const document = context.documents.get(uri);
  if (path === undefined || document === undefined) return undefined;
  await context.apps.ready();
  const owner = context.apps.appOf(path);
  if (owner === undefined || owner.manifestPath !== path) return undefined;
  return { document, app: (await context.engine()).serviceOf(owner).program() };
}
