/** Reference 4.3: the packages `crypto`, `url` and `zlib` are Node's; here they are made anew, so each result is compared. */
import * as crypto from 'node:crypto';
import * as url from 'node:url';
import * as zlib from 'node:zlib';
import { expect } from 'vitest';
import { usePool } from '../support/sandboxBundle.ts';
import { type Statement, statements } from './statements.ts';

const pool = usePool();

const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const key = Buffer.alloc(32, 7);
const iv = Buffer.alloc(16, 9);

function encrypt(algorithm: string, text: string): string {
  const cipher = crypto.createCipheriv(algorithm, key, iv);
  return cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
}

const gcm = crypto.createCipheriv('aes-256-gcm', key, iv.subarray(0, 12));
gcm.setAAD(Buffer.from('more'));
const gcmText = gcm.update('secret', 'utf8', 'base64') + gcm.final('base64');

/** Each has one argument of a wrong type. */
const wrongCalls = [
  ...['undefined', 'null', '5', '{}', '[1]', '() => 0', 'true', '5n'].map(
    (value) => `crypto.createHash('sha256').update(${value})`,
  ),
  `crypto.createHash(undefined)`,
  `crypto.createHmac(5, 'k')`,
  `crypto.createHmac('none', 'k')`,
  `crypto.createHmac('sha256', undefined)`,
  `crypto.createHmac('sha256', 'k').update(null)`,
  `crypto.pbkdf2Sync(undefined, 's', 1, 8, 'sha1')`,
  `crypto.pbkdf2Sync('p', 5, 1, 8, 'sha1')`,
  `crypto.pbkdf2Sync('p', 's', '1', 8, 'sha1')`,
  `crypto.pbkdf2Sync('p', 's', 1, 8)`,
  `crypto.pbkdf2(undefined, 's', 1, 8, 'sha1', () => 0)`,
  `crypto.pbkdf2('p', 's', 1, 8, 'sha1', undefined)`,
  `crypto.scryptSync({}, 's', 8)`,
  `crypto.hkdfSync('sha1', 'k', undefined, '', 8)`,
  `crypto.randomBytes('8')`,
  `crypto.randomBytes(8, 5)`,
  `crypto.randomInt('x')`,
  `crypto.createCipheriv(undefined, 'k', 'i')`,
  `crypto.createCipheriv('none', 'k', 'i')`,
  `crypto.createCipheriv('aes-256-cbc', undefined, 'i')`,
  `crypto.createCipheriv('aes-256-cbc', 'k'.repeat(32), undefined)`,
  `crypto.createCipheriv('aes-256-cbc', 'k', 'i'.repeat(16))`,
  `crypto.createCipheriv('aes-256-cbc', 'k'.repeat(32), 'i'.repeat(16)).update(5)`,
  `crypto.createSign(undefined)`,
  `crypto.createSign('none')`,
  `crypto.createSign('sha256').update(undefined)`,
  `crypto.timingSafeEqual('a', 'b')`,
  `zlib.gzipSync(undefined)`,
  `zlib.gunzipSync(5)`,
  `zlib.gzip('x', undefined)`,
];

/** Whether it is a TypeError, its code, and how the value is described. */
function refusalOfNode(call: string): unknown {
  try {
    // oxlint-disable-next-line no-implied-eval -- the same text runs here and in the app.
    return [null, typeof new Function('crypto', 'zlib', `return ${call}`)(crypto, zlib)];
  } catch (error) {
    const { code, constructor, message } = error as NodeJS.ErrnoException;
    const [, described] = message.split('. Received');
    const given = call.startsWith('crypto.timingSafeEqual') ? ` type string ('a')` : described;
    return [constructor === TypeError, code, given ?? null];
  }
}

const header = `import crypto from 'crypto'; import zlib from 'zlib'
  const key = Buffer.alloc(32, 7), iv = Buffer.alloc(16, 9)
  const privateKey = ${JSON.stringify(privateKey)}, publicKey = ${JSON.stringify(publicKey)}
  const called = (run) => new Promise((resolve) => run((error, value) => resolve(error ? error.message : value)))`;

