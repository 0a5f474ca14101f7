/** Executes loops: a few turns as they are, and all further ones as one of which nobody knows how far it is. */
import ts from 'typescript';
import { waysOfChosen } from './choices.ts';
import { keySourceOf } from './possibleKeys.ts';
import { forgetCounters } from './counters.ts';
import { declareVariables } from './declarations.ts';
import { differentFrom, equalTo } from './facts.ts';
import { canBeAskedAnew, maxOneByOne, startGeneratorFor } from './generators.ts';
import { type HeapObject, placeKey } from './heap.ts';
import { type Items, noItems } from './items.ts';
import { keysOf } from './keys.ts';
import { withInherited } from './objectTests.ts';
import { type Machine, goesOn } from './machine.ts';
import type { JoinPoint } from './paths.ts';
import type { JumpTarget } from './language.ts';
import { assign, bind, skipWrapping } from './patterns.ts';
import { askForItems } from './missingParts.ts';
import { closeIterator, hasOwnIterator } from './protocols.ts';
import { waitFor } from './promises.ts';
import { constantNames, hasFunction, namesIn, Scope } from './scope.ts';
import { listOf } from './sequences.ts';
import { suspends } from './unawaited.ts';
import { isPlainPath, leaveLists, walkByIndex } from './walkedLists.ts';
import {
  objectsOf,
  primitive,
  single,
  undefinedValue,
  type Value,
  withCondition,
  worstOrigin,
} from './values.ts';

/** Turns of a loop that is known to go on; more of them add nothing new. */
const maxTurns = 32;
/** Turns of a loop of which it is not known how long it goes on. */
const maxUncertainTurns = 3;

/** A loop with a condition. */
export interface Loop {
  readonly statement: ts.IterationStatement;
  readonly condition?: ts.Expression | undefined;
  readonly scope: Scope;
  /** Says whether a path goes on after the turn. */
  readonly turn: () => boolean;
  readonly afterTurn?: () => void;
}

export function runLoop(
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
  if (goes && condition !== undefined) noteEmptied(machine, condition, scope);
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

/**
 * Behind `while (queue.length > 0)` and `while ((next = queue.shift()))` there is nothing left in the list, and behind
 * `while ((found = pattern.exec(text)))` the pattern begins anew.
 */
function noteEmptied(machine: Machine, condition: ts.Expression, scope: Scope): void {
  const pattern = patternAskedFor(skipWrapping(condition));
  if (pattern !== undefined) {
    const [asked, another] = objectsOf(machine.resolve(machine.evaluate(pattern, scope)));
    if (asked?.keepsPlace === true && another === undefined) machine.set(asked, placeKey, primitive(0));
    return;
  }
  const list = listTakenFrom(skipWrapping(condition));
  if (list === undefined) return;
  const { of } = machine.resolve(machine.evaluate(list, scope));
  const [only] = of;
  if (of.length === 1 && only?.kind === 'reference' && only.object.type === 'array')
    machine.setItems(only.object, noItems);
}

/** The pattern that a loop goes on with as long as it finds something. */
function patternAskedFor(condition: ts.Expression): ts.Expression | undefined {
  if (ts.isBinaryExpression(condition)) {
    const isAssigned = condition.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssigned) return patternAskedFor(skipWrapping(condition.right));
    return isBesideNothing(condition) ? patternAskedFor(skipWrapping(condition.left)) : undefined;
  }
  if (!ts.isCallExpression(condition) || !ts.isPropertyAccessExpression(condition.expression))
    return undefined;
  const { expression, name } = condition.expression;
  return /^(?:exec|test)$/.test(name.text) && isPlainPath(expression) ? expression : undefined;
}

/** The list that a loop goes on with as long as something is in it. */
function listTakenFrom(condition: ts.Expression): ts.Expression | undefined {
  if (ts.isBinaryExpression(condition)) {
    if (condition.operatorToken.kind === ts.SyntaxKind.EqualsToken) return listTakenFrom(condition.right);
    return isBesideNothing(condition) ? listTakenFrom(skipWrapping(condition.left)) : undefined;
  }
  const access = ts.isCallExpression(condition) ? condition.expression : condition;
  if (!ts.isPropertyAccessExpression(access) || !isPlainPath(access.expression)) return undefined;
  const names = ts.isCallExpression(condition) ? ['shift', 'pop'] : ['length'];
  return names.includes(access.name.text) ? access.expression : undefined;
}

