/**
 * console-method: the console of apps has five methods, and calling another throws (reference 4.7).
 *
 * ```js
 * console.table(rows)
 * ```
 */
import ts from 'typescript';
import { absentConsoleMethod } from '../../platform/vmGlobals.ts';
import type { NodeRule } from './nodeRule.ts';
import { safeFix, replace } from './support/edits.ts';
import { isAskedFor } from './support/guards.ts';

/** Methods in whose place `console.log` does much the same. */
const logged = new Set(['table', 'dir', 'group', 'groupCollapsed', 'trace']);

export const consoleMethod: NodeRule = {
  name: 'console-method',
  mentions: /\bconsole\b(?!\.(?:debug|log|info|warn|error)\b)/,
  create: ({ reachable, values, report }) => ({
    binding(node) {
      const path = values.ofBinding(node);
      const [name, method = ''] = path?.members ?? [];
      if (path?.root !== 'global' || name !== 'console' || path.members.length !== 2) return;
      const instead = absentConsoleMethod(method);
      if (instead === undefined || node.initializer !== undefined || !values.functions.isCalled(node.name))
        return;
      report(
        node.propertyName ?? node.name,
        `The console of apps has no ${method}, so calling this throws. ${instead}`,
      );
    },
    access(node) {
      const path = values.of(node);
      const [name, method = ''] = path?.members ?? [];
      if (path?.root !== 'global' || name !== 'console' || path.members.length !== 2) return;
      const instead = absentConsoleMethod(method);
      if (instead === undefined || node.questionDotToken !== undefined) return;
      if (isAskedFor(node) || !reachable.has(node)) return;
      const place = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
      const fixes =
        ts.isIdentifier(place) && logged.has(method)
          ? [safeFix('Use console.log', replace(place, 'log'))]
          : [];
      report(place, `The console of apps has no ${method}, so this throws. ${instead}`, fixes);
    },
  }),
};
