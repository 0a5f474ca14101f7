/**
 * Who can answer for a piece of code. The editor's own support knows everything but two things: what our declarations
 * say, unless it was given them too, and the types of handler parameters that the author left out, which it never
 * knows. This file tells them apart, so that every question has exactly one side that answers it.
 */
import ts from 'typescript';
import { isGivenType } from './handlerTypes.ts';

/**
 * - `handler`: it comes from a parameter that PostHog passes and the author did not annotate. Only we know it.
 * - `app`: it comes from the app's manifest. Those who have our general declarations do not know it.
 * - `part`: the same, where the types of the scaffold package let it be anything. Only we know it.
 * - `response`: PostHog's API answered it. Its types are known here alone; for all others it may be anything.
 * - `declared`: it comes from our general declarations. Whoever has them knows it.
 * - `elsewhere`: we declare it, and whoever does not have our declarations has others of it: `fetch`, where browsers'
 *   are. Our word would be the second.
 * - `other`: everybody knows it.
 */
export type Owner = 'handler' | 'app' | 'part' | 'response' | 'declared' | 'elsewhere' | 'other';

/**
 * Which of our declarations a file holds: the app's, those of what PostHog's API answers, the general ones, or those of
 * what PostHog's VM has as browsers or Node do.
 */
export type Origin = 'app' | 'rest' | 'declared' | 'vm';

/** What decides: the checker, and which files hold our declarations. */
export interface OwnerContext {
  readonly checker: ts.TypeChecker;
  readonly originOf: (file: ts.SourceFile) => Origin | undefined;
  /** Whether a file is of the scaffold package, and for others the parts of `meta` may be anything there. */
  readonly hasAnyParts: (file: ts.SourceFile) => boolean;
  /** Whether others have what a file of ours declares. */
  readonly isElsewhere: (file: ts.SourceFile) => boolean;
}

/** Chains of variables are short in practice; the limit is against circles. */
const maxSteps = 20;

/** Owner of the value of an expression: that of what it begins with, `meta` in `meta.cache.get('x')`. */
export function ownerOfExpression(expression: ts.Node, context: OwnerContext): Owner {
  const root = ownerOfRoot(expression, context, maxSteps);
  if (root === 'handler') return root;
  const isPart = isPartOfMeta(expression, context, maxSteps);
  const known = whatAppTells(expression, context);
  if (known !== undefined) return isPart ? 'part' : known;
  if (isPart) return 'other';
  if (isFromResponse(expression, context, maxSteps)) return 'response';
  if (root !== 'other') return root;
  const type = context.checker.getTypeAtLocation(expression);
  return ownerByOrigin(type.aliasSymbol ?? type.getSymbol(), context);
}

function ownerByOrigin(symbol: ts.Symbol | undefined, context: OwnerContext): Owner {
  const origin = originOf(symbol, context);
  switch (origin) {
    case 'rest':
      return 'response';
    case 'declared':
    case 'vm': {
      const files = symbol?.declarations?.map((declaration) => declaration.getSourceFile()) ?? [];
      const isElsewhere = files.some(
        (file) => context.originOf(file) === origin && context.isElsewhere(file),
      );
      return isElsewhere ? 'elsewhere' : 'declared';
    }
    default:
      return origin ?? 'other';
  }
}

/** Whether an expression, or what it was taken from, has a type that only the declarations of answers give. */
function isFromResponse(expression: ts.Node, context: OwnerContext, steps: number): boolean {
  if (steps === 0) return false;
  const { checker } = context;
  for (let at: ts.Node | undefined = expression; at !== undefined; at = innerExpression(at)) {
    if (originOf(checker.getTypeAtLocation(at).getSymbol(), context) === 'rest') return true;
    if (!ts.isIdentifier(at)) continue;
    const declaration = checker.getSymbolAtLocation(at)?.valueDeclaration;
    const source = declaration === undefined ? undefined : sourceOfValue(declaration);
    return source !== undefined && isFromResponse(source, context, steps - 1);
  }
  return false;
}

/**
 * Whose word a value is that is reached through what the app declares, as in `meta.config.size`: the names are those of the
 * app, but what they give has a type that the general declarations give it, too. Only what is kept in `meta.global`, the
 * kind of a metric, and the choices of a config key, are known of the app alone.
 *
 * @returns undefined for what has nothing to do with it.
 */
function whatAppTells(expression: ts.Node, context: OwnerContext): 'app' | 'declared' | undefined {
  const { checker } = context;
  for (let at: ts.Node | undefined = expression; at !== undefined; at = innerExpression(at)) {
    const symbol = checker.getTypeAtLocation(at).getSymbol();
    if (originOf(symbol, context) !== 'app') continue;
    const isAppsOwn = at === expression || isAnyForOthers(symbol) || isOfTexts(expression, checker);
    return isAppsOwn ? 'app' : 'declared';
  }
  return undefined;
}

/** Whether an expression can be a few texts alone, as the value of a field with choices. */
export function isOfTexts(expression: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(expression);
  return (type.isUnion() ? type.types : [type]).every((one) => one.isStringLiteral());
}

