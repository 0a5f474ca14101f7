/** Hovers: what a name of ours is, with its traps and an example. */
import type { Hover, HoverParams, ServerCapabilities } from 'vscode-languageserver';
import ts from 'typescript';
import { isGivenType } from '../analysis/handlerTypes.ts';
import { nameAt } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { markdown } from './documentation.ts';
import { manifestHover } from './manifest/manifestHover.ts';

export function registerHover(context: ServerContext): ServerCapabilities {
  context.connection.onHover(
    context.handle(
      'answering a hover',
      null,
      async (params) => (await manifestHover(context, params)) ?? hover(context, params),
    ),
  );
  return { hoverProvider: true };
}

async function hover(context: ServerContext, { textDocument, position }: HoverParams): Promise<Hover | null> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return null;
  const { document, service, path } = located;
  const answers = new Answers(context, located);
  const name = nameAt(answers.file, document.offsetAt(position));
  if (name === undefined || !isOurs(answers, name)) return null;
  const info = service.languageService.getQuickInfoAtPosition(path, name.getStart(answers.file));
  if (info === undefined) return null;
  const { start, length } = info.textSpan;
  const told = markdown(info.displayParts, info.documentation, info.tags);
  return {
    contents: isGivenType(name.parent) ? { ...told, value: `${told.value}\n\n${aboutGivenType}` } : told,
    range: { start: document.positionAt(start), end: document.positionAt(start + length) },
  };
}

const aboutGivenType =
  'PostHog passes this. Where the editor reports it as implicitly `any`, the quick fix *Type this handler* writes ' +
  'the type down.';

/** A member is told by the side that tells its object: `config` of `meta.config`. */
function isOurs(answers: Answers, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return answers.aboutExpression(parent.expression);
  return answers.aboutSymbol(answers.checker.getSymbolAtLocation(name));
}
