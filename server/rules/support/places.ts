/** Where a node stands, and whether it is written to there. */
import ts from 'typescript';

/** Whether a node lies in another, or is it. */
export function isInside(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile();
}

/** `target = value`, `target += value`, and the like. */
export function isAssigned(target: ts.Expression): boolean {
  const { parent } = target;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === target &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** The function that no other stands around; undefined for what runs as the file is loaded. */
export function outermostFunction(node: ts.Node): ts.Node | undefined {
  const around = ts.findAncestor(node.parent, ts.isFunctionLike);
  return around === undefined ? undefined : (outermostFunction(around) ?? around);
}

/** Whether a `catch` of the same function takes what is thrown there. */
export function isCaught(node: ts.Node): boolean {
  for (let inner = node; !ts.isSourceFile(inner) && !ts.isFunctionLike(inner); inner = inner.parent) {
    const { parent } = inner;
    if (ts.isTryStatement(parent) && parent.tryBlock === inner && parent.catchClause !== undefined)
      return true;
  }
  return false;
}
