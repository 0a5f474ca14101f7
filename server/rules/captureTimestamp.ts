/**
 * capture-timestamp: PostHog stores a timestamp as it is given, so it has to be ISO 8601 (reference 1.1).
 *
 * ```js
 * await posthog.capture('seen', { timestamp: Date.now() })
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { capturedProperties } from './support/apiCall.ts';
import { valueOf, wholeTextOf } from './support/constants.ts';
import { safeFix, replace } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export const captureTimestamp: NodeRule = {
  name: 'capture-timestamp',
  mentions: /\btimestamp\b/,
  create: ({ values, report }) => ({
    call(node) {
      const properties = capturedProperties(node, values);
      const value = properties === undefined ? undefined : valueOf(properties, 'timestamp');
      const problem = value === undefined ? undefined : problemOf(value, values);
      if (value !== undefined && problem !== undefined) {
        report(
          value,
          `PostHog stores the timestamp as it is, and this is ${problem.what}. Give a time in ISO 8601, such as new Date().toISOString().`,
          problem.fixes,
        );
      }
    },
  }),
};

function problemOf(
  value: ts.Expression,
  values: ValuePaths,
): { readonly what: string; readonly fixes: readonly Fix[] } | undefined {
  const inner = withoutWrapping(value);
  if (ts.isNumericLiteral(inner)) return { what: 'a number', fixes: wrapped(value) };
  const text = wholeTextOf(inner, values);
  if (text !== undefined) return iso.test(text) ? undefined : { what: 'no such text', fixes: [] };
  if (!ts.isCallExpression(inner)) return undefined;
  if (values.is(inner.expression, 'Date', 'now')) {
    return {
      what: 'a number',
      fixes: [safeFix('Use toISOString()', replace(value, 'new Date().toISOString()'))],
    };
  }
  if (!ts.isPropertyAccessExpression(inner.expression)) return undefined;
  const { expression, name } = inner.expression;
  const receiver = withoutWrapping(expression);
  const isDate = ts.isNewExpression(receiver) && receiver.expression.getText() === 'Date';
  if (!isDate || !otherForms.has(name.text)) return undefined;
  return {
    what: name.text === 'getTime' || name.text === 'valueOf' ? 'a number' : 'a text in another form',
    fixes: [safeFix('Use toISOString()', replace(value, `${receiver.getText()}.toISOString()`))],
  };
}

const otherForms: ReadonlySet<string> = new Set(
  'getTime valueOf toString toDateString toTimeString toUTCString toGMTString toLocaleString toLocaleDateString toLocaleTimeString'.split(
    ' ',
  ),
);

function wrapped(value: ts.Expression): readonly Fix[] {
  return [safeFix('Use toISOString()', replace(value, `new Date(${value.getText()}).toISOString()`))];
}
