/** Reference 1: the global `posthog`. What leaves for the network is in live.test.ts. */
import { expect } from 'vitest';
import type { Trace } from '../../../protocol/trace.ts';
import { usePool } from '../support/sandboxBundle.ts';
import { type Statement, statements } from './statements.ts';

const pool = usePool();

const captured = ({ captured: [event] }: Trace): unknown => event;
const properties = ({ captured: [event] }: Trace): unknown => event?.properties;
const request = ({ requests: [first] }: Trace): unknown =>
  first && [first.method, first.url.replace('https://local.posthog.invalid', ''), first.requestBody];
const requestHeaders = ({ requests: [first] }: Trace): unknown => first?.requestHeaders;
const isIso = (value: unknown): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));

statements(pool, 'capture', [
  ['1.1 resolves to undefined', `return [await posthog.capture('a')]`, [null]],
  ['1.1 returns a promise', `return posthog.capture('a') instanceof Promise`, true],
  [
    '1.1 null as properties is a TypeError',
    `return await posthog.capture('a', null).catch((e) => e.name)`,
    'TypeError',
  ],
  [
    '1.1 works without await',
    `posthog.capture('unawaited')`,
    ({ captured }) => captured.map(({ event }) => event),
    ['unawaited'],
  ],
  [
    '1.1.2 the time is now, in ISO with milliseconds',
    `await posthog.capture('a')`,
    ({ captured: [e] }) => isIso(e?.timestamp),
    true,
  ],
  [
    '1.1.2 a given timestamp is kept as it is',
    `await posthog.capture('a', { timestamp: 'yesterday' })`,
    ({ captured: [e] }) => e?.timestamp,
    'yesterday',
  ],
  [
    '1.1.2 a Date becomes a text on its way',
    `await posthog.capture('a', { timestamp: new Date(0) })`,
    ({ captured: [e] }) => e?.timestamp,
    '1970-01-01T00:00:00.000Z',
  ],
  [
    '1.1.2 null as timestamp is kept',
    `await posthog.capture('a', { timestamp: null })`,
    ({ captured: [e] }) => e?.timestamp,
    null,
  ],
  [
    '1.1.2 the object of the app is not changed',
    `const own = { timestamp: 'x', distinct_id: 'ada', b: 1 }; await posthog.capture('a', own); return own`,
    { timestamp: 'x', distinct_id: 'ada', b: 1 },
  ],
  [
    '1.1.2 timestamp is taken out of the properties',
    `await posthog.capture('a', { timestamp: 'x', b: 1 })`,
    (trace) => 'timestamp' in Object(properties(trace)),
    false,
  ],
  [
    '1.1.2 null as distinct_id is kept',
    `await posthog.capture('a', { distinct_id: null })`,
    ({ captured: [e] }) => e?.properties['distinct_id'],
    null,
  ],
  [
    '1.1.3 the person is in the properties too',
    `await posthog.capture('a', { distinct_id: 'ada' })`,
    ({ captured: [e] }) => [e?.distinctId, e?.properties['distinct_id']],
    ['ada', 'ada'],
  ],
  [
    '1.1.3 $lib and $lib_version are added',
    `await posthog.capture('a')`,
    ({ captured: [e] }) => [e?.properties['$lib'], e?.properties['$lib_version']],
    ['posthog-plugin-server', '1.10.5'],
  ],
  [
    '1.1.3 properties of the app come last',
    `await posthog.capture('a', { $lib: 'mine' })`,
    ({ captured: [e] }) => e?.properties['$lib'],
    'mine',
  ],
  [
    '1.1.3 properties of the app come last, also what JSON leaves out',
    `await posthog.capture('a', { $lib: undefined }); await posthog.capture('a', { $lib: null, $lib_version: undefined })`,
    ({ captured }) =>
      captured.map(({ properties: own }) =>
        [own['$lib'], own['$lib_version']].map((one) => one ?? String(one)),
      ),
    [
      ['undefined', '1.10.5'],
      ['null', 'undefined'],
    ],
  ],
  [
    '1.1.3 $set and $groups are properties like others',
    `await posthog.capture('a', { $set: { x: 1 }, $groups: { g: 'k' } })`,
    ({ captured: [e] }) => [e?.properties['$set'], e?.properties['$groups'], '$ip' in (e?.properties ?? {})],
    [{ x: 1 }, { g: 'k' }, false],
  ],
  [
    '1.1.3 an event that is no text is JSON',
    `await posthog.capture({ a: 1 })`,
    ({ captured: [e] }) => e?.event,
    '{"a":1}',
  ],
  [
    '1.1.4 uuid: a time and random bytes, without version bits',
    `await posthog.capture('a')`,
    ({ captured: [e] }) =>
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(e?.uuid ?? '') &&
      Math.abs(parseInt((e?.uuid ?? '').slice(0, 13).replace('-', ''), 16) - Date.now()) < 60_000,
    true,
  ],
  [
    '1.1.4 uuids of one millisecond count up',
    `for (let n = 0; n < 50; n += 1) posthog.capture('a')`,
    ({ captured }) => {
      const uuids = captured.map(({ uuid }) => uuid);
      return [uuids.length, uuids.join() === [...new Set(uuids)].toSorted().join()];
    },
    [50, true],
  ],
]);

