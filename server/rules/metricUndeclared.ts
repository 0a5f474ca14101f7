/**
 * metric-undeclared: meta.metrics throws for a name that the app does not export (reference 3.8).
 *
 * ```js
 * meta.metrics.sent.increment(1)
 * ```
 */
import type ts from 'typescript';
import { metricsExport } from '../../platform/lifecycle.ts';
import type { NodeRule } from './nodeRule.ts';
import { checkMembers } from './support/declaredMembers.ts';

export const metricUndeclared: NodeRule = {
  name: 'metric-undeclared',
  mentions: /\bmetrics\b/,
  create: (context) => {
    const files: ts.SourceFile[] = [];
    return checkMembers(context, files, metricsExport, [], (name, similar) =>
      similar === undefined
        ? `The app exports no metric ${name}, so PostHog throws here. Export it: metrics = { ${name}: 'sum' }.`
        : `The app exports no metric ${name}, so PostHog throws here. Did you mean ${similar}?`,
    );
  },
};
