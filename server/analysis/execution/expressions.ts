/** Evaluates expressions. */
import ts from 'typescript';
import { absentGlobal } from '../../../platform/vmGlobals.ts';
import { callSuper } from './calls.ts';
import { defineClass } from './classes.ts';
import { noFacts } from './facts.ts';
import { givesPromise, makeFunction } from './functions.ts';
import { HeapObject } from './heap.ts';
import { keysOf } from './keys.ts';
import type { CallRequest, Machine } from './machine.ts';
import { contains } from './membership.ts';
import { getNamed, getProperty, newList, setField } from './objects.ts';
import { arithmetic, equals, negate, splitNullish, typeOf } from './operators.ts';
import { assign, propertyKey, skipWrapping } from './patterns.ts';
import { addPossibleErrors, handlesErrors, withHandler } from './promises.ts';
import { awaited, helperKey, ownInstanceTest, toPrimitive } from './protocols.ts';
import { readVariable, Scope } from './scope.ts';
import { compareIndex, foundBehind } from './searches.ts';
import { copyFields, listOf } from './sequences.ts';
import { concatenate } from './texts.ts';
import { hrefOf } from './urls.ts';
import {
  derived,
  isNullish,
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  settled,
  single,
  undefinedValue,
  unknown,
  type Origin,
  type Value,
  withCondition,
  worse,
} from './values.ts';

const K = ts.SyntaxKind;

export function evaluate(machine: Machine, node: ts.Expression, scopeStore: object): Value {
  machine.step();
  const scope = scopeStore instanceof Scope ? scopeStore : new Scope(undefined);
  switch (node.kind) {
    case K.NullKeyword:
      return primitive(null);
    case K.TrueKeyword:
      return primitive(true);
    case K.FalseKeyword:
      return primitive(false);
    case K.ThisKeyword:
      return scope.self ?? undefinedValue;
    case K.OmittedExpression:
      return undefinedValue;
    default:
      return evaluateOther(machine, node, scope);
  }
}

/** By kind rather than by a row of tests: this is where most of the time of the execution goes. */
function evaluateOther(machine: Machine, node: ts.Expression, scope: Scope): Value {
  switch (node.kind) {
    case K.Identifier:
      return readIdentifier(machine, node as ts.Identifier, scope);
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      return evaluateMember(machine, node as ts.PropertyAccessExpression | ts.ElementAccessExpression, scope)
        .value;
    case K.CallExpression:
      return evaluateCall(machine, node as ts.CallExpression, scope);
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return primitive((node as ts.StringLiteralLike).text);
    case K.NumericLiteral:
      return primitive(Number((node as ts.NumericLiteral).text.replaceAll('_', '')));
    case K.BinaryExpression:
      return evaluateBinary(machine, node as ts.BinaryExpression, scope);
    case K.ObjectLiteralExpression:
      return evaluateObject(machine, node as ts.ObjectLiteralExpression, scope);
    case K.ArrayLiteralExpression:
      return evaluateArray(machine, node as ts.ArrayLiteralExpression, scope);
    case K.ArrowFunction:
      return makeFunction(node as ts.ArrowFunction, scope);
    case K.FunctionExpression:
      return evaluateFunction(machine, node as ts.FunctionExpression, scope);
    case K.TemplateExpression:
      return evaluateTemplate(machine, node as ts.TemplateExpression, scope);
    case K.ConditionalExpression:
      return evaluateConditional(machine, node as ts.ConditionalExpression, scope);
    case K.PrefixUnaryExpression:
      return evaluatePrefix(machine, node as ts.PrefixUnaryExpression, scope);
    case K.PostfixUnaryExpression: {
      const { operand, operator } = node as ts.PostfixUnaryExpression;
      return increment(machine, operand, operator, scope).before;
    }
    case K.AwaitExpression:
      return awaited(machine, machine.evaluate((node as ts.AwaitExpression).expression, scope));
    case K.NewExpression:
      return evaluateNew(machine, node as ts.NewExpression, scope);
    default: {
      const bare = skipWrapping(node);
      return bare === node ? evaluateRare(machine, node, scope) : machine.evaluate(bare, scope);
    }
  }
}

