/**
 * cache-default: servers answer null for a missing key, whatever default is given (reference 3.3).
 *
 * ```js
 * const seen = await meta.cache.get('seen', [])
 * seen.push(event.distinct_id) // seen is null the first time
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { safeFix, replace } from './support/edits.ts';
import { isPath, withoutWrapping } from './support/valuePaths.ts';

export const cacheDefault: NodeRule = {
  name: 'cache-default',
  mentions: /\bcache\b/,
  create: ({ values, report }) => ({
    call(node) {
      if (!isPath(values.of(node.expression), 'meta', ['cache', 'get'])) return;
      const fallback = node.arguments[1];
      if (fallback === undefined || !matters(fallback) || hasFallback(node)) return;
      const { parent } = node;
      const fixes = ts.isAwaitExpression(parent)
        ? [
            safeFix(
              'Use ?? for the Default',
              replace(parent, `((${awaitedText(parent, fallback)}) ?? ${fallback.getText()})`),
            ),
          ]
        : [];
      report(
        fallback,
        'Servers of PostHog answer null for a missing key, not this default. Write ?? behind the awaited call.',
        fixes,
      );
    },
  }),
};

/** A default that takes work to make is not made twice. */
function awaitedText(awaited: ts.Expression, fallback: ts.Expression): string {
  const text = awaited.getText();
  const isPlain =
    ts.isLiteralExpression(fallback) || ts.isIdentifier(fallback) || !fallback.getText().includes('(');
  if (isPlain) return text;
  const start = fallback.getStart() - awaited.getStart();
  return `${text.slice(0, start)}null${text.slice(start + fallback.getText().length)}`;
}

/** Null plus one is one, and null is as false as false: such defaults change nothing. */
function matters(fallback: ts.Expression): boolean {
  const inner = withoutWrapping(fallback);
  if (ts.isIdentifier(inner) && inner.text === 'undefined') return false;
  if (ts.isNumericLiteral(inner)) return Number(inner.text) !== 0;
  if (ts.isStringLiteralLike(inner)) return inner.text !== '';
  return inner.kind !== ts.SyntaxKind.NullKeyword && inner.kind !== ts.SyntaxKind.FalseKeyword;
}

/** Whether `??` or `||` stands behind the call already. */
function hasFallback(node: ts.Expression): boolean {
  let outer: ts.Node = node;
  while (
    ts.isAwaitExpression(outer.parent) ||
    ts.isParenthesizedExpression(outer.parent) ||
    ts.isAsExpression(outer.parent)
  ) {
    outer = outer.parent;
  }
  const { parent } = outer;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === outer &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}
