/**
 * undeclared-name: a name that nothing declares throws a ReferenceError where it is read (reference 4.2). In an editor that
 * tells the same by its own check of types, as in TypeScript, toldByEditor.ts leaves the finding out.
 *
 * ```js
 * export function onEvent(event) {
 *   console.log(config.region)
 * }
 * ```
 */
import ts from 'typescript';
import { parseErrorIn } from '../../platform/languageLevel.ts';
import { letterDistance, similarName } from '../../platform/similarName.ts';
import { absentGlobal, presentGlobals } from '../../platform/vmGlobals.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { appCode } from './support/appCode.ts';
import { isBundled } from './support/bundledCode.ts';
import { fix, replaceValue } from './support/edits.ts';
import { globalNames, isBound, isTarget, isUse, makesGlobal } from './support/globalNames.ts';
import { declaredLater, namesAround } from './support/localNames.ts';
import { takingPart } from './support/metaFixes.ts';
import { isCaught, outermostFunction } from './support/places.ts';
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

const globals = presentGlobals.flatMap(({ kind, name }) =>
  kind === 'service' || kind === 'language' ? name : [],
);

/** What is looked for by itself most often, and stands in `meta`. */
const partsOfMeta: ReadonlySet<string> = new Set(
  'attachments cache config geoip jobs metrics storage utils'.split(' '),
);

export const undeclaredName: NodeRule = {
  name: 'undeclared-name',
  create: ({ app, isBuilt, lifecycle, profile, reachable, values, report }) => {
    const uses: ts.Identifier[] = [];
    return {
      identifier(node) {
        if (isBuilt || !(isUse(node) || isTarget(node))) return;
        const isMissing = isBound(node) ? declaredLater(node) !== undefined : !known.has(node.text);
        if (isMissing && !makesGlobal(node)) uses.push(node);
      },
      end() {
        if (uses.length === 0) return;
        // Whoever asks whether a name is there knows that it may be missing.
        const { asked, made, mayBeAny } = globalNames(appCode(app).files);
        if (mayBeAny) return;
        // Of code that cannot be read nobody knows what its names are; the rule syntax tells of it.
        const isBroken = (file: ts.SourceFile): boolean =>
          parseErrorIn(file) !== undefined || postHogReading(file, profile).refused.length > 0;
        const broken = new Set([...new Set(uses.map((node) => node.getSourceFile()))].filter(isBroken));
        const groups = new Map<string, [ts.Identifier, ...ts.Identifier[]]>();
        for (const node of uses.toSorted((one, other) => one.pos - other.pos)) {
          const { text } = node;
          const isLater = isBound(node);
          if (broken.has(node.getSourceFile()) || isTag(node)) continue;
          const isThere =
            made.has(text) || (asked.has(text) && !isKnownMissing(node)) || absentGlobal(text) !== undefined;
          if (!isLater && (isThere || !values.isUndeclared(node))) continue;
          if (isLeftAlone(node) || isInType(node) || !reachable.has(node)) continue;
          const key = `${text} ${outermostFunction(node)?.pos} ${node.getSourceFile().fileName}`;
          const group = groups.get(key);
          if (group === undefined) groups.set(key, [node]);
          else group.push(node);
        }
        for (const group of groups.values()) {
          const [node] = group;
          const isPart = partsOfMeta.has(node.text);
          const similar = isPart || isBound(node) ? undefined : similarNameOf(node);
          const fixes = isPart ? takingPart(group, { lifecycle, profile, values }) : renaming(group, similar);
          report(node, messageFor(node, group.length - 1, similar), fixes);
        }
      },
    };
  },
};

/** `if (typeof name === 'undefined') name.a`: the question is asked, and the answer not heeded. */
function isKnownMissing(node: ts.Identifier): boolean {
  const isMissing = new RegExp(`^typeof ${node.text.replaceAll('$', '\\$')} ===? (['"])undefined\\1$`);
  for (
    let inner: ts.Node = node;
    !ts.isSourceFile(inner) && !ts.isFunctionLike(inner);
    inner = inner.parent
  ) {
    const { parent } = inner;
    const isBranch =
      (ts.isIfStatement(parent) &&
        parent.thenStatement === inner &&
        isMissing.test(parent.expression.getText())) ||
      (ts.isConditionalExpression(parent) &&
        parent.whenTrue === inner &&
        isMissing.test(parent.condition.getText()));
    if (isBranch) return true;
  }
  return false;
}

function renaming(group: readonly ts.Identifier[], similar: string | undefined): readonly Fix[] {
  if (similar === undefined) return [];
  return [fix(`Change to ${similar}`, ...group.map((use) => replaceValue(use, similar)))];
}

/** Where the author asks the check of types for silence, and in code that nobody mends here. */
function isLeftAlone(node: ts.Identifier): boolean {
  const file = node.getSourceFile();
  if (isBundled(file, node.pos)) return true;
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const above = file.text.slice(file.getLineStarts()[line - 1] ?? 0, file.getLineStarts()[line]);
  return line > 0 && /^\s*(?:\/\/|\/\*|\{\/\*)[\s*]*@ts-(?:ignore|expect-error)\b/.test(above);
}

/** The rule `syntax` tells of these. */
function isTag({ parent }: ts.Identifier): boolean {
  return ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
}

/** @param others how often the name stands in the same function once more. */
function messageFor(node: ts.Identifier, others: number, similar: string | undefined): string {
  const name = node.text;
  const where = outermostFunction(node) === undefined ? 'file' : 'function';
  const more = others === 0 ? '' : ` (${others === 1 ? 'once' : `${others} times`} more in this ${where})`;
  const fails = isCaught(node)
    ? `so this throws, and only the catch around it goes on${more}.`
    : `so the app fails where it comes to this${more}.`;
  if (newer.has(name)) return `The Node that PostHog runs apps on is older than ${name}, ${fails}`;
  const later = declaredLater(node);
  if (later !== undefined) {
    const { line } = ts.getLineAndCharacterOfPosition(node.getSourceFile(), later.getStart());
    return `${name} is declared further down, in line ${line + 1}, ${fails} Move the declaration up.`;
  }
  const way = partsOfMeta.has(name)
    ? `It is a part of meta: write meta.${name}, or take it where the handler takes meta.`
    : similar === undefined
      ? 'Declare or import it.'
      : `Did you mean ${similar}?`;
  return `Nothing declares ${name}, ${fails} ${way}`;
}

/** What is there under a name like this one: in the scopes around it, of PostHog, or of the language. */
function similarNameOf(node: ts.Identifier): string | undefined {
  if (node.text.length < 3) return undefined;
  const own = new Set([...namesAround(node)].filter((name) => name.length > 2));
  const similar = similarName(node.text, own) ?? similarName(node.text, globals);
  // Of long names a third may be another word.
  return similar !== undefined && letterDistance(node.text, similar) <= 3 ? similar : undefined;
}

/** `declare global { … }`, `declare class …` */
function isDeclared(node: ts.HasModifiers): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}

function isInType(node: ts.Node): boolean {
  const isType = (around: ts.Node): boolean =>
    ts.isJSDoc(around) ||
    (ts.isHeritageClause(around) && around.token === ts.SyntaxKind.ImplementsKeyword) ||
    (ts.canHaveModifiers(around) && isDeclared(around)) ||
    (ts.isTypeNode(around) && !ts.isExpressionWithTypeArguments(around));
  return ts.findAncestor(node.parent, isType) !== undefined;
}
