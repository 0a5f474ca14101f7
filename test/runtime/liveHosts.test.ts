/** Requests to other hosts, and to hosts that answer otherwise: redirects, `fetch`, modes. */
import { expect, test } from 'vitest';
import { localHost } from '../../platform/hosts.ts';
import { liveCall, seen } from './support/liveCall.ts';
import { usePool } from './support/sandboxBundle.ts';
import {
  accessTo,
  answerJson,
  personalKey,
  projectKey,
  startServer,
  type TestServer,
} from './support/server.ts';

const pool = usePool();
const call = liveCall(pool);

test('a redirect to another origin loses the keys', async () => {
  await using other = await startServer(answerJson({}));
  await using server = await startServer((_request, response) =>
    response.writeHead(307, { location: `${other.origin}/elsewhere` }).end(),
  );
  const access = accessTo(server, {
    personalApiKeys: {
      [server.origin]: personalKey,
      [other.origin]: 'phx_keyoftheotherserver012345678901234',
    },
  });
  const trace = await call(
    `await posthog.api.get('/a')
     await posthog.api.get('/b', { projectApiKey: 'own', personalApiKey: 'secret' })
     await posthog.capture('c')`,
    access,
  );
  expect(seen(other)).toEqual(['GET /elsewhere', 'GET /elsewhere']);
  expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  expect(trace.requests.at(-1)?.error).toContain('so the event was not sent on');
});

test('a host that is down, one that answers a web page, one that closes and one that is slow: one sentence each', async () => {
  const down = await startServer(answerJson({}));
  await down[Symbol.asyncDispose]();
  await using page = await startServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  );
  await using closing = await startServer((_request, response) => response.destroy());
  const message = async (server: TestServer): Promise<string | null | undefined> => {
    const trace = await call(
      `return await posthog.api.get('/a').then((r) => r.text(), String)`,
      accessTo(server),
    );
    return trace.requests[0]?.error?.replaceAll(new URL(server.origin).host, 'HOST');
  };
  expect(await message(down)).toBe('HOST refuses connections. Is the server running, and is the port right?');
  expect(await message(page)).toBe(
    'HOST answered with a web page instead of JSON. Is it the address of a PostHog, and is the path right?',
  );
  expect(await message(closing)).toBe(
    'HOST closed the connection before its answer was whole. Try again; if it stays so, check the address, and whether it begins with http:// or https://.',
  );
  await using silent = await startServer(() => undefined);
  const slow = await call(`await posthog.api.get('/slow')`, accessTo(silent), { timeoutSeconds: 1 });
  expect(slow.outcome).toBe('timed-out');
  expect(slow.errors[0]?.message).toBe(
    `runEveryDay did not end within 1 second. It still waits for GET ${silent.origin}/slow.`,
  );
  expect(slow.requests[0]?.error).toBe('The run ended before an answer came.');
});

test('an unknown host is named', async () => {
  const trace = await call(
    `return await fetch('http://nowhere.invalid:8080/x').catch((error) => [error.name, error.type])`,
    {
      host: { kind: 'custom', api: 'https://posthog.invalid', ingestion: 'https://posthog.invalid' },
      projectId: null,
      projectApiKey: null,
      personalApiKeys: {},
      mode: 'live',
    },
  );
  expect(trace.result).toEqual(['FetchError', 'system']);
  expect(trace.requests[0]?.error).toMatch(/^There is no host named nowhere\.invalid\. Check/);
});

function fetchFrom(origin: string): string {
  return `return await fetch('${origin}/x').then((response) => response.json(), (error) => error.message)`;
}

test('internal addresses are refused to fetch, but for the configured host', async () => {
  await using server = await startServer(answerJson({ open: true }));
  await using hidden = await startServer(answerJson({ open: false }));
  expect((await call(fetchFrom(server.origin), accessTo(server))).result).toEqual({ open: true });
  const port = new URL(hidden.origin).port;
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0']) {
    const trace = await call(fetchFrom(`http://${host}:${port}`), accessTo(server));
    expect(trace.result).toBe('Internal hostname');
    expect(trace.requests[0]?.error).toContain('is an internal address');
  }
  expect(hidden.seen).toEqual([]);
});

test('fetch sends a login of the address, and the content type of what is sent as text', async () => {
  await using server = await startServer(answerJson({}));
  const { host } = new URL(server.origin);
  const trace = await call(
    `await fetch('http://u:p%20s@${host}/')
     await fetch('http://u@${host}/', { headers: { authorization: 'own' } })
     await fetch('${server.origin}', { method: 'POST', body: { a: 1 } })
     await fetch('${server.origin}', { method: 'POST', body: Buffer.from('x') })`,
    accessTo(server),
  );
  expect(trace.errors).toEqual([]);
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
    `Basic ${Buffer.from('u:p s').toString('base64')}`,
    'own',
    undefined,
    undefined,
  ]);
  expect(server.seen.map(({ headers }) => headers['content-type'])).toEqual([
    undefined,
    undefined,
    'text/plain;charset=UTF-8',
    undefined,
  ]);
});

