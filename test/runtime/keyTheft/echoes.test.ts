/** Thefts by echoes: the host with the key repeats it, and the app carries it to the thief. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { personalCanary, projectCanary } from './canaries.ts';
import { type Answer, useWorld } from './world.ts';

const attempt = useWorld();
const call = `await look(posthog.api.post('/x', { data: { a: 1 } }))`;
const both = `${personalCanary} ${projectCanary}`;

function body(content: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(content);
}

describe('an answer with the keys in its body', () => {
  it.each([
    ['as they are', body(both)],
    ['in JSON', body(JSON.stringify({ [personalCanary]: { list: [projectCanary] } }))],
    [
      'in JSON that escapes each character',
      body(`"${both.replaceAll(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`),
    ],
    ['in capitals', body(both.toUpperCase())],
    ['in small letters', body(both.toLowerCase())],
    ['backwards', body(both.split('').toReversed().join(''))],
    ['without their prefix', body(both.replaceAll(/ph[xc]_/g, ''))],
    ['in base64', body(Buffer.from(both).toString('base64'))],
    ['in base64, one byte later', body(Buffer.from(` ${both}`).toString('base64'))],
    ['in base64, two bytes later', body(Buffer.from(`  ${both}`).toString('base64'))],
    ['in base64 for addresses', body(Buffer.from(`Bearer ${both}`).toString('base64url'))],
    ['as a login in base64', body(Buffer.from(`${personalCanary}:${projectCanary}`).toString('base64'))],
    ['in hex', body(Buffer.from(both).toString('hex'))],
    ['in percent signs', body(Buffer.from(both).toString('hex').replaceAll(/../g, '%$&'))],
    ['in UTF-16', body(Buffer.from(both, 'utf16le'))],
    ['in UTF-16 of the other order', body(Buffer.from(both, 'utf16le').swap16())],
    [
      'between bytes that are no text',
      body(Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(both), Buffer.of(0xc0)])),
    ],
    ['in a megabyte', body(`${'x'.repeat(600_000)}${both}${'y'.repeat(600_000)}`)],
    ['compressed by gzip', body(gzipSync(both), { 'content-encoding': 'gzip' })],
    ['compressed by deflate', body(deflateSync(both), { 'content-encoding': 'deflate' })],
    [
      'compressed by brotli, which was not asked for',
      body(brotliCompressSync(both), { 'content-encoding': 'br' }),
    ],
    ['compressed twice', body(gzipSync(gzipSync(both)), { 'content-encoding': 'gzip, gzip' })],
  ])('%s', async (_, host) => {
    const outcome = await attempt({ app: call, host });
    expect(outcome.host).toHaveLength(1);
  });

  it.each([
    ['by zstd', zstdCompressSync(both), 'zstd'],
    ['by something that nobody knows', gzipSync(both), 'x-unknown'],
    ['by something that nobody knows, and gzip', gzipSync(gzipSync(both)), 'x-unknown, gzip'],
  ])('compressed %s: the app does not get it', async (_, content, encoding) => {
    const outcome = await attempt({ app: call, host: body(content, { 'content-encoding': encoding }) });
    expect(outcome.loot).toContain('which was not asked for');
  });
});

describe('an answer with the keys elsewhere', () => {
  const location =
    (text: string): Answer =>
    (_, response) =>
      response.writeHead(302, { location: text }).end();
  it.each<[string, Answer]>([
    ['in a header', body('{}', { 'x-key': both })],
    ['in the name of a header', body('{}', { [`x-${personalCanary}`]: 'a' })],
    ['in a cookie', body('{}', { 'set-cookie': `key=${personalCanary}; Path=/` })],
    ['in the type of the content', body('{}', { 'content-type': `text/${personalCanary}` })],
    ['in an entity tag', body('{}', { etag: `"${Buffer.from(both).toString('base64')}"` })],
    ['in the text of the status', (_, response) => response.writeHead(200, `OK ${both}`).end('{}')],
    ['in an address that is none', location(`http://[${personalCanary}`)],
    ['in an address of another kind', location(`gopher://${personalCanary}`)],
    ['in the path of an address of its own', location(`/${personalCanary}/${projectCanary}`)],
    ['in the time to wait', (_, response) => response.writeHead(429, { 'retry-after': both }).end(both)],
    [
      'in an error of PostHog',
      (_, response) => response.writeHead(401).end(JSON.stringify({ detail: both })),
    ],
    [
      'in the reason why something is not allowed',
      (_, response) => response.writeHead(403).end(JSON.stringify({ detail: `${both} has no scope` })),
    ],
    ['in a web page', body(`<html>${both}</html>`, { 'content-type': 'text/html' })],
    ['in the name of the compression', body(gzipSync('{}'), { 'content-encoding': personalCanary })],
    [
      'in trailers',
      (_, response) => {
        response.writeHead(200, { trailer: 'x-key' }).write('{}');
        response.addTrailers({ 'x-key': both });
        response.end();
      },
    ],
    [
      'in an answer that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '10000' }).write(both, () => response.destroy());
      },
    ],
    [
      'in an answer that is no HTTP',
      (_, response) => {
        response.socket?.end(`HTTP/9.9 ${both}\r\n${both}: ${both}\r\n\r\n`);
      },
    ],
    [
      'in a hint before the answer',
      (_, response) => {
        response.writeEarlyHints({ link: `</${personalCanary}>; rel=preload` });
        response.end('{}');
      },
    ],
  ])('%s', async (_, host) => {
    await attempt({ app: `${call}; await look(fetch(own + '/y', { redirect: 'manual' }))`, host });
  });
});

describe('an answer to', () => {
  it('posthog.capture never comes to the app', async () => {
    const outcome = await attempt({ app: `await look(posthog.capture('x'))`, host: body(both) });
    expect(outcome.host).toHaveLength(1);
  });

  it('fetch of an echo has only what the app sent', async () => {
    const outcome = await attempt({
      app: `await look(fetch(own + '/echo', { headers: { a: 'b' } }))`,
      host: (request, response) => response.end(JSON.stringify(request)),
    });
    expect(outcome.loot).toContain('/echo');
  });
});
