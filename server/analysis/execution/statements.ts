/** Executes statements. Each function says whether a path goes on after the statement. */
import ts from 'typescript';
import { defineClass } from './classes.ts';
import { forgetCounters } from './counters.ts';
import { makeFunction } from './functions.ts';
import { keysOf } from './keys.ts';
import type { Activation, JoinPoint, JumpTarget, Machine } from './machine.ts';
import { newObject } from './objects.ts';
import { equals } from './operators.ts';
import { bind, assign } from './patterns.ts';
import { addPossibleErrors, withHandler } from './promises.ts';
import { blockDeclarations, hoistedVariables, isAmbient, Scope } from './scope.ts';
import { listOf } from './sequences.ts';
import { objectsOf, primitive, undefinedValue, unknown, type Value, worstOrigin } from './values.ts';

/** Turns of a loop that is known to go on; more of them add nothing new. */
const maxTurns = 32;
/** Turns of a loop of which it is not known how long it goes on. */
const maxUncertainTurns = 3;

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

function declareBlock(
  machine: Machine,
  block: ts.Node,
  statements: readonly ts.Statement[],
  scope: Scope,
): void {
  const { lexical, functions } = blockDeclarations(block, statements);
  for (const name of lexical) machine.set(scope, name, undefinedValue);
  for (const declaration of functions) {
    machine.set(scope, declaration.name?.text ?? 'default', makeFunction(declaration, scope));
  }
}

/** Executes statements in order, in a scope of their own when they declare something. */
export function executeBlock(
  machine: Machine,
  block: ts.Node,
  statements: readonly ts.Statement[],
  scope: Scope,
): boolean {
  const { lexical, functions } = blockDeclarations(block, statements);
  const inner = lexical.length > 0 || functions.length > 0 ? new Scope(scope) : scope;
  if (inner !== scope) declareBlock(machine, block, statements, inner);
  return executeAll(machine, statements, inner);
}

export function executeAll(machine: Machine, statements: readonly ts.Statement[], scope: Scope): boolean {
  return statements.every((statement) => execute(machine, statement, scope, []));
}

export function execute(
  machine: Machine,
  node: ts.Statement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  machine.step();
  if (isAmbient(node)) return true;
  if (ts.isExpressionStatement(node)) machine.evaluate(node.expression, scope);
  else if (ts.isVariableStatement(node)) declareVariables(machine, node.declarationList, scope);
  else if (ts.isBlock(node)) return executeBlock(machine, node, node.statements, scope);
  else if (ts.isIfStatement(node)) return executeIf(machine, node, scope);
  else if (ts.isReturnStatement(node)) return executeReturn(machine, node, scope);
  else if (ts.isThrowStatement(node)) {
    machine.raise(machine.evaluate(node.expression, scope));
  } else if (ts.isForOfStatement(node)) return executeForOf(machine, node, scope, labels);
  else if (ts.isForInStatement(node)) return executeForIn(machine, node, scope, labels);
  else if (ts.isForStatement(node)) return executeFor(machine, node, scope, labels);
  else if (ts.isWhileStatement(node)) {
    return runLoop(machine, labels, {
      condition: node.expression,
      scope,
      statement: node,
      turn: () => execute(machine, node.statement, scope, []),
    });
  } else if (ts.isDoStatement(node)) return executeDo(machine, node, scope, labels);
  else if (ts.isTryStatement(node)) return executeTry(machine, node, scope);
  else if (ts.isSwitchStatement(node)) return executeSwitch(machine, node, scope, labels);
  else if (ts.isBreakOrContinueStatement(node)) return executeJump(machine, node);
  else if (ts.isLabeledStatement(node)) return executeLabeled(machine, node, scope, labels);
  else if (ts.isClassDeclaration(node)) {
    machine.set(scope, node.name?.text ?? 'default', defineClass(machine, node, scope));
  } else if (ts.isEnumDeclaration(node)) declareEnum(machine, node, scope);
  else if (ts.isModuleDeclaration(node)) declareNamespace(machine, node, scope);
  else if (ts.isExportAssignment(node))
    machine.set(scope, 'export default', machine.evaluate(node.expression, scope));
  return true;
}

