/** SOCKS proxies, each a real one: what goes through them, and one clear sentence for what does not. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask } from './support/ask.ts';
import { listen, listenHttps, startProxy } from './support/internet.ts';
import { personalKey } from './support/server.ts';
import { startSocksProxy } from './support/socksProxy.ts';

describe('a SOCKS proxy', () => {
  it.each(['socks', 'socks5', 'socks5h'])(
    'named as %s is asked to connect, and the key goes to the host alone',
    async (scheme) => {
      const seen: (string | undefined)[] = [];
      await using host = await listenHttps((request, response) => {
        seen.push(request.headers.authorization);
        response.setHeader('content-type', 'application/json').end('{"ok":true}');
      });
      await using proxy = await startSocksProxy({ route: () => ({ port: host.port }) });
      const network = { proxy: `${scheme}://127.0.0.1:${proxy.port}`, isStrict: false };
      const { row } = await ask('https://posthog.test', network);
      expect([row.status, row.error]).toEqual([200, null]);
      expect(proxy.asked).toEqual(['posthog.test:443']);
      expect(seen).toEqual([`Bearer ${personalKey}`]);
    },
  );

  it('does not hide whose certificate it is', async () => {
    await using host = await listenHttps((_, response) => response.end('{}'));
    await using proxy = await startSocksProxy({ route: () => ({ port: host.port }) });
    const { row } = await ask('https://posthog.test', { proxy: `socks5://127.0.0.1:${proxy.port}` });
    expect(row.error).toMatch(/^The certificate of posthog\.test is not signed by an authority/);
  });

  it('takes user and password from its address alone, and they are not repeated', async () => {
    await using host = await listenHttps((_, response) => response.end('{}'));
    const login = 'ada:secret';
    await using proxy = await startSocksProxy({ login, route: () => ({ port: host.port }) });
    const at = `127.0.0.1:${proxy.port}`;
    const own = await ask('https://a.posthog.test', { proxy: `socks5://${login}@${at}`, isStrict: false });
    expect([own.row.status, proxy.logins]).toEqual([200, [login]]);
    const header = { proxyAuthorization: 'Basic YWRhOnNlY3JldA==' };
    const none = await ask('https://a.posthog.test', { proxy: `socks5://${at}`, ...header });
    expect(none.row.error).toBe(
      `The SOCKS proxy ${at} asks for a user and a password. Write them into its address before its name, as user:password@; http.proxyAuthorization is not for SOCKS.`,
    );
    const wrong = await ask('https://a.posthog.test', { proxy: `socks5://ada:other-secret@${at}` });
    expect(wrong.row.error).toBe(
      `The SOCKS proxy ${at} does not take the user and the password in its address.`,
    );
    expect(JSON.stringify([own, none, wrong])).not.toMatch(/secret|YWRh/);
  });

  it('that refuses, is down, or is another kind of proxy: said of the proxy', async () => {
    await using proxy = await startSocksProxy({ route: () => ({ refusal: 4 }) });
    const errorWith = async (address: string): Promise<string | null> =>
      (await ask('https://posthog.test', { proxy: address })).row.error;
    const at = `127.0.0.1:${proxy.port}`;
    expect(await errorWith(`socks5://${at}`)).toBe(
      `The SOCKS proxy ${at} does not connect to posthog.test (host unreachable). Check the address, and what the proxy allows.`,
    );
    expect(await errorWith(`http://${at}`)).toBe(
      `The proxy ${at} does not answer as an HTTP proxy does. If it is one of SOCKS 5, write socks5:// before its name.`,
    );
    await using ofHttp = await startProxy({ route: () => undefined });
    expect(await errorWith(`socks5://127.0.0.1:${ofHttp.port}`)).toBe(
      `The proxy 127.0.0.1:${ofHttp.port} does not answer as one of SOCKS 5 does. If it is an HTTP proxy, write http:// before its name.`,
    );
    const gone = await listen(createServer());
    await gone[Symbol.asyncDispose]();
    expect(await errorWith(`socks5://127.0.0.1:${gone.port}`)).toMatch(/^The proxy .* refuses connections\./);
  });

  it.each(['socks4', 'socks4a'])('of %s is not used, and that is said', async (scheme) => {
    const { row } = await ask('https://posthog.test', { proxy: `${scheme}://ada:secret@127.0.0.1:1080` });
    expect(row.error).toBe(
      'http.proxy in the settings names a SOCKS 4 proxy, which runs cannot use. Name one of SOCKS 5, as socks5://proxy.example.com:1080, or of HTTP, as http://proxy.example.com:3128.',
    );
  });
});
