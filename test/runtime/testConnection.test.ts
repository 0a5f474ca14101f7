/** Test Connection against a real server on loopback that plays a PostHog, and other things. */
import { describe, expect, it } from 'vitest';
import type { ConnectionReport, HostAccess } from '../../protocol/runtime.ts';
import { localAccess } from '../../runtime/index.ts';
import { testConnection } from '../../runtime/gate/testConnection.ts';
import {
  accessTo,
  answerJson,
  type Handler,
  personalKey,
  projectKey,
  startServer,
  type TestServer,
} from './support/server.ts';

const never = new AbortController().signal;
const refused = { type: 'authentication_error', code: 'authentication_failed', attr: null };

interface Routes {
  readonly me?: Handler;
  readonly project?: Handler;
  readonly flags?: Handler;
}

/** A PostHog with one project; routes say what is different. */
function postHog({ me, project, flags }: Routes = {}): Handler {
  return (request, response) => {
    const path = request.url.replace(/\?.*$/, '');
    const hasKey = request.headers.authorization === `Bearer ${personalKey}`;
    const unauthorized = answerJson(
      { ...refused, detail: 'Authentication credentials were not provided.' },
      401,
    );
    if (path === '/api/users/@me/') {
      const known = answerJson({ email: 'ada@example.com', team: { id: 42, name: 'Shop' } });
      (me ?? (hasKey ? known : unauthorized))(request, response);
    } else if (path.startsWith('/api/projects/')) {
      (project ?? answerJson({ id: 42, name: 'Shop' }))(request, response);
    } else if (path === '/flags/') (flags ?? answerJson({ flags: {} }))(request, response);
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  };
}

async function report(
  routes: Routes | Handler,
  changes: Partial<HostAccess> = {},
): Promise<ConnectionReport & { readonly server: TestServer }> {
  await using server = await startServer(typeof routes === 'function' ? routes : postHog(routes));
  return { ...(await testConnection(accessTo(server, changes), never)), server };
}

