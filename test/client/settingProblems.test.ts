import { describe, expect, it } from 'vitest';
import { settingProblems } from '../../client/settingProblems.ts';
import type { SettingKey } from '../../protocol/settings.ts';

function problemsOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  return settingProblems((key: SettingKey) => values[key]).map(({ message }) => message);
}

describe('settings that cannot be used', () => {
  it.each([
    [
      'run.mode',
      'blok',
      'posthogApps.run.mode is "blok". Take block, mock or live; until then requests are blocked.',
    ],
    [
      'run.timeoutSeconds',
      0,
      'posthogApps.run.timeoutSeconds is 0. Take a number from 1 to 600; until then it counts as 30.',
    ],
    [
      'run.timeoutSeconds',
      '30',
      'posthogApps.run.timeoutSeconds is "30". Take a number from 1 to 600; until then it counts as 30.',
    ],
    [
      'run.maxHops',
      2.5,
      'posthogApps.run.maxHops is 2.5. Take a whole number from 1 to 100; until then it counts as 10.',
    ],
    [
      'run.maxHops',
      101,
      'posthogApps.run.maxHops is 101. Take a whole number from 1 to 100; until then it counts as 10.',
    ],
    [
      'profile',
      null,
      'posthogApps.profile is null. Take documented or plugin-server-1.10.5; until then it counts as documented.',
    ],
    [
      'projectId',
      '4711',
      'posthogApps.projectId is "4711". Take the number in the address of the project, without quotes; until then it is not used.',
    ],
    [
      'projectId',
      0,
      'posthogApps.projectId is 0. Take the number in the address of the project, without quotes; until then it is not used.',
    ],
    [
      'host',
      ' ',
      'posthogApps.host is empty. Take local, us, eu, or an address such as https://posthog.example.com; until then it counts as local.',
    ],
    ['host', ['us'], 'posthogApps.host is ["us"]. Take a text; until then it is not used.'],
    ['personalApiKey', 5, 'posthogApps.personalApiKey is 5. Take a text; until then it is not used.'],
    ['host', 5, 'posthogApps.host is 5. Take a text; until then it is not used.'],
    [
      'allowInsecureHosts',
      'posthog.internal',
      'posthogApps.allowInsecureHosts is "posthog.internal". Take a list of texts; until then it counts as empty.',
    ],
    [
      'lint.event-loop',
      'loud',
      'posthogApps.lint.event-loop is "loud". Take error, warning, information, hint or off; until then it counts as warning.',
    ],
  ])('%s: %j', (key, value, message) => {
    expect(problemsOf({ [key]: value })).toEqual([message]);
  });

  it('names of hosts that are none, each by itself', () => {
    const names = ['http://posthog.internal/x', 'posthog.internal', '*'];
    expect(problemsOf({ allowInsecureHosts: names })).toEqual([
      'posthogApps.allowInsecureHosts: "http://posthog.internal/x" is no name of a host. Write it as posthog.internal, or posthog.internal:8000 for one port.',
      'posthogApps.allowInsecureHosts: "*" is no name of a host. Write it as posthog.internal, or posthog.internal:8000 for one port.',
    ]);
  });

  it('are none where a value is one that the setting can have', () => {
    expect(
      problemsOf({
        host: 'https://posthog.example.com',
        projectId: 12345,
        'run.mode': 'mock',
        'run.timeoutSeconds': 2.5,
        'run.maxHops': 100,
        allowInsecureHosts: ['posthog.internal:8000'],
        'lint.event-loop': 'off',
      }),
    ).toEqual([]);
  });

  it('are told without a key that was typed there', () => {
    const [message] = problemsOf({ profile: 'phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk' });
    expect(message).toContain('phx_…');
    expect(message).not.toContain('8Jq2');
  });
});
