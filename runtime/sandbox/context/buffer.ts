/**
 * `Buffer`, made inside the context: one of Node's own realm would lead out of it by its constructor. The package
 * does what Node's does but for the encoding base64url, which is added here.
 */
import { Buffer as BaseBuffer } from 'buffer/';
import { outOfRange, requireNumber, wrongType } from './argumentTypes.ts';
import { throwAsNode } from './bufferErrors.ts';
import { joined, mapList } from './lists.ts';
import { named } from './named.ts';

const { alloc, allocUnsafe, allocUnsafeSlow, concat, from, isEncoding } = BaseBuffer;
const { toString, write } = BaseBuffer.prototype;

function isBase64Url(encoding: unknown): boolean {
  return typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';
}

const sources = 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object';

/** What the package throws for what is no source of bytes, in the words of Node. */
function asNode(error: unknown, value: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  return error.message.startsWith('The first argument must be')
    ? wrongType('first argument', sources, value)
    : error;
}

function requireSize(size: unknown): number {
  const number = requireNumber('size', size);
  if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) return number;
  throw outOfRange('size', '>= 0 && <= 9007199254740991', size);
}

Object.assign(BaseBuffer, {
  from(value: unknown, encoding?: unknown, length?: unknown): unknown {
    // What is left is for the package, which goes round and round with a symbol.
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
      throw wrongType('first argument', sources, value);
    const given = isBase64Url(encoding) ? 'base64' : encoding;
    try {
      return Reflect.apply(from, BaseBuffer, [value, given, length]);
    } catch (error) {
      throw asNode(error, value);
    }
  },
  alloc(size: unknown, ...rest: readonly unknown[]): unknown {
    return Reflect.apply(alloc, BaseBuffer, joined<unknown>([requireSize(size)], rest));
  },
  allocUnsafe: (size: unknown): unknown => allocUnsafe(requireSize(size)),
  allocUnsafeSlow: (size: unknown): unknown => allocUnsafeSlow(requireSize(size)),
  concat(list: unknown, length?: unknown): unknown {
    if (!Array.isArray(list)) throw wrongType('list', 'an instance of Array', list);
    for (let index = 0; index < list.length; index += 1) {
      const part: unknown = list[index];
      if (!Buffer.isBuffer(part) && !(part instanceof Uint8Array))
        throw wrongType(`list[${index}]`, 'an instance of Buffer or Uint8Array', part);
    }
    return Reflect.apply(concat, BaseBuffer, [list, length]);
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

throwAsNode(BaseBuffer, [
  'alloc',
  'allocUnsafe',
  'allocUnsafeSlow',
  'byteLength',
  'compare',
  'concat',
  'from',
]);
throwAsNode(BaseBuffer.prototype, Object.getOwnPropertyNames(BaseBuffer.prototype));

/**
 * Buffers of PostHog are of another realm than the app: they are bytes, and no `instanceof Uint8Array` (reference 4.6).
 * So they inherit copies of what typed arrays have.
 */
const bytes: object = {};
for (const prototype of [Object.getPrototypeOf(Uint8Array.prototype) as object, Uint8Array.prototype]) {
  Object.defineProperties(bytes, Object.getOwnPropertyDescriptors(prototype));
}
Object.setPrototypeOf(BaseBuffer.prototype, bytes);

export const Buffer: typeof BaseBuffer = named('Buffer', BaseBuffer);
export type Buffer = InstanceType<typeof BaseBuffer>;
