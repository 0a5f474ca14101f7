// What apps use of Node's module, for programs without the types of Node.

declare module 'crypto' {
  type Data = string | Uint8Array;

  export interface Hash {
    /** Adds to what is hashed. */
    update(data: Data, encoding?: string): this;
    /** The hash, as text in the encoding (`hex`, `base64`), else as bytes. */
    digest(): PostHogApp.Bytes;
    digest(encoding: 'hex' | 'base64' | 'base64url' | 'binary' | 'latin1'): string;
  }

  export interface Sign {
    update(data: Data, encoding?: string): this;
    end(): this;
    sign(privateKey: string): PostHogApp.Bytes;
    sign(privateKey: string, encoding: 'hex' | 'base64'): string;
  }

  /**
   * Makes a hash.
   *
   * @example
   * const id = createHash('sha256').update(event.distinct_id).digest('hex')
   */
  export function createHash(algorithm: string): Hash;
  /** Makes a hash with a key. */
  export function createHmac(algorithm: string, key: Data): Hash;
  /** Makes a signature with a private key. */
  export function createSign(algorithm: string): Sign;
  /** Names of the hashes that there are. */
  export function getHashes(): string[];
  /** Bytes that nobody can guess. */
  export function randomBytes(size: number): PostHogApp.Bytes;
  /** A whole number from `min` (0 when absent) up to and without `max`. */
  export function randomInt(max: number): number;
  export function randomInt(min: number, max: number): number;
  /** A random UUID of version 4. */
  export function randomUUID(): string;
  /** Compares without telling by its time how much is equal. Both must have the same length. */
  export function timingSafeEqual(first: Uint8Array, second: Uint8Array): boolean;

  const crypto: typeof import('crypto');
  export default crypto;
}
