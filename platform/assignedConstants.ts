/**
 * Names that get another value and cannot: constants and imports. The language throws a TypeError as it comes there, in
 * PostHog too. One list for the editor, the command line and a run.
 */
import type typescript from 'typescript';
import { hasModifier } from './languageLevel.ts';

type TypeScript = typeof typescript;

export interface AssignedConstant {
  readonly name: typescript.Identifier;
  /** What is declared: a constant, one that is exported where it is declared, an import, or a class around the name. */
  readonly kind: 'class' | 'constant' | 'export' | 'import';
  /** Whether it is assigned to in any case, and not by `??=` and the like, which look at its value first. */
  readonly isSure: boolean;
  /** Whether it is assigned to through a cast, `(a as any) = 1`, of which TypeScript does not tell. */
  readonly isCast: boolean;
}

/** The names of a bound file that are assigned to though they are constants, by their place. */
export function assignedConstants(ts: TypeScript, file: typescript.SourceFile): readonly AssignedConstant[] {
  const found: AssignedConstant[] = [];
  for (const { name, isSure } of file.statements.flatMap((statement) => assignedNames(ts, statement))) {
    const kind = kindOf(ts, name);
    if (kind !== undefined) found.push({ name, kind, isSure, isCast: isCast(ts, name) });
  }
  return found.toSorted((one, other) => one.name.pos - other.name.pos);
}

function isCast(ts: TypeScript, name: typescript.Identifier): boolean {
  let { parent } = name as typescript.Node;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) ({ parent } = parent);
  return isAround(ts, parent);
}

type AssignedName = Pick<AssignedConstant, 'name' | 'isSure'>;

/** Statements that an edit leaves alone keep their nodes. */
const byStatement = new WeakMap<typescript.Statement, readonly AssignedName[]>();

/** The names that get another value somewhere in a statement. */
function assignedNames(ts: TypeScript, statement: typescript.Statement): readonly AssignedName[] {
  const known = byStatement.get(statement);
  if (known !== undefined) return known;
  const found: AssignedName[] = [];
  const stack: typescript.Node[] = [statement];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const target = assignedIn(ts, node);
    const isSure = target !== undefined && !isLogical(ts, node);
    for (const name of target === undefined ? [] : namesIn(ts, target)) found.push({ name, isSure });
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  byStatement.set(statement, found);
  return found;
}

/** `a ??= b` and the like, which may assign nothing. */
function isLogical(ts: TypeScript, node: typescript.Node): boolean {
  return ts.isBinaryExpression(node) && /^(?:\?\?|\|\||&&)=$/.test(node.operatorToken.getText());
}

/** What stands around an expression and goes when the code is compiled, or says nothing: `(a)`, `a as any`, `a!`. */
export function isAround(
  ts: TypeScript,
  node: typescript.Node,
): node is
  | typescript.ParenthesizedExpression
  | typescript.AsExpression
  | typescript.TypeAssertion
  | typescript.SatisfiesExpression
  | typescript.NonNullExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** The names that a target fills: one, or those in a pattern. */
function namesIn(ts: TypeScript, target: typescript.Node): readonly typescript.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  if (isAround(ts, target) || ts.isSpreadElement(target) || ts.isSpreadAssignment(target))
    return namesIn(ts, target.expression);
  if (ts.isBinaryExpression(target)) return namesIn(ts, target.left);
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap((each) => namesIn(ts, each));
  if (ts.isPropertyAssignment(target)) return namesIn(ts, target.initializer);
  if (ts.isShorthandPropertyAssignment(target)) return [target.name];
  return ts.isObjectLiteralExpression(target) ? target.properties.flatMap((each) => namesIn(ts, each)) : [];
}

function kindOf(ts: TypeScript, name: typescript.Identifier): AssignedConstant['kind'] | undefined {
  const declaration = declarationOf(ts, name);
  if (declaration === undefined) return undefined;
  // In a class its name is a constant; outside of it a declared one is a variable.
  if (ts.isClassLike(declaration))
    return ts.findAncestor(name, (around) => around === declaration) && 'class';
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration)
  )
    return 'import';
  const list = ofPattern(ts, declaration).parent;
  // What a parameter or a `catch` takes apart is no constant, although it may stand in one.
  if (!ts.isVariableDeclarationList(list) || (list.flags & ts.NodeFlags.Const) === 0) return undefined;
  return hasModifier(ts, list.parent, ts.SyntaxKind.ExportKeyword) ? 'export' : 'constant';
}

/** The declaration that a name is taken out of. */
function ofPattern(ts: TypeScript, declaration: typescript.Node): typescript.Node {
  let node = declaration;
  while (ts.isBindingElement(node)) node = node.parent.parent;
  return node;
}

/** What the nearest scope that knows a name declares it as. */
function declarationOf(ts: TypeScript, name: typescript.Identifier): typescript.Declaration | undefined {
  for (let scope: typescript.Node = name; scope !== undefined; scope = scope.parent) {
    const { locals } = scope as { readonly locals?: ReadonlyMap<string, typescript.Symbol> };
    const symbol = locals?.get(name.text);
    if (symbol !== undefined) return symbol.declarations?.[0];
    if (ts.isFunctionExpression(scope) && scope.name?.text === name.text) return undefined;
    if (ts.isClassExpression(scope) && scope.name?.text === name.text) return scope;
  }
  return undefined;
}

/** What a node gives another value; undefined where it assigns nothing. */
export function assignedIn(ts: TypeScript, node: typescript.Node): typescript.Node | undefined {
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) return node.initializer;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
      ? node.left
      : undefined;
  }
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
  const counts =
    node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  return counts ? node.operand : undefined;
}
