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
import type { NodeRule } from './nodeRule.ts';
import { forEachTopLevelValue, membersOf, withoutWrapping } from '../analysis/lifecycleFunctions.ts';
import { fix, replace } from './support/edits.ts';
import { checkMembers } from './support/declaredMembers.ts';

export const metricUndeclared: NodeRule = {
  name: 'metric-undeclared',
  mentions: /\bmetrics\b/,
  create: (context) => {
    const files: ts.SourceFile[] = [];
    const kinds = new Map<string, string>();
    const calls: { readonly name: string; readonly operation: ts.Identifier }[] = [];
    const visitors = checkMembers(context, files, metricsExport, [], (name, similar) =>
      similar === undefined
        ? `The app exports no metric ${name}, so PostHog throws here. Export it: metrics = { ${name}: 'sum' }.`
        : `The app exports no metric ${name}, so PostHog throws here. Did you mean ${similar}?`,
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
      file(file) {
        visitors.file?.(file);
        for (const [name, value] of declaredIn(file)) {
          const kind = value.text.toLowerCase();
          kinds.set(name, kind);
          if (operations.has(kind)) continue;
          context.report(
            value,
            `PostHog does not load an app with a metric of the kind ${value.text}. The kinds are sum, max and min.`,
          );
        }
      },
      end() {
        visitors.end?.();
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

function declaredIn(file: ts.SourceFile): readonly (readonly [string, ts.StringLiteralLike])[] {
  const found: (readonly [string, ts.StringLiteralLike])[] = [];
  forEachTopLevelValue(file, (name, value, isExported) => {
    const object = withoutWrapping(value);
    if (name !== metricsExport || !isExported || !ts.isObjectLiteralExpression(object)) return;
    for (const member of membersOf(object)) {
      const kind = withoutWrapping(member.value);
      if (ts.isStringLiteralLike(kind)) found.push([member.name, kind]);
    }
  });
  return found;
}
