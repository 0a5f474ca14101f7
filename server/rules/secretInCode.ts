/**
 * secret-in-code: who reads the code of the app has the key, and may do with it what its owner may (reference 9.2).
 *
 * ```js
 * const key = 'phx_…'
 * ```
 */
import type { Node } from 'jsonc-parser';
import type ts from 'typescript';
import type { Span } from '../analysis/finding.ts';
import { describeKey } from '../../platform/apiKeys.ts';
import type { NodeRule } from './nodeRule.ts';
import { spanOfNode, textOf } from './support/manifestTree.ts';

const anyKey = /\bph[a-z]_[A-Za-z0-9]{24,}/;

export const secretInCode: NodeRule = {
  name: 'secret-in-code',
  create: ({ app, report }) => {
    const check = (text: string, place: ts.Node | Span): void => {
      const found = anyKey.exec(text)?.[0];
      if (found === undefined) return;
      const { isSecret, isWhole, label } = describeKey(found);
      if (!isSecret || !isWhole) return;
      report(
        place,
        `This ${label} is a secret that everybody who reads the code gets. Revoke it in PostHog, and take a new one from a config field with "secret": true.`,
      );
    };
    const checkManifest = (node: Node): void => {
      const text = textOf(node);
      if (text !== undefined) check(text, spanOfNode(node, app));
      for (const child of node.children ?? []) checkManifest(child);
    };
    return { text: (node) => check(node.text, node), manifest: checkManifest };
  },
};
