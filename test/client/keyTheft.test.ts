/** Thefts by what comes with a workspace: its settings name hosts, variables and proxies. */
import { describe, expect, it } from 'vitest';
import { Consents } from '../../client/consent.ts';
import { environmentName, type Layers } from '../../client/environmentKey.ts';
import { type AccessSettings, resolveAccess } from '../../client/hostAccess.ts';
import { networkSettings } from '../../client/networkSettings.ts';
import { settingProblems } from '../../client/settingProblems.ts';
import { localHost } from '../../platform/hosts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { leaksIn, personalCanary, projectCanary } from '../runtime/keyTheft/canaries.ts';
import { memory } from './support/memory.ts';

const unset: Layers = { user: undefined, workspace: undefined, folder: undefined };
const environment = { MY_KEY: personalCanary, PROJECT: projectCanary, AWS_SECRET_ACCESS_KEY: personalCanary };
const stored = { 'https://us.posthog.com': personalCanary };

/** What a run would get, when the user has keys for the US cloud and a workspace says something else. */
function accessWith(workspace: Partial<Record<'host' | 'projectApiKey' | 'personalApiKey', string>>): {
  readonly access: HostAccess;
  readonly text: string;
} {
  const layers = (user: string, key: keyof typeof workspace): Layers => ({
    ...unset,
    user,
    workspace: workspace[key],
  });
  const settings: AccessSettings = {
    host: layers('us', 'host'),
    projectId: null,
    projectApiKey: layers('${env:PROJECT}', 'projectApiKey'),
    personalApiKey: layers('${env:MY_KEY}', 'personalApiKey'),
    mode: 'live',
    network: {},
  };
  const { access, problems } = resolveAccess(settings, stored, environment);
  return { access, text: JSON.stringify(problems) };
}

describe('the host of a workspace', () => {
  it.each([
    'https://thief.example',
    'https://us.posthog.com.thief.example',
    'https://us.posthog.com:8443',
    'https://us.posthog.com.',
    'https://us.posth\u043eg.com',
    'https://us.i.posthog.com.thief.example',
    'http://localhost:9999',
  ])('%s gets neither key, and it is said', (host) => {
    const { access, text } = accessWith({ host });
    expect(access.host.api).not.toBe('https://us.posthog.com');
    expect(access.personalApiKeys[access.host.api]).toBeUndefined();
    expect(access.projectApiKey).toBeNull();
    expect(text).toContain('does not go to');
    expect(leaksIn(text)).toEqual([]);
  });

  it.each([
    'https://us.posthog.com@thief.example',
    'https://user:password@us.posthog.com',
    'https://thief.example/#https://us.posthog.com',
    'https://thief.example/?https://us.posthog.com',
    'https://thief.example\\@us.posthog.com',
  ])('%s is refused, so that nothing is sent, and it is said', (host) => {
    const { access, text } = accessWith({ host });
    expect(access.host).toEqual(localHost);
    expect(access.personalApiKeys[access.host.api]).toBeUndefined();
    expect(text).toContain('posthogApps.host: The host ');
    expect(leaksIn(text)).toEqual([]);
  });

  it.each([
    'us',
    'http://us.posthog.com',
    'https://us.posthog.com',
    'https://us.i.posthog.com/',
    'app.posthog.com',
  ])('%s is the host of the user, who has the keys for it', (host) => {
    const { access } = accessWith({ host });
    expect(access.personalApiKeys).toEqual(stored);
    expect(access.projectApiKey).toBe(projectCanary);
  });

  it('with its own project key sends with that one', () => {
    const ofThief = 'phc_ofTheThief0123456789abcdef';
    const { access } = accessWith({ host: 'https://thief.example', projectApiKey: ofThief });
    expect(access.projectApiKey).toBe(ofThief);
    expect(access.personalApiKeys['https://thief.example']).toBeUndefined();
  });
});

describe('a variable that a workspace names', () => {
  it.each(['${env:MY_KEY}', '${env:AWS_SECRET_ACCESS_KEY}', ' ${env:MY_KEY} '])('%s is not read', (text) => {
    const { access } = accessWith({
      host: 'https://thief.example',
      projectApiKey: text,
      personalApiKey: text,
    });
    expect(access.projectApiKey).toBeNull();
    expect(Object.keys(access.personalApiKeys)).toEqual(['https://us.posthog.com']);
  });

  it.each([
    'x${env:MY_KEY}',
    '${env:MY_KEY}${env:MY_KEY}',
    '${ENV:MY_KEY}',
    '$MY_KEY',
    '${env:MY_KEY:-x}',
    '${env:__proto__.x}',
  ])('%s is no name of one', (text) => expect(environmentName(text)).toBeUndefined());
});

it('a key in the wrong setting is not repeated in what is said about it', () => {
  const wrong = resolveAccess(
    {
      host: { ...unset, user: personalCanary },
      projectId: null,
      projectApiKey: { ...unset, user: personalCanary },
      personalApiKey: { ...unset, user: '${env:PROJECT}' },
      mode: 'live',
      network: {},
    },
    {},
    environment,
  );
  expect(wrong.problems.length).toBeGreaterThanOrEqual(2);
  const said = settingProblems((key) =>
    key === 'run.mode' || key === 'projectId' ? personalCanary : undefined,
  );
  expect(leaksIn(JSON.stringify([wrong.problems, said]))).toEqual([]);
});

it('a proxy and its certificates are those of the editor, all of them', () => {
  const own: Readonly<Record<string, unknown>> = {
    proxy: ' http://proxy.example:3128 ',
    proxyAuthorization: 'Basic eDp5',
    proxyStrictSSL: false,
    systemCertificates: false,
    noProxy: ['localhost', 7],
  };
  expect(networkSettings((key) => own[key], ['a'])).toEqual({
    insecureHosts: ['a'],
    isStrict: false,
    usesSystemCertificates: false,
    proxy: 'http://proxy.example:3128',
    proxyAuthorization: 'Basic eDp5',
    noProxy: ['localhost'],
  });
  expect(networkSettings((key) => (key === 'proxySupport' ? 'off' : own[key]), []).isProxyOff).toBe(true);
  // Nothing set: certificates are checked, and the environment names the proxy.
  expect(networkSettings(() => undefined, [])).toEqual({
    insecureHosts: [],
    isStrict: true,
    usesSystemCertificates: true,
  });
});

it('a consent for one host is none for another, nor for a name that holds it', async () => {
  const asked: string[] = [];
  const consents = new Consents(memory(), async ({ title }) => {
    asked.push(title);
    return asked.length === 1;
  });
  const host = { kind: 'custom', api: 'https://a.example', ingestion: 'https://a.example' } as const;
  const allows = (origin: string): Promise<boolean> =>
    consents.allows({ origin, projectId: '1', what: 'POST /' }, host, 'project 1');
  expect(await allows('https://a.example')).toBe(true);
  for (const other of ['https://a.example.thief.example', 'http://a.example', 'https://a.example:8443']) {
    expect(await allows(other)).toBe(false);
  }
  expect(asked).toHaveLength(4);
});
