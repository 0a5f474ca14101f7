/** What variables that outlive an event hold: whether handling one event more adds anything to it. */
import type ts from 'typescript';
import type { HeapObject } from './heap.ts';
import { type Cell, isItems } from './items.ts';
import { keyOf, type Simple, type Value } from './values.ts';

/** How deep objects are looked into: they are new each time. */
const maxDepth = 3;

/** Whether a cell has alternatives that it did not have before; objects are the same when they hold the same. */
export function holdsMore(cell: Cell, before: Cell | undefined): boolean {
  const known = new Set(before === undefined ? [] : kindsIn(before, 0));
  return kindsIn(cell, 0).some((kind) => !known.has(kind));
}

function kindsIn(cell: Cell, depth: number): readonly string[] {
  if (isItems(cell)) return cell.items.flatMap((item) => kindsOf(item, depth));
  return kindsOf(cell, depth);
}

function kindsOf({ of }: Value, depth: number): readonly string[] {
  return of.map((simple) => kindOf(simple, depth));
}

function kindOf(simple: Simple, depth: number): string {
  switch (simple.kind) {
    case 'primitive':
      return keyOf(simple);
    case 'reference':
      return kindOfObject(simple.object, depth);
    case 'unknown':
    case 'text':
    case 'json':
      return simple.kind;
  }
}

function kindOfObject(object: HeapObject, depth: number): string {
  const { callable, type } = object;
  if (callable !== undefined)
    return callable.kind === 'closure' ? `function ${numberOf(callable.node)}` : callable.kind;
  if (depth >= maxDepth) return type;
  const fields = object.keys().flatMap((key) => {
    const field = object.field(key);
    return field === undefined ? [] : `${key}: ${kindsOf(field, depth + 1).join(' | ')}`;
  });
  const items = new Set(kindsIn(object.items, depth + 1));
  return `${type} { ${fields.toSorted().join(', ')}; ${[...items].toSorted().join(', ')} }`;
}

const numbers = new WeakMap<ts.Node, number>();
let lastNumber = 0;

/** Tells the functions of the code apart. */
function numberOf(node: ts.Node): number {
  let known = numbers.get(node);
  if (known === undefined) numbers.set(node, (known = lastNumber += 1));
  return known;
}
