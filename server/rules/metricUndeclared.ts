/**
 * metric-undeclared: meta.metrics throws for a name that the app does not export (reference 3.8), for a kind
 * that is none, and for what its kind does not have.
 *
 * ```js
 * meta.metrics.sent.increment(1)
 * ```
 */
import ts from 'typescript';
import { metricsExport } from '../../platform/lifecycle.ts';
import type { NodeRule, RuleContext } from './nodeRule.ts';
import { fix, quote, replace } from './support/edits.ts';
import { checkMembers } from './support/declaredMembers.ts';
import { withoutWrapping } from './support/valuePaths.ts';

export const metricUndeclared: NodeRule = {
  name: 'metric-undeclared',
  mentions: /\bmetrics\b/,
  create: (context) => {
    const kinds = new Map<string, string>();
    const calls: { readonly name: string; readonly operation: ts.Identifier }[] = [];
    const visitors = checkMembers(
      context,
      metricsExport,
      givenMetrics(context),
      ({ isUnexported, name, similar }) => {
        if (isUnexported)
          return `The app does not export its metrics, so PostHog throws here. Export metrics, with ${name} in it.`;
        const advice =
          similar === undefined ? `Export it: metrics = { ${name}: 'sum' }.` : `Did you mean ${similar}?`;
        return `The app exports no metric ${name}, so PostHog throws here. ${advice}`;
      },
      (name, use) => `${name}: ${quote(use, kindOf(use))}`,
    );
    return {
      ...visitors,
      access(node) {
        visitors.access?.(node);
        const [collection, name = '', operation, more] = context.values.of(node)?.members ?? [];
        if (collection !== metricsExport || operation === undefined || more !== undefined) return;
        if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name))
          calls.push({ name, operation: node.name });
      },
      end() {
        visitors.end?.();
        for (const [name, value] of context.collection(metricsExport).values) {
          const text = value !== undefined && ts.isExpression(value) ? withoutWrapping(value) : undefined;
          if (text === undefined || !ts.isStringLiteralLike(text)) continue;
          const kind = text.text.toLowerCase();
          kinds.set(name, kind);
          if (operations.has(kind)) continue;
          context.report(
            text,
            `PostHog does not load an app with a metric of the kind ${text.text}. The kinds are sum, max and min.`,
            [...operations.keys()].map((right) =>
              fix(`Change to ${right}`, replace(text, quote(text, right))),
            ),
          );
        }
        for (const { name, operation } of calls) {
          const right = operations.get(kinds.get(name) ?? '');
          if (right === undefined || right === operation.text || operation.text === '') continue;
          context.report(
            operation,
            `A metric of the kind ${kinds.get(name)} has no ${operation.text}, so this throws. Use ${right}.`,
            [fix(`Change to ${right}`, replace(operation, right))],
          );
        }
      },
    };
  },
};

/** What can be done with a metric, by its kind. */
const operations: ReadonlyMap<string, string> = new Map([
  ['sum', 'increment'],
  ['max', 'max'],
  ['min', 'min'],
]);

/** The kind of a metric, by what is done with it. */
function kindOf({ parent }: ts.Node): string {
  const use = parent?.parent;
  const operation = use !== undefined && ts.isPropertyAccessExpression(use) ? use.name.text : '';
  return operation === 'max' || operation === 'min' ? operation : 'sum';
}

/** The metrics that PostHog adds to apps with exportEvents (reference 2.7). */
function givenMetrics({ lifecycle }: RuleContext): readonly string[] {
  return lifecycle.some(({ isExported, name }) => isExported && name === 'exportEvents')
    ? ['events_seen', 'events_delivered_successfully', 'undelivered_events', 'retry_errors', 'other_errors']
    : [];
}
