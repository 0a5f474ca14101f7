/** What requests and responses of node-fetch 2 have in common: a body that is read once. */
import { Buffer } from './buffer.ts';
import { FetchError } from './fetchError.ts';
import { parseJson } from './host.ts';
import { PassThrough } from './stream.ts';
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

  stream(): PassThrough {
    const stream = new PassThrough();
    stream.end(this.#bytes);
    return stream;
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
  get body(): PassThrough | null {
    const bytes = this.#content.bytes();
    if (bytes === null) return null;
    const stream = new PassThrough();
    stream.end(bytes);
    return stream;
  }

  async buffer(): Promise<Buffer> {
    return this.#used().bytes() ?? Buffer.from('');
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
    const { bytes, text } = this.#used();
    return text ?? bytes()?.toString('utf8') ?? '';
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
  if (body === null || body === undefined) return { bytes: () => null, text: null };
  if (isBytes(body)) {
    const given = bytesOf(body);
    return { bytes: () => given, text: null };
  }
  const text = body instanceof TextBody ? body.text : String(body).toWellFormed();
  let made: Buffer | undefined;
  return { bytes: () => (made ??= Buffer.from(text, 'utf8')), text };
}

/** The body of one for another that is made of it; null where there is none. */
export function bodyOf(body: Body): Buffer | TextBody | null {
  const { bytes, text } = contentOf(body);
  return text === null ? bytes() : new TextBody(text);
}

function isBytes(body: unknown): boolean {
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer || body instanceof PassThrough;
}

/** As node-fetch 2: of bytes and streams nothing is known, and any other object is sent as its text. */
export function contentTypeOf(body: unknown): string | null {
  if (body === null || body === undefined || body instanceof TextBody || isBytes(body)) return null;
  return body instanceof URLSearchParams
    ? 'application/x-www-form-urlencoded;charset=UTF-8'
    : 'text/plain;charset=UTF-8';
}

/** The bytes of a body that an app gives: text, Buffer, typed array, URLSearchParams, anything else as text. */
export function bytesOf(body: unknown): Buffer {
  if (ArrayBuffer.isView(body))
    return Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (body instanceof PassThrough) return body.collected();
  return Buffer.from(String(body));
}