statements(
  pool,
  'crypto',
  [
    [
      'hashes, with encodings',
      `return ['hex', 'base64', 'base64url'].map((e) => crypto.createHash('sha256').update('é').update(Buffer.from('x')).digest(e))`,
      (['hex', 'base64', 'base64url'] as const).map((e) =>
        crypto.createHash('sha256').update('éx').digest(e),
      ),
    ],
    [
      'hashes of input in an encoding',
      `return crypto.createHash('md5').update('6162', 'hex').digest('hex')`,
      crypto.createHash('md5').update('ab').digest('hex'),
    ],
    [
      'a hash can be copied',
      `const h = crypto.createHash('sha1').update('a'); const c = h.copy().update('b'); return [h.digest('hex'), c.digest('hex')]`,
      [
        crypto.createHash('sha1').update('a').digest('hex'),
        crypto.createHash('sha1').update('ab').digest('hex'),
      ],
    ],
    [
      'hashes of a length',
      `return crypto.createHash('shake256', { outputLength: 8 }).update('a').digest('hex')`,
      crypto.createHash('shake256', { outputLength: 8 }).update('a').digest('hex'),
    ],
    [
      'HMAC, with keys as text and bytes',
      `return [crypto.createHmac('sha512', 'k').update('x').digest('hex'), crypto.createHmac('sha512', Buffer.from('k')).update('x').digest('hex')]`,
      Array(2).fill(crypto.createHmac('sha512', 'k').update('x').digest('hex')),
    ],
    [
      'an unknown hash',
      `crypto.createHash('none')`,
      { threw: expect.stringContaining('Digest method not supported') },
    ],
    ...wrongCalls.map((call): Statement => [
      `refused as in Node: ${call}`,
      `try { return [null, typeof (${call})] } catch (error) { return [error.constructor === TypeError, error.code, error.message.split('. Received')[1]] }`,
      refusalOfNode(call),
    ]),
    [
      'a hash and an HMAC after their result',
      `const code = (run) => { try { return run() } catch (error) { return error.code } }
       const hash = crypto.createHash('md5'), hmac = crypto.createHmac('md5', 'k'); hash.digest(); hmac.digest()
       return [() => hash.digest(), () => hash.update('x'), () => hash.copy(), () => hmac.update('x'), () => hmac.digest('hex')].map(code)`,
      [...Array(4).fill('ERR_CRYPTO_HASH_FINALIZED'), ''],
    ],
    [
      'ciphers: CBC',
      `const c = crypto.createCipheriv('aes-256-cbc', key, iv); return c.update('text', 'utf8', 'hex') + c.final('hex')`,
      encrypt('aes-256-cbc', 'text'),
    ],
    [
      'ciphers: CTR and back',
      `const d = crypto.createDecipheriv('aes-256-ctr', key, iv); return d.update(${JSON.stringify(encrypt('aes-256-ctr', 'text'))}, 'hex', 'utf8') + d.final('utf8')`,
      'text',
    ],
    [
      'ciphers: GCM with additional data and tag',
      `const c = crypto.createCipheriv('aes-256-gcm', key, iv.subarray(0, 12)); c.setAAD(Buffer.from('more')); return [c.update('secret', 'utf8', 'base64') + c.final('base64'), c.getAuthTag().toString('hex')]`,
      [gcmText, gcm.getAuthTag().toString('hex')],
    ],
    [
      'ciphers: a wrong tag is refused',
      `const d = crypto.createDecipheriv('aes-256-gcm', key, iv.subarray(0, 12)); d.setAuthTag(Buffer.alloc(16)); d.update('00', 'hex'); d.final()`,
      { threw: expect.stringContaining('unable to authenticate') },
    ],
    [
      'ciphers: a key of a wrong length',
      `crypto.createCipheriv('aes-256-cbc', 'short', iv).final()`,
      { threw: expect.stringContaining('Invalid key length') },
    ],
    [
      'signatures',
      `return crypto.createSign('RSA-SHA256').update('x').sign(privateKey, 'base64')`,
      crypto.createSign('RSA-SHA256').update('x').sign(privateKey, 'base64'),
    ],
    [
      'signatures, checked',
      `const s = crypto.sign('sha256', Buffer.from('x'), { key: privateKey }); return [crypto.verify('sha256', Buffer.from('x'), publicKey, s), crypto.createVerify('sha256').update('y').verify(publicKey, s.toString('hex'), 'hex')]`,
      [true, false],
    ],
    [
      'RSA there and back',
      `return crypto.privateDecrypt(privateKey, crypto.publicEncrypt({ key: publicKey, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from('x'))).toString()`,
      'x',
    ],
    [
      'a new key pair',
      `const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }); return crypto.verify(null, Buffer.from('x'), pair.publicKey, crypto.sign(null, Buffer.from('x'), pair.privateKey))`,
      true,
    ],
    [
      'pbkdf2, scrypt, hkdf',
      `return [crypto.pbkdf2Sync('p', 's', 10, 16, 'sha256').toString('hex'), crypto.scryptSync('p', 's', 16).toString('hex'), Buffer.from(crypto.hkdfSync('sha256', 'k', 's', 'i', 16)).toString('hex')]`,
      [
        crypto.pbkdf2Sync('p', 's', 10, 16, 'sha256').toString('hex'),
        crypto.scryptSync('p', 's', 16).toString('hex'),
        Buffer.from(crypto.hkdfSync('sha256', 'k', 's', 'i', 16)).toString('hex'),
      ],
    ],
    [
      'forms with a callback',
      `return [(await called((cb) => crypto.pbkdf2('p', 's', 10, 8, 'sha1', cb))).toString('hex'), (await called((cb) => crypto.randomBytes(4, cb))).length, await called((cb) => crypto.pbkdf2('p', 's', 0, 8, 'sha1', cb)).catch((error) => error.message), typeof (await called((cb) => crypto.randomInt(5, cb)))]`,
      [
        crypto.pbkdf2Sync('p', 's', 10, 8, 'sha1').toString('hex'),
        4,
        expect.stringContaining('iterations'),
        'number',
      ],
    ],
    [
      'random values',
      `const b = crypto.randomFillSync(Buffer.alloc(8)); return [b.some((n) => n > 0), crypto.randomBytes(8).length, crypto.randomInt(3, 4), /^[0-9a-f-]{36}$/.test(crypto.randomUUID())]`,
      [true, 8, 3, true],
    ],
    [
      'comparison',
      `return [crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b'))]`,
      [true, false],
    ],
    [
      'comparison of different lengths',
      `crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))`,
      { threw: 'RangeError: Input buffers must have the same byte length' },
    ],
    [
      'lists',
      `return [crypto.getHashes().includes('sha256'), crypto.getCiphers().includes('aes-128-cbc'), crypto.getCurves().includes('secp256k1')]`,
      [true, true, true],
    ],
    [
      'zlib: levels and raw bytes',
      `return [zlib.deflateSync('a'.repeat(99), { level: zlib.constants.Z_BEST_COMPRESSION }).toString('hex'), zlib.gunzipSync(Buffer.from(${JSON.stringify(zlib.gzipSync('packed').toString('base64'))}, 'base64')).toString(), String(await called((cb) => zlib.gunzip(zlib.gzipSync('x'), cb)))]`,
      [zlib.deflateSync('a'.repeat(99), { level: 9 }).toString('hex'), 'packed', 'x'],
    ],
    [
      'zlib: what cannot be unpacked',
      `zlib.gunzipSync('not packed')`,
      { threw: expect.stringContaining('incorrect header check') },
    ],
  ],
  { header, profiles: ['documented'] },
);

