import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { localAccess } from '../../runtime/index.ts';
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

test('what is sent to /engage/ is called $identify, whatever it says', async () => {
  const host = new LocalHost(7, 'P');
  expect(await ask(host, 'POST', '/engage/?ip=1', { api_key: 'k', ...event })).toEqual([200, { status: 1 }]);
  expect(await ask(host, 'POST', '/engage', { api_key: 'k', distinct_id: 'd', $set: { a: 1 } })).toEqual([
    200,
    { status: 1 },
  ]);
  expect(await ask(host, 'GET', '/api/projects/7/events?event=a')).toMatchObject([200, { results: [] }]);
  expect(await ask(host, 'GET', '/api/projects/7/events?event=$identify')).toMatchObject([
    200,
    { results: [{ distinct_id: 'd' }, { distinct_id: 'd' }] },
  ]);
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
  // PostHog deletes nothing by DELETE.
  expect((await ask(host, 'DELETE', `${path}2`))[0]).toBe(405);
  expect(await ask(host, 'PATCH', `${path}2`, { deleted: true, id: 9 })).toMatchObject([200, { id: 2 }]);
  expect((await ask(host, 'GET', `${path}2`))[0]).toBe(404);
  expect(await ask(host, 'GET', path)).toMatchObject([200, { count: 1 }]);
});

const times = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown;

test.each([
  ['cohorts', 'cohort', { name: 'Payers' }, { name: 'Payers', is_static: false, count: 0 }],
  [
    'feature_flags',
    'feature_flag',
    { key: 'beta' },
    { key: 'beta', active: true, filters: expect.anything() },
  ],
  ['insights', 'insight', { filters: { insight: 'TRENDS' } }, { short_id: 'local001', result: null }],
  [
    'actions',
    'action',
    { name: 'Paid', steps: [{ event: 'paid' }] },
    { is_action: true, steps: [{ event: 'paid' }] },
  ],
  ['dashboards', 'dashboard', { name: 'All' }, { name: 'All', tiles: [] }],
  ['annotations', 'annotation', { content: 'x' }, { content: 'x', scope: 'project' }],
])('%s can be made, listed, read and changed, at the old path too', async (name, oldName, body, expected) => {
  const host = new LocalHost(7, 'P');
  const before = ((await ask(host, 'GET', `/api/${oldName}/`))[1] as { readonly count: number }).count;
  const [status, made] = await ask(host, 'POST', `/api/${oldName}`, body);
  const { id } = made as { readonly id: number };
  expect([status, made]).toMatchObject([
    201,
    { ...expected, created_at: times, created_by: { email: 'local@posthog.invalid' }, deleted: false },
  ]);
  const path = `/api/projects/@current/${name}`;
  expect(await ask(host, 'GET', path)).toMatchObject([
    200,
    { count: before + 1, next: null, previous: null },
  ]);
  expect(await ask(host, 'GET', `${path}/${id}/`)).toMatchObject([200, expected]);
  expect(await ask(host, 'PATCH', `${path}/${id}`, { description: 'new' })).toMatchObject([
    200,
    { description: 'new' },
  ]);
  expect((await ask(host, 'GET', `${path}/99`))[0]).toBe(404);
});

test('a feature flag needs a key', async () => {
  expect(await ask(new LocalHost(7, 'P'), 'POST', '/api/projects/7/feature_flags/', {})).toEqual([
    400,
    { type: 'validation_error', code: 'required', detail: 'This field is required.', attr: 'key' },
  ]);
});

