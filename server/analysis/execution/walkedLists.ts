/** Batches that a loop walks by their index. */
import ts from 'typescript';
import type { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import type { Scope } from './scope.ts';

/**
 * A batch whose length a loop asks for is walked from one event to the next: for as long as it is, it is that of the
 * one event that it is about.
 *
 * @param asking the code that begins the loop, or asks whether it goes on.
 * @returns the lists, for `leaveLists`.
 */
export function walkByIndex(machine: Machine, asking: ts.Node | undefined, scope: Scope): HeapObject[] {
  const lists = listsMeasuredIn(asking).flatMap((list) => {
    const { of } = machine.resolve(machine.evaluate(list, scope));
    const [only] = of;
    return of.length === 1 && only?.kind === 'reference' ? only.object : [];
  });
  const walked = lists.filter(
    ({ items: { isSized, items, more }, type }) =>
      type === 'array' && !isSized && more === undefined && items.length > 0,
  );
  for (const list of walked) machine.setItems(list, { ...list.items, isSized: true });
  return walked;
}

/** The loop is over: behind it nobody knows again how long they are. */
export function leaveLists(machine: Machine, walked: readonly HeapObject[]): void {
  for (const list of walked) machine.setItems(list, { ...list.items, isSized: false });
}

/** What is measured by `queue.length` and its like. */
function listsMeasuredIn(node: ts.Node | undefined): readonly ts.Expression[] {
  if (node === undefined || ts.isFunctionLike(node)) return [];
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'length' && isPlainPath(node.expression))
    return [node.expression];
  const found: ts.Expression[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...listsMeasuredIn(child));
  });
  return found;
}

/** `queue`, `this.queue`, `state.queue`: to evaluate it does nothing. */
export function isPlainPath(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isPlainPath(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}
