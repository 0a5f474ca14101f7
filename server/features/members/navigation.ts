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
import { spanToRange } from '../findingToDiagnostic.ts';
import { type Member, memberAt, type NameNode, rangeOfName } from './member.ts';

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
  if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(newName))
    return new ResponseError(ErrorCodes.InvalidParams, `${newName} is no name. Use letters and digits.`);
  if (newName !== found.name && codeFactsOf(found.app.files)[found.collection].has(newName)) {
    const message = `The app has ${newName} in its ${found.collection} already. Choose another name.`;
    return new ResponseError(ErrorCodes.InvalidParams, message);
  }
  const changes: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  const add = (uri: string, range: Range, newText: string): void => {
    const key = `${uri} ${range.start.line} ${range.start.character}`;
    if (seen.has(key)) return;
    seen.add(key);
    (changes[uri] ??= []).push({ range, newText });
  };
  for (const node of [...found.declarations, ...found.uses]) {
    const { uri, range } = locationOf(node, found);
    add(uri, range, isShorthand(node) ? `${newName}: ${node.text}` : newName);
  }
  for (const { fileName, textSpan } of sameProperty(found)) {
    add(
      pathToUri(fileName),
      spanToRange({ file: fileName, start: textSpan.start, length: textSpan.length }, found.app),
      newName,
    );
  }
  for (const { uri, range } of publicLocation(found)) add(uri, range, newName);
  return { changes };
}

/** Uses of a key by the object that holds it: `jobs.send`. */
function sameProperty({ declarations, service }: Member): readonly ts.RenameLocation[] {
  return declarations.flatMap((node) =>
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
