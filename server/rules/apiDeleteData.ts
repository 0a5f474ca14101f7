/**
 * api-delete-data: `data` of `posthog.api.delete` goes nowhere, in every version of PostHog (reference 1.2.3).
 *
 * ```js
 * await posthog.api.delete('/api/projects/1/annotations/', { data: { id: 5 } })
 * ```
 */
import ts from 'typescript';
import { propertyOf } from './support/objectLiterals.ts';
import { objectOf } from './support/objectLiterals.ts';
import { apiCallOf } from './support/apiCall.ts';
import { isInside } from './support/places.ts';
import { fix, removeFromList, replace } from './support/edits.ts';
import type { NodeRule } from './nodeRule.ts';
import type { Fix } from '../analysis/finding.ts';

const message =
  'No PostHog server sends data along with a DELETE, though its documentation says so. Put the values into the path.';

export const apiDeleteData: NodeRule = {
  name: 'api-delete-data',
  mentions: /\bdelete\b/,
  create: ({ values, report }) => ({
    call(node) {
      const call = apiCallOf(node, values);
      if (call?.method !== 'delete') return;
      const options = objectOf(call.options, values);
      const data = options === undefined ? undefined : propertyOf(options, 'data', values);
      if (data === undefined || isNothing(data)) return;
      // What stands elsewhere may be right for other calls.
      report(data.name ?? data, message, isInside(data, node) ? fixes(call.path, data) : []);
    },
  }),
};

/** `data: undefined` and `data: {}` */
function isNothing(data: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(data)) return false;
  const { initializer } = data;
  if (ts.isIdentifier(initializer)) return initializer.text === 'undefined';
  return ts.isObjectLiteralExpression(initializer) && initializer.properties.length === 0;
}

/** Moves the values into the path, where both stand in the code and are plain. */
function fixes(path: ts.Expression | undefined, data: ts.ObjectLiteralElementLike): readonly Fix[] {
  if (path === undefined || !ts.isStringLiteral(path) || !ts.isPropertyAssignment(data)) return [];
  if (!ts.isObjectLiteralExpression(data.initializer)) return [];
  const query = new URLSearchParams();
  for (const property of data.initializer.properties) {
    if (!ts.isPropertyAssignment(property) || property.name === undefined) return [];
    const { initializer, name } = property;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return [];
    if (!ts.isStringLiteral(initializer) && !ts.isNumericLiteral(initializer)) return [];
    query.set(name.text, initializer.text);
  }
  const separator = path.text.includes('?') ? '&' : '?';
  const mark = path.getText().slice(-1);
  const address = path.getText().slice(0, -1) + separator + query.toString() + mark;
  // Options that held nothing else are gone with it.
  const rest =
    data.parent.properties.length === 1 && ts.isCallExpression(data.parent.parent) ? data.parent : data;
  return [fix('Move the Data into the Path', replace(path, address), removeFromList(rest))];
}
