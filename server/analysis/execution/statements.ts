/** Executes statements. Each function says whether a path goes on after the statement. */
import ts from 'typescript';
import { defineClass } from './classes.ts';
import { declareBlock, declareVariables, hoist } from './declarations.ts';
import { executeDo, executeFor, executeForIn, executeForOf, executeWhile, withTarget } from './loops.ts';
import { goesOn, type Machine } from './machine.ts';
import type { Activation, JumpTarget } from './language.ts';
import type { JoinPoint } from './paths.ts';
import { declareEnum, declareNamespace } from './namespaces.ts';
import { equals } from './equality.ts';
import { bind } from './patterns.ts';
import { mayLeave, thenAlways } from './overridingFinally.ts';
import { addPossibleErrors, withHandler } from './promises.ts';
import { blockDeclarations, isAmbient, Scope } from './scope.ts';
import { leavingPromises } from './unawaited.ts';
import { undefinedValue, type Value } from './values.ts';

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

/** Executes a statement. */
export function execute(
  machine: Machine,
  node: ts.Statement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  machine.step();
  if (isAmbient(node)) return true;
  if (ts.isExpressionStatement(node))
    leavingPromises(machine, node, () => void machine.evaluate(node.expression, scope));
  else if (ts.isVariableStatement(node))
    leavingPromises(machine, node, () => declareVariables(machine, node.declarationList, scope));
  else if (ts.isBlock(node)) return executeBlock(machine, node, node.statements, scope);
  else if (ts.isIfStatement(node)) return executeIf(machine, node, scope);
  else if (ts.isReturnStatement(node)) return executeReturn(machine, node, scope);
  else if (ts.isThrowStatement(node)) {
    machine.raise(machine.evaluate(node.expression, scope));
  } else if (ts.isForOfStatement(node)) return executeForOf(machine, node, scope, labels);
  else if (ts.isForInStatement(node)) return executeForIn(machine, node, scope, labels);
  else if (ts.isForStatement(node)) return executeFor(machine, node, scope, labels);
  else if (ts.isWhileStatement(node)) return executeWhile(machine, node, scope, labels);
  else if (ts.isDoStatement(node)) return executeDo(machine, node, scope, labels);
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

function executeReturn(machine: Machine, node: ts.ReturnStatement, scope: Scope): boolean {
  if (machine.activation?.onReturn !== undefined) {
    machine.activation.onReturn(node.expression, scope);
    return false;
  }
  const value = node.expression === undefined ? undefinedValue : machine.evaluate(node.expression, scope);
  if (machine.activation === undefined) return false;
  machine.arrive(machine.activation.end, value);
  return false;
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
  const before = (): boolean =>
    catchClause === undefined
      ? machine.attempt(() => goesOn(execute(machine, tryBlock, scope, []))) !== undefined
      : executeCatch(machine, tryBlock, catchClause, scope);
  const run = (): boolean => finallyBlock === undefined || execute(machine, finallyBlock, scope, []);
  const overridden =
    finallyBlock !== undefined && mayLeave(finallyBlock) ? thenAlways(machine, node, before, run) : undefined;
  if (overridden !== undefined) return overridden;
  const falls = before();
  if (finallyBlock === undefined) return falls;
  // What stands in `finally` is executed on every path, whatever was tested before.
  const { facts: factsAfter, path: pathAfter } = machine;
  machine.facts = facts;
  machine.path = path;
  const goes = run();
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

/** Executes the body of a function; undefined when no path returns. */
export function executeBody(machine: Machine, body: ts.Block, scope: Scope, activation: Activation): void {
  hoist(machine, body, body.statements, scope);
  const falls = machine.attempt(() => goesOn(executeAll(machine, body.statements, scope)));
  if (falls !== undefined) machine.arrive(activation.end, undefinedValue);
}
