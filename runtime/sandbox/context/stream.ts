/** `PassThrough`, the one thing that apps may import from `stream` (reference 4.3): small, and never waits. */
import { Buffer } from './buffer.ts';

type Listener = (...values: readonly unknown[]) => unknown;

export class PassThrough {
  readonly #listeners = new Map<string, Listener[]>();
  readonly #chunks: Buffer[] = [];
  #hasEnded = false;

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    if (name === 'data') for (const chunk of this.#chunks) listener(chunk);
    if ((name === 'end' || name === 'finish' || name === 'close') && this.#hasEnded) {
      void Promise.resolve().then(() => listener());
    }
    return this;
  }

  once(name: string, listener: Listener): this {
    return this.on(name, listener);
  }

  emit(name: string, ...values: readonly unknown[]): boolean {
    const listeners = this.#listeners.get(name) ?? [];
    for (const listener of listeners) listener(...values);
    return listeners.length > 0;
  }

  write(chunk: unknown): boolean {
    const bytes = toBytes(chunk);
    this.#chunks.push(bytes);
    this.emit('data', bytes);
    return true;
  }

  end(chunk?: unknown): this {
    if (chunk !== undefined) this.write(chunk);
    this.#hasEnded = true;
    for (const name of ['finish', 'end', 'close']) this.emit(name);
    return this;
  }

  pipe<T extends { write(chunk: unknown): unknown; end(): unknown }>(target: T): T {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => target.end());
    return target;
  }

  /** What was written so far. */
  collected(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Buffer> {
    for (const chunk of this.#chunks) yield chunk;
  }
}

function toBytes(chunk: unknown): Buffer {
  return ArrayBuffer.isView(chunk)
    ? Buffer.from(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(String(chunk));
}
