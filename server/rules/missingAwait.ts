/**
 * missing-await: a promise is read, tested or calculated with as if it were its value (reference 1.2.4, 3).
 *
 * ```js
 * const response = posthog.api.get('/api/users/@me/')
 * if (response.ok) … // never: the promise has no ok
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { shortText } from './shortText.ts';
import { enclosingFunction, isAsync } from './support/apiCall.ts';
import { fix, insertBefore, replace } from './support/edits.ts';
import { isAssigned } from './support/places.ts';
import { promiseBehind, promiseMembers } from './support/promises.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

type Use =
  /** A member that promises do not have. */
  | { readonly kind: 'member'; readonly name: string; readonly place: ts.Node }
  /** What is true whatever comes of it. */
  | { readonly kind: 'test'; readonly place: ts.Node }
  | { readonly kind: 'value'; readonly place: ts.Node };

export const missingAwait: NodeRule = {
  name: 'missing-await',
  mentions: /\b(?:api|async|cache|capture|fetch|geoip|Promise|storage|utils)\b/,
  create: ({ values, report }) => ({
    call(node) {
      const use = useOf(node, values);
      if (use === undefined) return;
      const promise = promiseBehind(node, values);
      if (promise !== undefined) report(use.place, message(use, promise), fixInPlace(node));
    },
    variable({ initializer, name }) {
      const made = initializer === undefined ? undefined : withoutWrapping(initializer);
      if (made === undefined || !(ts.isCallExpression(made) || ts.isNewExpression(made))) return;
      const promise = promiseBehind(made, values);
      if (promise === undefined) return;
      const uses = ts.isIdentifier(name) ? usesOf(name, values) : takenOut(name);
      const [first, ...others] = uses.toSorted((one, other) => one.place.pos - other.place.pos);
      if (first === undefined) return;
      // One await mends them all.
      const also = others.map(({ place }) => place);
      report(first.place, message(first, promise), fixOf(made), also);
    },
  }),
};

/** What is done with a constant that makes no sense with a promise. */
function usesOf(name: ts.Identifier, values: ValuePaths): readonly Use[] {
  const all = values.functions.usesOf(name);
  const found = all.flatMap((one) => useOf(one, values) ?? []);
  const [first] = all;
  // A variable that gets something else, too, may be no promise by then.
  if (found.length === 0 || first === undefined || values.constantOf(first) === undefined) return [];
  // Who waits for it somewhere knows what it is, and may ask whether it is there.
  return all.some(isAwaited) ? found.filter(({ kind }) => kind === 'member') : found;
}

function isAwaited({ parent }: ts.Expression): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    (ts.isPropertyAccessExpression(parent) && promiseMembers.has(parent.name.text))
  );
}

/** `const { results } = posthog.api.get(…)` */
function takenOut(pattern: ts.BindingName): readonly Use[] {
  if (!ts.isObjectBindingPattern(pattern)) return [];
  return pattern.elements.flatMap(({ dotDotDotToken, name, propertyName }): readonly Use[] => {
    const key = propertyName ?? name;
    return dotDotDotToken === undefined && ts.isIdentifier(key) && !promiseMembers.has(key.text)
      ? [{ kind: 'member', name: key.text, place: key }]
      : [];
  });
}

/** What is done with an expression, where that makes no sense with a promise. */
function useOf(node: ts.Expression, values: ValuePaths): Use | undefined {
  let whole: ts.Expression = node;
  while (isWrapping(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === whole) {
    const { name } = parent;
    // Behind a dot the name is still to come. What all objects have, and what is put there, is meant so.
    const isMeant = name.text === '' || name.text in Object.prototype || isAssigned(parent);
    return isMeant || promiseMembers.has(name.text)
      ? undefined
      : { kind: 'member', name: name.text, place: name };
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === whole) {
    const key = parent.argumentExpression;
    return isAssigned(parent) ? undefined : { kind: 'member', name: key.getText(), place: key };
  }
  if (isTested(whole)) return { kind: 'test', place: node };
  const isValue = isCalculatedWith(whole, parent) || isReadAsText(whole, parent, values);
  return isValue ? { kind: 'value', place: node } : undefined;
}

function isWrapping(
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.NonNullExpression | ts.SatisfiesExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

function isTested(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === node;
  if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) return parent.condition === node;
  if (ts.isParenthesizedExpression(parent)) return isTested(parent);
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind !== ts.SyntaxKind.AmpersandAmpersandToken && kind !== ts.SyntaxKind.BarBarToken) return false;
  // The last of `a && b()` is tested where the whole is.
  return parent.left === node || isTested(parent);
}

const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const calculating: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

function isCalculatedWith(node: ts.Expression, parent: ts.Node): boolean {
  if (ts.isTemplateSpan(parent)) return !ts.isTaggedTemplateExpression(parent.parent.parent);
  if (ts.isForOfStatement(parent)) return parent.expression === node && parent.awaitModifier === undefined;
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent) || ts.isSwitchStatement(parent))
    return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const other = parent.left === node ? parent.right : parent.left;
  // Two promises may be compared to see whether they are the same one.
  return calculating.has(kind) || (comparing.has(kind) && isPlainValue(other));
}

/** `JSON.parse(promise)` throws, and the others find no number in it. */
function isReadAsText(node: ts.Expression, parent: ts.Node, values: ValuePaths): boolean {
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const { expression } = parent;
  return values.is(expression, 'JSON', 'parse') || readers.some((name) => values.is(expression, name));
}

const readers = ['parseInt', 'parseFloat'] as const;

function isPlainValue(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  return (
    ts.isLiteralExpression(inner) ||
    inner.kind === ts.SyntaxKind.TrueKeyword ||
    inner.kind === ts.SyntaxKind.FalseKeyword ||
    inner.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(inner) && inner.text === 'undefined')
  );
}

function message(use: Use, promise: ts.CallExpression | ts.NewExpression): string {
  const advice = `Write await before ${shortText(promise.expression)}(…).`;
  switch (use.kind) {
    case 'member':
      return `A promise has no ${use.name}. ${advice}`;
    case 'test':
      return `A promise is true, whatever comes of it. ${advice}`;
    case 'value':
      return `This is a promise, and not yet its value. ${advice}`;
  }
}

/** At the call that makes the promise. */
function fixOf(made: ts.Expression): readonly Fix[] {
  return isAsync(enclosingFunction(made)) ? [fix('Add await', insertBefore(made, 'await '))] : [];
}

/** Where the promise is read in place, `await` needs parentheses before a dot. */
function fixInPlace(node: ts.Expression): readonly Fix[] {
  if (!isAsync(enclosingFunction(node))) return [];
  const { parent } = node;
  const isRead =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node;
  return [fix('Add await', replace(node, isRead ? `(await ${node.getText()})` : `await ${node.getText()}`))];
}
