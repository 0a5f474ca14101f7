import { randomBytes } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/** An id of PostHog's own form: time, a counter within the millisecond, random bytes (reference 1.1). */
export function createUuidt(now: number = Date.now()): string {
  counter = now === lastMs ? (counter + 1) & 0xffff : 0;
  lastMs = now;
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(counter, 6);
  randomBytes(8).copy(bytes, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