test('persons, groups and definitions are those of the events', async () => {
  const host = new LocalHost(7, 'P');
  const batch = [
    { event: 'paid', distinct_id: 'ada', timestamp: '2022-10-01T12:00:00.000Z', properties: { amount: 3 } },
    { event: '$identify', distinct_id: 'ada', $set: { email: 'a@b.c' }, properties: {} },
    {
      event: '$groupidentify',
      distinct_id: 'ada',
      properties: { $group_type: 'company', $group_key: 'acme', $group_set: { size: 9 } },
    },
  ];
  await ask(host, 'POST', '/batch/', { api_key: 'k', batch });
  const path = '/api/projects/7';
  expect(await ask(host, 'GET', `${path}/persons?email=a@b.c`)).toMatchObject([
    200,
    { count: 1, results: [{ id: 1, distinct_ids: ['ada'], properties: { email: 'a@b.c' } }] },
  ]);
  expect(await ask(host, 'GET', `${path}/persons?email=other`)).toMatchObject([200, { count: 0 }]);
  expect(await ask(host, 'GET', '/api/person/1/')).toMatchObject([200, { name: 'ada' }]);
  expect(await ask(host, 'GET', `${path}/groups?group_type_index=0`)).toMatchObject([
    200,
    { results: [{ group_key: 'acme', group_properties: { size: 9 } }] },
  ]);
  expect(await ask(host, 'GET', `${path}/groups/find?group_type_index=0&group_key=acme`)).toMatchObject([
    200,
    { group_key: 'acme' },
  ]);
  expect((await ask(host, 'GET', `${path}/groups/find?group_type_index=1&group_key=acme`))[0]).toBe(404);
  expect(await ask(host, 'GET', `${path}/groups_types/`)).toEqual([
    200,
    JSON.stringify([{ group_type: 'company', group_type_index: 0, name_singular: null, name_plural: null }]),
  ]);
  expect(await ask(host, 'GET', `${path}/event_definitions`)).toMatchObject([
    200,
    { count: 3, results: [{ name: 'paid', volume_30_day: 1 }, {}, {}] },
  ]);
  expect(await ask(host, 'GET', `${path}/property_definitions`)).toMatchObject([
    200,
    { results: [{ name: 'amount', property_type: 'Numeric', is_numerical: true }, {}, {}, {}, {}] },
  ]);
});

