/**
 * floating-request: the failure of a request that nobody waits for is lost, and the app may be gone before it is sent
 * (reference 2.9, 4.5).
 *
 * ```js
 * export function onEvent(event) {
 *   fetch('https://example.com', { method: 'POST', body: JSON.stringify(event) })
 * }
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf, enclosingFunction, isAsync } from './support/apiCall.ts';
import { fix, insertBefore } from './support/edits.ts';

export const floatingRequest: NodeRule = {
  name: 'floating-request',
  mentions: /\b(?:api|fetch)\b/,
  create: ({ values, report }) => ({
    call(node) {
      if (!ts.isExpressionStatement(node.parent)) return;
      const request = startOfChain(node);
      const isRequest = values.is(request.expression, 'fetch') || apiCallOf(request, values) !== undefined;
      if (!isRequest || isCaught(node)) return;
      const fixes = isAsync(enclosingFunction(node))
        ? [fix('Wait for the Request', insertBefore(node, 'await '))]
        : [];
      report(
        request.expression,
        'Nobody waits for this request: when it fails, nobody hears of it. Write await before it, or .catch behind it.',
        fixes,
      );
    },
  }),
};

/** The first call of `fetch(…).then(…).then(…)`. */
function startOfChain(node: ts.CallExpression): ts.CallExpression {
  let call = node;
  while (ts.isPropertyAccessExpression(call.expression) && ts.isCallExpression(call.expression.expression)) {
    call = call.expression.expression;
  }
  return call;
}

function isCaught(node: ts.CallExpression): boolean {
  for (
    let call: ts.Expression = node;
    ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);
  ) {
    const { name, expression } = call.expression;
    if (name.text === 'catch' || (name.text === 'then' && call.arguments.length > 1)) return true;
    call = expression;
  }
  return false;
}
