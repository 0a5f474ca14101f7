/** Conditions around a piece of code that may keep it from running. */
import ts from 'typescript';
import type { Access } from '../nodeRule.ts';

/** Whether a condition, of which the text is asked, stands around a node or before it in `&&` and the like. */
export function isGuarded(node: ts.Node, asks: (condition: string) => boolean): boolean {
  for (let child = node; child.parent !== undefined && !ts.isSourceFile(child.parent); child = child.parent) {
    const condition = conditionOver(child);
    if (condition !== undefined && asks(condition.getText())) return true;
  }
  return false;
}

/** `typeof console.table`, `if (console.table)`, `console.table?.(rows)`: code that knows that it may be missing. */
export function isAskedFor(node: Access): boolean {
  const { parent } = node;
  const isCondition =
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isBinaryExpression(parent) && parent.left === node) ||
    (ts.isCallExpression(parent) && parent.questionDotToken !== undefined);
  return isCondition || isGuarded(node, (condition) => condition.includes(node.getText()));
}

function conditionOver(child: ts.Node): ts.Expression | undefined {
  const { parent } = child;
  if (ts.isIfStatement(parent)) return parent.expression;
  if (ts.isConditionalExpression(parent)) return parent.condition;
  return ts.isBinaryExpression(parent) && parent.right === child && isLogical(parent.operatorToken.kind)
    ? parent.left
    : undefined;
}

function isLogical(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}
