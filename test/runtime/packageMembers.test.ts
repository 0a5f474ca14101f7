/** Members of Node's packages: the streams of zlib, and what PostHog has and the local runtime does not. Reference 4.3. */
import { expect, test } from 'vitest';
import { describeTrace } from '../../protocol/runWords.ts';
import type { Trace } from '../../protocol/trace.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

function run(body: string): Promise<Trace> {
  const code = `import * as zlib from 'zlib'
import crypto from 'crypto'
import url from 'url'
import { PassThrough } from 'stream'
export async function runEveryDay() {
  ${body}
}`;
  return runApp(pool(), code, { entryPoint: 'runEveryDay', input: null });
}

test('streams of zlib give the whole of what was written', async () => {
  const { errors, result } = await run(`
    const packed = zlib.createGzip({ level: 9 })
    const out = new PassThrough()
    packed.pipe(out)
    const seen = []
    out.on('data', (chunk) => seen.push(chunk))
    packed.write('some ')
    packed.end(Buffer.from('text'))
    const unpacked = zlib.createUnzip()
    unpacked.end(Buffer.concat(seen))
    const parts = []
    for await (const part of unpacked) parts.push(String(part))
    const brotli = zlib.createBrotliCompress()
    brotli.end('x')
    const small = []
    for await (const part of brotli) small.push(part)
    return [parts, zlib.brotliDecompressSync(Buffer.concat(small)).toString()]`);
  expect(errors).toEqual([]);
  expect(result).toEqual([['some text'], 'x']);
});

test.each([
  [
    'an answer that is packed',
    `const response = await fetch('https://example.com/x')
    const packed = response.body.pipe(zlib.createGzip())
    return String(zlib.gunzipSync(Buffer.concat(await all(packed))))`,
    '{}',
  ],
  [
    'what is written after the reading began',
    `const s = new PassThrough(); const read = all(s); s.write('a'); await null; s.end('b'); return join(await read)`,
    'ab',
  ],
  [
    'a stream of zlib that is written in parts',
    `const s = zlib.createGzip(); const read = all(s); s.write('abc'); await null; s.end('def')
    return String(zlib.gunzipSync(Buffer.concat(await read)))`,
    'abcdef',
  ],
  [
    'a stream that had ended, in a pipe',
    `const s = new PassThrough(); s.end('abc'); return String(zlib.gunzipSync(Buffer.concat(await all(s.pipe(zlib.createGzip())))))`,
    'abc',
  ],
  [
    'callbacks of writes and of the end',
    `const s = zlib.createGzip(); await new Promise((r) => s.write('a', r)); await new Promise((r) => s.write('62', 'hex', r))
    await new Promise((r) => s.end('c', r)); return String(zlib.gunzipSync(Buffer.concat(await all(s))))`,
    'abc',
  ],
  [
    'readable and read',
    `const s = new PassThrough(); const parts = []
    s.on('readable', () => { for (let part; (part = s.read()) !== null;) parts.push(part) })
    const ended = new Promise((r) => s.on('end', r)); s.write('a'); await null; s.end('b'); await ended; return join(parts)`,
    'ab',
  ],
  [
    'a text of another encoding',
    `const s = new PassThrough(); s.end('6869', 'hex'); return join(await all(s))`,
    'hi',
  ],
  [
    'objects',
    `const s = new PassThrough({ objectMode: true }); s.write({ a: 1 }); s.end(); return JSON.stringify(await all(s))`,
    '[{"a":1}]',
  ],
  [
    'a stream that is destroyed',
    `const s = new PassThrough(); const read = all(s).catch(({ code }) => code); s.write('a'); s.destroy(); return await read`,
    'ERR_STREAM_PREMATURE_CLOSE',
  ],
  [
    'errors with the number of zlib',
    `try { zlib.gunzipSync('no gzip') } catch ({ code, errno }) { return code + errno }`,
    'Z_DATA_ERROR-3',
  ],
  [
    'the limit of a result',
    `try { return zlib.gunzipSync(zlib.gzipSync('a'.repeat(20)), { maxOutputLength: 10 }) } catch ({ code }) { return code }`,
    'ERR_BUFFER_TOO_LARGE',
  ],
])('streams and zlib, as in Node: %s', async (_name, body, expected) => {
  const { errors, result } = await run(`
    const all = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return parts }
    const join = (parts) => parts.map(String).join('')
    ${body}`);
  expect([errors, result]).toEqual([[], expected]);
});

test('a stream that cannot be unpacked fails for who reads it, and for nobody else unheard', async () => {
  const heard = await run(`
    const told = []
    const listened = zlib.createGunzip()
    listened.on('error', ({ code }) => told.push(code))
    listened.end('no gzip')
    const read = zlib.createGunzip()
    read.end('no gzip')
    try { for await (const part of read) told.push(part) } catch ({ message }) { told.push(message) }
    return told`);
  expect([heard.errors, heard.result]).toEqual([[], ['Z_DATA_ERROR', 'incorrect header check']]);
  const unheard = await run(`zlib.createGunzip().end('no gzip')`);
  expect(unheard.errors.map(({ message }) => message)).toEqual([
    'Nothing handles this rejection. incorrect header check',
  ]);
});

test.each([
  ['new zlib.Gzip()', 'zlib.Gzip', 'zlib.createGzip'],
  ['zlib.codes.Z_OK', 'zlib.codes.Z_OK', 'zlib.createGzip'],
  [`crypto.createECDH('secp256k1')`, 'crypto.createECDH', 'in PostHog alone'],
  [`crypto.createPrivateKey('x')`, 'crypto.createPrivateKey', 'as texts (PEM) or bytes'],
  [`url.fileURLToPath('file:///a')`, 'url.fileURLToPath', 'no files'],
])('%s is told as what PostHog has and this runtime does not', async (call, name, instead) => {
  const trace = await run(call);
  const [error] = trace.errors;
  expect(error?.message).toContain(`PostHog has ${name}, and this local runtime does not.`);
  expect(error?.message).toContain(instead);
  expect([error?.kind, error?.source?.line]).toEqual(['internal', 6]);
  expect(describeTrace('runEveryDay', trace).sentence).toBe('The run failed, and not because of your app.');
});

test('what PostHog lacks as well is an error of the app', async () => {
  const { errors } = await run('zlib.createNothing()');
  expect(errors.map(({ kind, name }) => [kind, name])).toEqual([['app', 'TypeError']]);
});