function evaluateTemplate(machine: Machine, node: ts.TemplateExpression, scope: Scope): Value {
  const pieces = node.templateSpans.flatMap(({ expression, literal }) => [
    textPiece(machine, machine.evaluate(expression, scope)),
    primitive(literal.text),
  ]);
  return concatenate([primitive(node.head.text), ...pieces].map((piece) => machine.resolve(piece)));
}

function evaluateRare(machine: Machine, node: ts.Expression, scope: Scope): Value {
  if (ts.isTypeOfExpression(node)) {
    return isAbsentGlobal(node.expression, scope)
      ? primitive('undefined')
      : typeOf(machine, machine.evaluate(node.expression, scope));
  }
  if (ts.isVoidExpression(node)) {
    machine.evaluate(node.expression, scope);
    return undefinedValue;
  }
  if (ts.isDeleteExpression(node)) return evaluateDelete(machine, node, scope);
  if (ts.isClassExpression(node)) return defineClass(machine, node, scope);
  if (ts.isYieldExpression(node)) return evaluateYield(machine, node, scope);
  if (ts.isSpreadElement(node)) return machine.evaluate(node.expression, scope);
  if (ts.isRegularExpressionLiteral(node)) return regularExpression(node.text);
  if (ts.isBigIntLiteral(node)) return unknown('other', undefined, true);
  if (ts.isMetaProperty(node) && node.keywordToken === K.NewKeyword)
    return scope.self === undefined ? undefinedValue : getNamed(machine, scope.self, 'constructor', node);
  if (ts.isTaggedTemplateExpression(node)) {
    const args = ts.isTemplateExpression(node.template)
      ? node.template.templateSpans.map(({ expression }) => machine.evaluate(expression, scope))
      : [];
    return machine.call(machine.evaluate(node.tag, scope), {
      self: undefinedValue,
      args: [unknown('other'), ...args],
      node,
    });
  }
  return unknown('other');
}

/** A global of other places than the one in which PostHog runs apps: whoever asks for it finds it missing. */
function isAbsentGlobal(node: ts.Expression, scope: Scope): boolean {
  const name = skipWrapping(node);
  return (
    ts.isIdentifier(name) &&
    name.text !== 'require' &&
    absentGlobal(name.text) !== undefined &&
    scope.holderOf(name.text) === undefined
  );
}

function regularExpression(text: string): Value {
  const end = text.lastIndexOf('/');
  const flags = text.slice(end + 1);
  const pattern = compilePattern(text.slice(1, end), flags);
  const keepsPlace = /[gy]/.test(flags);
  return reference(new HeapObject('regexp', { keepsPlace, ...(pattern === undefined ? {} : { pattern }) }));
}

/** A pattern of the app; undefined when it is broken, or could take long (nested repetition). */
export function compilePattern(source: string, flags: string): RegExp | undefined {
  if (source.length > 200 || /[+*}]\)?[+*{]|\([^)]*[+*{][^)]*\)[+*{]|\\\d/.test(source)) return undefined;
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readIdentifier(machine: Machine, node: ts.Identifier, scope: Scope): Value {
  if (node.text === 'undefined') return undefinedValue;
  return readVariable(machine, scope, node.text) ?? unknown('other', `global ${node.text}`);
}

/** Dates and other objects have no useful text of their own; an object with `href` is an address. */
function textPiece(machine: Machine, value: Value): Value {
  if (value.isPromise === true) return primitive('[object Promise]');
  const [object] = objectsOf(value);
  if (object === undefined) return value;
  const text = toPrimitive(machine, value, 'string');
  if (text !== value || value.of.length !== 1) return text;
  const href = hrefOf(machine, object);
  if (href !== undefined) return href;
  if (object.type === 'array') {
    const { items, more } = object.items;
    if (more === undefined && items.length > 0) {
      return concatenate(
        items
          .flatMap((item, index) => (index === 0 ? [item] : [primitive(','), item]))
          .map((item) => machine.resolve(item)),
      );
    }
  }
  return value;
}

// ── Members and calls ────────────────────────────────────────────────────────────────────────────────────────────

