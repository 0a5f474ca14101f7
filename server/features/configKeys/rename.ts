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
import ts from 'typescript';
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
  for (const node of [...uses.map((use) => use.node), ...ownMembers(found)]) {
    const uri = pathToUri(node.getSourceFile().fileName);
    (changes[uri] ??= []).push(renameEdit(node, app, newName));
  }
  return { changes };
}

type Name = ts.Identifier | ts.StringLiteralLike;

/**
 * Where the app's own types have a member for the key, `Plugin<{ config: { key: string } }>`: the names of these members,
 * and of what is read by them where nobody sees that it is the app's config.
 */
function ownMembers({ app, key, uses }: ConfigKey): ReadonlySet<Name> {
  const checker = app.program.getTypeChecker();
  const declared = new Set(uses.flatMap(({ node }) => ownDeclarations(checker, node, key)));
  const names = new Set([...declared].map(({ name }) => name).filter(isName));
  if (declared.size === 0) return names;
  const known = new Set<Name>(uses.map(({ node }) => node));
  const visit = (node: ts.Node): void => {
    const isRead = isName(node) && node.text === key && !known.has(node);
    if (isRead && ownDeclarations(checker, node, key).some((one) => declared.has(one))) names.add(node);
    ts.forEachChild(node, visit);
  };
  app.files.forEach(visit);
  return names;
}

/** What in the app's code declares the member that a name reads: `config.key`, `config['key']`, `{ key } = config`. */
function ownDeclarations(
  checker: ts.TypeChecker,
  name: Name,
  key: string,
): readonly (ts.PropertySignature | ts.PropertyDeclaration)[] {
  const owner = ownerOf(name);
  const type = owner && checker.getNonNullableType(checker.getTypeAtLocation(owner));
  return (type?.getProperty(key)?.declarations ?? []).filter(
    (one): one is ts.PropertySignature | ts.PropertyDeclaration =>
      (ts.isPropertySignature(one) || ts.isPropertyDeclaration(one)) &&
      !one.getSourceFile().isDeclarationFile,
  );
}

/** Of what a name is the member that is read. */
function ownerOf(name: Name): ts.Node | undefined {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return parent.expression;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === name) return parent.expression;
  if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name) return parent.parent;
  return undefined;
}

function isName(node: ts.Node): node is Name {
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node);
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
