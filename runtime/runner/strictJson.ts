/** Reads JSON as PostHog does: no comments, no comma after the last entry. */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { SetupProblem } from './setupProblem.ts';
import { positionAt } from './sourceText.ts';

/** @throws SetupProblem that names the line; its place is that which the rules mark. */
export function parseStrictJson(path: string, text: string): unknown {
  if (text.startsWith('\uFEFF')) {
    throw new SetupProblem(
      `${path} begins with a byte order mark, which nobody sees and PostHog cannot read. Save it as UTF-8 without one.`,
      { file: path, line: 1, column: 1 },
    );
  }
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error === undefined) return json;
  const code = printParseErrorCode(error.error);
  const place = placeIn(text, code, error.offset);
  const { line, column } = positionAt(text, place);
  const isCommaTooMany = text[place] === ',' && /^,\s*[}\]]/.test(text.slice(place));
  const what = isCommaTooMany ? 'a comma follows the last entry' : describe(code);
  const advice = isCommaTooMany ? 'Remove it.' : (adviceByCode.get(code) ?? 'Correct it and run again.');
  throw new SetupProblem(`${path} is not valid JSON: ${what} in line ${line}. ${advice}`, {
    file: path,
    line,
    column,
  });
}

/** Where the mistake is, as the rules mark it: often before the place where the parser stumbles. */
function placeIn(text: string, code: string, offset: number): number {
  const before = text.slice(0, offset).trimEnd().length - 1;
  const isBehindComma = text[before] === ',' && /^\s*(?:[}\]]|$)/.test(text.slice(offset));
  if (before < 0) return offset;
  return isBehindComma || missingBehind.has(code) ? before : offset;
}

/** What is missing behind something, which is marked then. */
const missingBehind: ReadonlySet<string> = new Set([
  'CommaExpected',
  'CloseBraceExpected',
  'CloseBracketExpected',
  'ColonExpected',
]);

function describe(code: string): string {
  const words = code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.endsWith('expected') ? `a ${words.replace(' expected', '')} is missing` : words;
}

const adviceByCode: ReadonlyMap<string, string> = new Map([
  ['CommaExpected', 'Put a comma between the two entries.'],
  ['InvalidCommentToken', 'JSON has no comments: remove it.'],
]);