interface Member {
  readonly self: Value;
  readonly value: Value;
}

function evaluateMember(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  scope: Scope,
): Member {
  const isSuper = node.expression.kind === K.SuperKeyword;
  const self = isSuper ? (scope.self ?? undefinedValue) : machine.evaluate(node.expression, scope);
  const key = ts.isPropertyAccessExpression(node)
    ? undefined
    : machine.evaluate(node.argumentExpression, scope);
  const holder = isSuper ? superHolder(scope) : self;
  if (machine.handler !== undefined && !ts.isOptionalChain(node) && mayBeNothing(holder)) machine.mayThrow();
  const value =
    key === undefined
      ? getNamed(machine, holder, nameOf(node), node)
      : getProperty(machine, holder, key, node);
  return { self, value };
}

/** Whether reading a member of a value may throw: events and settings have what PostHog says they have. */
function mayBeNothing({ of }: Value): boolean {
  return of.some((simple) =>
    simple.kind === 'unknown'
      ? !simple.isTruthy && simple.id?.includes('.') === true && simple.id !== 'event.properties'
      : isNullish(simple),
  );
}

function nameOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

function superHolder(scope: Scope): Value {
  const base = scope.home?.prototype;
  return base === undefined ? undefinedValue : reference(base);
}

function evaluateCall(machine: Machine, node: ts.CallExpression, scope: Scope): Value {
  const callee = skipWrapping(node.expression);
  if (callee.kind === K.SuperKeyword) {
    return callSuper(machine, scope, {
      self: scope.self ?? undefinedValue,
      args: evaluateArguments(machine, node.arguments, scope),
      node,
    });
  }
  if (callee.kind === K.ImportKeyword) {
    const require = machine.language.globalOf(machine, 'require') ?? undefinedValue;
    return machine.call(require, {
      self: undefinedValue,
      args: evaluateArguments(machine, node.arguments, scope),
      node,
    });
  }
  if (ts.isPropertyAccessExpression(callee) && (handlesErrors(node) || callee.name.text === 'finally'))
    return evaluateHandled(machine, node, callee, scope);
  const member =
    ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
      ? evaluateMember(machine, callee, scope)
      : { self: undefinedValue, value: machine.evaluate(callee, scope) };
  return callMember(machine, node, member, scope);
}

/** `promise.catch(handle)` and `promise.then(go, handle)`: what the promise comes from has a handler for its errors. */
function evaluateHandled(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  scope: Scope,
): Value {
  const after = machine.open();
  const point = machine.open();
  const { path } = machine;
  let member: Member | undefined;
  const { handler, value } = withHandler(machine, point, () => {
    member = evaluateMember(machine, callee, scope);
    return member.self;
  });
  const isOfLanguage =
    member === undefined || objectsOf(member.value).every(({ callable }) => callable?.kind === 'native');
  const goOn = (run: () => Value): void => {
    const result = machine.attempt(run);
    if (result !== undefined) machine.arrive(after, result);
  };
  if (value !== undefined && member !== undefined) {
    const { self, value: method } = member;
    goOn(() => {
      if (!isOfLanguage) return callMember(machine, node, { self, value: method }, scope);
      const args = evaluateArguments(machine, node.arguments, scope);
      const [next] = args;
      if (callee.name.text === 'then') return afterPromise(machine, node, settled(self), next);
      if (callee.name.text === 'finally') afterPromise(machine, node, undefined, next);
      return settled(self);
    });
  }
  addPossibleErrors(machine, handler, node, path);
  const error = machine.close(point);
  if (error !== undefined) {
    goOn(() => {
      if (!isOfLanguage) machine.raise(error);
      const args = evaluateArguments(machine, node.arguments, scope);
      if (callee.name.text !== 'finally')
        return afterPromise(machine, node, error, args[callee.name.text === 'catch' ? 0 : 1]);
      afterPromise(machine, node, undefined, args[0]);
      return machine.raise(error);
    });
  }
  return machine.close(after) ?? machine.unwind();
}

