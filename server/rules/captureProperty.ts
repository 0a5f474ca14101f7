/**
 * capture-property: `distinct_id` and `timestamp` are the names that PostHog takes out of the properties; others stay
 * there as they are (reference 1.1, 4.9).
 *
 * ```js
 * await posthog.capture('seen', { distinctId: event.distinct_id })
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { capturedProperties } from './support/apiCall.ts';
import { holderOf, isSetLater, nameOf, propertyOf } from './support/objectLiterals.ts';
import { safeFix, replace } from './support/edits.ts';
import type { ValuePaths } from './support/valuePaths.ts';

const meant: ReadonlyMap<string, string> = new Map([
  ['distinctId', 'distinct_id'],
  ['distinctID', 'distinct_id'],
  ['distinctid', 'distinct_id'],
  ['$distinct_id', 'distinct_id'],
  ['$timestamp', 'timestamp'],
  ['timeStamp', 'timestamp'],
  ['set_once', '$set_once'],
  ['$setOnce', '$set_once'],
]);

export const captureProperty: NodeRule = {
  name: 'capture-property',
  mentions: /\bcapture\b/,
  create: ({ values, report }) => ({
    call(node) {
      const properties = capturedProperties(node, values);
      const renamed = new Set<string>();
      if (properties !== undefined) checkAssigned(properties, values, report);
      for (const property of properties?.properties ?? []) {
        const name = nameOf(property) ?? '';
        const right = meantBy(name);
        if (right === undefined || properties === undefined || property.name === undefined) continue;
        if (propertyOf(properties, right, values) !== undefined || !looksMeant(name, property)) continue;
        if (isSetLater(properties, right, values)) continue;
        const change = ts.isShorthandPropertyAssignment(property)
          ? replace(property, `${right}: ${property.name.text}`)
          : replace(property.name, right);
        // An object that is used elsewhere may be read there, and one name must not stand there twice.
        const isAlone = isOnlyCaptured(properties, values) && !renamed.has(right);
        renamed.add(right);
        report(
          property.name,
          messageFor(name, right),
          isAlone ? [safeFix(`Rename to ${right}`, change)] : [],
        );
      }
    },
  }),
};

/** `distinctId`, `distinct_Id`, `DistinctID`: all spellings of one name. */
function meantBy(name: string): string | undefined {
  const known = meant.get(name);
  if (known !== undefined) return known;
  return name !== 'distinct_id' && name.toLowerCase().replaceAll(/[_-]/g, '') === 'distinctid'
    ? 'distinct_id'
    : undefined;
}

/** `properties.distinctId = …`, before they are captured. */
function checkAssigned(
  properties: ts.ObjectLiteralExpression,
  values: ValuePaths,
  report: (place: ts.Node, message: string) => void,
): void {
  const holder = holderOf(properties);
  if (holder === undefined || holder.path.length > 0) return;
  for (const { parent } of values.functions.usesOf(holder.name)) {
    if (!ts.isPropertyAccessExpression(parent) || !ts.isBinaryExpression(parent.parent)) continue;
    if (parent.parent.left !== parent || parent.parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      continue;
    const name = parent.name.text;
    const right = meantBy(name);
    if (right === undefined || name.startsWith('set')) continue;
    if (propertyOf(properties, right, values) !== undefined || isSetLater(properties, right, values))
      continue;
    report(parent.name, messageFor(name, right));
  }
}

function messageFor(name: string, right: string): string {
  return `PostHog keeps ${name} as an ordinary property. It looks for ${right}.`;
}

function isOnlyCaptured(properties: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  const holder = holderOf(properties);
  return holder === undefined || values.functions.usesOf(holder.name).length <= 1;
}

/** `set_once` may be a property of the app's own; with an object it is most likely meant to change the person. */
function looksMeant(name: string, property: ts.ObjectLiteralElementLike): boolean {
  if (!name.startsWith('set')) return true;
  return ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer);
}
