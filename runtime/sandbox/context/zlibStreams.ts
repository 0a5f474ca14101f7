/**
 * The streams of `zlib`: they take what is written, and give the whole of the result, in parts, when that has ended. What
 * cannot be read is told then.
 */
import type { Transform, TransformCallback } from 'node:stream';
import { Buffer } from './buffer.ts';
import { addTo } from './lists.ts';
import { named } from './named.ts';
import { addLacking } from './notHere.ts';
import { OwnMap } from './ownMap.ts';
import { streams } from './stream.ts';

type Convert = (bytes: Buffer) => Buffer;

/** Bytes of a part where the options say nothing, as Node's. */
const usualPart = 16 * 1024;

type ZlibClass = ReturnType<typeof makeClass>;

/** By name, which apps see. */
const classes = new OwnMap<string, ZlibClass>();

/**
 * @param name of its class in Node, such as `Gzip`.
 * @param options for Node's zlib.
 * @param convert gives the result of everything that was written; throws for what it cannot read.
 */
export function zlibStream(name: string, options: unknown, convert: Convert): Transform {
  const Stream = classes.get(name) ?? named(name, makeClass());
  classes.set(name, Stream);
  const stream = new Stream({ ...(options as object | null | undefined) }, convert);
  addLacking(stream, {
    module: `zlib.create${name}()`,
    functions: ['flush', 'params', 'reset'],
    instead: 'All of the result comes after end().',
  });
  return stream;
}

function makeClass() {
  class ZlibStream extends streams().Transform {
    readonly #convert: Convert;
    readonly #partSize: number;
    readonly #given: Buffer[] = [];
    #bytesWritten = 0;

    constructor(options: { readonly chunkSize?: number }, convert: Convert) {
      // These names mean other things to a stream in general.
      super({ ...options, flush: undefined, transform: undefined });
      this.#convert = convert;
      this.#partSize = options.chunkSize ?? usualPart;
    }

    get bytesWritten(): number {
      return this.#bytesWritten;
    }

    override _transform(chunk: Buffer, _encoding: string, callback: TransformCallback): void {
      this.#bytesWritten += chunk.length;
      addTo(this.#given, chunk);
      callback();
    }

    override _flush(callback: TransformCallback): void {
      let result: Buffer;
      try {
        result = this.#convert(Buffer.concat(this.#given));
      } catch (error) {
        callback(error as Error);
        return;
      }
      for (let start = 0; start < result.length; start += this.#partSize) {
        this.push(result.subarray(start, start + this.#partSize));
      }
      callback();
    }

    close(callback?: () => void): void {
      if (callback !== undefined) this.once('close', callback);
      this.destroy();
    }
  }
  return ZlibStream;
}