/** What a promise is after a function was given what it had been, if anything; the same where there is no function. */
function afterPromise(
  machine: Machine,
  node: ts.Node,
  value: Value | undefined,
  next: Value | undefined,
): Value {
  const args = value === undefined ? [] : [value];
  return next === undefined || objectsOf(next).length === 0
    ? (value ?? undefinedValue)
    : machine.call(next, { self: undefinedValue, args, node });
}

function callMember(machine: Machine, node: ts.CallExpression, member: Member, scope: Scope): Value {
  const optional = isOptional(node) ? splitNullish(machine, member.value) : undefined;
  // Nothing is called, and what would have been given is not evaluated either.
  if (optional !== undefined && optional.present === undefined) return undefinedValue;
  const args = evaluateArguments(machine, node.arguments, scope);
  const request: CallRequest = { self: member.self, args, node };
  const helper = helperOf(machine, skipWrapping(node.expression));
  if (helper !== undefined) return machine.call(helper, request);
  if (optional?.present === undefined) {
    const result = machine.call(member.value, request);
    return givesPromise(member.value) ? { ...result, isPromise: true } : result;
  }
  const { present, canBeNullish } = optional;
  const result = machine.call(present, request);
  return canBeNullish && present.of.every(({ kind }) => kind !== 'unknown')
    ? join(result, undefinedValue)
    : result;
}

/** What a function of a compiler stands for; undefined for all others. */
function helperOf(machine: Machine, callee: ts.Expression): Value | undefined {
  return ts.isIdentifier(callee) && callee.text.startsWith('_')
    ? machine.language.globalOf(machine, helperKey(callee.text))
    : undefined;
}

function isOptional(node: ts.CallExpression): boolean {
  return node.questionDotToken !== undefined || ts.isOptionalChain(node.expression);
}

/** Arguments in order; what follows a list of unknown length may stand anywhere. */
function evaluateArguments(
  machine: Machine,
  nodes: readonly ts.Expression[],
  scope: Scope,
): readonly Value[] {
  const args: Value[] = [];
  for (const node of nodes) {
    if (!ts.isSpreadElement(node)) args.push(machine.evaluate(node, scope));
    else {
      const { items, more } = listOf(machine, machine.evaluate(node.expression, scope));
      args.push(...items);
      if (more !== undefined) args.push(more, more, more);
    }
  }
  return args;
}

function evaluateNew(machine: Machine, node: ts.NewExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.expression, scope);
  const args = evaluateArguments(machine, node.arguments ?? [], scope);
  return machine.call(callee, { self: undefinedValue, args, node, isNew: true });
}

function evaluateFunction(machine: Machine, node: ts.FunctionExpression, scope: Scope): Value {
  if (node.name === undefined) return makeFunction(node, scope);
  const inner = new Scope(scope);
  const value = makeFunction(node, inner);
  machine.set(inner, node.name.text, value);
  return value;
}

// ── Literals ─────────────────────────────────────────────────────────────────────────────────────────────────────

function evaluateObject(machine: Machine, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const object = new HeapObject('object');
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const { of } = machine.resolve(machine.evaluate(property.expression, scope));
      if (of.length === 1) for (const simple of of) copyFields(machine, object, simple);
      else spreadAny(machine, object, { of, condition: undefined });
    } else if (ts.isShorthandPropertyAssignment(property)) {
      setField(machine, object, property.name.text, readIdentifier(machine, property.name, scope), property);
    } else if (ts.isPropertyAssignment(property)) {
      const key = propertyKey(machine, property.name, scope);
      if (!ts.isComputedPropertyName(property.name) && onlyPrimitive(key)?.value === '__proto__') {
        [object.prototype] = objectsOf(machine.evaluate(property.initializer, scope));
        continue;
      }
      setKeyed(machine, object, key, machine.evaluate(property.initializer, scope), property);
    } else if (ts.isMethodDeclaration(property)) {
      setKeyed(
        machine,
        object,
        propertyKey(machine, property.name, scope),
        makeFunction(property, scope, object),
        property,
      );
    } else {
      const key = onlyPrimitive(propertyKey(machine, property.name, scope));
      const prefix = ts.isGetAccessor(property) ? 'get' : 'set';
      machine.set(object, `${prefix} ${String(key?.value)}`, makeFunction(property, scope, object));
    }
  }
  return reference(object);
}

