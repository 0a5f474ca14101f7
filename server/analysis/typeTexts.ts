/**
 * Types as text that means the same outside of the file they are written in: names of the file are replaced by what
 * they stand for, and what cannot be told by syntax alone is `any`.
 */
import ts from 'typescript';
import { propertiesOf, typedefNamed } from './jsDocTypes.ts';

/** How many types are written inside each other; deeper ones are `any`, which also ends circles. */
export const maxDepth = 4;

/** Types of the language that take the names of other types, by the number of those. */
export const generics: Readonly<Record<string, number>> = {
  Array: 1,
  ReadonlyArray: 1,
  Partial: 1,
  Required: 1,
  Readonly: 1,
  Promise: 1,
  Set: 1,
  WeakSet: 1,
  WeakRef: 1,
  Map: 2,
  WeakMap: 2,
  Record: 2,
};

/** Types of the language and of PostHog's VM that take none. */
export const plainNames: ReadonlySet<string> = new Set(
  (
    'Date RegExp URL Buffer ' +
    'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError RetryError ' +
    'ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array ' +
    'Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array ' +
    'Intl.Collator Intl.DateTimeFormat Intl.NumberFormat Intl.PluralRules Intl.RelativeTimeFormat Intl.ListFormat'
  ).split(' '),
);

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
export function typeText(
  type: ts.TypeNode | ts.JSDocTypeLiteral,
  file: ts.SourceFile,
  depth = maxDepth,
): string {
  const inner = (node: ts.TypeNode): string => typeText(node, file, depth - 1);
  if (depth === 0) return 'any';
  if (keywords.has(type.kind)) return type.getText(file);
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isArrayTypeNode(type)) return `Array<${inner(type.elementType)}>`;
  if (ts.isUnionTypeNode(type)) return unionText(type.types.map(inner));
  if (ts.isIntersectionTypeNode(type)) {
    const parts = type.types.map(inner);
    return parts.map((part) => (part.includes(' | ') ? `(${part})` : part)).join(' & ');
  }
  if (ts.isTypeLiteralNode(type)) return membersText(type.members, file, depth - 1);
  if (ts.isJSDocTypeLiteral(type)) return commentText(type, file, depth - 1);
  if (ts.isJSDocNullableType(type)) return unionText([inner(type.type), 'null']);
  if (ts.isJSDocNonNullableType(type) || ts.isJSDocOptionalType(type)) return inner(type.type);
  return ts.isTypeReferenceNode(type) ? referenceText(type, file, depth) : 'any';
}

/** One of several types; a function among them, which begins with its parameters, needs parentheses. */
export function unionText(types: Iterable<string>): string {
  const all = [...new Set(types)];
  if (all.includes('any')) return 'any';
  return all.length < 2
    ? all.join('')
    : all.map((type) => (type.startsWith('(') ? `(${type})` : type)).join(' | ');
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
  if (declared === undefined) {
    const inComment = typedefNamed(file, name);
    if (inComment !== undefined) return typeText(inComment, file, depth - 1);
  } else {
    if (declared.typeParameters !== undefined) return 'any';
    if (ts.isTypeAliasDeclaration(declared)) return typeText(declared.type, file, depth - 1);
    return declared.heritageClauses === undefined ? membersText(declared.members, file, depth - 1) : 'any';
  }
  if (generics[name] !== undefined && generics[name] === parts.length) {
    return `${name}<${parts.map((part) => typeText(part, file, depth - 1)).join(', ')}>`;
  }
  if ((type.flags & ts.NodeFlags.JSDoc) !== 0) {
    if (name === 'Object' && parts.length === 2)
      return `Record<${parts.map((part) => typeText(part, file, depth - 1)).join(', ')}>`;
    const primitive = primitives[name];
    if (primitive !== undefined) return primitive;
  }
  return plainNames.has(name) && parts.length === 0 ? name : 'any';
}

/** In comments the classes of values stand for the values. */
const primitives: Readonly<Record<string, string>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'boolean',
};

/** An object whose properties the tags of a comment name. */
function commentText(type: ts.JSDocTypeLiteral, file: ts.SourceFile, depth: number): string {
  const members = propertiesOf(type).map(
    ({ name, type: written, isOptional }) =>
      `${name}${isOptional ? '?' : ''}: ${written === undefined ? 'any' : typeText(written, file, depth)}`,
  );
  const text = members.length === 0 ? 'any' : `{ ${members.join('; ')} }`;
  return type.isArrayType ? `Array<${text}>` : text;
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
