/** The package `zlib`: the forms that answer at once, with a callback, and as streams. */
import { requireBytes, requireBytesOrText, requireFunction } from './argumentTypes.ts';
import { Buffer } from './buffer.ts';
import { service } from './host.ts';
import { itemAt } from './lists.ts';
import { bytesOf } from './body.ts';
import { addLacking } from './notHere.ts';
import { zlibStream } from './zlibStreams.ts';

const names = [
  'gzip',
  'gunzip',
  'deflate',
  'inflate',
  'deflateRaw',
  'inflateRaw',
  'unzip',
  'brotliCompress',
  'brotliDecompress',
] as const;

type Callback = (error: unknown, result?: Buffer) => void;

interface Options {
  [name: string]: unknown;
  dictionary?: unknown;
}

/** What of the options Node is asked with, and the dictionary by itself, of which Brotli knew nothing at PostHog. */
function asked(name: string, options: unknown): { readonly given: object; readonly words: string | null } {
  const { dictionary, ...given }: Options = { ...(options as Options | null | undefined) };
  // Node takes what is no number for an option that is not given; in JSON it would be null, which it refuses.
  for (const name in given) if (Number.isNaN(given[name])) given[name] = undefined;
  if (dictionary === undefined || name.startsWith('brotli')) return { given, words: null };
  requireBytes('options.dictionary', dictionary);
  return { given, words: bytesOf(dictionary).toString('base64') };
}

function run(name: string, value: unknown, options: unknown): Buffer {
  requireBytesOrText('buffer', value);
  const { given, words } = asked(name, options);
  const answer = service('zlib', [name, bytesOf(value).toString('base64'), given, words]);
  return Buffer.from(String(answer), 'base64');
}

/** @throws what Node throws for options that cannot be, before there is any data. */
function check(name: string, options: unknown): void {
  const { given, words } = asked(name, options);
  service('zlib.check', [name, given, words]);
}

function withCallback(name: string) {
  return (value: unknown, ...rest: readonly unknown[]): void => {
    const callback = itemAt(rest, rest.length - 1);
    requireFunction('callback', callback);
    const options = rest.length === 1 ? undefined : rest[0];
    check(name, options);
    void answer(name, value, options, callback as Callback);
  };
}

/** Later, as in Node: never before the call has returned. */
async function answer(name: string, value: unknown, options: unknown, callback: Callback): Promise<void> {
  await Promise.resolve();
  let result: Buffer;
  try {
    result = run(name, value, options);
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, result);
}

/** Such as `Gzip`. */
function className(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function stream(name: string, options: unknown): object {
  check(name, options);
  return zlibStream(className(name), options, (bytes) => run(name, bytes, options));
}

export const zlibModule: object = Object.fromEntries(
  names.flatMap((name) => [
    [`${name}Sync`, (value: unknown, options?: unknown) => run(name, value, options)],
    [name, withCallback(name)],
    [`create${className(name)}`, (options?: unknown) => stream(name, options)],
  ]),
);

addLacking(zlibModule, {
  module: 'zlib',
  functions: [
    'Deflate',
    'Inflate',
    'Gzip',
    'Gunzip',
    'DeflateRaw',
    'InflateRaw',
    'Unzip',
    'BrotliCompress',
    'BrotliDecompress',
  ],
  objects: ['codes'],
  instead: 'Make a stream with zlib.createGzip and the like, which both have.',
});

Object.defineProperty(zlibModule, 'constants', {
  enumerable: true,
  get: () => service('zlib.constants', null),
});
