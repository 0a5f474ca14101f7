/** Conditions around a piece of code that may keep it from running. */
import ts from 'typescript';

/** Whether a condition, of which the text is asked, stands around a node or before it in `&&` and the like. */
export function isGuarded(node: ts.Node, asks: (condition: string) => boolean): boolean {
  for (let child = node; child.parent !== undefined && !ts.isSourceFile(child.parent); child = child.parent) {
    const condition = conditionOver(child);
    if (condition !== undefined && asks(condition.getText())) return true;
  }
  return false;
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
