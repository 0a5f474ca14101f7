/** Operators of the language on values of which not all is known. */
import ts from 'typescript';
import { resolvedChoice } from './choices.ts';
import { compareLimited, conditionByCase, isComparison, mirrored } from './comparisons.ts';
import { counted } from './countedNumbers.ts';
import { lastingOfNumber, withoutStandingCount } from './counting.ts';
import type { Primitive } from './facts.ts';
import { isText, nameId, typeOfId } from './ids.ts';
import type { Machine } from './machine.ts';
import { isSymbol } from './symbols.ts';
import { concatenate } from './texts.ts';
import { ofTimes } from './times.ts';
import {
  type Case,
  derived,
  isNullish,
  joinAll,
  onlyPrimitive,
  onlyUnknown,
  primitive,
  type Simple,
  single,
  unknown,
  type UnknownValue,
  type Value,
  withCondition,
  withRejections,
  type PrimitiveValue,
} from './values.ts';

/** `+`, `-`, `<` and their like. */
export function arithmetic(machine: Machine, operator: ts.SyntaxKind, left: Value, right: Value): Value {
  const first = machine.resolve(left);
  const second = machine.resolve(right);
  const one = onlyPrimitive(first);
  const other = onlyPrimitive(second);
  if (one !== undefined && other !== undefined) {
    const result = fold(operator, one.value, other.value);
    if (result !== undefined) return primitive(result.value);
  }
  const each =
    other === undefined || onlyUnknown(left) === undefined ? undefined : foldEach(operator, first, other);
  if (each !== undefined) return each;
  const byCase = compareCases(operator, first, other) ?? compareCases(mirrored(operator), second, one);
  if (byCase !== undefined) return byCase;
  const timed =
    ofTimes(machine, operator, first, second) ??
    (isComparison(operator) ? ofTimes(machine, mirrored(operator), second, first) : undefined);
  if (timed !== undefined) return timed;
  const limited =
    compareLimited(operator, first, other?.value) ?? compareLimited(mirrored(operator), second, one?.value);
  if (limited !== undefined) return primitive(limited);
  if (isNoNumber(one) || isNoNumber(other)) {
    if (isComparison(operator)) return primitive(false);
    if (calculating.has(operator)) return primitive(Number.NaN);
  }
  if (operator === ts.SyntaxKind.PlusToken && (isTextual(first) || isTextual(second)))
    return concatenate([resolvedChoice(machine, left), resolvedChoice(machine, right)]);
  const result = derived(ts.tokenToString(operator) ?? '', [first, second]);
  const turned = turning.get(operator);
  if (turned !== undefined) return withoutStandingCount(other?.value === 0 ? `${turned} 0` : turned, result);
  return counted(operator, first, second, result);
}

/** `v + 1` behind `v == 1`, where `v` is one of few. */
function foldEach(operator: ts.SyntaxKind, { of }: Value, { value }: PrimitiveValue): Value | undefined {
  if (isComparison(operator)) return undefined;
  const results = of.map((simple) =>
    simple.kind === 'primitive' ? fold(operator, simple.value, value) : undefined,
  );
  const known = results.flatMap((result) => (result === undefined ? [] : primitive(result.value)));
  return known.length === of.length ? joinAll(known) : undefined;
}

/** A comparison of a number that depends on the path, such as one that was counted along in a loop. */
function compareCases(
  operator: ts.SyntaxKind,
  { cases }: Value,
  limit: PrimitiveValue | undefined,
): Value | undefined {
  if (cases === undefined || limit === undefined || !isComparison(operator)) return undefined;
  const outcomeOf = (value: Simple): boolean | 'both' => {
    const result = value.kind === 'primitive' ? fold(operator, value.value, limit.value)?.value : undefined;
    return typeof result === 'boolean' ? result : 'both';
  };
  const condition = conditionByCase(cases, outcomeOf);
  const [outcome, other] = new Set(cases.map(({ value }) => outcomeOf(value)));
  if (other === undefined && typeof outcome === 'boolean') return primitive(outcome);
  return withCondition(unknown(condition.origin), condition);
}

const calculating: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** What is missing, or NaN: beside it the other side decides nothing. */
function isNoNumber(known: PrimitiveValue | undefined): boolean {
  return known !== undefined && (known.value === undefined || Number.isNaN(known.value));
}

/** `count % 3` goes round and round, and so do the last bits of a number. */
const turning: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.PercentToken, '%'],
  [ts.SyntaxKind.AmpersandToken, '&'],
  [ts.SyntaxKind.BarToken, '|'],
  [ts.SyntaxKind.CaretToken, '^'],
]);

function isTextual({ of }: Value): boolean {
  return of.every(
    (simple) =>
      simple.kind === 'text' ||
      (simple.kind === 'primitive' && typeof simple.value === 'string') ||
      (simple.kind === 'unknown' && isSurelyText(simple)),
  );
}

/** Names of events and settings are strings (reference 3.1, 6.1), and so is what `trim` and its like have made. */
function isSurelyText({ id }: UnknownValue): boolean {
  return id !== undefined && (isText(id) || /^config\.[^. ]+$/.test(id));
}

