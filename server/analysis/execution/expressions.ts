/** Evaluates expressions. */
import ts from 'typescript';
import { isComparison, isEquality } from './comparisons.ts';
import { isCounting, lastingAnswer, lastingTruth, withoutStandingCount } from './counting.ts';
import { evaluateCall, evaluateMember, evaluateNew, evaluateTagged, isCutShort } from './callExpressions.ts';
import { defineClass } from './classes.ts';
import { type NullishChoice, nullishChoice } from './compiledNullish.ts';
import { noFacts } from './facts.ts';
import { makeFunction } from './functions.ts';
import {
  evaluateArray,
  evaluateFunction,
  evaluateObject,
  evaluateTemplate,
  regularExpression,
} from './literals.ts';
import type { Machine } from './machine.ts';
import { deleteProperty } from './deletions.ts';
import { getNamed } from './objects.ts';
import { compareGrown } from './grownLists.ts';
import { compareLength } from './lengths.ts';
import { evaluateIn, evaluateInstanceOf } from './objectTests.ts';
import { equals } from './equality.ts';
import { arithmetic, negate, splitNullish, typeOf } from './operators.ts';
import { assign, skipWrapping } from './patterns.ts';
import { testable, waitHere } from './promises.ts';
import { toPrimitive } from './protocols.ts';
import { isAbsentGlobal, isFixed, readIdentifier, Scope } from './scope.ts';
import { compareIndex, foundBehind } from './searches.ts';
import {
  type Value,
  derived,
  isNullish,
  joinAll,
  onlyPrimitive,
  onlyString,
  primitive,
  single,
  undefinedValue,
  unknown,
} from './values.ts';
import { evaluateYield } from './yields.ts';

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
      return lastingAnswer(
        evaluateCall(machine, node as ts.CallExpression, scope),
        node as ts.CallExpression,
      );
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
      return waitHere(machine, node, machine.evaluate((node as ts.AwaitExpression).expression, scope));
    case K.NewExpression:
      return evaluateNew(machine, node as ts.NewExpression, scope);
    default: {
      const bare = skipWrapping(node);
      return bare === node ? evaluateRare(machine, node, scope) : machine.evaluate(bare, scope);
    }
  }
}