export function declareVariables(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  for (const { name, initializer } of list.declarations) {
    if (initializer !== undefined) {
      const value = machine.evaluate(initializer, scope);
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

function executeIf(machine: Machine, node: ts.IfStatement, scope: Scope): boolean {
  const truth = machine.truth(machine.evaluate(node.expression, scope));
  const { thenStatement, elseStatement } = node;
  const after = machine.fork(
    truth,
    node.expression,
    () => goesOn(execute(machine, thenStatement, scope, [])),
    () => (elseStatement === undefined ? undefinedValue : goesOn(execute(machine, elseStatement, scope, []))),
  );
  return after !== undefined;
}

function goesOn(falls: boolean): Value | undefined {
  return falls ? undefinedValue : undefined;
}

function executeReturn(machine: Machine, node: ts.ReturnStatement, scope: Scope): boolean {
  const value = node.expression === undefined ? undefinedValue : machine.evaluate(node.expression, scope);
  if (machine.activation === undefined) return false;
  machine.arrive(machine.activation.end, value);
  return false;
}

// ── Loops ────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Loop {
  readonly statement: ts.IterationStatement;
  readonly condition?: ts.Expression | undefined;
  readonly scope: Scope;
  /** Says whether a path goes on after the turn. */
  readonly turn: () => boolean;
  readonly afterTurn?: () => void;
}

function runLoop(
  machine: Machine,
  labels: readonly string[],
  { condition, scope, statement, turn, afterTurn }: Loop,
): boolean {
  const after = machine.open();
  const entryPath = machine.path;
  const isEndless = condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword;
  let goes = true;
  for (let count = 0; goes; count += 1) {
    const truth = condition === undefined ? undefined : machine.truth(machine.evaluate(condition, scope));
    if (truth?.can === 'false') break;
    const limit = machine.path === entryPath && !isEndless ? maxTurns : maxUncertainTurns;
    if (count >= limit) {
      goes = laterTurns();
      break;
    }
    if (truth?.can === 'both' && condition !== undefined) {
      goes =
        machine.fork(
          truth,
          condition,
          () => goesOn(uncertainTurns(condition)),
          () => undefinedValue,
        ) !== undefined;
      break;
    }
    goes = oneTurn();
  }
  if (goes) machine.arrive(after, undefinedValue);
  return machine.close(after) !== undefined;

  function oneTurn(): boolean {
    const goes = inLoop(machine, labels, after, turn);
    if (goes) afterTurn?.();
    return goes;
  }

  function uncertainTurns(test: ts.Expression): boolean {
    if (!oneTurn()) return false;
    if (machine.truth(machine.evaluate(test, scope)).can === 'false') return true;
    return machine.maybe('other', test, () => goesOn(oneTurn() && laterTurns())) !== undefined;
  }

  /** All further turns, as one in which nobody knows how far the counters are. */
  function laterTurns(): boolean {
    if (!forgetCounters(machine, statement, scope)) return true;
    return machine.maybe('other', condition ?? statement, () => goesOn(oneTurn())) !== undefined;
  }
}

/** One turn, in which `break` and `continue` know where to go. */
function inLoop(machine: Machine, labels: readonly string[], after: JoinPoint, turn: () => boolean): boolean {
  const end = machine.open();
  const target: JumpTarget = { labels, onBreak: after, onContinue: end, isPlain: true };
  const value = machine.attempt(() => goesOn(withTarget(machine, target, turn)));
  if (value !== undefined) machine.arrive(end, value);
  return machine.close(end) !== undefined;
}

function withTarget<T>(machine: Machine, target: JumpTarget, run: () => T): T {
  const { activation } = machine;
  activation?.targets.push(target);
  try {
    return run();
  } finally {
    activation?.targets.pop();
  }
}

function executeFor(
  machine: Machine,
  node: ts.ForStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const inner = new Scope(scope);
  const { initializer, condition, incrementor, statement } = node;
  if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
    declareLoopNames(machine, initializer, inner);
    declareVariables(machine, initializer, inner);
  } else if (initializer !== undefined) machine.evaluate(initializer, inner);
  return runLoop(machine, labels, {
    condition,
    scope: inner,
    statement: node,
    turn: () => execute(machine, statement, inner, []),
    afterTurn: () => {
      if (incrementor !== undefined) machine.evaluate(incrementor, inner);
    },
  });
}

function declareLoopNames(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
  for (const { name } of list.declarations)
    if (ts.isIdentifier(name)) machine.set(scope, name.text, undefinedValue);
}

function executeDo(machine: Machine, node: ts.DoStatement, scope: Scope, labels: readonly string[]): boolean {
  const turn = (): boolean => execute(machine, node.statement, scope, []);
  const after = machine.open();
  const isRepeated = inLoop(machine, labels, after, turn);
  if (isRepeated && runLoop(machine, labels, { condition: node.expression, scope, statement: node, turn })) {
    machine.arrive(after, undefinedValue);
  }
  return machine.close(after) !== undefined;
}

function executeForOf(
  machine: Machine,
  node: ts.ForOfStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const list = listOf(machine, machine.evaluate(node.expression, scope));
  const items = list.items.length > maxTurns ? list.items.slice(0, maxTurns) : list.items;
  const rest = list.items.slice(maxTurns);
  const more = [...rest, ...(list.more === undefined ? [] : [list.more])];
  return overItems(machine, node, scope, labels, items, more);
}

function executeForIn(
  machine: Machine,
  node: ts.ForInStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const value = machine.evaluate(node.expression, scope);
  const objects = objectsOf(value);
  const indexes = objects.flatMap((object) => object.items.items.map((_, index) => primitive(String(index))));
  const { items, more: anyKey } = keysOf(machine, value, undefinedValue);
  const isOpen = anyKey !== undefined || objects.some((object) => object.items.more !== undefined);
  const more = isOpen ? [anyKey ?? unknown(worstOrigin(value.of))] : [];
  return overItems(machine, node, scope, labels, [...items, ...indexes].slice(0, maxTurns), more);
}

function overItems(
  machine: Machine,
  node: ts.ForInOrOfStatement,
  scope: Scope,
  labels: readonly string[],
  items: readonly Value[],
  more: readonly Value[],
): boolean {
  const after = machine.open();
  let goes = items.every((item) => inLoop(machine, labels, after, () => turn(item)));
  for (const item of more) {
    if (!goes) break;
    const origin = item.condition?.origin ?? worstOrigin(item.of);
    const run = (): Value | undefined => goesOn(inLoop(machine, labels, after, () => turn(item)));
    goes = machine.maybe(origin, node.expression, run, item.condition) !== undefined;
  }
  if (goes) machine.arrive(after, undefinedValue);
  return machine.close(after) !== undefined;

  function turn(item: Value): boolean {
    const inner = new Scope(scope);
    const { initializer } = node;
    if (!ts.isVariableDeclarationList(initializer)) assign(machine, initializer, item, scope);
    else {
      const [declaration] = initializer.declarations;
      if (declaration !== undefined) bind(machine, declaration.name, item, inner);
    }
    return execute(machine, node.statement, inner, []);
  }
}

function executeJump(machine: Machine, node: ts.BreakOrContinueStatement): boolean {
  const label = node.label?.text;
  const isContinue = ts.isContinueStatement(node);
  const target = machine.activation?.targets.findLast((candidate) => {
    if (label !== undefined) return candidate.labels.includes(label);
    return candidate.isPlain && (!isContinue || candidate.onContinue !== undefined);
  });
  const point = isContinue ? target?.onContinue : target?.onBreak;
  if (point !== undefined) machine.arrive(point, undefinedValue);
  return false;
}

function executeLabeled(
  machine: Machine,
  node: ts.LabeledStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const all = [...labels, node.label.text];
  const { statement } = node;
  if (ts.isIterationStatement(statement, false) || ts.isLabeledStatement(statement)) {
    return execute(machine, statement, scope, all);
  }
  const after = machine.open();
  const target: JumpTarget = { labels: all, onBreak: after, onContinue: undefined, isPlain: false };
  const value = machine.attempt(() =>
    goesOn(withTarget(machine, target, () => execute(machine, statement, scope, []))),
  );
  if (value !== undefined) machine.arrive(after, value);
  return machine.close(after) !== undefined;
}

// ── Other statements with several ways ───────────────────────────────────────────────────────────────────────────

function executeTry(machine: Machine, node: ts.TryStatement, scope: Scope): boolean {
  const { tryBlock, catchClause, finallyBlock } = node;
  const { facts, path } = machine;
  const falls =
    catchClause === undefined
      ? machine.attempt(() => goesOn(execute(machine, tryBlock, scope, []))) !== undefined
      : executeCatch(machine, tryBlock, catchClause, scope);
  if (finallyBlock === undefined) return falls;
  // What stands in `finally` is executed on every path, whatever was tested before.
  const { facts: factsAfter, path: pathAfter } = machine;
  machine.facts = facts;
  machine.path = path;
  const goes = execute(machine, finallyBlock, scope, []);
  machine.facts = factsAfter;
  machine.path = pathAfter;
  return falls && goes;
}

function executeCatch(machine: Machine, tryBlock: ts.Block, clause: ts.CatchClause, scope: Scope): boolean {
  const after = machine.open();
  const point = machine.open();
  const { path } = machine;
  const { handler, value } = withHandler(machine, point, () => goesOn(execute(machine, tryBlock, scope, [])));
  if (value !== undefined) machine.arrive(after, value);
  addPossibleErrors(machine, handler, clause, path);
  const error = machine.close(point);
  if (error !== undefined) {
    const inner = new Scope(scope);
    const caught = clause.variableDeclaration;
    if (caught !== undefined) bind(machine, caught.name, error, inner);
    const falls = machine.attempt(() => goesOn(execute(machine, clause.block, inner, [])));
    if (falls !== undefined) machine.arrive(after, falls);
  }
  return machine.close(after) !== undefined;
}

function executeSwitch(
  machine: Machine,
  node: ts.SwitchStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const subject = machine.evaluate(node.expression, scope);
  const { clauses } = node.caseBlock;
  const statements = clauses.flatMap((clause) => [...clause.statements]);
  const inner = new Scope(scope);
  declareBlock(machine, node.caseBlock, statements, inner);
  const after = machine.open();
  const target: JumpTarget = { labels, onBreak: after, onContinue: undefined, isPlain: true };
  // Points are closed in reverse order of opening, so the first clause is opened last.
  const entries = clauses
    .toReversed()
    .map(() => machine.open())
    .toReversed();
  const unmatched = machine.attempt(() => dispatch(machine, subject, clauses, entries, inner, 0));
  if (unmatched !== undefined) {
    const byDefault = clauses.findIndex((clause) => ts.isDefaultClause(clause));
    machine.arrive(entries[byDefault] ?? after, undefinedValue);
  }
  clauses.forEach((clause, index) => {
    const entry = entries[index];
    if (entry === undefined || machine.close(entry) === undefined) return;
    const falls = machine.attempt(() =>
      goesOn(withTarget(machine, target, () => executeAll(machine, clause.statements, inner))),
    );
    if (falls !== undefined) machine.arrive(entries[index + 1] ?? after, falls);
  });
  return machine.close(after) !== undefined;
}

/** Sends each path to the clause that it matches; what it gives is the path that matches none. */
function dispatch(
  machine: Machine,
  subject: Value,
  clauses: ts.NodeArray<ts.CaseOrDefaultClause>,
  entries: readonly JoinPoint[],
  scope: Scope,
  from: number,
): Value | undefined {
  for (let index = from; index < clauses.length; index += 1) {
    const clause = clauses[index];
    const entry = entries[index];
    if (clause === undefined || entry === undefined || ts.isDefaultClause(clause)) continue;
    const truth = machine.truth(equals(machine, subject, machine.evaluate(clause.expression, scope), false));
    const next = machine.fork(
      truth,
      clause.expression,
      () => {
        machine.arrive(entry, undefinedValue);
        return undefined;
      },
      () => undefinedValue,
    );
    if (next === undefined) return undefined;
  }
  return undefinedValue;
}

// ── TypeScript's own declarations ────────────────────────────────────────────────────────────────────────────────

function declareEnum(machine: Machine, node: ts.EnumDeclaration, scope: Scope): void {
  const fields: Record<string, Value> = {};
  let next = 0;
  const inner = new Scope(scope);
  for (const { name, initializer } of node.members) {
    const value = initializer === undefined ? primitive(next) : machine.evaluate(initializer, inner);
    const [simple] = value.of;
    if (simple?.kind === 'primitive' && typeof simple.value === 'number') next = simple.value + 1;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) continue;
    fields[name.text] = value;
    machine.set(inner, name.text, value);
  }
  machine.set(scope, node.name.text, newObject(machine, fields));
}

function declareNamespace(machine: Machine, node: ts.ModuleDeclaration, scope: Scope): void {
  const { body, name } = node;
  if (body === undefined || !ts.isModuleBlock(body) || !ts.isIdentifier(name)) return;
  const inner = new Scope(scope);
  hoist(machine, body, body.statements, inner);
  executeAll(machine, body.statements, inner);
  const fields: Record<string, Value> = {};
  for (const key of inner.cells.keys()) fields[key] = machine.get(inner, key) ?? undefinedValue;
  machine.set(scope, name.text, newObject(machine, fields));
}

/** Executes the body of a function; undefined when no path returns. */
export function executeBody(machine: Machine, body: ts.Block, scope: Scope, activation: Activation): void {
  hoist(machine, body, body.statements, scope);
  const falls = machine.attempt(() => goesOn(executeAll(machine, body.statements, scope)));
  if (falls !== undefined) machine.arrive(activation.end, undefinedValue);
}
