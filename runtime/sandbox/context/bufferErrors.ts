/** Errors of `Buffer` with the codes of Node's, and its checks of where numbers are read and written. */
import { outOfRange, requireNumber, wrongType } from './argumentTypes.ts';
import { itemAt } from './lists.ts';
import { named } from './named.ts';

type Method = (this: unknown, ...values: readonly unknown[]) => unknown;

/** What the package throws, none of which has a code there. */
const codes: readonly (readonly [message: RegExp, code: string])[] = [
  [/^Unknown encoding: /, 'ERR_UNKNOWN_ENCODING'],
  [/^Buffer size must be a multiple of /, 'ERR_INVALID_BUFFER_SIZE'],
  [/^"(?:offset|length)" is outside of buffer bounds$/, 'ERR_BUFFER_OUT_OF_BOUNDS'],
  [/^The value ".*" is invalid for argument "value"$/, 'ERR_INVALID_ARG_VALUE'],
  [
    /^(?:(?:The )?"\w+"(?:, "\w+")? arguments? must |The first argument must |Argument must be a Buffer|"buffer" argument must |argument (?:must|should) |val must be )/,
    'ERR_INVALID_ARG_TYPE',
  ],
  [
    /^(?:The value ".*" is invalid for option "size"|Attempt to (?:allocate|write) |[Oo]ut of range index|Index out of range|offset is not uint|\w+ out of bounds$|Trying to access beyond |"value" argument is out of bounds)/,
    'ERR_OUT_OF_RANGE',
  ],
];

function withCode(error: unknown): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError) || 'code' in error) return error;
  for (let index = 0; index < codes.length; index += 1) {
    const known = codes[index];
    if (known?.[0].test(error.message) === true) return Object.assign(error, { code: known[1] });
  }
  return error;
}

/** Numbers of a method such as `writeUInt16LE`: of a fixed size, or (`readIntBE`) of one that is given. */
const numeric = /^(read|write)(?:Big)?(?:U?[Ii]nt|(?:Float|Double))(8|16|32|64)?(?:LE|BE)?$/;

/** Bytes that a method reads or writes; undefined for one that is told how many. */
function sizeOf(name: string): number | undefined {
  if (name.includes('Float')) return 4;
  if (name.includes('Double')) return 8;
  const bits = numeric.exec(name)?.[2];
  return bits === undefined ? undefined : Number(bits) / 8;
}

function requireInteger(argument: string, value: unknown): number {
  const number = requireNumber(argument, value);
  // What is too large is told as that, with the limits.
  if (Number.isInteger(number) || number === Infinity || number === -Infinity) return number;
  throw outOfRange(argument, 'an integer', value);
}

/** @throws as Node, where the package would read or write elsewhere. */
function checkPlace(name: string, length: number, offset: unknown, given: unknown): void {
  const fixed = sizeOf(name);
  if (fixed === undefined && offset === undefined) throw wrongType('offset', 'of type number', offset);
  const size = fixed ?? requireInteger('byteLength', given);
  if (fixed === undefined && (size < 1 || size > 6)) throw outOfRange('byteLength', '>= 1 and <= 6', given);
  const start = requireInteger('offset', offset === undefined ? 0 : offset);
  const last = length - size;
  if (last < 0) {
    const error = new RangeError('Attempt to access memory outside buffer bounds');
    throw Object.assign(error, { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
  }
  if (start < 0 || start > last) throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
}

function checked(name: string, method: Method): Method {
  const kind = numeric.exec(name)?.[1];
  return function (this: unknown, ...values) {
    // A BigInt is no number, which the package says as Node does.
    if (kind !== undefined && (typeof itemAt(values, 0) !== 'bigint' || name.includes('Big'))) {
      const at = kind === 'read' ? 0 : 1;
      checkPlace(name, (this as Uint8Array).length, itemAt(values, at), itemAt(values, at + 1));
    }
    if (name === 'write' && typeof itemAt(values, 0) !== 'string')
      throw Object.assign(new TypeError('argument must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
    try {
      return Reflect.apply(method, this, values);
    } catch (error) {
      throw withCode(error);
    }
  };
}

/** Has these functions of an object throw what those of Node throw. */
export function throwAsNode(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (typeof descriptor?.value !== 'function' || name === 'constructor') continue;
    const value = named(name, checked(name, descriptor.value as Method));
    Object.defineProperty(owner, name, { ...descriptor, value });
  }
}
