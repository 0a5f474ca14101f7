/**
 * module-state: PostHog runs an app in several threads, and each has variables of its own (reference 2.2, 3.9).
 *
 * ```js
 * let count = 0
 * export function onEvent() { count += 1 }
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';

export const moduleState: NodeRule = {
  name: 'module-state',
  create: ({ values, report }) => {
    const reported = new Set<ts.Node>();
    return {
      assignment(node) {
        const { left } = node;
        if (!ts.isIdentifier(left) || enclosingFunction(left) === undefined) return;
        const declaration = values.declarationOf(left);
        if (declaration === undefined || !isModuleVariable(declaration) || reported.has(declaration)) return;
        // A value that is kept once it is there comes out the same in every thread.
        if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionEqualsToken) return;
        reported.add(declaration);
        report(
          declaration.name,
          `PostHog runs apps in several threads, and each has a ${left.text} of its own, which is lost with every restart. Use meta.global for what may differ, meta.cache or meta.storage for what may not.`,
        );
      },
    };
  },
};

function isModuleVariable(declaration: ts.Declaration): declaration is ts.VariableDeclaration {
  return (
    ts.isVariableDeclaration(declaration) &&
    ts.isVariableDeclarationList(declaration.parent) &&
    ts.isVariableStatement(declaration.parent.parent) &&
    ts.isSourceFile(declaration.parent.parent.parent)
  );
}
