/** Recognises calls of `posthog.api.<method>` and `posthog.capture`, under whatever name the app has them. */
import ts from 'typescript';
import { type RestMethod, restMethods } from '../../../platform/restCatalogueFormat.ts';
import type { LiteralPlace } from './suggestion.ts';

/** The method of `posthog.api` that a call calls. */
export function apiMethodOf(call: ts.CallExpression, place: LiteralPlace): RestMethod | undefined {
  const name = calledName(call);
  const method = restMethods.find((candidate) => candidate === name);
  return method !== undefined && isDeclaredIn(call, 'Api', place) ? method : undefined;
}

export function isCapture(call: ts.CallExpression, place: LiteralPlace): boolean {
  return calledName(call) === 'capture' && isDeclaredIn(call, 'PostHog', place);
}

/** `runIn` of a job that is enqueued. */
export function isRunIn(call: ts.CallExpression, place: LiteralPlace): boolean {
  return calledName(call) === 'runIn' && isDeclaredIn(call, 'JobRunner', place);
}

function calledName({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

/** How the scaffold calls what authors declare `posthog` with, as it has no global of its own (reference 1). */
const ofScaffold: Readonly<Record<string, string>> = {
  Api: 'ApiExtension',
  PostHog: 'PostHogExtension',
  JobRunner: 'JobControls',
};
const scaffoldFolder = '/node_modules/@posthog/plugin-scaffold/';

function isDeclaredIn(call: ts.CallExpression, owner: string, { checker, isOurs }: LiteralPlace): boolean {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined) return false;
  const file = declaration.getSourceFile();
  const isOfScaffold = file.fileName.includes(scaffoldFolder);
  if (!isOfScaffold && !isOurs(file)) return false;
  const holder = ts.findAncestor(
    declaration.parent,
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  );
  return holder?.name.text === (isOfScaffold ? ofScaffold[owner] : owner);
}

/** The path that a call asks for, with `{}` for each part that is only known when it runs. */
export function pathOf(call: ts.CallExpression): string | undefined {
  const [path] = call.arguments;
  if (path === undefined) return undefined;
  if (ts.isStringLiteralLike(path)) return path.text;
  if (!ts.isTemplateExpression(path)) return undefined;
  return path.head.text + path.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}
