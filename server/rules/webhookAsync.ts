/**
 * webhook-async: PostHog takes what composeWebhook returns at once, and a promise is no webhook (reference 2.8).
 *
 * ```js
 * export async function composeWebhook(event) { return { url, body } }
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { returnedBy } from './support/apiAnswers.ts';
import { isAsync, isRequest } from './support/apiCall.ts';
import { safeFix } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const message =
  'PostHog does not wait for composeWebhook, so a promise sends no webhook. Build the webhook without await.';

export const webhookAsync: NodeRule = {
  name: 'webhook-async',
  create: ({ report, values }) => ({
    lifecycle({ name, node }) {
      if (name !== 'composeWebhook') return;
      if (!isAsync(node)) {
        for (const result of returnedBy(node)) {
          if (result !== undefined && isPromise(result, values)) report(result, message);
        }
        return;
      }
      const modifier = ts.canHaveModifiers(node)
        ? ts.getModifiers(node)?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
        : undefined;
      if (modifier === undefined) return;
      const start = modifier.getStart();
      const span = { file: node.getSourceFile().fileName, start, length: modifier.end - start + 1 };
      const fixes = waits(node) ? [] : [safeFix('Remove async', { span, newText: '' })];
      report(modifier, message, fixes);
    },
  }),
};

/** A request, or the call of an async function. */
function isPromise(node: ts.Expression, values: ValuePaths): boolean {
  const inner = withoutWrapping(node);
  if (!ts.isCallExpression(inner)) return false;
  if (isRequest(inner, values)) return true;
  return isAsync(values.functions.behind(inner.expression));
}

function waits(node: ts.Node): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    found ||=
      ts.isAwaitExpression(child) || (ts.isForOfStatement(child) && child.awaitModifier !== undefined);
    if (!found && !ts.isFunctionLike(child)) ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
