/**
 * The streams of `zlib`: they take what is written, and give the whole of the result when that has ended. What cannot be
 * read is told a moment later, as in Node: by `error`, or to who reads with `for await`.
 */
import { Buffer } from './buffer.ts';
import { addTo } from './lists.ts';
import { PassThrough, toBytes } from './stream.ts';

export class ZlibStream extends PassThrough {
  readonly #transform: (bytes: Buffer) => Buffer;
  readonly #given: Buffer[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isRead = false;

  /** @param transform of everything that was written; throws for what it cannot read. */
  constructor(transform: (bytes: Buffer) => Buffer) {
    super();
    this.#transform = transform;
  }

  override write(chunk: unknown): boolean {
    addTo(this.#given, toBytes(chunk));
    return true;
  }

  override end(chunk?: unknown): this {
    if (chunk !== undefined) this.write(chunk);
    let result: Buffer;
    try {
      result = this.#transform(Buffer.concat(this.#given));
    } catch (error) {
      this.#failure = { error };
      void this.#tell(error);
      return this;
    }
    super.write(result);
    return super.end();
  }

  /** Nobody listens to it: then it is an error that nobody handles. */
  async #tell(reason: unknown): Promise<void> {
    await Promise.resolve();
    if (!this.emit('error', reason) && !this.#isRead) throw reason;
  }

  override async *[Symbol.asyncIterator](): AsyncIterableIterator<Buffer> {
    this.#isRead = true;
    if (this.#failure !== undefined) throw this.#failure.error;
    yield* super[Symbol.asyncIterator]();
  }
}
