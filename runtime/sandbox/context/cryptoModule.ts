/** The package `crypto`, as far as apps use it: made inside the context, with Node doing the sums. Reference 4.3. */
import { requireBytes, requireNumber, requireText, wrongType } from './argumentTypes.ts';
import { Buffer } from './buffer.ts';
import { askBytes, askCrypto, encoded, input, type Output, withCallback } from './cryptoAsking.ts';
import { ciphers } from './cryptoCiphers.ts';
import { bytesOf } from './body.ts';
import { addTo, joined, partOf, itemAt } from './lists.ts';
import { named } from './named.ts';
import { addLacking } from './notHere.ts';
import { OwnMap } from './ownMap.ts';

/** Collects what is given to it until the result is asked for. */
class Digest {
  readonly #compute: (data: Buffer) => Buffer;
  readonly #parts: Buffer[];
  readonly #isHmac: boolean;
  #isFinal = false;

  constructor(compute: (data: Buffer) => Buffer, isHmac: boolean, parts: readonly Buffer[] = []) {
    this.#compute = compute;
    this.#isHmac = isHmac;
    this.#parts = joined(parts, []);
  }

  update(value: unknown, encoding?: string): this {
    this.#requireOpen();
    addTo(this.#parts, input('data', value, encoding));
    return this;
  }

  digest(encoding?: string): Output {
    // Node refuses a second result of a hash, and gives an empty one of an HMAC.
    if (this.#isFinal && this.#isHmac) return encoded(Buffer.alloc(0), encoding);
    this.#requireOpen();
    this.#isFinal = true;
    return encoded(this.#compute(Buffer.concat(this.#parts)), encoding);
  }

  copy(): Digest {
    this.#requireOpen();
    return new (this.#isHmac ? Hmac : Hash)(this.#compute, this.#isHmac, this.#parts);
  }

  #requireOpen(): void {
    if (!this.#isFinal) return;
    throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  }
}

const Hash = named('Hash', class extends Digest {});
const Hmac = named('Hmac', class extends Digest {});

/** Algorithms that Node has taken without options: what it refuses, it refuses before there is any data. */
const known = new OwnMap<string, true>();

function createHash(algorithm: unknown, options?: object): Digest {
  const name = requireText('algorithm', algorithm);
  const compute = (data: Buffer): Buffer => askBytes('hash', name, data, options ?? {});
  if (options !== undefined || !known.has(name)) compute(Buffer.alloc(0));
  if (options === undefined) known.set(name, true);
  return new Hash(compute, false);
}

const knownWithKey = new OwnMap<string, true>();

function createHmac(algorithm: unknown, key: unknown): Digest {
  const name = requireText('hmac', algorithm);
  const bytes = input('key', key);
  const compute = (data: Buffer): Buffer => askBytes('hmac', name, bytes, data);
  if (!knownWithKey.has(name)) compute(Buffer.alloc(0));
  knownWithKey.set(name, true);
  return new Hmac(compute, true);
}

function randomBytes(size: unknown, callback?: unknown): Buffer | undefined {
  requireNumber('size', size);
  const compute = (): Buffer => askBytes('randomBytes', size);
  return callback === undefined ? compute() : (withCallback(compute, callback), undefined);
}

function randomInt(...values: readonly unknown[]): unknown {
  const callback = values[values.length - 1];
  const limits = typeof callback === 'function' ? partOf(values, 0, -1) : values;
  const hasBoth = limits.length >= 2 && limits[1] !== undefined;
  const from = hasBoth ? limits[0] : 0;
  const to = hasBoth ? limits[1] : itemAt(limits, 0);
  if (!Number.isSafeInteger(from)) throw wrongType('min', 'a safe integer', from);
  if (!Number.isSafeInteger(to)) throw wrongType('max', 'a safe integer', to);
  const compute = (): unknown => askCrypto('randomInt', from, to);
  return typeof callback === 'function' ? withCallback(compute, callback) : compute();
}

function randomFillSync<T>(target: T, offset = 0, size?: number): T {
  const bytes = bytesInPlace(target);
  bytes.set(askBytes('randomBytes', size ?? bytes.length - offset), offset);
  return target;
}

function bytesInPlace(target: unknown): Uint8Array {
  if (ArrayBuffer.isView(target)) return new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  return new Uint8Array(target as ArrayBuffer);
}

function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  rounds: unknown,
  length: unknown,
  digest: unknown,
): Buffer {
  requireText('digest', digest);
  const secret = input('password', password);
  const added = input('salt', salt);
  requireNumber('iterations', rounds);
  requireNumber('keylen', length);
  return askBytes('pbkdf2', secret, added, rounds, length, digest);
}

function scryptSync(password: unknown, salt: unknown, length: unknown, options: object = {}): Buffer {
  const secret = input('password', password);
  const added = input('salt', salt);
  return askBytes('scrypt', secret, added, requireNumber('keylen', length), options);
}

function hkdfSync(
  digest: unknown,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: unknown,
): ArrayBufferLike {
  requireText('digest', digest);
  const secret = input('ikm', key);
  const added = input('salt', salt);
  const about = input('info', info);
  const bytes = askBytes('hkdf', digest, secret, added, about, requireNumber('length', length));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** Of a function that answers at once, the one that calls back. */
function later(compute: (...values: never[]) => unknown) {
  return (...values: readonly unknown[]): void =>
    withCallback(() => Reflect.apply(compute, undefined, partOf(values, 0, -1)), values[values.length - 1]);
}

function timingSafeEqual(a: unknown, b: unknown): boolean {
  requireBytes('buf1', a);
  requireBytes('buf2', b);
  const first = bytesOf(a);
  const second = bytesOf(b);
  if (first.length !== second.length) {
    const error = new RangeError('Input buffers must have the same byte length');
    throw Object.assign(error, { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
  }
  return first.equals(second);
}

export const cryptoModule: object = {
  ...ciphers,
  createHash,
  createHmac,
  getHashes: (): unknown => askCrypto('getHashes'),
  getCiphers: (): unknown => askCrypto('getCiphers'),
  getCurves: (): unknown => askCrypto('getCurves'),
  get constants(): unknown {
    return askCrypto('constants');
  },
  hkdf: later(hkdfSync),
  hkdfSync,
  pbkdf2: later(pbkdf2Sync),
  pbkdf2Sync,
  pseudoRandomBytes: randomBytes,
  randomBytes,
  randomFill: later(randomFillSync),
  randomFillSync,
  randomInt,
  randomUUID: (): unknown => askCrypto('randomUUID'),
  scrypt: later(scryptSync),
  scryptSync,
  timingSafeEqual,
};

// What Node 14 has, and so every server of PostHog.
addLacking(cryptoModule, {
  module: 'crypto',
  functions: [
    'Certificate',
    'KeyObject',
    'createPrivateKey',
    'createPublicKey',
    'createSecretKey',
    'generateKeyPair',
  ],
  instead:
    'Give keys as texts (PEM) or bytes, and make pairs with crypto.generateKeyPairSync, which both have.',
});
addLacking(cryptoModule, {
  module: 'crypto',
  functions: [
    'DiffieHellman',
    'DiffieHellmanGroup',
    'ECDH',
    'createDiffieHellman',
    'createDiffieHellmanGroup',
    'createECDH',
    'diffieHellman',
    'getDiffieHellman',
  ],
  instead: 'What depends on it can be tried in PostHog alone.',
});
