/** Values that stand in the code: texts put together from constants, and the properties of object literals. */
import ts from 'typescript';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

const depthLimit = 20;

/** What is known of a text. */
export interface KnownText {
  /** The text from its start to the first piece that is not known. */
  readonly start: string;
  readonly isWhole: boolean;
}

/** The text of an expression, as far as it stands in the code; undefined for what is surely no text. */
export function textOf(node: ts.Expression, values: ValuePaths, depth = 0): KnownText | undefined {
  const inner = withoutWrapping(node);
  if (depth > depthLimit) return undefined;
  if (ts.isStringLiteralLike(inner)) return { start: inner.text, isWhole: true };
  if (ts.isTemplateExpression(inner)) {
    let text: KnownText = { start: inner.head.text, isWhole: true };
    for (const { expression, literal } of inner.templateSpans) {
      text = join(text, textOf(expression, values, depth + 1) ?? unknown);
      text = join(text, { start: literal.text, isWhole: true });
    }
    return text;
  }
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = textOf(inner.left, values, depth + 1);
    const right = textOf(inner.right, values, depth + 1);
    return left === undefined && right === undefined ? undefined : join(left ?? unknown, right ?? unknown);
  }
  const constant = values.constantOf(inner);
  return constant === undefined ? undefined : textOf(constant, values, depth + 1);
}

/** The text of an expression when all of it is known. */
export function wholeTextOf(node: ts.Expression, values: ValuePaths): string | undefined {
  const text = textOf(node, values);
  return text?.isWhole === true ? text.start : undefined;
}

const unknown: KnownText = { start: '', isWhole: false };

function join(first: KnownText, second: KnownText): KnownText {
  return first.isWhole ? { start: first.start + second.start, isWhole: second.isWhole } : first;
}

/** The object literal that an expression is, or the constant that it names. */
export function objectOf(
  node: ts.Expression | undefined,
  values: ValuePaths,
): ts.ObjectLiteralExpression | undefined {
  if (node === undefined) return undefined;
  const inner = withoutWrapping(node);
  if (ts.isObjectLiteralExpression(inner)) return inner;
  const constant = values.constantOf(inner);
  return constant !== undefined && ts.isObjectLiteralExpression(withoutWrapping(constant))
    ? (withoutWrapping(constant) as ts.ObjectLiteralExpression)
    : undefined;
}

/** A property of an object literal by its name; undefined when it has none. */
export function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return object.properties.find((property) => nameOf(property) === name);
}

/** The value of a property that stands in an object literal. */
export function valueOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = propertyOf(object, name);
  if (property === undefined) return undefined;
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** Whether all properties of an object literal are known: none is spread in or computed. */
export function isClosed(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.every((property) => nameOf(property) !== undefined);
}

/** Whether an object has its properties from its literal alone: none is spread in, computed, or added later. */
export function isComplete(object: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  if (!isClosed(object)) return false;
  let holder: ts.Node = object.parent;
  while (
    ts.isParenthesizedExpression(holder) ||
    ts.isAsExpression(holder) ||
    ts.isSatisfiesExpression(holder)
  ) {
    holder = holder.parent;
  }
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return true;
  return !values.functions.usesOf(holder.name).some(changes);
}

/** `name.key = value`, `delete name.key`, `Object.assign(name, …)`. */
function changes(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isCallExpression(parent)) {
    return parent.arguments[0] === use && /\bassign$/.test(parent.expression.getText());
  }
  if (!ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent)) return false;
  if (parent.expression !== use) return false;
  const around = parent.parent;
  if (ts.isDeleteExpression(around)) return true;
  return (
    ts.isBinaryExpression(around) &&
    around.left === parent &&
    around.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    around.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

export function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))
    ? name.text
    : undefined;
}
