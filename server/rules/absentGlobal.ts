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
import { isGuarded } from './support/guards.ts';
import type { ValuePaths } from './support/valuePaths.ts';

export const absentGlobal: NodeRule = {
  name: 'absent-global',
  create: ({ isBuilt, profile, reachable, values, report }) => ({
    identifier(node) {
      if (node.text === 'google' && profile === 'documented') {
        if (isUse(node) && values.isGlobal(node) && !isAskedFor(node) && reachable.has(node))
          report(node, goneGoogle);
        return;
      }
      const absent = find(node.text);
      // What stands in require() is for import-refused; a build replaces process.env.
      if (absent === undefined || node.text === 'require' || (isBuilt && node.text === 'process')) return;
      if (!isUse(node) || !values.isGlobal(node) || isAskedFor(node) || isLastResort(node)) return;
      // Libraries in a bundle have much that no app calls.
      if (reachable.has(node)) report(node, messageFor(node, absentGlobalMessage(absent)));
    },
    access(node) {
      if (!ts.isPropertyAccessExpression(node) || !isGlobalObject(node.expression, values)) return;
      const name = node.name.text;
      const absent = find(name);
      const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
      const isReadFrom = ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
      // A member that is not there is undefined, which hurts only who goes on with it.
      if (absent === undefined || !(isCalled || isReadFrom) || node.parent.questionDotToken !== undefined)
        return;
      if (isBuilt && name === 'process') return;
      if (isChecked(node) || !reachable.has(node)) return;
      report(node.name, absentGlobalMessage(absent));
    },
  }),
};

/** A global of the old server alone (reference 4.2). */
const goneGoogle =
  "Servers of today have no global google. Write import { BigQuery } from '@google-cloud/bigquery'.";

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

/** `globalThis` and `global`. */
function isGlobalObject(node: ts.Expression, values: ValuePaths): boolean {
  return (
    ts.isIdentifier(node) && (node.text === 'globalThis' || node.text === 'global') && values.isGlobal(node)
  );
}

/** Whether code around asks for the member before it uses it. */
function isChecked(node: ts.PropertyAccessExpression): boolean {
  return isGuarded(node, (condition) => condition.includes(node.getText()));
}

/** `globalThis || self`, `typeof globalThis !== 'undefined' ? globalThis : self`: nobody comes to the last one. */
function isLastResort(node: ts.Identifier): boolean {
  for (let child: ts.Node = node; ts.isExpression(child); child = child.parent) {
    const { parent } = child;
    if (ts.isConditionalExpression(parent) && parent.whenFalse === child) {
      if (/\btypeof (?:globalThis|global)\b/.test(parent.condition.getText())) return true;
    }
    if (ts.isBinaryExpression(parent) && parent.right === child) {
      const isOr =
        parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
        parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
      if (isOr && /\b(?:globalThis|global)$/.test(parent.left.getText())) return true;
    }
  }
  return false;
}

/** Who makes a promise around a timer wants to wait. */
function messageFor(node: ts.Identifier, message: string): string {
  if (node.text !== 'setTimeout') return message;
  const promise = ts.findAncestor(
    node,
    (around) => ts.isNewExpression(around) && around.expression.getText() === 'Promise',
  );
  return promise === undefined
    ? message
    : "setTimeout does not exist in a PostHog app, and an app cannot wait for a time. Go on in a job: meta.jobs.name(payload).runIn(5, 'seconds').";
}
