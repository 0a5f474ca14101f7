/** What declares a name in the scopes around it, by what the compiler keeps of each: to ask its checker takes much longer. */
import ts from 'typescript';

/** The declaration of a name of the file; undefined for others, and for what is declared several times. */
export function localDeclaration(node: ts.Identifier): ts.Declaration | undefined {
  for (let scope: ts.Node = node; scope !== undefined; scope = scope.parent) {
    const { locals } = scope as { readonly locals?: ReadonlyMap<string, ts.Symbol> };
    const declarations = locals?.get(node.text)?.declarations;
    if (declarations !== undefined) return declarations.length === 1 ? declarations[0] : undefined;
  }
  return undefined;
}

/** The variable that a name is declared with, by itself or in a pattern. */
export function variableOf(declaration: ts.Declaration): ts.VariableDeclaration | undefined {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}
