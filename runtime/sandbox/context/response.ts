/** Headers and Response in the shape of node-fetch 2, which PostHog gives to apps. Reference 1.2.4. */
import type { AnsweredResponse } from '../../../protocol/sandbox.ts';
import { Buffer } from './buffer.ts';
import { FetchError } from './fetchError.ts';
import { parseJson } from './host.ts';
import { PassThrough } from './stream.ts';

type HeaderInit =
  | Headers
  | readonly (readonly [string, unknown])[]
  | Record<string, unknown>
  | null
  | undefined;

export class Headers {
  readonly #values = new Map<string, { name: string; values: string[] }>();

  constructor(init?: HeaderInit) {
    if (init === null || init === undefined) return;
    const entries = init instanceof Headers ? [...init] : Array.isArray(init) ? init : Object.entries(init);
    for (const [name, value] of entries as readonly (readonly [string, unknown])[]) this.append(name, value);
  }

  append(name: string, value: unknown): void {
    const key = String(name).toLowerCase();
    const entry = this.#values.get(key);
    if (entry === undefined) this.#values.set(key, { name: String(name), values: [String(value)] });
    else entry.values.push(String(value));
  }

  set(name: string, value: unknown): void {
    this.#values.set(String(name).toLowerCase(), { name: String(name), values: [String(value)] });
  }

  get(name: string): string | null {
    return this.#values.get(String(name).toLowerCase())?.values.join(', ') ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(String(name).toLowerCase());
  }

  delete(name: string): void {
    this.#values.delete(String(name).toLowerCase());
  }

  /** All values of each name, as node-fetch 2 has it. */
  raw(): Record<string, string[]> {
    return Object.fromEntries([...this.#values.values()].map(({ name, values }) => [name, [...values]]));
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, receiver?: unknown): void {
    for (const [name, value] of this) Reflect.apply(callback, receiver, [value, name, this]);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const key of [...this.#values.keys()].toSorted()) yield [key, this.get(key) ?? ''];
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeaderInit;
  readonly url?: string;
  readonly redirected?: boolean;
}

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

export class Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;
  readonly #body: Buffer;
  #isUsed = false;

  constructor(body?: unknown, init: ResponseInit = {}) {
    this.#body = bytesOf(body);
    this.status = init.status ?? 200;
    this.statusText = init.statusText ?? 'OK';
    this.headers = new Headers(init.headers);
    this.url = init.url ?? '';
    this.redirected = init.redirected ?? false;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get bodyUsed(): boolean {
    return this.#isUsed;
  }

  /** A Node stream, not a web stream. */
  get body(): PassThrough {
    const stream = new PassThrough();
    stream.end(this.#body);
    return stream;
  }

  async buffer(): Promise<Buffer> {
    if (this.#isUsed) throw new TypeError(`body used already for: ${this.url}`);
    this.#isUsed = true;
    return this.#body;
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    const bytes = await this.buffer();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }

  async blob(): Promise<Blob> {
    return new Blob(await this.buffer(), this.headers.get('content-type') ?? '');
  }

  async text(): Promise<string> {
    return (await this.buffer()).toString('utf8');
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

  clone(): Response {
    if (this.#isUsed) throw new Error('cannot clone body after it is used');
    return new Response(this.#body, this);
  }
}

/** The bytes of a body that an app gives: text, Buffer, typed array, URLSearchParams, anything else as text. */
export function bytesOf(body: unknown): Buffer {
  if (body === null || body === undefined) return Buffer.from('');
  if (ArrayBuffer.isView(body))
    return Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (body instanceof PassThrough) return body.collected();
  return Buffer.from(String(body));
}

export function responseFrom(answer: unknown): Response {
  const { bodyBase64, ...rest } = answer as AnsweredResponse;
  return new Response(Buffer.from(bodyBase64, 'base64'), rest);
}
