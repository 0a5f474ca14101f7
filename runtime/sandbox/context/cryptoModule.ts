/** The package `crypto`, as far as apps use it: made inside the context, with Node doing the sums. */
import { Buffer } from './buffer.ts';
import { fixedChance } from './fixedRun.ts';
import { service } from './host.ts';
import { bytesOf } from './response.ts';

type Output = string | Buffer;

function output(base64: unknown, encoding: string | undefined): Output {
  const bytes = Buffer.from(String(base64), 'base64');
  return encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

function input(value: unknown, encoding?: string): Buffer {
  return typeof value === 'string' ? Buffer.from(value, encoding as 'utf8') : bytesOf(value);
}

/** Collects what is given to it until the result is asked for. */
class Digest {
  readonly #compute: (base64: string) => unknown;
  readonly #parts: Buffer[] = [];

  constructor(compute: (base64: string) => unknown) {
    this.#compute = compute;
  }

  update(value: unknown, encoding?: string): this {
    this.#parts.push(input(value, encoding));
    return this;
  }

  digest(encoding?: string): Output {
    return output(this.#compute(Buffer.concat(this.#parts).toString('base64')), encoding);
  }
}

class Signer {
  readonly #algorithm: string;
  readonly #parts: Buffer[] = [];

  constructor(algorithm: string) {
    this.#algorithm = algorithm;
  }

  update(value: unknown, encoding?: string): this {
    this.#parts.push(input(value, encoding));
    return this;
  }

  end(): this {
    return this;
  }

  sign(key: unknown, encoding?: string): Output {
    const data = Buffer.concat(this.#parts).toString('base64');
    return output(service('crypto.sign', { algorithm: this.#algorithm, key: String(key), data }), encoding);
  }
}

function createHash(algorithm: string): Digest {
  return new Digest((data) => service('crypto.hash', { algorithm, data }));
}

function createHmac(algorithm: string, key: unknown): Digest {
  const keyText = input(key).toString('base64');
  return new Digest((data) => service('crypto.hmac', { algorithm, key: keyText, data }));
}

function randomBytes(size: number): Output {
  const chance = fixedChance();
  return chance === undefined
    ? output(service('crypto.randomBytes', size), undefined)
    : Buffer.from(Array.from({ length: size }, () => Math.floor(chance() * 256)));
}

function randomInt(from: number, to: number): unknown {
  const chance = fixedChance();
  return chance === undefined
    ? service('crypto.randomInt', [from, to])
    : from + Math.floor(chance() * (to - from));
}

function randomUUID(): unknown {
  const chance = fixedChance();
  if (chance === undefined) return service('crypto.randomUUID', null);
  const digit = (values: string): string => values.charAt(Math.floor(chance() * values.length));
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (kind) =>
    digit(kind === 'x' ? '0123456789abcdef' : '89ab'),
  );
}

function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [first, second] = [bytesOf(a), bytesOf(b)];
  if (first.length !== second.length) throw new RangeError('Input buffers must have the same byte length');
  return first.equals(second);
}

export const cryptoModule = {
  createHash,
  createHmac,
  createSign: (algorithm: string): Signer => new Signer(algorithm),
  getHashes: (): unknown => service('crypto.hashes', null),
  randomBytes,
  randomInt: (a: number, b?: number): unknown => (b === undefined ? randomInt(0, a) : randomInt(a, b)),
  randomUUID,
  timingSafeEqual,
};
