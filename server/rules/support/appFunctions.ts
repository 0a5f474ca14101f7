/**
 * The functions of an app itself: which one an expression stands for, and from where it is called. What is handed on
 * as a value may be called from anywhere, and its calls count as unknown.
 */
import ts from 'typescript';

/** Names may stand for each other in a circle. */
const depthLimit = 10;

export class AppFunctions {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #calls = new Map<ts.Node, readonly ts.CallExpression[] | undefined>();
  #identifiers: Identifiers | undefined;

  /** @param files the files that are looked through for calls. */
  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    this.#files = files;
  }

  /** The function of the app that an expression is or names; undefined for others, and for what may be several. */
  behind(node: ts.Expression, depth = 0): ts.FunctionLikeDeclaration | undefined {
    const inner = withoutWrapping(node);
    if (ts.isFunctionExpression(inner) || ts.isArrowFunction(inner)) return inner;
    if (depth > depthLimit) return undefined;
    const name = ts.isPropertyAccessExpression(inner) ? inner.name : inner;
    return ts.isIdentifier(name) ? this.#declared(name, depth + 1) : undefined;
  }

  #declared(name: ts.Identifier, depth: number): ts.FunctionLikeDeclaration | undefined {
    const found =
      ts.isShorthandPropertyAssignment(name.parent) && name.parent.name === name
        ? this.#checker.getShorthandAssignmentValueSymbol(name.parent)
        : this.#checker.getSymbolAtLocation(name);
    if (found === undefined) return undefined;
    const symbol = (found.flags & ts.SymbolFlags.Alias) === 0 ? found : this.#checker.getAliasedSymbol(found);
    const bodies = (symbol.declarations ?? []).filter(
      (declaration): declaration is ts.FunctionDeclaration | ts.MethodDeclaration =>
        (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) &&
        declaration.body !== undefined,
    );
    if (bodies.length > 0) return bodies.length === 1 ? bodies[0] : undefined;
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined) return undefined;
    const value =
      ts.isVariableDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration) ||
      ts.isPropertyDeclaration(declaration)
        ? declaration.initializer
        : undefined;
    return value === undefined ? undefined : this.behind(value, depth);
  }

  /** The places that name the same thing as the name of a declaration does. */
  usesOf(name: ts.Identifier): readonly ts.Identifier[] {
    this.#identifiers ??= identifiersIn(this.#files);
    const symbol = this.#checker.getSymbolAtLocation(name);
    return (this.#identifiers.get(name.text) ?? []).filter(
      (identifier) => identifier !== name && this.#checker.getSymbolAtLocation(identifier) === symbol,
    );
  }

  /** Whether something calls what a name stands for, without asking whether it is there. */
  isCalled(name: ts.BindingName): boolean {
    return (
      ts.isIdentifier(name) &&
      this.usesOf(name).some(
        ({ parent }) => ts.isCallExpression(parent) && parent.questionDotToken === undefined,
      )
    );
  }

  /** The values that a variable is given with `name = value`; undefined when it also gets one in another way. */
  writesTo(name: ts.Identifier): readonly ts.Expression[] | undefined {
    const given: ts.Expression[] = [];
    for (const use of this.usesOf(name)) {
      if (!isWritten(use)) continue;
      const { parent } = use;
      if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
        return undefined;
      given.push(parent.right);
    }
    return given;
  }

  /** All identifiers with this text. */
  named(text: string): readonly ts.Identifier[] {
    this.#identifiers ??= identifiersIn(this.#files);
    return this.#identifiers.get(text) ?? [];
  }

  /** All calls of a function; undefined when there may be others: it has no name, or is handed on. */
  callsOf(node: ts.FunctionLikeDeclaration): readonly ts.CallExpression[] | undefined {
    if (this.#calls.has(node)) return this.#calls.get(node);
    const calls = this.#findCalls(node);
    this.#calls.set(node, calls);
    return calls;
  }

  #findCalls(node: ts.FunctionLikeDeclaration): readonly ts.CallExpression[] | undefined {
    const name = nameOf(node);
    if (name === undefined) return undefined;
    this.#identifiers ??= identifiersIn(this.#files);
    const calls: ts.CallExpression[] = [];
    for (const identifier of this.#identifiers.get(name.text) ?? []) {
      if (identifier === name || this.#declared(identifier, 0) !== node) continue;
      const call = callBy(identifier);
      if (call !== undefined) calls.push(call);
      else if (!isPassing(identifier)) return undefined;
    }
    return calls;
  }
}

