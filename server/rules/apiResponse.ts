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
import { answeredCall, promisedCall } from './support/apiAnswers.ts';
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
  create: ({ values, report }) => {
    // What the app puts on a response itself is there.
    const written = new Set<string>();
    const reads: { readonly key: ts.Identifier; readonly fixes: readonly Fix[] }[] = [];
    return {
      assignment({ left }) {
        if (!ts.isPropertyAccessExpression(left) || known.has(left.name.text)) return;
        if (answeredCall(left.expression, values) !== undefined) written.add(left.name.text);
      },
      access(node) {
        if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.name) || known.has(node.name.text))
          return;
        const call = answeredCall(node.expression, values);
        // Behind a dot the name is still to come.
        if (call === undefined || node.name.text === '') return;
        reads.push({ key: node.name, fixes: readFixes(node.expression, values) });
      },
      variable({ name, initializer }) {
        if (!ts.isObjectBindingPattern(name) || initializer === undefined) return;
        if (answeredCall(initializer, values) !== undefined) take(name, readFixes(initializer, values));
      },
      call({ arguments: [callback], expression }) {
        if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'then') return;
        if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
          return;
        const [parameter] = callback.parameters;
        if (parameter === undefined || !ts.isObjectBindingPattern(parameter.name)) return;
        if (promisedCall(expression.expression, values) !== undefined) take(parameter.name, []);
      },
      end() {
        for (const { fixes, key } of reads) if (!written.has(key.text)) report(key, message(key.text), fixes);
      },
    };

    function take({ elements }: ts.ObjectBindingPattern, fixes: readonly Fix[]): void {
      const keys = elements.flatMap(({ dotDotDotToken, name, propertyName }) => {
        const key = propertyName ?? name;
        return dotDotDotToken === undefined && ts.isIdentifier(key) ? key : [];
      });
      // What is taken out of the response beside the data would be missing in the data.
      const isDataAlone = keys.length === elements.length && keys.every(({ text }) => !known.has(text));
      for (const key of keys) if (!known.has(key.text)) reads.push({ key, fixes: isDataAlone ? fixes : [] });
    }
  },
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
