/**
 * module-state: PostHog runs an app in several threads, and each has variables of its own (reference 2.2, 3.9).
 *
 * ```js
 * let count = 0
 * export function onEvent() { count += 1 }
 * ```
 */
import ts from 'typescript';
import { presentGlobals } from '../../platform/vmGlobals.ts';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';
import { isInside } from './support/places.ts';

export const moduleState: NodeRule = {
  name: 'module-state',
  create: ({ lifecycle, values, report }) => {
    const reported = new Set<ts.Node>();
    const isInSetup = (target: ts.Node): boolean =>
      lifecycle.some((entry) => entry.name === 'setupPlugin' && isInside(target, entry.node));
    /** The global itself can be put in another's place, unlike its members (reference 4.2). */
    const replaced = (target: ts.Identifier): void => {
      if (isInSetup(target)) return;
      report(
        target,
        `${target.text} is a global that PostHog gives to apps. This puts another value in its place for the whole app, in this thread alone and until it restarts. Use a variable with another name.`,
      );
    };
    const change = (target: ts.Expression): void => {
      if (!ts.isIdentifier(target) || enclosingFunction(target) === undefined) return;
      if (target.text.startsWith('__')) return;
      if (isOwnGlobal(target.text) && values.isGlobal(target)) return replaced(target);
      const declaration = values.declarationOf(target);
      if (declaration === undefined || !isModuleVariable(declaration) || reported.has(declaration)) return;
      // Each thread runs setupPlugin, and comes to the same value.
      if (isInSetup(target)) return;
      reported.add(declaration);
      report(
        declaration.name,
        `PostHog runs apps in several threads, and each has a ${target.text} of its own, which is lost with every restart. Use meta.global for what may differ, meta.cache or meta.storage for what may not.`,
      );
    };
    return {
      assignment({ left, operatorToken }) {
        // A value that is kept once it is there comes out the same in every thread.
        if (operatorToken.kind !== ts.SyntaxKind.QuestionQuestionEqualsToken) change(left);
      },
      counting({ operand }) {
        // `state.count++`, where `state` is an object of the module.
        const isField = ts.isPropertyAccessExpression(operand) && ts.isIdentifier(operand.expression);
        const object = isField ? values.constantOf(operand.expression) : undefined;
        change(
          isField && object !== undefined && ts.isObjectLiteralExpression(object)
            ? operand.expression
            : operand,
        );
      },
      call({ expression }) {
        if (!ts.isPropertyAccessExpression(expression) || !growing.has(expression.name.text)) return;
        const list = values.constantOf(expression.expression);
        if (list !== undefined && isEmptyList(list)) change(expression.expression);
      },
    };
  },
};

/** A global of the VM, or of the language. */
function isOwnGlobal(name: string): boolean {
  return presentGlobals.some((one) => one.name === name && one.kind !== 'module');
}

/** How lists and sets grow. Maps and objects are left out: most of them keep what can be worked out again. */
const growing: ReadonlySet<string> = new Set(['push', 'unshift', 'add']);

function isEmptyList(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return true;
  return ts.isNewExpression(node) && ['Set', 'Array'].includes(node.expression.getText());
}

function isModuleVariable(declaration: ts.Declaration): declaration is ts.VariableDeclaration {
  return (
    ts.isVariableDeclaration(declaration) &&
    !declaration.getSourceFile().isDeclarationFile &&
    ts.isVariableDeclarationList(declaration.parent) &&
    ts.isVariableStatement(declaration.parent.parent) &&
    ts.isSourceFile(declaration.parent.parent.parent)
  );
}