function isBesideNothing({ operatorToken, right }: ts.BinaryExpression): boolean {
  return comparisons.has(operatorToken.kind) && /^(?:0|undefined|null|void 0)$/.test(right.getText());
}

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** One turn, in which `break` and `continue` know where to go. */
function inLoop(machine: Machine, labels: readonly string[], after: JoinPoint, turn: () => boolean): boolean {
  const end = machine.open();
  const target: JumpTarget = { labels, onBreak: after, onContinue: end, isPlain: true };
  const value = machine.attempt(() => goesOn(withTarget(machine, target, turn)));
  if (value !== undefined) machine.arrive(end, value);
  return machine.close(end) !== undefined;
}

export function withTarget<T>(machine: Machine, target: JumpTarget, run: () => T): T {
  const { activation } = machine;
  activation?.targets.push(target);
  try {
    return run();
  } finally {
    activation?.targets.pop();
  }
}

export function executeFor(
  machine: Machine,
  node: ts.ForStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const inner = new Scope(scope);
  const { initializer, condition, incrementor, statement } = node;
  const walked = walkByIndex(machine, initializer, inner);
  if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
    declareLoopNames(machine, initializer, inner);
    declareVariables(machine, initializer, inner);
    inner.constants = new Set(constantNames(initializer));
  } else if (initializer !== undefined) machine.evaluate(initializer, inner);
  walked.push(...walkByIndex(machine, condition, inner));
  const names = namesOfTurn(node);
  let ofTurn = inner;
  const goes = runLoop(machine, labels, {
    condition,
    scope: inner,
    statement: node,
    turn: () => {
      ofTurn = names.length === 0 ? inner : new Scope(inner);
      for (const name of names) machine.set(ofTurn, name, machine.get(inner, name));
      return machine.execute(statement, ofTurn);
    },
    afterTurn: () => {
      for (const name of names) machine.set(inner, name, machine.get(ofTurn, name));
      if (incrementor !== undefined) machine.evaluate(incrementor, inner);
    },
  });
  leaveLists(machine, walked);
  return goes;
}

export function executeWhile(
  machine: Machine,
  node: ts.WhileStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const { expression: condition, statement } = node;
  const walked = walkByIndex(machine, condition, scope);
  const turn = (): boolean => machine.execute(statement, scope);
  const goes = runLoop(machine, labels, { condition, scope, statement: node, turn });
  leaveLists(machine, walked);
  return goes;
}

const turnNames = new WeakMap<ts.Node, readonly string[]>();

/** Variables of a loop that each turn has for itself, which matters where a function in the loop keeps them. */
function namesOfTurn(node: ts.ForStatement): readonly string[] {
  let known = turnNames.get(node);
  if (known !== undefined) return known;
  const { initializer, statement } = node;
  const isOwn =
    initializer !== undefined &&
    ts.isVariableDeclarationList(initializer) &&
    (initializer.flags & ts.NodeFlags.Let) !== 0 &&
    hasFunction(statement);
  known = isOwn ? initializer.declarations.flatMap(({ name }) => namesIn(name)) : [];
  turnNames.set(node, known);
  return known;
}

function declareLoopNames(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
  for (const { name } of list.declarations)
    if (ts.isIdentifier(name)) machine.set(scope, name.text, undefinedValue);
}

export function executeDo(
  machine: Machine,
  node: ts.DoStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const turn = (): boolean => machine.execute(node.statement, scope);
  const after = machine.open();
  const isRepeated = inLoop(machine, labels, after, turn);
  if (isRepeated && runLoop(machine, labels, { condition: node.expression, scope, statement: node, turn })) {
    machine.arrive(after, undefinedValue);
  }
  return machine.close(after) !== undefined;
}

export function executeForOf(
  machine: Machine,
  node: ts.ForOfStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const value = machine.evaluate(node.expression, scope);
  const ways = waysOfChosen(machine.resolve(value), (list) =>
    goesOn(overList(machine, node, scope, labels, list)),
  );
  return ways === undefined
    ? overList(machine, node, scope, labels, value)
    : machine.anyOf(node.expression, ways) !== undefined;
}

function overList(
  machine: Machine,
  node: ts.ForOfStatement,
  scope: Scope,
  labels: readonly string[],
  value: Value,
): boolean {
  askForItems(machine, value);
  const isOwn = hasOwnIterator(machine, value);
  const [source] = value.of.length === 1 ? objectsOf(machine.resolve(value)) : [];
  const isAsked = source !== undefined && !isOwn && canBeAskedAnew(source);
  if (isAsked && holdsAny(node.statement, leaving))
    return overItems(machine, node, scope, labels, () => turnsOf(listOf(machine, value)), { asked: source });
  // Behind `return` and `throw` no path goes on from here, so the iterator is let know before.
  if (isOwn && holdsAny(node.statement, [ts.SyntaxKind.ReturnStatement, ts.SyntaxKind.ThrowStatement]))
    closeIterator(machine, value);
  const isList = source?.type === 'array' && source.pending === undefined;
  const list = turnsOf(listOf(machine, value));
  const goes = overItems(machine, node, scope, labels, () => list, isList ? { growing: source } : {});
  if (goes && isOwn && holdsAny(node.statement, [ts.SyntaxKind.BreakStatement]))
    closeIterator(machine, value);
  return goes;
}

