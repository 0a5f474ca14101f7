/** What is surely there although chance decides what it is: an item of a list, and the digits of a random number. */
import ts from 'typescript';
import { lookUp } from '../lookUp.ts';
import type { Items } from './items.ts';

/** `list[Math.floor(Math.random() * list.length)]`, also by the name of the number. */
export function isRandomItem(node: ts.Node, { items, more }: Items): boolean {
  if (!ts.isElementAccessExpression(node) || items.length === 0 || more !== undefined) return false;
  const rounded = inParentheses(constantOf(inParentheses(node.argumentExpression)));
  if (!ts.isCallExpression(rounded) || !/^Math\s*\.\s*(?:floor|trunc)$/.test(rounded.expression.getText()))
    return false;
  const [argument] = rounded.arguments;
  const product = argument === undefined ? undefined : inParentheses(argument);
  if (product === undefined || !ts.isBinaryExpression(product)) return false;
  if (product.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return false;
  const sides = [product.left, product.right].map(inParentheses);
  const most = sides.find((side) => !isRandomNumber(side));
  if (most === undefined || !sides.some(isRandomNumber)) return false;
  if (ts.isNumericLiteral(most)) return Number(most.text) <= items.length;
  return most.getText() === `${node.expression.getText()}.length`;
}

/** `Math.random().toString(36).slice(2)` */
export function isRandomText(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  if (name.text === 'toString') return isRandomNumber(constantOf(expression));
  const [start] = node.arguments;
  return (
    /^(?:slice|substr|substring)$/.test(name.text) &&
    start !== undefined &&
    ts.isNumericLiteral(start) &&
    Number(start.text) <= mostCut &&
    isRandomText(constantOf(expression))
  );
}

/** Digits of which hardly any random number has fewer, the zero and the point among them. */
const mostCut = 7;

function isRandomNumber(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /^Math\s*\.\s*random$/.test(node.expression.getText());
}

/** What a constant was given. */
function constantOf(node: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(node)) return node;
  const declared = lookUp(node.text, node);
  const isConstant =
    declared !== undefined &&
    ts.isVariableDeclaration(declared) &&
    (ts.getCombinedNodeFlags(declared) & ts.NodeFlags.Const) !== 0;
  return (isConstant ? declared.initializer : undefined) ?? node;
}

function inParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? inParentheses(node.expression) : node;
}