function evaluateRare(machine: Machine, node: ts.Expression, scope: Scope): Value {
  if (ts.isTypeOfExpression(node)) {
    return isAbsent(node.expression, scope)
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
  if (ts.isBigIntLiteral(node))
    return unknown('other', undefined, !/^0\w*n$/.test(node.text) || /[1-9a-f]/i.test(node.text.slice(2)));
  if (ts.isMetaProperty(node) && node.keywordToken === K.NewKeyword)
    return scope.self === undefined ? undefinedValue : getNamed(machine, scope.self, 'constructor', node);
  if (ts.isTaggedTemplateExpression(node)) return evaluateTagged(machine, node, scope);
  return unknown('other');
}

/** A global of other places than the one in which PostHog runs apps: whoever asks for it finds it missing. */
function isAbsent(node: ts.Expression, scope: Scope): boolean {
  const name = skipWrapping(node);
  return ts.isIdentifier(name) && isAbsentGlobal(name.text, scope);
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────

function evaluateConditional(machine: Machine, node: ts.ConditionalExpression, scope: Scope): Value {
  const choice = nullishChoice(node);
  if (choice !== undefined) return evaluateNullishChoice(machine, choice, scope);
  const truth = machine.truth(machine.evaluate(node.condition, scope));
  const value = machine.fork(
    truth,
    node.condition,
    () => machine.evaluate(node.whenTrue, scope),
    () => machine.evaluate(node.whenFalse, scope),
  );
  return value ?? machine.unwind();
}

/** `a ?? b` and `a?.b` in their compiled form. */
function evaluateNullishChoice(
  machine: Machine,
  { kind, other, tested }: NullishChoice,
  scope: Scope,
): Value {
  const first = machine.evaluate(tested, scope);
  const otherwise = (): Value => machine.evaluate(other, scope);
  if (kind === '??') return evaluateCoalescing(machine, first, tested, otherwise);
  const { canBeNullish, isUnknown, present } = splitNullish(machine, first);
  if (present === undefined) return undefinedValue;
  // What is read of an unknown value is as unknown as the value itself.
  if (!canBeNullish || isUnknown) return otherwise();
  return machine.fork(machine.truth(first), tested, otherwise, () => undefinedValue) ?? machine.unwind();
}

function evaluatePrefix(machine: Machine, node: ts.PrefixUnaryExpression, scope: Scope): Value {
  const { operator, operand } = node;
  if (operator === K.ExclamationToken)
    return negate(machine, testable(machine, operand, machine.evaluate(operand, scope)));
  if (operator === K.PlusPlusToken || operator === K.MinusMinusToken)
    return increment(machine, operand, operator, scope).after;
  const value = machine.resolve(toPrimitive(machine, machine.evaluate(operand, scope), 'number'));
  const found = operator === K.TildeToken ? foundBehind(machine, value) : undefined;
  if (found !== undefined) return found;
  const known = onlyPrimitive(value);
  if (known === undefined || typeof known.value === 'bigint') {
    const name = `unary ${ts.tokenToString(operator) ?? ''}`;
    // `~~n` is `n | 0`.
    const isDouble = [operand, node.parent].some((each) => isPrefix(each, K.TildeToken));
    return derived(name, [withoutStandingCount(isDouble ? '| 0' : name, value)]);
  }
  const number = Number(known.value);
  if (operator === K.MinusToken) return primitive(-number);
  return primitive(operator === K.TildeToken ? ~number : number);
}

function isPrefix(node: ts.Node, operator: ts.SyntaxKind): boolean {
  return ts.isPrefixUnaryExpression(node) && node.operator === operator;
}

function increment(
  machine: Machine,
  operand: ts.Expression,
  operator: ts.SyntaxKind,
  scope: Scope,
): { readonly before: Value; readonly after: Value } {
  const token = operator === K.PlusPlusToken ? K.PlusToken : K.MinusToken;
  const given = machine.evaluate(operand, scope);
  const text = onlyString(machine.resolve(given));
  const before = text === undefined ? given : primitive(Number(text));
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
  [K.CaretEqualsToken, K.CaretToken],
  [K.LessThanLessThanEqualsToken, K.LessThanLessThanToken],
  [K.GreaterThanGreaterThanEqualsToken, K.GreaterThanGreaterThanToken],
  [K.GreaterThanGreaterThanGreaterThanEqualsToken, K.GreaterThanGreaterThanGreaterThanToken],
  [K.AsteriskAsteriskEqualsToken, K.AsteriskAsteriskToken],
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
      if (ts.isIdentifier(left) && isFixed(scope, left.text))
        return evaluateLogical(machine, plain, node, scope, () => machine.raise(unknown('error')));
      const isSet = assignsAnyway(machine, plain, machine.evaluate(left, scope));
      const value = evaluateLogical(machine, plain, node, scope);
      if (isSet) assign(machine, left, value, scope);
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
      return isTest(operator)
        ? lastingTruth(evaluateComparison(machine, node, scope), node)
        : evaluateComparison(machine, node, scope);
  }
}

/** Whether an operator asks something of its sides. */
function isTest(operator: ts.SyntaxKind): boolean {
  return isComparison(operator) || isEquality(operator);
}

/** Whether `left ||= right` and its like may assign: where the left side decides, they do not. */
function assignsAnyway(machine: Machine, operator: ts.SyntaxKind, left: Value): boolean {
  if (operator === K.QuestionQuestionToken) return splitNullish(machine, left).canBeNullish;
  return machine.truth(left).can !== (operator === K.BarBarToken ? 'true' : 'false');
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
  const first = testable(machine, left, machine.evaluate(left, scope));
  const second = testable(machine, right, machine.evaluate(right, scope));
  const searched =
    compareIndex(machine, operator, first, second) ??
    compareGrown(node, first, second) ??
    compareLength(machine, node, first, second);
  if (searched !== undefined) return searched;
  const hint = operator === K.PlusToken ? 'default' : 'number';
  const number = (value: Value): Value => toPrimitive(machine, value, hint);
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
  assignTo = (value: Value): Value => value,
): Value {
  const first = machine.evaluate(node.left, scope);
  const setting =
    operator === K.AmpersandAmpersandToken ? undefined : settingWithDefault(machine, first, node, scope);
  if (setting !== undefined) return setting;
  const second = (): Value => assignTo(machine.evaluate(node.right, scope));
  if (operator === K.QuestionQuestionToken) return evaluateCoalescing(machine, first, node.left, second);
  const truth = machine.truth(first);
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

function evaluateCoalescing(
  machine: Machine,
  first: Value,
  node: ts.Expression,
  otherwise: () => Value,
): Value {
  const { present, canBeNullish, isUnknown } = splitNullish(machine, first);
  // A number that is counted from event to event is there.
  if (!canBeNullish || first.of.every((simple) => simple.kind === 'unknown' && isCounting(simple.origin)))
    return first;
  if (present === undefined) return otherwise();
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
    return machine.fork(truth, node, () => present, otherwise) ?? machine.unwind();
  }
  const fallback = machine.fork(truth, node, () => present, otherwise);
  return fallback ?? machine.unwind();
}

function evaluateDelete(machine: Machine, node: ts.DeleteExpression, scope: Scope): Value {
  const target = skipWrapping(node.expression);
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
    const object = machine.evaluate(target.expression, scope);
    if (isCutShort(machine, target, object)) return primitive(true);
    const key = ts.isPropertyAccessExpression(target)
      ? primitive(target.name.text)
      : machine.evaluate(target.argumentExpression, scope);
    deleteProperty(machine, object, key, node);
  }
  return primitive(true);
}
