import { expect, it } from 'vitest';
import { laidOutJson, parseJsonText } from '../../../client/panel/jsonText.ts';

it('gives the value of strict JSON', () => {
  expect(parseJsonText('{"a": [1, null]}')).toEqual({ ok: true, value: { a: [1, null] } });
});

it.each([
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma is missing'],
  ['{\n  "a": 1,\n}', 3, 1, 'the comma before the } is one too many'],
  ['[1,]', 1, 4, 'the comma before the ] is one too many'],
  ['{ "a": 1,, "b": 2 }', 1, 10, 'there is a comma too many'],
  ['{ "a" 1 }', 1, 7, 'a colon is missing after the name'],
  ['{ "a": }', 1, 8, 'a value is missing'],
  ['{ "a":', 1, 7, 'the text ends too early'],
  ['[1, 2', 1, 6, 'a closing ] is missing'],
  ['{ "a": [1, 2 }', 1, 14, 'a closing ] is missing before the }'],
  [
    '{ "a": tru }',
    1,
    8,
    '"tru" is no value of JSON: write a text in double quotes, a number, true, false or null',
  ],
  ['{ "a": undefined }', 1, 8, '"undefined" is no value of JSON'],
  ['{ a: 1 }', 1, 3, 'the name a needs double quotes: "a"'],
  ["{ 'a': 1 }", 1, 3, '\' is no quotation mark of JSON: write " around names and texts'],
  ['{ "a": “x” }', 1, 8, '“ is no quotation mark of JSON'],
  ['{ "a": 01 }', 1, 9, 'a number begins with a 0 too many'],
  ['{ "a": .5 }', 1, 8, 'a number begins with a digit or a minus, as 0.5'],
  ['{ "a": 1e }', 1, 8, 'a number is not finished'],
  ['{\n  "a": "one\n}', 2, 8, 'the text that begins here has no closing "'],
  ['{ "a": "C:\\q" }', 1, 11, 'write \\\\ for the character itself'],
  ['{ "a": "x\ty" }', 1, 10, 'write it as \\t'],
  ['{ "a": "\\u12" }', 1, 9, '\\u needs four digits'],
  ['{ // no\n}', 1, 3, 'there is a comment, which JSON does not have'],
  ['{} {}', 1, 4, 'there is more after the end'],
  ['', 1, 1, 'there is nothing yet: write at least {}'],
])('says where and why %j is none', (text, line, column, reason) => {
  const result = parseJsonText(text);
  expect(result).toMatchObject({ ok: false, line, column });
  expect(result.ok ? '' : result.reason).toContain(reason);
});

it.each([
  [
    '{"a":[1,{"b":1.0}],"c":12345678901234567890}',
    '{\n  "a": [\n    1,\n    {\n      "b": 1.0\n    }\n  ],\n  "c": 12345678901234567890\n}',
  ],
  ['{\n"a": 1}', '{\n"a": 1}'],
  ['{"a": 1', '{"a": 1'],
  ['"text"', '"text"'],
  ['', ''],
])('lays out one line that is JSON: %s', (text, shown) => {
  expect(laidOutJson(text)).toBe(shown);
});
