/**
 * Node's streams, as the package `readable-stream` has them for other places. `PassThrough` is the one class of them
 * that apps may import (reference 4.3). They are compiled and made when the first is asked for: most apps have none.
 */
import type { PassThrough, Readable } from 'node:stream';
import { Buffer } from './buffer.ts';
import { compileStreams } from './host.ts';
import { addTo, forAll, forEntries, joined } from './lists.ts';
import { named } from './named.ts';
import { nextTick } from './nodeProcess.ts';
import { ownMethod } from './ownMethod.ts';
import * as statics from './ownStatics.ts';
import type { StreamClasses } from './streamClasses.ts';

/** What the language has by name, as it was before the app came; the bundler gives it. */
declare const ownLanguage: readonly unknown[];

/** Each is made of the next. */
const classNames = ['PassThrough', 'Transform', 'Duplex', 'Readable', 'Stream', 'EventEmitter'];

let made: StreamClasses | undefined;

export function streams(): StreamClasses {
  made ??= makeStreams();
  return made;
}

function makeStreams(): StreamClasses {
  const ofContext: { classes: StreamClasses | undefined; readonly [part: string]: unknown } = {
    modules: {
      buffer: { Buffer },
      'safe-buffer': { Buffer },
      'process/': { nextTick },
      // Apps have none, and none of the streams asks for one.
      'abort-controller': { AbortSignal: {} },
    },
    ownMethod,
    statics: { ...statics, 'Object.defineProperties': defineAll, 'Object.defineProperty': define },
    classes: undefined,
  };
  Reflect.apply(compileStreams(), undefined, joined<unknown>([ofContext], ownLanguage));
  const classes = ofContext.classes as StreamClasses;
  // What the entry of the package sets, which also has all that apps cannot import.
  Object.assign(classes.Stream, {
    _isUint8Array: (value: unknown) => value instanceof Uint8Array,
    _uint8ArrayToBuffer: toBuffer,
  });
  let of: object = classes.PassThrough;
  forAll(classNames, (name) => {
    of = Object.getPrototypeOf(named(name, of)) as object;
  });
  return classes;
}

/** As the language does it, whatever the app may have added to all objects, and so to descriptors. */
function define(owner: object, name: PropertyKey, descriptor: PropertyDescriptor): object {
  return Object.defineProperty(owner, name, Object.assign(Object.create(null) as object, descriptor));
}

function defineAll(owner: object, descriptors: Readonly<Record<string, PropertyDescriptor>>): object {
  forEntries(descriptors, (name, descriptor) => define(owner, name, descriptor));
  return owner;
}

export function isStream(value: unknown): value is Readable {
  return made !== undefined && value instanceof made.Stream;
}

/** As much as Node reads of a connection at once. */
const partOfAnswer = 64 * 1024;

/** One that gives these bytes, and ends; or that fails. */
export function streamOf(bytes: Buffer, failure?: Error): PassThrough {
  const stream = new (streams().PassThrough)();
  // As node-fetch, which listens itself: an error that the app does not listen to is no further error.
  stream.on('error', () => undefined);
  if (failure !== undefined) return stream.destroy(failure);
  for (let start = 0; start < bytes.length; start += partOfAnswer)
    stream.write(bytes.subarray(start, start + partOfAnswer));
  return stream.end();
}

/** One that gave all that it had, as that of an answer is whose text was read. */
export function usedStream(): PassThrough {
  const stream = new (streams().PassThrough)();
  const isOver = { ended: true, destroyed: true, closed: true, closeEmitted: true };
  const { _readableState: reads, _writableState: writes } = stream as unknown as Readonly<
    Record<string, object>
  >;
  Object.assign(reads ?? {}, isOver, { endEmitted: true });
  Object.assign(writes ?? {}, isOver, { ending: true, finished: true });
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
