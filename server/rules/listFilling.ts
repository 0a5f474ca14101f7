/**
 * What decides in the end where a handler asks whether there is anything in a list, or counted: the condition that lets
 * an event into it.
 *
 * ```js
 * for (const event of events) {
 *   if (ignored.includes(event.event)) continue // decides
 *   batch.push(event)
 * }
 * if (batch.length > 0) await send(batch) // asks
 * ```
 */
import ts from 'typescript';
import { lookUp } from '../analysis/lookUp.ts';
import { isInside } from './support/places.ts';

const K = ts.SyntaxKind;

export interface Filling {
  /** What lets an event in or leaves it out. */
  readonly condition: ts.Expression;
  /** The list that is asked for in the code, or the number. */
  readonly list: ts.Identifier;
}

/** More lists than that are not made of each other. */
const mostLists = 5;

/** Undefined where the code asks for something else, or nothing is left out. */
export function fillingOf(asked: ts.Node): Filling | undefined {
  const list = measuredIn(asked);
  if (list === undefined) return undefined;
  const condition = conditionFor(list, mostLists, asked);
  return condition === undefined ? undefined : { condition, list };
}

/** What lets an event into a list that a helper is given, and asks whether there is anything in. */
export function fillingOfGiven(asked: ts.Node, site: ts.CallExpression): ts.Expression | undefined {
  const list = measuredIn(asked);
  const declared = list === undefined ? undefined : lookUp(list.text, list);
  if (declared === undefined || !ts.isParameter(declared)) return undefined;
  return conditionOfSource(site.arguments[declared.parent.parameters.indexOf(declared)], mostLists);
}

/** `batch` of `batch.length > 0`, `!batch.length`, `count === 0`, and of `for (const part of batch)`. */
export function measuredIn(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isParenthesizedExpression(node)) return measuredIn(node.expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return measuredIn(node.operand);
  if (ts.isPropertyAccessExpression(node) && /^(?:length|size)$/.test(node.name.text))
    return ts.isIdentifier(node.expression) ? node.expression : undefined;
  if (!ts.isBinaryExpression(node)) return undefined;
  if (ts.isNumericLiteral(node.right)) return measuredIn(node.left);
  return ts.isNumericLiteral(node.left) ? measuredIn(node.right) : undefined;
}

/** @param asked what asks whether there is anything in it: what is written behind that is of no use to it. */
function conditionFor(list: ts.Identifier, left: number, asked?: ts.Node): ts.Expression | undefined {
  const declared = ts.findAncestor(lookUp(list.text, list), ts.isVariableDeclaration);
  if (left <= 0 || declared === undefined) return undefined;
  const { initializer, parent } = declared;
  // The parts of a list are as empty as it is.
  if (ts.isForOfStatement(parent.parent)) return conditionOfSource(parent.parent.expression, left);
  if (initializer === undefined) return undefined;
  // Where it may have had something before, as one that is stored, nothing has to be put into it.
  if (!isEmpty(initializer)) return conditionOfSource(initializer, left);
  const around = ts.findAncestor(declared, (node) => ts.isBlock(node) || ts.isSourceFile(node));
  const all = around === undefined ? [] : writesTo(list.text, around);
  const writes = all.filter(
    (write) => !isFirstValue(write, list.text) && (asked === undefined || !isBehind(write, asked)),
  );
  for (const write of writes) {
    const condition = conditionOver(write, around, left);
    if (condition !== undefined) return condition;
  }
  return undefined;
}

/** `if (!session) session = start()`: what has nothing gets a value, whatever the event. */
function isFirstValue(write: ts.Node, name: string): boolean {
  const asksForIt = (node: ts.Node): boolean =>
    ts.isIfStatement(node) &&
    isInside(write, node.thenStatement) &&
    measuredIn(node.expression)?.text === name;
  return (
    ts.isBinaryExpression(write) &&
    write.operatorToken.kind === K.EqualsToken &&
    ts.findAncestor(write, asksForIt) !== undefined
  );
}

/** Whether code of the same function is executed behind what asks, and not again before it, as in a loop around both. */
function isBehind(write: ts.Node, asked: ts.Node): boolean {
  const around = ts.findAncestor(asked, (node) => ts.isFunctionLike(node) || ts.isSourceFile(node));
  if (around === undefined || ts.findAncestor(write, ts.isFunctionLike) !== around) return false;
  const isTurning = (node: ts.Node): boolean =>
    ts.isIterationStatement(node, false) && isInside(node, around) && isInside(asked, node);
  return write.pos >= asked.end && ts.findAncestor(write, isTurning) === undefined;
}

/** What `events.filter(isWanted)` asks, whatever is made of it further on. */
function conditionOfSource(source: ts.Expression | undefined, left: number): ts.Expression | undefined {
  if (source === undefined || left <= 0) return undefined;
  if (ts.isIdentifier(source)) return conditionFor(source, left - 1);
  if (ts.isAwaitExpression(source) || ts.isParenthesizedExpression(source))
    return conditionOfSource(source.expression, left);
  if (!ts.isCallExpression(source)) return undefined;
  if (ts.isIdentifier(source.expression)) return conditionOfSource(givenBy(source.expression), left - 1);
  if (!ts.isPropertyAccessExpression(source.expression)) return undefined;
  const { expression, name } = source.expression;
  const [callback] = source.arguments;
  if (name.text === 'filter' && callback !== undefined) return answerOf(callback) ?? source;
  const isOfObject = ts.isIdentifier(expression) && expression.text === 'Object' && callback !== undefined;
  return conditionOfSource(isOfObject ? callback : expression, left);
}

