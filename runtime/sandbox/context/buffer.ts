/**
 * `Buffer`, made inside the context: one of Node's own realm would lead out of it by its constructor. The package
 * does what Node's does but for the encoding base64url, which is added here.
 */
import { Buffer as BaseBuffer } from 'buffer/';
import { joined, mapList } from './lists.ts';

const { from, isEncoding } = BaseBuffer;
const { toString, write } = BaseBuffer.prototype;

function isBase64Url(encoding: unknown): boolean {
  return typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';
}

Object.assign(BaseBuffer, {
  from(value: unknown, encoding?: unknown, length?: unknown): unknown {
    return Reflect.apply(from, BaseBuffer, [value, isBase64Url(encoding) ? 'base64' : encoding, length]);
  },
  isEncoding(encoding: unknown): boolean {
    return isBase64Url(encoding) || isEncoding(encoding as string);
  },
});

Object.assign(BaseBuffer.prototype, {
  toString(this: InstanceType<typeof BaseBuffer>, encoding?: unknown, ...range: readonly unknown[]): string {
    const isUrl = isBase64Url(encoding);
    const text = String(Reflect.apply(toString, this, joined<unknown>([isUrl ? 'base64' : encoding], range)));
    return isUrl ? text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') : text;
  },
  write(this: InstanceType<typeof BaseBuffer>, text: string, ...rest: readonly unknown[]): number {
    const encodings = mapList(rest, (value) => (isBase64Url(value) ? 'base64' : value));
    return Number(Reflect.apply(write, this, joined<unknown>([text], encodings)));
  },
});

/**
 * Buffers of PostHog are of another realm than the app: they are bytes, and no `instanceof Uint8Array` (reference 4.6).
 * So they inherit copies of what typed arrays have.
 */
const bytes: object = {};
for (const prototype of [Object.getPrototypeOf(Uint8Array.prototype) as object, Uint8Array.prototype]) {
  Object.defineProperties(bytes, Object.getOwnPropertyDescriptors(prototype));
}
Object.setPrototypeOf(BaseBuffer.prototype, bytes);

export const Buffer: typeof BaseBuffer = BaseBuffer;
export type Buffer = InstanceType<typeof BaseBuffer>;