/** A spread of one of several objects: each of their fields may be there. */
function spreadAny(machine: Machine, object: HeapObject, value: Value): void {
  for (const simple of value.of) {
    const copy = new HeapObject('object');
    copyFields(machine, copy, simple);
    if (copy.openAs !== undefined) copyFields(machine, object, simple);
    for (const key of copy.keys()) {
      const field = copy.field(key);
      if (field === undefined) continue;
      machine.set(object, key, join(object.field(key) ?? undefinedValue, field));
    }
  }
}

function setKeyed(machine: Machine, object: HeapObject, key: Value, value: Value, node: ts.Node): void {
  const { of } = machine.resolve(key);
  const isCertain = of.length === 1;
  for (const simple of of) {
    if (simple.kind === 'primitive') setField(machine, object, String(simple.value), value, node, isCertain);
    else machine.set(object, '*', join(object.field('*') ?? value, value));
  }
}

function evaluateArray(machine: Machine, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const list = new ListBuilder();
  const combinator = combinatorAround(node);
  if (combinator !== undefined) evaluateTogether(machine, node.elements, scope, list, combinator);
  else for (const element of node.elements) evaluateElement(machine, element, scope, list);
  return newList(machine, list);
}

/** What is known of a list while it is put together. */
class ListBuilder {
  readonly items: Value[] = [];
  more: Value | undefined;
  isSized = true;
}

function evaluateElement(machine: Machine, element: ts.Expression, scope: Scope, into: ListBuilder): void {
  if (!ts.isSpreadElement(element)) {
    into.items.push(machine.evaluate(element, scope));
    return;
  }
  const list = listOf(machine, machine.evaluate(element.expression, scope));
  for (const item of list.items) into.items.push(item);
  if (list.more !== undefined) into.more = into.more === undefined ? list.more : join(into.more, list.more);
  into.isSized &&= list.isSized;
}

/** `all`, `allSettled` and the like, for the list that is given to that function of `Promise`. */
function combinatorAround({ parent }: ts.ArrayLiteralExpression): string | undefined {
  return ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    ts.isIdentifier(parent.expression.expression) &&
    parent.expression.expression.text === 'Promise'
    ? parent.expression.name.text
    : undefined;
}

/** What `Promise.all([…])` is given begins all together: when one of it fails, the others have begun as well. */
function evaluateTogether(
  machine: Machine,
  [element, ...others]: readonly ts.Expression[],
  scope: Scope,
  into: ListBuilder,
  combinator: string,
): void {
  if (element === undefined) return;
  const after = machine.open();
  const point = machine.open();
  const { handler, value } = withHandler(machine, point, () => {
    evaluateElement(machine, element, scope, into);
    return undefinedValue;
  });
  if (value !== undefined) machine.arrive(after, value);
  const error = machine.close(point);
  if (error !== undefined && combinator === 'allSettled') machine.arrive(after, undefinedValue);
  else if (error !== undefined) {
    machine.attempt(() => {
      evaluateTogether(machine, others, scope, new ListBuilder(), combinator);
      return machine.raise(error);
    });
  }
  if (machine.close(after) === undefined) machine.unwind();
  if (handler.mayThrow !== undefined) machine.mayThrow();
  evaluateTogether(machine, others, scope, into, combinator);
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────

function evaluateConditional(machine: Machine, node: ts.ConditionalExpression, scope: Scope): Value {
  const truth = machine.truth(machine.evaluate(node.condition, scope));
  const value = machine.fork(
    truth,
    node.condition,
    () => machine.evaluate(node.whenTrue, scope),
    () => machine.evaluate(node.whenFalse, scope),
  );
  return value ?? machine.unwind();
}

function evaluatePrefix(machine: Machine, node: ts.PrefixUnaryExpression, scope: Scope): Value {
  const { operator, operand } = node;
  if (operator === K.ExclamationToken) return negate(machine, machine.evaluate(operand, scope));
  if (operator === K.PlusPlusToken || operator === K.MinusMinusToken)
    return increment(machine, operand, operator, scope).after;
  const value = machine.resolve(toPrimitive(machine, machine.evaluate(operand, scope), 'number'));
  const found = operator === K.TildeToken ? foundBehind(machine, value) : undefined;
  if (found !== undefined) return found;
  const known = onlyPrimitive(value);
  if (known === undefined || typeof known.value === 'bigint')
    return derived(`unary ${ts.tokenToString(operator) ?? ''}`, [value]);
  const number = Number(known.value);
  if (operator === K.MinusToken) return primitive(-number);
  return primitive(operator === K.TildeToken ? ~number : number);
}

function increment(
  machine: Machine,
  operand: ts.Expression,
  operator: ts.SyntaxKind,
  scope: Scope,
): { readonly before: Value; readonly after: Value } {
  const token = operator === K.PlusPlusToken ? K.PlusToken : K.MinusToken;
  const before = machine.evaluate(operand, scope);
  const after = arithmetic(machine, token, before, primitive(1));
  assign(machine, operand, after, scope);
  return { before, after };
}

const assignmentOperators: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [K.PlusEqualsToken, K.PlusToken],
  [K.MinusEqualsToken, K.MinusToken],
  [K.AsteriskEqualsToken, K.AsteriskToken],
  [K.SlashEqualsToken, K.SlashToken],
  [K.PercentEqualsToken, K.PercentToken],
  [K.BarEqualsToken, K.BarToken],
  [K.AmpersandEqualsToken, K.AmpersandToken],
]);

