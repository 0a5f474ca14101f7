/** How the package `crypto` asks Node for a sum: bytes cross as base64, and come back as Buffers of this realm. */
import { requireBytesOrText, requireFunction } from './argumentTypes.ts';
import { Buffer } from './buffer.ts';
import { fixedRandom } from './fixedCrypto.ts';
import { service } from './host.ts';
import { bytesOf } from './body.ts';
import { forEntries, mapList } from './lists.ts';

export type Output = string | Buffer;
type Callback = (error: unknown, result?: unknown) => void;

/** @throws an error of this realm with the name, message and code of Node's. */
export function askCrypto(name: string, ...values: readonly unknown[]): unknown {
  return ask(name, values);
}

function ask(name: string, values: readonly unknown[]): unknown {
  return fixedRandom(name, values) ?? received(service(`crypto.${name}`, mapList(values, sent)));
}

/** As `askCrypto`, for what gives bytes. */
export function askBytes(name: string, ...values: readonly unknown[]): Buffer {
  return ask(name, values) as Buffer;
}

function sent(value: unknown): unknown {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return { base64: bytesOf(value).toString('base64') };
  }
  if (typeof value !== 'object' || value === null) return value;
  return withEach(value, sent);
}

function received(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('base64' in value) return Buffer.from(String(value.base64), 'base64');
  return withEach(value, received);
}

/** The same properties with other values. */
function withEach(of: object, change: (value: unknown) => unknown): object {
  const changed: Record<string, unknown> = {};
  forEntries(of as Readonly<Record<string, unknown>>, (name, value) => {
    changed[name] = change(value);
  });
  return changed;
}

/** Bytes as the caller wants them. */
export function encoded(bytes: Buffer, encoding: string | null | undefined): Output {
  return encoding === undefined || encoding === null || encoding === 'buffer'
    ? bytes
    : bytes.toString(encoding);
}

/**
 * Bytes of what a caller gives.
 *
 * @throws TypeError as Node does, for what is neither a text nor bytes.
 */
export function input(argument: string, value: unknown, encoding?: string): Buffer {
  requireBytesOrText(argument, value);
  return typeof value === 'string' ? Buffer.from(value, encoding as 'utf8') : bytesOf(value);
}

/**
 * Answers later, as in Node: never before the call has returned.
 *
 * @throws what is wrong with the arguments, which Node says at once.
 */
export function withCallback(compute: () => unknown, callback: unknown): void {
  requireFunction('callback', callback);
  void answer(compute(), callback as Callback);
}

async function answer(result: unknown, callback: Callback): Promise<void> {
  await Promise.resolve();
  callback(null, result);
}
