/** Renames a config key in plugin.json and in the code at once. */
import ts from 'typescript';
import {
  ErrorCodes,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { ConfigUse } from '../../analysis/configUses.ts';
import type { ServerContext } from '../../context.ts';
import { pathToUri } from '../../uris.ts';
import { spanToRange } from '../findingToDiagnostic.ts';
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
    (changes[uri] ??= []).push(editOfUse(use, app, newName));
  }
  return { changes };
}

function refused(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

/** The field itself, and the conditions of other fields that name it. */
function manifestEdits({ app, key, conditions }: ConfigKey, newName: string): readonly TextEdit[] {
  const newText = JSON.stringify(newName).slice(1, -1);
  const own = fieldsOf(app).flatMap((field) => (field.key === key ? (field.keyNode ?? []) : []));
  return [...own, ...conditions].map((node) => ({ range: rangeOfKey(node, app), newText }));
}

function editOfUse({ key, node }: ConfigUse, app: AppProgram, newName: string): TextEdit {
  const { parent } = node;
  const edit = (from: ts.Node, start: number, newText: string): TextEdit => ({
    range: spanToRange({ file: node.getSourceFile().fileName, start, length: from.getEnd() - start }, app),
    newText,
  });
  if (!ts.isIdentifier(node)) return edit(node, node.getStart(), quoted(newName, node));
  const isName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(newName);
  if (ts.isBindingElement(parent)) {
    const name = isName ? newName : quoted(newName);
    // A shorthand is the name of a variable as well, which stays.
    return edit(node, node.getStart(), parent.propertyName === undefined ? `${name}: ${key}` : name);
  }
  if (isName || !ts.isPropertyAccessExpression(parent)) return edit(node, node.getStart(), newName);
  const optional = parent.questionDotToken === undefined ? '' : '?.';
  return edit(node, parent.expression.getEnd(), `${optional}[${quoted(newName)}]`);
}

/** In the quotes that stand there. */
function quoted(text: string, old?: ts.StringLiteralLike): string {
  const quote = old?.getText()[0] ?? "'";
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}
