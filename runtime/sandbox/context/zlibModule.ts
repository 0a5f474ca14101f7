/** The package `zlib`: the forms that answer at once, with a callback, and no streams. */
import { requireBytesOrText, requireFunction } from './argumentTypes.ts';
import { Buffer } from './buffer.ts';
import { service } from './host.ts';
import { bytesOf } from './body.ts';

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

function run(name: string, value: unknown, options: unknown): Buffer {
  requireBytesOrText('buffer', value);
  const given = typeof options === 'object' && options !== null ? options : {};
  return Buffer.from(String(service('zlib', [name, bytesOf(value).toString('base64'), given])), 'base64');
}

function withCallback(name: string) {
  return (value: unknown, ...rest: readonly unknown[]): void => {
    const callback = rest[rest.length - 1];
    requireFunction('callback', callback);
    void answer(name, value, rest[0], callback as Callback);
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

export const zlibModule: object = Object.fromEntries(
  names.flatMap((name) => [
    [`${name}Sync`, (value: unknown, options?: unknown) => run(name, value, options)],
    [name, withCallback(name)],
  ]),
);

Object.defineProperty(zlibModule, 'constants', {
  enumerable: true,
  get: () => service('zlib.constants', null),
});
