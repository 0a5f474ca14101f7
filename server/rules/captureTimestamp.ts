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
import { wholeTextOf } from './support/constantTexts.ts';
import { objectOf, isSetLater, valueOf } from './support/objectLiterals.ts';
import { eventsOf, postedEvent } from './support/postedEvent.ts';
import { madeBy } from './support/results.ts';
import { safeFix, replaceValue } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export const captureTimestamp: NodeRule = {
  name: 'capture-timestamp',
  mentions: /\btimestamp\b/,
  create: ({ values, report }) => {
    const check = (properties: ts.ObjectLiteralExpression, fact: string): void => {
      const value = valueOf(properties, 'timestamp', values);
      const problem = value === undefined ? undefined : problemOf(value, values);
      if (value === undefined || problem === undefined || isSetLater(properties, 'timestamp', values)) return;
      report(
        value,
        `${fact}, and this is ${problem.what}. Give a time in ISO 8601, such as new Date().toISOString().`,
        problem.fixes,
      );
    };
    return {
      call(node) {
        const captured = capturedProperties(node, values);
        const body = captured === undefined ? objectOf(postedEvent(node, values)?.data, values) : undefined;
        if (captured !== undefined) check(captured, 'PostHog stores the timestamp as it is');
        for (const event of body === undefined ? [] : eventsOf(body, values))
          check(event, 'PostHog reads timestamps in ISO 8601');
      },
    };
  },
};

function problemOf(
  value: ts.Expression,
  values: ValuePaths,
): { readonly what: string; readonly fixes: readonly Fix[] } | undefined {
  const given = withoutWrapping(value);
  const constant = ts.isIdentifier(given) ? values.constantOf(given) : undefined;
  const inner = constant === undefined ? given : withoutWrapping(constant);
  // Changing the place where a constant is used is right; its value is not looked into any further.
  if (inner !== given)
    return isNumber(inner, values) ? { what: 'a number', fixes: wrapped(value) } : undefined;
  if (ts.isNumericLiteral(inner)) return { what: 'a number', fixes: numberFixes(value, inner) };
  if (isComputed(inner, values)) return { what: 'a number', fixes: [] };
  const text = wholeTextOf(inner, values);
  if (text !== undefined)
    return iso.test(text) ? undefined : { what: 'no time that PostHog reads', fixes: [] };
  if (!ts.isCallExpression(inner)) return undefined;
  if (values.is(inner.expression, 'Date', 'now')) {
    return {
      what: 'a number',
      fixes: [safeFix('Use toISOString()', replaceValue(value, 'new Date().toISOString()'))],
    };
  }
  if (isNumber(inner, values) && !ts.isPropertyAccessExpression(inner.expression))
    return { what: 'a number', fixes: wrapped(value) };
  if (!ts.isPropertyAccessExpression(inner.expression)) return undefined;
  const { expression, name } = inner.expression;
  const receiver = withoutWrapping(expression);
  const isDate = ts.isNewExpression(receiver) && receiver.expression.getText() === 'Date';
  if (!isDate || !otherForms.has(name.text)) return undefined;
  return {
    what: name.text === 'getTime' || name.text === 'valueOf' ? 'a number' : 'a text in another form',
    fixes: [safeFix('Use toISOString()', replaceValue(value, `${receiver.getText()}.toISOString()`))],
  };
}

const otherForms: ReadonlySet<string> = new Set(
  'getTime valueOf toString toDateString toTimeString toUTCString toGMTString toLocaleString toLocaleDateString toLocaleTimeString'.split(
    ' ',
  ),
);

/** Fewer digits than milliseconds have had since 1973: seconds. */
const leastMilliseconds = 1e11;

function numberFixes(value: ts.Expression, literal: ts.NumericLiteral): readonly Fix[] {
  const isSeconds = Number(literal.text) < leastMilliseconds;
  const date = isSeconds ? `${literal.getText()} * 1000` : literal.getText();
  return [safeFix('Use toISOString()', replaceValue(value, `new Date(${date}).toISOString()`))];
}

/** Milliseconds since 1970: `Date.now()`, `new Date().getTime()`, `+new Date()`. */
function isNumber(node: ts.Expression, values: ValuePaths): boolean {
  if (ts.isNumericLiteral(node)) return Number(node.text) >= leastMilliseconds;
  if (ts.isPrefixUnaryExpression(node)) {
    const operand = withoutWrapping(node.operand);
    const isPlus = node.operator === ts.SyntaxKind.PlusToken;
    return isPlus && ts.isNewExpression(operand) && operand.expression.getText() === 'Date';
  }
  if (!ts.isCallExpression(node)) return false;
  if (values.is(node.expression, 'Date', 'now')) return true;
  const made = madeBy(node, values);
  if (made !== undefined) return isNumber(withoutWrapping(made), values);
  const { expression } = node;
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'getTime';
}

/** `Math.floor(Date.now() / 1000)` and other sums with the time. */
function isComputed(node: ts.Expression, values: ValuePaths): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isNumber(node, values);
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  const inner =
    ts.isCallExpression(node) &&
    argument !== undefined &&
    ['floor', 'round', 'ceil', 'trunc'].some((name) => values.is(node.expression, 'Math', name))
      ? withoutWrapping(argument)
      : node;
  if (!ts.isBinaryExpression(inner)) return false;
  const isArithmetic = [
    ts.SyntaxKind.SlashToken,
    ts.SyntaxKind.AsteriskToken,
    ts.SyntaxKind.MinusToken,
  ].includes(inner.operatorToken.kind);
  return isArithmetic && isNumber(withoutWrapping(inner.left), values);
}

function wrapped(value: ts.Expression): readonly Fix[] {
  return [safeFix('Use toISOString()', replaceValue(value, `new Date(${value.getText()}).toISOString()`))];
}
