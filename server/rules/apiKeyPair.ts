/**
 * api-key-pair: `posthog.api` wants both keys or none, and throws otherwise (reference 1.2.1).
 *
 * ```js
 * await posthog.api.get('/api/projects/1/', { personalApiKey: config.key })
 * ```
 */
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf } from './support/apiCall.ts';
import { isComplete, objectOf, propertyOf } from './support/objectLiterals.ts';

const keys = ['personalApiKey', 'projectApiKey'] as const;

export const apiKeyPair: NodeRule = {
  name: 'api-key-pair',
  mentions: /ApiKey\b/,
  create: ({ values, report }) => ({
    call(node) {
      const options = objectOf(apiCallOf(node, values)?.options, values);
      if (options === undefined || !isComplete(options, values)) return;
      const [given, ...others] = keys.flatMap((key) => propertyOf(options, key, values) ?? []);
      if (given === undefined || others.length > 0) return;
      const [missing] = keys.filter((key) => propertyOf(options, key, values) === undefined);
      report(
        given.name ?? given,
        `posthog.api throws when it is given one key without the other: ${missing} is missing. Give both, or none to use the keys of the app.`,
      );
    },
  }),
};
