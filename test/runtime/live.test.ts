import { localAccess } from '../../runtime/localAccess.ts';
import { expect, test } from 'vitest';
import { localHost } from '../../platform/hosts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { Trace } from '../../protocol/trace.ts';
import { runApp } from './support/runApp.ts';
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
const allow = (): Promise<boolean> => Promise.resolve(true);

/** Runs the body of an async function whose result becomes the result of the run. */
function call(
  body: string,
  access: HostAccess,
  options: Partial<Parameters<typeof runApp>[2]> = {},
): Promise<Trace> {
  const code = `export async function runEveryDay(meta) { ${body} }`;
  return runApp(pool(), code, { entryPoint: 'runEveryDay', input: null, access, consent: allow, ...options });
}

function seen(server: TestServer): readonly string[] {
  return server.seen.map(({ method, url, body }) => `${method} ${url}${body === '' ? '' : ` ${body}`}`);
}

test('the shapes of posthog.api under the documented profile', async () => {
  await using server = await startServer(answerJson({ results: [] }));
  const trace = await call(
    `const path = '/api/projects/@current/annotations/'
     await posthog.api.get(path)
     await posthog.api.get(path + '?a=1', { data: { token: 'mine', list: [1, 2], none: undefined, text: 'a b' } })
     await posthog.api.post(path, { data: { content: 'x' } })
     await posthog.api.post(path)
     await posthog.api.put(path, { data: { b: 2 } })
     await posthog.api.patch(path, { data: { c: 3 } })
     await posthog.api.delete(path, { data: { d: 4 } })
     const response = await posthog.api.get('//double', { headers: { 'X-Own': 'yes' } })
     return [response.ok, response.status, response.headers.get('Content-Type'), await response.json()]`,
    accessTo(server),
  );
  expect(trace.errors).toEqual([]);
  expect(trace.result).toEqual([true, 200, 'application/json', { results: [] }]);
  const path = '/api/projects/42/annotations/';
  const token = `token=${projectKey}`;
  expect(seen(server)).toEqual([
    `GET ${path}?${token}`,
    `GET ${path}?a=1&${token}&list=1%2C2&none=undefined&text=a+b`,
    `POST ${path}?${token} {"content":"x"}`,
    `POST ${path}?${token} {}`,
    `PUT ${path}?${token} {"b":2}`,
    `PATCH ${path}?${token} {"c":3}`,
    `DELETE ${path}?d=4&${token}`,
    `GET //double?${token}`,
  ]);
  expect(server.seen.map(({ headers }) => headers['content-type'])).toEqual([
    undefined,
    undefined,
    'application/json',
    'application/json',
    'text/plain;charset=UTF-8',
    'application/json',
    undefined,
    undefined,
  ]);
  expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${personalKey}`]),
  );
  expect(server.seen.at(-1)?.headers['x-own']).toBe('yes');
});

test('the server of October 2021: @current as it is, no data on DELETE, no content type, no patch', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `await posthog.api.delete('/api/projects/@current/x', { data: { d: 4 }, headers: { 'X-Own': 'no' } })
     await posthog.api.post('/y', { data: { a: 1 } })
     return typeof posthog.api.patch`,
    accessTo(server),
    { profile: 'plugin-server-1.10.5' },
  );
  expect(trace.result).toBe('undefined');
  expect(seen(server)).toEqual([
    `DELETE /api/projects/@current/x?token=${projectKey}`,
    `POST /y?token=${projectKey} {"a":1}`,
  ]);
  expect(server.seen.map(({ headers }) => [headers['x-own'], headers['content-type']])).toEqual([
    [undefined, undefined],
    [undefined, 'text/plain;charset=UTF-8'],
  ]);
});

test('one key without the other is refused, both are used as they were passed', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `const error = await posthog.api.get('/x', { projectApiKey: 'token' }).catch((error) => error.message)
     await posthog.api.get('/x', { projectApiKey: 'token', personalApiKey: 'secret' })
     return error`,
    accessTo(server),
  );
  expect(trace.result).toBe(
    'You must specify a personalApiKey if you specify a projectApiKey and vice-versa!',
  );
  expect(seen(server)).toEqual(['GET /x?token=token']);
  expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
});

test('without a key for the origin a call is not sent, and its row offers to set one', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `return await posthog.api.get('/api/x').catch((error) => error.message)`,
    accessTo(server, { personalApiKeys: { 'https://us.posthog.com': personalKey } }),
  );
  expect(server.seen).toEqual([]);
  expect(trace.result).toMatch(
    /^There is no personal API key for 127\.0\.0\.1:\d+, so the call was not sent\./,
  );
  expect(trace.requests).toMatchObject([
    { disposition: 'blocked', status: null, action: { kind: 'set-personal-key', origin: server.origin } },
  ]);
});

test('a captured event is one POST with the project key and never the personal one', async () => {
  await using server = await startServer(answerJson({ status: 'Ok' }));
  const trace = await call(
    `await posthog.capture('upgraded', { plan: 'team', timestamp: '2022-10-01T00:00:00Z' })`,
    accessTo(server),
  );
  expect(trace.captured).toMatchObject([
    { event: 'upgraded', distinctId: 'App Server', timestamp: '2022-10-01T00:00:00Z', delivery: 'sent' },
  ]);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /i/v0/e/']);
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
    api_key: projectKey,
    event: 'upgraded',
    distinct_id: 'App Server',
    timestamp: '2022-10-01T00:00:00Z',
    uuid: trace.captured[0]?.uuid,
    properties: {
      $lib: 'posthog-plugin-server',
      $lib_version: '1.10.5',
      distinct_id: 'App Server',
      plan: 'team',
    },
  });
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
});

test('a host that does not know the path gets the event at the older one, and from then on there', async () => {
  await using server = await startServer((request, response) =>
    answerJson({}, request.url === '/e/' ? 200 : 404)(request, response),
  );
  const trace = await call(`await posthog.capture('a'); await posthog.capture('b')`, accessTo(server));
  expect(server.seen.map(({ url }) => url)).toEqual(['/i/v0/e/', '/e/', '/e/']);
  expect(trace.captured.map(({ delivery }) => delivery)).toEqual(['sent', 'sent']);
});

test('without a project key an event is not sent, and the app does not notice', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(`await posthog.capture('a')`, accessTo(server, { projectApiKey: null }));
  expect(trace.outcome).toBe('completed');
  expect(server.seen).toEqual([]);
  expect(trace.captured[0]?.delivery).toBe('refused');
  expect(trace.requests).toMatchObject([{ disposition: 'blocked', action: { kind: 'set-project-key' } }]);
});

test('the first write asks once for each origin, reading does not ask', async () => {
  await using server = await startServer(answerJson({}));
  const asked: unknown[] = [];
  const consent = (request: unknown): Promise<boolean> => {
    asked.push(request);
    return Promise.resolve(true);
  };
  await call(
    `await posthog.api.get('/api/a'); await posthog.capture('first'); await posthog.api.post('/api/b')`,
    accessTo(server),
    { consent },
  );
  expect(asked).toEqual([{ origin: server.origin, projectId: '42', what: 'capture of "first"' }]);
  expect(server.seen).toHaveLength(3);
});

test('nobody is asked about a request that is refused in any case', async () => {
  await using server = await startServer(answerJson({}));
  await using other = await startServer(answerJson({}));
  let asked = 0;
  const trace = await call(
    `await fetch('${other.origin}/x', { method: 'POST', body: '{}' })`,
    accessTo(server),
    {
      consent: () => {
        asked += 1;
        return Promise.resolve(true);
      },
    },
  );
  expect(JSON.stringify(trace.requests[0])).toContain('internal address');
  expect(asked).toBe(0);
  expect(other.seen).toEqual([]);
});

test('without consent nothing is written', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(`await posthog.capture('a'); await posthog.api.get('/b')`, accessTo(server), {
    consent: () => Promise.resolve(false),
  });
  expect(seen(server)).toEqual([`GET /b?token=${projectKey}`]);
  expect(trace.requests[0]).toMatchObject({ disposition: 'blocked', action: { kind: 'allow-sending' } });
});

test('a mode that blocks is what is to be changed, and nobody is asked', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(`await posthog.capture('a')`, { ...accessTo(server), mode: 'block' });
  expect(seen(server)).toEqual([]);
  expect(trace.requests[0]).toMatchObject({ disposition: 'blocked', action: { kind: 'change-mode' } });
});

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

test('no key is in the trace, nor in what the app sees, even where a server repeats it', async () => {
  await using server = await startServer((request, response) => {
    response.setHeader('x-echo', String(request.headers.authorization));
    answerJson({ url: request.url, authorization: request.headers.authorization, body: request.body })(
      request,
      response,
    );
  });
  const trace = await call(
    `await posthog.capture('a')
     const response = await posthog.api.post('/a')
     const seen = [response.url, response.headers.get('x-echo'), await response.text()].join(' ')
     console.log(seen, 'phx_somebodyelseskey0123456789', 'Bearer abcdefghijklmnop')
     console.log('app sees', /personalkeyof|projectkeyof/.test(seen))
     throw new Error(seen)`,
    accessTo(server),
  );
  expect(server.seen[1]?.headers.authorization).toBe(`Bearer ${personalKey}`);
  const text = JSON.stringify(trace);
  expect(text).not.toContain(personalKey);
  expect(text).not.toContain(projectKey);
  expect(text).not.toContain('somebodyelses');
  expect(text).not.toContain('abcdefghijklmnop');
  expect(trace.logs[0]?.message).toContain('Bearer phx_…');
  expect(trace.logs[1]?.message).toBe('app sees false');
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

test('the embedded PostHog says that it answered for another host, which refuses the event', async () => {
  const body = `return (await fetch('https://collector.example.com/batch/', { method: 'POST', body: '{}' })).status`;
  const { requests, result } = await call(body, localAccess);
  expect(result).toBe(401);
  expect(requests).toMatchObject([
    {
      status: 401,
      error:
        'collector.example.com was not called: the embedded PostHog answered, since a PostHog takes events at this path.',
      action: { kind: 'select-host' },
    },
  ]);
});

test('a key is not sent without encryption', async () => {
  const trace = await call(
    `await posthog.capture('a'); return await posthog.api.get('/a').catch((error) => error.message)`,
    {
      host: { kind: 'custom', api: 'http://posthog.invalid', ingestion: 'http://posthog.invalid' },
      projectId: '1',
      projectApiKey: projectKey,
      personalApiKeys: { 'http://posthog.invalid': personalKey },
      mode: 'live',
    },
  );
  const actions = trace.requests.map(({ action }) => action);
  expect(actions).toEqual([{ kind: 'allow-insecure-host' }, { kind: 'allow-insecure-host' }]);
  expect(trace.requests.map(({ error }) => error)).toEqual([
    'posthog.invalid is asked without encryption, so your key was not sent. Use https, or allow the host to be asked like this.',
    'posthog.invalid is asked without encryption, so your key was not sent. Use https, or allow the host to be asked like this.',
  ]);
});

test.each([
  ['userinfo', (origin: string) => origin.replace('http://', 'http://user:pass@')],
  ['a path prefix', (origin: string) => `${origin}/prefix/`],
])('a host with %s is the origin it is', async (_name, change) => {
  await using server = await startServer(answerJson({}));
  await call(`await posthog.api.get('/a', { host: '${change(server.origin)}' })`, accessTo(server));
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${personalKey}`]);
});

