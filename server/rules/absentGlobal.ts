/**
 * absent-global: apps run in a place of their own, which has the language and little else (reference 4.2).
 *
 * ```js
 * setTimeout(() => {}, 1000)
 * ```
 */
import ts from 'typescript';
import { type AbsentGlobal, absentGlobal as find, absentGlobalMessage } from '../../platform/vmGlobals.ts';
import type { Access, NodeRule } from './nodeRule.ts';
import { isBundled } from './support/bundledCode.ts';
import { isGuarded } from './support/guards.ts';
import { isKnownPresent } from './support/presence.ts';
import type { ValuePaths } from './support/valuePaths.ts';

export const absentGlobal: NodeRule = {
  name: 'absent-global',
  create: ({ isBuilt, profile, reachable, values, report }) => ({
    identifier(node) {
      if (node.text === 'google' && profile === 'documented') {
        if (isUse(node) && values.isGlobal(node) && !isAskedFor(node, values) && reachable.has(node))
          report(node, goneGoogle);
        return;
      }
      const absent = find(node.text);
      // A build replaces process.env, and every require.
      if (absent === undefined || (isBuilt && (node.text === 'process' || node.text === 'require'))) return;
      // What stands in require() is for import-refused.
      if (node.text === 'require' && isCallee(node)) return;
      if (!isUse(node) || !values.isGlobal(node) || isAskedFor(node, values) || isLastResort(node)) return;
      // Libraries in a bundle have much that no app calls.
      if (reachable.has(node)) report(node, messageFor(node, absent));
    },
    access(node) {
      if (!isGlobalObject(node.expression, values)) return;
      const member = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
      if (!ts.isIdentifier(member) && !ts.isStringLiteralLike(member)) return;
      if (ts.isElementAccessExpression(node) && ts.isIdentifier(member)) return;
      const name = member.text;
      const absent = find(name);
      const isCalled =
        (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) &&
        node.parent.expression === node;
      const isReadFrom =
        (ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent)) &&
        node.parent.expression === node;
      // A member that is not there is undefined, which hurts only who goes on with it.
      if (absent === undefined || !(isCalled || isReadFrom) || isOptional(node.parent)) return;
      if (isBuilt && name === 'process') return;
      if (isChecked(node) || !reachable.has(node)) return;
      report(member, absentGlobalMessage(absent));
    },
  }),
};

/** A global of the old server alone (reference 4.2). */
const goneGoogle =
  "Servers of today have no global google. Write import { BigQuery } from '@google-cloud/bigquery'.";

/** Whether the name is read, and no name of a member, a label or a declaration. */
export function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ('name' in parent && parent.name === node) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !ts.isJsxAttribute(parent) && !ts.isQualifiedName(parent) && !ts.isImportSpecifier(parent);
}

/** `typeof name` never throws; what is come to only where the name is there does not, either. */
function isAskedFor(node: ts.Identifier, values: ValuePaths): boolean {
  if (ts.isTypeOfExpression(node.parent)) return true;
  const { text } = node.getSourceFile();
  if (isMade(node.text, text)) return true;
  // Nobody asks, which is what most files do.
  if (!/\b(?:typeof|in|globalThis|global)\b/.test(text)) return false;
  const isAsked = (): boolean => new RegExp(`\\btypeof\\s+${node.text}\\b`).test(text);
  // Libraries ask in ways of their own, and nobody mends them here.
  return isBundled(node.getSourceFile(), node.pos) ? isAsked() : isKnownPresent(node, values);
}

/** Whether code makes a global of that name itself: `globalThis.setTimeout ??= …`, or `process = {}`. */
function isMade(name: string, code: string): boolean {
  const [assigned, declared] = [String.raw`\s*(?:\|\||\?\?)?=(?!=|>)`, String.raw`(?:^|[;{}\n])\s*`];
  return new RegExp(`\\b(?:globalThis|global)\\.${name}${assigned}|${declared}${name}${assigned}`).test(code);
}

function isCallee(node: ts.Identifier): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function isOptional(node: ts.Node): boolean {
  return 'questionDotToken' in node && node.questionDotToken !== undefined;
}

/** `globalThis` and `global`. */
function isGlobalObject(node: ts.Expression, values: ValuePaths): boolean {
  return (
    ts.isIdentifier(node) && (node.text === 'globalThis' || node.text === 'global') && values.isGlobal(node)
  );
}

/** Whether code around asks for the member before it uses it. */
function isChecked(node: Access): boolean {
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

/** Who makes a promise around a timer wants to wait; who reads `window.location` is helped by no other global object. */
function messageFor(node: ts.Identifier, absent: AbsentGlobal): string {
  const { parent } = node;
  const isObject = node.text === 'window' || node.text === 'self';
  const member = isObject && ts.isPropertyAccessExpression(parent) ? find(parent.name.text) : undefined;
  const message = absentGlobalMessage(member === undefined ? absent : { ...absent, instead: member.instead });
  if (node.text !== 'setTimeout') return message;
  const promise = ts.findAncestor(
    node,
    (around) => ts.isNewExpression(around) && around.expression.getText() === 'Promise',
  );
  return promise === undefined
    ? message
    : "setTimeout does not exist in a PostHog app, and an app cannot wait for a time. Go on in a job: meta.jobs.name(payload).runIn(5, 'seconds').";
}