/** Whether a type is that of `meta.global` or `meta.metrics`, in which all may be anything for others. */
export function isAnyForOthers(symbol: ts.Symbol | undefined): boolean {
  return (symbol?.declarations ?? []).some((declaration) => {
    // `exports` is declared by a whole file.
    const parent: ts.Node | undefined = declaration.parent;
    return (
      parent !== undefined &&
      ts.isPropertySignature(parent) &&
      /^(?:global|metrics)$/.test(parent.name.getText())
    );
  });
}

/** Whether an expression is a part of `meta`, or of such a part, that may be anything for others. */
function isPartOfMeta(expression: ts.Node, context: OwnerContext, steps: number): boolean {
  const { checker } = context;
  for (let at: ts.Node | undefined = expression; at !== undefined; at = innerExpression(at)) {
    if (ts.isIdentifier(at)) {
      const declaration = checker.getSymbolAtLocation(at)?.valueDeclaration;
      return declaration !== undefined && isTakenFromMeta(declaration, context, steps);
    }
    if (ts.isPropertyAccessExpression(at) && mayBeAnything(checker.getSymbolAtLocation(at.name), context))
      return true;
  }
  return false;
}

/** Whether a variable got its value from such a part. */
function isTakenFromMeta(declaration: ts.Declaration, context: OwnerContext, steps: number): boolean {
  if (steps === 0) return false;
  if (ts.isBindingElement(declaration)) {
    const { propertyName, name, parent } = declaration;
    const key = propertyName ?? name;
    const from = context.checker.getTypeAtLocation(parent);
    if (ts.isIdentifier(key) && mayBeAnything(context.checker.getPropertyOfType(from, key.text), context))
      return true;
  }
  const source = sourceOfValue(declaration);
  return source !== undefined && isPartOfMeta(source, context, steps - 1);
}

function mayBeAnything(symbol: ts.Symbol | undefined, { hasAnyParts }: OwnerContext): boolean {
  return symbol?.declarations?.some((declaration) => hasAnyParts(declaration.getSourceFile())) === true;
}

/** Owner of a name by itself: a variable that merely holds something of ours belongs to everybody. */
export function ownerOfSymbol(symbol: ts.Symbol | undefined, context: OwnerContext): Owner {
  if (symbol?.declarations?.some((declaration) => isGivenDeclaration(declaration)) === true) return 'handler';
  return ownerByOrigin(symbol, context);
}

function originOf(symbol: ts.Symbol | undefined, { originOf }: OwnerContext): Origin | undefined {
  const origins = (symbol?.declarations ?? []).map((declaration) => originOf(declaration.getSourceFile()));
  return (['app', 'declared', 'rest', 'vm'] as const).find((origin) => origins.includes(origin));
}

/** A parameter with a type from us, or a name that destructures one. */
function isGivenDeclaration(declaration: ts.Declaration): boolean {
  let root: ts.Node = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return isGivenType(root);
}

function ownerOfRoot(node: ts.Node, context: OwnerContext, steps: number): Owner {
  if (steps === 0) return 'other';
  if (ts.isIdentifier(node)) return ownerOfName(node, context, steps);
  if (isGivenType(node)) return 'handler';
  const inner = innerExpression(node);
  return inner === undefined ? 'other' : ownerOfRoot(inner, context, steps);
}

/** The expression that decides what this one is: `a` of `a.b`, `a[0]`, `a()`, `await a`, `(a)`, `a!`. */
export function innerExpression(node: ts.Node): ts.Node | undefined {
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    return node.expression;
  }
  return ts.isQualifiedName(node) ? node.left : undefined;
}

function ownerOfName(name: ts.Identifier, context: OwnerContext, steps: number): Owner {
  const symbol = meaningOf(name, context);
  const direct = ownerOfSymbol(symbol, context);
  if (direct !== 'other') return direct;
  const source = symbol?.valueDeclaration === undefined ? undefined : sourceOfValue(symbol.valueDeclaration);
  return source === undefined ? 'other' : ownerOfRoot(source, context, steps - 1);
}

/** What a name stands for, also when it is imported. */
function meaningOf(name: ts.Identifier, { checker }: OwnerContext): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const isImported = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isImported ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The expression that a variable without annotation gets its value from. */
export function sourceOfValue(declaration: ts.Node): ts.Node | undefined {
  let root = declaration;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  if (ts.isVariableDeclaration(root)) {
    if (root.type !== undefined) return undefined;
    const loop = root.parent.parent;
    return root.initializer ?? (ts.isForOfStatement(loop) ? loop.expression : undefined);
  }
  if (!ts.isParameter(root) || root.type !== undefined) return undefined;
  // The parameter of a callback: `events.map((event) => …)` knows `event` by way of `events`.
  const callback = root.parent;
  const call = callback.parent;
  return ts.isCallExpression(call) && call.arguments.some((argument) => argument === callback)
    ? call.expression
    : undefined;
}
