import { expect, test } from 'vitest';
import { LocalHost } from '../../runtime/localHost/localHost.ts';

const origin = 'https://local.posthog.invalid';

async function ask(
  host: LocalHost,
  method: string,
  path: string,
  body?: unknown,
): Promise<readonly [number, unknown]> {
  const response = await host.handle(
    new Request(origin + path, {
      method,
      ...(body === undefined
        ? {}
        : {
            body: typeof body === 'string' ? body : JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
    }),
  );
  const text = await response.text();
  return [response.status, text.startsWith('{') ? JSON.parse(text) : text];
}

const event = { event: 'a', distinct_id: 'd' };

test.each([
  ['the new path', '/i/v0/e/', { api_key: 'k', ...event }, 200, { status: 'Ok' }],
  ['the old path', '/e/?ip=1', { token: 'k', ...event }, 200, { status: 1 }],
  ['a batch', '/batch', { api_key: 'k', batch: [event, event] }, 200, { status: 1 }],
  [
    'a form',
    '/capture/',
    'data=' + encodeURIComponent(JSON.stringify({ api_key: 'k', ...event })),
    200,
    { status: 1 },
  ],
  ['no key, new', '/i/v0/e', event, 401, 'event submitted without an api_key'],
  ['no key, old', '/capture/', event, 401, expect.objectContaining({ code: 'missing_api_key', attr: null })],
  [
    'a personal key',
    '/i/v0/e/',
    { api_key: 'phx_1', ...event },
    401,
    'API key is not valid: personal_api_key',
  ],
  [
    'no event name',
    '/i/v0/e/',
    { api_key: 'k', distinct_id: 'd' },
    400,
    'event submitted with an empty event name',
  ],
  ['no person', '/i/v0/e/', { api_key: 'k', event: 'a' }, 400, 'event submitted without a distinct_id'],
  ['no body', '/e/', '', 400, expect.objectContaining({ code: 'no_data' })],
  ['no JSON', '/e/', '{', 400, expect.objectContaining({ code: 'invalid_payload' })],
])('ingestion: %s', async (_name, path, body, status, answer) => {
  expect(await ask(new LocalHost(7, 'P'), 'POST', path, body)).toEqual([status, answer]);
});

test('the key in the query counts for GET alone', async () => {
  const host = new LocalHost(7, 'P');
  const data = encodeURIComponent(JSON.stringify(event));
  expect(await ask(host, 'GET', `/e/?token=k&data=${data}`)).toEqual([200, { status: 1 }]);
  expect((await ask(host, 'POST', '/e/?token=k', event))[0]).toBe(401);
});

test('what was taken can be listed, and whose it was', async () => {
  const host = new LocalHost(7, 'P');
  await ask(host, 'POST', '/e/', { api_key: 'k', ...event, properties: { x: 1 } });
  expect(await ask(host, 'GET', '/api/projects/7/events?event=a')).toMatchObject([
    200,
    { results: [{ event: 'a', distinct_id: 'd', properties: { x: 1 } }] },
  ]);
  expect(await ask(host, 'GET', '/api/projects/@current/persons/?distinct_id=d')).toMatchObject([
    200,
    { results: [{ distinct_ids: ['d'] }] },
  ]);
  expect(await ask(host, 'GET', '/api/event/?event=other')).toMatchObject([200, { count: 0, results: [] }]);
});

test('annotations can be made, read, changed and removed', async () => {
  const host = new LocalHost(7, 'P');
  const path = '/api/projects/7/annotations/';
  const [status, made] = await ask(host, 'POST', path, { content: 'x', scope: 'organization' });
  expect([status, made]).toMatchObject([201, { id: 2, content: 'x', scope: 'organization' }]);
  expect(await ask(host, 'PATCH', `${path}2/`, { content: 'y' })).toMatchObject([200, { content: 'y' }]);
  expect(await ask(host, 'GET', `${path}?limit=1`)).toMatchObject([
    200,
    { count: 2, next: expect.stringContaining('offset=1') },
  ]);
  expect((await ask(host, 'DELETE', `${path}2`))[0]).toBe(204);
  expect((await ask(host, 'GET', `${path}2`))[0]).toBe(404);
});

test('the user, the project, and what is not there', async () => {
  const host = new LocalHost(7, 'P');
  expect(await ask(host, 'GET', '/api/users/@me/')).toMatchObject([200, { team: { id: 7, name: 'P' } }]);
  expect(await ask(host, 'GET', '/api/projects/@current')).toMatchObject([200, { id: 7 }]);
  const missing = [404, { type: 'invalid_request', code: 'not_found', detail: 'Not found.', attr: null }];
  expect(await ask(host, 'GET', '/api/none/')).toEqual(missing);
  expect(await ask(host, 'GET', '/elsewhere')).toEqual(missing);
  expect((await ask(host, 'PUT', '/api/users/@me/', {}))[0]).toBe(405);
});
