/** Functions as values, and their names for people. */
import ts from 'typescript';
import { wasAsync } from './compiledAsync.ts';
import { type Closure, HeapObject } from './heap.ts';
import type { Scope } from './scope.ts';
import { reference, type Value } from './values.ts';

/** @param home the object or class that a method belongs to, for `super`. */
export function makeFunction(node: ts.FunctionLikeDeclaration, scope: Scope, home?: HeapObject): Value {
  const callable: Closure = { kind: 'closure', node, scope, self: undefined, home };
  return reference(new HeapObject('function', { callable }));
}

export function isAsync(node: ts.Node): boolean {
  const isWritten =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  return isWritten || wasAsync(node);
}

/** Whether a call surely gives a promise: all that it can call are async functions of the app. */
export function givesPromise({ of }: Value): boolean {
  const called = of.filter(({ kind }) => kind !== 'primitive');
  return (
    called.length > 0 &&
    called.every(
      (simple) =>
        simple.kind === 'reference' &&
        simple.object.callable?.kind === 'closure' &&
        isAsync(simple.object.callable.node) &&
        !('asteriskToken' in simple.object.callable.node && simple.object.callable.node.asteriskToken),
    )
  );
}

/** `onEvent`, `Tracker.send`, `(callback of map)`. */
export function functionName(node: ts.Node): string {
  if (ts.isConstructorDeclaration(node)) return `new ${className(node.parent)}`;
  if (isNamed(node) && node.name !== undefined) {
    const name = textOfName(node.name);
    return ts.isClassLike(node.parent) ? `${className(node.parent)}.${name}` : name;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent)) return textOfName(parent.name);
  if (ts.isPropertyDeclaration(parent)) return `${className(parent.parent)}.${textOfName(parent.name)}`;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left))
    return parent.left.name.text;
  if (ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left)) return parent.left.text;
  if (ts.isParenthesizedExpression(parent)) return functionName(parent);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === node ? '(function)' : `(callback of ${calleeName(parent.expression)})`;
  }
  return '(function)';
}

export function calleeName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isParenthesizedExpression(callee)) return calleeName(callee.expression);
  return 'a function';
}

function isNamed(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.MethodDeclaration | ts.FunctionExpression | ts.AccessorDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isAccessor(node)
  );
}

function className(node: ts.Node): string {
  return ts.isClassLike(node) && node.name !== undefined ? node.name.text : 'class';
}

function textOfName(name: ts.PropertyName | ts.Identifier): string {
  return ts.isComputedPropertyName(name) ? '[…]' : name.text;
}
