/** Who makes globals, and who asks whether there are any; by syntax alone, once for each file. */
import ts from 'typescript';
import { withoutWrapping } from './valuePaths.ts';

export interface GlobalNames {
  /** What code makes a global itself: `globalThis.setTimeout ??= …`, or `process = {}`. */
  readonly made: ReadonlySet<string>;
  /** What code asks for in one way or another: `typeof define`, `'define' in globalThis`, `globalThis.define`. */
  readonly asked: ReadonlySet<string>;
  /**
   * Whether there may be a global of any name: the global object is handed on, or filled by names that are made, or code is
   * made of texts.
   */
  readonly mayBeAny: boolean;
}

interface Found {
  readonly made: Set<string>;
  readonly asked: Set<string>;
  mayBeAny: boolean;
}

const kept = new WeakMap<ts.SourceFile, GlobalNames>();

/** What bound files make and ask for together. */
export function globalNames(files: readonly ts.SourceFile[]): GlobalNames {
  const all = files.map((file) => {
    const known = kept.get(file) ?? readFile(file);
    kept.set(file, known);
    return known;
  });
  return {
    made: new Set(all.flatMap(({ made }) => [...made])),
    asked: new Set(all.flatMap(({ asked }) => [...asked])),
    mayBeAny: all.some(({ mayBeAny }) => mayBeAny),
  };
}

function readFile(file: ts.SourceFile): GlobalNames {
  const found: Found = { made: new Set(), asked: new Set(), mayBeAny: false };
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    look(node, found);
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  return found;
}

function look(node: ts.Node, found: Found): void {
  if (ts.isIdentifier(node)) {
    found.mayBeAny ||= makesAny(node);
    if (makesGlobal(node)) found.made.add(node.text);
    return;
  }
  const asked = memberOfGlobal(node)?.text ?? askedIn(node);
  if (asked !== undefined) found.asked.add(asked);
  const member = ownMember(node);
  if (member !== undefined && isFilled(node)) found.made.add(member.text);
}

/** Whether a name is the global object, under one of the names that it has here. */
function isGlobalObject(node: ts.Node): node is ts.Identifier {
  return hasGlobalName(node) && !isBound(node);
}

/** Whether a name is one of the global object: libraries give it to themselves under the same name. */
export function hasGlobalName(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && /^(?:global|globalThis|GLOBAL|root)$/.test(node.text);
}

/** The `name` of `globalThis.name` and `globalThis['name']`. */
export function memberOfGlobal(
  node: ts.Node,
  isGlobal: (of: ts.Node) => boolean = isGlobalObject,
): ts.Identifier | ts.StringLiteralLike | undefined {
  const member = memberIn(node);
  return member !== undefined && isGlobal(member.of) ? member.name : undefined;
}

/** Of the global object, or of `this` in a function that is called by itself: sloppy code has the same there. */
function ownMember(node: ts.Node): ts.Identifier | ts.StringLiteralLike | undefined {
  const member = memberIn(node);
  return member !== undefined && (isGlobalObject(member.of) || isOwnThis(member.of))
    ? member.name
    : undefined;
}

function memberIn(
  node: ts.Node,
): { readonly of: ts.Expression; readonly name: ts.Identifier | ts.StringLiteralLike } | undefined {
  if (ts.isPropertyAccessExpression(node))
    return ts.isIdentifier(node.name) ? { of: node.expression, name: node.name } : undefined;
  return ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
    ? { of: node.expression, name: node.argumentExpression }
    : undefined;
}

