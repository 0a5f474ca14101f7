/**
 * capture-without-key: an event that is posted tells its project by `api_key` in the body; the token that posthog.api
 * adds to the address counts for GET alone (reference 1.2.7, 7.3).
 *
 * ```js
 * await posthog.api.post('/capture/', { data: { event: 'seen', distinct_id: 'ada' } })
 * ```
 */
import type ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { hasProjectKey, postedEvent } from './support/postedEvent.ts';
import { isComplete, objectOf, propertyOf, valueOf } from './support/objectLiterals.ts';
import type { ValuePaths } from './support/valuePaths.ts';

export const captureWithoutKey: NodeRule = {
  name: 'capture-without-key',
  mentions: /\b(?:api|fetch)\b/,
  create: ({ values, report }) => ({
    call(node) {
      const event = postedEvent(node, values);
      const data = objectOf(event?.data, values);
      if (event === undefined || data === undefined || !isComplete(data, values)) return;
      if (hasProjectKey(data, values)) return;
      if (propertyOf(data, 'properties', values) !== undefined && !propertiesAreClosed(data, values)) return;
      report(
        event.path,
        `PostHog answers 401 to an event without a project key in its body. Add api_key to ${event.body}, or use posthog.capture(name, properties).`,
      );
    },
  }),
};

function propertiesAreClosed(body: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  const properties = objectOf(valueOf(body, 'properties', values), values);
  return (
    properties !== undefined &&
    isComplete(properties, values) &&
    propertyOf(properties, 'token', values) === undefined
  );
}
