/** Variables that a loop or a recursion counts with: after many turns nobody knows how far they are. */
import ts from 'typescript';
import type { Machine } from './machine.ts';
import { isFixed, namesIn, readVariable, type Scope, writeVariable } from './scope.ts';
import { unknown } from './values.ts';

/** Makes the numbers that a loop or a function counts with unknown; says whether there were any. */
export function forgetCounters(machine: Machine, loop: ts.Node, scope: Scope): boolean {
  const counters = countersOf(loop).filter((name) => isNumber(machine, scope, name) && !isFixed(scope, name));
  for (const name of counters) writeVariable(machine, scope, name, unknown('other'));
  return counters.length > 0;
}

const countersByLoop = new WeakMap<ts.Node, readonly string[]>();

/** Variables that code counts with. */
function countersOf(loop: ts.Node): readonly string[] {
  let known = countersByLoop.get(loop);
  if (known === undefined) {
    const names = new Set<string>();
    collectCounters(loop, names);
    known = [...names];
    countersByLoop.set(loop, known);
  }
  return known;
}

/** Whether code counts with a variable that it has not declared itself, so that to execute it twice is not the same. */
export function countsOutside(body: ts.Node): boolean {
  const names = new Set(countersOf(body));
  if (names.size === 0) return false;
  removeDeclared(body, names);
  return names.size > 0;
}

function removeDeclared(node: ts.Node, names: Set<string>): void {
  if (ts.isVariableDeclaration(node)) for (const name of namesIn(node.name)) names.delete(name);
  ts.forEachChild(node, (child) => removeDeclared(child, names));
}

const countingOperators: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
]);

function collectCounters(node: ts.Node, names: Set<string>): void {
  ts.forEachChild(node, (child) => {
    if (ts.isFunctionLike(child)) return;
    const isUnary = ts.isPrefixUnaryExpression(child) || ts.isPostfixUnaryExpression(child);
    if (isUnary && countingOperators.has(child.operator) && ts.isIdentifier(child.operand))
      names.add(child.operand.text);
    if (
      ts.isBinaryExpression(child) &&
      ts.isIdentifier(child.left) &&
      (countingOperators.has(child.operatorToken.kind) || countsUp(child))
    )
      names.add(child.left.text);
    collectCounters(child, names);
  });
}

/** `tries = tries + 1` */
function countsUp({ left, operatorToken, right }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isBinaryExpression(right) &&
    ts.isIdentifier(left) &&
    ts.isIdentifier(right.left) &&
    right.left.text === left.text
  );
}

function isNumber(machine: Machine, scope: Scope, name: string): boolean {
  const value = readVariable(machine, scope, name);
  return (
    value !== undefined && value.of.some((one) => one.kind === 'primitive' && typeof one.value === 'number')
  );
}