test.each([
  ['another port', (origin: string) => origin.replace(/:(\d+)$/, ':1')],
  ['a look-alike', (origin: string) => `${origin.replace(/:\d+$/, '')}.example.com`],
  ['userinfo that looks like the host', (origin: string) => `${origin}@example.com`],
  ['another scheme', (origin: string) => origin.replace('http:', 'https:')],
])('a host with %s gets no key', async (_name, change) => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `return await posthog.api.get('/a', { host: '${change(server.origin)}' }).catch((error) => error.message)`,
    accessTo(server),
  );
  expect(trace.result).toContain('There is no personal API key for');
  expect(trace.requests[0]?.disposition).toBe('blocked');
  expect(server.seen).toEqual([]);
});

test('an error of a request has the line that asked for it', async () => {
  const code = `export async function runEveryDay() {
    const other = 1
    await posthog.api.get('/api/x/')
  }`;
  const options = { entryPoint: 'runEveryDay', input: null, consent: allow };
  const gone = await startServer(answerJson({}));
  await gone[Symbol.asyncDispose]();
  const access = accessTo(gone, { personalApiKeys: {} });
  const noKey = await runApp(pool(), code, { ...options, access });
  expect(noKey.errors[0]).toMatchObject({ name: 'Error', source: { file: 'index.js', line: 3 } });
  const fetching = code.replace(`posthog.api.get('/api/x/')`, `fetch('${gone.origin}/x')`);
  const down = await runApp(pool(), fetching, { ...options, access });
  expect(down.errors[0]).toMatchObject({ name: 'FetchError', source: { file: 'index.js', line: 3 } });
});

