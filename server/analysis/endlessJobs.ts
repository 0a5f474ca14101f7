/** Jobs that start themselves: once an event has started one, it captures without end, whatever comes back. */
import ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import type { Frame } from './execution/paths.ts';
import { isSureStep } from './execution/stepShapes.ts';
import type { Capture } from './sinks.ts';

/**
 * The job in which the sink lies, when the job has started itself on the way to it and nothing there could have kept
 * it from that. A job that starts itself under a condition, as a retry does, is none: the condition may end it.
 *
 * @returns its name as an entry point, `jobs.poll`.
 */
export function endlessJobOf({ frames, steps }: Capture): string | undefined {
  const first = frames.findIndex(
    (frame, index) => frame.name.startsWith(`${jobsExport}.`) && frames.slice(index + 1).some(isSame(frame)),
  );
  const job = frames[first];
  if (job === undefined) return undefined;
  const inside = frames.slice(first);
  const isUnsure = steps.some(({ node }) => inside.some((frame) => contains(frame.node, node)));
  if (isUnsure || inside.slice(1).some(({ site }) => isConditional(site))) return undefined;
  return inside.some(({ node }) => leavesEarly(node)) ? undefined : job.name;
}

function isSame(frame: Frame) {
  return ({ name, node }: Frame): boolean => name === frame.name && node === frame.node;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return ts.findAncestor(inner, (node) => node === outer) !== undefined;
}

/** Whether a call stands in a branch of its function: a counter that is known for now may decide it later. */
function isConditional(site: ts.Node): boolean {
  for (let node = site.parent; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    if (
      ts.isIfStatement(node) ||
      ts.isConditionalExpression(node) ||
      (ts.isCaseOrDefaultClause(node) && !isSureStep(node)) ||
      ts.isCatchClause(node) ||
      ts.isIterationStatement(node, false) ||
      (ts.isBinaryExpression(node) && isLogical(node.operatorToken.kind))
    )
      return true;
  }
  return false;
}

function isLogical(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** Whether a function has a way out before its end. */
function leavesEarly(body: ts.Node): boolean {
  const leaves = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isThrowStatement(node) || (ts.isReturnStatement(node) && isConditional(node))) return true;
    return ts.forEachChild(node, leaves) ?? false;
  };
  return ts.forEachChild(body, leaves) ?? false;
}
