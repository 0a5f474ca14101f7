/** What networks do, each on a real connection: one clear sentence in the row of the request. */
import { createServer as createNetServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask } from './support/ask.ts';
import { listen, listenHttps, startProxy } from './support/internet.ts';
import { answerJson, type Handler, personalKey, startServer } from './support/server.ts';

async function errorOf(handler: Handler, limits: object = {}): Promise<string | null> {
  await using server = await startServer(handler);
  const { row } = await ask(server.origin, {}, limits);
  return row.error?.replaceAll(new URL(server.origin).host, 'HOST') ?? null;
}

describe('a host that', () => {
  it.each([
    ['120', 'HOST gets too many requests (429) and asks to wait 120 seconds.'],
    ['1', 'HOST gets too many requests (429) and asks to wait 1 second.'],
    [
      'Sat, 01 Oct 2022 12:00:00 GMT',
      'HOST gets too many requests (429) and asks to wait until Sat, 01 Oct 2022 12:00:00 GMT.',
    ],
    [undefined, 'HOST gets too many requests (429).'],
  ])('asks to wait: Retry-After %s', async (after, message) => {
    const handler: Handler = (_, response) =>
      response.writeHead(429, after === undefined ? {} : { 'retry-after': after }).end('{}');
    expect(await errorOf(handler)).toBe(message);
  });

  it.each([500, 502, 503])('fails with %d', async (status) => {
    expect(await errorOf(answerJson({}, status))).toBe(
      `HOST failed by itself (${status}). Try again later, or look into its own logs.`,
    );
  });

  it('does not take the key, and the row offers to set another', async () => {
    await using server = await startServer(answerJson({ detail: 'Invalid.' }, 401));
    const { row } = await ask(server.origin);
    expect(row.error).toMatch(
      / refused the personal API key that is set for it \(401\)\. Make a new one there/,
    );
    expect(row.action).toEqual({ kind: 'set-personal-key', origin: server.origin });
    const ofVariable = (await ask(server.origin, {}, {}, { personalKeyVariable: 'MY_PHX' })).row;
    expect(ofVariable.error).toContain('refused the personal API key in MY_PHX (401)');
    expect(ofVariable.error).toContain('and put it into the environment variable MY_PHX.');
    expect(ofVariable.action).toBeNull();
  });

  it('answers well has nothing to remark on', async () => {
    expect(await errorOf(answerJson({}))).toBeNull();
  });

  it('answers with more than is read', async () => {
    const limits = { maxResponseBytes: 1024 * 1024 };
    const huge: Handler = (_, response) => response.end(Buffer.alloc(3 * 1024 * 1024));
    const message = 'The answer of HOST is larger than 1 MB, so it was not read to its end.';
    expect(await errorOf(huge, limits)).toBe(message);
    const bomb: Handler = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(3 * 1024 * 1024)));
    expect(await errorOf(bomb, limits)).toBe(message);
  });

  it('answers slowly, byte by byte, without an end', async () => {
    const drip: Handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const timer = setInterval(() => response.write('1,'), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await errorOf(drip, { requestTimeoutMs: 300 })).toBe(
      'HOST began to answer, but did not end within 0.3 seconds. Try again later.',
    );
  });

  it.each([
    [
      403,
      { type: 'authentication_error', detail: "API key missing required scope 'annotation:write'" },
      "HOST does not allow this (403): API key missing required scope 'annotation:write'. Add the scope to the personal API key that is set for it.",
    ],
    [
      403,
      {},
      'HOST does not allow this (403). The personal API key that is set for it may lack a scope, or its owner the right to do this.',
    ],
    [
      400,
      { type: 'validation_error', detail: 'This field is required.', attr: 'content' },
      'HOST refused this (400): This field is required. (content)',
    ],
    [400, { errors: ['no'] }, 'HOST refused this (400): {"errors":["no"]}.'],
    [
      404,
      { detail: 'Not found.' },
      'HOST has nothing at this path (404). Check the path, and the project: a key sees its own projects alone.',
    ],
  ])('answers %d %j', async (status, body, message) => {
    expect(await errorOf(answerJson(body, status))).toBe(message);
  });

  it('refuses the project that is set, by its number, and the row offers to select another', async () => {
    await using server = await startServer(
      answerJson({ type: 'permission_denied', detail: "You don't have access to the project." }, 403),
    );
    const { host } = new URL(server.origin);
    const { row } = await ask(server.origin, {}, {}, { path: 'api/projects/@current/annotations/' });
    expect(row.error).toBe(
      `${host} does not allow this (403): You don't have access to the project. The personal API key that is set for it may not use project 42: take another project, or a key for this one.`,
    );
    expect(row.action).toEqual({ kind: 'select-project' });
    const other = await ask(server.origin, {}, {}, { path: 'api/projects/7/annotations/' });
    expect(other.row.error).toContain('The personal API key that is set for it may not use project 7:');
    expect(other.row.action).toBeNull();
  });

  it('never answers', async () => {
    expect(await errorOf(() => undefined, { requestTimeoutMs: 200 })).toBe(
      'HOST did not answer within 0.2 seconds. Try again later.',
    );
  });

  it('resets the connection, before the answer or within it', async () => {
    const before: Handler = (_, response) => (response.socket as Socket).resetAndDestroy();
    expect(await errorOf(before)).toBe(
      'HOST closed the connection before its answer was whole. Try again; if it stays so, check the address, and whether it begins with http:// or https://.',
    );
    const within: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => {
        (response.socket as Socket).destroy();
      });
    };
    expect(await errorOf(within)).toBe(
      'HOST closed the connection before its answer was whole. Try again; if it stays so, check the address, and whether it begins with http:// or https://.',
    );
  });

  it('does not speak HTTP', async () => {
    await using server = await listen(
      createNetServer((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    );
    const { row } = await ask(`http://127.0.0.1:${server.port}`);
    expect(row.error).toBe(`127.0.0.1:${server.port} does not answer as a web server does. Check the port.`);
  });
});

