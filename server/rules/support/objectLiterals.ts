/** Object literals: what is known of the properties of the objects that they make. */
import ts from 'typescript';
import { isAssigned } from './places.ts';
import { madeBy } from './results.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

/** Literals may be spread into each other in a circle. */
const depthLimit = 10;

/** The object literal that an expression is, that the constant it names holds, or that the app's function it calls makes. */
export function objectOf(
  node: ts.Expression | undefined,
  values: ValuePaths,
): ts.ObjectLiteralExpression | undefined {
  if (node === undefined) return undefined;
  const inner = withoutWrapping(node);
  if (ts.isCallExpression(inner)) return literalOf(madeBy(inner, values));
  return literalOf(inner) ?? literalOf(values.constantOf(inner));
}

function literalOf(node: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  const inner = node === undefined ? undefined : withoutWrapping(node);
  return inner !== undefined && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

/**
 * The properties of an object literal, with those of literals that are spread into it (`...defaults`); the spread itself
 * stands for what is not known.
 */
function propertiesOf(
  object: ts.ObjectLiteralExpression,
  values: ValuePaths,
  depth = 0,
): readonly ts.ObjectLiteralElementLike[] {
  return object.properties.flatMap((property) => {
    const spread = ts.isSpreadAssignment(property) ? objectOf(property.expression, values) : undefined;
    return spread === undefined || depth > depthLimit || !isUnchanged(spread, values)
      ? [property]
      : propertiesOf(spread, values, depth + 1);
  });
}

/** A property of an object literal by its name, the last one when there are several; undefined when it has none. */
export function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
  values: ValuePaths,
): ts.ObjectLiteralElementLike | undefined {
  return propertiesOf(object, values).findLast((property) => nameOf(property) === name);
}

/** The value of a property that stands in an object literal. */
export function valueOf(
  object: ts.ObjectLiteralExpression,
  name: string,
  values: ValuePaths,
): ts.Expression | undefined {
  const property = propertyOf(object, name, values);
  if (property === undefined) return undefined;
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** Whether all properties of an object literal are known: none is computed, and none comes out of an unknown value. */
export function isClosed(object: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  return propertiesOf(object, values).every((property) => nameOf(property) !== undefined);
}

/** Whether an object has its properties from its literal alone: none is spread in, computed, or added later. */
export function isComplete(object: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
  return isClosed(object, values) && isUnchanged(object, values);
}

function isUnchanged(object: ts.ObjectLiteralExpression, values: ValuePaths): boolean {
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
