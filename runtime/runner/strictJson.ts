/** Reads JSON as PostHog does: no comments, no comma after the last entry. */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { SetupProblem } from './setupProblem.ts';
import { positionAt } from './sourceText.ts';

/** @throws SetupProblem that names the line; its advice fits the most common mistake, a comma too many. */
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
  const { line, column } = positionAt(text, error.offset);
  const code = printParseErrorCode(error.error);
  const advice = adviceByCode.get(code) ?? 'Correct it and run again.';
  throw new SetupProblem(`${path} is not valid JSON: ${describe(code)} in line ${line}. ${advice}`, {
    file: path,
    line,
    column,
  });
}

function describe(code: string): string {
  const words = code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.endsWith('expected') ? `a ${words.replace(' expected', '')} is missing` : words;
}

const adviceByCode: ReadonlyMap<string, string> = new Map([
  ['PropertyNameExpected', 'Often a comma after the last entry is too many: remove it.'],
  ['ValueExpected', 'Often a comma after the last entry is too many: remove it.'],
  ['CommaExpected', 'Put a comma between the two entries.'],
  ['InvalidCommentToken', 'JSON has no comments: remove it.'],
]);