describe('https', () => {
  const page = answerJson({ ok: true });

  it('with a certificate that nobody knows', async () => {
    await using server = await listenHttps((_, response) => response.end('{}'));
    const { row } = await ask(`https://127.0.0.1:${server.port}`);
    expect(row.error).toMatch(
      /^The certificate of .* is not signed by an authority that this computer knows\./,
    );
    expect(row.error).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('is taken as it is where the editor does not check certificates', async () => {
    await using server = await listenHttps((_, response) => response.end('{"ok":true}'));
    const { row } = await ask(`https://127.0.0.1:${server.port}`, { isStrict: false });
    expect([row.status, row.error]).toEqual([200, null]);
  });

  it('asked of a server without it', async () => {
    await using server = await startServer(page);
    const { row } = await ask(server.origin.replace('http:', 'https:'));
    expect(row.error).toContain('does not speak https');
  });

  it('with the authorities of the operating system beside', async () => {
    await using server = await listenHttps((_, response) => response.end('{}'));
    const { row } = await ask(`https://127.0.0.1:${server.port}`, { usesSystemCertificates: true });
    expect(row.error).toContain('is not signed by an authority that this computer knows');
  });
});

describe('a proxy', () => {
  it('is asked to connect, and the key goes through it to the host alone', async () => {
    const seen: (string | undefined)[] = [];
    await using host = await listenHttps((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', 'application/json').end('{"ok":true}');
    });
    await using proxy = await startProxy({ route: () => host.port });
    const network = { proxy: proxy.address, isStrict: false };
    const { row } = await ask('https://posthog.test', network);
    expect([row.status, row.responseBody]).toEqual([200, '{"ok":true}']);
    expect(proxy.asked).toEqual(['posthog.test:443']);
    expect(proxy.logins).toEqual([]);
    expect(seen).toEqual([`Bearer ${personalKey}`]);
  });

  it('takes user and password from its address, or from the setting http.proxyAuthorization', async () => {
    await using host = await listenHttps((_, response) => response.end('{}'));
    const login = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    await using proxy = await startProxy({ route: () => host.port, login });
    const address = proxy.address.replace('://', '://ada:secret@');
    const own = await ask('https://a.posthog.test', { proxy: address, isStrict: false });
    expect(own.row.status).toBe(200);
    const set = { proxy: proxy.address, proxyAuthorization: login, isStrict: false };
    expect((await ask('https://b.posthog.test', set)).row.status).toBe(200);
    const none = await ask('https://c.posthog.test', { proxy: proxy.address, isStrict: false });
    expect(none.row.error).toMatch(/^The proxy 127\.0\.0\.1:\d+ asks for a user and a password\./);
    const wrong = await ask('https://c.posthog.test', { ...set, proxyAuthorization: 'Basic d3Jvbmc=' });
    expect(wrong.row.error).toMatch(/^The proxy 127\.0\.0\.1:\d+ does not take the user and the password/);
    expect(JSON.stringify([own, none, wrong])).not.toMatch(/secret|d3Jvbmc=/);
  });

  it('that does not know the way, is down, or is no address: said of the proxy, not of the host', async () => {
    await using proxy = await startProxy({ route: () => undefined });
    const refused = await ask('https://posthog.test', { proxy: proxy.address });
    expect(refused.row.error).toMatch(/^The proxy .* does not connect to posthog\.test \(status 502\)\.$/);
    const gone = await startProxy({ route: () => undefined });
    await gone[Symbol.asyncDispose]();
    const down = await ask('https://posthog.test', { proxy: gone.address });
    expect(down.row.error).toMatch(/^The proxy 127\.0\.0\.1:\d+ refuses connections\./);
    await using deaf = await listen(createNetServer((socket) => socket.end()));
    const closed = await ask('https://posthog.test', { proxy: `http://127.0.0.1:${deaf.port}` });
    expect(closed.row.error).toMatch(
      /^posthog\.test, or the proxy 127\.0\.0\.1:\d+ on the way to it, closed/,
    );
    await using mute = await listen(createNetServer());
    const silent = { proxy: `http://127.0.0.1:${mute.port}` };
    const slow = await ask('https://posthog.test', silent, { requestTimeoutMs: 200 });
    expect(slow.row.error).toMatch(/within 0\.2 seconds, through the proxy 127\.0\.0\.1:\d+\./);
    const wrong = await ask('https://posthog.test', { proxy: 'gopher://ada:secret@x' });
    expect(wrong.row.error).toBe(
      'http.proxy in the settings does not name a proxy by an address such as http://proxy.example.com:3128 or socks5://proxy.example.com:1080.',
    );
  });

  it('is not used for loopback, nor for hosts that are exempt', async () => {
    await using server = await startServer(answerJson({}));
    await using proxy = await startProxy({ route: () => undefined });
    expect((await ask(server.origin, { proxy: proxy.address })).row.status).toBe(200);
    const exempt = { proxy: proxy.address, noProxy: ['.posthog.invalid'] };
    expect((await ask('https://app.posthog.invalid', exempt)).row.error).toMatch(
      /^There is no host named .* It is asked without the proxy, since http\.noProxy or NO_PROXY names it\.$/,
    );
    expect(proxy.asked).toEqual([]);
  });

  it('that is switched off is not used, and said to be where that may be what is wrong', async () => {
    await using proxy = await startProxy({ route: () => undefined });
    const off = { proxy: proxy.address, isProxyOff: true } as const;
    expect((await ask('https://app.posthog.invalid', off)).row.error).toMatch(
      /^There is no host named app\.posthog\.invalid\. .* It is asked without the proxy that is set, since http\.proxySupport is off\. Set that to on/,
    );
    const none = await ask('https://app.posthog.invalid', { isProxyOff: true });
    expect(none.row.error).not.toContain('proxySupport');
    expect(proxy.asked).toEqual([]);
  });

  it('carries a request without encryption only to a host that is allowed to be so', async () => {
    await using proxy = await startProxy({ route: () => undefined });
    const plain = await ask('http://posthog.test:8000', { proxy: proxy.address });
    expect(plain.row.error).toContain('is asked without encryption, so your key was not sent');
    expect(proxy.asked).toEqual([]);
    for (const insecureHosts of [['posthog.test'], ['PostHog.test:8000']]) {
      const network = { proxy: proxy.address, insecureHosts };
      expect((await ask('http://posthog.test:8000', network)).row.status).toBe(200);
    }
    const other = { proxy: proxy.address, insecureHosts: ['posthog.test:9000', 'test'] };
    expect((await ask('http://posthog.test:8000', other)).row.error).toContain('without encryption');
  });
});
