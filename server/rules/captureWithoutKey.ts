/**
 * capture-without-key: an event that is posted tells its project by `api_key` in the body; the token that posthog.api
 * adds to the address counts for GET alone (reference 1.2.7, 7.3).
 *
 * ```js
 * await posthog.api.post('/capture/', { data: { event: 'seen', distinct_id: 'ada' } })
 * ```
 */
import { isIngestionPath } from '../../platform/ingestion.ts';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf, dataOf } from './support/apiCall.ts';
import { isClosed, objectOf, propertyOf, wholeTextOf } from './support/constants.ts';

const keyNames = ['api_key', 'token', '$token'] as const;

export const captureWithoutKey: NodeRule = {
  name: 'capture-without-key',
  mentions: /\bapi\b/,
  create: ({ values, report }) => ({
    call(node) {
      const call = apiCallOf(node, values);
      if (call?.method !== 'post' || call.path === undefined) return;
      const path = wholeTextOf(call.path, values);
      if (path === undefined || !isIngestionPath(path)) return;
      const data = objectOf(dataOf(call, values), values);
      if (data === undefined || !isClosed(data)) return;
      if (keyNames.some((name) => propertyOf(data, name) !== undefined)) return;
      if (propertyOf(data, 'properties') !== undefined && !propertiesAreClosed(data)) return;
      report(
        call.path,
        'PostHog answers 401 to an event without a project key in its body. Add api_key to data, or use posthog.capture(name, properties).',
      );

      function propertiesAreClosed(body: NonNullable<typeof data>): boolean {
        const property = propertyOf(body, 'properties');
        const properties =
          property !== undefined && 'initializer' in property
            ? objectOf(property.initializer, values)
            : undefined;
        return (
          properties !== undefined && isClosed(properties) && propertyOf(properties, 'token') === undefined
        );
      }
    },
  }),
};
