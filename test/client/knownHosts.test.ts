import { describe, expect, it } from 'vitest';
import type { Layers } from '../../client/environmentKey.ts';
import { hostValue, KnownHosts } from '../../client/knownHosts.ts';
import { memory } from './support/memory.ts';

const unset: Layers = { user: undefined, workspace: undefined, folder: undefined };

function known(withKey: readonly string[] = [], ofUser = memory()): KnownHosts {
  return new KnownHosts(ofUser, memory(), { personalOrigins: async () => new Set(withKey) });
}

async function origins(hosts: KnownHosts): Promise<readonly string[]> {
  return (await hosts.list()).map(({ origin }) => origin);
}

describe('hosts to choose from', () => {
  it('are all that were ever the setting, the latest first, each once', async () => {
    const hosts = known();
    for (const user of [
      'https://a.example',
      'https://b.example/',
      'us',
      'local',
      'no host',
      'https://a.example',
    ])
      await hosts.remember({ ...unset, user });
    expect(await origins(hosts)).toEqual(['https://a.example', 'https://b.example']);
  });

  it('are those with a stored key too, but for the clouds, which are in the lists anyway', async () => {
    const hosts = known(['https://a.example', 'https://c.example', 'https://us.posthog.com']);
    await hosts.remember({ ...unset, user: 'https://a.example' });
    expect(await hosts.list()).toEqual([
      { origin: 'https://a.example', hasKey: true },
      { origin: 'https://c.example', hasKey: true },
    ]);
  });

  it('that a workspace named stay with that workspace', async () => {
    const ofUser = memory();
    const hosts = known([], ofUser);
    await hosts.remember({
      user: 'https://a.example',
      workspace: 'https://other.example',
      folder: undefined,
    });
    expect(await origins(hosts)).toEqual(['https://other.example', 'https://a.example']);
    expect(await origins(known([], ofUser))).toEqual(['https://a.example']);
  });

  it('can be taken out of the list', async () => {
    const hosts = known();
    await hosts.remember({ ...unset, user: 'https://a.example', workspace: 'https://b.example' });
    await hosts.forget('https://a.example');
    expect(await origins(hosts)).toEqual(['https://b.example']);
  });
});

it.each([
  ['', 'local'],
  ['us', 'us'],
  ['https://eu.i.posthog.com', 'eu'],
  [' https://a.example/ ', 'https://a.example'],
  ['no host', undefined],
])('the setting %j is %s in a list', (setting, value) => {
  expect(hostValue(setting)).toBe(value);
});
