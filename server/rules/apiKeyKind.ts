/**
 * api-key-kind: a personal key where the project's belongs, or the other way round, is refused (reference 9.2).
 *
 * ```js
 * await posthog.api.get('/api/users/@me/', { projectApiKey: 'phx_…', personalApiKey: 'phc_…' })
 * ```
 */
import ts from 'typescript';
import { keyProblem, type KeyUse } from '../../platform/apiKeys.ts';
import type { NodeRule } from './nodeRule.ts';
import { wholeTextOf } from './support/constantTexts.ts';
import { nameOf } from './support/objectLiterals.ts';

const uses: ReadonlyMap<string, KeyUse> = new Map([
  ['projectApiKey', 'project'],
  ['api_key', 'project'],
  ['personalApiKey', 'personal'],
]);

export const apiKeyKind: NodeRule = {
  name: 'api-key-kind',
  mentions: /ph[a-z]_/,
  create: ({ values, report }) => {
    const check = (name: string, value: ts.Expression): void => {
      const use = uses.get(name);
      if (use === undefined || ts.isObjectLiteralExpression(value)) return;
      const text = wholeTextOf(value, values);
      const problem = text === undefined ? undefined : keyProblem(text, use);
      if (problem !== undefined) report(value, problem);
    };
    return {
      property: (node) => check(nameOf(node) ?? '', node.initializer),
      // `{ projectApiKey }`
      identifier(node) {
        if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
          check(node.text, node);
      },
    };
  },
};
