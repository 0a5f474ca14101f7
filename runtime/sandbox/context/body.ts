/** What requests and responses of node-fetch 2 have in common: a body that is read once. */
import type { Readable } from 'node:stream';
import { Buffer } from './buffer.ts';
import { FetchError } from './fetchError.ts';
import { parseJson } from './host.ts';
import { collected, handedOn, isStream, streamOf } from './stream.ts';
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

export interface BodyOptions {
  readonly size?: unknown;
  readonly timeout?: unknown;
}

/** A body that came as text: most apps read it as that, and its bytes are made when they are asked for. */
export class TextBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface Content {
  /** Null where there is no body. */
  readonly bytes: () => Buffer | null;
  /** The same as text, where it came as that. */
  readonly text: string | null;
  /** Where an app gave one: then there are no bytes yet. */
  stream: Readable | null;
  /** Why there is none, though it was announced. */
  readonly failure: Error | undefined;
}

/** What is in a body, without reading it as the app does. */
export let contentOf: (body: Body) => Content;

export abstract class Body {
  /** What alone an app finds when it writes one as JSON. */
  readonly size: number;
  readonly timeout: number;
  readonly #content: Content;
  #isUsed = false;
  #stream: Readable | null = null;

  static {
    contentOf = (body) => body.#content;
  }

  /** @param failure why there is no body, which who reads it learns. */
  constructor(body: unknown, { size, timeout }: BodyOptions, failure?: Error) {
    this.#content = { ...contentFrom(body), failure };
    this.size = Number(size) || 0;
    this.timeout = Number(timeout) || 0;
  }

  abstract get url(): string;
  abstract get headers(): { get(name: string): string | null };

  get bodyUsed(): boolean {
    return this.#isUsed;
  }

  /** A Node stream, not a web stream. */
  get body(): Readable | null {
    const { bytes, failure, stream } = this.#content;
    if (stream !== null) return stream;
    const given = this.#stream === null ? bytes() : null;
    if (given !== null) this.#stream = streamOf(given, failure);
    return this.#stream;
  }

  async buffer(): Promise<Buffer> {
    const { bytes, stream } = this.#used();
    if (stream === null) return bytes() ?? Buffer.from('');
    try {
      return await collected(stream);
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      const message = `Invalid response body while trying to fetch ${this.url}: ${reason}`;
      throw new FetchError(message, 'system');
    }
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
    const { text } = this.#content;
    if (text === null) return (await this.buffer()).toString('utf8');
    this.#used();
    return text;
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
  if (body === null || body === undefined) return { bytes: () => null, text: null, stream: null };
  if (isStream(body)) return { bytes: () => null, text: null, stream: body };
  if (isBytes(body)) {
    const given = bytesOf(body);
    return { bytes: () => given, text: null, stream: null };
  }
  const text = body instanceof TextBody ? body.text : String(body).toWellFormed();
  let made: Buffer | undefined;
  return { bytes: () => (made ??= Buffer.from(text, 'utf8')), text, stream: null };
}

/** The body of one for another that is made of it; null where there is none. */
export function bodyOf(body: Body): Buffer | TextBody | Readable | null {
  const content = contentOf(body);
  const { bytes, stream, text } = content;
  if (stream === null) return text === null ? bytes() : new TextBody(text);
  // Each of the two reads it from now on.
  content.stream = handedOn(stream);
  return handedOn(stream);
}

function isBytes(body: unknown): boolean {
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
}

/** As node-fetch 2: of bytes and streams nothing is known, and any other object is sent as its text. */
export function contentTypeOf(body: unknown): string | null {
  if (body === null || body === undefined || body instanceof TextBody) return null;
  if (isBytes(body) || isStream(body)) return null;
  return body instanceof URLSearchParams
    ? 'application/x-www-form-urlencoded;charset=UTF-8'
    : 'text/plain;charset=UTF-8';
}

/** The bytes of a body that an app gives: text, Buffer, typed array, URLSearchParams, anything else as text. */
export function bytesOf(body: unknown): Buffer {
  if (ArrayBuffer.isView(body))
    return Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  return Buffer.from(String(body));
}
