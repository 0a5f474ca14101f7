import { expect, test } from 'vitest';
import { secretHider } from '../../platform/secretTexts.ts';

test.each([
  ['a long one, wherever it stands', ['hunter2'], 'xhunter2x', 'x••••••x'],
  ['the longer of two', ['hunter', 'hunter22'], 'hunter22', '••••••'],
  ['a short one as a word', ['other'], 'from other, "other"', 'from ••••••, "••••••"'],
  ['no part of a longer word', ['other'], 'another others other_one', 'another others other_one'],
  ['a word in an address', ['other'], '/x?of=from%20other&other=1', '/x?of=from%20••••••&••••••=1'],
  ['a word behind a line break in JSON', ['other'], String.raw`"one\nother"`, String.raw`"one\n••••••"`],
  ['letters of any language', ['été'], 'été, étéx', '••••••, étéx'],
  ['signs that mean something to a pattern', ['a.b', '$1'], 'a.b axb $1', '•••••• axb $1'],
  ['words of JSON stay', ['true', 'null'], '{"a":true,"b":null}', '{"a":true,"b":null}'],
  ['one or two characters stay', ['1', 'on', ''], '1 on 11', '1 on 11'],
])('%s', (_, secrets, text, shown) => {
  expect(secretHider(secrets)(text)).toBe(shown);
});
