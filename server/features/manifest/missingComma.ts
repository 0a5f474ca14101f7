/** The comma that is missing between what stands in plugin.json and what is about to be written behind it. */
import { createScanner } from 'jsonc-parser';

export interface MissingComma {
  /** Where it belongs: right behind the value before the cursor. */
  readonly offset: number;
  /** The text as if it stood there, with all else in its place: it takes that of the white space behind the value. */
  readonly text: string;
}

/** @returns undefined where the next name or value may follow as it is. */
export function missingComma(text: string, offset: number): MissingComma | undefined {
  const end = endOfValueBefore(text, offset);
  if (end === undefined || end >= offset || !/\s/.test(text[end] ?? '')) return undefined;
  return { offset: end, text: `${text.slice(0, end)},${text.slice(end + 1)}` };
}

/** Where a value ends that is the last thing before the word at the cursor. */
function endOfValueBefore(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  const open: string[] = [];
  let before = '';
  let end: number | undefined;
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    const sign = text[start];
    const tokenEnd = start + scanner.getTokenLength();
    const isPunctuation = sign !== undefined && '{}[],:'.includes(sign);
    // What the cursor touches is being written.
    if (sign === undefined || start >= offset || (!isPunctuation && tokenEnd >= offset)) return end;
    if (sign === '{' || sign === '[') open.push(sign);
    const isClosing = sign === '}' || sign === ']';
    if (isClosing) open.pop();
    const isValue = !isPunctuation && (before === ':' || open.at(-1) === '[');
    end = open.length > 0 && (isClosing || isValue) ? tokenEnd : undefined;
    before = sign;
  }
}
