/**
 * Node's streams, as the package `readable-stream` has them for other places. `PassThrough` is the one class of them
 * that apps may import (reference 4.3). They are made when the first is asked for: most apps have none.
 */
import type { PassThrough, Readable, Stream, Transform } from 'node:stream';
import { Buffer } from './buffer.ts';
import { addTo } from './lists.ts';

interface Streams {
  readonly PassThrough: typeof PassThrough;
  readonly Stream: typeof Stream;
  readonly Transform: typeof Transform;
}

let made: Streams | undefined;

export function streams(): Streams {
  made ??= makeStreams();
  return made;
}

function makeStreams(): Streams {
  const { Stream: base } = require('readable-stream/lib/internal/streams/legacy.js') as {
    readonly Stream: typeof Stream;
  };
  // What the entry of the package sets, which also has all that apps cannot import.
  Object.assign(base, {
    _isUint8Array: (value: unknown) => value instanceof Uint8Array,
    _uint8ArrayToBuffer: toBuffer,
  });
  return {
    PassThrough: require('readable-stream/lib/internal/streams/passthrough.js') as typeof PassThrough,
    Stream: base,
    Transform: require('readable-stream/lib/internal/streams/transform.js') as typeof Transform,
  };
}

export function isStream(value: unknown): value is Readable {
  return made !== undefined && value instanceof made.Stream;
}

/** One that gives these bytes, and ends; or that fails. */
export function streamOf(bytes: Buffer, failure?: Error): PassThrough {
  const stream = new (streams().PassThrough)();
  // As node-fetch, which listens itself: an error that the app does not listen to is no further error.
  stream.on('error', () => undefined);
  if (failure === undefined) stream.end(bytes);
  else stream.destroy(failure);
  return stream;
}

/** What comes of a stream, for one of several who read it. */
export function handedOn(stream: Readable): Readable {
  return stream.pipe(new (streams().PassThrough)());
}

/** All that comes until the end, for which it waits. */
export function collected(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('error', reject);
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    stream.on('data', (chunk: unknown) => addTo(chunks, toBuffer(chunk)));
  });
}

function toBuffer(chunk: unknown): Buffer {
  return ArrayBuffer.isView(chunk)
    ? Buffer.from(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(String(chunk));
}
