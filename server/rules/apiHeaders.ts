/**
 * api-headers: of a `Headers` object nothing reaches the request; a plain object does (reference 1.2.4).
 *
 * ```js
 * await posthog.api.get('/api/users/@me/', { headers: new fetch.Headers({ accept: 'text/csv' }) })
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { apiCallOf } from './support/apiCall.ts';
import { madeBy } from './support/results.ts';
import { objectOf, valueOf } from './support/objectLiterals.ts';
import { safeFix, replace } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

export const apiHeaders: NodeRule = {
  name: 'api-headers',
  mentions: /\bHeaders\b/,
  create: ({ values, report }) => ({
    call(node) {
      const options = objectOf(apiCallOf(node, values)?.options, values);
      const headers = options === undefined ? undefined : valueOf(options, 'headers', values);
      if (headers === undefined) return;
      const given = withoutWrapping(values.constantOf(headers) ?? headers);
      const value = ts.isCallExpression(given) ? withoutWrapping(madeBy(given, values) ?? given) : given;
      if (!ts.isNewExpression(value) || !/^(fetch\.)?Headers$/.test(value.expression.getText())) return;
      const [plain] = value.arguments ?? [];
      const fixes =
        plain !== undefined && ts.isObjectLiteralExpression(plain) && isUsedOnce(value, values)
          ? [safeFix('Use the Plain Object', replace(value, plain.getText()))]
          : [];
      report(
        value,
        'PostHog copies headers out of a plain object, and finds none in a Headers object. Give a plain object.',
        fixes,
      );
    },
  }),
};

/** A plain object has no `set` and `get` for the other places that use it. */
function isUsedOnce({ parent }: ts.NewExpression, values: ValuePaths): boolean {
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
  return values.functions.usesOf(parent.name).length <= 1;
}
