/** What functions and classes have as members without being given them: `name`, `length`, `prototype`. */
import ts from 'typescript';
import { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { reference, single, type Value } from './values.ts';

/** A member that a function or a class has by itself; undefined for other names. */
export function functionProperty(
  machine: Machine,
  holder: HeapObject,
  node: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration,
  name: string,
): Value | undefined {
  if (name === 'name') {
    const text = nameOfFunction(node);
    return single(
      text === undefined
        ? { kind: 'unknown', id: undefined, origin: 'other', isTruthy: false }
        : { kind: 'primitive', value: text },
    );
  }
  if (ts.isClassLike(node)) return undefined;
  if (name === 'prototype') return prototypeOf(machine, holder);
  if (name !== 'length') return undefined;
  const end = node.parameters.findIndex(
    ({ dotDotDotToken, initializer }) => dotDotDotToken !== undefined || initializer !== undefined,
  );
  return single({ kind: 'primitive', value: end < 0 ? node.parameters.length : end });
}

/** `Function.name`, where the code says it in so many words. */
function nameOfFunction(node: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration): string | undefined {
  const { name, parent } = node;
  if (name !== undefined && ts.isIdentifier(name)) return name.text;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  return ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** Functions have a prototype for what `new` makes; it is made when it is first asked for. */
function prototypeOf(machine: Machine, holder: HeapObject): Value {
  const prototype = new HeapObject('object');
  machine.set(prototype, 'constructor', reference(holder));
  machine.set(holder, 'prototype', reference(prototype));
  return reference(prototype);
}
