/** `PassThrough`, the one thing that apps may import from `stream` (reference 4.3): small, and never waits. */
import { Buffer } from './buffer.ts';
import { OwnMap } from './ownMap.ts';
import { addTo, filterList, forAll, joined, listHas } from './lists.ts';

type Listener = (...values: readonly unknown[]) => unknown;

export class PassThrough {
  readonly #listeners = new OwnMap<string, Listener[]>();
  /** What was given to `once`, by the listener that stands for it. */
  readonly #originals = new WeakMap<Listener, Listener>();
  readonly #chunks: Buffer[] = [];
  #hasEnded = false;

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, joined(this.#listeners.get(name) ?? [], [listener]));
    if (name === 'data') {
      forAll(this.#chunks, (chunk) => this.#has(name, listener) && listener(chunk));
    }
    if ((name === 'end' || name === 'finish' || name === 'close') && this.#hasEnded) {
      void this.#callSoon(name, listener);
    }
    return this;
  }

  addListener(name: string, listener: Listener): this {
    return this.on(name, listener);
  }

  once(name: string, listener: Listener): this {
    const once: Listener = (...values) => {
      this.off(name, once);
      return Reflect.apply(listener, undefined, values);
    };
    this.#originals.set(once, listener);
    return this.on(name, once);
  }

  off(name: string, listener: Listener): this {
    const kept = filterList(
      this.#listeners.get(name) ?? [],
      (known) => known !== listener && this.#originals.get(known) !== listener,
    );
    this.#listeners.set(name, kept);
    return this;
  }

  removeListener(name: string, listener: Listener): this {
    return this.off(name, listener);
  }

  /** Ends it; an error is told first. */
  destroy(error?: unknown): this {
    if (error !== undefined) this.emit('error', error);
    this.emit('close');
    return this;
  }

  emit(name: string, ...values: readonly unknown[]): boolean {
    const listeners = this.#listeners.get(name) ?? [];
    forAll(listeners, (listener) => Reflect.apply(listener, undefined, values));
    return listeners.length > 0;
  }

  write(chunk: unknown): boolean {
    const bytes = toBytes(chunk);
    addTo(this.#chunks, bytes);
    this.emit('data', bytes);
    return true;
  }

  end(chunk?: unknown): this {
    if (chunk !== undefined) this.write(chunk);
    this.#hasEnded = true;
    forAll(['finish', 'end', 'close'], (name) => this.emit(name));
    return this;
  }

  pipe<T extends { write(chunk: unknown): unknown; end(): unknown }>(target: T): T {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => target.end());
    return target;
  }

  async #callSoon(name: string, listener: Listener): Promise<void> {
    await Promise.resolve();
    if (this.#has(name, listener)) listener();
  }

  #has(name: string, listener: Listener): boolean {
    return listHas(this.#listeners.get(name) ?? [], listener);
  }

  /** What was written so far. */
  collected(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Buffer> {
    // What comes meanwhile, too.
    for (let index = 0; index < this.#chunks.length; index += 1) yield this.#chunks[index] as Buffer;
  }
}

export function toBytes(chunk: unknown): Buffer {
  return ArrayBuffer.isView(chunk)
    ? Buffer.from(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(String(chunk));
}
