/**
 * absent-global: apps run in a place of their own, which has the language and little else (reference 4.2).
 *
 * ```js
 * setTimeout(() => {}, 1000)
 * ```
 */
import ts from 'typescript';
import { type AbsentGlobal, absentGlobal as find, absentGlobalMessage } from '../../platform/vmGlobals.ts';
import { absentGlobalFixes, inPlaceOfGoogle, inWordsOf } from './absentGlobalFixes.ts';
import type { Access, NodeRule } from './nodeRule.ts';
import { isBundled } from './support/bundledCode.ts';
import { appCode } from './support/appCode.ts';
import { globalNames, isUse, memberOfGlobal } from './support/globalNames.ts';
import { isGuarded } from './support/guards.ts';
import { isKnownPresent } from './support/presence.ts';

export const absentGlobal: NodeRule = {
  name: 'absent-global',
  create: ({ app, isBuilt, profile, reachable, values, report }) => {
    /** `typeof name` never throws; what is come to only where the name is there does not, either. */
    const isAskedFor = (node: ts.Identifier): boolean => {
      if (ts.isTypeOfExpression(node.parent)) return true;
      const { asked, made } = globalNames(appCode(app).files);
      if (made.has(node.text)) return true;
      // Libraries ask in ways of their own, and nobody mends them here.
      return isBundled(node.getSourceFile(), node.pos) ? asked.has(node.text) : isKnownPresent(node, values);
    };
    /** Nobody mends what a build has made. */
    const isMade = (node: ts.Identifier): boolean => isBuilt || isBundled(node.getSourceFile(), node.pos);
    return {
      identifier(node) {
        if (node.text === 'google' && profile === 'documented') {
          if (!isUse(node) || !values.isGlobal(node) || isAskedFor(node) || !reachable.has(node)) return;
          const { message, fixes } = inPlaceOfGoogle(node);
          report(node, message, isMade(node) ? [] : fixes);
          return;
        }
        const absent = find(node.text);
        // A build replaces process.env, and every require.
        if (absent === undefined || (isBuilt && (node.text === 'process' || node.text === 'require'))) return;
        // What stands in require() is for import-refused.
        if (node.text === 'require' && isCallee(node)) return;
        if (!isUse(node) || !values.isGlobal(node) || isAskedFor(node) || isLastResort(node)) return;
        // Libraries in a bundle have much that no app calls.
        if (!reachable.has(node)) return;
        const message = inWordsOf(node.getSourceFile(), messageFor(node, absent));
        report(node, message, isMade(node) ? [] : absentGlobalFixes(node));
      },
      access(node) {
        const member = memberOfGlobal(node);
        if (member === undefined) return;
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
    };
  },
};

function isCallee(node: ts.Identifier): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function isOptional(node: ts.Node): boolean {
  return 'questionDotToken' in node && node.questionDotToken !== undefined;
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
