/**
 * capture-without-key: an event that is posted tells its project by `api_key` in the body; the token that posthog.api
 * adds to the address counts for GET alone (reference 1.2.7, 7.3).
 *
 * ```js
 * await posthog.api.post('/capture/', { data: { event: 'seen', distinct_id: 'ada' } })
 * ```
 */
import ts from 'typescript';
import { isIngestionPath, mayIngest } from '../../platform/ingestion.ts';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf, dataOf } from './support/apiCall.ts';
import {
  isComplete,
  madeBy,
  objectOf,
  patternOf,
  propertyOf,
  valueOf,
  wholeTextOf,
} from './support/constants.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const keyNames = ['api_key', 'token', '$token'] as const;

export const captureWithoutKey: NodeRule = {
  name: 'capture-without-key',
  mentions: /\b(?:api|fetch)\b/,
  create: ({ values, report }) => ({
    call(node) {
      const event = postedEvent(node, values);
      const data = objectOf(event?.data, values);
      if (event === undefined || data === undefined || !isComplete(data, values)) return;
      if (keyNames.some((name) => propertyOf(data, name) !== undefined)) return;
      if (propertyOf(data, 'properties') !== undefined && !propertiesAreClosed(data, values)) return;
      report(
        event.path,
        `PostHog answers 401 to an event without a project key in its body. Add api_key to ${event.body}, or use posthog.capture(name, properties).`,
      );
    },
  }),
};

interface PostedEvent {
  readonly path: ts.Expression;
  readonly data: ts.Expression | undefined;
  /** What the body is called. */
  readonly body: string;
}

function postedEvent(node: ts.CallExpression, values: ValuePaths): PostedEvent | undefined {
  const call = apiCallOf(node, values);
  if (call?.method === 'post' && call.path !== undefined) {
    const path = wholeTextOf(call.path, values);
    return path !== undefined && isIngestionPath(path)
      ? { path: call.path, data: dataOf(call, values), body: 'data' }
      : undefined;
  }
  const [address, given] = node.arguments;
  if (address === undefined || !values.is(node.expression, 'fetch')) return undefined;
  const options = objectOf(given, values);
  const method = options === undefined ? undefined : valueOf(options, 'method');
  const body = options === undefined ? undefined : valueOf(options, 'body');
  if (method === undefined || body === undefined || wholeTextOf(method, values)?.toUpperCase() !== 'POST') {
    return undefined;
  }
  const data = stringified(body, values);
  const object = objectOf(data, values);
  const hasEvent = object !== undefined && propertyOf(object, 'event') !== undefined;
  const url = patternOf(address, values);
  // What is no event, and what goes to another service, needs no key of PostHog.
  return hasEvent && mayIngest({ url, method: 'POST', hasToken: false, hasEvent })
    ? { path: address, data, body: 'the body' }
    : undefined;
}

/** What `JSON.stringify` is given. */
function stringified(node: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  const inner = withoutWrapping(values.constantOf(node) ?? node);
  if (!ts.isCallExpression(inner) || !values.is(inner.expression, 'JSON', 'stringify')) return undefined;
  const [value] = inner.arguments;
  // `JSON.stringify(payload('seen'))`
  const made = value !== undefined && ts.isCallExpression(value) ? madeBy(value, values) : undefined;
  return made ?? value;
}

function propertiesAreClosed(body: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  const properties = objectOf(valueOf(body, 'properties'), values);
  return (
    properties !== undefined &&
    isComplete(properties, values) &&
    propertyOf(properties, 'token') === undefined
  );
}
