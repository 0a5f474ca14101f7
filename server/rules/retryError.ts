/**
 * retry-error: PostHog tries again only where it is written to: never in processEvent, jobs and schedules
 * (reference 2.6).
 *
 * ```js
 * export async function runEveryHour() {
 *   throw new RetryError('later')
 * }
 * ```
 */
import ts from 'typescript';
import type { LifecycleFunction } from '../analysis/lifecycleFunctions.ts';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';
import { insertBefore, safeFix } from './support/edits.ts';
import { isInside } from './support/places.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

export const retryError: NodeRule = {
  name: 'retry-error',
  mentions: /\bRetryError\b/,
  create: ({ lifecycle, profile, report, values }) => {
    const tried =
      profile === 'plugin-server-1.10.5'
        ? new Set(['setupPlugin', 'exportEvents'])
        : new Set(['setupPlugin', 'onEvent', 'onSnapshot', 'onAction', 'exportEvents']);
    return {
      throws({ expression }) {
        const error = withoutWrapping(expression);
        if (
          ts.isCallExpression(error) &&
          isRetryError(error.expression, values) &&
          !isFunction(error.expression, values)
        ) {
          const name = error.expression.getText();
          report(
            error.expression,
            `${name} is a class: without new this throws a TypeError, and PostHog does not try again. Write new ${name}(…).`,
            [safeFix('Write new', insertBefore(error, 'new '))],
          );
          return;
        }
        if (!ts.isNewExpression(error) || !isRetryError(error.expression, values)) return;
        const names = throwers(error, lifecycle, values);
        if (names === undefined || names.some((name) => tried.has(name))) return;
        const [name] = names;
        if (name === undefined) return;
        report(
          error,
          `PostHog does not run ${name} again after a RetryError: it is an error like any other here. ${adviceFor(name)}`,
        );
      },
    };
  },
};

/** `RetryError`, and a class of the app's own that extends it. */
function isRetryError(node: ts.Expression, values: ValuePaths): boolean {
  if (!ts.isIdentifier(node)) return false;
  if (node.text === 'RetryError') return true;
  const declaration = values.declarationOf(node);
  if (declaration === undefined || !ts.isClassLike(declaration)) return false;
  return (declaration.heritageClauses ?? []).some(({ types }) =>
    types.some(({ expression }) => expression.getText() === 'RetryError'),
  );
}

/** Whether the app has a function of its own under this name. */
function isFunction(node: ts.Expression, values: ValuePaths): boolean {
  const declaration =
    ts.isIdentifier(node) && !values.isGlobal(node) ? values.declarationOf(node) : undefined;
  return declaration !== undefined && !ts.isClassLike(declaration) && !ts.isImportSpecifier(declaration);
}

/** What PostHog calls that an error comes out of; undefined when not all ways are known, or something may catch it. */
function throwers(
  error: ts.Node,
  lifecycle: readonly LifecycleFunction[],
  values: ValuePaths,
): readonly string[] | undefined {
  const found: string[] = [];
  const places: ts.Node[] = [error];
  const seen = new Set<ts.Node>();
  for (const place of places) {
    const around = lifecycle.find(({ node }) => isInside(place, node));
    if (around !== undefined) {
      if (isCaught(place, around.node)) return undefined;
      found.push(around.name);
      continue;
    }
    const helper = enclosingFunction(place);
    if (helper === undefined || isCaught(place, helper)) return undefined;
    if (seen.has(helper)) continue;
    seen.add(helper);
    const calls = values.functions.callsOf(helper);
    if (calls === undefined) return undefined;
    places.push(...calls);
  }
  return found;
}

function adviceFor(name: string): string {
  if (name.startsWith('jobs.')) return 'Enqueue the job again: meta.jobs.name(payload).runIn(1, "minutes").';
  if (name.startsWith('runEvery')) return 'The next run comes by itself.';
  return name === 'processEvent' || name === 'processEventBatch'
    ? 'Catch the error and return the event.'
    : 'Enqueue a job that tries again.';
}

/** A `try` around may turn the error into something else. */
function isCaught(node: ts.Node, end: ts.Node): boolean {
  for (let inner = node; inner !== end; inner = inner.parent) {
    const { parent } = inner;
    if (ts.isTryStatement(parent) && parent.tryBlock === inner && parent.catchClause !== undefined)
      return true;
    if (inner !== node && ts.isFunctionLike(inner)) return true;
  }
  return false;
}
