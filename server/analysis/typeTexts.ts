/**
 * Types as text that means the same outside of the file they are written in: names of the file are replaced by what
 * they stand for, and what cannot be told by syntax alone is `any`.
 */
import ts from 'typescript';

/** How many types are written inside each other; deeper ones are `any`, which also ends circles. */
const maxDepth = 4;

/** Types of the language that take the names of other types, by the number of those. */
const generics: Readonly<Record<string, number>> = {
  Array: 1,
  ReadonlyArray: 1,
  Partial: 1,
  Required: 1,
  Readonly: 1,
  Promise: 1,
  Set: 1,
  Map: 2,
  Record: 2,
};

const plainNames: ReadonlySet<string> = new Set(['Date', 'RegExp', 'Error', 'URL', 'Buffer', 'Uint8Array']);

const keywords: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.LiteralType,
]);

/** The text of a type that somebody wrote in `file`, in an annotation or in JSDoc. */
export function typeText(type: ts.TypeNode, file: ts.SourceFile, depth = maxDepth): string {
  const inner = (node: ts.TypeNode): string => typeText(node, file, depth - 1);
  if (depth === 0) return 'any';
  if (keywords.has(type.kind)) return type.getText(file);
  if (ts.isParenthesizedTypeNode(type)) return `(${inner(type.type)})`;
  if (ts.isArrayTypeNode(type)) return `Array<${inner(type.elementType)}>`;
  if (ts.isUnionTypeNode(type)) return type.types.map((part) => `(${inner(part)})`).join(' | ');
  if (ts.isIntersectionTypeNode(type)) return type.types.map((part) => `(${inner(part)})`).join(' & ');
  if (ts.isTypeLiteralNode(type)) return membersText(type.members, file, depth - 1);
  return ts.isTypeReferenceNode(type) ? referenceText(type, file, depth) : 'any';
}

function referenceText(type: ts.TypeReferenceNode, file: ts.SourceFile, depth: number): string {
  const name = type.typeName.getText(file);
  const parts = type.typeArguments ?? [];
  if (/^PostHogApp\.\w+$/.test(name) && parts.length === 0) return name;
  const declared = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
      statement.name.text === name,
  );
  if (declared !== undefined) {
    if (declared.typeParameters !== undefined) return 'any';
    if (ts.isTypeAliasDeclaration(declared)) return typeText(declared.type, file, depth - 1);
    return declared.heritageClauses === undefined ? membersText(declared.members, file, depth - 1) : 'any';
  }
  if (generics[name] !== undefined && generics[name] === parts.length) {
    return `${name}<${parts.map((part) => typeText(part, file, depth - 1)).join(', ')}>`;
  }
  return plainNames.has(name) && parts.length === 0 ? name : 'any';
}

function membersText(members: readonly ts.TypeElement[], file: ts.SourceFile, depth: number): string {
  const texts = members.map((member) => {
    if (!ts.isPropertySignature(member) || ts.isComputedPropertyName(member.name)) return undefined;
    const value = member.type === undefined ? 'any' : typeText(member.type, file, depth);
    return `${member.name.getText(file)}${member.questionToken === undefined ? '' : '?'}: ${value}`;
  });
  // A method, an index signature or the like: what is left out would be reported as an error.
  return texts.includes(undefined) ? 'any' : `{ ${texts.join('; ')} }`;
}

/** The text of the type of a value, as far as syntax tells it. Literals count as their kind: `'a'` is `string`. */
export function valueTypeText(value: ts.Expression, file: ts.SourceFile, depth = maxDepth): string {
  if (depth === 0) return 'any';
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return typeText(value.type, file);
  if (ts.isParenthesizedExpression(value)) return valueTypeText(value.expression, file, depth);
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return 'string';
  if (ts.isNumericLiteral(value) || isNegative(value)) return 'number';
  if (ts.isArrayLiteralExpression(value)) return `Array<${elementText(value, file, depth - 1)}>`;
  if (ts.isObjectLiteralExpression(value)) return objectText(value, file, depth - 1);
  if (ts.isNewExpression(value)) return newText(value, file);
  if (ts.isCallExpression(value)) return callResults[value.expression.getText(file)] ?? 'any';
  switch (value.kind) {
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return 'boolean';
    case ts.SyntaxKind.RegularExpressionLiteral:
      return 'RegExp';
    default:
      // `null` and `undefined` mostly make room for something that comes later.
      return 'any';
  }
}

const callResults: Readonly<Record<string, string | undefined>> = {
  Number: 'number',
  parseInt: 'number',
  parseFloat: 'number',
  'Number.parseInt': 'number',
  'Number.parseFloat': 'number',
  'Date.now': 'number',
  String: 'string',
  Boolean: 'boolean',
  'JSON.stringify': 'string',
};

function isNegative(value: ts.Expression): boolean {
  return (
    ts.isPrefixUnaryExpression(value) &&
    value.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(value.operand)
  );
}

function elementText({ elements }: ts.ArrayLiteralExpression, file: ts.SourceFile, depth: number): string {
  const types = new Set(elements.map((element) => valueTypeText(element, file, depth)));
  return types.size === 0 || types.has('any') ? 'any' : [...types].map((type) => `(${type})`).join(' | ');
}

function objectText(object: ts.ObjectLiteralExpression, file: ts.SourceFile, depth: number): string {
  const members = object.properties.map((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return `${property.name.text}: any`;
    if (property.name === undefined || ts.isComputedPropertyName(property.name)) return undefined;
    const value = ts.isPropertyAssignment(property)
      ? valueTypeText(property.initializer, file, depth)
      : 'any';
    return `${property.name.getText(file)}: ${value}`;
  });
  // An empty object is filled later; a spread brings names that are not known here.
  return members.length === 0 || members.includes(undefined) ? 'any' : `{ ${members.join('; ')} }`;
}

function newText({ expression, typeArguments }: ts.NewExpression, file: ts.SourceFile): string {
  const name = expression.getText(file);
  const count = name === 'Map' || name === 'Set' ? generics[name] : undefined;
  if (count !== undefined) {
    const parts = Array.from({ length: count }, (_none, index) => typeArguments?.[index]);
    return `${name}<${parts.map((part) => (part === undefined ? 'any' : typeText(part, file))).join(', ')}>`;
  }
  return plainNames.has(name) ? name : 'any';
}
