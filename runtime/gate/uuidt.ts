import { randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/** Random bytes are asked for so many at a time: asking costs more than all the rest. */
const pool = Buffer.alloc(2048);
const bytesOfId = 8;
let used = pool.length;

/** An id of PostHog's own form: time, a counter within the millisecond, random bytes (reference 1.1). */
export function createUuidt(now: number = Date.now()): string {
  counter = now === lastMs ? (counter + 1) & 0xffff : 0;
  lastMs = now;
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const time = now.toString(16).padStart(12, '0');
  const random = pool.toString('hex', used, used + bytesOfId);
  used += bytesOfId;
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter.toString(16).padStart(4, '0')}-${random.slice(0, 4)}-${random.slice(4)}`;
}
