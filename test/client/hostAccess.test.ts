import { describe, expect, it } from 'vitest';
import { effectiveValue, environmentName, type Layers, literalIn } from '../../client/environmentKey.ts';
import { type AccessSettings, resolveAccess, userOrigin } from '../../client/hostAccess.ts';

const unset: Layers = { user: undefined, workspace: undefined, folder: undefined };
const personal = 'phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';
const project = 'phc_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';

function settings(parts: Partial<AccessSettings> = {}): AccessSettings {
  return {
    host: unset,
    projectId: null,
    projectApiKey: unset,
    personalApiKey: unset,
    mode: 'live',
    network: {},
    ...parts,
  };
}

describe('references to variables', () => {
  it.each([
    ['${env:POSTHOG_KEY}', 'POSTHOG_KEY'],
    [' ${env:A_1} ', 'A_1'],
    ['${env:}', undefined],
    ['${env:1A}', undefined],
    ['a${env:A}', undefined],
    ['${env:A}${env:B}', undefined],
    [personal, undefined],
    ['', undefined],
  ])('%s names %s', (text, name) => {
    expect(environmentName(text)).toBe(name);
  });

  it.each([
    ['${env:A}', undefined],
    ['', undefined],
    [undefined, undefined],
    [` ${personal} `, personal],
  ])('are not literals, and a key is: %s', (value, literal) => {
    expect(literalIn(value)).toBe(literal);
  });

  it('the folder wins over the workspace, and that over the user', () => {
    expect(effectiveValue({ user: 'a', workspace: 'b', folder: 'c' })).toEqual({
      value: 'c',
      isFromWorkspace: true,
    });
    expect(effectiveValue({ user: 'a', workspace: 'b', folder: undefined }).value).toBe('b');
    expect(effectiveValue({ ...unset, user: 'a' })).toEqual({ value: 'a', isFromWorkspace: false });
  });
});

describe('host', () => {
  it('is the embedded one by default, with a project', () => {
    const { access, problems } = resolveAccess(settings(), {}, {});
    expect(access.host.kind).toBe('local');
    expect(access.projectId).toBe('1');
    expect(problems).toEqual([]);
  });

  it('falls back to the embedded one when the value is wrong, and says so', () => {
    const { access, problems } = resolveAccess(settings({ host: { ...unset, user: 'my posthog' } }), {}, {});
    expect(access.host.kind).toBe('local');
    expect(problems.map(({ key }) => key)).toEqual(['host']);
  });

  it('has no project of its own when it is a real one', () => {
    expect(resolveAccess(settings({ host: { ...unset, user: 'eu' } }), {}, {}).access.projectId).toBeNull();
  });
});

describe('a key from the environment', () => {
  const environment = { KEY: personal };
  const named = { ...unset, user: '${env:KEY}' };

  it("belongs to the origin of the user's own host", () => {
    const { access, problems } = resolveAccess(
      settings({ host: { ...unset, user: 'eu' }, personalApiKey: named }),
      {},
      environment,
    );
    expect(access.personalApiKeys).toEqual({ 'https://eu.posthog.com': personal });
    expect(problems).toEqual([]);
  });

  it('does not follow the host of a workspace', () => {
    const { access } = resolveAccess(
      settings({
        host: { user: 'eu', workspace: 'https://evil.example', folder: undefined },
        personalApiKey: named,
      }),
      {},
      environment,
    );
    expect(access.host.api).toBe('https://evil.example');
    expect(access.personalApiKeys).toEqual({ 'https://eu.posthog.com': personal });
  });

  it.each(['workspace', 'folder'] as const)('is not read when the %s names the variable', (layer) => {
    const { access, problems } = resolveAccess(
      settings({ host: { ...unset, user: 'eu' }, personalApiKey: { ...unset, [layer]: '${env:KEY}' } }),
      {},
      environment,
    );
    expect(access.personalApiKeys).toEqual({});
    expect(problems[0]?.message).toContain('ignored');
  });

  it('is used nowhere when the user has no host', () => {
    const { access, problems } = resolveAccess(
      settings({ host: { ...unset, workspace: 'eu' }, personalApiKey: named }),
      {},
      environment,
    );
    expect(access.personalApiKeys).toEqual({});
    expect(problems[0]?.message).toContain('posthogApps.host');
  });

  it('is reported without its value when it is missing or of the wrong kind', () => {
    const host = { ...unset, user: 'eu' };
    const missing = resolveAccess(settings({ host, personalApiKey: named }), {}, {});
    expect(missing.problems[0]?.message).toContain('KEY');
    const wrong = resolveAccess(settings({ host, personalApiKey: named }), {}, { KEY: project });
    expect(wrong.access.personalApiKeys).toEqual({});
    expect(JSON.stringify(wrong.problems)).not.toContain(project);
  });

  it('goes to its host in place of one that was stored, and is named', () => {
    const { access } = resolveAccess(
      settings({ host: { ...unset, user: 'eu' }, personalApiKey: named }),
      { 'https://eu.posthog.com': 'stored', 'https://other.example': 'other' },
      environment,
    );
    expect(access.personalApiKeys).toEqual({
      'https://eu.posthog.com': personal,
      'https://other.example': 'other',
    });
    expect(access.personalKeyVariable).toBe('KEY');
  });

  it('is not named where the workspace has another host, whose key is the stored one', () => {
    const host = { user: 'eu', workspace: 'https://other.example', folder: undefined };
    const { access } = resolveAccess(
      settings({ host, personalApiKey: named }),
      { 'https://other.example': 'other' },
      environment,
    );
    expect(access.personalApiKeys['https://other.example']).toBe('other');
    expect(access.personalKeyVariable).toBeUndefined();
  });

  it('leaves the stored one in use while the variable is not set, and says so', () => {
    const { access, problems } = resolveAccess(
      settings({ host: { ...unset, user: 'eu' }, personalApiKey: named }),
      { 'https://eu.posthog.com': 'stored' },
      {},
    );
    expect(access.personalApiKeys).toEqual({ 'https://eu.posthog.com': 'stored' });
    expect(access.personalKeyVariable).toBeUndefined();
    expect(problems[0]?.message).toContain('until then a stored key is used');
  });

  it('that cannot be a key is told of by the name of its variable, and the stored one stays in use', () => {
    const { access, problems } = resolveAccess(
      settings({ host: { ...unset, user: 'eu' }, personalApiKey: named }),
      { 'https://eu.posthog.com': 'stored' },
      { KEY: 'phx_short' },
    );
    expect(access.personalApiKeys).toEqual({ 'https://eu.posthog.com': 'stored' });
    expect(problems).toEqual([
      {
        key: 'personalApiKey',
        message:
          'posthogApps.personalApiKey: The value of the environment variable KEY is too short for a personal API key. Copy the whole key. PostHog shows it once, when it is made. Until it is mended a stored key is used, if there is one.',
      },
    ]);
  });

  it('is not spoken of while the host is wrong, or the embedded one, which needs none', () => {
    const keysOf = (host: Layers, variables = environment as { readonly KEY?: string }): readonly string[] =>
      resolveAccess(settings({ host, personalApiKey: named }), {}, variables).problems.map(({ key }) => key);
    expect(keysOf({ ...unset, user: 'my posthog' })).toEqual(['host']);
    expect(keysOf({ ...unset, user: 'my posthog' }, {})).toEqual(['host']);
    expect(keysOf({ ...unset, user: 'local' })).toEqual([]);
    expect(keysOf(unset)).toEqual([]);
    expect(keysOf({ user: 'my posthog', workspace: 'eu', folder: undefined })).toEqual(['personalApiKey']);
  });
});

