/** Hovers: what a name of ours is, with its traps and an example. */
import {
  type Hover,
  type HoverParams,
  type MarkupContent,
  MarkupKind,
  type Range,
  type ServerCapabilities,
} from 'vscode-languageserver';
import ts from 'typescript';
import { describe } from '../analysis/appDeclarations.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { configUsesIn } from '../analysis/configUses.ts';
import { isGivenType, nameInProfile } from '../analysis/handlerTypes.ts';
import { keyAt, nameAt, quotedNameAt } from '../analysis/position.ts';
import type { AppService } from '../analysis/program.ts';
import type { ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { markdown } from './documentation.ts';
import { lifecycleHover } from './lifecycleHover.ts';
import { explainLiteral } from './literals/explainLiteral.ts';
import { literalPlace } from './literals/literalPlace.ts';
import { memberHover } from './members/memberHover.ts';
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

/** A name, or the key in `config['key']`. */
type Name = ts.Identifier | ts.StringLiteralLike;

async function hover(context: ServerContext, { textDocument, position }: HoverParams): Promise<Hover | null> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return null;
  const { document, service, path } = located;
  const answers = new Answers(context, located);
  const offset = document.offsetAt(position);
  const meaning = explainLiteral(answers.file, offset, (at) => literalPlace(context, located, at));
  if (meaning !== undefined) {
    const { value, start, end } = meaning;
    return {
      contents: { kind: MarkupKind.Markdown, value },
      range: { start: document.positionAt(start), end: document.positionAt(end) },
    };
  }
  const plainName = nameAt(answers.file, offset) ?? keyAt(answers.file, offset);
  const name = plainName ?? quotedNameAt(answers.file, offset);
  if (name === undefined) return null;
  const start = name.getStart(answers.file);
  const ofExport = lifecycleHover(located, name) ?? memberHover(located, name);
  if (ofExport !== undefined) {
    const declared = answers.isAlone ? explain(service, path, start) : undefined;
    const value = declared === undefined ? ofExport : `${declared.value}\n\n${ofExport}`;
    return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(name, start) };
  }
  if (plainName === undefined) return null;
  if (!isOurs(answers, name)) {
    // `config` of `meta`, also by a pattern: its keys are known here alone.
    const isUntold = answers.isUntold(name);
    const isKnownHere =
      isUntold || answers.aboutApp(name) || (!answers.isShared && isPartOfOurs(answers, name));
    const type = isKnownHere
      ? explain(service, path, start, isUntold || !answers.isShared)
      : (fieldText(answers, name, service.program()) ?? jobText(answers, service, path, name));
    return type === undefined ? null : { contents: type, range: rangeOf(name, start) };
  }
  const method = plainMethodOf(answers, service, name);
  const told = (method && explained.get(method)) ?? explain(service, path, start);
  if (told === undefined || (told.value === nothingKnown && !answers.isAlone)) return null;
  if (method !== undefined) explained.set(method, told);
  return {
    contents: { ...told, value: withGivenType(told.value, answers, service, name) },
    range: rangeOf(name, start),
  };

  function rangeOf({ end }: Name, begin: number): Range {
    return { start: document.positionAt(begin), end: document.positionAt(end) };
  }
}

/** What the field of a config key says, where the app's own types say what the key is: those know nothing of its field. */
function fieldText({ checker, file }: Answers, name: Name, app: AppProgram): MarkupContent | undefined {
  const field = app.manifest.config.find(({ key }) => key === name.text);
  if (field === undefined) return undefined;
  const { parent } = name;
  const taken = ts.isBindingElement(parent) ? checker.getTypeAtLocation(parent.parent) : undefined;
  const symbol = taken?.getProperty(name.text) ?? checker.getSymbolAtLocation(name);
  const isOwn = symbol?.declarations?.some(
    (one) => ts.isPropertySignature(one) && app.files.includes(one.getSourceFile()),
  );
  const isKey = isOwn === true && configUsesIn(app, file).some(({ node }) => node === name);
  return isKey ? { kind: MarkupKind.Markdown, value: describe(field).join('\n') } : undefined;
}

/** What is said of a job, whose type `posthog-env.d.ts` has without a word on it. */
function jobText(
  answers: Answers,
  { languageService }: AppService,
  path: string,
  name: Name,
): MarkupContent | undefined {
  const [declaration] = answers.checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (declaration === undefined || !ts.isMethodSignature(declaration) || !answers.isOfApp(name))
    return undefined;
  const info = languageService.getQuickInfoAtPosition(path, name.getStart(answers.file));
  return info && markdown(undefined, info.documentation, info.tags);
}

/** @param isWhole whether the documentation belongs to it; else the declaration is enough. */
function explain(
  { languageService }: AppService,
  path: string,
  offset: number,
  isWhole = true,
): MarkupContent | undefined {
  const info = languageService.getQuickInfoAtPosition(path, offset);
  if (info === undefined) return undefined;
  return isWhole
    ? markdown(info.displayParts, info.documentation, info.tags)
    : markdown(info.displayParts, undefined, undefined);
}

/** What is said of a member that nobody knows: the other side says the same. */
const nothingKnown = '```typescript\nany\n```';

/** What was said of methods of our declarations, which all apps share and which never change. */
const explained = new WeakMap<ts.Declaration, MarkupContent>();

/** The method of our declarations that a name means, if the same is to be said of it wherever it is called. */
function plainMethodOf({ checker }: Answers, service: AppService, name: Name): ts.Declaration | undefined {
  const [declaration, another] = checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (declaration === undefined || another !== undefined || !ts.isMethodSignature(declaration))
    return undefined;
  const { parent, typeParameters } = declaration;
  const isGeneric =
    typeParameters !== undefined ||
    (ts.isInterfaceDeclaration(parent) && parent.typeParameters !== undefined);
  return isGeneric || service.originOf(declaration.getSourceFile()) !== 'declared' ? undefined : declaration;
}

/** What is said of a parameter that has its type from us, and of each use of it. */
function withGivenType(told: string, { checker }: Answers, { profile }: AppService, name: Name): string {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (declaration === undefined || !isGivenType(declaration)) return told;
  const named = nameInProfile(told, profile);
  return declaration === name.parent ? `${named}\n\n${aboutGivenType}` : named;
}

const aboutGivenType =
  'PostHog passes this. The editor’s own support takes it for `any`, and may report it: *Type this handler*, among ' +
  'the code actions here, writes the type down.';

/** A member is told by the side that tells its object: `config` of `meta.config`. */
function isOurs(answers: Answers, name: Name): boolean {
  const { parent } = name;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === name && !ts.isIdentifier(name))
    return answers.aboutExpression(parent.expression);
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return answers.aboutExpression(parent.expression);
  const symbol = answers.checker.getSymbolAtLocation(name);
  const source = patternSource(symbol?.valueDeclaration);
  return answers.aboutSymbol(symbol) || (source !== undefined && answers.aboutExpression(source));
}

/** Whether a name is what a parameter takes out of a type of ours: `cache` in `({ cache }: PluginMeta) =>`. */
function isPartOfOurs(answers: Answers, name: Name): boolean {
  let root: ts.Node | undefined = answers.checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (root === undefined || !ts.isBindingElement(root)) return false;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return ts.isParameter(root) && answers.aboutExpression(name);
}

/** What a name is taken out of by a pattern: `meta.config` in `const { size } = meta.config`. */
function patternSource(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  if (declaration === undefined || !ts.isBindingElement(declaration)) return undefined;
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return ts.isVariableDeclaration(root) ? root.initializer : undefined;
}
