/** Exports under a name that PostHog calls, or takes for a collection, that are certainly none (reference 2.1, 3.7, 3.8). */
import ts from 'typescript';
import { jobsExport, lifecycleExport, metricsExport } from '../../../platform/lifecycle.ts';
import type { ExportedValue, ExportReader } from './appExports.ts';
import { exportPlace } from './exportPlace.ts';
import { isFalsy, kindOfValue, type ValueKind } from './valueKinds.ts';

export interface NoFunction {
  readonly name: string;
  /** Where it has its name. */
  readonly place: ts.Node;
  readonly kind: ValueKind | 'a function';
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
      .map((value) => noFunctionOf(value, exports, checker));
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
  const kind = ts.isFunctionLike(node) ? 'a function' : kindOfValue(node, checker);
  if (kind === undefined || !isWrong(name, kind, node)) return undefined;
  return { name, place: exportPlace(value), kind, isFalsy: isFalsy(node) };
}

function isWrong(name: string, kind: NoFunction['kind'], node: ts.Node): boolean {
  // A list is an object, too, and a pattern is one without a job in it.
  if (name === jobsExport) return !['an object', 'an array', 'a pattern'].includes(kind);
  if (name === metricsExport && ts.isArrayLiteralExpression(node)) return hasTexts(node);
  if (name === metricsExport) return ['a number', 'a boolean', 'null'].includes(kind);
  return lifecycleExport(name) !== undefined && kind !== 'a function';
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
