/** References, highlights and rename of config keys. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../../context.ts';
import { configHighlights, configReferences } from './navigation.ts';
import { prepareRename, rename } from './rename.ts';

export function registerConfigKeys(context: ServerContext): ServerCapabilities {
  const { connection } = context;
  connection.onReferences(
    context.handle('finding references', [], async (params) => configReferences(context, params)),
  );
  connection.onDocumentHighlight(
    context.handle('highlighting a name', null, async (params) => configHighlights(context, params)),
  );
  connection.onPrepareRename(
    context.handle('preparing a rename', null, async (params) => prepareRename(context, params)),
  );
  connection.onRenameRequest(context.handle('renaming', null, async (params) => rename(context, params)));
  return {
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
  };
}
