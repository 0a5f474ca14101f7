import { expect, test } from 'vitest';
import { missingAppWords } from '../../../client/features/missingAppWords.ts';

test('a folder that is no app is answered with those that are', () => {
  expect(missingAppWords('/ws', [])).toBe(
    'There is no PostHog app in /ws. Name the folder that holds its plugin.json.',
  );
  expect(missingAppWords('/ws', ['apps/one', 'apps/two'])).toBe(
    'There is no PostHog app in /ws. Name the folder of one of the apps that there are: apps/one, apps/two.',
  );
  expect(missingAppWords('/ws', ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toContain(
    ': a, b, c, d, e and 2 more.',
  );
});
