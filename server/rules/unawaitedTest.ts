/**
 * A forgotten `await` on the way to a call: what is tested is a promise, which is true whatever it will be, or is set by
 * code that nobody waits for.
 */
import ts from 'typescript';
import type { Capture } from '../analysis/sinks.ts';
import { lookUp } from '../analysis/lookUp.ts';
import { variableOf } from './support/localNames.ts';
import { isInside } from './support/places.ts';

/**
 * What looks like a guard of a call, and tests a promise.
 *
 * @param tested code that tested promises while the app was executed.
 */
export function unawaitedTest(
  { frames, node: sink }: Capture,
  tested: ReadonlySet<ts.Node>,
): ts.Node | undefined {
  return [...tested].find((node) =>
    frames.some((frame, index) => {
      const next = frames[index + 1]?.site ?? sink;
      return isInside(node, frame.node) && isInside(next, frame.node) && decidesOver(node, next);
    }),
  );
}

/** Whether a test seems to decide whether what stands in it or after it is reached. */
function decidesOver(node: ts.Node, reached: ts.Node): boolean {
  let test = node;
  while (
    ts.isPrefixUnaryExpression(test.parent) ||
    ts.isParenthesizedExpression(test.parent) ||
    ts.isBinaryExpression(test.parent) ||
    ts.isPropertyAccessExpression(test.parent)
  ) {
    test = test.parent;
    if (isInside(reached, test)) return true;
  }
  const { parent } = test;
  if (isInside(reached, parent)) return ts.isIfStatement(parent) || ts.isConditionalExpression(parent);
  return ts.isIfStatement(parent) && parent.end <= reached.pos && leaves(parent.thenStatement);
}

/** Whether a statement may leave the function or the turn of a loop. */
function leaves(node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node)) return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && leaves(child)) ?? false;
}

/**
 * What a condition should have waited for: an expression before it that leaves a promise to itself, and names a variable
 * that the condition asks for.
 *
 * @param left statements that leave something to itself, as the app was executed.
 */
export function leftBefore(condition: ts.Node, left: ReadonlySet<ts.Statement>): ts.Expression | undefined {
  const names = new Set<string>();
  collectNames(condition, names);
  const found = [...left].find((statement) => {
    const named = new Set<string>();
    collectNames(statement, named);
    const isBefore = isInside(condition, statement.parent) && statement.end <= condition.pos;
    return isBefore && [...names].some((name) => named.has(name) && isOfVariable(name, condition));
  });
  if (found === undefined) return undefined;
  if (ts.isExpressionStatement(found)) return found.expression;
  return ts.isVariableStatement(found) ? found.declarationList.declarations[0]?.initializer : undefined;
}

/** The variables that code names, and not the members that it asks of them. */
function collectNames(node: ts.Node, names: Set<string>): void {
  if (ts.isPropertyAccessExpression(node)) collectNames(node.expression, names);
  else if (ts.isIdentifier(node)) names.add(node.text);
  else ts.forEachChild(node, (child) => collectNames(child, names));
}

/** Whether a name is that of a variable, and not of what came in. */
function isOfVariable(name: string, around: ts.Node): boolean {
  const declaration = lookUp(name, around);
  return declaration !== undefined && variableOf(declaration) !== undefined;
}
