/** Resolves expressions to the functions that they name. */
import ts from 'typescript';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/** Enough for every honest chain of names, and an end for circles. */
const maximumSteps = 12;

/** The function with a body that a node is or names: through variables, properties, imports and re-exports. */
export function functionOf(node: ts.Node, checker: ts.TypeChecker): FunctionNode | undefined {
  let current: ts.Node | undefined = node;
  for (let step = 0; step < maximumSteps && current !== undefined; step++) {
    if (isFunctionNode(current)) return current.body === undefined ? undefined : current;
    current = next(current, checker);
  }
  return undefined;
}

function next(node: ts.Node, checker: ts.TypeChecker): ts.Node | undefined {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    return node.expression;
  }
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
    return node.initializer;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return node.right;
  const symbol = symbolOf(node, checker);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

function symbolOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node)) return checker.getShorthandAssignmentValueSymbol(node);
  const symbol = ts.isExportSpecifier(node)
    ? checker.getExportSpecifierLocalTargetSymbol(node)
    : ts.isPropertyAccessExpression(node)
      ? checker.getSymbolAtLocation(node.name)
      : ts.isIdentifier(node)
        ? checker.getSymbolAtLocation(node)
        : undefined;
  if (symbol === undefined) return undefined;
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
