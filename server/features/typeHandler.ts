/**
 * Under strict settings the editor's own support reports the parameters of a handler that the author left without
 * types (7006, and 7031 inside a pattern), because no declaration can type a function by its name. The quick fix
 * writes down what we know. Where nothing is reported, as in plain JavaScript, the same is offered as a rewriting: there
 * the editor's own support takes the parameters for `any` without a word.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import ts from 'typescript';
import { givenTypeText, nameInProfile } from '../analysis/handlerTypes.ts';
import { findLifecycleFunctions } from '../analysis/lifecycleFunctions.ts';
import { findWrappedHandlers } from '../analysis/wrappedHandlers.ts';
import type { Profile } from '../../platform/profiles.ts';
import type { ServerContext } from '../context.ts';
import { missingDeclarations } from './typeDefinitions.ts';

export const typeHandlerTitle = 'Type this handler';

/** What the editor's own check reports of a parameter without a type, and of what a pattern takes out of one. */
export const implicitAny: ReadonlySet<unknown> = new Set([7006, 7031]);

export async function typeHandlerActions(
  context: ServerContext,
  { textDocument, range, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const untyped = diagnostics.filter(({ code }) => implicitAny.has(code));
  const place = untyped[0]?.range ?? range;
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const { document, service, path } = located;
  const file = service.program().program.getSourceFile(path);
  const offset = document.offsetAt(place.start);
  if (file === undefined) return [];
  const isTyped = /\.[cm]?tsx?$/.test(path);
  // In JavaScript, a type of what the wrapper makes would say nothing of what it is given.
  const handlers = [...findLifecycleFunctions(file), ...(isTyped ? findWrappedHandlers(file) : [])];
  const handler = handlers.find(({ node }) =>
    node.parameters.some((parameter) => parameter.pos <= offset && offset <= parameter.end),
  );
  if (handler === undefined) return [];
  const edits = isTyped
    ? annotations(handler.node, file, document, service.profile)
    : typeTag(handler.name, handler.node, file, document);
  if (edits.length === 0) return [];
  const declarations = missingDeclarations(context, located);
  return [
    {
      title: typeHandlerTitle,
      ...(untyped.length > 0
        ? { kind: CodeActionKind.QuickFix, diagnostics: untyped, isPreferred: true }
        : { kind: CodeActionKind.RefactorRewrite }),
      edit:
        declarations.length === 0
          ? { changes: { [textDocument.uri]: edits } }
          : {
              documentChanges: [
                ...declarations,
                { textDocument: { uri: textDocument.uri, version: null }, edits },
              ],
            },
    },
  ];
}

function annotations(
  node: ts.FunctionLikeDeclaration,
  file: ts.SourceFile,
  document: TextDocument,
  profile: Profile,
): TextEdit[] {
  const [first] = node.parameters;
  const isBare =
    first !== undefined && !/\(/.test(file.text.slice(node.getStart(file), first.getStart(file)));
  return node.parameters.flatMap((parameter): TextEdit[] => {
    const type = givenTypeText(parameter);
    if (type === undefined) return [];
    const written = nameInProfile(type, profile);
    const annotation = insertion(document, parameter.name.end, `: ${written}${isBare ? ')' : ''}`);
    // `event => …` takes no annotation without parentheses.
    return isBare ? [insertion(document, parameter.name.getStart(file), '('), annotation] : [annotation];
  });
}

function typeTag(
  name: string,
  node: ts.FunctionLikeDeclaration,
  file: ts.SourceFile,
  document: TextDocument,
): TextEdit[] {
  // Jobs have no common type: each decides about its payload.
  if (name.includes('.') || !node.parameters.some((parameter) => givenTypeText(parameter) !== undefined))
    return [];
  let holder: ts.Node = node;
  while (!ts.isStatement(holder) && !ts.isObjectLiteralElementLike(holder)) holder = holder.parent;
  const start = holder.getStart(file);
  const { character } = document.positionAt(start);
  const line = file.text.slice(start - character, start);
  const indent = /^\s*$/.test(line) ? line : ' '.repeat(character);
  return [insertion(document, start, `/** @type {PostHogApp.Plugin['${name}']} */\n${indent}`)];
}

function insertion(document: TextDocument, offset: number, newText: string): TextEdit {
  const position = document.positionAt(offset);
  return { range: { start: position, end: position }, newText };
}
