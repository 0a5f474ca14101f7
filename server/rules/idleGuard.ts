/**
 * What was meant to keep an event from a call, and cannot: a condition that comes out in one way there whatever the event,
 * or one that holds for the event and does not leave the function.
 *
 * ```js
 * names.forEach((name) => {
 *   if (event.event === name) return // leaves the callback alone
 * })
 * await posthog.capture('seen')
 * ```
 */
import ts from 'typescript';
import type { Verdict } from '../analysis/verdict.ts';
import { isInside } from './support/places.ts';
import type { Passed } from './eventLoopReasons.ts';

/** Undefined where a loop leads over several events, of which each passes conditions of its own. */
export function idleGuard({ capture, cycle: [again, another], ways = [] }: Verdict): Passed | undefined {
  if (again === undefined || another !== undefined) return undefined;
  const steps = new Set(ways.flatMap((way) => way.steps.map(({ node }) => node)));
  for (const [node, can] of [...again.decisions].toReversed()) {
    if (steps.has(node) || !isAboutEvent(node)) continue;
    for (const [index, frame] of capture.frames.entries()) {
      const place: Place = { node, body: frame.node, next: capture.frames[index + 1]?.site ?? capture.node };
      const found = foundAt(place, can);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A condition, a function on the way to the call, and what leads on from there: the next call, or the one that captures. */
interface Place {
  readonly node: ts.Node;
  readonly body: ts.Node;
  readonly next: ts.Node;
}

function foundAt(place: Place, can: 'true' | 'false' | 'both'): Passed | undefined {
  // It may be asked for each of a list.
  if (can === 'both') return inCallback(place);
  return can === 'true' ? (passedBy(place) ?? around(place)) : neverTrue(place);
}

/** Whether code names a part of an event, or is a case of one. */
function isAboutEvent(node: ts.Node): boolean {
  return namesPart(ts.isCaseClause(node.parent) ? node.parent.parent.parent.expression : node);
}

function namesPart(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && /^(?:event|properties|distinct_id)$/.test(node.name.text))
    return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, namesPart) ?? false);
}

/** A condition before the call that would leave, and never holds. */
function neverTrue({ node, body, next }: Place): Passed | undefined {
  const test = testWith(node);
  if (test === undefined || !isBefore(test, next) || leavingOf(test.thenStatement) === undefined)
    return undefined;
  // Behind another condition it may not have been asked.
  return isDirectlyIn(test, body, ts.isBlock) ? { node, reason: 'it is never true there' } : undefined;
}

/** A condition around the call that always holds. */
function around({ node, body, next }: Place): Passed | undefined {
  const test = testWith(node);
  return test !== undefined && isInside(next, test.thenStatement) && isDirectlyIn(test, body, isBranch)
    ? { node, reason: 'it is always true there' }
    : undefined;
}

/** A condition that holds for the event, and does not keep it from the call. */
function passedBy(place: Place): Passed | undefined {
  const { node, body, next } = place;
  const { parent } = node;
  if (ts.isCaseClause(parent) && parent.expression === node)
    return isBefore(parent, next) && isInside(next, parent.parent)
      ? { node: parent.expression, reason: `no \`break\` ends \`case ${node.getText()}\`` }
      : undefined;
  const test = testWith(node);
  if (test === undefined) return undefined;
  const leaving = leavingOf(test.thenStatement);
  if (leaving === undefined)
    return isIdle(test.thenStatement) && isBefore(test, next) && isDirectlyIn(test, body, isBranch)
      ? { node, reason: 'nothing there leaves the function' }
      : undefined;
  return inTry(leaving, place) ?? inCallback(place) ?? withoutResult(leaving, place);
}

function inTry(leaving: ts.Statement, { node, body, next }: Place): Passed | undefined {
  const owner = functionOf(node);
  for (const one of triesIn(body)) {
    if (one.finallyBlock !== undefined && isInside(next, one.finallyBlock) && isInside(node, one.tryBlock))
      return { node, reason: '`finally` is executed all the same' };
    if (!ts.isThrowStatement(leaving) || one.catchClause === undefined || !isBefore(one, next)) continue;
    if (owner === body ? isInside(node, one.tryBlock) : callIn(one.tryBlock, owner) !== undefined)
      return { node, reason: 'what it throws is caught' };
  }
  return undefined;
}