statements(
  pool,
  'capture',
  [
    [
      '1.1.3 the person is App Server',
      `await posthog.capture('a')`,
      ({ captured: [e] }) => [e?.distinctId, e?.properties['distinct_id']],
      ['App Server', 'App Server'],
    ],
  ],
  { profiles: ['documented'] },
);
statements(
  pool,
  'capture',
  [
    [
      '1.1.3 the person is the name of the app',
      `await posthog.capture('a')`,
      ({ captured: [e] }) => [e?.distinctId, e?.properties['distinct_id']],
      ['Test app', 'Test app'],
    ],
  ],
  { profiles: ['plugin-server-1.10.5'] },
);
statements(
  pool,
  'capture without a name',
  [
    [
      '1.1 the person is plugin-id and the id',
      `await posthog.capture('a')`,
      (trace) => captured(trace),
      expect.objectContaining({ distinctId: 'plugin-id-1' }),
    ],
  ],
  { profiles: ['plugin-server-1.10.5'], manifest: { name: undefined } },
);

const keys = `projectApiKey: 'token', personalApiKey: 'secret'`;

statements(pool, 'api', [
  [
    '1.2.1 one key without the other is an error',
    `return await posthog.api.get('/x', { projectApiKey: 'a' })`,
    { threw: 'Error: You must specify a personalApiKey if you specify a projectApiKey and vice-versa!' },
  ],
  [
    '1.2.1 an empty key counts as none',
    `const r = await posthog.api.get('/api/projects/1', { projectApiKey: '', personalApiKey: '' }); return r.ok`,
    true,
  ],
  [
    '1.2.1 the error is a rejection',
    `const p = posthog.api.get("/x", { personalApiKey: "a" }); await p.catch(() => 0); return p instanceof Promise`,
    true,
  ],
  [
    '1.2.1 one slash is taken off the path',
    `await posthog.api.get('//x')`,
    request,
    ['GET', '//x?token=local', null],
  ],
  [
    '1.2.1 one slash is taken off the host',
    `await posthog.api.get('x', { host: 'https://h.example//', ${keys} })`,
    (t) => t.requests[0]?.url.slice(0, 20),
    'https://h.example//x',
  ],
  [
    '1.2.1 GET: data in the URL, token last',
    `await posthog.api.get('/api/event', { data: { url: 'param' } })`,
    request,
    ['GET', '/api/event?url=param&token=local', null],
  ],
  [
    '1.2.1 a token in data is overwritten and keeps its place',
    `await posthog.api.get('/a', { data: { token: 'mine', b: 1 } })`,
    request,
    ['GET', '/a?token=local&b=1', null],
  ],
  [
    '1.2.1 every method has the token in the URL',
    `await posthog.api.post('/a', { data: { b: 2 } })`,
    request,
    ['POST', '/a?token=local', '{"b":2}'],
  ],
  [
    '1.2.1 PUT sends JSON',
    `await posthog.api.put('/a', { data: { b: 2 } })`,
    request,
    ['PUT', '/a?token=local', '{"b":2}'],
  ],
  [
    '1.2.1 the query begins with & where the path has one',
    `await posthog.api.get('/a?b=1')`,
    request,
    ['GET', '/a?b=1&token=local', null],
  ],
  [
    '1.2.1 a path with # has the query behind it',
    `await posthog.api.get('/a#b')`,
    (t) => t.requests[0]?.url.includes('#b?token='),
    true,
  ],
  [
    '1.2.1 an absolute path is no address',
    `await posthog.api.get('https://h.example/api')`,
    (t) => t.requests[0]?.url.startsWith('https://local.posthog.invalid/https://h.example/api?'),
    true,
  ],
  [
    '1.2.1 values in the URL are texts',
    `await posthog.api.get('/a', { data: { o: {}, l: [1, 2], u: undefined, s: 'a b' } })`,
    request,
    ['GET', '/a?o=%5Bobject+Object%5D&l=1%2C2&u=undefined&s=a+b&token=local', null],
  ],
  [
    '1.2.1 options that are null are none',
    `await posthog.api.get('/a', null)`,
    request,
    ['GET', '/a?token=local', null],
  ],
  [
    '1.2.1 a host may have a path',
    `await posthog.api.get('/x', { host: 'https://h.example/prefix/', ${keys} })`,
    (t) => t.requests[0]?.url.split('?')[0],
    'https://h.example/prefix/x',
  ],
  [
    '1.2.1 the key of the project that was passed is the token',
    `await posthog.api.get('/a', { data: { b: 1 }, projectApiKey: 'public', personalApiKey: 'secret' })`,
    (t) => t.requests[0]?.url.startsWith('https://local.posthog.invalid/a?b=1&token='),
    true,
  ],
  [
    '1.2.1 data of POST and PUT is not in the URL',
    `await posthog.api.post('/a?b=1', { data: { c: [2, { d: null }] } })`,
    request,
    ['POST', '/a?b=1&token=local', '{"c":[2,{"d":null}]}'],
  ],
  [
    '1.2.2 without a host a call goes to the host that is set',
    `await posthog.api.get('/a', { host: undefined }); await posthog.api.get('/a', { host: null })`,
    ({ requests }) => requests.map(({ url }) => new URL(url).origin),
    ['https://local.posthog.invalid', 'https://local.posthog.invalid'],
  ],
  [
    '1.2.4 GET and DELETE have no content type',
    `await posthog.api.get('/a'); await posthog.api.delete('/a')`,
    ({ requests }) => requests.map(({ requestHeaders }) => 'content-type' in requestHeaders),
    [false, false],
  ],
  [
    '1.2.4 PUT without data sends {}',
    `await posthog.api.put('/a', { data: null })`,
    request,
    ['PUT', '/a?token=local', '{}'],
  ],
  [
    '1.2.4 nothing is tried again',
    `await posthog.api.post('/api/nothing')`,
    ({ requests }) => requests.map(({ status }) => status),
    [404],
  ],
  [
    '1.2.5 without keys the call is answered, and the key that stands for one is none of PostHog’s',
    `const r = await posthog.api.get('/api/event/'); return [r.ok, typeof await r.json()]`,
    (trace) => [trace.result, JSON.stringify(trace.requests).includes('phx_')],
    [[true, 'object'], false],
  ],
  [
    '1.2.5 the URL and the body of a call that is answered without keys are shown',
    `await posthog.api.post('/api/projects/1/annotations/', { data: { content: 'x' } })`,
    request,
    ['POST', '/api/projects/1/annotations/?token=local', '{"content":"x"}'],
  ],
  [
    '1.2.6 @current is the project',
    `return (await (await posthog.api.get('/api/projects/@current/')).json()).id`,
    1,
  ],
  [
    '1.2.7 the token of the URL is no key for a POST to an endpoint that takes events',
    `const r = await posthog.api.post('/capture/', { data: { event: 'a', distinct_id: 'ada' } }); return [r.status, await r.json()]`,
    [401, expect.objectContaining({ code: 'missing_api_key' })],
  ],
  [
    '1.2.7 with a key in the body the event is taken',
    `const r = await posthog.api.post('/capture/', { data: { api_key: 'key', event: 'posted', distinct_id: 'ada' } }); return r.status`,
    200,
  ],
  ...[`JSON.stringify(event)`, `Buffer.from(JSON.stringify(event)).toString('base64')`].map(
    (data): Statement => [
      `1.2.7 the token of the URL is one for GET: ${data}`,
      `const event = { event: 'got', distinct_id: 'ada' }; const r = await posthog.api.get('/e/', { data: { data: ${data} } }); const list = await (await posthog.api.get('/api/event/')).json(); return [r.status, list.results.some((e) => e.event === 'got')]`,
      [200, true],
    ],
  ),
  [
    '1.2.4 POST without data sends {}',
    `await posthog.api.post('/a')`,
    request,
    ['POST', '/a?token=local', '{}'],
  ],
  [
    '1.2.4 statuses are not checked',
    `const r = await posthog.api.get('/api/nothing'); return [r.ok, r.status]`,
    [false, 404],
  ],
  [
    '1.2.4 the response is the one of node-fetch',
    `const r = await posthog.api.get('/api/projects/1'); const methods = ['json', 'text', 'buffer', 'arrayBuffer', 'blob', 'clone']; return [methods.filter((name) => typeof r[name] !== 'function'), typeof r.headers.get, typeof r.url, r.redirected, typeof r.statusText, typeof r.body.pipe, r.results]`,
    [[], 'function', 'string', false, 'string', 'function', null],
  ],
  [
    '1.2.4 a body can be read once',
    `const r = await posthog.api.get('/api/projects/1'); await r.text(); return await r.json()`,
    { threw: expect.stringContaining('TypeError: body used already for: ') },
  ],
  [
    '1.2.4 a clone can be read beside it',
    `const r = await posthog.api.get('/api/projects/1'); const c = r.clone(); return (await r.text()) === (await c.text())`,
    true,
  ],
  [
    '1.2.4 blob has the size and type',
    `const b = await (await posthog.api.get('/api/projects/1')).blob(); return [b.size > 0, b.type, typeof await b.text()]`,
    [true, 'application/json', 'string'],
  ],
  [
    '4.2 posthog cannot be changed in its properties',
    `posthog.capture = 5; posthog.api.get = 5; return [typeof posthog.capture, typeof posthog.api.get]`,
    ['function', 'function'],
  ],
]);

