import { expect, test } from 'vitest';
import { hostNameProblem, mayBeOpen } from '../../platform/hostNames.ts';

test.each([
  ['http://posthog.internal', ['posthog.internal'], true],
  ['http://posthog.internal:8000', ['posthog.internal'], true],
  ['http://posthog.internal', [' PostHog.Internal '], true],
  ['http://posthog.internal:8000', ['posthog.internal:8000'], true],
  ['http://posthog.internal', ['posthog.internal:80'], true],
  ['http://posthog.internal:8001', ['posthog.internal:8000'], false],
  ['http://posthog.internal:8000', ['posthog.internal:80'], false],
  ['http://a.posthog.internal', ['posthog.internal'], false],
  ['http://posthog.internal.evil.example', ['posthog.internal'], false],
  ['http://[fd00::1]:8000', ['[FD00::1]'], true],
  ['http://xn--bcher-kva.example', ['bücher.example'], true],
  ['http://posthog.internal', ['*', 'http://posthog.internal', '.*'], false],
  ['http://127.0.0.1:8000', [], true],
])('a key may go to %s with %j: %s', (address, names, isAllowed) => {
  expect(mayBeOpen(new URL(address), names)).toBe(isAllowed);
});

test('what is no name of a host is told with how to write one', () => {
  expect(hostNameProblem('posthog.internal')).toBeUndefined();
  expect(hostNameProblem('*')).toBe(
    '"*" is no name of a host. Write it as posthog.internal, or posthog.internal:8000 for one port.',
  );
});
