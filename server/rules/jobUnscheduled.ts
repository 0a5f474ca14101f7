/**
 * job-unscheduled: `meta.jobs.name(payload)` only makes what enqueues the job: runNow, runIn and runAt do (reference 3.7).
 *
 * ```js
 * await meta.jobs.send(event)
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { fix, insertAfter } from './support/edits.ts';

export const jobUnscheduled: NodeRule = {
  name: 'job-unscheduled',
  mentions: /\bjobs\b/,
  create: ({ values, report }) => ({
    call(node) {
      const path = values.of(node.expression);
      const [part, name] = path?.members ?? [];
      if (path?.root !== 'meta' || part !== 'jobs' || name === undefined || path.members.length > 2) return;
      if (!isLeftAlone(node)) return;
      report(
        node.expression,
        `This enqueues nothing: it only names the job ${name}. Call runNow(), runIn(5, 'minutes') or runAt(date) of it.`,
        [fix('Add .runNow()', insertAfter(node, '.runNow()'))],
      );
    },
  }),
};

/** Whether nobody gets what a call gives: it is a statement of its own, maybe with others in one Promise.all. */
function isLeftAlone(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isAwaitExpression(parent) || ts.isVoidExpression(parent) || ts.isParenthesizedExpression(parent))
    return isLeftAlone(parent);
  const all = parent.parent;
  return (
    ts.isArrayLiteralExpression(parent) &&
    ts.isCallExpression(all) &&
    /^Promise\.all(?:Settled)?$/.test(all.expression.getText()) &&
    isLeftAlone(all)
  );
}
