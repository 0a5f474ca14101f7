/** The package `crypto`, as far as apps use it: made inside the context, with Node doing the sums. Reference 4.3. */
import { Buffer } from './buffer.ts';
import { askBytes, askCrypto, encoded, input, type Output, withCallback } from './cryptoAsking.ts';
import { ciphers } from './cryptoCiphers.ts';
import { bytesOf } from './response.ts';

/** Collects what is given to it until the result is asked for. */
class Digest {
  readonly #compute: (data: Buffer) => Buffer;
  readonly #parts: Buffer[];

  constructor(compute: (data: Buffer) => Buffer, parts: readonly Buffer[] = []) {
    this.#compute = compute;
    this.#parts = [...parts];
  }

  update(value: unknown, encoding?: string): this {
    this.#parts.push(input(value, encoding));
    return this;
  }

  digest(encoding?: string): Output {
    return encoded(this.#compute(Buffer.concat(this.#parts)), encoding);
  }

  copy(): Digest {
    return new Digest(this.#compute, this.#parts);
  }
}

function createHash(algorithm: string, options: object = {}): Digest {
  return new Digest((data) => askBytes('hash', algorithm, data, options));
}

function createHmac(algorithm: string, key: unknown): Digest {
  return new Digest((data) => askBytes('hmac', algorithm, input(key), data));
}

function randomBytes(size: number, callback?: unknown): Buffer | undefined {
  const compute = (): Buffer => askBytes('randomBytes', size);
  return callback === undefined ? compute() : (withCallback(compute, callback), undefined);
}

function randomInt(...values: readonly unknown[]): unknown {
  const [first, second] = values;
  const compute = (): unknown =>
    typeof second === 'number' ? askCrypto('randomInt', first, second) : askCrypto('randomInt', 0, first);
  const callback = values.at(-1);
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
  rounds: number,
  length: number,
  digest: string,
): Buffer {
  return askBytes('pbkdf2', input(password), input(salt), rounds, length, digest);
}

function scryptSync(password: unknown, salt: unknown, length: number, options: object = {}): Buffer {
  return askBytes('scrypt', input(password), input(salt), length, options);
}

function hkdfSync(
  digest: string,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
): ArrayBufferLike {
  const bytes = askBytes('hkdf', digest, input(key), input(salt), input(info), length);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** Of a function that answers at once, the one that calls back. */
function later(compute: (...values: never[]) => unknown) {
  return (...values: readonly unknown[]): void =>
    withCallback(() => Reflect.apply(compute, undefined, values.slice(0, -1)), values.at(-1));
}

function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [first, second] = [bytesOf(a), bytesOf(b)];
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
