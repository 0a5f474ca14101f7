/** The package `zlib`: the forms that answer at once, with a callback, and no streams. */
import { Buffer } from './buffer.ts';
import { service } from './host.ts';
import { bytesOf } from './response.ts';

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

function run(name: string, value: unknown): Buffer {
  return Buffer.from(String(service('zlib', [name, bytesOf(value).toString('base64')])), 'base64');
}

function withCallback(name: string) {
  return (value: unknown, ...rest: readonly unknown[]): void => {
    const callback = rest.at(-1) as Callback;
    void Promise.resolve().then(() => {
      try {
        callback(null, run(name, value));
      } catch (error) {
        callback(error);
      }
    });
  };
}

export const zlibModule = Object.fromEntries(
  names.flatMap((name) => [
    [`${name}Sync`, (value: unknown) => run(name, value)],
    [name, withCallback(name)],
  ]),
);
