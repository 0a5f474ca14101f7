/** What the functions of an app give back. */
import ts from 'typescript';
import type { ValuePaths } from './valuePaths.ts';

/** What a function returns, with undefined where it returns nothing. */
export function returnedBy({ body }: ts.FunctionLikeDeclaration): readonly (ts.Expression | undefined)[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node.expression);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** The one expression that the app's own function returns: `const make = (name) => ({ event: name })`. */
export function madeBy(call: ts.CallExpression, values: ValuePaths): ts.Expression | undefined {
  const callee = values.functions.behind(call.expression);
  const isPlain =
    callee !== undefined &&
    callee.asteriskToken === undefined &&
    (ts.getCombinedModifierFlags(callee) & ts.ModifierFlags.Async) === 0;
  if (!isPlain) return undefined;
  const [result, ...others] = returnedBy(callee);
  return others.length === 0 ? result : undefined;
}
