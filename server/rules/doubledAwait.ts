/**
 * doubled-await: servers of June 2021 to August 2022 evaluated a part of what is awaited a second time (reference 4.5).
 *
 * ```js
 * const page = await (await fetch(url)).json() // two requests
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { withoutWrapping } from './support/valuePaths.ts';

export const doubledAwait: NodeRule = {
  name: 'doubled-await',
  mentions: /\bawait\b/,
  create: ({ profile, report }) => ({
    awaiting(node) {
      // Later servers do not.
      if (profile !== 'plugin-server-1.10.5') return;
      const repeated = repeatedPart(node.expression);
      if (repeated === undefined || !hasEffect(repeated)) return;
      report(
        node,
        'PostHog 1.10.5 runs a part of this twice to name it in messages. Put that part into a variable first.',
      );
    },
  }),
};

/** A call is named by its callee, anything else by all of it. */
function repeatedPart(awaited: ts.Expression): ts.Expression | undefined {
  const inner = withoutWrapping(awaited);
  if (ts.isNewExpression(inner)) return undefined;
  return ts.isCallExpression(inner) ? inner.expression : inner;
}

function hasEffect(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isNewExpression(node)) return true;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment) {
    if (node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) return true;
  }
  return ts.forEachChild(node, hasEffect) === true;
}
