/** Go to definition: config keys to plugin.json, jobs to their function, and what PostHog gives to its declaration. */
import type { DefinitionLink, DefinitionParams, ServerCapabilities } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import { findLifecycleFunctions } from '../analysis/lifecycleFunctions.ts';
import { nameAt } from '../analysis/position.ts';
import type { Located, ServerContext } from '../context.ts';
import { pathToUri } from '../uris.ts';
import { Answers } from './answers.ts';
import { configDefinition } from './configKeys/navigation.ts';
import { mainDefinition } from './manifest/mainDefinition.ts';
import { keptMemberDefinition } from './members/keptMember.ts';
import { memberDefinition } from './members/navigation.ts';
import { spanToRange } from './findingToDiagnostic.ts';

export function registerDefinition(context: ServerContext): ServerCapabilities {
  context.connection.onDefinition(
    context.handle('going to a definition', [], async (params) => {
      const ofKey = await configDefinition(context, params);
      if (ofKey.length > 0) return ofKey;
      const ofMain = await mainDefinition(context, params);
      if (ofMain.length > 0) return ofMain;
      const declared = await declaredDefinition(context, params);
      if (declared.length > 0) return declared;
      const ofMember = await memberDefinition(context, params);
      return ofMember.length > 0 ? ofMember : keptMemberDefinition(context, params);
    }),
  );
  return { definitionProvider: true };
}

async function declaredDefinition(
  context: ServerContext,
  { textDocument, position }: DefinitionParams,
): Promise<DefinitionLink[]> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const answers = new Answers(context, located);
  const name = nameAt(answers.file, located.document.offsetAt(position));
  if (name === undefined) return [];
  const job = jobDefinition(located, name);
  if (job !== undefined) return [job];
  if (!isOurs(answers, name)) return [];
  const { service, path } = located;
  const found = service.languageService.getDefinitionAtPosition(path, name.getStart(answers.file)) ?? [];
  return found.flatMap(({ fileName, textSpan }) => {
    // The declarations of one app exist in memory alone.
    const text = context.files.read(fileName);
    if (text === undefined) return [];
    const target = TextDocument.create('', 'typescript', 0, text);
    const range = {
      start: target.positionAt(textSpan.start),
      end: target.positionAt(textSpan.start + textSpan.length),
    };
    return { targetUri: pathToUri(fileName), targetRange: range, targetSelectionRange: range };
  });
}

/** `meta.jobs.send` is the function `send` of the exported `jobs`. */
function jobDefinition({ service }: Located, name: ts.Identifier): DefinitionLink | undefined {
  const { parent } = name;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return undefined;
  const owner = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name : parent.expression;
  if (!ts.isIdentifier(owner) || owner.text !== jobsExport) return undefined;
  const app = service.program();
  const job = app.files
    .flatMap((file) => findLifecycleFunctions(file))
    .find((candidate) => candidate.name === `${jobsExport}.${name.text}`);
  // Of one that stands elsewhere, its key in the exported jobs is told.
  if (job === undefined || ![job.node, job.node.parent].some(ts.isObjectLiteralElementLike)) return undefined;
  const { node } = job;
  const file = node.getSourceFile();
  const named = ts.isPropertyAssignment(node.parent) ? node.parent.name : (node.name ?? node);
  const range = (of: ts.Node) =>
    spanToRange({ file: file.fileName, start: of.getStart(file), length: of.getWidth(file) }, app);
  return {
    targetUri: pathToUri(file.fileName),
    targetRange: range(ts.isPropertyAssignment(node.parent) ? node.parent : node),
    targetSelectionRange: range(named),
  };
}

function isOurs(answers: Answers, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return answers.aboutExpression(parent.expression);
  return answers.aboutSymbol(answers.checker.getSymbolAtLocation(name));
}
