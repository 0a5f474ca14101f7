/**
 * undeclared-name: a name that nothing declares throws a ReferenceError where it is read (reference 4.2). The editor's own
 * support tells that in TypeScript and in checked JavaScript, so the rule looks at the JavaScript that nobody checks.
 *
 * ```js
 * export function onEvent(event) {
 *   console.log(config.region)
 * }
 * ```
 */
import ts from 'typescript';
import { absentGlobal, presentGlobals } from '../../platform/vmGlobals.ts';
import { isUse } from './absentGlobal.ts';
import type { NodeRule } from './nodeRule.ts';
import { isBundled } from './support/bundledCode.ts';

/** Names without a declaration that are there all the same: those of the language, and those of files as PostHog runs them. */
const known: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...presentGlobals.map(({ name }) => name),
  'arguments',
  'require',
]);

const javaScript = /\.[cm]?jsx?$/;

/** What is looked for by itself most often, and stands in `meta`. */
const partsOfMeta: ReadonlySet<string> = new Set(
  'attachments cache config geoip jobs metrics storage utils'.split(' '),
);

export const undeclaredName: NodeRule = {
  name: 'undeclared-name',
  create: ({ isBuilt, reachable, values, report }) => {
    const made = new Set<string>();
    const uses: ts.Identifier[] = [];
    return {
      identifier(node) {
        if (isBuilt || known.has(node.text)) return;
        if (makesGlobal(node)) made.add(node.text);
        else if (isUse(node) && !isBound(node)) uses.push(node);
      },
      end() {
        for (const node of uses) {
          const { text } = node;
          if (made.has(text) || absentGlobal(text) !== undefined || isAskedFor(node)) continue;
          if (values.isUndeclared(node) && !isInType(node) && reachable.has(node))
            report(node, messageFor(text));
        }
      },
    };
  },
};

/**
 * Whether a name is a global from there on, wherever it stands: sloppy code makes one of what it assigns to, and of a
 * function in a block (reference 4.4); a member of the global object is one.
 */
function makesGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isFunctionDeclaration(parent) && parent.name === node)
    return ts.isBlock(parent.parent) && !ts.isFunctionLike(parent.parent.parent);
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return /^(?:global|globalThis|GLOBAL|root)$/.test(parent.expression.getText()) && isTarget(parent);
  return isTarget(node);
}

/** Whether something is assigned to it, by itself or in a pattern. */
function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    // The value of a pattern's default is read.
    return isAssignment && parent.left === node;
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  const isPart =
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isParenthesizedExpression(parent) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isPart && isTarget(parent);
}

/**
 * Whether a scope around a name declares it. The compiler keeps the names of each; to ask its checker about every name of
 * an app takes many times as long.
 */
function isBound(node: ts.Identifier): boolean {
  for (let scope: ts.Node = node; scope !== undefined; scope = scope.parent) {
    const { locals } = scope as { readonly locals?: ReadonlyMap<string, unknown> };
    if (locals?.has(node.text) === true) return true;
    if (ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) {
      if (scope.name?.text === node.text) return true;
    }
  }
  return false;
}

/** By the editor's own check, or by the code itself: `typeof name` never throws, and whoever asks knows. */
function isAskedFor(node: ts.Identifier): boolean {
  const file = node.getSourceFile();
  const name = node.text.replaceAll('$', '\\$');
  const asked = new RegExp(`\\btypeof\\s*\\(?\\s*${name}(?![\\w$])|(['"\`])${name}\\1\\s+in\\b`);
  return (
    !javaScript.test(file.fileName) ||
    /^\s*\/\/\s*@ts-check\b/m.test(file.text) ||
    fillsGlobal.test(file.text) ||
    asked.test(file.text) ||
    isBundled(file, node.pos)
  );
}

/** Then any name may be one. */
const fillsGlobal = /\bObject\s*\.\s*(?:assign|definePropert\w+)\s*\(\s*global(?:This)?\b/;

function messageFor(name: string): string {
  const way = partsOfMeta.has(name)
    ? `It is a part of meta: write meta.${name}, or take it where the handler takes meta.`
    : 'Declare or import it.';
  return `Nothing declares ${name}, so the app fails where it comes to this. ${way}`;
}

function isInType(node: ts.Node): boolean {
  return ts.findAncestor(node.parent, (around) => ts.isJSDoc(around) || ts.isTypeNode(around)) !== undefined;
}
