/** How a function is called in messages. */
import ts from 'typescript';
import type { FunctionNode } from './functions.ts';
import { memberName } from './values.ts';

/** `captureCompany`, `Tracker.send`, `jobs.annotate`, `(callback of map)`. */
export function functionName(node: FunctionNode): string {
  if (ts.isConstructorDeclaration(node)) return `new ${classNameOf(node)}`;
  if (node.name !== undefined) {
    const name = memberName(node.name) ?? node.name.getText();
    return ts.isClassLike(node.parent) ? `${classNameOf(node)}.${name}` : name;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent.name.getText();
  if (ts.isPropertyAssignment(parent)) return memberName(parent.name) ?? parent.name.getText();
  if (ts.isBinaryExpression(parent)) return parent.left.getText();
  if (ts.isCallExpression(parent)) {
    const callee = parent.expression;
    return `(callback of ${ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText()})`;
  }
  return '(function)';
}

function classNameOf(node: ts.Node): string {
  return ts.isClassLike(node.parent) ? (node.parent.name?.text ?? '(class)') : '(class)';
}
