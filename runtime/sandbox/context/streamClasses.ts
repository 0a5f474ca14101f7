/** The bundle of Node's streams, as the package `readable-stream` has them: see stream.ts, which has it compiled. */
import type { PassThrough, Stream, Transform } from 'node:stream';

export interface StreamClasses {
  readonly PassThrough: typeof PassThrough;
  readonly Stream: typeof Stream;
  readonly Transform: typeof Transform;
}

/** What stream.ts gives to this bundle, and takes from it. */
declare const ofContext: { classes: StreamClasses };

const { Stream: base } = require('readable-stream/lib/internal/streams/legacy.js') as {
  readonly Stream: typeof Stream;
};

ofContext.classes = {
  PassThrough: require('readable-stream/lib/internal/streams/passthrough.js') as typeof PassThrough,
  Stream: base,
  Transform: require('readable-stream/lib/internal/streams/transform.js') as typeof Transform,
};
