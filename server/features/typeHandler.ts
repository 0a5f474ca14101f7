/**
 * Under strict settings the editor's own support reports the parameters of a handler that the author left without
 * types (7006, and 7031 inside a pattern), because no declaration can type a function by its name. The quick fix
 * writes down what we know. Where nothing is reported, as in plain JavaScript, the same is offered as a rewriting: there
 * the editor's own support takes the parameters for `any` without a word.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type ts from 'typescript';
import { givenTypeText, isUntyped, nameInProfile } from '../analysis/handlerTypes.ts';
import { findLifecycleFunctions, type LifecycleFunction } from '../analysis/lifecycleFunctions.ts';
import { findWrappedHandlers } from '../analysis/wrappedHandlers.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { jobsExport } from '../../platform/lifecycle.ts';
import { defaultProfile, type Profile } from '../../platform/profiles.ts';
import { payloadType } from '../rules/support/payloadType.ts';
import type { ServerContext } from '../context.ts';
import { missingDeclarations } from './typeDefinitions.ts';
import { takesAnnotations, typeParameter } from './parameterTypes.ts';
import { typeByComment } from './typeByComment.ts';

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
  const isTyped = takesAnnotations(path);
  const isAsked = ({ node }: Pick<LifecycleFunction, 'node'>): boolean =>
    node.parameters.some((parameter) => parameter.pos <= offset && offset <= parameter.end);
  const own = findLifecycleFunctions(file).find(isAsked);
  const handler = own ?? findWrappedHandlers(file).find(isAsked);
  if (handler === undefined) return [];
  // Jobs have no common type, as each decides about its payload; nor has what a wrapper is given.
  const hasCommonType = handler === own && !handler.name.includes('.');
  const byComment =
    isTyped || !hasCommonType
      ? undefined
      : typeByComment(handler.name, handler.node, file, document, service.profile);
  const edits = byComment ?? [
    ...(handler === own
      ? payloadAnnotation(own, service.program(), file, document, isTyped || untyped.length > 0)
      : []),
    ...annotations(handler.node, file, document, service.profile),
  ];
  if (edits.length === 0) return [];
  const declarations = missingDeclarations(context, located);
  if (declarations === undefined) return [];
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

/**
 * Of the payload of a job nothing is known but what the app itself says.
 *
 * @param takesAny whether `any` is worth writing: it ends what strict settings report. In JavaScript it is any already.
 */
function payloadAnnotation(
  { name, node }: LifecycleFunction,
  app: AppProgram,
  file: ts.SourceFile,
  document: TextDocument,
  takesAny: boolean,
): TextEdit[] {
  const [payload] = node.parameters;
  const job = name.startsWith(`${jobsExport}.`) ? name.slice(jobsExport.length + 1) : undefined;
  if (job === undefined || payload === undefined || !isUntyped(payload)) return [];
  const type = payloadType(app, job, node) ?? 'any';
  if (type === 'any' && !takesAny) return [];
  return typeParameter(payload, nameInProfile(type, app.profile ?? defaultProfile), file, document);
}

function annotations(
  node: ts.FunctionLikeDeclaration,
  file: ts.SourceFile,
  document: TextDocument,
  profile: Profile,
): TextEdit[] {
  return node.parameters.flatMap((parameter): TextEdit[] => {
    const type = givenTypeText(parameter);
    return type === undefined ? [] : typeParameter(parameter, nameInProfile(type, profile), file, document);
  });
}
