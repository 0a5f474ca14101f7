/** What the functions of an app give back. */
import ts from 'typescript';

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
