/** Requests to PostHog: what `posthog.api` and `posthog.capture` send, with which keys, and who is asked. */
import { expect, test } from 'vitest';
import { isAllSent } from '../../protocol/runWords.ts';
import { localAccess } from '../../runtime/localAccess.ts';
import { allow, liveCall, seen } from './support/liveCall.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, answerJson, personalKey, projectKey, startServer } from './support/server.ts';

const pool = usePool();
const call = liveCall(pool);

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

test('an Authorization header of the app wins, so that no key of the user is needed', async () => {
  await using server = await startServer(answerJson({ results: [] }));
  const body = `const { status } = await posthog.api.get('/api/projects/7/persons/', { headers: { authorization: 'Bearer own' } }); return status`;
  const access = { ...accessTo(server), personalApiKeys: {} };
  const trace = await call(body, access);
  expect([trace.result, trace.requests[0]?.error]).toEqual([200, null]);
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer own']);
  // The server of 2021 took no headers.
  const older = await call(body, access, { profile: 'plugin-server-1.10.5' });
  expect(older.requests[0]?.error).toMatch(/^There is no personal API key for/);
  expect(server.seen).toHaveLength(1);
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

test('the embedded PostHog says that it answered for another host, which refuses the event', async () => {
  const body = `return (await fetch('https://collector.example.com/batch/', { method: 'POST', body: '{}' })).status`;
  const { requests, result } = await call(body, localAccess);
  expect(result).toBe(401);
  expect(requests).toMatchObject([
    {
      status: 401,
      error:
        'collector.example.com was not called: the embedded PostHog answered, since a PostHog takes events at this path. Make that PostHog the host to send for real.',
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

test.each([
  [400, { type: 'validation_error', detail: 'Too many properties' }, '(400): Too many properties.'],
  [413, { error: 'Payload too large' }, '(413): Payload too large.'],
  [400, {}, '(400).'],
])('why an event is not accepted stands in the answer: %i %j', async (status, body, told) => {
  await using server = await startServer(answerJson(body, status));
  const trace = await call(`await posthog.capture('x')`, accessTo(server));
  expect(trace.captured[0]?.delivery).toBe('rejected');
  expect(trace.requests[0]?.error).toBe(`${new URL(server.origin).host} did not take the event ${told}`);
});

test('a call that writes and is answered by a page was not accepted', async () => {
  await using server = await startServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Log in</html>'),
  );
  const written = await call(
    `await posthog.api.post('/api/projects/@current/annotations/')`,
    accessTo(server),
  );
  expect([written.outcome, isAllSent(written)]).toEqual(['completed', false]);
  const read = await call(`await posthog.api.get('/api/projects/@current/')`, accessTo(server));
  expect(isAllSent(read)).toBe(true);
});

const madeGet =
  'redirected this to /there/, as a GET without a body: nothing of it arrived. Use that address.';

test.each([
  ['a call that writes', `await posthog.api.post('/api/projects/@current/annotations/', { data: {} })`, 301],
  ['an event by posthog.api', `await posthog.api.post('/capture/', { data: { api_key: 'phc_x' } })`, 302],
  ['an event by fetch', `await fetch(HOST + '/e/', { method: 'POST', body: '{}' })`, 302],
])('%s that a redirect makes a GET has not arrived', async (_, code, status) => {
  await using server = await startServer((request, response) =>
    request.method === 'POST'
      ? response.writeHead(status, { location: '/there/' }).end()
      : response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[]}'),
  );
  const trace = await call(code.replace('HOST', JSON.stringify(server.origin)), accessTo(server));
  const [row] = trace.requests;
  expect([row?.error, row?.becameGet]).toEqual([`${new URL(server.origin).host} ${madeGet}`, true]);
  expect([trace.outcome, isAllSent(trace)]).toEqual(['completed', false]);
  expect(trace.captured).toEqual([]);
});

test.each([
  [
    'a page of another path is no address to use',
    '/login',
    'It is a web page, often a login page: the address needs one that apps can reach.',
  ],
  ['a page of the same path says nothing of a login', '/capture/', 'Use that address.'],
])('where a redirect leads to a page: %s', async (_, location, advice) => {
  await using server = await startServer((request, response) =>
    request.method === 'POST'
      ? response.writeHead(302, { location }).end()
      : response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  );
  const trace = await call(
    `await posthog.api.post('/capture', { data: { api_key: 'phc_x' } })`,
    accessTo(server),
  );
  expect(trace.requests[0]?.error).toContain(`nothing of it arrived. ${advice}`);
});

test.each([
  ['another service', `await fetch(HOST + '/hook', { method: 'POST', body: '{}' })`, 302],
  ['an answer that says where to look', `await posthog.api.post('/api/exports/')`, 303],
])('a redirect of %s loses nothing that is known', async (_, code, status) => {
  await using server = await startServer((request, response) =>
    request.method === 'POST'
      ? response.writeHead(status, { location: '/there/' }).end()
      : response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  );
  const trace = await call(code.replace('HOST', JSON.stringify(server.origin)), accessTo(server));
  expect([trace.requests[0]?.error, isAllSent(trace)]).toEqual([null, true]);
});

test.each([
  ['{ a: 1 }', 'an object', '[object Object]'],
  ['[1, 2]', 'a list', '1,2'],
  ['{ toString: 1 }', 'an object', '[object Object]'],
])('a distinct_id that is no text is told: %s', async (id, kind, text) => {
  await using server = await startServer(answerJson({ status: 1 }));
  const code = `for (const id of [${id}, 'd']) await posthog.capture('x', { distinct_id: id })`;
  const { captured, notices } = await call(code, accessTo(server));
  expect(captured.map(({ distinctId }) => distinctId)).toEqual([text, 'd']);
  expect(notices).toEqual([
    `The distinct_id of a captured event is ${kind}, of which PostHog makes the text "${text}": the event belongs to a person of that name. Give the id of a person, as a text.`,
  ]);
});

test('an event that a redirect makes a GET has not arrived', async () => {
  await using server = await startServer((request, response) =>
    request.method === 'POST'
      ? response.writeHead(302, { location: '/there/' }).end()
      : response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":1}'),
  );
  const trace = await call(`await posthog.capture('x')`, accessTo(server));
  expect([trace.captured[0]?.delivery, trace.requests[0]?.error]).toEqual([
    'rejected',
    `${new URL(server.origin).host} ${madeGet}`,
  ]);
});

test.each([
  ['5', '5', 'App Server'],
  ["{ name: 'x' }", '{"name":"x"}', 'App Server'],
  ["'x', { distinct_id: null }", 'x', 'null'],
])('the queue takes any name and any person: capture(%s)', async (values, event, person) => {
  const code = `export const onEvent = () => posthog.capture(${values})`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent' });
  const [captured] = trace.captured;
  expect([captured?.event, captured?.distinctId, captured?.delivery]).toEqual([event, person, 'local']);
});

test('an event without a name is lost, and it is said why', async () => {
  const trace = await runApp(pool(), 'export const onEvent = () => posthog.capture()', {
    entryPoint: 'onEvent',
  });
  expect([trace.captured[0]?.delivery, trace.requests[0]?.error]).toEqual([
    'rejected',
    'The embedded host did not take the event (400): event submitted with an empty event name.',
  ]);
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

test('a webhook to which nothing answers is an error of the app, as one that is refused is', async () => {
  await using closing = await startServer((_request, response) => response.destroy());
  const code = `export const composeWebhook = () => ({ url: '${closing.origin}/hook', body: '{}' })`;
  const trace = await runApp(pool(), code, {
    entryPoint: 'composeWebhook',
    access: accessTo(closing),
    consent: allow,
  });
  expect(seen(closing)).toEqual(['POST /hook {}']);
  expect(trace.errors).toMatchObject([
    { name: 'FetchError', message: expect.stringContaining('/hook') as string },
  ]);
  const refused = await runApp(pool(), code, {
    entryPoint: 'composeWebhook',
    access: accessTo(closing),
    consent: () => Promise.resolve(false),
  });
  expect([refused.outcome, refused.errors]).toEqual(['completed', []]);
});
