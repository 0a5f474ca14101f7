import { describe, expect, it } from 'vitest';
import { ProjectNames } from '../../../client/projectNames.ts';
import { type AccessSettings, resolveAccess } from '../../../client/hostAccess.ts';
import { describeHost } from '../../../client/panel/hostState.ts';
import type { PanelHost } from '../../../protocol/panel.ts';
import { memory } from '../support/memory.ts';

const unset = { user: undefined, workspace: undefined, folder: undefined };

function described(
  host: string,
  mode: AccessSettings['mode'] = 'live',
  whyOff: string | null = null,
): PanelHost {
  const settings: AccessSettings = {
    host: { ...unset, user: host },
    projectId: '42',
    projectApiKey: unset,
    personalApiKey: unset,
    mode,
    network: {},
  };
  return describeHost(resolveAccess(settings, {}, {}), new ProjectNames(memory()), whyOff);
}

describe('what is said of the host', () => {
  it('is where requests go, in red', () => {
    expect(described('eu')).toMatchObject({
      label: 'EU cloud',
      isLive: true,
      description: 'Requests really go to eu.posthog.com, project 42.',
    });
    expect(described('local')).toMatchObject({ label: 'local', isLive: false });
    expect(described('eu', 'mock').isLive).toBe(false);
  });

  it('is what is wrong with it, while nothing runs', () => {
    const { description, isLive, label } = described('my posthog');
    expect([label, isLive]).toEqual(['wrong host', false]);
    expect(description).toContain(
      'Nothing runs until the host is mended. posthogApps.host: The host "my posthog"',
    );
  });

  it('is not that requests go there while the workspace is not trusted', () => {
    expect(described('eu', 'live', 'Not trusted.')).toMatchObject({
      label: 'EU cloud',
      isLive: false,
      description: 'Not trusted.',
    });
  });
});
