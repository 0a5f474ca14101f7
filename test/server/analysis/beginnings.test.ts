import { expect, it } from 'vitest';
import { beginningsOf } from '../../../server/analysis/execution/beginnings.ts';

it.each([
  [/^trial /, ['trial …']],
  [/^trial/i, ['trial…']],
  [/^trial$/, ['trial']],
  [/^app\/v1\.0/, ['app/v1.0…']],
  [/^ab*/, ['a…']],
  [/^ab+c/, ['a…']],
  [/^\$page.*$/, ['$page…']],
  [/^a|^b$/, ['a…', 'b']],
  [/^(one|two)$/, ['one', 'two']],
  [/^(?:one|two): /, ['one: …', 'two: …']],
  [/^(a|)b/, ['ab…', 'b…']],
  [/^x(y|z)/, ['x…']],
  [/^[|]a|^b/, undefined],
  [/trial/, undefined],
  [/^a|b/, undefined],
  [/^a/m, undefined],
  [/^a?/, undefined],
  [/^(a|b)?c/, undefined],
  [/^(a|b*)c/, undefined],
  [/^(?!a)b/, undefined],
  [/^\bab/, undefined],
  [/^(a|)/, undefined],
  [/^.*a/, undefined],
])('knows what texts begin with that match %s', (pattern, expected) => {
  const told = beginningsOf(pattern)?.map(({ isWhole, text }) => (isWhole ? text : `${text}…`));
  expect(told).toEqual(expected);
});
