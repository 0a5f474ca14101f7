// What apps use of Node's module, for programs without the types of Node.

declare module 'zlib' {
  type Data = string | Uint8Array;
  type Callback = (error: Error | null, result: PostHogApp.Bytes) => void;

  export function gzipSync(data: Data): PostHogApp.Bytes;
  export function gunzipSync(data: Uint8Array): PostHogApp.Bytes;
  export function deflateSync(data: Data): PostHogApp.Bytes;
  export function inflateSync(data: Uint8Array): PostHogApp.Bytes;
  export function deflateRawSync(data: Data): PostHogApp.Bytes;
  export function inflateRawSync(data: Uint8Array): PostHogApp.Bytes;
  export function unzipSync(data: Uint8Array): PostHogApp.Bytes;
  export function brotliCompressSync(data: Data): PostHogApp.Bytes;
  export function brotliDecompressSync(data: Uint8Array): PostHogApp.Bytes;
  export function gzip(data: Data, callback: Callback): void;
  export function gunzip(data: Uint8Array, callback: Callback): void;
  export function deflate(data: Data, callback: Callback): void;
  export function inflate(data: Uint8Array, callback: Callback): void;
  export function unzip(data: Uint8Array, callback: Callback): void;

  const zlib: typeof import('zlib');
  export default zlib;
}
