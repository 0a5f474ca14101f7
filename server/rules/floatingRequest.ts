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
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction, isAsync, isRequest, startOfChain } from './support/apiCall.ts';
import { fix, insertBefore } from './support/edits.ts';
import { returnedBy } from './support/results.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const advice = 'when it fails, nobody hears of it. Write await before it, or .catch behind it.';

export const floatingRequest: NodeRule = {
  name: 'floating-request',
  mentions: /\b(?:api|fetch)\b/,
  create: ({ values, report }) => ({
    call(node) {
      if (!ts.isExpressionStatement(node.parent) || isCaught(node)) return;
      const first = startOfChain(node);
      if (isRequest(first, values)) {
        report(first.expression, `Nobody waits for this request: ${advice}`, fixes(node));
        return;
      }
      const callee = values.functions.behind(first.expression);
      if (callee !== undefined && isAsync(callee) && mayFail(callee, values)) {
        report(first.expression, `Nobody waits for the request that this sends: ${advice}`, fixes(node));
        return;
      }
      const [all] = node.arguments;
      const isAll = ['all', 'allSettled', 'race', 'any'].some((name) =>
        values.is(node.expression, 'Promise', name),
      );
      if (isAll && all !== undefined && hasRequest(all, values)) {
        report(node.expression, `Nobody waits for these requests: ${advice}`, fixes(node));
        return;
      }
      const mapped = callbackOf(node, 'map') ?? callbackOf(node, 'forEach');
      if (mapped !== undefined && !isAsync(mapped) && !ts.isBlock(mapped.body)) {
        const sent = withoutWrapping(mapped.body);
        if (ts.isCallExpression(sent) && !isCaught(sent) && isRequest(startOfChain(sent), values)) {
          report(node.expression, eachMessage('Nobody waits for any'));
          return;
        }
      }
      const each = callbackOf(node, 'forEach');
      if (each !== undefined && isAsync(each) && mayFail(each, values)) {
        report(node.expression, eachMessage('forEach waits for none'));
      }
    },
  }),
};

function eachMessage(what: string): string {
  return `${what} of these requests: when one fails, nobody hears of it. Write for (const … of …) with await, or await Promise.all(list.map(…)).`;
}

function fixes(node: ts.CallExpression): readonly Fix[] {
  return isAsync(enclosingFunction(node)) ? [fix('Wait for the Request', insertBefore(node, 'await '))] : [];
}

/** Whether a list has a request in it, or makes one of each of its entries. */
function hasRequest(list: ts.Expression, values: ValuePaths): boolean {
  const inner = withoutWrapping(list);
  const isSent = (node: ts.Node): boolean =>
    ts.isCallExpression(node) && !isCaught(node) && isRequest(startOfChain(node), values);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some(isSent);
  const callback = ts.isCallExpression(inner) ? callbackOf(inner, 'map') : undefined;
  return callback !== undefined && !ts.isBlock(callback.body) && isSent(withoutWrapping(callback.body));
}

function callbackOf({ expression, arguments: [callback] }: ts.CallExpression, method: string) {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== method) return undefined;
  return callback !== undefined && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))
    ? callback
    : undefined;
}

/** Whether a function waits for a request of its own, outside of any `try` that deals with its failure. */
function mayFail({ body }: ts.FunctionLikeDeclaration, values: ValuePaths): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node)) return;
    if (ts.isTryStatement(node) && node.catchClause !== undefined) {
      visit(node.catchClause);
      return;
    }
    if (ts.isAwaitExpression(node) || ts.isReturnStatement(node)) {
      const value = node.expression === undefined ? undefined : withoutWrapping(node.expression);
      found ||= value !== undefined && ts.isCallExpression(value) && !isCaught(value) && sends(value, values);
    }
    ts.forEachChild(node, visit);
  };
  if (body !== undefined) visit(body);
  return found;
}

/** Whether a call is a request, or one of the app's own functions that returns one: `const post = (url) => fetch(url)`. */
function sends(node: ts.CallExpression, values: ValuePaths): boolean {
  if (isRequest(node, values)) return true;
  const callee = values.functions.behind(startOfChain(node).expression);
  const results = callee === undefined ? [] : returnedBy(callee);
  return results.some(
    (result) =>
      result !== undefined && ts.isCallExpression(result) && !isCaught(result) && isRequest(result, values),
  );
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