/** A callback that does nothing more where the condition does not hold: its `return` was meant for the handler. */
function inCallback({ node, body, next }: Place): Passed | undefined {
  const owner = functionOf(node);
  const test = testWith(node);
  if (owner === undefined || owner === body || !isInside(owner, body) || test === undefined) return undefined;
  const leaving = leavingOf(test.thenStatement);
  const isLast =
    ts.isBlock(test.parent) && test.parent.parent === owner && test.parent.statements.at(-1) === test;
  if (leaving === undefined || !ts.isReturnStatement(leaving) || !isLast) return undefined;
  const { parent } = owner;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return undefined;
  const method = parent.expression.name.text;
  return ts.isExpressionStatement(parent.parent) && isBefore(parent, next)
    ? { node, reason: `its \`return\` leaves the function in \`${method}\` alone` }
    : undefined;
}

function withoutResult(leaving: ts.Statement, { node, body, next }: Place): Passed | undefined {
  const owner = functionOf(node);
  if (!ts.isReturnStatement(leaving) || owner === undefined || owner === body) return undefined;
  const call = callIn(body, owner);
  if (call === undefined || !isBefore(call, next)) return undefined;
  const used = ts.isAwaitExpression(call.parent) ? call.parent : call;
  return ts.isExpressionStatement(used.parent)
    ? { node: call, reason: 'nothing is done with its result' }
    : undefined;
}

/** The `if` that a condition is all of. */
function testWith(node: ts.Node): ts.IfStatement | undefined {
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  return ts.isIfStatement(parent) && isInside(node, parent.expression) ? parent : undefined;
}

/** How a statement surely ends: by `return` or `throw`. */
function leavingOf(statement: ts.Statement): ts.Statement | undefined {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last === undefined ? undefined : leavingOf(last);
  }
  return ts.isReturnStatement(statement) || ts.isThrowStatement(statement) ? statement : undefined;
}

/** Whether a statement does nothing, or only tells of it. */
function isIdle(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.every(isIdle);
  if (ts.isEmptyStatement(statement)) return true;
  return ts.isExpressionStatement(statement) && /^console\.\w+\(/.test(statement.expression.getText());
}

/** Whether nothing but statements of one kind stand around it in a function. */
function isDirectlyIn(node: ts.Node, body: ts.Node, isKind: (node: ts.Node) => boolean): boolean {
  for (let at = node.parent; at !== undefined && at !== body; at = at.parent) if (!isKind(at)) return false;
  return true;
}

function isBranch(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isIfStatement(node);
}

function functionOf(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** A call of a function by its name, in the code of another. */
function callIn(code: ts.Node, owner: ts.Node | undefined): ts.CallExpression | undefined {
  const named = owner !== undefined && ts.isVariableDeclaration(owner.parent) ? owner.parent : owner;
  const name = named === undefined ? undefined : ts.getNameOfDeclaration(named as ts.Declaration);
  if (name === undefined || !ts.isIdentifier(name)) return undefined;
  return find(code);

  function find(node: ts.Node): ts.CallExpression | undefined {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === name?.getText()
    )
      return node;
    return ts.forEachChild(node, find);
  }
}

function triesIn(code: ts.Node): readonly ts.TryStatement[] {
  const found: ts.TryStatement[] = [];
  visit(code);
  return found;

  function visit(node: ts.Node): void {
    if (node !== code && ts.isFunctionLike(node)) return;
    if (ts.isTryStatement(node)) found.push(node);
    ts.forEachChild(node, visit);
  }
}

function isBefore(node: ts.Node, next: ts.Node): boolean {
  return node.getSourceFile() === next.getSourceFile() && node.end <= next.pos;
}
