/** JSON as people write it: parsed strictly, with a sentence that names the place where it is wrong. */
import { applyEdits, format, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { Json } from '../../protocol/trace.ts';

export interface JsonTextError {
  readonly ok: false;
  /** From 1, like the column. */
  readonly line: number;
  readonly column: number;
  /** Half a sentence: what is wrong at that place, and where it helps, what to write. */
  readonly reason: string;
}

export type JsonTextResult = { readonly ok: true; readonly value: Json } | JsonTextError;

/** @returns the value, or where and why the text is no JSON. */
export function parseJsonText(text: string): JsonTextResult {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error === undefined) return { ok: true, value: value as Json };
  const { offset, reason } = explain(error, text);
  const before = text.slice(0, offset).split('\n');
  return { ok: false, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, reason };
}

/** A text in one line that is a whole object or list, laid out for people; any other text as it is. */
export function laidOutJson(text: string): string {
  const isOneLine = /^\s*[[{].*[\]}]\s*$/.test(text.trim()) && !text.trim().includes('\n');
  if (!isOneLine || !parseJsonText(text).ok) return text;
  const edits = format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' });
  return applyEdits(text, edits);
}

/** For a sentence: the place, then what is wrong there. */
export function placeAndReason({ line, column, reason }: JsonTextError): string {
  return `in line ${line}, column ${column}, ${reason}`;
}

interface Explanation {
  readonly offset: number;
  readonly reason: string;
}

function explain({ error, offset, length }: ParseError, text: string): Explanation {
  const found = text.slice(offset, offset + length);
  const next = text.charAt(offset);
  const before = text.slice(0, offset).trimEnd().at(-1) ?? '';
  const at = (reason: string, inside = 0): Explanation => ({ offset: offset + Math.max(0, inside), reason });
  switch (printParseErrorCode(error)) {
    case 'InvalidSymbol':
      return at(explainSymbol(found, text.slice(offset + length)));
    case 'UnexpectedEndOfString':
      return at('the text that begins here has no closing "');
    case 'InvalidEscapeCharacter':
      return at(
        String.raw`a \ stands for nothing here: write \\ for the character itself`,
        found.search(badEscape),
      );
    case 'InvalidUnicode':
      return at(
        String.raw`\u needs four digits, or letters from a to f, after it`,
        found.indexOf(String.raw`\u`),
      );
    case 'InvalidCharacter':
      return at(
        String.raw`a text holds a tab or another control character: write it as \t or \u0009`,
        found.search(controlCharacter),
      );
    case 'CommaExpected':
      if (next === '}') return at('a closing ] is missing before the }');
      if (next === ']') return at('a closing } is missing before the ]');
      return at(
        /\d/.test(next) && before === '0' ? 'a number begins with a 0 too many' : 'a comma is missing',
      );
    case 'PropertyNameExpected':
    case 'ValueExpected':
      return at(explainMissing(text, next, before));
    case 'ColonExpected':
      return at('a colon is missing after the name');
    case 'CloseBraceExpected':
      return at('a closing } is missing');
    case 'CloseBracketExpected':
      return at('a closing ] is missing');
    case 'EndOfFileExpected':
      return at('there is more after the end: remove it, or put [ ] around all of it');
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return at('there is a comment, which JSON does not have: remove it');
    case 'UnexpectedEndOfNumber':
      return at('a number is not finished');
    default:
      return at('there is something that JSON does not allow');
  }
}

const badEscape = /\\[^"\\/bfnrtu]/;
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for.
const controlCharacter = /[\u0000-\u001F]/;

/** @param rest what follows it. */
function explainSymbol(symbol: string, rest: string): string {
  if (/^['‘’“”„`]/.test(symbol))
    return `${symbol.charAt(0)} is no quotation mark of JSON: write " around names and texts`;
  if (/^[\w$]+$/.test(symbol) && /^\s*:/.test(rest))
    return `the name ${symbol} needs double quotes: "${symbol}"`;
  if (/^[+.]\d/.test(symbol)) return 'a number begins with a digit or a minus, as 0.5';
  const shown = symbol.length > 20 ? `${symbol.slice(0, 20)}…` : symbol;
  return /^[\w$]/.test(symbol)
    ? `"${shown}" is no value of JSON: write a text in double quotes, a number, true, false or null`
    : `${shown} does not belong here`;
}

function explainMissing(text: string, next: string, before: string): string {
  if (text.trim() === '') return 'there is nothing yet: write at least {}';
  if (before === ',' && (next === '}' || next === ']')) return `the comma before the ${next} is one too many`;
  if (next === ',')
    return before === ',' ? 'there is a comma too many' : 'a value is missing before the comma';
  if (next === '') return 'the text ends too early: a value is missing';
  return before === ':' || before === '[' ? 'a value is missing' : 'a name in double quotes is missing';
}