statements(
  pool,
  'api',
  [
    ['1.2 its methods', `return Object.keys(posthog.api)`, ['get', 'post', 'put', 'delete', 'patch']],
    [
      '1.2 patch is there',
      `await posthog.api.patch('/a', { data: { c: 3 } })`,
      request,
      ['PATCH', '/a?token=local', '{"c":3}'],
    ],
    [
      '1.2.3 DELETE: data in the URL, as documented',
      `await posthog.api.delete('/a', { data: { b: 1 } })`,
      request,
      ['DELETE', '/a?b=1&token=local', null],
    ],
    [
      '1.2.4 POST is JSON',
      `await posthog.api.post('/a')`,
      (t) => Object(requestHeaders(t))['content-type'],
      'application/json',
    ],
    [
      '1.2.4 PUT is not',
      `await posthog.api.put('/a')`,
      (t) => Object(requestHeaders(t))['content-type'],
      'text/plain;charset=UTF-8',
    ],
    [
      '1.2.4 headers of the app are added',
      `await posthog.api.get('/a', { headers: { 'X-Mine': '1' } })`,
      (t) => Object(requestHeaders(t))['x-mine'],
      '1',
    ],
    [
      '1.2.4 an instance of Headers adds nothing',
      `await posthog.api.get('/a', { headers: new fetch.Headers({ 'X-Mine': '1' }) })`,
      (t) => 'x-mine' in Object(requestHeaders(t)),
      false,
    ],
    [
      '1.2.4 PATCH is JSON, and {} without data',
      `await posthog.api.patch('/a')`,
      (t) => [Object(requestHeaders(t))['content-type'], t.requests[0]?.requestBody],
      ['application/json', '{}'],
    ],
    [
      '1.2.4 headers of the app come last',
      `await posthog.api.post('/a', { headers: { 'Content-Type': 'text/mine' } })`,
      (t) => Object(requestHeaders(t))['content-type'],
      'text/mine',
    ],
    [
      '1.2.6 @current is replaced in a query, and for other keys too',
      `await posthog.api.get('/x?y=@current', { projectApiKey: 'public', personalApiKey: 'secret' })`,
      (t) => t.requests[0]?.url.includes('/x?y=1&token='),
      true,
    ],
    [
      '1.2.6 the first @current is the project',
      `await posthog.api.get('/api/projects/@current/x?y=@current')`,
      request,
      ['GET', '/api/projects/1/x?y=@current&token=local', null],
    ],
  ],
  { profiles: ['documented'] },
);

statements(
  pool,
  'api',
  [
    ['1.2 its methods', `return Object.keys(posthog.api)`, ['get', 'post', 'put', 'delete']],
    [
      '1.2 patch is not there',
      `return await posthog.api.patch('/a')`,
      { threw: 'TypeError: posthog.api.patch is not a function' },
    ],
    [
      '1.2.3 DELETE drops data',
      `await posthog.api.delete('/a', { data: { b: 1 } })`,
      request,
      ['DELETE', '/a?token=local', null],
    ],
    [
      '1.2.4 POST has no type of its own',
      `await posthog.api.post('/a')`,
      (t) => Object(requestHeaders(t))['content-type'],
      'text/plain;charset=UTF-8',
    ],
    [
      '1.2.4 headers of the app are ignored',
      `await posthog.api.get('/a', { headers: { 'X-Mine': '1' } })`,
      (t) => 'x-mine' in Object(requestHeaders(t)),
      false,
    ],
    [
      '1.2.6 @current is sent as it is',
      `await posthog.api.get('/api/projects/@current/x')`,
      request,
      ['GET', '/api/projects/@current/x?token=local', null],
    ],
  ],
  { profiles: ['plugin-server-1.10.5'] },
);