test('an event that a web page answers is not accepted', async () => {
  await using server = await startServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  );
  const trace = await call(`await posthog.capture('x')`, accessTo(server));
  expect(trace.captured[0]?.delivery).toBe('rejected');
  expect(trace.requests[0]?.error).toContain('answered with a web page');
});

test('an event goes to the older path where the newer is unknown, and that is no trouble', async () => {
  await using server = await startServer((request, response) =>
    request.url === '/e/'
      ? response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":1}')
      : response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not found</html>'),
  );
  const trace = await call(`await posthog.capture('x')`, accessTo(server));
  expect(trace.captured[0]?.delivery).toBe('sent');
  expect(trace.requests.map(({ status, error }) => [status, error])).toEqual([
    [404, null],
    [200, null],
  ]);
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
    /redirected this to 127\.0\.0\.1:\d+, as a GET\. Keys of .* were not sent along/,
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

test('the time that the user takes to answer is not counted', async () => {
  await using server = await startServer(answerJson({ status: 1 }));
  const slow = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    return true;
  };
  const trace = await call(
    `await posthog.api.post('/api/x/', { data: {} }); await posthog.capture('x'); console.log('after')`,
    accessTo(server),
    { consent: slow },
  );
  expect(trace.captured[0]?.delivery).toBe('sent');
  expect(trace.requests[0]?.durationMs).toBeLessThan(600);
  const { callMs, loadMs, totalMs } = trace.timing;
  expect(callMs).toBeLessThan(600);
  // A busy computer takes its time to load the app.
  expect(totalMs - loadMs).toBeLessThan(600);
  expect((trace.logs[0]?.at ?? Infinity) - loadMs).toBeLessThan(600);
});

test('what is not sent for lack of a key is shown as it would be', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(`await posthog.api.get('/api/x/')`, accessTo(server, { personalApiKeys: {} }));
  expect(trace.requests[0]?.disposition).toBe('blocked');
  expect(trace.requests[0]?.url).not.toContain('token=local');
  expect(server.seen).toEqual([]);
});