describe('Test Connection', () => {
  it('names the project that the keys are for, and writes nothing', async () => {
    const { server, ...found } = await report({});
    expect(found).toEqual({
      problem: null,
      message: `${new URL(server.origin).host} answers and takes the project API key. The personal API key works for Shop (project 42).`,
      project: { id: '42', name: 'Shop' },
    });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/users/@me/',
      'POST /flags/?v=2',
    ]);
  });

  it('says what is missing without keys', async () => {
    const { message, problem, server } = await report({}, { personalApiKeys: {}, projectApiKey: null });
    expect(problem).toBe(null);
    expect(message).toContain('Without a personal API key, posthog.api cannot be used.');
    expect(message).toContain('Without a project API key, captured events cannot be sent.');
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('has nothing to reach for the local host', async () => {
    expect((await testConnection(localAccess, never)).message).toContain('nothing to reach');
  });

  it('takes the older way to check a project key where the newer is not known', async () => {
    const older: Handler = (request, response) =>
      request.url.startsWith('/decide/')
        ? answerJson({ featureFlags: {} })(request, response)
        : postHog({ flags: (_request, answer) => void answer.writeHead(404).end() })(request, response);
    expect((await report(older)).message).toContain('takes the project API key.');
  });

  it.each<[string, Routes | Handler, Partial<HostAccess>, ConnectionReport['problem'], string]>([
    [
      'a wrong personal key',
      { me: answerJson({ ...refused, detail: 'Invalid Personal API key.' }, 401) },
      {},
      'personal-key',
      'does not take the personal API key: Invalid Personal API key.',
    ],
    [
      'a key without the scope',
      {
        project: answerJson(
          { type: 'permission_denied', detail: "API key missing required scope 'project:read'" },
          403,
        ),
      },
      { projectId: '7' },
      'scope',
      "API key missing required scope 'project:read'. Add the scope",
    ],
    [
      'the wrong project',
      { project: answerJson({ type: 'invalid_request', detail: 'Not found.' }, 404) },
      { projectId: '7' },
      'project',
      'no access to project 7, or there is none. Check posthogApps.projectId.',
    ],
    [
      'a wrong project key',
      { flags: answerJson({ type: 'authentication_error', detail: 'Project API key invalid.' }, 401) },
      {},
      'project-key',
      'does not take the project API key',
    ],
    [
      'a login page',
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<form>'),
      {},
      'not-posthog',
      'answers with a web page',
    ],
    [
      'another service',
      answerJson({ error: 'no' }, 404),
      {},
      'not-posthog',
      'answers 404, and not as PostHog',
    ],
    [
      'another service that answers all with JSON',
      answerJson({ hello: 'world' }),
      { projectId: '7' },
      'not-posthog',
      'it is another service',
    ],
    [
      'a project that is none',
      { project: answerJson({ hello: 'world' }) },
      { projectId: '7' },
      'not-posthog',
      'it is another service',
    ],
    [
      'that it was asked too often',
      {
        me: (request, response) => {
          response.setHeader('retry-after', '37');
          answerJson({ type: 'throttled_error', detail: 'Request was throttled.' }, 429)(request, response);
        },
      },
      {},
      'busy',
      'asked too often (429), which says nothing about the keys. Try again in 37 seconds.',
    ],
    [
      'a project key of another project',
      { project: answerJson({ id: 7, name: 'Web shop', api_token: 'phc_ofTheShop' }) },
      { projectId: '7' },
      'project-key',
      'that of another project than Web shop (project 7)',
    ],
    [
      'a project key of nobody',
      {
        project: answerJson({ id: 7, name: 'Web shop', api_token: 'phc_ofTheShop' }),
        flags: answerJson({ type: 'authentication_error', detail: 'Project API key invalid.' }, 401),
      },
      { projectId: '7' },
      'project-key',
      'does not take the project API key',
    ],
    [
      'a project key that the host says nothing of',
      {
        project: answerJson({ id: 7, name: 'Web shop', api_token: 'phc_ofTheShop' }),
        flags: (_request, response) => void response.writeHead(404).end(),
      },
      { projectId: '7' },
      'project-key',
      'is not that of Web shop (project 7), so events would not go there.',
    ],
    [
      'that the key comes from a variable',
      {},
      { personalKeyVariable: 'MY_PHX' },
      null,
      'The personal API key in MY_PHX works for Shop (project 42).',
    ],
    [
      'that the key of a variable is wrong',
      { me: answerJson({ ...refused, detail: 'Invalid.' }, 401) },
      { personalKeyVariable: 'MY_PHX' },
      'personal-key',
      'does not take the personal API key in MY_PHX: Invalid. Make a new one in PostHog, and put it into the environment variable MY_PHX.',
    ],
    ['a list', answerJson([1, 2]), {}, 'not-posthog', 'not as PostHog'],
    [
      'a broken PostHog',
      answerJson({ detail: 'down', type: 'server_error' }, 503),
      {},
      'busy',
      'answers 503',
    ],
    [
      'a clock that is wrong',
      (request, response) => {
        response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString());
        postHog()(request, response);
      },
      {},
      'clock',
      'is 60 minutes ahead',
    ],
    [
      'a connection that is closed',
      (_request, response) => void response.destroy(),
      {},
      'unreachable',
      'closed the connection',
    ],
  ])('tells %s, and what to do', async (_, routes, changes, problem, message) => {
    const found = await report(routes, changes);
    expect(found.message).toContain(message);
    expect(found.problem).toBe(problem);
    expect(found.message).not.toContain(personalKey);
    expect(found.message).not.toContain(projectKey);
  });

  it('tells a host that is down', async () => {
    const server = await startServer(postHog());
    const access = accessTo(server);
    await server[Symbol.asyncDispose]();
    expect(await testConnection(access, never)).toMatchObject({
      problem: 'unreachable',
      message: expect.stringContaining('refuses connections') as string,
    });
  });

  it.each([
    [{ proxy: 'http://127.0.0.1:1' }, 'proxy', 'refuses connections'],
    [{ proxy: 'http://127.0.0.1:1', isProxyOff: true }, 'proxy-off', 'http.proxySupport is off'],
    [{ isProxyOff: true }, 'unreachable', 'There is no host named'],
  ] as const)('tells what of the proxy is to be mended: %j', async (network, problem, message) => {
    const api = 'https://app.posthog.invalid';
    const found = await testConnection(
      { ...localAccess, host: { kind: 'custom', api, ingestion: api }, network },
      never,
    );
    expect(found).toMatchObject({ problem, message: expect.stringContaining(message) as string });
  });

  it('takes no key along to another origin, and names that', async () => {
    await using other = await startServer(postHog());
    await using server = await startServer((_request, response) => {
      response.writeHead(302, { location: `${other.origin}/api/users/@me/` }).end();
    });
    const host = { kind: 'custom', api: server.origin, ingestion: other.origin } as const;
    const found = await testConnection(accessTo(server, { host }), never);
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(found).toMatchObject({
      problem: 'not-posthog',
      message: `${new URL(server.origin).host} redirects to ${other.origin}, and keys do not go along. Use that address as the host.`,
    });
  });

  it('does not follow into the network of the computer', async () => {
    await using other = await startServer(postHog());
    const { message, problem } = await report((_request, response) => {
      response.writeHead(302, { location: `${other.origin}/api/users/@me/` }).end();
    });
    expect(problem).toBe('unreachable');
    expect(message).toContain(`redirects to ${new URL(other.origin).host}, an internal address`);
    expect(other.seen).toEqual([]);
  });
});
