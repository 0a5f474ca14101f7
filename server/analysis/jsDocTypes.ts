/** Types that JavaScript declares in comments: `@typedef`, `@param` with its properties, and `@type` of a function. */
import ts from 'typescript';

/** What a `@typedef` of a file declares under a name. */
export function typedefNamed(
  file: ts.SourceFile,
  name: string,
): ts.TypeNode | ts.JSDocTypeLiteral | undefined {
  let known = typedefs.get(file);
  if (known === undefined) {
    known = file.text.includes('@typedef') ? readTypedefs(file) : new Map();
    typedefs.set(file, known);
  }
  return known.get(name);
}

type Typedefs = ReadonlyMap<string, ts.TypeNode | ts.JSDocTypeLiteral>;

const typedefs = new WeakMap<ts.SourceFile, Typedefs>();

function readTypedefs({ statements, endOfFileToken }: ts.SourceFile): Typedefs {
  const found = new Map<string, ts.TypeNode | ts.JSDocTypeLiteral>();
  for (const node of [...statements, endOfFileToken]) {
    // Of several comments before one statement, TypeScript's own functions give the last.
    for (const { tags } of (node as { readonly jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) {
      for (const tag of tags ?? []) {
        if (!ts.isJSDocTypedefTag(tag) || tag.name === undefined || tag.typeExpression === undefined)
          continue;
        const { typeExpression } = tag;
        found.set(
          tag.name.text,
          ts.isJSDocTypeExpression(typeExpression) ? typeExpression.type : typeExpression,
        );
      }
    }
  }
  return found;
}

export interface DeclaredProperty {
  readonly name: string;
  readonly type: ts.TypeNode | undefined;
  readonly isOptional: boolean;
}

/** The properties that the tags of a comment name, such as `@property {string} [to]`. */
export function propertiesOf({ jsDocPropertyTags }: ts.JSDocTypeLiteral): readonly DeclaredProperty[] {
  return (jsDocPropertyTags ?? []).map(({ name, typeExpression, isBracketed }) => ({
    name: ts.isIdentifier(name) ? name.text : name.right.text,
    type: typeExpression?.type,
    isOptional: isBracketed || (typeExpression !== undefined && ts.isJSDocOptionalType(typeExpression.type)),
  }));
}

/** The type of a parameter by the comments around it, and whether it may be left out. */
export function parameterByComment(
  parameter: ts.ParameterDeclaration,
): { readonly type: ts.TypeNode; readonly isOptional: boolean } | undefined {
  const type = ts.getJSDocType(parameter);
  if (type !== undefined) {
    const isBracketed = ts.getJSDocParameterTags(parameter).some((tag) => tag.isBracketed);
    return { type, isOptional: isBracketed || ts.isJSDocOptionalType(type) };
  }
  const { parent } = parameter;
  const whole = ts.getJSDocType(parent);
  if (whole === undefined || !ts.isFunctionTypeNode(whole)) return undefined;
  const declared = whole.parameters[parent.parameters.indexOf(parameter)];
  return declared?.type && { type: declared.type, isOptional: declared.questionToken !== undefined };
}