function evaluateBinary(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  const { left, right } = node;
  const operator = node.operatorToken.kind;
  switch (operator) {
    case K.EqualsToken: {
      const value = machine.evaluate(right, scope);
      assign(machine, left, value, scope);
      return value;
    }
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
    case K.QuestionQuestionToken:
      return evaluateLogical(machine, operator, node, scope);
    case K.AmpersandAmpersandEqualsToken:
    case K.BarBarEqualsToken:
    case K.QuestionQuestionEqualsToken: {
      const plain =
        operator === K.BarBarEqualsToken
          ? K.BarBarToken
          : operator === K.QuestionQuestionEqualsToken
            ? K.QuestionQuestionToken
            : K.AmpersandAmpersandToken;
      const value = evaluateLogical(machine, plain, node, scope);
      assign(machine, left, value, scope);
      return value;
    }
    case K.CommaToken:
      machine.evaluate(left, scope);
      return machine.evaluate(right, scope);
    case K.InKeyword:
      return evaluateIn(machine, node, scope);
    case K.InstanceOfKeyword:
      return evaluateInstanceOf(machine, machine.evaluate(left, scope), machine.evaluate(right, scope), node);
    default:
      return evaluateComparison(machine, node, scope);
  }
}

function evaluateComparison(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  const { left, right } = node;
  const operator = node.operatorToken.kind;
  const assigned = assignmentOperators.get(operator);
  if (assigned !== undefined) {
    const value = arithmetic(
      machine,
      assigned,
      machine.evaluate(left, scope),
      machine.evaluate(right, scope),
    );
    assign(machine, left, value, scope);
    return value;
  }
  const first = machine.evaluate(left, scope);
  const second = machine.evaluate(right, scope);
  const searched = compareIndex(machine, operator, first, second);
  if (searched !== undefined) return searched;
  const number = (value: Value): Value => toPrimitive(machine, value, 'number');
  switch (operator) {
    case K.EqualsEqualsEqualsToken:
      return equals(machine, first, second, false);
    case K.EqualsEqualsToken:
      return looselyEquals(machine, first, second);
    case K.ExclamationEqualsEqualsToken:
      return negate(machine, equals(machine, first, second, false));
    case K.ExclamationEqualsToken:
      return negate(machine, looselyEquals(machine, first, second));
    default:
      return arithmetic(machine, operator, number(first), number(second));
  }
}

