/** Renames a config key in plugin.json and in the code at once. */
import {
  ErrorCodes,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { ServerContext } from '../../context.ts';
import { pathToUri } from '../../uris.ts';
import { renamedInJson, renameEdit } from '../renameEdits.ts';
import { type ConfigKey, configKeyAt, fieldsOf, rangeOfKey } from './configKey.ts';

export async function prepareRename(
  context: ServerContext,
  { textDocument, position }: PrepareRenameParams,
): Promise<{ readonly range: Range; readonly placeholder: string } | null> {
  const found = await configKeyAt(context, textDocument.uri, position);
  return found?.field === undefined ? null : { range: found.range, placeholder: found.key };
}

/** @returns the edit, or what is wrong with the new name. */
export async function rename(
  context: ServerContext,
  { textDocument, position, newName }: RenameParams,
): Promise<WorkspaceEdit | ResponseError | null> {
  const found = await configKeyAt(context, textDocument.uri, position);
  if (found?.field === undefined) return null;
  const { app, uses } = found;
  if (newName.trim() === '') return refused('A config key cannot be empty.');
  if (fieldsOf(app).some(({ key }) => key === newName && key !== found.key)) {
    return refused(`plugin.json has a field ${newName} already. Choose another key.`);
  }
  const changes: Record<string, TextEdit[]> = {
    [pathToUri(app.manifestPath)]: [...manifestEdits(found, newName)],
  };
  for (const use of uses) {
    const uri = pathToUri(use.node.getSourceFile().fileName);
    (changes[uri] ??= []).push(renameEdit(use.node, app, newName));
  }
  return { changes };
}

function refused(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

/** The field itself, and the conditions of other fields that name it. */
function manifestEdits({ app, key, conditions }: ConfigKey, newName: string): readonly TextEdit[] {
  const newText = renamedInJson(newName);
  const own = fieldsOf(app).flatMap((field) => (field.key === key ? (field.keyNode ?? []) : []));
  return [...own, ...conditions].map((node) => ({ range: rangeOfKey(node, app), newText }));
}
