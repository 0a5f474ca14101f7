/** Events that an app sends with a request of its own. Source: reference 7.3. */
import ts from 'typescript';
import { isIngestionPath, mayIngest } from '../../../platform/ingestion.ts';
import { apiCallOf, dataOf } from './apiCall.ts';
import { patternOf, wholeTextOf } from './constantTexts.ts';
import { objectOf, propertyOf, valueOf } from './objectLiterals.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

export interface PostedEvent {
  readonly path: ts.Expression;
  readonly data: ts.Expression | undefined;
  /** What the body is called. */
  readonly body: string;
}

/** The event that `posthog.api.post` or `fetch` sends; undefined for other calls. */
export function postedEvent(node: ts.CallExpression, values: ValuePaths): PostedEvent | undefined {
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
  const method = options === undefined ? undefined : valueOf(options, 'method', values);
  const body = options === undefined ? undefined : valueOf(options, 'body', values);
  if (method === undefined || body === undefined || wholeTextOf(method, values)?.toUpperCase() !== 'POST') {
    return undefined;
  }
  const data = stringified(body, values);
  const object = objectOf(data, values);
  const hasEvent =
    object !== undefined && ['event', 'batch'].some((name) => propertyOf(object, name, values) !== undefined);
  const hasToken = object !== undefined && hasProjectKey(object, values);
  const url = patternOf(address, values);
  // What is no event, and what goes to another service, does not follow PostHog's rules.
  return hasEvent && mayIngest({ url, method: 'POST', hasToken, hasEvent })
    ? { path: address, data, body: 'the body' }
    : undefined;
}

/** The events in a body: itself, or those of its batch, as far as they stand in the code. */
export function eventsOf(
  body: ts.ObjectLiteralExpression,
  values: ValuePaths,
): readonly ts.ObjectLiteralExpression[] {
  const batch = valueOf(body, 'batch', values);
  if (batch === undefined) return [body];
  const list = withoutWrapping(values.constantOf(batch) ?? batch);
  const elements = ts.isArrayLiteralExpression(list) ? list.elements : [];
  return elements.flatMap((element) => objectOf(element, values) ?? []);
}

/** Whether the body of an event names its project (reference 7.3). */
export function hasProjectKey(body: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  return keyNames.some((name) => propertyOf(body, name, values) !== undefined);
}

const keyNames = ['api_key', 'token', '$token'] as const;

/** What `JSON.stringify` is given. */
function stringified(node: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  const inner = withoutWrapping(values.constantOf(node) ?? node);
  if (!ts.isCallExpression(inner) || !values.is(inner.expression, 'JSON', 'stringify')) return undefined;
  return inner.arguments[0];
}
