/** Exports under a name that PostHog calls, or takes for a collection, that are certainly none (reference 2.1, 3.7, 3.8). */
import ts from 'typescript';
import { jobsExport, lifecycleExport, metricsExport } from '../../../platform/lifecycle.ts';
import type { ExportedValue, ExportReader } from './appExports.ts';
import { exportPlace } from './exportPlace.ts';
import { isChangedLater } from './fileScope.ts';
import { returnedBy } from './results.ts';
import { isFalsy, kindOfValue, type ValueKind } from './valueKinds.ts';
import { withoutWrapping } from './valuePaths.ts';

export interface NoFunction {
  readonly name: string;
  /** Where it has its name. */
  readonly place: ts.Node;
  readonly kind: ValueKind | 'a function' | 'a promise' | 'undefined';
  readonly isFalsy: boolean;
}

export function noFunctionsIn(
  file: ts.SourceFile,
  exports: ExportReader,
  checker: ts.TypeChecker,
): readonly NoFunction[] {
  const { isOpen, values } = exports.of(file);
  if (isOpen) return [];
  const found: NoFunction[] = [];
  for (const name of new Set(values.map((value) => value.name))) {
    const known = values
      .filter((value) => value.name === name)
      .map((value) => noFunctionOf(value, exports, checker) ?? withoutValue(value, file));
    const [first] = known;
    // Of two exports of one name either may be the one that PostHog takes.
    if (first !== undefined && !known.includes(undefined)) found.push(first);
  }
  return found;
}

function noFunctionOf(
  { name, value }: ExportedValue,
  exports: ExportReader,
  checker: ts.TypeChecker,
): NoFunction | undefined {
  if (value === undefined || mayChange(value)) return undefined;
  const node = exports.resolve(value);
  if (node === undefined || mayChange(node)) return undefined;
  const kind = ts.isFunctionLike(node)
    ? 'a function'
    : (kindOfValue(node, checker) ?? kindOfMade(node, exports));
  if (kind === undefined || !isWrong(name, kind, node, checker)) return undefined;
  return { name, place: exportPlace(value), kind, isFalsy: isFalsy(node) };
}

/** `export let onEvent`, where nothing else in the file has that name. */
function withoutValue({ name, value }: ExportedValue, file: ts.SourceFile): NoFunction | undefined {
  if (value !== undefined || lifecycleExport(name) === undefined) return undefined;
  const uses = file.text.match(/[\w$]+/g)?.filter((word) => word === name) ?? [];
  if (uses.length !== 1) return undefined;
  const place = file.statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(
      (one) => one.initializer === undefined && ts.isIdentifier(one.name) && one.name.text === name,
    )?.name;
  return place === undefined ? undefined : { name, place, kind: 'undefined', isFalsy: true };
}

/** What an own class, or a call of an own function, gives; undefined where it may be a function. */
function kindOfMade(node: ts.Node, exports: ExportReader): NoFunction['kind'] | undefined {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  if (!ts.isIdentifier(expression) || isChangedLater(expression.text, node.getSourceFile())) return undefined;
  const maker = exports.resolve(expression);
  if (maker === undefined || mayChange(maker)) return undefined;
  if (ts.isNewExpression(node)) return isPlainClass(maker) ? 'an object' : undefined;
  if (!isWrittenFunction(maker) || maker.asteriskToken !== undefined) return undefined;
  if ((ts.getCombinedModifierFlags(maker) & ts.ModifierFlags.Async) !== 0) return 'a promise';
  const [result, ...others] = returnedBy(maker);
  const isLast = !ts.isBlock(maker.body) || maker.body.statements.at(-1)?.kind === returnStatement;
  if (result === undefined || others.length > 0 || !isLast) return undefined;
  return ts.isObjectLiteralExpression(withoutWrapping(result)) ? 'an object' : undefined;
}

const returnStatement = ts.SyntaxKind.ReturnStatement;

/** Whether `new` gives an instance of it: a constructor can return a function instead, also that of a class it extends. */
function isPlainClass(node: ts.Node): boolean {
  return (
    ts.isClassLike(node) &&
    node.heritageClauses === undefined &&
    (ts.getDecorators(node) ?? []).length === 0 &&
    node.members.filter(ts.isConstructorDeclaration).every((one) => returnedBy(one).length === 0)
  );
}

function isWrittenFunction(
  node: ts.Node,
): node is ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody } {
  return (
    (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node)) &&
    node.body !== undefined
  );
}

function isWrong(name: string, kind: NoFunction['kind'], node: ts.Node, checker: ts.TypeChecker): boolean {
  if (name === jobsExport && ts.isArrayLiteralExpression(node)) return hasNoFunction(node, checker);
  // A list is an object, too, and a pattern and a promise are such without a job in it.
  if (name === jobsExport) return !['an object', 'an array', 'a pattern', 'a promise'].includes(kind);
  if (name === metricsExport && ts.isArrayLiteralExpression(node)) return hasTexts(node);
  if (name === metricsExport) return ['a text', 'a number', 'a boolean', 'null'].includes(kind);
  return lifecycleExport(name) !== undefined && kind !== 'a function';
}

/** Whether a list has values, of which each is certainly no function. */
function hasNoFunction({ elements }: ts.ArrayLiteralExpression, checker: ts.TypeChecker): boolean {
  const isNone = (one: ts.Expression): boolean =>
    !ts.isSpreadElement(one) && kindOfValue(one, checker) !== undefined;
  return elements.length > 0 && elements.every(isNone);
}

/** Whether a list has texts that would be kinds of metrics, and are none (reference 3.8). */
function hasTexts({ elements }: ts.ArrayLiteralExpression): boolean {
  return elements.some((one) => ts.isStringLiteralLike(one) && !/^(?:sum|max|min)$/i.test(one.text));
}

/** Whether a variable may get another value: what it begins with says nothing then. */
function mayChange(value: ts.Node): boolean {
  const declaration = value.parent;
  const isVariable = ts.isVariableDeclaration(declaration) && declaration.initializer === value;
  if (!isVariable || (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return false;
  const name = declaration.name.getText();
  const { text } = declaration.getSourceFile();
  const assignments = text.matchAll(/(?<![\w$.])([\w$]+)\s*(?:\?\?|\|\||&&|[-+*/])?=(?![=>])/g);
  return [...assignments].filter(([, assigned]) => assigned === name).length > 1;
}
