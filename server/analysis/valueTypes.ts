/** The types of values as text, as far as syntax tells them; see typeTexts.ts for what such a text means. */
import ts from 'typescript';
import {
  callTypeText,
  functionTypeText,
  instanceTypeText,
  membersOfCode,
  namedTypeText,
  type ValueTypes,
} from './madeTypes.ts';
import { lookUp } from './lookUp.ts';
import { operationTypeText } from './operationTypes.ts';
import { generics, maxDepth, plainNames, typeText, unionText } from './typeTexts.ts';

/** The text of the type of a value, as far as syntax tells it. Literals count as their kind: `'a'` is `string`. */
export function valueTypeText(value: ts.Expression, file: ts.SourceFile, depth = maxDepth): string {
  if (depth <= 0) return 'any';
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return typeText(value.type, file);
  if (ts.isParenthesizedExpression(value)) return valueTypeText(value.expression, file, depth);
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return 'string';
  if (ts.isNumericLiteral(value) || isNegative(value)) return 'number';
  if (ts.isArrayLiteralExpression(value)) return `Array<${elementText(value, file, depth - 1)}>`;
  if (ts.isObjectLiteralExpression(value)) return objectText(value, file, depth - 1);
  if (ts.isNewExpression(value)) return newText(value, file, depth);
  if (ts.isFunctionExpression(value) || ts.isArrowFunction(value))
    return functionTypeText(value, typesOf(file), depth);
  const operation = operationTypeText(value, (part) => valueTypeText(part, file, depth - 1));
  if (operation !== undefined) return operation;
  if (ts.isCallExpression(value)) return resultText(value, file) ?? callTypeText(value, typesOf(file), depth);
  if (ts.isIdentifier(value)) return namedTypeText(value, typesOf(file), depth);
  if (ts.isAwaitExpression(value)) {
    const awaited = valueTypeText(value.expression, file, depth);
    return awaited === 'any' ? 'any' : `Awaited<${awaited}>`;
  }
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

/** What a function of the language or of PostHog gives. */
function resultText({ expression }: ts.CallExpression, file: ts.SourceFile): string | undefined {
  const result = callResults[expression.getText(file)];
  return result !== undefined && isOfNobody(expression) ? result : undefined;
}

/** Whether the name that an expression begins with is none of the code's own. */
function isOfNobody(expression: ts.Expression): boolean {
  const holder = ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
  return ts.isIdentifier(holder) && lookUp(holder.text, holder) === undefined;
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
  Symbol: 'symbol',
  BigInt: 'bigint',
  'Object.keys': 'Array<string>',
  'Object.values': 'Array<any>',
  'Object.entries': 'Array<[string, any]>',
  'Array.from': 'Array<any>',
  'Promise.resolve': 'Promise<any>',
  'Promise.all': 'Promise<Array<any>>',
  'Buffer.from': 'Buffer',
  'Buffer.alloc': 'Buffer',
  'Buffer.concat': 'Buffer',
  // It has another result where the library of browsers is.
  fetch: 'ReturnType<typeof fetch>',
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
  return types.size === 0 ? 'any' : unionText(types);
}

function objectText(object: ts.ObjectLiteralExpression, file: ts.SourceFile, depth: number): string {
  const members = object.properties.map((property) => {
    if (ts.isShorthandPropertyAssignment(property))
      return `${property.name.text}: ${valueTypeText(property.name, file, depth)}`;
    if (property.name === undefined || ts.isComputedPropertyName(property.name)) return undefined;
    const value = ts.isPropertyAssignment(property)
      ? valueTypeText(property.initializer, file, depth)
      : ts.isMethodDeclaration(property)
        ? functionTypeText(property, typesOf(file), depth)
        : 'any';
    return `${property.name.getText(file)}: ${value}`;
  });
  // An empty object is filled later; a spread brings names that are not known here.
  const known = members.filter((member) => member !== undefined);
  return members.length === 0 || known.length < members.length ? 'any' : membersOfCode(known);
}

function newText(value: ts.NewExpression, file: ts.SourceFile, depth: number): string {
  const { expression, typeArguments } = value;
  const name = expression.getText(file);
  const isOfLanguage = isOfNobody(expression);
  const count = isOfLanguage ? generics[name] : undefined;
  if (count !== undefined) {
    const parts = Array.from({ length: count }, (_none, index) => typeArguments?.[index]);
    return `${name}<${parts.map((part) => (part === undefined ? 'any' : typeText(part, file))).join(', ')}>`;
  }
  return isOfLanguage && plainNames.has(name) ? name : instanceTypeText(value, typesOf(file), depth);
}

function typesOf(file: ts.SourceFile): ValueTypes {
  return { file, typeOf: (value, depth) => valueTypeText(value, file, depth) };
}
