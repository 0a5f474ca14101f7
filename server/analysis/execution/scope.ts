/** Variables: where names are declared, and what they hold. */
import ts from 'typescript';
import { absentGlobal } from '../../../platform/vmGlobals.ts';
import { type HeapObject, Store } from './heap.ts';
import type { Machine } from './machine.ts';
import { undefinedValue, unknown, type Value } from './values.ts';

/** A name that stands for an export of another file or package; read when it is used. */
export type ImportReader = () => Value;

export interface ScopeOptions {
  /** `this`; undefined where the scope around it decides. */
  readonly self?: Value | undefined;
  /** The class, or its prototype, whose code this is, for `super`. */
  readonly home?: HeapObject | undefined;
  /** The class that `new.target` and `super()` build. */
  readonly isFunction?: boolean;
}

const noNames: ReadonlySet<string> = new Set();

export class Scope extends Store {
  readonly parent: Scope | undefined;
  readonly self: Value | undefined;
  readonly home: HeapObject | undefined;
  readonly isFunction: boolean;
  readonly imports = new Map<string, ImportReader>();
  /** The names that keep their value. */
  constants: ReadonlySet<string> = noNames;

  constructor(parent: Scope | undefined, { self, home, isFunction }: ScopeOptions = {}) {
    super();
    this.parent = parent;
    this.self = self ?? parent?.self;
    this.home = home ?? parent?.home;
    this.isFunction = isFunction ?? false;
  }

  /** The scope that declares a name; undefined for a global. */
  holderOf(name: string): Scope | undefined {
    if (this.cells.has(name) || this.imports.has(name)) return this;
    return this.parent?.holderOf(name);
  }
}

/** What a block, a function or a file declares. */
export interface Declarations {
  readonly lexical: readonly string[];
  /** Those of `lexical` that `const` declares. */
  readonly constants: ReadonlySet<string>;
  readonly functions: readonly ts.FunctionDeclaration[];
}

const noDeclarations: Declarations = { lexical: [], constants: noNames, functions: [] };
const declarationsOf = new WeakMap<ts.Node, Declarations>();
const variablesOf = new WeakMap<ts.Node, readonly string[]>();

/** `let`, `const`, classes, enums and functions among the statements of one block. */
export function blockDeclarations(block: ts.Node, statements: readonly ts.Statement[]): Declarations {
  let known = declarationsOf.get(block);
  if (known === undefined) {
    known = readDeclarations(statements);
    declarationsOf.set(block, known);
  }
  return known;
}

function readDeclarations(statements: readonly ts.Statement[]): Declarations {
  const lexical: string[] = [];
  const constants = new Set<string>();
  const functions: ts.FunctionDeclaration[] = [];
  for (const statement of statements) {
    if (isAmbient(statement)) continue;
    if (ts.isFunctionDeclaration(statement)) {
      if (statement.body !== undefined) functions.push(statement);
    } else if (ts.isVariableStatement(statement) && isBlockScoped(statement.declarationList)) {
      for (const { name } of statement.declarationList.declarations) lexical.push(...namesIn(name));
      for (const name of constantNames(statement.declarationList)) constants.add(name);
    } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      if (statement.name !== undefined) lexical.push(statement.name.text);
    } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
      lexical.push(statement.name.text);
    }
  }
  return lexical.length === 0 && functions.length === 0 ? noDeclarations : { lexical, constants, functions };
}

/** The names that a list declares with `const`. */
export function constantNames(list: ts.VariableDeclarationList): readonly string[] {
  return (list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0
    ? list.declarations.flatMap(({ name }) => namesIn(name))
    : [];
}

/** Names that `var` declares anywhere in a function. */
export function hoistedVariables(body: ts.Node): readonly string[] {
  let known = variablesOf.get(body);
  if (known === undefined) {
    const names = new Set<string>();
    collectVariables(body, names);
    known = [...names];
    variablesOf.set(body, known);
  }
  return known;
}

function collectVariables(node: ts.Node, names: Set<string>): void {
  ts.forEachChild(node, (child) => {
    if (
      ts.isFunctionLike(child) ||
      ts.isClassLike(child) ||
      ts.isModuleDeclaration(child) ||
      isAmbient(child)
    )
      return;
    if (ts.isVariableDeclarationList(child) && !isBlockScoped(child) && !isAmbient(child.parent)) {
      for (const { name } of child.declarations) for (const declared of namesIn(name)) names.add(declared);
    }
    // Expressions hold no statements but those of functions.
    if (!ts.isExpression(child)) collectVariables(child, names);
  });
}

/** `declare const posthog: …` says that somebody else has it. */
export function isAmbient(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true
  );
}

function isBlockScoped(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) !== 0;
}

/** Whether there is a function inside of something. */
export function hasFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || (ts.forEachChild(node, (child) => hasFunction(child)) ?? false);
}

/** The names that a pattern binds. */
export function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

export function readVariable(machine: Machine, scope: Scope, name: string): Value | undefined {
  const holder = scope.holderOf(name);
  if (holder === undefined) return machine.language.globalOf(machine, name);
  const imported = holder.imports.get(name);
  return imported === undefined ? (machine.get(holder, name) ?? undefinedValue) : imported();
}

/** Whether a name is that of a global of other places than the one in which PostHog runs apps. */
export function isAbsentGlobal(name: string, scope: Scope): boolean {
  return name !== 'require' && absentGlobal(name) !== undefined && scope.holderOf(name) === undefined;
}

/** What a name stands for in an expression. */
export function readIdentifier(machine: Machine, node: ts.Identifier, scope: Scope): Value {
  if (node.text === 'undefined') return undefinedValue;
  const value = readVariable(machine, scope, node.text);
  if (value !== undefined) {
    if (machine.handler !== undefined && isAbsentGlobal(node.text, scope)) machine.mayThrow();
    return value;
  }
  // What nobody has declared may be missing.
  if (machine.handler !== undefined) machine.mayThrow();
  return unknown('other', `global ${node.text}`);
}

/** Whether to give a name another value throws: a constant, an import, a class in its own code. */
export function isFixed(scope: Scope, name: string): boolean {
  const holder = scope.holderOf(name);
  return holder !== undefined && (holder.constants.has(name) || holder.imports.has(name));
}

/** Writes a variable that is declared somewhere around; a name that nobody declares becomes one of the file. */
export function writeVariable(machine: Machine, scope: Scope, name: string, value: Value): void {
  if (isFixed(scope, name)) machine.raise(unknown('error'));
  let holder = scope.holderOf(name);
  if (holder === undefined) {
    holder = scope;
    while (holder.parent !== undefined) holder = holder.parent;
  }
  machine.set(holder, name, value);
}