/** The name under which a function is called. */
function nameOf(node: ts.FunctionLikeDeclaration): ts.Identifier | undefined {
  if (node.name !== undefined && !ts.isFunctionExpression(node)) {
    return ts.isIdentifier(node.name) ? node.name : undefined;
  }
  const { parent } = node;
  const isNamed =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return isNamed && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function callBy(identifier: ts.Identifier): ts.CallExpression | undefined {
  const { parent } = identifier;
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === identifier ? parent : identifier;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee
    ? callee.parent
    : undefined;
}

/** Places that only take a function into another file under the same name. */
function isPassing({ parent, text }: ts.Identifier): boolean {
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return parent.propertyName === undefined || parent.propertyName.text === parent.name.text;
  }
  if (ts.isBindingElement(parent)) return parent.propertyName === undefined;
  if (ts.isShorthandPropertyAssignment(parent)) return isExports(parent.parent.parent);
  if (!ts.isBinaryExpression(parent) || !ts.isPropertyAccessExpression(parent.left)) return false;
  return parent.left.name.text === text && isExports(parent);
}

/** `module.exports = …`, `exports.name = …`. */
function isExports(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^(?:module\.)?exports\b/.test(node.left.getText());
}

/** Whether a name gets a value here: `name = …`, `name++`, `[name] = …`, `for (name of …)`. */
export function isWritten(use: ts.Identifier): boolean {
  let target: ts.Node = use;
  while (
    ts.isArrayLiteralExpression(target.parent) ||
    ts.isObjectLiteralExpression(target.parent) ||
    ts.isPropertyAssignment(target.parent) ||
    ts.isShorthandPropertyAssignment(target.parent) ||
    ts.isSpreadElement(target.parent) ||
    ts.isParenthesizedExpression(target.parent)
  ) {
    target = target.parent;
  }
  const { parent } = target;
  if (ts.isVariableDeclaration(parent)) return parent.name === use;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === target;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === target &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** Identifiers by their text. */
type Identifiers = ReadonlyMap<string, readonly ts.Identifier[]>;

function identifiersIn(files: readonly ts.SourceFile[]): Identifiers {
  const all = new Map<string, ts.Identifier[]>();
  for (const statement of files.flatMap(({ statements }) => statements)) {
    for (const [text, found] of identifiersOf(statement)) {
      const same = all.get(text);
      if (same === undefined) all.set(text, [...found]);
      else same.push(...found);
    }
  }
  return all;
}

/** Statements that an edit leaves alone keep their nodes. */
const byStatement = new WeakMap<ts.Statement, Identifiers>();

function identifiersOf(statement: ts.Statement): Identifiers {
  let found = byStatement.get(statement);
  if (found === undefined) {
    found = readIdentifiers(statement);
    byStatement.set(statement, found);
  }
  return found;
}

function readIdentifiers(statement: ts.Statement): Identifiers {
  const found = new Map<string, ts.Identifier[]>();
  const stack: ts.Node[] = [statement];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!ts.isIdentifier(node)) {
      ts.forEachChild(node, (child) => void stack.push(child));
      continue;
    }
    const same = found.get(node.text);
    if (same === undefined) found.set(node.text, [node]);
    else same.push(node);
  }
  return found;
}

/** The expression inside parentheses, `!`, `as` and `satisfies`. */
export function withoutWrapping(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}
