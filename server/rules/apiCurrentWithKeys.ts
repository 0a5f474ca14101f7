/**
 * api-current-with-keys: `@current` becomes the id of the app's own project, also when the keys are those of another
 * one (reference 1.2.6).
 *
 * ```js
 * await posthog.api.get('/api/projects/@current/cohorts/', { projectApiKey, personalApiKey })
 * ```
 */
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf } from './support/apiCall.ts';
import { textOf } from './support/constantTexts.ts';
import { objectOf, propertyOf } from './support/objectLiterals.ts';

export const apiCurrentWithKeys: NodeRule = {
  name: 'api-current-with-keys',
  mentions: /@current/,
  create: ({ profile, values, report }) => ({
    call(node) {
      // The server of 1.10.5 sent @current as it is.
      if (profile === 'plugin-server-1.10.5') return;
      const call = apiCallOf(node, values);
      const options = objectOf(call?.options, values);
      if (call?.path === undefined || options === undefined) return;
      if (propertyOf(options, 'projectApiKey', values) === undefined) return;
      if (textOf(call.path, values)?.start.includes('@current') !== true) return;
      report(
        call.path,
        '@current stands for the project that the app runs in, not for the one of these keys. Write the id of the project, for example from a config field.',
      );
    },
  }),
};
