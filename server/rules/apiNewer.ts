/**
 * api-newer: what `posthog.api` got after the PostHog that the profile names (reference 0.2): `patch` in September
 * 2022, `headers` in November 2021.
 *
 * ```js
 * await posthog.api.patch('/api/projects/1/annotations/2/', { data: { content: 'x' } })
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf } from './support/apiCall.ts';
import { objectOf, valueOf } from './support/objectLiterals.ts';

export const apiNewer: NodeRule = {
  name: 'api-newer',
  mentions: /\b(?:patch|headers)\b/,
  create: ({ profile, values, report }) => ({
    call(node) {
      if (profile !== 'plugin-server-1.10.5') return;
      const call = apiCallOf(node, values);
      if (call === undefined) return;
      const { expression } = call.node;
      if (call.method === 'patch' && call.node.questionDotToken === undefined) {
        report(
          ts.isPropertyAccessExpression(expression) ? expression.name : expression,
          'PostHog has patch since September 2022: before, this throws. Use put where the endpoint takes it.',
        );
      }
      const options = objectOf(call.options, values);
      const headers = options === undefined ? undefined : valueOf(options, 'headers', values);
      if (headers !== undefined) {
        report(headers, 'PostHog sends headers since November 2021: before, it leaves them out.');
      }
    },
  }),
};
