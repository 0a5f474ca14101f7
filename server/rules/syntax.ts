/**
 * syntax: PostHog takes the types out of the code and makes it CommonJS, and that is all; JSX, decorators and the old
 * forms of TypeScript's modules are errors there, and await outside of a function fails as the app starts (reference
 * 4.4). Errors of reading are told by the editor's own support of the language, so the rule leaves them to
 * parseErrors.ts, for the command line.
 *
 * ```js
 * const page = await fetch('https://example.com')
 * export function onEvent() {}
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';

export const syntax: NodeRule = {
  name: 'syntax',
  create: ({ app, isBuilt, report }) => {
    // A build turns all of it into plain code.
    if (isBuilt) return {};
    const checkWait = (node: ts.AwaitExpression | ts.ForOfStatement): void => {
      if (enclosingFunction(node) !== undefined || isInStaticBlock(node)) return;
      report(
        firstToken(node),
        'An app cannot wait outside of a function: PostHog fails to start it. Do this in setupPlugin, and keep the result in meta.global.',
      );
    };
    return {
      awaiting: checkWait,
      forOf(node) {
        if (node.awaitModifier !== undefined) checkWait(node);
      },
      jsx(node) {
        // Inside of another it has been told of already.
        if (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)) return;
        report(
          firstToken(node),
          'PostHog cannot read JSX. Build the app into plain JavaScript, and name the result as main in plugin.json.',
        );
      },
      decorator(node) {
        report(node, 'PostHog cannot read decorators. Call the function around the value instead.');
      },
      file(file) {
        if (file.fileName === app.entryFile && file.statements.length === 0) {
          report(
            { file: file.fileName, start: 0, length: Math.min(1, file.text.length) },
            'PostHog cannot load an app without code. Export a function that it calls, such as processEvent or onEvent.',
          );
        }
        for (const statement of file.statements) {
          if (ts.isImportEqualsDeclaration(statement) && !statement.isTypeOnly) {
            report(statement, "PostHog cannot read this form of import. Write import name from 'package'.");
          } else if (ts.isExportAssignment(statement) && statement.isExportEquals === true) {
            report(statement, 'PostHog cannot read export =. Export the functions by name.');
          }
        }
      },
    };
  },
};

function isInStaticBlock(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isClassStaticBlockDeclaration) !== undefined;
}

/** Where a construct begins: marking the whole of it would hide what is inside. */
function firstToken(node: ts.Node): ts.Node {
  return node.getFirstToken() ?? node;
}
