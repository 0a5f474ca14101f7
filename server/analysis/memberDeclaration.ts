/** Where what an expression takes from an object is declared: `size` in `meta.config.size`. */
import ts from 'typescript';

/** Where a member is declared, also when a pattern took it into a variable. */
export function declarationOfMember(value: ts.Node, checker: ts.TypeChecker): ts.Declaration | undefined {
  const name = ts.isPropertyAccessExpression(value)
    ? value.name
    : ts.isElementAccessExpression(value)
      ? value.argumentExpression
      : value;
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (declaration === undefined || !ts.isBindingElement(declaration)) return declaration;
  const { propertyName, name: taken, parent } = declaration;
  const key = propertyName ?? taken;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return undefined;
  return checker.getPropertyOfType(checker.getTypeAtLocation(parent), key.text)?.valueDeclaration;
}
