/** Ciphers and keys of the package `crypto`. What is given is collected, and worked on at the end. */
import { requireText } from './argumentTypes.ts';
import { Buffer } from './buffer.ts';
import { askBytes, askCrypto, encoded, input, type Output } from './cryptoAsking.ts';
import { addTo } from './lists.ts';
import { named } from './named.ts';

interface Result {
  readonly data: Buffer;
  readonly tag: Buffer | null;
}

class Cipher {
  readonly #decrypts: boolean;
  readonly #algorithm: string;
  readonly #key: Buffer;
  readonly #iv: Buffer | null;
  readonly #options: object;
  readonly #parts: Buffer[] = [];
  #aad: Buffer | null = null;
  #tag: Buffer | null = null;
  #padding = true;

  constructor(decrypts: boolean, algorithm: unknown, key: unknown, iv: unknown, options: object = {}) {
    this.#decrypts = decrypts;
    this.#algorithm = requireText('cipher', algorithm);
    this.#key = input('key', key);
    this.#iv = iv === null ? null : input('iv', iv);
    this.#options = options;
    // An unknown algorithm, or a key of a wrong length, is refused before there is any data.
    askCrypto('checkCipher', decrypts, this.#algorithm, this.#key, this.#iv, options);
  }

  /** All comes with `final`: together they are what Node gives. */
  update(value: unknown, encoding?: string, outputEncoding?: string): Output {
    addTo(this.#parts, input('data', value, encoding));
    return encoded(Buffer.alloc(0), outputEncoding);
  }

  final(outputEncoding?: string): Output {
    const { data, tag } = askCrypto('cipher', {
      decrypts: this.#decrypts,
      algorithm: this.#algorithm,
      key: this.#key,
      iv: this.#iv,
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
    this.#aad = input('buffer', value);
    return this;
  }

  setAuthTag(tag: unknown, encoding?: string): this {
    this.#tag = input('buffer', tag, encoding);
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

  constructor(algorithm: unknown) {
    this.#algorithm = requireText('algorithm', algorithm);
    askCrypto('checkSignature', this.#algorithm);
  }

  update(value: unknown, encoding?: string): this {
    addTo(this.#parts, input('data', value, encoding));
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
    return askCrypto('verify', this.#algorithm, data, key, input('signature', signature, encoding)) === true;
  }
}

const Cipheriv = named('Cipheriv', class extends Cipher {});
const Decipheriv = named('Decipheriv', class extends Cipher {});
const Sign = named('Sign', class extends Signer {});
const Verify = named('Verify', class extends Signer {});

const keyPair = (type: string, options: object = {}): unknown => askCrypto('generateKeyPair', type, options);

export const ciphers = {
  createCipheriv: (algorithm: unknown, key: unknown, iv: unknown, options?: object): Cipher =>
    new Cipheriv(false, algorithm, key, iv, options),
  createDecipheriv: (algorithm: unknown, key: unknown, iv: unknown, options?: object): Cipher =>
    new Decipheriv(true, algorithm, key, iv, options),
  createSign: (algorithm: unknown): Signer => new Sign(algorithm),
  createVerify: (algorithm: unknown): Signer => new Verify(algorithm),
  sign: (algorithm: string | null | undefined, data: unknown, key: unknown): Buffer =>
    askBytes('sign', algorithm ?? null, input('data', data), key),
  verify: (algorithm: string | null | undefined, data: unknown, key: unknown, signature: unknown): boolean =>
    askCrypto('verify', algorithm ?? null, input('data', data), key, input('signature', signature)) === true,
  publicEncrypt: (key: unknown, data: unknown): Buffer =>
    askBytes('publicEncrypt', key, input('buffer', data)),
  privateDecrypt: (key: unknown, data: unknown): Buffer =>
    askBytes('privateDecrypt', key, input('buffer', data)),
  privateEncrypt: (key: unknown, data: unknown): Buffer =>
    askBytes('privateEncrypt', key, input('buffer', data)),
  publicDecrypt: (key: unknown, data: unknown): Buffer =>
    askBytes('publicDecrypt', key, input('buffer', data)),
  generateKeyPairSync: keyPair,
};
