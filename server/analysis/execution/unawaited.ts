/**
 * Promises that nobody waits for: `load(context)`, `names.forEach(async (name) => …)`, `check(event).then(…)`. What such
 * code does behind its first `await` is done later than what follows it, so that it may be so there or not yet.
 */
import ts from 'typescript';
import { type Changes, newestStore } from './heap.ts';
import { either } from './facts.ts';
import type { Machine } from './machine.ts';
import type { Frame, JoinPoint, PathStep, Unawaited } from './paths.ts';
import { undefinedValue } from './values.ts';

/** States in which such code gives back control that are told apart. */
const mostStates = 8;

/** Executes a statement that may leave promises to themselves. */
export function leavingPromises(machine: Machine, node: ts.Statement, run: () => void): void {
  if (!machine.isSetUp || !leavesPromise(node) || isInExecutor(machine)) {
    run();
    return;
  }
  const { frame, path, unawaited: outer } = machine;
  const before = newestStore();
  const point: JoinPoint = {
    mark: machine.trail.mark,
    newest: before,
    entryPath: path,
    arrivals: [],
    leaks: [],
  };
  machine.unawaited = { point, frame, outer };
  const value = machine.attempt(() => {
    run();
    return undefinedValue;
  });
  machine.unawaited = outer;
  const { arrivals } = point;
  if (arrivals.length === 0) {
    if (value === undefined) machine.unwind();
    return;
  }
  if (machine.trail.hasChanged(point.mark, before)) machine.notWaitedFor.add(node);
  const facts = arrivals.map((arrival) => arrival.facts);
  if (value !== undefined) {
    facts.push(machine.facts);
    const changes = machine.changesSince(point.mark);
    for (const arrival of arrivals) arrival.changes = settledAs(arrival.changes ?? changes, changes);
    arrivals.push({ value, facts: machine.facts, path: later(node, true, machine.path), changes });
  } else machine.path = path;
  machine.joinStates(point);
  machine.facts = facts.reduce(either);
}

/**
 * The present function waits for something: what follows in it runs later than what follows the call that nobody waits
 * for.
 */
export function suspends(machine: Machine): void {
  let at = machine.unawaited;
  while (at !== undefined && at.frame === machine.frame) at = at.outer;
  if (at !== undefined) giveBack(machine, at);
}

/** A function is called that runs later than what is around it: that of `then`, or of a timer. */
export function runsLater(machine: Machine): void {
  if (machine.unawaited !== undefined) giveBack(machine, machine.unawaited);
}

function giveBack(machine: Machine, { point }: Unawaited): void {
  const { facts, path } = machine;
  const { arrivals, mark } = point;
  if (arrivals.length >= mostStates) return;
  const node = path?.node ?? machine.frame?.site;
  if (node === undefined) return;
  // Objects that are there by now are there in the states after this one, too.
  point.newest = newestStore();
  arrivals.push({
    value: undefinedValue,
    facts,
    path: later(node, false, path),
    changes: machine.changesSince(mark),
  });
}

/** When it is done is up to nobody. */
function later(node: ts.Node, outcome: boolean, parent: PathStep | undefined): PathStep {
  return { node, outcome, origin: 'other', parent, length: (parent?.length ?? 0) + 1 };
}

/** What waits for a promise goes on when that is settled, whenever that is. */
function settledAs(changes: Changes, now: Changes): Changes {
  const result = new Map(changes);
  for (const [store, cells] of now) {
    const settled = [...cells].filter(([key]) => key.startsWith('#'));
    if (settled.length > 0) result.set(store, new Map([...(changes.get(store) ?? []), ...settled]));
  }
  return result;
}

/** `new Promise((resolve) => …)`: who waits for the promise waits for what is left to itself there. */
function isInExecutor({ frame, unawaited }: Machine): boolean {
  for (let at: Frame | undefined = frame; at !== undefined && at !== unawaited?.frame; at = at.parent)
    if (ts.isNewExpression(at.site) && at.site.expression.getText() === 'Promise') return true;
  return false;
}

function leavesPromise(node: ts.Statement): boolean {
  if (ts.isExpressionStatement(node)) return isLeft(node.expression);
  return ts.isVariableStatement(node) && isWaitedForTooLate(node);
}

/** Whether an expression is a call, or gives that of one, of which nobody takes what it gives. */
function isLeft(node: ts.Expression): boolean {
  if (ts.isCallExpression(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isVoidExpression(node)) return isLeft(node.expression);
  if (ts.isConditionalExpression(node)) return isLeft(node.whenTrue) && isLeft(node.whenFalse);
  if (!ts.isBinaryExpression(node)) return false;
  return isLogical(node.operatorToken.kind) && isLeft(node.right);
}

function isLogical(operator: ts.SyntaxKind): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].some((kind) => kind === operator);
}

const waitedForTooLate = new WeakMap<ts.VariableStatement, boolean>();

/** `const loaded = load(context); if (context.own) return; …; await loaded`: something is decided before. */
function isWaitedForTooLate(node: ts.VariableStatement): boolean {
  let known = waitedForTooLate.get(node);
  if (known !== undefined) return known;
  const [only, another] = node.declarationList.declarations;
  const { parent } = node;
  const isCall =
    another === undefined &&
    only?.initializer !== undefined &&
    ts.isCallExpression(only.initializer) &&
    ts.isIdentifier(only.name);
  known = isCall && ts.isBlock(parent) && isDecidedBefore(only.name.text, parent, node);
  waitedForTooLate.set(node, known);
  return known;
}

/** Whether something is decided behind a statement of a block before a variable is used. */
function isDecidedBefore(name: string, { statements }: ts.Block, node: ts.Statement): boolean {
  const following = statements.slice(statements.indexOf(node) + 1);
  const used = following.findIndex((statement) => hasWithin(statement, (part) => isNamed(part, name)));
  return following
    .slice(0, used < 0 ? undefined : used)
    .some((statement) => hasWithin(statement, (part) => deciding.has(part.kind)));
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

const deciding: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

function hasWithin(node: ts.Node, is: (part: ts.Node) => boolean): boolean {
  return is(node) || (ts.forEachChild(node, (child) => hasWithin(child, is)) ?? false);
}
