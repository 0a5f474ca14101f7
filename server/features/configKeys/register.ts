/** References, highlights and rename of config keys, and of jobs, metrics and what `meta.global` holds. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { ServerContext } from '../../context.ts';
import { configHighlights, configReferences } from './navigation.ts';
import {
  memberHighlights,
  memberReferences,
  prepareMemberRename,
  renameMember,
} from '../members/navigation.ts';
import { prepareRename, rename } from './rename.ts';

export function registerConfigKeys(context: ServerContext): ServerCapabilities {
  const { connection } = context;
  connection.onReferences(
    context.handle('finding references', [], async (params) => {
      const ofKey = await configReferences(context, params);
      return ofKey.length > 0 ? ofKey : memberReferences(context, params);
    }),
  );
  connection.onDocumentHighlight(
    context.handle(
      'highlighting a name',
      null,
      async (params) => (await configHighlights(context, params)) ?? memberHighlights(context, params),
    ),
  );
  connection.onPrepareRename(
    context.handle(
      'preparing a rename',
      null,
      async (params) => (await prepareRename(context, params)) ?? prepareMemberRename(context, params),
    ),
  );
  connection.onRenameRequest(
    context.handle(
      'renaming',
      null,
      async (params) => (await rename(context, params)) ?? renameMember(context, params),
    ),
  );
  return {
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
  };
}
