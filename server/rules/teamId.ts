/**
 * team-id: PostHog sets the project of an event back and counts the app as failed (reference 2.4).
 *
 * ```js
 * export function processEvent(event) {
 *   event.team_id = 2
 *   return event
 * }
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';
import { returnedBy } from './support/results.ts';
import { objectOf, propertyOf, valueOf } from './support/objectLiterals.ts';
import { isPath, type ValuePaths } from './support/valuePaths.ts';

const name = 'team_id';

const message =
  'An app cannot move an event to another project: PostHog sets team_id back, and reports an error of the app. Remove this line.';

export const teamId: NodeRule = {
  name: 'team-id',
  mentions: /\bteam_id\b/,
  create: ({ values, report }) => {
    const check = (target: ts.Expression): void => {
      if (isPath(values.of(target), 'event', [name]) || isOfReturnedCopy(target, values))
        report(target, message);
    };
    const checkObject = (object: ts.ObjectLiteralExpression | undefined): void => {
      const property = object === undefined ? undefined : propertyOf(object, name, values);
      const value = object === undefined ? undefined : valueOf(object, name, values);
      if (property === undefined || (value !== undefined && isPath(values.of(value), 'event', [name])))
        return;
      report(property, message);
    };
    return {
      assignment({ left, right }) {
        // What came with the event is what PostHog expects.
        if (!isPath(values.of(right), 'event', [name])) check(left);
      },
      deletion: ({ expression }) => check(expression),
      call(node) {
        const [target, ...sources] = node.arguments;
        if (target === undefined || !values.is(node.expression, 'Object', 'assign')) return;
        if (!isPath(values.of(target), 'event', [])) return;
        for (const source of sources) checkObject(objectOf(source, values));
      },
      lifecycle(entry) {
        if (entry.name !== 'processEvent') return;
        for (const result of returnedBy(entry.node)) checkObject(copyOfEvent(result, values));
      },
    };
  },
};

/** `copy.team_id`, where `copy` is made of the event, and is what its function returns. */
function isOfReturnedCopy(target: ts.Expression, values: ValuePaths): boolean {
  const isMember =
    (ts.isPropertyAccessExpression(target) && target.name.text === name) ||
    (ts.isElementAccessExpression(target) &&
      ts.isStringLiteralLike(target.argumentExpression) &&
      target.argumentExpression.text === name);
  if (!isMember || !ts.isIdentifier(target.expression)) return false;
  const copy = target.expression;
  const made = values.constantOf(copy);
  if (made === undefined || !isCopyOfEvent(made, values)) return false;
  const around = enclosingFunction(target);
  const results = around === undefined ? [] : returnedBy(around);
  const declaration = values.declarationOf(copy);
  return results.some(
    (result) =>
      result !== undefined && ts.isIdentifier(result) && values.declarationOf(result) === declaration,
  );
}

/** `{ ...event }` and `Object.assign({}, event)` */
function isCopyOfEvent(node: ts.Expression, values: ValuePaths): boolean {
  if (copyOfEvent(node, values) !== undefined) return true;
  if (!ts.isCallExpression(node) || !values.is(node.expression, 'Object', 'assign')) return false;
  return node.arguments.slice(1).some((source) => isPath(values.of(source), 'event', []));
}

/** `{ ...event, … }` */
function copyOfEvent(
  node: ts.Expression | undefined,
  values: ValuePaths,
): ts.ObjectLiteralExpression | undefined {
  const object = objectOf(node, values);
  const isCopy = object?.properties.some(
    (property) => ts.isSpreadAssignment(property) && isPath(values.of(property.expression), 'event', []),
  );
  return isCopy === true ? object : undefined;
}
