/** The texts that names of constants stand for, found by types: those of other files, members of objects and enums. */
import ts from 'typescript';
import { listElements } from './usedNames.ts';

/** Constants may be made of one another, also in a circle. */
const depthLimit = 5;

/**
 * The texts that an expression may be: all texts of its type, else what stands where it is declared. Empty where nothing is
 * known.
 *
 * @param node an expression of the program of `checker`.
 */
export function heldTexts(node: ts.Expression, checker: ts.TypeChecker, depth = 0): readonly string[] {
  if (depth > depthLimit) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  const typed = textsOfType(checker.getTypeAtLocation(node));
  if (typed.length > 0) return typed;
  const value = valueBehind(node, checker);
  return value === undefined ? [] : heldTexts(value, checker, depth + 1);
}

/** The texts in a list or a `Set` that has a name. */
export function textsInList(list: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const element = checker.getIndexTypeOfType(checker.getTypeAtLocation(list), ts.IndexKind.Number);
  const typed = element === undefined ? [] : textsOfType(element);
  if (typed.length > 0) return typed;
  const value = valueBehind(list, checker);
  return value === undefined ? [] : listElements(value).flatMap((one) => heldTexts(one, checker));
}

function textsOfType(type: ts.Type): readonly string[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => (part.isStringLiteral() ? part.value : []));
}

/** What stands where a name or a member is declared. */
function valueBehind(node: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const name = ts.isPropertyAccessExpression(node)
    ? node.name
    : ts.isElementAccessExpression(node)
      ? node.argumentExpression
      : node;
  const symbol = checker.getSymbolAtLocation(name);
  return symbol === undefined ? undefined : valueOfSymbol(symbol, checker);
}

function valueOfSymbol(named: ts.Symbol, checker: ts.TypeChecker): ts.Expression | undefined {
  const symbol = (named.flags & ts.SymbolFlags.Alias) === 0 ? named : checker.getAliasedSymbol(named);
  const { valueDeclaration: declaration } = symbol;
  if (declaration === undefined) return undefined;
  if (ts.isShorthandPropertyAssignment(declaration)) {
    const value = checker.getShorthandAssignmentValueSymbol(declaration);
    return value === undefined ? undefined : valueOfSymbol(value, checker);
  }
  if (ts.isBindingElement(declaration)) {
    const key = declaration.propertyName ?? declaration.name;
    const member = ts.isIdentifier(key)
      ? checker.getPropertyOfType(checker.getTypeAtLocation(declaration.parent), key.text)
      : undefined;
    return member === undefined ? undefined : valueOfSymbol(member, checker);
  }
  if (ts.isVariableDeclaration(declaration))
    return isConst(declaration) ? declaration.initializer : undefined;
  if (ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration))
    return declaration.initializer;
  // `exports.SIGNUP = '…'`
  const { parent } = declaration;
  return ts.isPropertyAccessExpression(declaration) && ts.isBinaryExpression(parent)
    ? parent.right
    : undefined;
}

function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}