test('fetch as node-fetch 2 has it', async () => {
  await using server = await startServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/here' }).end();
    else
      answerJson({ method: request.method, body: request.body, type: request.headers['content-type'] })(
        request,
        response,
      );
  });
  const trace = await call(
    `const url = '${server.origin}'
     const moved = await fetch(url + '/moved', { method: 'POST', body: 'x' })
     const copy = moved.clone()
     const form = await fetch(url, { method: 'post', body: new URL('http://a/?b=c d').searchParams })
     const again = await moved.text().then(() => moved.text()).catch((error) => error.message)
     const manual = await fetch(url + '/moved', { redirect: 'manual' })
     return {
       redirected: moved.redirected, url: moved.url, copy: await copy.json(), form: await form.json(), again,
       manual: [manual.status, manual.headers.get('location')],
       bytes: Buffer.isBuffer(await (await fetch(url)).buffer()),
       relative: await fetch('/x').catch((error) => error.message),
     }`,
    accessTo(server),
  );
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual({
    redirected: true,
    url: `${server.origin}/here`,
    copy: { method: 'GET', body: '' },
    form: { method: 'POST', body: 'b=c+d', type: 'application/x-www-form-urlencoded;charset=UTF-8' },
    again: `body used already for: ${server.origin}/here`,
    manual: [302, `${server.origin}/here`],
    bytes: true,
    relative: 'Only absolute URLs are supported',
  });
});

test('mode block sends nothing and says so', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `await posthog.capture('a'); return await fetch('${server.origin}').catch((error) => error.message)`,
    accessTo(server, { mode: 'block' }),
  );
  expect(server.seen).toEqual([]);
  expect(trace.result).toContain('Requests are blocked in this run');
  expect(trace.requests.map(({ disposition }) => disposition)).toEqual(['blocked', 'blocked']);
});

test('mode mock answers from the embedded host, without keys and without a word to the real one', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `await posthog.capture('a')
     const me = await (await posthog.api.get('/api/users/@me/')).json()
     return [me.team.id, await (await fetch('https://example.com/x')).json()]`,
    accessTo(server, { mode: 'mock' }),
  );
  expect(trace.result).toEqual([42, {}]);
  expect(server.seen).toEqual([]);
  expect(trace.requests.map(({ disposition }) => disposition)).toEqual(['local', 'local', 'local']);
  expect(trace.requests[2]?.error).toContain('example.com was not called');
  expect(JSON.stringify(trace)).not.toContain(projectKey);
});

test('with the host local another service is not called, and the remark says what would', async () => {
  await using server = await startServer(answerJson({ got: 'it' }));
  const body = `const [inside, outside] = await Promise.all(['${server.origin}/in', 'https://example.com/x'].map(async (url) =>
    (await fetch(url, { method: 'POST', body: '{}' })).json()))
    return [inside, outside]`;
  const local = await call(body, accessTo(server, { host: localHost }));
  expect(local.result).toEqual([{}, {}]);
  expect(server.seen).toEqual([]);
  const [inside, outside] = local.requests.map(({ error }) => error);
  expect(inside).toContain(`make ${server.origin} the host: what`);
  expect(outside).toContain('nothing is sent with the host local');
  expect(local.requests.map(({ action }) => action)).toEqual([
    { kind: 'select-host' },
    { kind: 'select-host' },
  ]);
  // What it says works.
  const own = await call(body.replace(`, 'https://example.com/x'`, ''), accessTo(server));
  expect(own.result).toEqual([{ got: 'it' }, null]);
  expect(seen(server)).toEqual(['POST /in {}']);
});

test('a redirect to another host is told', async () => {
  await using target = await startServer(answerJson({}));
  await using server = await startServer((_, response) =>
    response.writeHead(302, { location: `${target.origin}/elsewhere` }).end(),
  );
  const access = accessTo(server);
  const both = { ...access, personalApiKeys: { ...access.personalApiKeys, [target.origin]: 'phx_other' } };
  const trace = await call(`await posthog.api.post('/api/x/', { data: {} })`, both);
  expect(trace.requests[0]?.error).toMatch(
    /redirected this to 127\.0\.0\.1:\d+\/\S*, as a GET without a body: nothing of it arrived, and no key went along/,
  );
});

test('a redirect away and back is told, and not taken for a wrong key', async () => {
  let back = '';
  await using target = await startServer((_, response) => response.writeHead(307, { location: back }).end());
  await using server = await startServer((request, response) =>
    request.url === '/back'
      ? response.writeHead(401).end()
      : response.writeHead(307, { location: `${target.origin}/away` }).end(),
  );
  back = `${server.origin}/back`;
  const access = accessTo(server);
  const both = { ...access, personalApiKeys: { ...access.personalApiKeys, [target.origin]: 'phx_other' } };
  const trace = await call(`await posthog.api.get('/api/x/')`, both);
  expect(trace.requests[0]?.error).toMatch(
    /redirected this to another address and back.*none was sent along/,
  );
});