/** Statements that a loop may be left with. */
const leaving: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ThrowStatement,
];

/** The items that have a turn each, and those that there may be. */
interface Turns {
  readonly items: readonly Value[];
  readonly more: readonly Value[];
}

function turnsOf({ items, more }: Items): Turns {
  return {
    items: items.slice(0, maxTurns),
    more: [...items.slice(maxTurns), ...(more === undefined ? [] : [more])],
  };
}

/** Whether a statement holds another one of some kinds, outside of functions. */
function holdsAny(node: ts.Node, kinds: readonly ts.SyntaxKind[]): boolean {
  if (kinds.includes(node.kind)) return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && holdsAny(child, kinds)) ?? false;
}

export function executeForIn(
  machine: Machine,
  node: ts.ForInStatement,
  scope: Scope,
  labels: readonly string[],
): boolean {
  const value = machine.evaluate(node.expression, scope);
  const { items, more } = withInherited(keysOf(machine, value, undefinedValue), value);
  const others = more === undefined ? [] : [more];
  const turns = { items: items.slice(0, maxTurns), more: others };
  return overItems(machine, node, scope, labels, () => turns);
}

/** Keys that may be there, each for itself, and any other key of an object of which not all are known. */
function keysApart(machine: Machine, item: Value): readonly Value[] {
  const source = item.of.flatMap((simple) => keySourceOf(machine, simple) ?? [])[0];
  if (source === undefined || item.of.length === 1) return [item];
  return item.of.map((simple) => {
    if (simple.kind !== 'primitive') return single(simple);
    const id = `${source.openAs.id}.${String(simple.value)}`;
    const { origin } = source.openAs;
    return withCondition(single(simple), {
      whenTrue: differentFrom(id, [undefined]),
      whenFalse: equalTo(id, [undefined]),
      origin,
    });
  });
}

/** What changes while a loop walks through it. */
interface WalkedList {
  /** A list that may get longer. */
  readonly growing?: HeapObject | undefined;
  /** A generator that is asked for one value after the other. */
  readonly asked?: HeapObject | undefined;
}

function overItems(
  machine: Machine,
  node: ts.ForInOrOfStatement,
  scope: Scope,
  labels: readonly string[],
  listed: () => Turns,
  { asked, growing }: WalkedList = {},
): boolean {
  const after = machine.open();
  let goes = true;
  let taken = 0;
  // A generator goes on only where the turn before has not left the loop.
  while (goes && taken < maxOneByOne) {
    if (asked === undefined) break;
    startGeneratorFor(machine, asked, taken + 1, true);
    const item = asked.items.items[taken];
    if (item === undefined || asked.items.more !== undefined) break;
    taken += 1;
    goes = inLoop(machine, labels, after, () => turn(item));
  }
  const { items, more } = goes ? listed() : { items: [], more: [] };
  goes &&= items.slice(taken).every((item) => inLoop(machine, labels, after, () => turn(item)));
  // What the turns have put at the end of the list has its turn as well.
  for (let index = items.length; goes && more.length === 0 && index < maxTurns; index += 1) {
    const added = growing?.items.items[index];
    if (added === undefined) break;
    goes = inLoop(machine, labels, after, () => turn(added));
  }
  const perhaps = more.length === 0 ? growing?.items.more : undefined;
  for (const item of [...more, ...(perhaps === undefined ? [] : [perhaps])].flatMap((each) =>
    keysApart(machine, each),
  )) {
    if (!goes) break;
    const origin = item.condition?.origin ?? worstOrigin(item.of);
    const run = (): Value | undefined => goesOn(inLoop(machine, labels, after, () => turn(item)));
    goes = machine.maybe(origin, node.expression, run, item.condition) !== undefined;
  }
  if (goes) machine.arrive(after, undefinedValue);
  return machine.close(after) !== undefined;

  function turn(given: Value): boolean {
    const inner = new Scope(scope);
    const { initializer } = node;
    const isAwaited = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
    if (isAwaited) suspends(machine);
    const item = isAwaited ? waitFor(machine, node, given) : given;
    if (!ts.isVariableDeclarationList(initializer)) assign(machine, initializer, item, scope);
    else {
      const [declaration] = initializer.declarations;
      if (declaration !== undefined) bind(machine, declaration.name, item, inner);
      inner.constants = new Set(constantNames(initializer));
    }
    return machine.execute(node.statement, inner);
  }
}
