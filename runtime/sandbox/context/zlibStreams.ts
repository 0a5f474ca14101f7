/**
 * The streams of `zlib`: they take what is written, and give the whole of the result when that has ended. What cannot be
 * read is told a moment later, as in Node: by `error`, or to who reads with `for await`.
 */
import { Buffer } from './buffer.ts';
import { addTo } from './lists.ts';
import { calledSoon, isChunk, PassThrough, toBytes } from './stream.ts';

export class ZlibStream extends PassThrough {
  readonly #transform: (bytes: Buffer) => Buffer;
  readonly #given: Buffer[] = [];
  #isRead = false;

  /** @param transform of everything that was written; throws for what it cannot read. */
  constructor(transform: (bytes: Buffer) => Buffer) {
    super();
    this.#transform = transform;
  }

  override write(chunk: unknown, ...rest: readonly unknown[]): boolean {
    addTo(this.#given, toBytes(chunk, rest[0]));
    calledSoon(rest);
    return true;
  }

  override end(...values: readonly unknown[]): this {
    if (isChunk(values[0])) this.write(values[0], values[1]);
    let result: Buffer;
    try {
      result = this.#transform(Buffer.concat(this.#given));
    } catch (error) {
      this.fail(error);
      calledSoon(values, error);
      void this.#tell(error);
      return this;
    }
    this.give(result);
    super.end();
    calledSoon(values);
    return this;
  }

  /** Nobody listens to it: then it is an error that nobody handles. */
  async #tell(reason: unknown): Promise<void> {
    await Promise.resolve();
    if (!this.emit('error', reason) && !this.#isRead) throw reason;
  }

  override async *[Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
    this.#isRead = true;
    yield* super[Symbol.asyncIterator]();
  }
}
