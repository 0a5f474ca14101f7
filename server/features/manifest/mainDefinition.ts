/** From `main` in plugin.json to the file that it names, or the source that this is built from. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { DefinitionLink, DefinitionParams } from 'vscode-languageserver';
import { isMeant } from '../../analysis/appFolder.ts';
import type { ServerContext } from '../../context.ts';
import { textOf } from '../../rules/support/manifestTree.ts';
import { pathToUri } from '../../uris.ts';
import { manifestDocument } from './manifestDocument.ts';

/** @returns nothing where the cursor is somewhere else, and where there is no such file. */
export async function mainDefinition(
  context: ServerContext,
  { textDocument, position }: DefinitionParams,
): Promise<DefinitionLink[]> {
  const found = await manifestDocument(context, textDocument.uri);
  if (found === undefined) return [];
  const { app, document } = found;
  const offset = document.offsetAt(position);
  const tree = parseTree(document.getText());
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, ['main']);
  const main = textOf(node);
  if (node === undefined || main === undefined || offset < node.offset || offset > node.offset + node.length)
    return [];
  if (app.entryFile === undefined || !isMeant(app.root, main, app.entryFile)) return [];
  const start = { line: 0, character: 0 };
  const range = { start, end: start };
  return [
    {
      originSelectionRange: {
        start: document.positionAt(node.offset + 1),
        end: document.positionAt(node.offset + node.length - 1),
      },
      targetUri: pathToUri(app.entryFile),
      targetRange: range,
      targetSelectionRange: range,
    },
  ];
}
