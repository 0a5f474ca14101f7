import { expect, it } from 'vitest';
import { similarName } from '../../platform/similarName.ts';

it.each([
  ['zoen', ['name', 'zone'], 'zone'],
  ['zone', ['time_zone'], undefined],
  ['Zone', ['zone'], 'zone'],
  ['e', ['eu'], 'eu'],
  // Nothing is alike in names that share no letter.
  ['z', ['n'], undefined],
  ['', ['n'], undefined],
])('finds the name that %j was meant to be among %j', (name, names, expected) => {
  expect(similarName(name, names)).toBe(expected);
});
