/** Compares what must come out with what did, and lays both out so that a diff shows only what matters. */
import type { JSONPath } from 'jsonc-parser';
import type { Json } from '../../protocol/trace.ts';

/** Texts in a scenario file that stand for what is different each time. */
const placeholders: ReadonlyMap<string, (value: Json) => boolean> = new Map<string, (value: Json) => boolean>(
  [
    ['<any>', () => true],
    [
      '<uuid>',
      (value) => typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
    ],
    ['<time>', (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)],
  ],
);

export interface Difference {
  readonly path: JSONPath;
  /** Undefined where there is nothing. */
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The actual value, with the names and placeholders of the expected one where the two agree. */
  readonly aligned: Json;
}

/** Exact, in any order of names; a placeholder agrees with all that it stands for. */
export function compareJson(expected: Json, actual: Json, path: JSONPath = []): Comparison {
  if (typeof expected === 'string' && placeholders.get(expected)?.(actual) === true) {
    return { differences: [], aligned: expected };
  }
  if (isList(expected) && isList(actual)) return compareLists(expected, actual, path);
  if (isObject(expected) && isObject(actual)) return compareObjects(expected, actual, path);
  const isSame = expected === actual;
  return { differences: isSame ? [] : [{ path, expected, actual }], aligned: actual };
}

function compareLists(expected: readonly Json[], actual: readonly Json[], path: JSONPath): Comparison {
  const differences: Difference[] = [];
  const aligned = actual.map((value, index) => {
    const wanted = expected[index];
    if (wanted === undefined) {
      differences.push({ path: [...path, index], expected: undefined, actual: value });
      return value;
    }
    const item = compareJson(wanted, value, [...path, index]);
    differences.push(...item.differences);
    return item.aligned;
  });
  for (const [index, value] of expected.entries()) {
    if (index >= actual.length)
      differences.push({ path: [...path, index], expected: value, actual: undefined });
  }
  return { differences, aligned };
}

type JsonRecord = { readonly [key: string]: Json };

function compareObjects(expected: JsonRecord, actual: JsonRecord, path: JSONPath): Comparison {
  const differences: Difference[] = [];
  const aligned: [string, Json][] = [];
  for (const [key, wanted] of Object.entries(expected)) {
    const value = Object.hasOwn(actual, key) ? actual[key] : undefined;
    if (value === undefined) {
      differences.push({ path: [...path, key], expected: wanted, actual: undefined });
      continue;
    }
    const member = compareJson(wanted, value, [...path, key]);
    differences.push(...member.differences);
    aligned.push([key, member.aligned]);
  }
  for (const [key, value] of Object.entries(actual)) {
    if (Object.hasOwn(expected, key)) continue;
    differences.push({ path: [...path, key], expected: undefined, actual: value });
    aligned.push([key, value]);
  }
  return { differences, aligned: Object.fromEntries(aligned) };
}

const mostShown = 120;

/** One line on a difference. */
export function differenceText({ path, expected, actual }: Difference): string {
  const place = path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
  if (expected === undefined) return `${place} is there and was not expected: ${shown(actual)}`;
  if (actual === undefined) return `${place} is missing; expected was ${shown(expected)}`;
  return `${place} is ${shown(actual)}; expected was ${shown(expected)}`;
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonRecord {
  return typeof value === 'object' && value !== null && !isList(value);
}
