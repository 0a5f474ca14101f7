import { describe, expect, it } from 'vitest';
import { unknownSettings } from '../../client/unknownSettings.ts';

describe('settings that do not exist', () => {
  it('are told of with what was meant', () => {
    expect(
      unknownSettings({ lint: { 'event-lop': 'off', 'no-such-rule-at-all': 'off' }, run: { mod: 'mock' } }),
    ).toEqual([
      {
        name: 'lint.event-lop',
        message: 'There is no setting posthogApps.lint.event-lop. Did you mean posthogApps.lint.event-loop?',
      },
      {
        name: 'lint.no-such-rule-at-all',
        message:
          'There is no setting posthogApps.lint.no-such-rule-at-all. The page PostHog Apps of the settings lists all that there are.',
      },
      {
        name: 'run.mod',
        message: 'There is no setting posthogApps.run.mod. Did you mean posthogApps.run.mode?',
      },
    ]);
  });

  it('are not those that exist, whatever stands in them', () => {
    const tree = {
      host: { wrong: 'kind' },
      allowInsecureHosts: [],
      lint: { 'event-loop': 'off', endingLoops: null },
    };
    expect(unknownSettings(tree)).toEqual([]);
    expect(unknownSettings(undefined)).toEqual([]);
  });

  it('are told of without a key in their name', () => {
    const [found] = unknownSettings({ phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk: true });
    expect(found?.message).not.toContain('8Jq2');
  });
});
