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
import { parseErrorIn } from '../../platform/languageLevel.ts';
import { absentGlobal, presentGlobals } from '../../platform/vmGlobals.ts';
import { isUse } from './absentGlobal.ts';
import type { NodeRule } from './nodeRule.ts';
import { isBundled } from './support/bundledCode.ts';
import { takingPart } from './support/metaFixes.ts';
import { postHogReading } from './support/postHogReading.ts';

/** What Node has since 20 and later: apps run on an older one (reference 4.4). */
const newer: ReadonlySet<string> = new Set(
  'AsyncDisposableStack DisposableStack Float16Array Iterator SuppressedError Temporal'.split(' '),
);

/** Names without a declaration that are there all the same: those of the language, and those of files as PostHog runs them. */
const known: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis).filter((name) => !newer.has(name)),
  ...presentGlobals.map(({ name }) => name),
  // The global object is an object like any other.
  ...Object.getOwnPropertyNames(Object.prototype),
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
  create: ({ isBuilt, lifecycle, profile, reachable, values, report }) => {
    const made = new Set<string>();
    const uses: ts.Identifier[] = [];
    let mayBeAny = false;
    return {
      identifier(node) {
        if (isBuilt || mayBeAny) return;
        mayBeAny = makesAny(node);
        if (known.has(node.text)) return;
        if (makesGlobal(node)) made.add(node.text);
        else if ((isUse(node) || isTarget(node)) && !isBound(node)) uses.push(node);
      },
      end() {
        if (mayBeAny) return;
        // Of code that cannot be read nobody knows what its names are; the rule syntax tells of it.
        const isBroken = (file: ts.SourceFile): boolean =>
          parseErrorIn(file) !== undefined || postHogReading(file, profile).refused.length > 0;
        const broken = new Set([...new Set(uses.map((node) => node.getSourceFile()))].filter(isBroken));
        for (const node of uses) {
          const { text } = node;
          if (broken.has(node.getSourceFile()) || isTag(node)) continue;
          if (made.has(text) || absentGlobal(text) !== undefined || isAskedFor(node)) continue;
          if (values.isUndeclared(node) && !isInType(node) && reachable.has(node))
            report(
              node,
              messageFor(text),
              partsOfMeta.has(text) ? takingPart(node, { lifecycle, values }) : [],
            );
        }
      },
    };
  },
};

/**
 * Whether a name is a global from there on, wherever it stands: sloppy code makes one of what it assigns to, and of a
 * function in a block (reference 4.4); a member of the global object is one, and so is one of `this` in a function that is
 * called by itself.
 */
function makesGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isFunctionDeclaration(parent) && parent.name === node) {
    const isInBlock = ts.isBlock(parent.parent) && !ts.isFunctionLike(parent.parent.parent);
    return (isInBlock || ts.isCaseOrDefaultClause(parent.parent)) && !isStrict(node);
  }
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return (isOwnThis(parent.expression) || isGlobalObject(parent.expression)) && isTarget(parent);
  }
  return isTarget(node) && !isStrict(node);
}

function isGlobalObject(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && /^(?:global|globalThis|GLOBAL|root)$/.test(node.text) && !isBound(node);
}

/**
 * Whether there may be a global of any name: the global object is handed on, or filled by names that are made, or code is
 * made of texts.
 */
function makesAny(node: ts.Identifier): boolean {
  const { parent, text } = node;
  if (text === 'eval' || text === 'Function') return isCode(node);
  if (!isGlobalObject(node) || !isUse(node) || ts.isTypeOfExpression(parent)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text.startsWith('__define');
  const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return !isAsked;
}

/** `eval('…')`, `(0, eval)('…')`, `new Function('…')`; `x instanceof Function` is a question. */
function isCode(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  return node.text === 'eval' && isUse(node) && !isBound(node);
}

/** Whether it is the `this` of a function that no class and no object holds. */
function isOwnThis(node: ts.Node): boolean {
  if (node.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const around = ts.findAncestor(
    node.parent,
    (above) => !ts.isArrowFunction(above) && (ts.isFunctionLike(above) || ts.isClassLike(above)),
  );
  return around === undefined || ts.isFunctionDeclaration(around) || ts.isFunctionExpression(around);
}

/** Whether an assignment to what is not declared throws: in classes, and where the code asks for it. */
function isStrict(node: ts.Node): boolean {
  return (
    ts.findAncestor(
      node,
      (above) =>
        ts.isClassLike(above) || (ts.isFunctionLike(above) && 'body' in above && asksToBeStrict(above.body)),
    ) !== undefined
  );
}

function asksToBeStrict(body: ts.Node | undefined): boolean {
  if (body === undefined || !ts.isBlock(body)) return false;
  const [first] = body.statements;
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use strict'
  );
}

/** Whether something is assigned to it, by itself or in a pattern. */
function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    // The value of a pattern's default is read, and so is what += adds to.
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node;
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

/** By the editor's own check, or by the code itself: whoever asks whether a name is there knows that it may be missing. */
function isAskedFor(node: ts.Identifier): boolean {
  const file = node.getSourceFile();
  const name = node.text.replaceAll('$', '\\$');
  const asked = new RegExp(
    [
      String.raw`\btypeof\s*(?:/\*.*?\*/\s*)?\(?\s*${name}(?![\w$]|\s*[.([])`,
      String.raw`(['"\x60])${name}\1\s+in\b`,
      String.raw`\b(?:globalThis|global|GLOBAL|root)\s*\??\.\s*${name}(?![\w$])`,
      String.raw`\b(?:hasOwnProperty(?:\.call)?|hasOwn|has|get)\s*\([^()]*(['"\x60])${name}\2\s*\)`,
    ].join('|'),
  );
  return (
    !javaScript.test(file.fileName) ||
    /^\s*\/\/\s*@ts-check\b/m.test(file.text) ||
    asked.test(file.text) ||
    isBundled(file, node.pos)
  );
}

/** The rule `syntax` tells of these. */
function isTag({ parent }: ts.Identifier): boolean {
  return ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
}

function messageFor(name: string): string {
  if (newer.has(name))
    return `The Node that PostHog runs apps on is older than ${name}, so the app fails where it comes to this.`;
  const way = partsOfMeta.has(name)
    ? `It is a part of meta: write meta.${name}, or take it where the handler takes meta.`
    : 'Declare or import it.';
  return `Nothing declares ${name}, so the app fails where it comes to this. ${way}`;
}

function isInType(node: ts.Node): boolean {
  const isType = (around: ts.Node): boolean =>
    ts.isJSDoc(around) || (ts.isTypeNode(around) && !ts.isExpressionWithTypeArguments(around));
  return ts.findAncestor(node.parent, isType) !== undefined;
}
