/** What the app's `crypto` asks Node for: one sum at a time, bytes as base64. */
import * as crypto from 'node:crypto';

/** Bytes as they cross the border. */
interface Bytes {
  readonly base64: string;
}

type Sent = null | boolean | number | string | Bytes | { readonly [name: string]: Sent };

/** More than this at once is refused, so that one call cannot fill the memory. */
const mostBytes = 64 * 1024 * 1024;

/** Bytes become bytes again, wherever they stand. */
function received(value: Sent | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value['base64'] === 'string') return Buffer.from(value['base64'], 'base64');
  return Object.fromEntries(
    Object.entries(value as Record<string, Sent>).map(([name, entry]) => [name, received(entry)]),
  );
}

function sent(bytes: ArrayBuffer | Uint8Array): Bytes {
  return { base64: Buffer.from(bytes as Uint8Array).toString('base64') };
}

/** PEM is a text, DER bytes. */
function encodedKey(key: string | Uint8Array): string | Bytes {
  return typeof key === 'string' ? key : sent(key);
}

interface CipherRequest {
  readonly decrypts: boolean;
  readonly algorithm: string;
  readonly key: Buffer;
  readonly iv: Buffer | null;
  readonly options: crypto.CipherGCMOptions;
  readonly data: Buffer;
  readonly aad: Buffer | null;
  readonly tag: Buffer | null;
  readonly padding: boolean;
}

function cipher(request: CipherRequest): object {
  const { aad, algorithm, data, decrypts, iv, key, options, padding, tag } = request;
  const name = algorithm as crypto.CipherGCMTypes;
  if (decrypts) {
    const decipher = crypto.createDecipheriv(name, key, iv as Buffer, options);
    if (!padding) decipher.setAutoPadding(false);
    if (tag !== null) decipher.setAuthTag(tag);
    if (aad !== null) decipher.setAAD(aad, { plaintextLength: data.length });
    return { data: sent(Buffer.concat([decipher.update(data), decipher.final()])), tag: null };
  }
  const encipher = crypto.createCipheriv(name, key, iv as Buffer, options);
  if (!padding) encipher.setAutoPadding(false);
  if (aad !== null) encipher.setAAD(aad, { plaintextLength: data.length });
  const result = Buffer.concat([encipher.update(data), encipher.final()]);
  const isAuthenticated = /gcm|ccm|ocb|poly1305/i.test(algorithm);
  return { data: sent(result), tag: isAuthenticated ? sent(encipher.getAuthTag()) : null };
}

/** Makes a cipher and drops it: what is wrong with it is said. */
function checkCipher(
  decrypts: boolean,
  algorithm: string,
  key: Buffer,
  iv: Buffer,
  options: crypto.CipherGCMOptions,
): void {
  const create = decrypts ? crypto.createDecipheriv : crypto.createCipheriv;
  create(algorithm as crypto.CipherGCMTypes, key, iv, options);
}

/** A key as PEM, DER, or an object with it and options. */
type Key = crypto.KeyLike & crypto.SignKeyObjectInput & crypto.VerifyKeyObjectInput;

type Service = (...values: readonly never[]) => unknown;

const services: Readonly<Record<string, Service>> = {
  hash: (algorithm: string, data: Buffer, options: crypto.HashOptions) =>
    sent(crypto.createHash(algorithm, options).update(data).digest()),
  hmac: (algorithm: string, key: Buffer, data: Buffer) =>
    sent(crypto.createHmac(algorithm, key).update(data).digest()),
  sign: (algorithm: string | null, data: Buffer, key: Key) =>
    sent(crypto.sign(algorithm ?? undefined, data, key)),
  verify: (algorithm: string | null, data: Buffer, key: Key, signature: Buffer) =>
    crypto.verify(algorithm ?? undefined, data, key, signature),
  checkSignature: (algorithm: string) => {
    crypto.createSign(algorithm);
  },
  checkCipher,
  cipher,
  publicEncrypt: (key: Key, data: Buffer) => sent(crypto.publicEncrypt(key, data)),
  privateDecrypt: (key: Key, data: Buffer) => sent(crypto.privateDecrypt(key, data)),
  privateEncrypt: (key: Key, data: Buffer) => sent(crypto.privateEncrypt(key, data)),
  publicDecrypt: (key: Key, data: Buffer) => sent(crypto.publicDecrypt(key, data)),
  generateKeyPair: (type: 'rsa', options: Partial<crypto.RSAKeyPairOptions<'pem', 'pem'>>) => {
    const pair = crypto.generateKeyPairSync(type, {
      modulusLength: 2048,
      ...options,
      // There are no key objects here.
      publicKeyEncoding: options.publicKeyEncoding ?? { type: 'spki', format: 'pem' },
      privateKeyEncoding: options.privateKeyEncoding ?? { type: 'pkcs8', format: 'pem' },
    });
    return { publicKey: encodedKey(pair.publicKey), privateKey: encodedKey(pair.privateKey) };
  },
  pbkdf2: (password: Buffer, salt: Buffer, iterations: number, length: number, digest: string) =>
    sent(crypto.pbkdf2Sync(password, salt, iterations, length, digest)),
  scrypt: (password: Buffer, salt: Buffer, length: number, options: crypto.ScryptOptions) =>
    sent(crypto.scryptSync(password, salt, length, options)),
  hkdf: (digest: string, key: Buffer, salt: Buffer, info: Buffer, length: number) =>
    sent(crypto.hkdfSync(digest, key, salt, info, length)),
  randomBytes: (size: number) => {
    if (size > mostBytes) throw new RangeError(`crypto.randomBytes gives up to ${mostBytes} bytes here.`);
    return sent(crypto.randomBytes(size));
  },
  randomInt: (from: number, to: number) => crypto.randomInt(from, to),
  randomUUID: () => crypto.randomUUID(),
  getHashes: () => crypto.getHashes(),
  getCiphers: () => crypto.getCiphers(),
  getCurves: () => crypto.getCurves(),
  constants: () => crypto.constants,
};

/** @throws the errors of Node. */
export function cryptoService(name: string, values: readonly Sent[]): unknown {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service === undefined) throw new TypeError(`crypto.${name} is not available.`);
  return Reflect.apply(service, undefined, values.map(received));
}
