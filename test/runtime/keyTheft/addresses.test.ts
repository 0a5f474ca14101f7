/** Thefts by addresses: the app names a host that looks like the one with the key, or a path that leads elsewhere. */
import { describe, expect, it } from 'vitest';
import { personalCanary } from './canaries.ts';
import { own, thief, thiefsKey, useWorld } from './world.ts';

const attempt = useWorld();

/** Text of a JavaScript expression for a value. */
const code = (value: unknown): string => JSON.stringify(value);

describe('the option host', () => {
  it.each([
    ['a name that begins the same', 'https://posthog.test.thief.example'],
    ['a name that ends the same', 'https://not-posthog.test'],
    ['a part of the name', 'https://test'],
    ['a name below it', 'https://api.posthog.test'],
    ['the host as user', 'https://posthog.test@thief.example'],
    ['the host and its port as user', 'https://posthog.test:443@thief.example'],
    ['the whole address as user', 'https://https%3A%2F%2Fposthog.test@thief.example'],
    ['the host behind a hash', 'https://thief.example#.posthog.test'],
    ['the host behind a question mark', 'https://thief.example?https://posthog.test'],
    ['the host in the path', 'https://thief.example/https://posthog.test'],
    ['letters of another alphabet', 'https://p\u043esthog.test'],
    ['the same in ASCII', 'https://xn--psthog-wqf.test'],
    ['another port', 'https://posthog.test:8443'],
    ['port 80', 'https://posthog.test:80'],
    ['no encryption', 'http://posthog.test'],
    ['no encryption, at the port of https', 'http://posthog.test:443'],
    ['a dot behind the name', 'https://posthog.test.'],
    ['backslashes', 'https:\\\\thief.example\\@posthog.test'],
    ['a backslash before the host', 'https://thief.example\\@posthog.test'],
    ['a tab before another name', 'https://posthog.test\t.thief.example'],
    ['a line break before another name', 'https://posthog.test\r\n.thief.example'],
    ['a line break and a header', 'https://posthog.test\r\nHost: thief.example'],
    ['white space behind the name', 'https://posthog.test '],
    ['a zero byte', 'https://posthog.test\0.thief.example'],
    ['a soft hyphen in another name', 'https://thief\u00ad.example.posthog.test.example'],
    ['no host', 'https://'],
    ['no scheme', 'posthog.test'],
    ['no scheme but slashes', '//posthog.test'],
    ['a scheme that is none of the web', 'ftp://posthog.test'],
    ['a script', 'javascript:https://posthog.test'],
    ['a file', 'file://posthog.test/etc/passwd'],
    ['a blob', 'blob:https://posthog.test/x'],
    ['a name of Object', 'constructor'],
    ['another name of Object', '__proto__'],
  ])('with %s: the key stays where it is', async (_, host) => {
    const outcome = await attempt({ app: `await look(posthog.api.get('/x', { host: ${code(host)} }))` });
    expect(outcome.host).toEqual([]);
    // Some of these addresses are the thief's own: it may have its own key.
    for (const { headers } of outcome.thief) expect(headers.authorization).toBe(`Bearer ${thiefsKey}`);
    expect(outcome.trace.requests[0]?.error).not.toBe(outcome.thief.length === 0 ? null : '');
  });

  it.each([
    ['capitals', 'HTTPS://PostHog.TEST'],
    ['the port that it has anyway', 'https://posthog.test:443'],
    ['a user of its own', 'https://thief.example@posthog.test'],
    ['the dot of another alphabet', 'https://posthog\u3002test'],
    ['percent signs', 'https://%70osthog.test'],
    ['a path', `${own}/https://thief.example`],
    ['a hash', `${own}/#@thief.example`],
  ])('with %s is the host itself, and nobody else gets the key', async (_, host) => {
    const outcome = await attempt({ app: `await look(posthog.api.get('/x', { host: ${code(host)} }))` });
    expect(outcome.host.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${personalCanary}`]);
    expect(outcome.host[0]?.headers.host).toBe('posthog.test');
    expect(outcome.thief).toEqual([]);
  });

  it('that is another text each time it is looked at', async () => {
    const outcome = await attempt({
      app: `let count = 0
        const host = { toString: () => (count++ === 0 ? own : thief), valueOf() { return this.toString() },
          toJSON() { return this.toString() }, [Symbol.toPrimitive]() { return this.toString() } }
        await look(posthog.api.get('/x', { host }))
        await look(posthog.api.get('/x', { host: [own, thief] }))
        await look(posthog.api.get('/x', { host: new String(thief) }))
        await look(posthog.api.get('/x', { get host() { return count++ % 2 ? own : thief } }))`,
    });
    for (const { headers } of outcome.thief) expect(headers.authorization).toBe(`Bearer ${thiefsKey}`);
    for (const { headers } of outcome.host) expect(headers.authorization).toBe(`Bearer ${personalCanary}`);
  });

  it("of somebody else gets that one's key, and neither the other nor the project's", async () => {
    const outcome = await attempt({ app: `await look(posthog.api.get('/x', { host: thief }))` });
    expect(outcome.thief.map(({ headers, url }) => [headers.authorization, url])).toEqual([
      [`Bearer ${thiefsKey}`, '/x'],
    ]);
  });

  it("of somebody else with the app's own keys gets those as they are", async () => {
    const outcome = await attempt({
      app: `await look(posthog.api.get('/x', { host: thief, personalApiKey: 'mine', projectApiKey: 'mine too' }))`,
    });
    expect(outcome.thief.map(({ headers, url }) => [headers.authorization, url])).toEqual([
      ['Bearer mine', '/x?token=mine+too'],
    ]);
  });
});

describe('the path', () => {
  it.each([
    ['a whole address', `${thief}/x`],
    ['an address without a scheme', '//thief.example/x'],
    ['three slashes', '///thief.example/x'],
    ['backslashes', '\\\\thief.example\\x'],
    ['a slash and a backslash', '/\\thief.example/x'],
    ['an at', '@thief.example/x'],
    ['a port and an at', ':443@thief.example/x'],
    ['a dot', '.thief.example/x'],
    ['the way up', '/../../../thief.example/x'],
    ['the way up, in percent signs', '/%2e%2e/%2e%2e//thief.example'],
    ['a line break', '/x\r\nHost: thief.example\r\n\r\nGET /y'],
    ['a tab', '\t//thief.example/x'],
    ['a question mark and an address', '?@thief.example'],
    ['a hash and an address', '#@thief.example'],
    ['@current', '/@current@thief.example/x'],
  ])('with %s: the host is asked, and nobody else', async (_, path) => {
    const outcome = await attempt({ app: `await look(posthog.api.get(${code(path)}))` });
    expect(outcome.thief).toEqual([]);
    expect(outcome.host.every(({ headers }) => headers.host === 'posthog.test')).toBe(true);
    expect(outcome.host.length).toBeLessThanOrEqual(1);
  });

  it('with a query that overwrites the token of the project', async () => {
    const outcome = await attempt({
      app: `await look(posthog.api.get('/x?token=a', { data: { token: 'b', host: thief } }))`,
    });
    expect(outcome.thief).toEqual([]);
  });
});

describe('the settings of the run', () => {
  it('with a project that is an address', async () => {
    const outcome = await attempt({
      app: `await look(posthog.api.get('@current'))`,
      options: (access) => ({ access: { ...access, projectId: '@thief.example/' } }),
    });
    expect([outcome.host.length, outcome.thief.length]).toEqual([1, 0]);
  });

  it('with a key that would be two headers', async () => {
    const twice = `${personalCanary}\r\nx-more: ${personalCanary}`;
    const outcome = await attempt({
      app: `await look(posthog.api.get('/x'))`,
      options: (access) => ({ access: { ...access, personalApiKeys: { [own]: twice } } }),
    });
    expect(outcome.host).toEqual([]);
  });

  it.each(['mock', 'block'] as const)('that say %s: no key is used at all', async (mode) => {
    const outcome = await attempt({
      app: `await posthog.capture('x'); await look(posthog.api.get('/x')); await look(posthog.api.get('/x', { host: thief }))`,
      options: (access) => ({ access: { ...access, mode } }),
    });
    expect([outcome.host, outcome.thief]).toEqual([[], []]);
  });
});
