import { describe, expect, test } from 'vitest';
import { hostLabel, localHost, parseHostSetting, postHogHostNames } from '../../platform/hosts.ts';

/** The origins a value means, or its message. */
function read(value: string): string {
  const result = parseHostSetting(value);
  return result.ok
    ? `${hostLabel(result.host)}: ${result.host.api} ${result.host.ingestion}`
    : result.message;
}

describe('parseHostSetting', () => {
  test.each(['', ' ', 'local', ' local '])('takes %j for the embedded host', (value) => {
    expect(parseHostSetting(value)).toEqual({ ok: true, host: localHost });
  });

  test.each([
    ['us', 'US cloud: https://us.posthog.com https://us.i.posthog.com'],
    ['https://app.posthog.com/', 'US cloud: https://us.posthog.com https://us.i.posthog.com'],
    ['https://us.i.posthog.com', 'US cloud: https://us.posthog.com https://us.i.posthog.com'],
    ['eu.posthog.com', 'EU cloud: https://eu.posthog.com https://eu.i.posthog.com'],
    ['https://ph.example.com/', 'ph.example.com: https://ph.example.com https://ph.example.com'],
    ['http://localhost:8000', 'localhost:8000: http://localhost:8000 http://localhost:8000'],
  ])('reads %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each(['ph.example.com', 'localhost:8000', 'ftp://example.com', 'us!', 'https://'])(
    'says what is wrong with %s and what to write',
    (value) => {
      expect(read(value)).toMatch(/is not an address\. Write local, us, eu, or an address such as https:/);
    },
  );
});

test.each([
  ['https://eu.i.posthog.com/e/', 'The host is an address without a path. Write https://eu.i.posthog.com.'],
  ['https://ph.example.com/?x', 'The host is an address without a path. Write https://ph.example.com.'],
  ['https://ph.example.com/#x', 'The host is an address without a path. Write https://ph.example.com.'],
  [
    'https://us.posthog.com/project/12/insights',
    'The host is an address without a path. Write https://us.posthog.com, and 12 as the id of the project.',
  ],
  [
    'https://ada:phx_secret@ph.example.com/x',
    'The host has a user name or a password before ph.example.com, which are not sent. Write https://ph.example.com, and keep keys out of addresses.',
  ],
  [
    'http://phx_secret@ph.example.com',
    'The host has a user name or a password before ph.example.com, which are not sent. Write http://ph.example.com, and keep keys out of addresses.',
  ],
])('parts of an address that would be dropped are told: %s', (value, message) => {
  expect(read(value)).toBe(message);
});

test('the embedded host is at no real address', () => {
  expect(new URL(localHost.api).hostname.endsWith('.invalid')).toBe(true);
  expect(postHogHostNames).not.toContain(new URL(localHost.api).hostname);
});
