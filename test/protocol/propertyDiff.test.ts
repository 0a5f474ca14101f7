import { expect, it } from 'vitest';
import { diffProperties } from '../../protocol/propertyDiff.ts';
import type { Json } from '../../protocol/trace.ts';

/** One line a change: sign, path, values. */
function lines(before: Json, after: Json): readonly string[] {
  const signs = { added: '+', removed: '-', changed: '~' } as const;
  return diffProperties(before, after).map(
    ({ kind, path, before: old, after: now }) =>
      `${signs[kind]} ${path.join('.')} ${JSON.stringify(old)} ${JSON.stringify(now)}`,
  );
}

const cases: readonly (readonly [string, Json, Json, readonly string[]])[] = [
  ['nothing', { a: { b: [1, { c: null }] } }, { a: { b: [1, { c: null }] } }, []],
  ['another order of names', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a property more', { a: 1 }, { a: 1, b: null }, ['+ b undefined null']],
  ['a property less', { a: { b: 1, c: 2 } }, { a: { c: 2 } }, ['- a.b 1 undefined']],
  ['a value deep inside', { a: { b: { c: 'x' } } }, { a: { b: { c: 'y' } } }, ['~ a.b.c "x" "y"']],
  ['a list, as a whole', { a: [1, 2] }, { a: [1, 2, 3] }, ['~ a [1,2] [1,2,3]']],
  ['an object in a list', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['~ a [{"b":1}] [{"b":2}]']],
  ['null for an object', { a: {} }, { a: null }, ['~ a {} null']],
  ['a number for its text', { a: 1 }, { a: '1' }, ['~ a 1 "1"']],
  ['another event altogether', { a: 1 }, null, ['~  {"a":1} null']],
  [
    'names of every object',
    { a: 1 },
    JSON.parse('{"a":1,"constructor":2,"__proto__":3}') as Json,
    ['+ constructor undefined 2', '+ __proto__ undefined 3'],
  ],
];

it.each(cases)('%s', (_, before, after, expected) => {
  expect(lines(before, after)).toEqual(expected);
});