/* oxlint-disable typescript/no-deprecated -- apps use the older functions. */
const addresses = [
  'https://user:pa%20ss@Example.com:8080/p/a?x=1&y=2&y=3#h',
  '/path?x=1',
  'mailto:a@b.c',
  'http://a.com/a b?c d|e',
  '?q',
  '',
];
const parts = { protocol: 'https', hostname: 'a.b', port: 1, pathname: 'x', query: { a: 1, b: ['c', 'd'] } };

statements(
  pool,
  'url',
  [
    [
      'parse',
      `return ${JSON.stringify(addresses)}.map((text) => ({ ...url.parse(text) }))`,
      addresses.map((text) => ({ ...url.parse(text) })),
    ],
    [
      'parse, with the query in its parts',
      `return [url.parse('//a.b/p?x=1&x=2', true, true), parse('//a.b/p').pathname]`,
      [{ ...url.parse('//a.b/p?x=1&x=2', true, true) }, '//a.b/p'],
    ],
    [
      'format',
      `const parts = ${JSON.stringify(parts)}; return [url.format(parts), url.format('HTTP://a.b'), url.parse('http://a.b?c#d').format(), url.format(new URL('http://u:p@a.b/x?y#z'), { auth: false, fragment: false })]`,
      [url.format(parts), 'http://a.b/', 'http://a.b/?c#d', 'http://a.b/x?y'],
    ],
    [
      'resolve',
      `return [url.resolve('http://a.b/c/d', '../e?f'), url.resolve('/one/two', 'three'), url.parse('http://a.b/c').resolve('/d'), url.resolveObject('http://a.b/c', 'd').path]`,
      ['http://a.b/e?f', '/one/three', 'http://a.b/d', '/d'],
    ],
    [
      'the other names',
      `return [url.domainToASCII('ä.com'), url.domainToUnicode('xn--4ca.com'), url.urlToHttpOptions(new URL('http://u:p@a.b/x?y')).auth, url.URL === URL]`,
      ['xn--4ca.com', 'ä.com', 'u:p', true],
    ],
    [
      'an address that is no text',
      `try { url.parse(undefined) } catch (error) { return [error.code, error instanceof TypeError, error.message] }`,
      ['ERR_INVALID_ARG_TYPE', true, 'The "url" argument must be of type string. Received undefined'],
    ],
  ],
  { header: `import url, { parse } from 'url'`, profiles: ['documented'] },
);
/* oxlint-enable typescript/no-deprecated */
