/**
 * api-read-only: events are listed under `/api/`, and never taken there (reference 7.1).
 *
 * ```js
 * await posthog.api.post('/api/projects/@current/events/', { data: { event: 'seen' } })
 * ```
 */
import { normalizePath } from '../../platform/ingestion.ts';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf } from './support/apiCall.ts';
import { patternOf } from './support/constantTexts.ts';

const listings = /^api\/(?:projects\/[^/]+\/)?(?:event|events|capture)$/;

export const apiReadOnly: NodeRule = {
  name: 'api-read-only',
  mentions: /\bapi\b/,
  create: ({ values, report }) => ({
    call(node) {
      const call = apiCallOf(node, values);
      if (call?.path === undefined || call.method === 'get' || call.method === 'delete') return;
      if (!listings.test(normalizePath(patternOf(call.path, values)))) return;
      report(
        call.path,
        'PostHog takes no events here: this endpoint lists them at most. Use posthog.capture(name, properties).',
      );
    },
  }),
};
