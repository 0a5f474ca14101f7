/** Strings with unknown pieces: joining them, and comparing them with known ones. */
import type { Primitive } from './facts.ts';
import { isText } from './ids.ts';
import {
  type Case,
  derived,
  type Simple,
  single,
  type TextValue,
  unknown,
  type UnknownValue,
  type Value,
  worstOrigin,
} from './values.ts';

const maxParts = 24;
const maxCombinations = 24;

type Part = string | UnknownValue;

/** The string that a value becomes in a template or beside `+`. */
export function concatenate(values: readonly Value[]): Value {
  if (values.every(({ of }) => of.length === 1)) {
    const parts: Part[] = [];
    for (const { of } of values) for (const simple of of) parts.push(...partsOf(simple));
    return single(textOf(parts));
  }
  let combinations: readonly (readonly Part[])[] = [[]];
  for (const value of values) {
    if (combinations.length * value.of.length > maxCombinations) {
      return derived('text', values);
    }
    combinations = combinations.flatMap((parts) => value.of.map((simple) => [...parts, ...partsOf(simple)]));
  }
  const cases = casesOf(values);
  const condition = undefined;
  return { of: combinations.map(textOf), condition, ...(cases === undefined ? {} : { cases }) };
}

/** Which path leads to which text, where that hangs on one of the values alone. */
function casesOf(values: readonly Value[]): readonly Case[] | undefined {
  const [chosen, another] = values.filter(({ of }) => of.length > 1);
  const { cases } = chosen ?? {};
  if (chosen === undefined || another !== undefined || cases === undefined) return undefined;
  return cases.flatMap((one): Case[] => {
    const parts = values.flatMap((value) =>
      value === chosen ? partsOf(one.value) : value.of.flatMap(partsOf),
    );
    const value = textOf(parts);
    return value.kind === 'json' ? [] : [{ ...one, value }];
  });
}

function partsOf(simple: Simple): readonly Part[] {
  switch (simple.kind) {
    case 'primitive':
      return [String(simple.value)];
    case 'text':
      return simple.parts;
    case 'unknown':
      return [simple];
    case 'json':
    case 'reference':
      return [{ kind: 'unknown', id: undefined, origin: 'other', isTruthy: false }];
  }
}

export function textOf(parts: readonly Part[]): Simple {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  const [first] = merged;
  if (first === undefined) return { kind: 'primitive', value: '' };
  if (merged.length === 1) {
    if (typeof first === 'string') return { kind: 'primitive', value: first };
    // What is a text already stays as it is.
    if (first.id !== undefined && isText(first.id)) return first;
  }
  if (merged.length > maxParts) {
    const origin = worstOrigin(merged.filter((part) => typeof part !== 'string'));
    return { kind: 'unknown', id: undefined, origin, isTruthy: true };
  }
  return { kind: 'text', parts: merged };
}

/** `String(value)` as an unknown value of its own, where that is all that a text is. */
export function onlyPiece({ of }: Value): UnknownValue | undefined {
  const [text] = of;
  const [piece, another] = text?.kind === 'text' ? text.parts : [];
  if (of.length !== 1 || typeof piece !== 'object' || another !== undefined) return undefined;
  return { ...piece, id: piece.id === undefined ? undefined : `String ${piece.id}`, isTruthy: false };
}

/** Whether a string with unknown pieces can be that one; `only` is what its only unknown piece has to be then. */
export function canEqual(
  { parts }: TextValue,
  text: string,
): { readonly piece?: { readonly id: string; readonly value: string } } | undefined {
  const first = parts[0];
  const last = parts.at(-1);
  const prefix = typeof first === 'string' ? first : '';
  const suffix = typeof last === 'string' && parts.length > 1 ? last : '';
  if (text.length < prefix.length + suffix.length) return undefined;
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return undefined;
  let rest = text.slice(prefix.length, text.length - suffix.length);
  const unknowns = parts.filter((part) => typeof part !== 'string');
  const [only] = unknowns;
  if (unknowns.length === 1 && only?.id !== undefined) return { piece: { id: only.id, value: rest } };
  for (const part of parts.slice(1, -1)) {
    if (typeof part !== 'string') continue;
    const index = rest.indexOf(part);
    if (index < 0) return undefined;
    rest = rest.slice(index + part.length);
  }
  return {};
}

export function isPrimitive(value: unknown): value is Primitive {
  return value === null || !['object', 'function', 'symbol'].includes(typeof value);
}

export function unknownText(simple: Simple): Value {
  return simple.kind === 'unknown' ? single(simple) : unknown('other');
}
