/**
 * Which code PostHog may come to: the exports, what they mention, and what runs as the files are loaded. By names, so
 * that it finds too much rather than too little; what is only kept in an object under its own name counts as used when
 * a member of this name is read.
 */
import ts from 'typescript';
import { enclosingFunction } from './apiCall.ts';
import type { AppFunctions } from './appFunctions.ts';

export class ReachableCode {
  readonly #functions: AppFunctions;
  readonly #roots: () => ReadonlySet<ts.Node> | undefined;
  readonly #known = new Map<ts.Node, boolean>();

  /** @param roots the functions that are exported; undefined when not all of them are known. */
  constructor(functions: AppFunctions, roots: () => ReadonlySet<ts.Node> | undefined) {
    this.#functions = functions;
    this.#roots = roots;
  }

  /** Whether the app may come to a piece of its code. */
  has(node: ts.Node): boolean {
    const around = enclosingFunction(node);
    const roots = around === undefined ? undefined : this.#roots();
    return around === undefined || roots === undefined || this.#isReached(around, roots);
  }

  #isReached(node: ts.FunctionLikeDeclaration, roots: ReadonlySet<ts.Node>): boolean {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // A function that only calls itself is not reached.
    this.#known.set(node, false);
    const isReached = roots.has(node) || this.#isMentioned(node, roots);
    this.#known.set(node, isReached);
    return isReached;
  }

  #isMentioned(node: ts.FunctionLikeDeclaration, roots: ReadonlySet<ts.Node>): boolean {
    if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return true;
    const name = holderOf(node);
    const isInReached = (place: ts.Node): boolean => {
      const around = enclosingFunction(place);
      return around === undefined || this.#isReached(around, roots);
    };
    if (name === undefined || isGivenToPackage(node)) return isInReached(node);
    const isMentioned = this.#functions
      .named(name.text)
      .some((mention) => mention !== name && !isOnlyKept(mention) && isInReached(mention));
    const table = tableOf(node);
    return (
      isMentioned ||
      (table !== undefined &&
        this.#functions
          .named(table.text)
          .some((mention) => mention !== table && isLookedInto(mention) && isInReached(mention)))
    );
  }
}

/** The name under which a function is held, maybe after another one has wrapped it. */
function holderOf(node: ts.FunctionLikeDeclaration): ts.Identifier | undefined {
  if (node.name !== undefined && !ts.isFunctionExpression(node)) {
    return ts.isIdentifier(node.name) ? node.name : undefined;
  }
  let child: ts.Node = node;
  while (isWrapper(child.parent, child)) child = child.parent;
  const { parent } = child;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return ts.isIdentifier(parent.name) ? parent.name : undefined;
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === child;
  if (!isAssigned) return undefined;
  if (ts.isIdentifier(parent.left)) return parent.left;
  return ts.isPropertyAccessExpression(parent.left) && ts.isIdentifier(parent.left.name)
    ? parent.left.name
    : undefined;
}

/** The name of the object that a function stands in: `const table = { name: () => {} }`. */
function tableOf(node: ts.FunctionLikeDeclaration): ts.Identifier | undefined {
  const member: ts.Node = ts.isMethodDeclaration(node) ? node : node.parent;
  if (!ts.isMethodDeclaration(member) && !ts.isPropertyAssignment(member)) return undefined;
  let child: ts.Node = member.parent;
  while (isWrapper(child.parent, child)) child = child.parent;
  const { parent } = child;
  const isHeld = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isHeld && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** `table[name]`, `Object.values(table)`: a function may be taken out whose name nobody mentions. */
function isLookedInto(node: ts.Identifier): boolean {
  const { parent } = node;
  const place = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const around = place.parent;
  if (ts.isElementAccessExpression(around))
    return around.expression === place && !ts.isStringLiteralLike(around.argumentExpression);
  return ts.isCallExpression(around) && /^Object\.(?:values|entries)$/.test(around.expression.getText());
}

/** Whether it stands in an object that a package gets, which calls it by a name of its own: `createBuffer({ onFlush })`. */
function isGivenToPackage(node: ts.FunctionLikeDeclaration): boolean {
  let child: ts.Node = ts.isMethodDeclaration(node) ? node : node.parent;
  while (
    (ts.isPropertyAssignment(child) || ts.isMethodDeclaration(child)) &&
    ts.isObjectLiteralExpression(child.parent)
  ) {
    const { parent } = child.parent;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return isOfPackage(parent.expression);
    child = parent;
  }
  return false;
}

/** Whether the file imports what an expression names, or a part of it. */
function isOfPackage(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isOfPackage(node.expression);
  if (!ts.isIdentifier(node)) return false;
  const { text } = node;
  return node.getSourceFile().statements.some((statement) => {
    if (ts.isImportDeclaration(statement)) return namesOf(statement).includes(text);
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.some(
      ({ initializer, name }) => isRequire(initializer) && textsOf(name).includes(text),
    );
  });
}

function namesOf({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamedImports(bindings) ? bindings.elements : [bindings];
  return [importClause, ...named].flatMap((part) => part?.name?.text ?? []);
}

function isRequire(node: ts.Expression | undefined): boolean {
  return node !== undefined && ts.isCallExpression(node) && node.expression.getText() === 'require';
}

function textsOf(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? textsOf(element.name) : []));
}

function isWrapper(parent: ts.Node, child: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) return true;
  return ts.isCallExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression !== child;
}

/** `{ name }`, `{ name: name }`, `object.name = name`, `object.name = function () {}`, a declaration. */
function isOnlyKept(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isPropertyAssignment(parent)) {
    return parent.name === node || (ts.isIdentifier(parent.name) && parent.name.text === node.text);
  }
  if ('name' in parent && parent.name === node && !ts.isPropertyAccessExpression(parent)) {
    return !ts.isBindingElement(parent);
  }
  const kept = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const around = kept.parent;
  if (!ts.isBinaryExpression(around) || around.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  if (around.left === kept) return true;
  return ts.isPropertyAccessExpression(around.left) && around.left.name.text === node.text;
}