describe('the project key', () => {
  it('may stand in the workspace, as it is public', () => {
    const { access } = resolveAccess(settings({ projectApiKey: { ...unset, workspace: project } }), {}, {});
    expect(access.projectApiKey).toBe(project);
  });

  it("comes from a variable that the user's settings name, never one that the workspace names", () => {
    const environment = { TOKEN: project };
    const own = settings({ projectApiKey: { ...unset, user: '${env:TOKEN}' } });
    expect(resolveAccess(own, {}, environment).access.projectApiKey).toBe(project);
    const foreign = resolveAccess(
      settings({ projectApiKey: { ...unset, workspace: '${env:TOKEN}' } }),
      {},
      environment,
    );
    expect(foreign.access.projectApiKey).toBeNull();
    expect(foreign.problems[0]?.message).toContain('TOKEN');
  });

  it('of the user does not go to a host that only the workspace names, and that is said', () => {
    const host = { ...unset, workspace: 'https://evil.example' };
    for (const user of [undefined, 'local', 'us']) {
      const { access, problems } = resolveAccess(
        settings({ host: { ...host, user }, projectApiKey: { ...unset, user: project } }),
        {},
        {},
      );
      expect(access.host.api).toBe('https://evil.example');
      expect(access.projectApiKey).toBeNull();
      expect(problems[0]?.message).toContain('does not go to evil.example');
    }
    const same = { user: 'us', workspace: 'https://us.posthog.com', folder: undefined };
    const own = settings({ host: same, projectApiKey: { ...unset, user: project } });
    expect(resolveAccess(own, {}, {})).toMatchObject({ access: { projectApiKey: project }, problems: [] });
  });

  it.each([
    ['phc_x', {}, 'posthogApps.projectApiKey: This is too short for a project API key.'],
    [
      '${env:TOKEN}',
      { TOKEN: 'phc_x' },
      'posthogApps.projectApiKey: The value of the environment variable TOKEN is too short for a project API key.',
    ],
    ['${env:MY TOKEN}', {}, 'posthogApps.projectApiKey: A variable is named as ${env:NAME}'],
    ['$TOKEN', {}, 'posthogApps.projectApiKey: A variable is named as ${env:NAME}'],
  ])('that cannot be one is not used, and that is said: %s', (user, environment, message) => {
    const own = settings({ projectApiKey: { ...unset, user } });
    const { access, problems } = resolveAccess(own, {}, environment);
    expect(access.projectApiKey).toBeNull();
    expect(problems[0]?.message).toContain(message);
  });

  it('is never a personal key', () => {
    const { access, problems } = resolveAccess(
      settings({ projectApiKey: { ...unset, user: personal } }),
      {},
      {},
    );
    expect(access.projectApiKey).toBeNull();
    expect(problems[0]?.message).toContain('phc_');
    expect(problems[0]?.message).not.toContain(personal);
  });
});

it("only the user's own host can take a key out of the settings", () => {
  expect(userOrigin({ user: 'us', workspace: 'https://evil.example', folder: undefined })).toBe(
    'https://us.posthog.com',
  );
  expect(userOrigin({ ...unset, workspace: 'https://evil.example' })).toBeUndefined();
  expect(userOrigin({ ...unset, user: 'local' })).toBeUndefined();
});
