/**
 * console-method: the console of apps has five methods, and calling another throws (reference 4.7).
 *
 * ```js
 * console.table(rows)
 * ```
 */
import ts from 'typescript';
import { absentConsoleMethod } from '../../platform/vmGlobals.ts';
import type { Access, NodeRule } from './nodeRule.ts';
import { safeFix, replace } from './support/edits.ts';
import { isGuarded } from './support/guards.ts';
import type { ValuePaths } from './support/valuePaths.ts';

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
      if (instead === undefined || node.initializer !== undefined || !isCalled(node.name, values)) return;
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

function isCalled(name: ts.BindingName, values: ValuePaths): boolean {
  return (
    ts.isIdentifier(name) &&
    values.functions
      .usesOf(name)
      .some(({ parent }) => ts.isCallExpression(parent) && parent.questionDotToken === undefined)
  );
}

/** `typeof console.table`, `if (console.table)`, `console.table?.(rows)`: code that knows that it may be missing. */
function isAskedFor(node: Access): boolean {
  const { parent } = node;
  const isCondition =
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isBinaryExpression(parent) && parent.left === node) ||
    (ts.isCallExpression(parent) && parent.questionDotToken !== undefined);
  return isCondition || isGuarded(node, (condition) => condition.includes(node.getText()));
}
