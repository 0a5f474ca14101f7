/** `PassThrough`, the one thing that apps may import from `stream` (reference 4.3): small, and writes never wait. */
import { Buffer } from './buffer.ts';
import { OwnMap } from './ownMap.ts';
import { addTo, filterList, forAll, joined, listHas, partOf } from './lists.ts';

type Listener = (...values: readonly unknown[]) => unknown;

export class PassThrough {
  readonly #listeners = new OwnMap<string, Listener[]>();
  /** What was given to `once`, by the listener that stands for it. */
  readonly #originals = new WeakMap<Listener, Listener>();
  readonly #isOfObjects: boolean;
  readonly #chunks: unknown[] = [];
  /** How many of the chunks `read` has given. */
  #read = 0;
  /** Whether somebody listens to `readable`, and takes the chunks by `read`. */
  #isReadByHand = false;
  #hasEnded = false;
  #hasToldEnd = false;
  /** Those who iterate, and wait for what comes next. */
  #waiting: (() => void)[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(options?: { readonly objectMode?: unknown } | null) {
    this.#isOfObjects = Boolean(options?.objectMode);
  }

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, joined(this.#listeners.get(name) ?? [], [listener]));
    if (name === 'data') {
      forAll(this.#chunks, (chunk) => this.#has(name, listener) && listener(chunk));
    }
    const isPast = name === 'finish' ? this.#hasEnded : this.#hasToldEnd;
    if ((name === 'end' || name === 'finish' || name === 'close') && isPast) {
      void this.#callSoon(name, listener);
    }
    if (name === 'readable') {
      this.#isReadByHand = true;
      if (this.#chunks.length > this.#read || this.#hasEnded) void this.#callSoon(name, listener);
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
    if (!this.#hasEnded) this.fail(error ?? prematureClose());
    if (error !== undefined) this.emit('error', error);
    this.emit('close');
    return this;
  }

  emit(name: string, ...values: readonly unknown[]): boolean {
    const listeners = this.#listeners.get(name) ?? [];
    forAll(listeners, (listener) => Reflect.apply(listener, undefined, values));
    return listeners.length > 0;
  }

  /** @param rest the encoding of a text, and what is called when it is written; both may be absent. */
  write(chunk: unknown, ...rest: readonly unknown[]): boolean {
    this.give(this.#isOfObjects ? chunk : toBytes(chunk, rest[0]));
    calledSoon(rest);
    return true;
  }

  /** Gives a chunk to who reads. */
  protected give(chunk: unknown): void {
    addTo(this.#chunks, chunk);
    if (this.#isReadByHand) void this.#emitSoon('readable');
    else this.emit('data', chunk);
    this.#wake();
  }

  /** The last chunk, its encoding and what is called when all is written; each may be absent. */
  end(...values: readonly unknown[]): this {
    if (isChunk(values[0])) this.write(values[0], values[1]);
    this.#hasEnded = true;
    this.emit('finish');
    calledSoon(values);
    if (this.#isReadByHand) void this.#emitSoon('readable');
    else this.#tellEnd();
    this.#wake();
    return this;
  }

  /** What `readable` has told of; null where there is nothing yet, or no more. */
  read(): unknown {
    const rest = partOf(this.#chunks, this.#read);
    const taken = this.#isOfObjects ? Math.min(1, rest.length) : rest.length;
    this.#read += taken;
    if (this.#hasEnded && this.#read === this.#chunks.length) void this.#endSoon();
    if (taken === 0) return null;
    return this.#isOfObjects ? rest[0] : Buffer.concat(rest as Buffer[]);
  }

  /** Nothing more comes: who iterates gets the error. */
  protected fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    forAll(waiting, (goOn) => goOn());
  }

  #tellEnd(): void {
    if (this.#hasToldEnd) return;
    this.#hasToldEnd = true;
    forAll(['end', 'close'], (name) => this.emit(name));
  }

  async #endSoon(): Promise<void> {
    await Promise.resolve();
    this.#tellEnd();
  }

  async #emitSoon(name: string): Promise<void> {
    await Promise.resolve();
    this.emit(name);
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
    return Buffer.concat(this.#chunks as Buffer[]);
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
    for (let index = 0; ;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (index < this.#chunks.length) {
        yield this.#chunks[index];
        index += 1;
      } else if (this.#hasEnded) return;
      else await new Promise<void>((resolve) => addTo(this.#waiting, resolve));
    }
  }
}

/** As Node's: the stream was destroyed before its end. */
function prematureClose(): Error {
  return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

/** Whether it is neither absent nor what is to be called. */
export function isChunk(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'function';
}

/** Calls what was given last, where that is a function: later, as in Node, with the error that there was. */
export function calledSoon(given: readonly unknown[], error?: unknown): void {
  const callback = filterList(given, (value) => typeof value === 'function')[0] as Listener | undefined;
  if (callback !== undefined) void callSoon(callback, error);
}

async function callSoon(callback: Listener, error: unknown): Promise<void> {
  await Promise.resolve();
  if (error === undefined) callback();
  else callback(error);
}

/** @param encoding of a text; anything that names none counts as absent. */
export function toBytes(chunk: unknown, encoding?: unknown): Buffer {
  return ArrayBuffer.isView(chunk)
    ? Buffer.from(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(String(chunk), Buffer.isEncoding(encoding as string) ? (encoding as string) : 'utf8');
}
