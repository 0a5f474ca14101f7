/**
 * api-response: what `posthog.api` answers is a response; the data comes out of its `json()` (reference 1.2.4).
 *
 * ```js
 * const persons = await posthog.api.get('/api/projects/@current/persons/')
 * for (const person of persons.results) …
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
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
      const call = awaitedApiCall(node.expression, values);
      if (call === undefined) return;
      const isDirect = !ts.isIdentifier(withoutWrapping(node.expression));
      const fixes = isDirect
        ? [safeFix('Read the Data with json()', replace(node.expression, `(${jsonOf(call)})`))]
        : [];
      report(node.name, message(node.name.text), fixes);
    },
    variable({ name, initializer }) {
      if (!ts.isObjectBindingPattern(name) || initializer === undefined) return;
      const call = awaitedApiCall(initializer, values);
      if (call === undefined) return;
      for (const element of name.elements) {
        const key = element.propertyName ?? element.name;
        if (element.dotDotDotToken !== undefined || !ts.isIdentifier(key) || known.has(key.text)) continue;
        const fixes = [safeFix('Read the Data with json()', replace(initializer, jsonOf(call)))];
        report(key, message(key.text), fixes);
      }
    },
  }),
};

function message(name: string): string {
  return `A response has no ${name}: posthog.api answers with the response itself. The data is in await response.json().`;
}

function jsonOf(call: ts.Node): string {
  return `await (await ${call.getText()}).json()`;
}

/** The call of posthog.api whose answer an expression is. */
function awaitedApiCall(node: ts.Expression, values: ValuePaths): ts.CallExpression | undefined {
  const inner = withoutWrapping(node);
  const value = ts.isIdentifier(inner) ? values.constantOf(inner) : inner;
  if (value === undefined) return undefined;
  const awaited = withoutWrapping(value);
  return ts.isAwaitExpression(awaited)
    ? apiCallOf(withoutWrapping(awaited.expression), values)?.node
    : undefined;
}
