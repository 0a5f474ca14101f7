/** Texts of random hexadecimal digits, of which one knows how many there are: `randomBytes(8).toString('hex')`. */
import type { UnknownValue } from './values.ts';

export function hexText(hexDigits: number): UnknownValue {
  return { kind: 'unknown', id: undefined, origin: 'other', isTruthy: hexDigits > 0, hexDigits };
}

/** Whether a pattern matches whichever digits they are: `/^[0-9a-f]{16}$/`. What it matches in some alone is not known. */
export function matchesAnyHex({ hexDigits }: UnknownValue, pattern: RegExp): boolean {
  if (hexDigits === undefined || hexDigits > mostDigits || /[gy]/.test(pattern.flags)) return false;
  return samples.every((sample) => pattern.test(sample.repeat(hexDigits).slice(0, hexDigits)));
}

const mostDigits = 128;

const samples = ['0', '9', 'a', 'f', '5c', 'e7', '0123456789abcdef', 'fedcba9876543210', '3b8d1f60a2'];
