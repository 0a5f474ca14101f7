/** Thefts by headers: the app gives headers that should turn the request, or the answer, its way. */
import { describe, expect, it } from 'vitest';
import { personalCanary } from './canaries.ts';
import { type Answer, useWorld } from './world.ts';

const attempt = useWorld();

/** Answers with the part of the key that `Range` asks for, as a careless page would. */
const echoOfRange: Answer = ({ headers }, response) => {
  const [, first = '0', last = '999'] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? [];
  const text = headers.authorization?.slice(Number(first), Number(last || '999') + 1) ?? '';
  response.writeHead(headers.range === undefined ? 200 : 206).end(text);
};

function call(headers: Readonly<Record<string, string>>): string {
  return `await look(posthog.api.get('/x', { headers: ${JSON.stringify(headers)} }))`;
}

describe('headers of the app', () => {
  it.each([
    ['Host', { Host: 'thief.example' }],
    ['host in two spellings', { HOST: 'thief.example', host: 'thief.example' }],
    ['X-Forwarded-Host', { 'X-Forwarded-Host': 'thief.example', Forwarded: 'host=thief.example' }],
    ['Proxy-Connection', { 'Proxy-Connection': 'close', Via: '1.1 thief.example' }],
    ['Connection: authorization', { Connection: 'authorization' }],
    ['Content-Length: 0', { 'Content-Length': '0' }],
    ['Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }],
    ['Origin and Referer', { Origin: 'https://thief.example', Referer: 'https://thief.example/' }],
    ['X-HTTP-Method-Override', { 'X-HTTP-Method-Override': 'TRACE' }],
    ['X-Original-URL', { 'X-Original-URL': '//thief.example/' }],
  ])('%s: the key goes to its host alone, as it always does', async (_, headers) => {
    const outcome = await attempt({ app: call(headers) });
    expect(outcome.host.map((request) => [request.headers.host, request.headers.authorization])).toEqual([
      ['posthog.test', `Bearer ${personalCanary}`],
    ]);
    expect(outcome.thief).toEqual([]);
  });

  it.each([
    ['Authorization', { Authorization: 'Bearer mine' }],
    ['AUTHORIZATION', { AUTHORIZATION: 'Bearer mine' }],
  ])('%s takes the place of the key', async (_, headers) => {
    const outcome = await attempt({ app: call(headers) });
    expect(outcome.host.map((request) => request.headers.authorization)).toEqual(['Bearer mine']);
  });

  it.each([
    ['a line break in a value', { 'x-a': 'b\r\nHost: thief.example' }],
    ['a line break in a name', { 'x-a\r\nHost: thief.example\r\nx-b': 'c' }],
    ['a colon in a name', { 'Host: thief.example\r\nx': 'c' }],
    ['a space behind a name', { 'Authorization ': 'x' }],
    ['Upgrade', { Upgrade: 'h2c', Connection: 'Upgrade' }],
    ['Expect', { Expect: '100-continue' }],
    ['Proxy-Authorization', { 'Proxy-Authorization': 'Basic eDp5' }],
  ])('%s: the thief gets nothing', async (_, headers) => {
    const outcome = await attempt({ app: call(headers) });
    expect(outcome.thief).toEqual([]);
    for (const request of outcome.host) expect(request.headers.host).toBe('posthog.test');
  });

  it('Range, to get an echo of the key in parts', async () => {
    const outcome = await attempt({
      app: `for (const range of ['bytes=0-14', 'bytes=12-26', 'bytes=24-38', 'bytes=36-'])
              await look(posthog.api.get('/x', { headers: { Range: range, 'If-Range': 'x' } }))`,
      host: echoOfRange,
    });
    expect(outcome.host).toHaveLength(4);
  });

  it('Range beside a key of its own, to get an echo of the token in parts', async () => {
    const outcome = await attempt({ app: call({ Authorization: 'Bearer mine', Range: 'bytes=0-14' }) });
    expect(outcome.host.map(({ headers }) => headers.range)).toEqual([undefined]);
  });

  it('a getter that answers differently each time', async () => {
    const outcome = await attempt({
      app: `let count = 0
        await look(posthog.api.get('/x', { headers: { get Host() { return count++ ? 'thief.example' : 'posthog.test' } } }))`,
    });
    expect(outcome.thief).toEqual([]);
  });
});

describe('fetch', () => {
  it('to the host with the key gets no key', async () => {
    const outcome = await attempt({
      app: `await look(fetch(own + '/x'))
        await look(fetch(own + '/x', { method: 'POST', body: 'x', credentials: 'include' }))
        await look(fetch(own + '/x', { method: 'TRACE' }))`,
    });
    for (const { headers } of outcome.host) expect(headers.authorization).toBeUndefined();
    expect(outcome.host.length).toBeGreaterThanOrEqual(2);
  });

  it('that claims to be another helper gets no key', async () => {
    const outcome = await attempt({
      app: `await look(fetch(own + '/x', { via: 'api', personalKey: { origin: own }, projectKeyOrigin: own,
        personalApiKey: null, projectApiKey: null }))`,
    });
    expect(outcome.host.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});
