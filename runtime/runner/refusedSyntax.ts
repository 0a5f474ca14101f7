/**
 * What TypeScript compiles and PostHog does not load, the first place in a file. Reference 4.1, 4.3, 4.4. Beside what the
 * editor's own check lets through (languageLevel.ts) that is what the check tells of, and compiling does not.
 */
import type typescript from 'typescript';
import { bareImportMessage, checkImport } from '../../platform/imports.ts';
import { hasModifier, refusedSyntax } from '../../platform/languageLevel.ts';
import type { Profile } from '../../platform/profiles.ts';
import { refusedMember } from './refusedMembers.ts';
import { findWrongName } from './wrongNames.ts';
import { assignedIn } from '../../platform/assignedConstants.ts';

type TypeScript = typeof typescript;

export interface RefusedPlace {
  readonly offset: number;
  /** What is refused, and what to do. */
  readonly message: string;
}

/** The first place in a file that was read without errors; undefined where PostHog loads it. */
export function findRefusedSyntax(
  ts: TypeScript,
  file: typescript.SourceFile,
  profile: Profile,
): RefusedPlace | undefined {
  if (file.text.startsWith('#!')) {
    const message =
      'PostHog puts code of its own in front of the app, so #! is an error there. Remove this line';
    return { offset: 0, message };
  }
  const wrongName = findWrongName(ts, file);
  if (wrongName !== undefined) return wrongName;
  const [refused] = refusedSyntax(
    ts,
    file,
    profile,
    (_ts, node) =>
      refusedByCheck(ts, node, file) ?? (profile === 'documented' ? refusedIn2022(ts, node) : undefined),
  );
  return refused === undefined ? undefined : { offset: refused.start, message: refused.message };
}

const waitsInSync = 'await works in async functions alone. Write async in front of the function around it.';

function refusedByCheck(
  ts: TypeScript,
  node: typescript.Node,
  file: typescript.SourceFile,
): string | undefined {
  if (isWaitInSyncFunction(ts, node)) return waitsInSync;
  if (ts.isWithStatement(node))
    return "PostHog reads apps as modules, which have no 'with'. Name the object.";
  if (ts.isVariableDeclarationList(node)) return isOpenConst(ts, node) ? 'A const needs a value.' : undefined;
  if (ts.isCallExpression(node)) {
    return node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments.length !== 1
      ? 'PostHog reads import() with one argument alone.'
      : undefined;
  }
  if (ts.isImportDeclaration(node)) return refusedImport(ts, node);
  if (node.kind === ts.SyntaxKind.EqualsGreaterThanToken) {
    return ts.isArrowFunction(node.parent) && /[\r\n\u2028\u2029]/.test(file.text.slice(node.pos, node.end))
      ? 'An arrow function cannot be cut in front of =>. Write => in the line of its parameters.'
      : undefined;
  }
  if (ts.isParameter(node)) {
    return !ts.isIdentifier(node.name) && ts.isParameterPropertyDeclaration(node, node.parent)
      ? 'A parameter that becomes a field is one name. Take the pattern apart in the constructor.'
      : undefined;
  }
  if (node.kind === ts.SyntaxKind.JSDocNullableType && ts.findAncestor(node, ts.isJSDoc) === undefined)
    return 'PostHog cannot read ? beside a type. Write | null.';
  if (ts.isTaggedTemplateExpression(node)) {
    return 'questionDotToken' in node && node.questionDotToken !== undefined
      ? 'A template cannot follow ?. in this way.'
      : undefined;
  }
  if (isAssignedCall(ts, node)) return 'Nothing can be assigned to what a call gives.';
  return refusedMember(ts, node);
}

/** The engine stumbles over what is behind the `await`, and names that. */
function isWaitInSyncFunction(ts: TypeScript, node: typescript.Node): boolean {
  const isWait =
    ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  if (!isWait) return false;
  const around = ts.findAncestor(
    node.parent,
    (outer) =>
      ts.isFunctionLike(outer) || ts.isClassStaticBlockDeclaration(outer) || ts.isClassElement(outer),
  );
  if (around === undefined || !ts.isFunctionLike(around)) return false;
  // A default value of a parameter belongs to neither.
  if (ts.findAncestor(node, (outer) => outer === around || ts.isParameter(outer)) !== around) return false;
  return !hasModifier(ts, around, ts.SyntaxKind.AsyncKeyword);
}

function isOpenConst(ts: TypeScript, node: typescript.VariableDeclarationList): boolean {
  const kind = (node.flags & ts.NodeFlags.BlockScoped) as typescript.NodeFlags;
  if (kind !== ts.NodeFlags.Const || ts.isForInStatement(node.parent) || ts.isForOfStatement(node.parent))
    return false;
  const isDeclared = (around: typescript.Node): boolean =>
    hasModifier(ts, around, ts.SyntaxKind.DeclareKeyword);
  return (
    node.declarations.some(({ initializer }) => initializer === undefined) &&
    ts.findAncestor(node, isDeclared) === undefined
  );
}

function refusedImport(
  ts: TypeScript,
  { importClause, moduleSpecifier }: typescript.ImportDeclaration,
): string | undefined {
  if (importClause === undefined) {
    const name = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    return checkImport(name, 'documented').isAllowed ? bareImportMessage : undefined;
  }
  const isType = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return isType && importClause.name !== undefined && importClause.namedBindings !== undefined
    ? 'One import type takes a default or names, not both. Write two.'
    : undefined;
}

/** `f() = 2`, `f()++`: the engine tells of it only as it comes there. */
function isAssignedCall(ts: TypeScript, node: typescript.Node): boolean {
  const target = assignedIn(ts, node);
  return target !== undefined && ts.isCallExpression(target);
}

/** Babel 7.18 reads every app as a module in this, too. */
function refusedIn2022(ts: TypeScript, node: typescript.Node): string | undefined {
  if (!ts.isIdentifier(node) || node.text !== 'await') return undefined;
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return waitsInSync;
  const isDeclared =
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    parent.name === node;
  return isDeclared ? 'PostHog reads apps as modules, in which nothing can be called await.' : undefined;
}
