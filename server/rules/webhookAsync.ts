/**
 * webhook-async: PostHog takes what composeWebhook returns at once, and a promise is no webhook (reference 2.8).
 *
 * ```js
 * export async function composeWebhook(event) { return { url, body } }
 * ```
 */
import ts from 'typescript';
import type { TextChange } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { returnedBy } from './support/results.ts';
import { isAsync, isRequest } from './support/apiCall.ts';
import { replace, safeFix } from './support/edits.ts';
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
      const type = plainTypeChange(node);
      const isCalled = (values.functions.callsOf(node) ?? []).length > 0;
      const isSimple =
        !waits(node) && type !== undefined && !isCalled && returnedBy(node).every(isPlainResult);
      const fixes = isSimple ? [safeFix('Remove async', { span, newText: '' }, ...type)] : [];
      report(modifier, message, fixes);
    },
  }),
};

/** A request, the call of an async function, `….then(…)`, `Promise.resolve(…)`, `new Promise(…)`. */
function isPromise(node: ts.Expression, values: ValuePaths): boolean {
  const inner = withoutWrapping(node);
  if (ts.isConditionalExpression(inner)) {
    return isPromise(inner.whenTrue, values) || isPromise(inner.whenFalse, values);
  }
  if (ts.isNewExpression(inner)) return values.is(inner.expression, 'Promise');
  if (!ts.isCallExpression(inner)) return false;
  if (isRequest(inner, values)) return true;
  const path = values.of(inner.expression);
  if (path?.root === 'global' && path.members[0] === 'Promise') return true;
  const callee = values.functions.behind(inner.expression);
  if (callee !== undefined) return isAsync(callee);
  return ts.isPropertyAccessExpression(inner.expression) && inner.expression.name.text === 'then';
}

/** What surely is no promise: nothing, an object, a name, a choice of them. */
function isPlainResult(result: ts.Expression | undefined): boolean {
  if (result === undefined) return true;
  const inner = withoutWrapping(result);
  if (ts.isConditionalExpression(inner))
    return isPlainResult(inner.whenTrue) && isPlainResult(inner.whenFalse);
  return ts.isObjectLiteralExpression(inner) || inner.kind === ts.SyntaxKind.NullKeyword;
}

/** The edit that takes `Promise<…>` off the declared result; undefined for a type in another form. */
function plainTypeChange({ type }: ts.FunctionLikeDeclaration): readonly TextChange[] | undefined {
  if (type === undefined) return [];
  if (!ts.isTypeReferenceNode(type) || type.typeName.getText() !== 'Promise') return undefined;
  const [inner] = type.typeArguments ?? [];
  return inner === undefined ? undefined : [replace(type, inner.getText())];
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
