/** What the app's realm asks Node for: text in, text out. Nothing here reaches files, processes or sockets. */
import { STATUS_CODES } from 'node:http';
import zlib from 'node:zlib';
import { cryptoService } from './cryptoServices.ts';
import { urlService } from './urlServices.ts';

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

interface ZlibOptions {
  readonly maxOutputLength?: unknown;
}

/** What is no number Node refuses itself. */
function outputLimit({ maxOutputLength = mostBytes }: ZlibOptions = {}): number {
  return typeof maxOutputLength === 'number' && maxOutputLength > mostBytes
    ? mostBytes
    : (maxOutputLength as number);
}

interface CompressOptions {
  readonly maxOutputLength: number;
}

type Compress = (data: Buffer, options: CompressOptions) => Buffer;

const compressors: ReadonlyMap<string, Compress> = new Map<string, Compress>([
  ['gzip', zlib.gzipSync],
  ['gunzip', zlib.gunzipSync],
  ['deflate', zlib.deflateSync],
  ['inflate', zlib.inflateSync],
  ['deflateRaw', zlib.deflateRawSync],
  ['inflateRaw', zlib.inflateRawSync],
  ['unzip', zlib.unzipSync],
  ['brotliCompress', zlib.brotliCompressSync],
  ['brotliDecompress', zlib.brotliDecompressSync],
]);

const makers: ReadonlyMap<string, (options: object) => { close(): void }> = new Map([
  ['gzip', zlib.createGzip],
  ['gunzip', zlib.createGunzip],
  ['deflate', zlib.createDeflate],
  ['inflate', zlib.createInflate],
  ['deflateRaw', zlib.createDeflateRaw],
  ['inflateRaw', zlib.createInflateRaw],
  ['unzip', zlib.createUnzip],
  ['brotliCompress', zlib.createBrotliCompress],
  ['brotliDecompress', zlib.createBrotliDecompress],
]);

/** @param words the dictionary in base64. */
function zlibOptions(options: ZlibOptions, words: string | null): CompressOptions {
  const given = { ...options, info: false, maxOutputLength: outputLimit(options) };
  return words === null ? given : Object.assign(given, { dictionary: decode(words) });
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
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
  ['url.older', (argument) => urlService(argument as Parameters<typeof urlService>[0])],
  ['http.reason', (argument) => STATUS_CODES[String(argument)]],
  ['zlib.constants', () => zlib.constants],
  [
    'zlib',
    (argument) => {
      const [name, data, options, words] = argument as [string, string, ZlibOptions, string | null];
      const compress = compressors.get(name);
      if (compress === undefined) throw new TypeError(`zlib.${name} is not available.`);
      return compress(decode(data), zlibOptions(options, words)).toString('base64');
    },
  ],
  [
    'zlib.check',
    (argument) => {
      const [name, options, words] = argument as [string, ZlibOptions, string | null];
      makers.get(name)?.(zlibOptions(options, words)).close();
    },
  ],
]);

/** The answer as JSON text: `{ value }`, or `{ error }` with the name, message and code of Node's error. */
export function answerService(name: string, payload: string): string {
  try {
    if (name.startsWith('crypto.')) {
      const values = JSON.parse(payload) as Parameters<typeof cryptoService>[1];
      return JSON.stringify({ value: cryptoService(name.slice('crypto.'.length), values) ?? null });
    }
    const found = services.get(name);
    if (found === undefined) throw new TypeError(`${name} is not available.`);
    return JSON.stringify({ value: found(JSON.parse(payload)) ?? null });
  } catch (error) {
    const { name: kind, message, code, errno } = error as NodeJS.ErrnoException;
    return JSON.stringify({ error: { name: kind, message, code: code ?? null, errno } });
  }
}
