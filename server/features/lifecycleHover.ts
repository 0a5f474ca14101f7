/** What a hover says of a name under which an app exports what PostHog calls or reads, in every style of export (reference 2.1). */
import ts from 'typescript';
import { jobsExport, lifecycleExport, metricsExport } from '../../platform/lifecycle.ts';
import { lifecycleDocs } from '../../platform/lifecycleDocs.ts';
import { nameOfValue } from '../analysis/exportName.ts';
import { forEachTopLevelValue, withoutWrapping } from '../analysis/lifecycleFunctions.ts';
import type { Located } from '../context.ts';

/** Markdown for a name where it is declared or exported; undefined for all others, and where PostHog does not see it. */
export function lifecycleHover(
  located: Located,
  name: ts.Identifier | ts.StringLiteralLike,
): string | undefined {
  const { app, engine, path, service } = located;
  const { text } = name;
  const isCollection = text === jobsExport || text === metricsExport;
  if (!isCollection && lifecycleExport(text) === undefined) return undefined;
  if (!isCollection) {
    const file = name.getSourceFile();
    const entry = engine.entryPoints(app).find((one) => one.name === text);
    if (entry === undefined) return undefined;
    const isThere = entry.span.file === path && entry.span.start === name.getStart(file);
    if (!isThere && !((path === app.entryFile || entry.span.file === path) && isExportName(name)))
      return undefined;
  } else if (path !== app.entryFile || !isExportName(name)) return undefined;
  return lifecycleDocs(text, service.profile);
}

/** Whether a file exports something under a name, and this is the place that says so. */
function isExportName(name: ts.Identifier | ts.StringLiteralLike): boolean {
  const { parent, text } = name;
  if (ts.isExportSpecifier(parent)) return parent.name === name && !parent.parent.parent.isTypeOnly;
  if (ts.isShorthandPropertyAssignment(parent)) return isExportedWhole(parent.parent);
  if (ts.isBindingElement(parent)) return isExportedPattern(parent);
  let isFound = false;
  forEachTopLevelValue(name.getSourceFile(), (exported, value, isExported) => {
    isFound ||= isExported && exported === text && nameOfValue(value) === name;
  });
  return isFound;
}

/** `export default { name }`, `module.exports = { name }`, `Object.assign(exports, { name })`. */
function isExportedWhole(object: ts.ObjectLiteralExpression): boolean {
  let whole: ts.Node = object;
  while (withoutWrapping(whole.parent) === object) whole = whole.parent;
  const { parent } = whole;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isBinaryExpression(parent)) return isExports(parent.left);
  return ts.isCallExpression(parent) && parent.arguments[0] !== undefined && isExports(parent.arguments[0]);
}

function isExports(node: ts.Node): boolean {
  return /^(?:module\.)?exports$/.test(node.getText());
}

/** `export const { name } = handlers`. */
function isExportedPattern(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  return (
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0 &&
    ts.isSourceFile(declaration.parent.parent.parent)
  );
}
