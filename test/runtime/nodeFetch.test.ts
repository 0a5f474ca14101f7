/**
 * `fetch` beside node-fetch 2, which is what PostHog gives to apps (reference 4.2): what each row expects is what node-fetch
 * 2.7 answered to the same server.
 */
import { gzipSync } from 'node:zlib';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../../runtime/index.ts';
import type { App } from '../../runtime/runner/app.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, type Handler, startServer, type TestServer } from './support/server.ts';

const packed = gzipSync('text');

const answers: Readonly<Record<string, Handler>> = {
  '/slow': () => undefined,
  '/slow-body': (_, response) => void response.writeHead(200).write('abc'),
  '/close': (_, response) => void response.socket?.destroy(),
  '/half': (_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('abc', () => response.socket?.destroy());
  },
  '/big': (_, response) => void response.end('x'.repeat(1000)),
  '/odd': (_, response) => void response.socket?.end('hello\r\n\r\n'),
  '/redirect': (_, response) => void response.writeHead(302, { location: '/final' }).end('moved'),
  '/circle': (_, response) => void response.writeHead(302, { location: '/circle' }).end(),
  '/nowhere': (_, response) => void response.writeHead(302, { location: 'http://' }).end(),
  '/no-location': (_, response) => void response.writeHead(302).end('none'),
  '/utf8': (_, response) => void response.end(Buffer.from('\uFEFF"é😀"', 'utf8')),
  '/bytes': (_, response) => void response.end(Buffer.from([0x22, 0xff, 0xfe, 0x00, 0x22])),
  '/gzip': (_, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
  '/not-gzip': (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
};

const echo: Handler = ({ method, headers, body }, response) => {
  response.setHeader('x-a', ['1', '2']);
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  response.end(JSON.stringify({ method, headers, body }));
};

const systemError = (path: string, reason: string, code: string): object => ({
  threw: `FetchError: request to BASE${path} failed, reason: ${reason}`,
  type: 'system',
  code,
  errno: code,
});

const agent = 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)';

/** Title, an expression with `await`, and its value; `BASE` is the address of the server. */
const rows: readonly (readonly [title: string, body: string, expected: unknown])[] = [
  [
    'timeout, before the answer',
    `fetch(base + '/slow', { timeout: 50 })`,
    { threw: 'FetchError: network timeout at: BASE/slow', type: 'request-timeout' },
  ],
  [
    'timeout, in the middle of the body',
    `fetch(base + '/slow-body', { timeout: 50 }).then((response) => response.text())`,
    {
      threw: 'FetchError: Response timeout while trying to fetch BASE/slow-body (over 50ms)',
      type: 'body-timeout',
    },
  ],
  [
    'size',
    `fetch(base + '/big', { size: 10 }).then((response) => response.text())`,
    { threw: 'FetchError: content size at BASE/big over limit: 10', type: 'max-size' },
  ],
  ['size says nothing before the body is read', `(await fetch(base + '/big', { size: 10 })).status`, 200],
  ['size that is enough', `(await (await fetch(base + '/big', { size: 1000 })).text()).length`, 1000],
  ['a closed connection', `fetch(base + '/close')`, systemError('/close', 'socket hang up', 'ECONNRESET')],
  [
    'a connection that is closed in the middle of the body',
    `fetch(base + '/half').then((response) => response.text())`,
    {
      threw: 'FetchError: Invalid response body while trying to fetch BASE/half: aborted',
      type: 'system',
      code: 'ECONNRESET',
      errno: 'ECONNRESET',
    },
  ],
  [
    'no HTTP',
    `fetch(base + '/odd')`,
    systemError('/odd', 'Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT'),
  ],
  [
    'wrong compression',
    `fetch(base + '/not-gzip').then((response) => response.text())`,
    {
      threw: 'FetchError: Invalid response body while trying to fetch BASE/not-gzip: incorrect header check',
      type: 'system',
      code: 'Z_DATA_ERROR',
      errno: 'Z_DATA_ERROR',
    },
  ],
  [
    'redirect: error',
    `fetch(base + '/redirect', { redirect: 'error' })`,
    {
      threw:
        'FetchError: uri requested responds with a redirect, redirect mode is set to error: BASE/redirect',
      type: 'no-redirect',
    },
  ],
  [
    'redirect: manual gives the whole address',
    `fetch(base + '/redirect', { redirect: 'manual' }).then(async (r) =>
      [r.status, r.headers.get('location'), r.url, r.redirected, await r.text()])`,
    [302, 'BASE/final', 'BASE/redirect', false, 'moved'],
  ],
  [
    'a redirect that is followed',
    `fetch(base + '/redirect').then((r) => [r.status, r.url, r.redirected])`,
    [200, 'BASE/final', true],
  ],
  [
    'redirect: error, without an address',
    `fetch(base + '/no-location', { redirect: 'error' })`,
    {
      threw:
        'FetchError: uri requested responds with a redirect, redirect mode is set to error: BASE/no-location',
      type: 'no-redirect',
    },
  ],
  [
    'the length and the compression of an answer',
    `fetch(base + '/gzip').then(({ headers }) =>
      [headers.get('content-encoding'), headers.get('content-length')])`,
    ['gzip', String(packed.length)],
  ],
  ['a redirect without an address', `(await fetch(base + '/no-location')).status`, 302],
  [
    'a circle of redirects',
    `fetch(base + '/circle')`,
    { threw: 'FetchError: maximum redirect reached at: BASE/circle', type: 'max-redirect' },
  ],
  [
    'follow: 0',
    `fetch(base + '/redirect', { follow: 0 })`,
    { threw: 'FetchError: maximum redirect reached at: BASE/redirect', type: 'max-redirect' },
  ],
  [
    'a redirect to no address',
    `fetch(base + '/nowhere')`,
    {
      threw: 'FetchError: uri requested responds with an invalid redirect URL: http://',
      type: 'invalid-redirect',
    },
  ],
  [
    'an illegal name of a header',
    `fetch(base, { headers: { 'a b': '1' } })`,
    { threw: 'TypeError: a b is not a legal HTTP header name' },
  ],
  [
    'an illegal value of a header',
    `fetch(base, { headers: { a: 'x\\ny' } })`,
    { threw: 'TypeError: x\ny is not a legal HTTP header value' },
  ],
  [
    'headers that are no pairs',
    `fetch(base, { headers: [['a']] })`,
    { threw: 'TypeError: Each header pair must be a name/value tuple' },
  ],
  [
    'headers that are no lists',
    `fetch(base, { headers: [5] })`,
    { threw: 'TypeError: Each header pair must be iterable' },
  ],
  [
    'headers that are a number',
    `fetch(base, { headers: 5 })`,
    { threw: 'TypeError: Provided initializer must be an object' },
  ],
  ['headers that are a Map', `(await sent({ headers: new Map([['q', '1']]) })).headers.q`, '1'],
  [
    'an object as body',
    `sent({ method: 'POST', body: { a: 1 } }).then((s) => [s.body, s.headers['content-type']])`,
    ['[object Object]', 'text/plain;charset=UTF-8'],
  ],
  ['bytes as body', `(await sent({ method: 'POST', body: Buffer.from('x') })).headers['content-type']`, null],
  ['no body', `(await sent({ method: 'PUT' })).headers['content-length']`, '0'],
  ['a method in small letters', `(await sent({ method: 'patch', body: 'x' })).method`, 'PATCH'],
  [
    'what it calls itself',
    `sent().then(({ headers }) => [headers['user-agent'], headers.accept, headers['accept-encoding']])`,
    [agent, '*/*', 'gzip,deflate'],
  ],
  [
    'what the app calls it',
    `(await sent({ headers: { 'User-Agent': 'mine' } })).headers['user-agent']`,
    'mine',
  ],
  ['compress: false', `(await sent({ compress: false })).headers['accept-encoding']`, null],
  [
    'a body of GET',
    `fetch(base, { body: '' })`,
    { threw: 'TypeError: Request with GET/HEAD method cannot have body' },
  ],
  [
    'an illegal method',
    `fetch(base, { method: 'A B' })`,
    {
      threw: 'TypeError: Method must be a valid HTTP token ["A B"]',
      code: 'ERR_INVALID_HTTP_TOKEN',
    },
  ],
  ['text as body', `(await sent({ method: 'POST', body: 'é😀 "x"' })).body`, 'é😀 "x"'],
  ['half a character as body', `(await sent({ method: 'POST', body: 'a\\uD800b' })).body`, 'a\uFFFDb'],
  [
    'a request that is made of another',
    `(await (await fetch(new fetch.Request(new fetch.Request(base, { method: 'POST', body: 'first' })))).json()).body`,
    'first',
  ],
  [
    'text that is read as text and as bytes',
    `[await (await fetch(base + '/utf8')).text(), (await (await fetch(base + '/utf8')).buffer()).toString('hex'), (await (await fetch(base + '/utf8')).arrayBuffer()).byteLength]`,
    ['\uFEFF"é😀"', 'efbbbf22c3a9f09f988022', 11],
  ],
  [
    'bytes that are no text',
    `[await (await fetch(base + '/bytes')).text(), (await (await fetch(base + '/bytes')).buffer()).toString('hex')]`,
    ['"\uFFFD\uFFFD\0"', '22fffe0022'],
  ],
  [
    'a copy, beside the body that it is of',
    `((first) => Promise.all([first.clone().text(), first.clone().buffer().then(String), first.text()]))(await fetch(base + '/utf8'))`,
    ['\uFEFF"é😀"', '\uFEFF"é😀"', '\uFEFF"é😀"'],
  ],
  [
    'a body that is read twice',
    `(async () => { const first = await fetch(base + '/utf8'); await first.text(); return first.json() })()`,
    { threw: 'TypeError: body used already for: BASE/utf8' },
  ],
  [
    'a copy of a body that was read',
    `(async () => { const first = await fetch(base + '/utf8'); await first.text(); return [first.bodyUsed, first.clone()] })()`,
    { threw: 'Error: cannot clone body after it is used' },
  ],
  ['no absolute address', `fetch('/a')`, { threw: 'TypeError: Only absolute URLs are supported' }],
  ['another protocol', `fetch('ftp://a/')`, { threw: 'TypeError: Only HTTP(S) protocols are supported' }],
  [
    'a signal that is none',
    `fetch(base, { signal: {} })`,
    { threw: 'TypeError: Expected signal to be an instanceof AbortSignal' },
  ],
  [
    "a signal of the app's own",
    `fetch(base, { signal: new (class AbortSignal { aborted = true })() })`,
    { threw: 'AbortError: The user aborted a request.', type: 'aborted' },
  ],
  [
    'a response as text and as JSON',
    `fetch(base).then((r) => [String(r), JSON.stringify(r), String(r.headers), r.headers.get('X-A'), r.statusText])`,
    ['[object Response]', '{"size":0,"timeout":0}', '[object Headers]', '1, 2', 'OK'],
  ],
  [
    'a body that is read twice',
    `fetch(base + '/big').then(async (r) => { await r.text(); return r.text() })`,
    { threw: 'TypeError: body used already for: BASE/big' },
  ],
  [
    'headers that come more than once',
    `fetch(base).then(({ headers }) => [headers.raw()['x-a'], headers.raw()['set-cookie']])`,
    [['1, 2'], ['a=1', 'b=2']],
  ],
  [
    'headers by their names as written',
    `(() => { const h = new fetch.Headers({ B: '1', a: ['x', 'y'] }); h.append('b', 2); return [h.raw(), [...h]] })()`,
    [
      { B: ['1', '2'], a: ['x,y'] },
      [
        ['b', '1, 2'],
        ['a', 'x,y'],
      ],
    ],
  ],
  [
    'a request of its own',
    `(async () => { const r = new fetch.Request(base + '/x', { method: 'post', body: 'a' })
      return [r.method, r.url, r.redirect, r.follow, Object.keys(r), await r.text()] })()`,
    ['POST', 'BASE/x', 'follow', 20, ['size', 'timeout', 'follow', 'compress', 'counter', 'agent'], 'a'],
  ],
  [
    'a response of its own',
    `(() => { const r = new fetch.Response('x'); return [r.status, r.statusText, r.headers.get('content-type'), new fetch.Response().body] })()`,
    [200, 'OK', 'text/plain;charset=UTF-8', null],
  ],
  [
    'the words of a status, and its own name',
    `[404, 503, 299].map((status) => new fetch.Response('x', { status }).statusText ?? 'none').concat(fetch.name)`,
    ['Not Found', 'Service Unavailable', 'none', 'fetch'],
  ],
  [
    'the names of classes',
    `fetch(base).then(async (r) => [...[r, r.headers, new fetch.Request(base), await r.blob()].map((of) => of.constructor.name), fetch.FetchError.name, RetryError.name, URL.name, Buffer.name])`,
    ['Response', 'Headers', 'Request', 'Blob', 'FetchError', 'RetryError', 'URL', 'Buffer'],
  ],
  [
    'an error of its own',
    `(() => { const e = new fetch.FetchError('m', 't', { code: 'C' }); return [String(e), Object.keys(e).toSorted(), 'code' in new fetch.FetchError('m', 't')] })()`,
    ['FetchError: m', ['code', 'errno', 'type'], false],
  ],
];

const source = `
  async function of(expression) {
    try { return await expression() } catch (error) {
      return { threw: error.name + ': ' + error.message, type: error.type, code: error.code, errno: error.errno }
    }
  }
  export const jobs = {
    ${rows.map(([, body], index) => `row${index}({ base }) { const sent = (init) => fetch(base, init).then((r) => r.json()); return of(async () => (${body})) }`).join(',\n')}
  }`;

describe('fetch as node-fetch 2 has it', () => {
  const pool = usePool();
  let server: TestServer;
  let app: App;
  beforeAll(async () => {
    server = await startServer((request, response) => (answers[request.url] ?? echo)(request, response));
    app = createApp({
      pool: pool(),
      source: { files: { 'plugin.json': '{}', 'index.js': source } },
      access: accessTo(server),
      consent: () => Promise.resolve(true),
    });
  });
  afterAll(async () => {
    await app.dispose();
    await server[Symbol.asyncDispose]();
  });

  test.each(rows.map(([title, , expected], index) => [title, expected, index] as const))(
    '%s',
    async (_title, expected, index) => {
      const { errors, result } = await app.call(`jobs.row${index}`, { base: server.origin });
      expect(errors).toEqual([]);
      expect(JSON.parse(JSON.stringify(result ?? null).replaceAll(server.origin, 'BASE'))).toEqual(expected);
    },
  );
});
