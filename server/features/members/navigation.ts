/** Definitions, references, highlights and rename of members of `meta.jobs`, `meta.metrics` and `meta.global`. */
import ts from 'typescript';
import {
  type DefinitionLink,
  type DocumentHighlight,
  ErrorCodes,
  type Location,
  type Position,
  type Range,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { codeFactsOf } from '../../analysis/codeFacts.ts';
import type { ServerContext } from '../../context.ts';
import { pathToUri } from '../../uris.ts';
import { renamedInJson, renameEdit } from '../renameEdits.ts';
import { type Member, memberAt, nameNodeAt, type NameNode, rangeOfName } from './member.ts';

interface Place {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Keys of the exported object, and for `meta.global` the places that assign. */
export async function memberDefinition(
  context: ServerContext,
  { textDocument, position }: Place,
): Promise<DefinitionLink[]> {
  const found = await memberAt(context, textDocument.uri, position);
  return (found?.declarations ?? []).map((node) => {
    const { uri, range } = locationOf(node, found as Member);
    return { targetUri: uri, targetRange: range, targetSelectionRange: range };
  });
}

export async function memberReferences(
  context: ServerContext,
  {
    textDocument,
    position,
    context: { includeDeclaration },
  }: Place & { context: { includeDeclaration: boolean } },
): Promise<Location[]> {
  const found = await memberAt(context, textDocument.uri, position);
  if (found === undefined) return [];
  const nodes = [...(includeDeclaration ? found.declarations : []), ...found.uses];
  return [...nodes.map((node) => locationOf(node, found)), ...publicLocation(found)];
}

/** Where plugin.json names it. */
function publicLocation({ app, publicKey }: Member): readonly Location[] {
  return publicKey === undefined ? [] : [{ uri: pathToUri(app.manifestPath), range: publicKey }];
}

/** Null for other names. */
export async function memberHighlights(
  context: ServerContext,
  { textDocument, position }: Place,
): Promise<DocumentHighlight[] | null> {
  const found = await memberAt(context, textDocument.uri, position);
  if (found === undefined) return null;
  const inCode = [...found.declarations, ...found.uses].map((node) => locationOf(node, found));
  return [...inCode, ...publicLocation(found)]
    .filter(({ uri }) => uri === textDocument.uri)
    .map(({ range }) => ({ range }));
}

/** What `meta.global` holds may be named in ways that are not seen, so its members are not renamed. */
export async function prepareMemberRename(
  context: ServerContext,
  { textDocument, position }: Place,
): Promise<{ readonly range: Range; readonly placeholder: string } | null> {
  const found = await memberAt(context, textDocument.uri, position);
  if (found === undefined || found.collection === 'global' || found.declarations.length === 0) return null;
  return { range: found.range, placeholder: found.name };
}

/** The key, its uses behind `meta` and by the exported object itself, and `publicJobs` of plugin.json. */
export async function renameMember(
  context: ServerContext,
  { textDocument, position, newName }: Place & { readonly newName: string },
): Promise<WorkspaceEdit | ResponseError | null> {
  const found = await memberAt(context, textDocument.uri, position);
  if (found === undefined || found.collection === 'global') return null;
  if (newName.trim() === '') return new ResponseError(ErrorCodes.InvalidParams, 'A name cannot be empty.');
  if (newName !== found.name && codeFactsOf(found.app.files)[found.collection].has(newName)) {
    const message = `The app has ${newName} in its ${found.collection} already. Choose another name.`;
    return new ResponseError(ErrorCodes.InvalidParams, message);
  }
  const changes: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  const add = (uri: string, edit: TextEdit): void => {
    const key = `${uri} ${edit.range.end.line} ${edit.range.end.character}`;
    if (seen.has(key)) return;
    seen.add(key);
    (changes[uri] ??= []).push(edit);
  };
  for (const node of [...found.declarations, ...found.uses, ...sameProperty(found)])
    add(pathToUri(node.getSourceFile().fileName), renameEdit(node, found.app, newName));
  for (const { uri, range } of publicLocation(found)) add(uri, { range, newText: renamedInJson(newName) });
  return { changes };
}

/** Uses of a key by the object that holds it: `jobs.send`. */
function sameProperty({ app, declarations, service }: Member): readonly NameNode[] {
  const places = declarations.flatMap((node) =>
    isShorthand(node)
      ? []
      : (service.languageService.findRenameLocations(
          node.getSourceFile().fileName,
          node.getStart(),
          false,
          false,
          {},
        ) ?? []),
  );
  return places.flatMap(({ fileName, textSpan }) => {
    const file = app.program.getSourceFile(fileName);
    return (file && nameNodeAt(file, textSpan.start)) ?? [];
  });
}

/** `{ send }` is the name of a variable as well, which stays. */
function isShorthand(node: NameNode): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === undefined;
  return ts.isShorthandPropertyAssignment(parent);
}

function locationOf(node: NameNode, { app }: Member): Location {
  return { uri: pathToUri(node.getSourceFile().fileName), range: rangeOfName(node, app) };
}