/** `==` asks an object for its primitive value beside something that is none. */
function looselyEquals(machine: Machine, first: Value, second: Value): Value {
  const plain = (value: Value, other: Value): Value => {
    const isBeside = other.of.every((simple) => simple.kind === 'primitive' && !isNullish(simple));
    return isBeside ? toPrimitive(machine, value, 'number') : value;
  };
  return equals(machine, plain(first, second), plain(second, first), true);
}

function evaluateLogical(
  machine: Machine,
  operator: ts.SyntaxKind,
  node: ts.BinaryExpression,
  scope: Scope,
): Value {
  const first = machine.evaluate(node.left, scope);
  const setting =
    operator === K.AmpersandAmpersandToken ? undefined : settingWithDefault(machine, first, node, scope);
  if (setting !== undefined) return setting;
  if (operator === K.QuestionQuestionToken) return evaluateCoalescing(machine, first, node, scope);
  const truth = machine.truth(first);
  const second = (): Value => machine.evaluate(node.right, scope);
  const value =
    operator === K.AmpersandAmpersandToken
      ? machine.fork(truth, node.left, second, () => falsePart(machine, first))
      : machine.fork(truth, node.left, () => renewed(truePart(machine, first), node.right), second);
  return value ?? machine.unwind();
}

/** `config.name || 'seen'` is one value, the same wherever it stands, although nobody knows which. */
function settingWithDefault(
  machine: Machine,
  first: Value,
  node: ts.BinaryExpression,
  scope: Scope,
): Value | undefined {
  const [simple] = first.of;
  if (first.of.length !== 1 || simple?.kind !== 'unknown' || simple.origin !== 'config') return undefined;
  if (simple.id === undefined || !ts.isLiteralExpression(skipWrapping(node.right))) return undefined;
  const fallback = machine.evaluate(node.right, scope);
  return derived('||', [first, fallback], machine.truth(fallback).can === 'true');
}

/** `left || 3`: a number that is counted down to zero begins anew there. */
function renewed(value: Value, fallback: ts.Expression): Value {
  const literal = skipWrapping(fallback);
  if (!ts.isNumericLiteral(literal) || Number(literal.text) === 0) return value;
  return {
    ...value,
    of: value.of.map((simple) =>
      simple.kind === 'unknown' && simple.origin === 'countdown' ? { ...simple, origin: 'renewed' } : simple,
    ),
  };
}

/** What a value is on the path on which it is truthy. */
function truePart(machine: Machine, value: Value): Value {
  const of = machine
    .resolve(value)
    .of.filter((simple) => machine.truth({ of: [simple], condition: undefined }).can !== 'false');
  return of.length === 0
    ? value
    : {
        of: of.map((simple) => (simple.kind === 'unknown' ? { ...simple, isTruthy: true } : simple)),
        condition: undefined,
      };
}

function falsePart(machine: Machine, value: Value): Value {
  const of = machine
    .resolve(value)
    .of.filter((simple) => machine.truth({ of: [simple], condition: undefined }).can !== 'true');
  // What an unknown value is when it is falsy hardly ever matters, but that it is falsy does.
  return of.length === 0
    ? value
    : joinAll(
        of.map((simple) =>
          simple.kind === 'primitive' ? { of: [simple], condition: undefined } : undefinedValue,
        ),
      );
}

function evaluateCoalescing(machine: Machine, first: Value, node: ts.BinaryExpression, scope: Scope): Value {
  const { present, canBeNullish, isUnknown } = splitNullish(machine, first);
  if (!canBeNullish) return first;
  if (present === undefined) return machine.evaluate(node.right, scope);
  const { origin, whenTrue, whenFalse } = machine.truth(first);
  // What is never falsy unless it is missing is there exactly where it is truthy.
  const isAsTruth = present.of.every((simple) => machine.truth(single(simple)).can === 'true');
  const truth = {
    can: 'both' as const,
    whenTrue: isAsTruth ? whenTrue : noFacts,
    whenFalse: isAsTruth ? whenFalse : noFacts,
    origin,
  };
  if (!isUnknown) {
    return (
      machine.fork(
        truth,
        node.left,
        () => present,
        () => machine.evaluate(node.right, scope),
      ) ?? machine.unwind()
    );
  }
  const fallback = machine.fork(
    truth,
    node.left,
    () => present,
    () => machine.evaluate(node.right, scope),
  );
  return fallback ?? machine.unwind();
}

