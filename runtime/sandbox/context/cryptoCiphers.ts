/** Ciphers and keys of the package `crypto`. What is given is collected, and worked on at the end. */
import { Buffer } from './buffer.ts';
import { askBytes, askCrypto, encoded, input, type Output } from './cryptoAsking.ts';

interface Result {
  readonly data: Buffer;
  readonly tag: Buffer | null;
}

class Cipher {
  readonly #decrypts: boolean;
  readonly #algorithm: string;
  readonly #key: unknown;
  readonly #iv: unknown;
  readonly #options: object;
  readonly #parts: Buffer[] = [];
  #aad: Buffer | null = null;
  #tag: Buffer | null = null;
  #padding = true;

  constructor(decrypts: boolean, algorithm: string, key: unknown, iv: unknown, options: object = {}) {
    this.#decrypts = decrypts;
    this.#algorithm = algorithm;
    this.#key = key;
    this.#iv = iv;
    this.#options = options;
  }

  /** All comes with `final`: together they are what Node gives. */
  update(value: unknown, encoding?: string, outputEncoding?: string): Output {
    this.#parts.push(input(value, encoding));
    return encoded(Buffer.alloc(0), outputEncoding);
  }

  final(outputEncoding?: string): Output {
    const { data, tag } = askCrypto('cipher', {
      decrypts: this.#decrypts,
      algorithm: this.#algorithm,
      key: input(this.#key),
      iv: this.#iv === null ? null : input(this.#iv),
      options: this.#options,
      data: Buffer.concat(this.#parts),
      aad: this.#aad,
      tag: this.#tag,
      padding: this.#padding,
    }) as Result;
    this.#tag ??= tag;
    return encoded(data, outputEncoding);
  }

  setAutoPadding(padding = true): this {
    this.#padding = padding;
    return this;
  }

  setAAD(value: unknown): this {
    this.#aad = input(value);
    return this;
  }

  setAuthTag(tag: unknown, encoding?: string): this {
    this.#tag = input(tag, encoding);
    return this;
  }

  getAuthTag(): Buffer {
    if (this.#tag === null) throw new Error('Invalid state for operation getAuthTag');
    return this.#tag;
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

  write(value: unknown): boolean {
    this.update(value);
    return true;
  }

  end(value?: unknown): this {
    return value === undefined ? this : this.update(value);
  }

  sign(key: unknown, encoding?: string): Output {
    return encoded(askBytes('sign', this.#algorithm, Buffer.concat(this.#parts), key), encoding);
  }

  verify(key: unknown, signature: unknown, encoding?: string): boolean {
    const data = Buffer.concat(this.#parts);
    return askCrypto('verify', this.#algorithm, data, key, input(signature, encoding)) === true;
  }
}

const keyPair = (type: string, options: object = {}): unknown => askCrypto('generateKeyPair', type, options);

export const ciphers = {
  createCipheriv: (algorithm: string, key: unknown, iv: unknown, options?: object): Cipher =>
    new Cipher(false, algorithm, key, iv, options),
  createDecipheriv: (algorithm: string, key: unknown, iv: unknown, options?: object): Cipher =>
    new Cipher(true, algorithm, key, iv, options),
  createSign: (algorithm: string): Signer => new Signer(algorithm),
  createVerify: (algorithm: string): Signer => new Signer(algorithm),
  sign: (algorithm: string | null | undefined, data: unknown, key: unknown): Buffer =>
    askBytes('sign', algorithm ?? null, input(data), key),
  verify: (algorithm: string | null | undefined, data: unknown, key: unknown, signature: unknown): boolean =>
    askCrypto('verify', algorithm ?? null, input(data), key, input(signature)) === true,
  publicEncrypt: (key: unknown, data: unknown): Buffer => askBytes('publicEncrypt', key, input(data)),
  privateDecrypt: (key: unknown, data: unknown): Buffer => askBytes('privateDecrypt', key, input(data)),
  privateEncrypt: (key: unknown, data: unknown): Buffer => askBytes('privateEncrypt', key, input(data)),
  publicDecrypt: (key: unknown, data: unknown): Buffer => askBytes('publicDecrypt', key, input(data)),
  generateKeyPairSync: keyPair,
};
