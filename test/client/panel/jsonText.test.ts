import { expect, it } from 'vitest';
import { parseJsonText } from '../../../client/panel/jsonText.ts';

it('gives the value of strict JSON', () => {
  expect(parseJsonText('{"a": [1, null]}')).toEqual({ ok: true, value: { a: [1, null] } });
});

it.each([
  ['{\n  "a": 1\n  "b": 2\n}', 3, 'a comma is missing'],
  ['{\n  "a": 1,\n}', 3, 'after a comma too many'],
  ['{ "a" 1 }', 1, 'a colon is missing'],
  ['[1, 2', 1, 'a closing ]'],
  ['{ "a": tru }', 1, 'a word that JSON does not know'],
  ['{ // no\n}', 1, 'no comments'],
  ['{} {}', 1, 'after the end'],
  ['', 1, 'a value is missing'],
])('says where and why %j is none', (text, line, reason) => {
  const result = parseJsonText(text);
  expect(result).toMatchObject({ ok: false, line });
  expect(result.ok ? '' : result.reason).toContain(reason);
});
