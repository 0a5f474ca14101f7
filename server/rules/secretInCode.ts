/**
 * secret-in-code: who reads the code of the app has the key, and may do with it what its owner may (reference 9.2).
 *
 * ```js
 * const key = 'phx_…'
 * ```
 */
import { describeKey } from '../../platform/apiKeys.ts';
import type { NodeRule } from './nodeRule.ts';

const anyKey = /\bph[a-z]_[A-Za-z0-9]{24,}/;

export const secretInCode: NodeRule = {
  name: 'secret-in-code',
  mentions: /ph[a-z]_/,
  create: ({ report }) => ({
    text(node) {
      const found = anyKey.exec(node.text)?.[0];
      if (found === undefined) return;
      const { isSecret, isWhole, label } = describeKey(found);
      if (!isSecret || !isWhole) return;
      report(
        node,
        `This ${label} is a secret that everybody who reads the code gets. Revoke it in PostHog, and take a new one from a config field with "secret": true.`,
      );
    },
  }),
};