/** What a function of that name returns at its end. */
function givenBy(name: ts.Identifier): ts.Expression | undefined {
  const declared = lookUp(name.text, name);
  const made = declared !== undefined && ts.isVariableDeclaration(declared) ? declared.initializer : declared;
  if (made === undefined || !ts.isFunctionLike(made) || !('body' in made) || made.body === undefined)
    return undefined;
  if (!ts.isBlock(made.body)) return made.body;
  const last = made.body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
}

/** The expression that a callback gives; undefined where it is written elsewhere or gives several. */
function answerOf(callback: ts.Expression): ts.Expression | undefined {
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const { body } = callback;
  if (!ts.isBlock(body)) return withoutNot(body);
  const [statement] = body.statements;
  return statement !== undefined && ts.isReturnStatement(statement) && statement.expression !== undefined
    ? withoutNot(statement.expression)
    : undefined;
}

function withoutNot(condition: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(condition)) return withoutNot(condition.expression);
  return ts.isPrefixUnaryExpression(condition) && condition.operator === K.ExclamationToken
    ? withoutNot(condition.operand)
    : condition;
}

/** Where something is put into a list, or counted. */
function writesTo(name: string, around: ts.Node): readonly ts.Node[] {
  const writes: ts.Node[] = [];
  visit(around);
  return writes;

  function visit(node: ts.Node): void {
    if (isWriteTo(name, node)) writes.push(node);
    ts.forEachChild(node, visit);
  }
}

const adding = /^(?:push|unshift|add|set)$/;

function isWriteTo(name: string, node: ts.Node): boolean {
  const isIt = (target: ts.Expression): boolean => rootOf(target)?.text === name;
  if (ts.isCallExpression(node))
    return (
      ts.isPropertyAccessExpression(node.expression) &&
      adding.test(node.expression.name.text) &&
      isIt(node.expression.expression)
    );
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node))
    return node.operator === K.PlusPlusToken && isIt(node.operand);
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  return (
    (operator === K.PlusEqualsToken || operator === K.EqualsToken) && isIt(node.left) && !isEmpty(node.right)
  );
}

/** `groups` of `(groups[event.event] ??= [])`. */
function rootOf(target: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(target)) return target;
  if (ts.isParenthesizedExpression(target) || ts.isElementAccessExpression(target))
    return rootOf(target.expression);
  return ts.isBinaryExpression(target) ? rootOf(target.left) : undefined;
}

/** `[]`, `{}`, `new Set()`, `0`, `null` and the like. */
function isEmpty(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  if (ts.isObjectLiteralExpression(value)) return value.properties.length === 0;
  if (ts.isNewExpression(value)) return (value.arguments ?? []).length === 0;
  if (ts.isAsExpression(value) || ts.isParenthesizedExpression(value)) return isEmpty(value.expression);
  return /^(?:0|null|false|undefined|''|""|``|Object\.create\(null\))$/.test(value.getText());
}

/** The condition nearest to a write that is about an event; what is asked of a list in its place leads on. */
function conditionOver(write: ts.Node, around: ts.Node | undefined, left: number): ts.Expression | undefined {
  let first: ts.Expression | undefined;
  for (let at = write; at !== around && at.parent !== undefined; at = at.parent) {
    for (const condition of conditionsAt(at)) {
      const list = measuredIn(condition);
      const found = list === undefined ? withoutNot(condition) : conditionFor(list, left - 1);
      if (found !== undefined && isAboutEvent(found)) return found;
      first ??= found;
    }
    const { parent } = at;
    const source = ts.isForOfStatement(parent) ? conditionOfSource(parent.expression, left) : undefined;
    if (source !== undefined) return source;
  }
  const [written] = ts.isCallExpression(write) ? write.arguments : [];
  return first ?? (written === undefined ? undefined : conditionOfSource(written, left));
}

/** What has to be so that the code goes there from around it, or from before it. */
function conditionsAt(at: ts.Node): readonly ts.Expression[] {
  const { parent } = at;
  if (ts.isIfStatement(parent) && at !== parent.expression) return [parent.expression];
  if (ts.isBinaryExpression(parent) && at === parent.right)
    return parent.operatorToken.kind === K.AmpersandAmpersandToken ? [parent.left] : [];
  if (!ts.isBlock(parent)) return [];
  const before = parent.statements.slice(0, parent.statements.indexOf(at as ts.Statement)).toReversed();
  return before.flatMap((statement) =>
    ts.isIfStatement(statement) && isLeaving(statement.thenStatement) ? statement.expression : [],
  );
}

function isLeaving(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined &&
    (ts.isContinueStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last))
  );
}

function isAboutEvent(condition: ts.Expression): boolean {
  return /\bevent\b/i.test(condition.getText());
}
