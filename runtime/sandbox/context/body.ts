/** What requests and responses of node-fetch 2 have in common: a body that is read once. */
import type { Readable } from 'node:stream';
import { Buffer } from './buffer.ts';
import { FetchError } from './fetchError.ts';
import { parseJson } from './host.ts';
import { named } from './named.ts';
import { collected, handedOn, isStream, streamOf, usedStream } from './stream.ts';
import { URLSearchParams } from './urlSearchParams.ts';

/** As much of a Blob as node-fetch 2 gives. */
class Blob {
  readonly type: string;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, type: string) {
    this.#bytes = bytes;
    this.type = type.toLowerCase();
  }

  get size(): number {
    return this.#bytes.length;
  }

  get [Symbol.toStringTag](): string {
    return 'Blob';
  }

  async text(): Promise<string> {
    return this.#bytes.toString('utf8');
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    const { buffer, byteLength, byteOffset } = this.#bytes;
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }

  stream(): Readable {
    return streamOf(this.#bytes);
  }

  slice(start?: number, end?: number, type = ''): Blob {
    return new Blob(this.#bytes.subarray(start, end) as Buffer, type);
  }
}

named('Blob', Blob);

export interface BodyOptions {
  readonly size?: unknown;
  readonly timeout?: unknown;
}

/** Bytes, or a text that most apps read as that: then its bytes are made when they are asked for. */
export class KnownBody {
  readonly text: string | null;
  /** It came as an answer, of which apps get a stream. */
  readonly isReceived: boolean;
  #bytes: Buffer | undefined;

  constructor(content: string | Buffer, isReceived: boolean) {
    this.text = typeof content === 'string' ? content : null;
    if (typeof content !== 'string') this.#bytes = content;
    this.isReceived = isReceived;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.text ?? '', 'utf8'));
  }
}

interface Content {
  /** Null where there is no body, or a stream alone. */
  readonly known: KnownBody | null;
  /** Where an app gave one, or took one: all is read from it then. */
  stream: Readable | null;
  /** Why there is none, though it was announced or begun. */
  failure: Error | undefined;
}

/** What is in a body, without reading it as the app does. */
export let contentOf: (body: Body) => Content;

export abstract class Body {
  /** What alone an app finds when it writes one as JSON. */
  readonly size: number;
  readonly timeout: number;
  readonly #content: Content;
  #isUsed = false;

  static {
    contentOf = (body) => body.#content;
  }

  /** @param failure why there is no body, which who reads it learns. */
  constructor(body: unknown, { size, timeout }: BodyOptions, failure?: Error) {
    this.#content = { ...contentFrom(body), failure };
    if (this.#content.stream !== null) this.#keepFailure(this.#content.stream);
    this.size = Number(size) || 0;
    this.timeout = Number(timeout) || 0;
  }

  abstract get url(): string;
  abstract get headers(): { get(name: string): string | null };

  get bodyUsed(): boolean {
    return this.#isUsed;
  }

  /** Of an answer a stream of Node, not of the web; of what the app gave, that stream or its bytes. */
  get body(): Readable | Buffer | null {
    const { failure, known, stream } = this.#content;
    if (stream !== null || known === null) return stream;
    if (!known.isReceived) return known.bytes;
    const taken = this.#isUsed ? usedStream() : streamOf(known.bytes, failure);
    this.#keepFailure(taken);
    this.#content.stream = taken;
    return taken;
  }

  async buffer(): Promise<Buffer> {
    const { known, stream } = this.#used();
    if (stream === null) return known?.bytes ?? Buffer.from('');
    try {
      return await collected(stream);
    } catch (error) {
      throw this.#failureOf(error);
    }
  }

  /** As there, where an error that nobody else hears is no further one. */
  #keepFailure(stream: Readable): void {
    stream.on('error', (error) => {
      this.#content.failure ??= this.#failureOf(error);
    });
  }

  #failureOf(error: unknown): Error {
    if (error instanceof Error && error.name === 'AbortError') return error;
    const { code, message } = (error ?? {}) as { readonly code?: string; readonly message?: string };
    const text = `Invalid response body while trying to fetch ${this.url}: ${message}`;
    return new FetchError(text, 'system', code === undefined ? undefined : { code });
  }

  /** @throws Error where it was read before, or there is none. */
  #used(): Content {
    if (this.#isUsed) throw new TypeError(`body used already for: ${this.url}`);
    this.#isUsed = true;
    const { failure } = this.#content;
    if (failure !== undefined) throw failure;
    return this.#content;
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    const bytes = await this.buffer();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }

  async blob(): Promise<Blob> {
    return new Blob(await this.buffer(), this.headers.get('content-type') ?? '');
  }

  async text(): Promise<string> {
    const { known, stream } = this.#content;
    if (stream !== null || typeof known?.text !== 'string') return (await this.buffer()).toString('utf8');
    this.#used();
    return known.text;
  }

  async json(): Promise<unknown> {
    const text = await this.text();
    try {
      return parseJson(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      throw new FetchError(`invalid json response body at ${this.url} reason: ${reason}`, 'invalid-json');
    }
  }
}

function contentFrom(body: unknown): Omit<Content, 'failure'> {
  if (body === null || body === undefined) return { known: null, stream: null };
  if (isStream(body)) return { known: null, stream: body };
  if (body instanceof KnownBody) return { known: body, stream: null };
  const given = isBytes(body) ? bytesOf(body) : String(body).toWellFormed();
  return { known: new KnownBody(given, false), stream: null };
}

/**
 * The body of one for another that is made of it; null where there is none.
 *
 * @throws Error where it was read before.
 */
export function bodyOf(body: Body): KnownBody | Readable | null {
  const content = contentOf(body);
  const { known, stream } = content;
  if (known === null && stream === null) return null;
  if (body.bodyUsed) throw new Error('cannot clone body after it is used');
  if (stream === null) return known;
  // Each of the two reads it from now on.
  content.stream = handedOn(stream);
  return handedOn(stream);
}

function isBytes(body: unknown): boolean {
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
}

/** As node-fetch 2: of bytes and streams nothing is known, and any other object is sent as its text. */
export function contentTypeOf(body: unknown): string | null {
  if (body === null || body === undefined || body instanceof KnownBody) return null;
  if (isBytes(body) || isStream(body)) return null;
  return body instanceof URLSearchParams
    ? 'application/x-www-form-urlencoded;charset=UTF-8'
    : 'text/plain;charset=UTF-8';
}

/** The bytes of a body that an app gives: text, Buffer, typed array, URLSearchParams, anything else as text. */
export function bytesOf(body: unknown): Buffer {
  if (ArrayBuffer.isView(body))
    return Buffer.isBuffer(body)
      ? body
      : Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  return Buffer.from(String(body));
}
