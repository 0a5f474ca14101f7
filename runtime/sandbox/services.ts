/** What the app's realm asks Node for: text in, text out. Nothing here reaches files, processes or sockets. */
import {
  createHash,
  createHmac,
  createSign,
  getHashes,
  randomBytes,
  randomInt,
  randomUUID,
} from 'node:crypto';
import zlib from 'node:zlib';

type Service = (argument: unknown) => unknown;

/** More than this at once is refused, so that a small compressed text cannot fill the memory. */
const mostBytes = 64 * 1024 * 1024;

const urlParts = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;

function partsOf(url: URL): object {
  return Object.fromEntries(urlParts.map((name) => [name, url[name]]));
}

const compressors: ReadonlyMap<string, (data: Buffer) => Buffer> = new Map([
  ['gzip', (data) => zlib.gzipSync(data)],
  ['gunzip', (data) => zlib.gunzipSync(data, { maxOutputLength: mostBytes })],
  ['deflate', (data) => zlib.deflateSync(data)],
  ['inflate', (data) => zlib.inflateSync(data, { maxOutputLength: mostBytes })],
  ['deflateRaw', (data) => zlib.deflateRawSync(data)],
  ['inflateRaw', (data) => zlib.inflateRawSync(data, { maxOutputLength: mostBytes })],
  ['unzip', (data) => zlib.unzipSync(data, { maxOutputLength: mostBytes })],
  ['brotliCompress', (data) => zlib.brotliCompressSync(data)],
  ['brotliDecompress', (data) => zlib.brotliDecompressSync(data, { maxOutputLength: mostBytes })],
]);

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

interface DigestRequest {
  readonly algorithm: string;
  readonly data: string;
  readonly key?: string;
}

const services: ReadonlyMap<string, Service> = new Map<string, Service>([
  [
    'url.parse',
    (argument) => {
      const [address, base] = argument as [string, string?];
      return URL.canParse(address, base) ? partsOf(new URL(address, base)) : null;
    },
  ],
  [
    'url.change',
    (argument) => {
      const [href, name, value] = argument as [string, (typeof urlParts)[number], string];
      const url = new URL(href);
      if (name !== 'origin') url[name] = value;
      return partsOf(url);
    },
  ],
  [
    'crypto.hash',
    (argument) => {
      const { algorithm, data } = argument as DigestRequest;
      return createHash(algorithm).update(decode(data)).digest('base64');
    },
  ],
  [
    'crypto.hmac',
    (argument) => {
      const { algorithm, data, key = '' } = argument as DigestRequest;
      return createHmac(algorithm, decode(key)).update(decode(data)).digest('base64');
    },
  ],
  [
    'crypto.sign',
    (argument) => {
      const { algorithm, data, key = '' } = argument as DigestRequest;
      return createSign(algorithm).update(decode(data)).sign(key, 'base64');
    },
  ],
  ['crypto.hashes', () => getHashes()],
  ['crypto.randomBytes', (size) => randomBytes(Math.min(Number(size), mostBytes)).toString('base64')],
  [
    'crypto.randomInt',
    (argument) => {
      const [from, to] = argument as [number, number];
      return randomInt(from, to);
    },
  ],
  ['crypto.randomUUID', () => randomUUID()],
  [
    'zlib',
    (argument) => {
      const [name, data] = argument as [string, string];
      const compress = compressors.get(name);
      if (compress === undefined) throw new TypeError(`zlib.${name} is not available.`);
      return compress(decode(data)).toString('base64');
    },
  ],
]);

/** The answer as JSON text: `{ value }`, or `{ error }` with the name, message and code of Node's error. */
export function answerService(name: string, payload: string): string {
  try {
    const found = services.get(name);
    if (found === undefined) throw new TypeError(`${name} is not available.`);
    return JSON.stringify({ value: found(JSON.parse(payload)) ?? null });
  } catch (error) {
    const { name: kind, message, code } = error as NodeJS.ErrnoException;
    return JSON.stringify({ error: { name: kind, message, code: code ?? null } });
  }
}
