/** Finds the piece of code that a question at a position is about. */
import ts from 'typescript';

/**
 * The innermost node that has the character before `offset`. What is not closed ends for the parser with its last word, and
 * goes on behind that for whoever types it: `call({ key: 1, |`.
 */
export function nodeBefore(file: ts.SourceFile, offset: number): ts.Node {
  const node = innermostBefore(file, offset);
  let end = offset;
  while (/\s/.test(file.text.charAt(end - 1))) end -= 1;
  if (end === offset) return node;
  const open = innermostBefore(file, end);
  const isList = ts.isObjectLiteralExpression(open) || ts.isObjectBindingPattern(open);
  return isList && open.end === end && file.text[end - 1] !== '}' ? open : node;
}

function innermostBefore(file: ts.SourceFile, offset: number): ts.Node {
  let node: ts.Node = file;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(node, (candidate) =>
      candidate.pos < offset && offset <= candidate.end ? candidate : undefined,
    );
    if (child === undefined) return node;
    node = child;
  }
}

/** The name at `offset`, or right before it. */
export function nameAt(file: ts.SourceFile, offset: number): ts.Identifier | undefined {
  for (const at of [offset + 1, offset]) {
    const node = nodeBefore(file, at);
    if (ts.isIdentifier(node) && node.getStart(file) <= offset) return node;
  }
  return undefined;
}

/** The key at `offset` in `config['key']`. */
export function keyAt(file: ts.SourceFile, offset: number): ts.StringLiteralLike | undefined {
  const node = nodeBefore(file, offset + 1);
  const isKey = ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent);
  return isKey && node.getStart(file) <= offset ? node : undefined;
}

/** The name at `offset` of a member that is written as a text: `{ 'onEvent': … }`. */
export function quotedNameAt(file: ts.SourceFile, offset: number): ts.StringLiteralLike | undefined {
  const node = nodeBefore(file, offset + 1);
  const isName =
    ts.isStringLiteral(node) && ts.isObjectLiteralElementLike(node.parent) && node.parent.name === node;
  return isName && node.getStart(file) <= offset ? node : undefined;
}

/**
 * What the suggestions at `offset` are members or values of: `posthog` in `posthog.|`, the called function in
 * `api.get('', { | })`, the other side in `event.event === '|'`. Undefined where any name may stand.
 */
export function suggestionSubject(file: ts.SourceFile, offset: number): ts.Node | undefined {
  const node = nodeBefore(file, offset);
  const { parent } = node;
  if (node.kind === ts.SyntaxKind.QuestionDotToken && ts.isPropertyAccessExpression(parent))
    return parent.expression;
  if (ts.isPropertyAccessExpression(node)) return offset > node.expression.end ? node.expression : undefined;
  if (ts.isQualifiedName(node)) return offset > node.left.end ? node.left : undefined;
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression;
    if (ts.isQualifiedName(parent) && parent.right === node) return parent.left;
    if (ts.isObjectLiteralElementLike(parent) && parent.name === node) return contextOf(parent.parent);
    if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node)
      return contextOf(parent.parent);
    return undefined;
  }
  if (ts.isStringLiteralLike(node) || ts.isObjectLiteralExpression(node) || ts.isObjectBindingPattern(node)) {
    return contextOf(node);
  }
  return undefined;
}

/** What gives a literal or a pattern its expected type. */
function contextOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression;
  if (ts.isElementAccessExpression(parent)) return parent.expression;
  if (ts.isPropertyAssignment(parent) || ts.isBindingElement(parent)) return contextOf(parent.parent);
  if (ts.isObjectLiteralExpression(parent) || ts.isArrayLiteralExpression(parent)) return contextOf(parent);
  if (ts.isParenthesizedExpression(parent) || ts.isConditionalExpression(parent)) return contextOf(parent);
  if (ts.isBinaryExpression(parent)) return parent.left === node ? parent.right : parent.left;
  if (ts.isCaseClause(parent)) return parent.parent.parent.expression;
  if (ts.isVariableDeclaration(parent)) return parent.name === node ? parent.initializer : parent.name;
  return ts.isParameter(parent) ? parent : undefined;
}
