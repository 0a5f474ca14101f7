/**
 * api-response: what `posthog.api` answers is a response; the data comes out of its `json()` (reference 1.2.4).
 *
 * ```js
 * const persons = await posthog.api.get('/api/projects/@current/persons/')
 * for (const person of persons.results) …
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { answeredCall } from './support/apiAnswers.ts';
import { apiCallOf } from './support/apiCall.ts';
import { safeFix, replace } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

/** Members of the response, and those that every object has. */
const known: ReadonlySet<string> = new Set(
  `ok status statusText headers url redirected type body bodyUsed size timeout json text buffer arrayBuffer blob formData
  clone textConverted then catch finally toString constructor hasOwnProperty`.split(/\s+/),
);

export const apiResponse: NodeRule = {
  name: 'api-response',
  mentions: /\bapi\b/,
  create: ({ values, report }) => ({
    access(node) {
      if (!ts.isPropertyAccessExpression(node) || known.has(node.name.text)) return;
      const call = answeredCall(node.expression, values);
      // Behind a dot the name is still to come.
      if (call === undefined || node.name.text === '') return;
      report(node.name, message(node.name.text), readFixes(node.expression, values));
    },
    variable({ name, initializer }) {
      if (!ts.isObjectBindingPattern(name) || initializer === undefined) return;
      if (answeredCall(initializer, values) === undefined) return;
      for (const element of name.elements) {
        const key = element.propertyName ?? element.name;
        if (element.dotDotDotToken !== undefined || !ts.isIdentifier(key) || known.has(key.text)) continue;
        report(key, message(key.text), readFixes(initializer, values));
      }
    },
  }),
};

/** Where the request itself is awaited, json() can be put around it. */
function readFixes(node: ts.Expression, values: ValuePaths): readonly Fix[] {
  const awaited = withoutWrapping(node);
  if (
    !ts.isAwaitExpression(awaited) ||
    apiCallOf(withoutWrapping(awaited.expression), values) === undefined
  ) {
    return [];
  }
  const data = `await (await ${withoutWrapping(awaited.expression).getText()}).json()`;
  const isMember = ts.isPropertyAccessExpression(node.parent);
  return [safeFix('Read the Data with json()', replace(node, isMember ? `(${data})` : data))];
}

function message(name: string): string {
  return `A response has no ${name}: posthog.api answers with the response itself. The data is in await response.json().`;
}