/** `typeof name`, `'name' in …`, `….hasOwnProperty('name')`, `Reflect.has(…, 'name')`. */
function askedIn(node: ts.Node): string | undefined {
  if (ts.isTypeOfExpression(node)) {
    const asked = withoutWrapping(node.expression);
    return ts.isIdentifier(asked) ? asked.text : undefined;
  }
  if (ts.isBinaryExpression(node)) {
    const isIn = node.operatorToken.kind === ts.SyntaxKind.InKeyword;
    return isIn && ts.isStringLiteralLike(node.left) ? node.left.text : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const last = node.arguments.at(-1);
  const isQuestion = /\b(?:hasOwnProperty(?:\.call)?|hasOwn|has|get)$/.test(node.expression.getText());
  return isQuestion && last !== undefined && ts.isStringLiteralLike(last) ? last.text : undefined;
}

/**
 * Whether a name is a global from there on, wherever it stands: sloppy code makes one of what it assigns to, and of a
 * function in a block (reference 4.4).
 */
export function makesGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isFunctionDeclaration(parent) && parent.name === node) {
    const isInBlock = ts.isBlock(parent.parent) && !ts.isFunctionLike(parent.parent.parent);
    return (isInBlock || ts.isCaseOrDefaultClause(parent.parent)) && !isStrict(node);
  }
  return isTarget(node) && !isStrict(node) && !isBound(node);
}

function makesAny(node: ts.Identifier): boolean {
  const { parent, text } = node;
  if (text === 'eval' || text === 'Function') return isCode(node);
  if (!isGlobalObject(node) || !isUse(node) || ts.isTypeOfExpression(parent)) return false;
  const member = memberOfGlobal(parent);
  if (member !== undefined) return member.text.startsWith('__define');
  const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return !isAsked;
}

/** `eval('…')`, `(0, eval)('…')`, `new Function('…')`; `x instanceof Function` is a question. */
function isCode(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  return node.text === 'eval' && isUse(node) && !isBound(node);
}

/** Whether it is the `this` of a function that no class and no object holds. */
function isOwnThis(node: ts.Node): boolean {
  if (node.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const around = ts.findAncestor(
    node.parent,
    (above) => !ts.isArrowFunction(above) && (ts.isFunctionLike(above) || ts.isClassLike(above)),
  );
  return around === undefined || ts.isFunctionDeclaration(around) || ts.isFunctionExpression(around);
}

/** Whether an assignment to what is not declared throws: in classes, and where the code asks for it. */
function isStrict(node: ts.Node): boolean {
  return (
    ts.findAncestor(
      node,
      (above) =>
        ts.isClassLike(above) || (ts.isFunctionLike(above) && 'body' in above && asksToBeStrict(above.body)),
    ) !== undefined
  );
}

function asksToBeStrict(body: ts.Node | undefined): boolean {
  if (body === undefined || !ts.isBlock(body)) return false;
  const [first] = body.statements;
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use strict'
  );
}

/** Whether something is assigned to it, by itself or in a pattern. */
export function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    // The value of a pattern's default is read, and so is what += adds to.
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node;
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  const isPart =
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isParenthesizedExpression(parent) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isPart && isTarget(parent);
}

/** A member, unlike a name, need not be there for `??=` and `||=`. */
function isFilled(node: ts.Node): boolean {
  const { parent } = node;
  return (
    isTarget(node) ||
    (ts.isBinaryExpression(parent) &&
      parent.left === node &&
      /^(?:\?\?|\|\|)=$/.test(parent.operatorToken.getText()))
  );
}

/** Whether a scope around a name declares it. */
export function isBound(node: ts.Identifier): boolean {
  return boundIn(node) !== undefined;
}

/**
 * The scope around a name that declares it. The compiler keeps the names of each; to ask its checker about every name of
 * an app takes many times as long.
 */
export function boundIn(node: ts.Identifier): ts.Node | undefined {
  for (let scope: ts.Node = node; scope !== undefined; scope = scope.parent) {
    const { locals } = scope as { readonly locals?: ReadonlyMap<string, unknown> };
    if (locals?.has(node.text) === true) return scope;
    if (ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) {
      if (scope.name?.text === node.text) return scope;
    }
  }
  return undefined;
}

/** Whether the name is read, and no name of a member, a label or a declaration. */
export function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ('name' in parent && parent.name === node) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !ts.isJsxAttribute(parent) && !ts.isQualifiedName(parent) && !ts.isImportSpecifier(parent);
}
