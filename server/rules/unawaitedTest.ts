/** A forgotten `await` on the way to a call: what is tested is a promise, which is true whatever it will be. */
import ts from 'typescript';
import type { Capture } from '../analysis/sinks.ts';

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
      return contains(frame.node, node) && contains(frame.node, next) && decidesOver(node, next);
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
    if (contains(test, reached)) return true;
  }
  const { parent } = test;
  if (contains(parent, reached)) return ts.isIfStatement(parent) || ts.isConditionalExpression(parent);
  return ts.isIfStatement(parent) && parent.end <= reached.pos && leaves(parent.thenStatement);
}

/** Whether a statement may leave the function or the turn of a loop. */
function leaves(node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node)) return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && leaves(child)) ?? false;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}