function fold(
  operator: ts.SyntaxKind,
  left: Primitive,
  right: Primitive,
): { readonly value: Primitive } | undefined {
  if (operator === ts.SyntaxKind.PlusToken && (typeof left === 'string' || typeof right === 'string')) {
    return { value: `${String(left)}${String(right)}` };
  }
  if (typeof left === 'string' && typeof right === 'string') {
    const order = left < right ? -1 : left > right ? 1 : 0;
    return relation(operator, order, 0);
  }
  if (typeof left === 'bigint' || typeof right === 'bigint') return undefined;
  const first = Number(left);
  const second = Number(right);
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return { value: first + second };
    case ts.SyntaxKind.MinusToken:
      return { value: first - second };
    case ts.SyntaxKind.AsteriskToken:
      return { value: first * second };
    case ts.SyntaxKind.SlashToken:
      return { value: first / second };
    case ts.SyntaxKind.PercentToken:
      return { value: first % second };
    case ts.SyntaxKind.BarToken:
      return { value: first | second };
    case ts.SyntaxKind.AmpersandToken:
      return { value: first & second };
    case ts.SyntaxKind.CaretToken:
      return { value: first ^ second };
    case ts.SyntaxKind.LessThanLessThanToken:
      return { value: first << second };
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
      return { value: first >> second };
    case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
      return { value: first >>> second };
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return { value: first ** second };
    default:
      return relation(operator, first, second);
  }
}

function relation(
  operator: ts.SyntaxKind,
  first: number,
  second: number,
): { readonly value: Primitive } | undefined {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return { value: first < second };
    case ts.SyntaxKind.LessThanEqualsToken:
      return { value: first <= second };
    case ts.SyntaxKind.GreaterThanToken:
      return { value: first > second };
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return { value: first >= second };
    default:
      return undefined;
  }
}

/** `!` keeps what follows from the truth of its operand. */
export function negate(machine: Machine, value: Value): Value {
  const { can, whenTrue, whenFalse, origin, lasting = lastingOfNumber(origin) } = machine.truth(value);
  if (can !== 'both') return primitive(can === 'false');
  const turned = lasting && { ...lasting, whenTrue: lasting.whenFalse, whenFalse: lasting.whenTrue };
  const byCase = value.condition?.byCase?.map((one) => ({
    ...one,
    outcome: one.outcome === 'both' ? one.outcome : !one.outcome,
  }));
  const condition = { whenTrue: whenFalse, whenFalse: whenTrue, origin, lasting: turned, byCase };
  return withCondition(derived('!', [value]), condition);
}

export function typeOf(machine: Machine, value: Value): Value {
  const resolved = machine.resolve(value);
  const types = joinAll(resolved.of.map((simple) => typeOfSimple(machine, simple)));
  const cases = resolved.cases?.flatMap((one): Case[] => {
    const type = onlyPrimitive(typeOfSimple(machine, one.value));
    return type === undefined ? [] : [{ ...one, value: type }];
  });
  return cases === undefined || cases.length < (resolved.cases?.length ?? 0) ? types : { ...types, cases };
}

function typeOfSimple(machine: Machine, simple: Simple): Value {
  switch (simple.kind) {
    case 'primitive':
      return primitive(simple.value === null ? 'object' : isSymbol(simple) ? 'symbol' : typeof simple.value);
    case 'text':
    case 'json':
      return primitive('string');
    case 'reference':
      return primitive(simple.object.callable === undefined ? 'object' : 'function');
    case 'unknown':
      return typeOfUnknown(machine, simple);
  }
}

function typeOfUnknown({ facts }: Machine, { id, ...rest }: UnknownValue): Value {
  if (id === nameId || rest.hexDigits !== undefined) return primitive('string');
  if (facts.get(`isArray ${id}`)?.truthy === true) return primitive('object');
  const known = id === undefined ? undefined : typeOfId(id);
  return known === undefined ? derived('typeof', [single({ id, ...rest })]) : primitive(known);
}

function presentCases({ cases }: Value): { readonly cases?: readonly Case[] } {
  return cases === undefined ? {} : { cases: cases.filter(({ value }) => !isNullish(value)) };
}

/** Splits a value for `??` and `?.`: what it is when it is not nullish, and whether it can be nullish. */
export function splitNullish(
  machine: Machine,
  value: Value,
): { readonly present: Value | undefined; readonly canBeNullish: boolean; readonly isUnknown: boolean } {
  if (value.isPromise === true) return { present: value, canBeNullish: false, isUnknown: false };
  const resolved = machine.resolve(value);
  const present = resolved.of.filter((simple) => !isNullish(simple));
  const isUnknown = present.some(
    (simple) => simple.kind === 'unknown' && !simple.isTruthy && machine.truth(single(simple)).can !== 'true',
  );
  return {
    present:
      present.length === 0
        ? undefined
        : present.length === resolved.of.length
          ? resolved
          : withRejections(
              { of: present, condition: undefined, ...presentCases(resolved) },
              resolved.rejections,
            ),
    canBeNullish: present.length < resolved.of.length || isUnknown,
    isUnknown,
  };
}
