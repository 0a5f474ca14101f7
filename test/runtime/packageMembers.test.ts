/** Members of Node's packages: streams, bytes, and what PostHog has and the local runtime does not. Reference 4.3. */
import crypto from 'node:crypto';
import { PassThrough } from 'node:stream';
import { runInThisContext } from 'node:vm';
import zlib from 'node:zlib';
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

/** What apps use of streams and bytes; Node itself is asked what each gives. */
test.each([
  `const s = new PassThrough(); s.write('hello'); s.end(); await event(s, 'readable'); return [s.read(2), s.read()].map(String)`,
  `const s = new PassThrough(); s.end('a'); const told = event(s, 'error'); s.write('b'); return (await told).code`,
  `return [null, 5].map((chunk) => { try { new PassThrough().write(chunk) } catch ({ code }) { return code } })`,
  `const s = new PassThrough().setEncoding('base64'); const parts = all(s); s.write('a'); s.write('bcd'); s.end('ef'); return join(await parts)`,
  `const s = zlib.createGunzip().setEncoding('utf8'); s.end(zlib.gzipSync('hü')); return all(s)`,
  `const s = new PassThrough(); const seen = []; s.on('data', (part) => seen.push(String(part))); s.pause(); s.write('a')
  const before = [s.isPaused(), seen.length]; s.resume(); s.end(); await event(s, 'end'); return [before, seen]`,
  `const a = new PassThrough(), b = new PassThrough(); a.pipe(b); a.write('x'); await null; a.unpipe(b); a.write('y'); b.end(); return join(await all(b))`,
  `const s = new PassThrough(); const states = () => [s.readable, s.writable, s.writableEnded, s.writableFinished, s.destroyed]
  const before = states(); s.resume(); s.end('x'); await event(s, 'close'); return [before, states()]`,
  `const s = new PassThrough(); const act = () => 0; s.on('data', act); s.off('data', act); return [s.listenerCount('data'), s.eventNames()]`,
  `const s = zlib.createGzip(); const parts = all(s); s.write('abc'); s.end('d'); await parts; return s.bytesWritten`,
  `const s = zlib.createGunzip(); const sizes = []; s.on('data', ({ length }) => sizes.push(length)); s.end(zlib.gzipSync('a'.repeat(40000))); await event(s, 'end'); return sizes`,
  `const chain = (of) => { const found = []; for (let at = of; at !== Function.prototype; at = Object.getPrototypeOf(at)) found.push(at.name); return found }
    return [chain(PassThrough), ...[zlib.createGzip(), zlib.createUnzip(), zlib.createBrotliDecompress(), Buffer.alloc(1)].map((of) => of.constructor.name)]`,
  `const key = Buffer.alloc(16)
    return [crypto.createHash('md5'), crypto.createHash('md5').copy(), crypto.createHmac('md5', 'k'), crypto.createCipheriv('aes-128-cbc', key, key),
      crypto.createDecipheriv('aes-128-cbc', key, key), crypto.createSign('sha256'), crypto.createVerify('sha256')].map((of) => of.constructor.name)`,
  `const code = (act) => { try { act(); return 'none' } catch ({ name, code }) { return [name, code] } }
    const wrong = [{ level: 99 }, { level: 'a' }, { chunkSize: 1 }, { windowBits: 99 }, { memLevel: 99 }, { strategy: 99 }, { flush: 99 }, { finishFlush: 99 }, { maxOutputLength: 0 }, { params: { 99: 1 } }, { level: NaN, windowBits: NaN }, { level: 1 }]
    return ['createGzip', 'createInflateRaw', 'createUnzip', 'createBrotliCompress'].map((name) => wrong.map((options) => code(() => zlib[name](options))))
      .concat(['gzip', 'brotliDecompress'].map((name) => wrong.map((options) => code(() => zlib[name]('a', options, () => 0)))))`,
  `const code = (act) => { try { return String(act()) } catch ({ name, code, message }) { return [name, code, message] } }
    const bad = [undefined, null, -1, 99, 1.5, NaN, 'a', {}, true, Infinity]
    const reads = ['readUInt8', 'readInt16LE', 'readUInt32BE', 'readFloatLE', 'readDoubleBE', 'readBigInt64LE']
    const writes = ['writeInt8', 'writeUInt16LE', 'writeInt32BE', 'writeFloatLE', 'writeDoubleBE']
    return bad.map((value) => [
      ...reads.map((name) => code(() => Buffer.alloc(8)[name](value))), ...writes.map((name) => code(() => Buffer.alloc(8)[name](1, value))),
      ...['readUIntLE', 'readIntBE'].flatMap((name) => [code(() => Buffer.alloc(8)[name](value, 2)), code(() => Buffer.alloc(8)[name](0, value))]),
      code(() => Buffer.alloc(value)).slice(0, 2), code(() => Buffer.concat([value ?? 5])),
    ])`,
  `const code = (act) => { try { act(); return 'none' } catch ({ name, code = 'none' }) { return [name, code] } }
    const two = Buffer.alloc(2)
    return [() => two.equals(1), () => two.compare(1), () => two.copy(1), () => two.copy(two, -1), () => two.indexOf({}), () => two.write(1), () => two.write('a', 9),
      () => two.toString('none'), () => two.fill('a', 'none'), () => two.fill('g', 'hex'), () => two.fill('a', 0, 9), () => Buffer.alloc(3).swap16(), () => two.swap32(), () => two.writeUInt8(256),
      () => two.writeInt16LE(1e6), () => two.readUInt32LE(), () => Buffer.byteLength(1), () => Buffer.compare(two, 1), () => Buffer.from(new ArrayBuffer(1), 9), () => Buffer.from(new ArrayBuffer(1), 0, 9),
      () => two.writeUIntBE(1, 0, 7), () => two.writeUInt8(1n)].map(code)`,
  `try { zlib.createGzip({ dictionary: 5 }) } catch ({ name, code }) { return [name, code] }`,
  `const s = new PassThrough(); s.cork(); s.write('a'); s.write('b'); s.uncork(); s.end(); return join(await all(s))`,
  `const s = new PassThrough(); s.resume(); const told = event(s, 'close'); s.destroy(new Error('mine')); s.on('error', () => 0); await told; return s.destroyed`,
  `const dictionary = Buffer.from('hello'); return String(zlib.inflateSync(zlib.deflateSync('hello', { dictionary }), { dictionary }))`,
  `return [5, undefined, null, true, {}, Symbol('a')].map((value) => { try { Buffer.from(value) } catch ({ code, message }) { return [code, message] } })`,
  `const tries = [() => Buffer.from('a', 'none'), () => Buffer.alloc('1'), () => Buffer.allocUnsafe(), () => Buffer.concat('a')]
  return tries.map((attempt) => { try { attempt() } catch ({ code, message }) { return [code, message] } })`,
])('streams, zlib and Buffer do what those of Node do: %s', async (body) => {
  const helpers = `const event = (stream, name) => new Promise((resolve) => stream.once(name, resolve))
    const all = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return parts }
    const join = (parts) => parts.map(String).join('')`;
  const code = `async ({ crypto, zlib, PassThrough }) => { ${helpers}\n${body} }`;
  const inNode = runInThisContext(code) as (modules: object) => Promise<unknown>;
  const { errors, result } = await run(`${helpers}\n${body}`);
  expect([errors, result]).toEqual([[], await inNode({ crypto, zlib, PassThrough })]);
});

test.each([
  [
    'fetch sends',
    `const { status } = await fetch('https://example.com/', { method: 'POST', body: stream }); return status`,
    200,
  ],
  ['a response has', `return new fetch.Response(stream).text()`, 'later'],
  [
    'both copies of a response have',
    `const one = new fetch.Response(stream), other = one.clone(); return [await one.text(), String(await other.buffer())]`,
    ['later', 'later'],
  ],
])('%s all that comes of a stream, also what is written later', async (_name, body, expected) => {
  const trace = await run(`const stream = new PassThrough()
    const write = async () => { await null; stream.write('la'); await null; stream.end('ter') }
    void write()
    ${body}`);
  expect([trace.errors, trace.result]).toEqual([[], expected]);
  expect(trace.requests.map(({ requestBody }) => requestBody)).toEqual(trace.requests.map(() => 'later'));
});

test('the body of a response is one stream', async () => {
  const { errors, result } = await run(`const response = await fetch('https://example.com/x')
    response.body.setEncoding('utf8')
    const parts = []
    for await (const part of response.body) parts.push(part)
    return parts`);
  expect([errors, result]).toEqual([[], ['{}']]);
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
  ['zlib.createGunzip().flush()', 'zlib.createGunzip().flush', 'after end()'],
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
