/** What the build makes of calls in the code that runs beside an app. */
import { expect, test } from 'vitest';
import { withOwnMethods } from '../../scripts/ownMethods.ts';

test.each([
  ['text.slice(1, 2)', `ownMethod(text, 'slice', 1, 2)`],
  ['text.trim().split(",")', `ownMethod(ownMethod(text, 'trim'), 'split', ",")`],
  ['f(a.map<string>((x) => x.trim()))', `f(ownMethod(a, 'map', (x) => ownMethod(x, 'trim')))`],
  ['a\n  .join()\n  .at(0)', `ownMethod(ownMethod(a, 'join'\n), 'at', \n0)`],
  ['a.join(...b)', `ownMethod(a, 'join', ...b)`],
  ['Reflect.apply(f, a, b)', 'Reflect.apply(f, a, b)'],
  ['Object.keys(a)', 'Object.keys(a)'],
  ['text?.slice(1)', 'text?.slice(1)'],
  ['a.slice', 'a.slice'],
  ['map.get(1)', 'map.get(1)'],
])('%s', (code, expected) => {
  expect(withOwnMethods(code, 'a.ts')).toBe(expected);
});
