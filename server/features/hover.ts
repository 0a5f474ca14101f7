/** Hovers: what a name of ours is, with its traps and an example. */
import type { Hover, HoverParams, MarkupContent, ServerCapabilities } from 'vscode-languageserver';
import ts from 'typescript';
import { isGivenType } from '../analysis/handlerTypes.ts';
import { nameAt } from '../analysis/position.ts';
import type { AppService } from '../analysis/program.ts';
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
  const start = name.getStart(answers.file);
  const method = plainMethodOf(answers, service, name);
  const told = (method && explained.get(method)) ?? explain(service, path, start);
  if (told === undefined) return null;
  if (method !== undefined) explained.set(method, told);
  return {
    contents: isGivenType(name.parent) ? { ...told, value: `${told.value}\n\n${aboutGivenType}` } : told,
    range: { start: document.positionAt(start), end: document.positionAt(name.end) },
  };
}

function explain({ languageService }: AppService, path: string, offset: number): MarkupContent | undefined {
  const info = languageService.getQuickInfoAtPosition(path, offset);
  return info === undefined ? undefined : markdown(info.displayParts, info.documentation, info.tags);
}

/** What was said of methods of our declarations, which all apps share and which never change. */
const explained = new WeakMap<ts.Declaration, MarkupContent>();

/** The method of our declarations that a name means, if the same is to be said of it wherever it is called. */
function plainMethodOf(
  { checker }: Answers,
  service: AppService,
  name: ts.Identifier,
): ts.Declaration | undefined {
  const [declaration, another] = checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (declaration === undefined || another !== undefined || !ts.isMethodSignature(declaration))
    return undefined;
  const { parent, typeParameters } = declaration;
  const isGeneric =
    typeParameters !== undefined ||
    (ts.isInterfaceDeclaration(parent) && parent.typeParameters !== undefined);
  return isGeneric || service.originOf(declaration.getSourceFile()) !== 'declared' ? undefined : declaration;
}

const aboutGivenType =
  'PostHog passes this. The editor’s own support takes it for `any`, and may report it: *Type this handler*, among ' +
  'the code actions here, writes the type down.';

/** A member is told by the side that tells its object: `config` of `meta.config`. */
function isOurs(answers: Answers, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return answers.aboutExpression(parent.expression);
  return answers.aboutSymbol(answers.checker.getSymbolAtLocation(name));
}
