/** The types of what operators, conditions and the methods of texts give, as text; see typeTexts.ts for what such a text means. */
import ts from 'typescript';
import { isParameterNamed } from './lookUp.ts';
import { unionText } from './typeTexts.ts';

/** How the type of a part is told. */
type TypeOf = (value: ts.Expression) => string;

/** The type of an operation; undefined for what is none. */
export function operationTypeText(value: ts.Expression, typeOf: TypeOf): string | undefined {
  if (ts.isConditionalExpression(value)) return unionText([typeOf(value.whenTrue), typeOf(value.whenFalse)]);
  if (ts.isTypeOfExpression(value)) return 'string';
  if (ts.isPrefixUnaryExpression(value))
    return value.operator === ts.SyntaxKind.ExclamationToken ? 'boolean' : undefined;
  if (ts.isBinaryExpression(value)) return ofBinary(value, typeOf);
  if (ts.isPropertyAccessExpression(value)) return ofMember(value, typeOf);
  return ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)
    ? ofMethod(value.expression, typeOf)
    : undefined;
}

function ofBinary(
  { left, operatorToken: { kind }, right }: ts.BinaryExpression,
  typeOf: TypeOf,
): string | undefined {
  if (comparisons.has(kind)) return 'boolean';
  if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken)
    return unionText([typeOf(left), typeOf(right)]);
  const types = [typeOf(left), typeOf(right)];
  if (kind === ts.SyntaxKind.PlusToken && types.includes('string')) return 'string';
  const isNumber = types.every((type) => type === 'number');
  return isNumber && (kind === ts.SyntaxKind.PlusToken || calculations.has(kind)) ? 'number' : undefined;
}

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

const calculations: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
]);

/** The values of `meta.config` are text. */
function ofMember({ expression, name }: ts.PropertyAccessExpression, typeOf: TypeOf): string | undefined {
  if (name.text === 'length' && ['string', 'Array<string>'].includes(typeOf(expression))) return 'number';
  return isConfig(expression) ? 'string' : undefined;
}

function isConfig(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'config' && isParameterNamed(node, 'config');
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'config' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'meta' &&
    isParameterNamed(node.expression, 'meta')
  );
}

function ofMethod({ expression, name }: ts.PropertyAccessExpression, typeOf: TypeOf): string | undefined {
  const result = methodsOfText[name.text];
  return result !== undefined && typeOf(expression) === 'string' ? result : undefined;
}

const methodsOfText: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    [
      'concat padEnd padStart repeat replace replaceAll slice substring',
      'toLowerCase toString toUpperCase trim trimEnd trimStart',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, 'string']),
  ),
  split: 'Array<string>',
  startsWith: 'boolean',
  endsWith: 'boolean',
  includes: 'boolean',
  indexOf: 'number',
};
