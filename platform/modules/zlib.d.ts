// What apps use of Node's module, for programs without the types of Node.

declare module 'zlib' {
  type Data = string | Uint8Array;
  type Callback = (error: Error | null, result: PostHogApp.Bytes) => void;
  type Stream = import('stream').PassThrough;

  export function gzipSync(data: Data, options?: object): PostHogApp.Bytes;
  export function gunzipSync(data: Uint8Array, options?: object): PostHogApp.Bytes;
  export function deflateSync(data: Data, options?: object): PostHogApp.Bytes;
  export function inflateSync(data: Uint8Array, options?: object): PostHogApp.Bytes;
  export function deflateRawSync(data: Data, options?: object): PostHogApp.Bytes;
  export function inflateRawSync(data: Uint8Array, options?: object): PostHogApp.Bytes;
  export function unzipSync(data: Uint8Array, options?: object): PostHogApp.Bytes;
  export function brotliCompressSync(data: Data, options?: object): PostHogApp.Bytes;
  export function brotliDecompressSync(data: Uint8Array, options?: object): PostHogApp.Bytes;
  export function gzip(data: Data, callback: Callback): void;
  export function gzip(data: Data, options: object, callback: Callback): void;
  export function gunzip(data: Uint8Array, callback: Callback): void;
  export function gunzip(data: Uint8Array, options: object, callback: Callback): void;
  export function deflate(data: Data, callback: Callback): void;
  export function deflate(data: Data, options: object, callback: Callback): void;
  export function inflate(data: Uint8Array, callback: Callback): void;
  export function inflate(data: Uint8Array, options: object, callback: Callback): void;
  export function deflateRaw(data: Data, callback: Callback): void;
  export function deflateRaw(data: Data, options: object, callback: Callback): void;
  export function inflateRaw(data: Uint8Array, callback: Callback): void;
  export function inflateRaw(data: Uint8Array, options: object, callback: Callback): void;
  export function unzip(data: Uint8Array, callback: Callback): void;
  export function unzip(data: Uint8Array, options: object, callback: Callback): void;
  export function brotliCompress(data: Data, callback: Callback): void;
  export function brotliCompress(data: Data, options: object, callback: Callback): void;
  export function brotliDecompress(data: Uint8Array, callback: Callback): void;
  export function brotliDecompress(data: Uint8Array, options: object, callback: Callback): void;
  export function createGzip(options?: object): Stream;
  export function createGunzip(options?: object): Stream;
  export function createDeflate(options?: object): Stream;
  export function createInflate(options?: object): Stream;
  export function createDeflateRaw(options?: object): Stream;
  export function createInflateRaw(options?: object): Stream;
  export function createUnzip(options?: object): Stream;
  export function createBrotliCompress(options?: object): Stream;
  export function createBrotliDecompress(options?: object): Stream;

  const zlib: typeof import('zlib');
  export default zlib;
}
