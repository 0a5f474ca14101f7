/** The config key under the cursor, in code or in plugin.json, and all places that name it. */
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Position, Range } from 'vscode-languageserver';
import ts from 'typescript';
import { isAppSource } from '../../analysis/appFolder.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { type ConfigUse, findConfigUses } from '../../analysis/configUses.ts';
import type { ServerContext } from '../../context.ts';
import { type FieldNode, fieldNodes, textOf } from '../../rules/support/manifestTree.ts';
import { uriToPath } from '../../uris.ts';
import { spanToRange } from '../findingToDiagnostic.ts';

export interface ConfigKey {
  readonly key: string;
  readonly app: AppProgram;
  /** Where the question was asked, without quotes. */
  readonly range: Range;
  /** Its field in plugin.json, where there is one. */
  readonly field: FieldNode | undefined;
  readonly uses: readonly ConfigUse[];
  /** Where conditions of other fields name it, in plugin.json. */
  readonly conditions: readonly Node[];
  readonly isInManifest: boolean;
}

/** @returns undefined where the position is not at a config key. */
export async function configKeyAt(
  context: ServerContext,
  uri: string,
  position: Position,
): Promise<ConfigKey | undefined> {
  const path = uriToPath(uri);
  const document = context.documents.get(uri);
  if (path === undefined || document === undefined) return undefined;
  await context.apps.ready();
  const owner = context.apps.appOf(path);
  if (owner === undefined) return undefined;
  const isInManifest = path === owner.manifestPath;
  if (!isInManifest && !isAppSource(owner, path)) return undefined;
  const app = (await context.engine()).serviceOf(owner).program();
  const offset = document.offsetAt(position);
  const fields = fieldsOf(app);
  const uses = findConfigUses(app);
  const conditions = conditionNodes(fields);
  const found = isInManifest ? fieldAt([...fields, ...conditions], offset) : useAt(uses, path, offset);
  if (found === undefined) return undefined;
  return {
    key: found.key,
    app,
    range: { start: document.positionAt(found.start), end: document.positionAt(found.end) },
    field: fields.find(({ key }) => key === found.key),
    uses: uses.filter(({ key }) => key === found.key),
    conditions: conditions.flatMap(({ key, keyNode }) => (key === found.key ? keyNode : [])),
    isInManifest,
  };
}

export function fieldsOf({ manifestText }: AppProgram): readonly FieldNode[] {
  const tree = parseTree(manifestText);
  return tree === undefined ? [] : fieldNodes(tree);
}

interface Found {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The keys that `visible_if` and `required_if` of fields name (reference 5.2). */
export function conditionNodes(
  fields: readonly FieldNode[],
): readonly { readonly key: string; readonly keyNode: Node }[] {
  return fields.flatMap(({ node }) =>
    ['visible_if', 'required_if'].flatMap((name) =>
      (findNodeAtLocation(node, [name])?.children ?? []).flatMap((pair) => {
        const keyNode = pair.children?.[0];
        const key = textOf(keyNode);
        return keyNode === undefined || key === undefined ? [] : { key, keyNode };
      }),
    ),
  );
}

function fieldAt(fields: readonly Pick<FieldNode, 'key' | 'keyNode'>[], offset: number): Found | undefined {
  for (const { key, keyNode } of fields) {
    if (key === undefined || keyNode === undefined) continue;
    const { start, end } = insideQuotes(keyNode);
    if (start <= offset && offset <= end) return { key, start, end };
  }
  return undefined;
}

function useAt(uses: readonly ConfigUse[], path: string, offset: number): Found | undefined {
  for (const { key, node } of uses) {
    if (node.getSourceFile().fileName !== path) continue;
    const { start, end } = placeOf(node);
    if (start <= offset && offset <= end) return { key, start, end };
  }
  return undefined;
}

/** Offsets of a name in code, without quotes. */
export function placeOf(node: ConfigUse['node']): { readonly start: number; readonly end: number } {
  const quote = ts.isIdentifier(node) ? 0 : 1;
  return { start: node.getStart() + quote, end: node.getEnd() - quote };
}

export function insideQuotes({ offset, length }: Node): { readonly start: number; readonly end: number } {
  return { start: offset + 1, end: offset + Math.max(length - 1, 1) };
}

/** The range of a name in code. */
export function rangeOfUse({ node }: ConfigUse, app: AppProgram): Range {
  const { start, end } = placeOf(node);
  return spanToRange({ file: node.getSourceFile().fileName, start, length: end - start }, app);
}

/** The range of the key of a field, without quotes. */
export function rangeOfKey(node: Node, app: AppProgram): Range {
  const { start, end } = insideQuotes(node);
  return spanToRange({ file: app.manifestPath, start, length: end - start }, app);
}
