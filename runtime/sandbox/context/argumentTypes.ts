/** The errors of Node for arguments of a wrong type, made of this realm's classes: apps see their codes. */

/** As Node describes a value in such an error. */
function received(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const { name } = (value.constructor ?? {}) as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? `an instance of ${name}` : '[Object: null prototype] {}';
  }
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  const shown = text.length > 28 ? `${text.slice(0, 25)}...` : text;
  return `type ${typeof value} (${shown}${typeof value === 'bigint' ? 'n' : ''})`;
}

/** @param expected such as `of type string`. */
export function wrongType(argument: string, expected: string, value: unknown): TypeError {
  // As Node: what says by itself that it is one is not quoted.
  const name = argument.endsWith(' argument') ? argument : `"${argument}" argument`;
  const message = `The ${name} must be ${expected}. Received ${received(value)}`;
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

/** @param expected such as `>= 0`. */
export function outOfRange(argument: string, expected: string, value: unknown): RangeError {
  const message = `The value of "${argument}" is out of range. It must be ${expected}. Received ${String(value)}`;
  return Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' });
}

/** @throws TypeError for what is no text. */
export function requireText(argument: string, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(argument, 'of type string', value);
  return value;
}

/** @throws TypeError for what is no number. */
export function requireNumber(argument: string, value: unknown): number {
  if (typeof value !== 'number') throw wrongType(argument, 'of type number', value);
  return value;
}

/** @throws TypeError for what cannot be called. */
export function requireFunction(argument: string, value: unknown): void {
  if (typeof value !== 'function') throw wrongType(argument, 'of type function', value);
}

const bytesOrText = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';

/** @throws TypeError for what is neither a text nor bytes. */
export function requireBytesOrText(argument: string, value: unknown): void {
  if (typeof value !== 'string' && !isBytes(value)) throw wrongType(argument, bytesOrText, value);
}

/** @throws TypeError for what is no bytes. */
export function requireBytes(argument: string, value: unknown): void {
  const expected = 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView';
  if (!isBytes(value)) throw wrongType(argument, expected, value);
}

function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}
