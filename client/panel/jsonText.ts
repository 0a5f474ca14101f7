/** JSON as people write it: parsed strictly, with a sentence that names the line where it is wrong. */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { Json } from '../../protocol/trace.ts';

export type JsonTextResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly reason: string };

/** @returns the value, or where and why the text is no JSON; line and column from 1. */
export function parseJsonText(text: string): JsonTextResult {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error === undefined) return { ok: true, value: value as Json };
  const before = text.slice(0, error.offset).split('\n');
  return {
    ok: false,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    reason: reasons[printParseErrorCode(error.error)] ?? 'there is something that JSON does not allow',
  };
}

const reasons: Readonly<Record<string, string>> = {
  InvalidSymbol: 'there is a word that JSON does not know',
  InvalidNumberFormat: 'a number is written in a way that JSON does not know',
  PropertyNameExpected: 'a name in double quotes is missing, often after a comma too many',
  ValueExpected: 'a value is missing, often after a comma too many',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is more after the end of the value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a text does not end on its line',
  UnexpectedEndOfNumber: 'a number is not finished',
  InvalidUnicode: 'a text holds a broken \\u sequence',
  InvalidEscapeCharacter: 'a text holds a \\ that JSON does not know',
  InvalidCharacter: 'a text holds a character that must be escaped',
};
