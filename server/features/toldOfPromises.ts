/** What TypeScript itself says where a promise is used as if it were its value. */
import ts from 'typescript';
import type { EditorTypes } from './editorTypes.ts';

/**
 * Whether it reports the use of a promise: a member that it has not (error 2339), a comparison or calculation (2367, 2365),
 * a loop or a list of its items (2488), a key (7053), a test (2801), or that it is read as a text (2345).
 *
 * @param node what stands at the beginning of the finding.
 * @param isStrict whether null is checked, without which TypeScript says nothing of tests.
 */
export function isPromiseTold(node: ts.Node, types: EditorTypes, isStrict: boolean): boolean {
  const { parent } = node;
  if (isMember(node)) return types.hasTypeOf(subjectOf(parent));
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node)
    return isStrict && types.hasTypeOf(parent.expression);
  const used = usedExpression(node);
  if (used === undefined || !types.hasTypeOf(used)) return false;
  let whole: ts.Node = used;
  while (ts.isParenthesizedExpression(whole.parent)) whole = whole.parent;
  const around = whole.parent;
  if (ts.isCallExpression(around)) return true;
  if (ts.isForOfStatement(around) || ts.isSpreadElement(around) || ts.isSwitchStatement(around)) return true;
  if (ts.isIfStatement(around) || ts.isConditionalExpression(around)) return isStrict;
  if (!ts.isBinaryExpression(around)) return false;
  switch (around.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return isStrict;
    case ts.SyntaxKind.BarBarToken:
      return false;
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.PlusEqualsToken:
      return !isText(around.left === whole ? around.right : around.left, types.checker);
    default:
      return true;
  }
}

/**
 * Whether it offers to write `await` there, too, which it does where that ends its error: where what the promise becomes has
 * the member, is tested, or is a text.
 *
 * @param node as above, where the editor tells of the use.
 */
export function isAwaitOffered(node: ts.Node, { checker }: EditorTypes): boolean {
  if (isMember(node)) {
    const subject = subjectOf(node.parent);
    const becomes =
      subject === undefined ? undefined : checker.getAwaitedType(checker.getTypeAtLocation(subject));
    return ts.isIdentifier(node) && becomes?.getProperty(node.text) !== undefined;
  }
  let whole: ts.Node | undefined = usedExpression(node);
  while (whole !== undefined && ts.isParenthesizedExpression(whole.parent)) whole = whole.parent;
  if (whole === undefined) return false;
  const { parent } = whole;
  if (!ts.isCallExpression(parent)) return ts.isIfStatement(parent) || ts.isConditionalExpression(parent);
  const becomes = checker.getAwaitedType(checker.getTypeAtLocation(whole));
  return becomes !== undefined && (becomes.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any)) !== 0;
}

/** Anything may be put behind a text. */
function isText(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0;
}

function isMember(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isBindingElement(parent) || (ts.isPropertyAccessExpression(parent) && parent.name === node);
}

function subjectOf(member: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(member)) return member.expression;
  const declaration = member.parent.parent;
  return ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** The longest expression that begins with the node and is a promise: a constant, or a call. */
function usedExpression(node: ts.Node): ts.Expression | undefined {
  let found: ts.Expression | undefined = ts.isExpression(node) ? node : undefined;
  for (let { parent } = node; parent.getStart() === node.getStart(); { parent } = parent) {
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) found = parent;
    else if (!ts.isPropertyAccessExpression(parent)) break;
  }
  return found;
}
