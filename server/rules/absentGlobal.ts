/**
 * absent-global: apps run in a place of their own, which has the language and little else (reference 4.2).
 *
 * ```js
 * setTimeout(() => {}, 1000)
 * ```
 */
import ts from 'typescript';
import { absentGlobal as find, absentGlobalMessage } from '../../platform/vmGlobals.ts';
import type { NodeRule } from './nodeRule.ts';

export const absentGlobal: NodeRule = {
  name: 'absent-global',
  create: ({ isBuilt, values, report }) => ({
    identifier(node) {
      const absent = find(node.text);
      // What stands in require() is for import-refused; a build replaces process.env.
      if (absent === undefined || node.text === 'require' || (isBuilt && node.text === 'process')) return;
      if (!isUse(node) || !values.isGlobal(node) || isAskedFor(node)) return;
      report(node, absentGlobalMessage(absent));
    },
  }),
};

/** Whether the name is read, and no name of a member, a label or a declaration. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ('name' in parent && parent.name === node) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !ts.isJsxAttribute(parent) && !ts.isQualifiedName(parent) && !ts.isImportSpecifier(parent);
}

/** `typeof name` never throws, and code that asks so knows what it does. */
function isAskedFor(node: ts.Identifier): boolean {
  if (ts.isTypeOfExpression(node.parent)) return true;
  return new RegExp(`\\btypeof\\s+${node.text}\\b`).test(node.getSourceFile().text);
}
