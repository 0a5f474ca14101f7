/** From the use of a config key to its field in plugin.json, and back. */
import type {
  DefinitionLink,
  DefinitionParams,
  DocumentHighlight,
  DocumentHighlightParams,
  Location,
  ReferenceParams,
} from 'vscode-languageserver';
import { nameOfKey } from '../../analysis/appDeclarations.ts';
import type { ServerContext } from '../../context.ts';
import { spanOfNode } from '../../rules/support/manifestTree.ts';
import { pathToUri } from '../../uris.ts';
import { spanToRange } from '../findingToDiagnostic.ts';
import { type ConfigKey, configKeyAt, rangeOfKey, rangeOfUse } from './configKey.ts';

/** The field of plugin.json; a field is its own definition, from which the editor goes on to its uses. */
export async function configDefinition(
  context: ServerContext,
  { textDocument, position }: DefinitionParams,
): Promise<DefinitionLink[]> {
  const found = await configKeyAt(context, textDocument.uri, position);
  const node = found?.field?.keyNode;
  if (found === undefined || node === undefined) return [];
  const { app, key, range } = found;
  // As TypeScript has it by the map in posthog-env.d.ts: of two targets at one place the editor takes one.
  const target = nameOfKey(key) === key ? rangeOfKey(node, app) : spanToRange(spanOfNode(node, app), app);
  return [
    {
      originSelectionRange: range,
      targetUri: pathToUri(app.manifestPath),
      targetRange: target,
      targetSelectionRange: target,
    },
  ];
}

export async function configReferences(
  context: ServerContext,
  { textDocument, position, context: { includeDeclaration } }: ReferenceParams,
): Promise<Location[]> {
  const found = await configKeyAt(context, textDocument.uri, position);
  if (found === undefined) return [];
  return [...(includeDeclaration ? declarationOf(found) : []), ...usesOf(found)];
}

/** Null for what is no config key: the editor takes the first answer there is, and an empty list is one. */
export async function configHighlights(
  context: ServerContext,
  { textDocument, position }: DocumentHighlightParams,
): Promise<DocumentHighlight[] | null> {
  const found = await configKeyAt(context, textDocument.uri, position);
  if (found === undefined) return null;
  return [...declarationOf(found), ...usesOf(found)]
    .filter(({ uri }) => uri === textDocument.uri)
    .map(({ range }) => ({ range }));
}

function declarationOf({ app, field }: ConfigKey): readonly Location[] {
  const node = field?.keyNode;
  return node === undefined ? [] : [{ uri: pathToUri(app.manifestPath), range: rangeOfKey(node, app) }];
}

function usesOf({ app, uses, conditions }: ConfigKey): readonly Location[] {
  const inCode = uses.map((use) => ({
    uri: pathToUri(use.node.getSourceFile().fileName),
    range: rangeOfUse(use, app),
  }));
  const uri = pathToUri(app.manifestPath);
  return [...inCode, ...conditions.map((node) => ({ uri, range: rangeOfKey(node, app) }))];
}