test.each([
  [
    'GET',
    '/api/projects/7/session_recordings/',
    404,
    /^The embedded host has nothing at \/api\/projects\/7\/session_recordings\/, or does not imitate that path\. A real PostHog may .*cohorts/,
  ],
  ['GET', '/decide/', 404, /^The embedded host has nothing at \/decide\/, or does not imitate that path\./],
  ['GET', '/https://x.example.com/a', 404, /^The path of this call is a whole address/],
  ['POST', '/api/event/', 405, /^The embedded host does not take POST at \/api\/event\/\.$/],
  [
    'PATCH',
    '/api/users/@me/',
    405,
    /^The embedded host does not take PATCH at \/api\/users\/@me\/\. A real PostHog may\.$/,
  ],
  ['PUT', '/api/projects/7/cohorts/1/', 415, /^posthog\.api\.put sends its body as text\/plain/],
] as const)('what is not imitated or taken is said: %s %s', async (method, path, status, message) => {
  const host = new LocalHost(7, 'P');
  await ask(host, 'POST', '/api/projects/7/cohorts/', { name: 'C' });
  const { remark, received } = await host.answer(
    {
      via: 'api',
      method,
      url: `${origin}${path}?token=local`,
      headers: method === 'GET' ? [] : [['content-type', 'text/plain;charset=UTF-8']],
      body: method === 'GET' ? null : Buffer.from('{"name": "D"}'),
      redirect: 'follow',
      personalKey: null,
      projectKeyOrigin: null,
    },
    localAccess,
  );
  expect(received.status).toBe(status);
  expect(remark?.message).toMatch(message);
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

test('the key of a flag and the name of an action are taken once, and are free again when it is deleted', async () => {
  const host = new LocalHost(7, 'P');
  const flags = '/api/projects/7/feature_flags';
  const taken = (attr: string, detail: string): object => ({
    type: 'validation_error',
    code: 'unique',
    detail,
    attr,
  });
  const taken1 = taken('key', 'There is already a feature flag with this key.');
  expect((await ask(host, 'POST', flags, { key: 'beta' }))[0]).toBe(201);
  expect(await ask(host, 'POST', flags, { key: 'beta', name: 'other' })).toEqual([400, taken1]);
  expect((await ask(host, 'POST', flags, { key: 'gamma' }))[0]).toBe(201);
  expect(await ask(host, 'PATCH', `${flags}/2`, { key: 'beta' })).toEqual([400, taken1]);
  expect((await ask(host, 'PATCH', `${flags}/1`, { key: 'beta', active: false }))[0]).toBe(200);
  expect((await ask(host, 'PATCH', `${flags}/1`, { deleted: true }))[0]).toBe(200);
  expect((await ask(host, 'POST', flags, { key: 'beta' }))[0]).toBe(201);
  // Who makes the key anew takes the place of the deleted one.
  expect((await ask(host, 'PATCH', `${flags}/1`, { deleted: false }))[0]).toBe(404);

  const actions = '/api/projects/7/actions/';
  expect((await ask(host, 'POST', actions, { name: 'Paid' }))[0]).toBe(201);
  expect(await ask(host, 'POST', actions, { name: 'Paid' })).toEqual([
    400,
    taken('name', 'This project already has an action with this name, ID 1'),
  ]);
  expect(await ask(host, 'POST', actions, {})).toMatchObject([201, { name: null }]);
  expect((await ask(host, 'POST', actions, {}))[0]).toBe(201);
});

test.each(['cohorts', 'dashboards', 'insights', 'annotations'])(
  '%s may have the same names',
  async (collection) => {
    const host = new LocalHost(7, 'P');
    const body = { name: 'Same', content: 'same' };
    for (let count = 0; count < 2; count += 1)
      expect((await ask(host, 'POST', `/api/projects/7/${collection}`, body))[0]).toBe(201);
  },
);

test('a text that is longer than PostHog keeps is refused', async () => {
  const host = new LocalHost(7, 'P');
  const refused = (attr: string, most: number): object => ({
    type: 'validation_error',
    code: 'max_length',
    detail: `Ensure this field has no more than ${most} characters.`,
    attr,
  });
  const long = 'x'.repeat(401);
  const path = '/api/projects/7/annotations';
  expect(await ask(host, 'POST', path, { content: long })).toEqual([400, refused('content', 400)]);
  expect(await ask(host, 'PATCH', `${path}/1`, { content: long })).toEqual([400, refused('content', 400)]);
  expect((await ask(host, 'POST', path, { content: long.slice(1) }))[0]).toBe(201);
  expect(await ask(host, 'POST', '/api/projects/7/cohorts', { description: 'x'.repeat(1_001) })).toEqual([
    400,
    refused('description', 1_000),
  ]);
});

const packed = gzipSync(JSON.stringify({ api_key: 'k', batch: [event] }));

test.each([
  ['by its header', '/batch/', 'gzip', packed, 200, ''],
  ['by the address', '/e/?compression=gzip-js', null, packed, 200, ''],
  ['by its first bytes alone', '/i/v0/e/', null, packed, 200, ''],
  ['cut off', '/batch/', 'gzip', packed.subarray(0, -9), 400, 'ends too early'],
  ['by its header alone', '/e/', 'gzip', Buffer.from('{"api_key":"k"}'), 400, 'is not compressed with it'],
  ['with what PostHog does not know', '/e/', 'br', Buffer.from('x'), 400, 'PostHog takes gzip'],
])('a compressed body of the app, %s', async (_how, path, encoding, body, status, words) => {
  const host = new LocalHost(7, 'P');
  const { received, remark } = await host.answer(
    {
      via: 'fetch',
      method: 'POST',
      url: origin + path,
      headers: encoding === null ? [] : [['Content-Encoding', encoding]],
      body,
      redirect: 'follow',
      personalKey: null,
      projectKeyOrigin: null,
    },
    localAccess,
  );
  expect(received.status).toBe(status);
  expect(received.body.toString() + (remark?.message ?? '')).toContain(words);
  const [, kept] = await ask(host, 'GET', '/api/projects/7/events/');
  expect(kept).toMatchObject({ results: status === 200 ? [{ event: 'a' }] : [] });
});
