/** What TypeScript declares beside the language: enums and namespaces. */
import ts from 'typescript';
import { hoist } from './declarations.ts';
import { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { newObject } from './objects.ts';
import { Scope } from './scope.ts';
import { objectsOf, primitive, reference, undefinedValue, type Value } from './values.ts';

export function declareEnum(machine: Machine, node: ts.EnumDeclaration, scope: Scope): void {
  const fields: Record<string, Value> = {};
  let next = 0;
  const inner = new Scope(scope);
  for (const { name, initializer } of node.members) {
    const value = initializer === undefined ? primitive(next) : machine.evaluate(initializer, inner);
    const [simple] = value.of;
    if (simple?.kind === 'primitive' && typeof simple.value === 'number') next = simple.value + 1;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) continue;
    fields[name.text] = value;
    // The name of a number is found as well: `Kind[Kind.Seen]`.
    if (simple?.kind === 'primitive' && typeof simple.value === 'number')
      fields[String(simple.value)] = primitive(name.text);
    machine.set(inner, name.text, value);
  }
  machine.set(scope, node.name.text, newObject(machine, fields));
}

export function declareNamespace(machine: Machine, node: ts.ModuleDeclaration, scope: Scope): void {
  const { body, name } = node;
  if (body === undefined || !ts.isIdentifier(name)) return;
  const inner = new Scope(scope);
  if (ts.isModuleBlock(body)) {
    hoist(machine, body, body.statements, inner);
    body.statements.every((statement) => machine.execute(statement, inner));
  } else if (ts.isModuleDeclaration(body)) declareNamespace(machine, body, inner);
  // A class, a function or an enum of that name has what the namespace declares, too.
  const [merged] = objectsOf(
    scope.cells.has(name.text) ? (machine.get(scope, name.text) ?? undefinedValue) : undefinedValue,
  );
  const target = merged ?? new HeapObject('object');
  for (const key of inner.cells.keys()) machine.set(target, key, machine.get(inner, key) ?? undefinedValue);
  if (merged === undefined) machine.set(scope, name.text, reference(target));
}
