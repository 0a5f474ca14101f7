/** Declares names: those of functions, files and blocks before anything is executed, and variables with their values. */
import ts from 'typescript';
import { makeFunction } from './functions.ts';
import type { Machine } from './machine.ts';
import { bind } from './patterns.ts';
import { dispose } from './protocols.ts';
import { blockDeclarations, hoistedVariables, Scope } from './scope.ts';
import { undefinedValue, type Value } from './values.ts';

/** Declares the names of a function or a file, functions with their values. */
export function hoist(
  machine: Machine,
  body: ts.Node,
  statements: readonly ts.Statement[],
  scope: Scope,
): void {
  for (const name of hoistedVariables(body))
    if (!scope.cells.has(name)) machine.set(scope, name, undefinedValue);
  declareBlock(machine, body, statements, scope);
}

/** Declares the names of a block. */
export function declareBlock(
  machine: Machine,
  block: ts.Node,
  statements: readonly ts.Statement[],
  scope: Scope,
): void {
  const { lexical, constants, functions } = blockDeclarations(block, statements);
  scope.constants = constants;
  for (const name of lexical) machine.set(scope, name, undefinedValue);
  for (const declaration of functions) {
    machine.set(scope, declaration.name?.text ?? 'default', makeFunction(declaration, scope));
  }
}

/** Executes `const`, `let`, `var` and `using`. */
export function declareVariables(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  for (const { name, initializer } of list.declarations) {
    if (initializer !== undefined) {
      const value = machine.evaluate(initializer, scope);
      // What `using` disposes of at the end of the block is disposed of on every path.
      if ((list.flags & ts.NodeFlags.Using) !== 0) dispose(machine, value);
      if (ts.isIdentifier(name)) assignDeclared(machine, name, value, scope);
      else bindDeclared(machine, name, value, scope);
    } else if (ts.isIdentifier(name) && !scope.cells.has(name.text)) {
      // A `var` without a value keeps the one it has.
      if (scope.holderOf(name.text) === undefined) machine.set(scope, name.text, undefinedValue);
    }
  }
}

/** `var` belongs to the function, `let` and `const` to the block; both were declared before. */
function assignDeclared(machine: Machine, name: ts.Identifier, value: Value, scope: Scope): void {
  machine.set(scope.holderOf(name.text) ?? scope, name.text, value);
}

function bindDeclared(machine: Machine, name: ts.BindingPattern, value: Value, scope: Scope): void {
  const names = new Scope(scope);
  bind(machine, name, value, names);
  for (const key of names.cells.keys()) {
    const bound = machine.get(names, key);
    if (bound !== undefined) machine.set(scope.holderOf(key) ?? scope, key, bound);
  }
}
