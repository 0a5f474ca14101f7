// What PostHog's VM has beside the language (reference 4.2): for our own service alone, which loads no DOM library and
// no types of Node. What the VM lacks is not here.

/**
 * Writes to the logs of the app, which its page in PostHog shows. It has these five methods only.
 *
 * Plain objects and lists are written as JSON. An Error is written as its message, so pass `error.stack` for more.
 */
declare var console: PostHogVm.Console;

/**
 * Sends an HTTP request: the function of node-fetch 2.
 *
 * - It fulfils for every status: look at `response.ok`.
 * - It can loop when it sends an event to PostHog from `processEvent` or `onEvent`.
 * - PostHog gives up waiting after 30 seconds. The request cannot be cancelled.
 *
 * @example
 * const response = await fetch('https://example.com/hook', {
 *   method: 'POST',
 *   headers: { 'Content-Type': 'application/json' },
 *   body: JSON.stringify(event),
 * })
 */
declare function fetch(url: string | URL, options?: PostHogVm.RequestOptions): Promise<PostHogApp.Response>;

/**
 * An address in its parts.
 *
 * @example
 * const campaign = new URL(event.properties.$current_url).searchParams.get('utm_campaign')
 */
declare var URL: PostHogVm.URLConstructor;

interface URL extends PostHogVm.URLParts {}

/** Bytes, as in Node. A Buffer that PostHog hands over is no `instanceof Uint8Array`; `Buffer.isBuffer` knows it. */
declare var Buffer: PostHogVm.BufferConstructor;

interface Buffer extends PostHogVm.BufferMethods {}

/** The global object, as in Node. */
declare var global: typeof globalThis;

declare namespace PostHogVm {
  interface Console {
    /** Writes a line of level DEBUG to the logs of the app. */
    debug(...values: unknown[]): Promise<void>;
    /** Writes a line of level LOG to the logs of the app. */
    log(...values: unknown[]): Promise<void>;
    /** Writes a line of level INFO to the logs of the app. */
    info(...values: unknown[]): Promise<void>;
    /** Writes a line of level WARN to the logs of the app. */
    warn(...values: unknown[]): Promise<void>;
    /** Writes a line of level ERROR to the logs of the app. */
    error(...values: unknown[]): Promise<void>;
  }

  interface RequestOptions {
    /** `GET` when absent. */
    method?: string;
    headers?: Record<string, string> | [string, string][];
    body?: string | Uint8Array | null;
    /** What to do with a redirect: `follow` when absent. */
    redirect?: 'follow' | 'manual' | 'error';
    /** How many redirects to follow; 20 when absent. */
    follow?: number;
    /** Milliseconds until the request fails; 0 for no limit. */
    timeout?: number;
    /** Bytes after which the response fails; 0 for no limit. */
    size?: number;
    /** Whether to ask for compression; true when absent. */
    compress?: boolean;
  }

  interface URLConstructor {
    new (url: string | URL, base?: string | URL): URL;
    readonly prototype: URL;
  }

  interface URLParts {
    href: string;
    readonly origin: string;
    protocol: string;
    username: string;
    password: string;
    host: string;
    hostname: string;
    port: string;
    pathname: string;
    search: string;
    readonly searchParams: SearchParams;
    hash: string;
    toString(): string;
    toJSON(): string;
  }

  /** The parameters of an address. There is no global URLSearchParams; import it from 'url' when you need one. */
  interface SearchParams extends Iterable<[string, string]> {
    append(name: string, value: string): void;
    delete(name: string): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string): boolean;
    set(name: string, value: string): void;
    sort(): void;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    entries(): IterableIterator<[string, string]>;
    forEach(callback: (value: string, name: string) => void): void;
    toString(): string;
  }

  type Encoding =
    | 'utf8'
    | 'utf-8'
    | 'ascii'
    | 'base64'
    | 'base64url'
    | 'hex'
    | 'latin1'
    | 'binary'
    | 'ucs2'
    | 'utf16le';

  interface BufferConstructor {
    from(text: string, encoding?: Encoding): Buffer;
    from(bytes: ArrayLike<number> | ArrayBufferLike): Buffer;
    alloc(size: number, fill?: string | number | Uint8Array, encoding?: Encoding): Buffer;
    allocUnsafe(size: number): Buffer;
    concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
    isBuffer(value: unknown): value is Buffer;
    isEncoding(encoding: string): encoding is Encoding;
    /** Number of bytes of a text. */
    byteLength(text: string | ArrayBufferLike | ArrayBufferView, encoding?: Encoding): number;
    compare(first: Uint8Array, second: Uint8Array): -1 | 0 | 1;
    readonly prototype: Buffer;
  }

  interface BufferMethods extends Uint8Array {
    toString(encoding?: Encoding, start?: number, end?: number): string;
    toJSON(): { type: 'Buffer'; data: number[] };
    equals(other: Uint8Array): boolean;
    compare(other: Uint8Array): -1 | 0 | 1;
    copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
    write(text: string, encoding?: Encoding): number;
    write(text: string, offset: number, encoding?: Encoding): number;
    write(text: string, offset: number, length: number, encoding?: Encoding): number;
    readUInt8(offset?: number): number;
    readUInt16BE(offset?: number): number;
    readUInt16LE(offset?: number): number;
    readUInt32BE(offset?: number): number;
    readUInt32LE(offset?: number): number;
    readInt8(offset?: number): number;
    readInt16BE(offset?: number): number;
    readInt16LE(offset?: number): number;
    readInt32BE(offset?: number): number;
    readInt32LE(offset?: number): number;
    readFloatBE(offset?: number): number;
    readFloatLE(offset?: number): number;
    readDoubleBE(offset?: number): number;
    readDoubleLE(offset?: number): number;
    writeUInt8(value: number, offset?: number): number;
    writeUInt16BE(value: number, offset?: number): number;
    writeUInt16LE(value: number, offset?: number): number;
    writeUInt32BE(value: number, offset?: number): number;
    writeUInt32LE(value: number, offset?: number): number;
    writeInt8(value: number, offset?: number): number;
    writeInt16BE(value: number, offset?: number): number;
    writeInt16LE(value: number, offset?: number): number;
    writeInt32BE(value: number, offset?: number): number;
    writeInt32LE(value: number, offset?: number): number;
  }
}
