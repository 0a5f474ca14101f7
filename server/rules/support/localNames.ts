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

/** All names that the scopes around a place have. */
export function namesAround(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let scope = node; scope !== undefined; scope = scope.parent) {
    const { locals } = scope as { readonly locals?: ReadonlyMap<string, ts.Symbol> };
    for (const name of locals?.keys() ?? []) names.add(name);
  }
  return names;
}

/**
 * The declaration of a name with `let`, `const` or `class` that stands behind its use in the same function: to come to the
 * use throws, whatever way that is.
 */
export function declaredLater(node: ts.Identifier): ts.Declaration | undefined {
  const declaration = localDeclaration(node);
  if (declaration === undefined || declaration.pos <= node.pos) return undefined;
  if (declaration.getSourceFile() !== node.getSourceFile()) return undefined;
  const isOfBlock =
    ts.isClassDeclaration(declaration) ||
    (ts.getCombinedNodeFlags(variableOf(declaration) ?? declaration) & ts.NodeFlags.BlockScoped) !== 0;
  if (!isOfBlock || (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0)
    return undefined;
  // What runs later, or when somebody makes an object of a class, may find it declared.
  const around = (of: ts.Node): ts.Node | undefined =>
    ts.findAncestor(of.parent, (above) => ts.isFunctionLike(above) || ts.isClassLike(above));
  const isInParameter = ts.findAncestor(node, ts.isParameter) !== undefined;
  return !isInParameter && around(node) === around(declaration) ? declaration : undefined;
}

/** The variable that a name is declared with, by itself or in a pattern. */
export function variableOf(declaration: ts.Declaration): ts.VariableDeclaration | undefined {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}
