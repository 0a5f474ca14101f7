/** Values that stand in the code: texts put together from constants, and the properties of object literals. */
import ts from 'typescript';
import { unknownPiece } from '../../../platform/ingestion.ts';
import { isAssigned } from './places.ts';
import { returnedBy } from './results.ts';
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
  if (ts.isCallExpression(inner)) {
    // A function that puts a text together: what it is given may differ from call to call, and is not known.
    const made = madeBy(inner, values);
    return made === undefined ? undefined : textOf(made, values, depth + 1);
  }
  const constant = values.constantOf(inner) ?? memberOfConstant(inner, values);
  return constant === undefined ? undefined : textOf(constant, values, depth + 1);
}

/** The text of an expression when all of it is known. */
export function wholeTextOf(node: ts.Expression, values: ValuePaths): string | undefined {
  const text = textOf(node, values);
  return text?.isWhole === true ? text.start : undefined;
}

/** An address with a mark for each piece that is not known. */
export function patternOf(node: ts.Expression, values: ValuePaths): string {
  const inner = withoutWrapping(node);
  if (ts.isTemplateExpression(inner)) {
    const spans = inner.templateSpans.map(
      ({ expression, literal }) => patternOf(expression, values) + literal.text,
    );
    return inner.head.text + spans.join('');
  }
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return patternOf(inner.left, values) + patternOf(inner.right, values);
  }
  return wholeTextOf(inner, values) ?? unknownPiece;
}

/** The expressions that a value comes from: both sides of `a ? b : c`, `a ?? b` and `a || b`; else the value itself. */
export function choicesOf(node: ts.Expression, values: ValuePaths): readonly ts.Expression[] {
  const inner = withoutWrapping(node);
  const choice = withoutWrapping(values.constantOf(inner) ?? inner);
  if (ts.isConditionalExpression(choice)) {
    return [...choicesOf(choice.whenTrue, values), ...choicesOf(choice.whenFalse, values)];
  }
  if (ts.isBinaryExpression(choice) && fallbacks.has(choice.operatorToken.kind)) {
    return [...choicesOf(choice.left, values), ...choicesOf(choice.right, values)];
  }
  return [node];
}

const fallbacks: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

/** The one expression that the app's own function returns: `const make = (name) => ({ event: name })`. */
export function madeBy(call: ts.CallExpression, values: ValuePaths): ts.Expression | undefined {
  const callee = values.functions.behind(call.expression);
  const isPlain =
    callee !== undefined &&
    callee.asteriskToken === undefined &&
    (ts.getCombinedModifierFlags(callee) & ts.ModifierFlags.Async) === 0;
  if (!isPlain) return undefined;
  const [result, ...others] = returnedBy(callee);
  return others.length === 0 ? result : undefined;
}

/** `limits.unit`, and `unit` of `const { unit } = limits`, where `limits` is a constant whose properties never change. */
function memberOfConstant(node: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) return constantMember(node.expression, node.name.text, values);
  if (!ts.isIdentifier(node)) return undefined;
  const element = values.declarationOf(node);
  if (element === undefined || !ts.isBindingElement(element) || element.initializer !== undefined)
    return undefined;
  const { parent: declaration } = element.parent;
  const key = element.propertyName ?? element.name;
  return ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isIdentifier(key)
    ? constantMember(declaration.initializer, key.text, values)
    : undefined;
}

function constantMember(object: ts.Expression, key: string, values: ValuePaths): ts.Expression | undefined {
  const literal = objectOf(object, values);
  return literal !== undefined && isComplete(literal, values) ? valueOf(literal, key) : undefined;
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
  const held = holderOf(object);
  return (
    held === undefined || !values.functions.usesOf(held.name).some((use) => changes(use, held.path, values))
  );
}

/** Whether a property of an object literal gets a value after it was made: `name.key = …`. */
export function isSetLater(object: ts.ObjectLiteralExpression, key: string, values: ValuePaths): boolean {
  const held = holderOf(object);
  if (held === undefined) return false;
  return values.functions.usesOf(held.name).some((use) => {
    const { members, target } = chainOf(use);
    return isAssigned(target) && members.join('.') === [...held.path, key].join('.');
  });
}

interface Holder {
  /** The variable. */
  readonly name: ts.Identifier;
  /** The members of its value that lead to the object. */
  readonly path: readonly string[];
}

/** The variable that holds an object literal, maybe inside of another one. */
export function holderOf(object: ts.ObjectLiteralExpression): Holder | undefined {
  const path: string[] = [];
  let holder: ts.Node = object.parent;
  while (!ts.isVariableDeclaration(holder)) {
    if (ts.isPropertyAssignment(holder)) {
      const key = nameOf(holder);
      if (key === undefined) return undefined;
      path.unshift(key);
    } else if (
      !ts.isParenthesizedExpression(holder) &&
      !ts.isAsExpression(holder) &&
      !ts.isSatisfiesExpression(holder) &&
      !ts.isObjectLiteralExpression(holder)
    ) {
      return undefined;
    }
    holder = holder.parent;
  }
  return ts.isIdentifier(holder.name) ? { name: holder.name, path } : undefined;
}

/** `name.key = value`, `delete name.key`, `Object.assign(name, …)`, and a call that may do so. */
function changes(use: ts.Identifier, path: readonly string[], values: ValuePaths): boolean {
  const { members, target } = chainOf(use);
  const { parent } = target;
  const isOnPath = path.every((name, index) => members[index] === undefined || members[index] === name);
  if (!isOnPath) return false;
  if (isAssigned(target) || ts.isDeleteExpression(parent)) return members.length <= path.length + 1;
  if (!ts.isCallExpression(parent) || members.length > path.length) return false;
  const index = parent.arguments.findIndex((argument) => argument === target);
  if (index < 0) return false;
  if (/\bassign$/.test(parent.expression.getText())) return index === 0;
  return mayChange(parent, index, values);
}

/** Whether the app's own function writes into what it is given, or hands it on. */
function mayChange(call: ts.CallExpression, index: number, values: ValuePaths): boolean {
  const callee = values.functions.behind(call.expression);
  const parameter = callee?.parameters[index];
  if (callee?.body === undefined || parameter === undefined || !ts.isIdentifier(parameter.name)) return false;
  const name = parameter.name.text.replaceAll('$', '\\$');
  return new RegExp(`\\b${name}(?:\\.\\w+|\\[[^\\]]*\\])+\\s*=(?![=>])|\\(\\s*${name}\\s*[,)]`).test(
    callee.body.getText(),
  );
}

/** `name.a.b` around a name, as far as it goes. */
function chainOf(use: ts.Identifier): {
  readonly target: ts.Expression;
  readonly members: readonly string[];
} {
  const members: string[] = [];
  let target: ts.Expression = use;
  for (;;) {
    const { parent } = target;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === target) members.push(parent.name.text);
    else if (ts.isElementAccessExpression(parent) && parent.expression === target) {
      const { argumentExpression: key } = parent;
      members.push(ts.isStringLiteralLike(key) ? key.text : '');
    } else return { target, members };
    target = parent;
  }
}

export function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))
    ? name.text
    : undefined;
}
