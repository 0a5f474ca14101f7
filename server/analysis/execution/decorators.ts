/** Decorators, in the language's own form (`value, context`) and in TypeScript's older one (`target, key, descriptor`). */
import ts from 'typescript';
import type { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { native } from './natives/native.ts';
import { getNamed, newObject } from './objects.ts';
import type { Scope } from './scope.ts';
import { objectsOf, primitive, reference, undefinedValue, type Value } from './values.ts';

type Decorated = ts.ClassLikeDeclaration | ts.ClassElement;

/** Calls the decorators of a class or of one of its members, the last one first, and gives what they make of it. */
export function decorate(
  machine: Machine,
  node: Decorated,
  value: Value,
  scope: Scope,
  target: HeapObject,
): Value {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  const called = decorators.map(({ expression }) => machine.evaluate(expression, scope));
  return called.reduceRight<Value>((decorated, decorator) => {
    const result = isOlder(decorator)
      ? callOlder(machine, decorator, node, decorated, target)
      : machine.call(decorator, {
          self: undefinedValue,
          args: [decorated, contextOf(machine, node)],
          node,
        });
    // A decorator that gives nothing leaves it as it was.
    return objectsOf(result).some(({ callable }) => callable !== undefined) ? result : decorated;
  }, value);
}

/** What the decorators of a field make of its first value: each may give a function for that. */
export function decorateField(
  machine: Machine,
  node: ts.PropertyDeclaration,
  initial: Value,
  scope: Scope,
): Value {
  const decorators = ts.getDecorators(node) ?? [];
  const called = decorators.map(({ expression }) => machine.evaluate(expression, scope));
  return called.reduceRight<Value>((value, decorator) => {
    if (isOlder(decorator)) return value;
    const args = [undefinedValue, contextOf(machine, node)];
    const initialize = machine.call(decorator, { self: undefinedValue, args, node });
    return objectsOf(initialize).some(({ callable }) => callable !== undefined)
      ? machine.call(initialize, { self: scope.self ?? undefinedValue, args: [value], node })
      : value;
  }, initial);
}

/** Whether a decorator wants three things, of which the last one is a descriptor. */
function isOlder(decorator: Value): boolean {
  return objectsOf(decorator).some(
    ({ callable }) => callable?.kind === 'closure' && callable.node.parameters.length > 2,
  );
}

function callOlder(
  machine: Machine,
  decorator: Value,
  node: Decorated,
  value: Value,
  target: HeapObject,
): Value {
  const descriptor = newObject(machine, { value });
  const args = [reference(target), primitive(nameOf(node)), descriptor];
  const returned = machine.call(decorator, { self: undefinedValue, args, node });
  const changed = objectsOf(returned).length > 0 ? returned : descriptor;
  return getNamed(machine, changed, 'value', node);
}

function contextOf(machine: Machine, node: Decorated): Value {
  const kind = ts.isClassLike(node) ? 'class' : ts.isMethodDeclaration(node) ? 'method' : 'field';
  return newObject(machine, {
    kind: primitive(kind),
    name: primitive(nameOf(node)),
    addInitializer: native('addInitializer', () => undefinedValue),
  });
}

function nameOf({ name }: Decorated): string {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}