/** `'x' in object`. */
function evaluateIn(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  const key = machine.resolve(machine.evaluate(node.left, scope));
  const object = machine.resolve(machine.evaluate(node.right, scope));
  return contains(machine, keysOf(machine, object, key), key);
}

function evaluateInstanceOf(machine: Machine, value: Value, type: Value, node: ts.Node): Value {
  const [object] = objectsOf(machine.resolve(value));
  const [constructor] = objectsOf(type);
  const tested = constructor === undefined ? undefined : ownInstanceTest(machine, constructor, value);
  if (tested !== undefined) return negate(machine, negate(machine, tested));
  // `this` of a function that is called without `new`.
  if (value.of.every(({ kind }) => kind === 'primitive')) return primitive(false);
  if (object === undefined || constructor === undefined || value.of.length !== 1)
    return derived('instanceof', [value]);
  const isOwn = constructor.callable?.kind === 'closure';
  const [wanted] = objectsOf(
    (isOwn ? getNamed(machine, reference(constructor), 'prototype', node) : constructor.field('prototype')) ??
      undefinedValue,
  );
  let holder = object.prototype;
  for (let depth = 0; holder !== undefined && depth < 32; depth += 1) {
    if (holder === wanted) return primitive(true);
    if (holder.openAs !== undefined) return unknown('other');
    holder = holder.prototype;
  }
  // Of the classes of the language it is not known what is theirs.
  return wanted === undefined || object.type !== 'object' || object.openAs !== undefined
    ? unknown('other')
    : primitive(false);
}

function evaluateDelete(machine: Machine, node: ts.DeleteExpression, scope: Scope): Value {
  const target = skipWrapping(node.expression);
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
    const key = ts.isPropertyAccessExpression(target)
      ? primitive(target.name.text)
      : machine.evaluate(target.argumentExpression, scope);
    const name = onlyPrimitive(machine.resolve(key));
    const objects = objectsOf(machine.resolve(machine.evaluate(target.expression, scope)));
    for (const object of objects) {
      if (name === undefined) continue;
      const field = String(name.value);
      const trap = object.proxied?.handler.field('deleteProperty');
      if (object.proxied !== undefined && trap !== undefined) {
        const { handler, target: behind } = object.proxied;
        machine.call(trap, { self: reference(handler), args: [behind, primitive(field)], node });
        continue;
      }
      machine.set(
        object,
        field,
        object.openAs === undefined && objects.length === 1 ? undefined : undefinedValue,
      );
      if (object.openAs !== undefined) object.absent.add(field);
    }
  }
  return primitive(true);
}

/** Notes what is yielded, and under which conditions if there are any. */
function yieldOnPath(machine: Machine, value: Value): void {
  const { activation, facts, path } = machine;
  if (activation === undefined) return;
  if (path === activation.end.entryPath) {
    activation.yields.push(value);
    return;
  }
  let origin: Origin = 'event';
  for (let step = path; step !== undefined && step !== activation.end.entryPath; step = step.parent)
    origin = worse(origin, step.origin);
  activation.conditionalYields.push(withCondition(value, { whenTrue: facts, whenFalse: noFacts, origin }));
}

function evaluateYield(machine: Machine, node: ts.YieldExpression, scope: Scope): Value {
  const value = node.expression === undefined ? undefinedValue : machine.evaluate(node.expression, scope);
  const yields = machine.activation?.yields;
  if (yields === undefined || yields.length > 64) return unknown('other');
  if (node.asteriskToken === undefined) {
    yieldOnPath(machine, value);
    // Who steps through it gives back what the promise was fulfilled with, as helpers for `await` do.
    return node.expression === undefined ? unknown('other') : settled(value);
  }
  const { items, more } = listOf(machine, value);
  yields.push(...items, ...(more === undefined ? [] : [more]));
  const returned = objectsOf(value).flatMap((list) => list.returned ?? []);
  return returned.length === 0 ? unknown('other') : joinAll(returned);
}
